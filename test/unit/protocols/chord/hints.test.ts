import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { epoch, monoMs, multiaddr, Random, wallMs, type NodeRef } from '../../../../src/base/index.ts'
import {
  makeChord,
  type ChordMachine,
  type ChordProtocol,
  type ChordRequest,
  type ChordResponse,
} from '../../../../src/protocols/chord/index.ts'
import { MAX_HINTS } from '../../../../src/protocols/chord/limits.ts'
import type { CommandId, Effect, Input, ReplyId } from '../../../../src/protocols/index.ts'
import { idOf, PARAMS, refOf } from './net.ts'

const SELF = refOf('m', idOf('5'))
/** m's neighbourhood: gaps of so many 2^-16 of the ring. */
const around = (gap: number): NodeRef[] =>
  [-1, 1, 2, 3, 4].map((at) => refOf(`s${at.toString()}`, idOf((0x5000 + gap * at).toString(16))))
const [BEFORE, ...LIST] = around(16) as [NodeRef, ...NodeRef[]]
const [HEAD] = LIST as [NodeRef]

type Asked = Extract<Effect<ChordProtocol>, { type: 'ask' }>
const asksOf = (effects: readonly Effect<ChordProtocol>[], type: ChordRequest['type']): Asked[] =>
  effects.filter((effect): effect is Asked => effect.type === 'ask' && effect.body.type === type)
const peerOf = ({ to }: Asked): string => (typeof to === 'string' ? to : to.peer)

/** One machine that joins before HEAD, whose neighbours are played by the test. */
class Newcomer {
  readonly machine: ChordMachine
  now = 0
  readonly dead = new Set<string>()
  #ids = 0
  viewing: Asked | undefined

  constructor(fingers?: readonly NodeRef[], gap = 16) {
    const [before, head, ...rest] = around(gap) as [NodeRef, NodeRef, ...NodeRef[]]
    const detector = { isDead: (node: NodeRef) => this.dead.has(node.peer) }
    this.machine = makeChord(PARAMS, { detector, self: () => [SELF] }, new Random(1), [])
    const command = { name: 'join', args: { contacts: [head] } } as const
    const [finding] = asksOf(this.step({ type: 'command', id: 1 as CommandId, command, leftMs: 10_000 }), 'find')
    const found = { owner: head, predecessor: before }
    this.viewing = asksOf(this.answer(finding!, head, { type: 'found', found, hops: 1, epoch: head.epoch }), 'view')[0]
    const view = { version: 1, self: head, predecessor: before, successors: rest }
    this.answer(this.viewing!, head, fingers === undefined ? { type: 'view', view } : { type: 'view', view, fingers })
    this.request(before, { type: 'notify', position: 0, self: before, onRing: true })
  }

