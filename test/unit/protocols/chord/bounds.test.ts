import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { monoMs, peerKey, wallMs } from '../../../../src/base/index.ts'
import type { ChordProtocol } from '../../../../src/protocols/chord/index.ts'
import { MAX_PARKED, MAX_RESTARTS } from '../../../../src/protocols/chord/limits.ts'
import type { Context, Effect, Input, ReplyId } from '../../../../src/protocols/index.ts'
import { grown, idOf, Net, type NetNode } from './net.ts'

const RING = { a: '1', b: '4', c: '8', d: 'b', e: 'e' } as const

/** An input past the network: what comes of it goes nowhere. */
function step(net: Net, { machine, ref }: NetNode, input: Input<ChordProtocol>): readonly Effect<ChordProtocol>[] {
  const wall = { earliest: wallMs(net.now), latest: wallMs(net.now) }
  const ctx: Context = { now: monoMs(net.now), wall, lamport: 1 as Context['lamport'], epoch: ref.epoch }
  return machine.step(ctx, input)
}

describe('a node of which nobody has said yet that it is on the ring', () => {
  test(`lets ${MAX_PARKED.toString()} finds wait, and sends one above away at once`, () => {
    const net = new Net({ detectMs: 1_500 })
    const ring = grown(net, RING)
    net.stop(ring.c)
    net.run(10_000)
    net.cont(ring.c)
    const find = (n: number): readonly (string | undefined)[] =>
      step(net, ring.c, {
        type: 'request',
        from: peerKey('a'),
        reply: (1_000_000 + n) as ReplyId,
        body: { type: 'find', position: 0, target: idOf('6'), hops: 1, final: true },
        leftMs: 5_000,
      }).flatMap((effect) =>
        effect.type !== 'respond' || effect.interim === true
          ? []
          : [effect.body.type === 'failed' ? effect.body.code : effect.body.type],
      )
    // The first inputs after the sleep are those that were held; from then on it is in doubt.
    const answers = Array.from({ length: MAX_PARKED }, (_, i) => find(i))
    assert.deepEqual(answers.flat(), [])
    assert.deepEqual(find(MAX_PARKED), ['NO_ROUTE'])
  })
})

describe('a round of stabilisation', () => {
  test(`is begun ${MAX_RESTARTS.toString()} times anew when its list was told meanwhile, and then left to the next`, () => {
    const net = new Net()
    const { a, b, c, d, e } = grown(net, RING)
    let reply = 1_000_000
    /** Somebody is told the list of `a` while it waits. */
    const tell = (): void => {
      const body = { type: 'view', position: 0, have: 0 } as const
      step(net, a, { type: 'request', from: e.ref.peer, reply: ++reply as ReplyId, body, leftMs: 1_000 })
    }
    const viewsAsked = (effects: readonly Effect<ChordProtocol>[]) =>
      effects.flatMap((effect) => (effect.type === 'ask' && effect.body.type === 'view' ? [effect] : []))
    // From here on the network carries nothing for it: its questions are answered by hand.
    let asked: ReturnType<typeof viewsAsked> = []
    for (let i = 0; i < 100 && asked.length === 0; i++) {
      net.now = Math.max(net.now, a.machine.wakeAt ?? net.now)
      asked = viewsAsked(step(net, a, { type: 'tick' }))
    }
    let rounds = 0
    for (let version = 1_000; asked.length > 0 && rounds < 10; version++) {
      const [{ ask }] = asked as [(typeof asked)[0]]
      rounds++
      tell()
      // It names another second successor, so it changes the list.
      const view = { version, self: b.ref, predecessor: a.ref, successors: [d.ref, e.ref, a.ref] }
      asked = viewsAsked(step(net, a, { type: 'answer', ask, from: b.ref.peer, body: { type: 'view', view } }))
    }
    assert.equal(rounds, 1 + MAX_RESTARTS)
    assert.deepEqual(
      a.machine.view.successors(0).map(({ peer }) => peer),
      [b, c, d, e].map(({ ref }) => ref.peer),
      'nothing was adopted',
    )
  })
})