  step(input: Input<ChordProtocol>): readonly Effect<ChordProtocol>[] {
    const at = wallMs(this.now)
    const wall = { earliest: at, latest: at }
    return this.machine.step({ now: monoMs(this.now), wall, lamport: 1 as never, epoch: epoch(1) }, input)
  }
  answer(asked: Asked, from: NodeRef, body: ChordResponse): readonly Effect<ChordProtocol>[] {
    return this.step({ type: 'answer', ask: asked.ask, from: from.peer, body })
  }
  request(from: NodeRef, body: ChordRequest): readonly Effect<ChordProtocol>[] {
    return this.step({ type: 'request', from: from.peer, reply: ++this.#ids as ReplyId, body, leftMs: 1000 })
  }
  /** Lets time pass, answering stabilisation, until a finger is looked at. */
  look(): Asked {
    for (let ticks = 0; ticks < 1_000; ticks++) {
      this.now = this.machine.wakeAt ?? this.now
      const effects = this.step({ type: 'tick' })
      const [asked] = [...asksOf(effects, 'step'), ...asksOf(effects, 'find')]
      for (const each of asksOf(effects, 'view')) this.answer(each, HEAD, { type: 'unchanged', version: 1 })
      if (asked !== undefined) return asked
    }
    return assert.fail('no finger was looked at')
  }
  hints(): readonly string[] {
    return this.machine.state.positions[0]!.hints.map(({ peer }) => peer)
  }
  /** What it tells one that asks for its fingers. */
  tells(): readonly NodeRef[] | undefined {
    const effects = this.request(BEFORE, { type: 'view', position: 0, have: 0, fingers: true })
    const [body] = effects.flatMap((effect) => (effect.type === 'respond' ? [effect.body] : []))
    return body?.type === 'view' ? body.fingers : assert.fail('no view')
  }
}

/** Far nodes in ring order, behind the list. */
const far = (count: number, addresses = 1): NodeRef[] =>
  Array.from({ length: count }, (_, i) => ({
    ...refOf(`f${i.toString()}`, idOf((0x6000 + 256 * i).toString(16))),
    addresses: Array.from({ length: addresses }, (_, at) =>
      multiaddr(`/dns4/${'x'.repeat(100)}${at.toString()}/tcp/1`),
    ),
  }))

describe('the fingers of the successor', () => {
  it('are asked for with the view of a join, and with no other', () => {
    const newcomer = new Newcomer()
    assert.ok(newcomer.viewing?.body.type === 'view' && newcomer.viewing.body.fingers)
    newcomer.now = 5_000
    const [round] = asksOf(newcomer.step({ type: 'tick' }), 'view')
    assert.ok(round?.body.type === 'view' && round.body.fingers === undefined)
  })

  it('are taken as they lie behind the own list and in ring order, one more than MAX_HINTS not', () => {
    const [a, b, c] = far(3) as [NodeRef, NodeRef, NodeRef]
    assert.deepEqual(new Newcomer([LIST[2]!, b, a, SELF, c, BEFORE, b]).hints(), [b.peer, c.peer, BEFORE.peer])
    assert.equal(new Newcomer(far(MAX_HINTS + 1)).hints().length, MAX_HINTS)
    assert.deepEqual(new Newcomer().hints(), [], 'of an earlier version')
    assert.deepEqual(new Newcomer(far(3), 256).hints(), [], 'of a ring that is not large')
  })

  it('are told on, MAX_HINTS of them at most, and as many as fit a frame: the farthest', () => {
    const refs = far(MAX_HINTS)
    assert.deepEqual(new Newcomer(refs).tells(), refs)
    const long = new Newcomer(far(MAX_HINTS, 4)).tells()!
    assert.ok(long.length > 10 && long.length < MAX_HINTS, long.length.toString())
    assert.equal(long.at(-1)!.peer, refs.at(-1)!.peer)
    assert.equal(new Newcomer().tells(), undefined)
    const newcomer = new Newcomer(refs)
    const { fingers } = newcomer.machine.state.positions[0]!
    const [last] = refs.slice(-1) as [NodeRef]
    fingers.slots.push(510)
    fingers.nodes.push(last)
    assert.deepEqual(newcomer.tells(), [last], 'what lies before an own finger is superseded')
  })

  it('one more own finger than MAX_HINTS is not told', () => {
    const newcomer = new Newcomer()
    const refs = far(MAX_HINTS + 1)
    newcomer.machine.state.positions[0]!.fingers.nodes.push(...refs)
    assert.deepEqual(newcomer.tells(), refs.slice(1))
  })

  it('are routed by, and go with a peer that dies or is no member', () => {
    const refs = far(3)
    const newcomer = new Newcomer(refs)
    const command = { name: 'lookup', args: { target: idOf('9'), mode: 'recursive' } } as const
    const [asked] = asksOf(newcomer.step({ type: 'command', id: 2 as CommandId, command, leftMs: 10_000 }), 'find')
    assert.equal(peerOf(asked!), 'f2')
    const [next] = asksOf(newcomer.answer(asked!, refs[2]!, { type: 'failed', code: 'NOT_JOINED' }), 'find')
    assert.deepEqual(newcomer.hints(), ['f0', 'f1'])
    assert.equal(peerOf(next!), 'f1')
    newcomer.dead.add('f1')
    newcomer.step({ type: 'news', news: { type: 'peerDead', peer: refs[1]!.peer } })
    assert.deepEqual(newcomer.hints(), ['f0'])
  })
})

describe('a look at a finger that is not there yet', () => {
  it('asks the hint; one that says it is the finger is one from then on', () => {
    const hint = refOf('x', idOf('506a'))
    const newcomer = new Newcomer([hint])
    const asked = newcomer.look()
    assert.ok(asked.body.type === 'step' && peerOf(asked) === 'x')
    assert.ok(newcomer.now > 9_000, 'when the list has found its place')
    assert.deepEqual(newcomer.machine.state.positions[0]!.fingers.nodes, [], 'hearsay is no finger')
    const found = { owner: hint, predecessor: LIST.at(-1)! }
    const effects = newcomer.answer(asked, hint, { type: 'found', found, hops: 1, epoch: hint.epoch })
    assert.deepEqual(newcomer.machine.state.positions[0]!.fingers.nodes, [hint])
    assert.deepEqual(asksOf(effects, 'view'), [], 'nearer ones are sought after the first sweep')
  })

  it('looks the finger up when the hint is not the one, or is gone', () => {
    for (const answer of [
      { type: 'closer', candidates: [] },
      { type: 'failed', code: 'NOT_JOINED' },
      { type: 'found', found: { owner: LIST[1]!, predecessor: HEAD }, hops: 1, epoch: epoch(1) },
    ] satisfies ChordResponse[]) {
      const hint = refOf('x', idOf('506a'))
      const newcomer = new Newcomer([hint])
      const effects = newcomer.answer(newcomer.look(), hint, answer)
      assert.equal(asksOf(effects, 'find').length, 1)
      assert.deepEqual(newcomer.machine.state.positions[0]!.fingers.nodes, [])
      assert.equal(newcomer.hints().length, answer.type === 'failed' ? 0 : 1)
    }
  })

  it('looks it up at once when there is no hint, or the hint stands too far behind', () => {
    assert.equal(new Newcomer().look().body.type, 'find')
    assert.equal(new Newcomer([refOf('x', idOf('6'))]).look().body.type, 'find')
  })
})
