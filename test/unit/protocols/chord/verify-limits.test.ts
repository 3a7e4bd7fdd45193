import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { lamport, monoMs, wallMs, type NodeRef, type RingId } from '../../../../src/base/index.ts'
import type { ChordProtocol, ChordRequest, ChordResponse } from '../../../../src/protocols/chord/index.ts'
import {
  MAX_CANDIDATES,
  MAX_LIST,
  MAX_OWNERS_ASKED,
  MAX_VERIFY_ASKS,
  MAX_VERIFY_ASKS_HERE,
  MAX_VERIFY_KNOWN,
  VERIFY_GROUP,
} from '../../../../src/protocols/chord/limits.ts'
import { goOn, type Verifying } from '../../../../src/protocols/chord/verify-way.ts'
import type { CommandId, Context, Effect, Input } from '../../../../src/protocols/index.ts'
import { idOf, Net, refOf, type NetNode } from './net.ts'

const RING = 2n ** 256n
const idAt = (place: bigint): RingId => (((place % RING) + RING) % RING).toString(16).padStart(64, '0') as RingId
const placeOf = (id: RingId): bigint => BigInt(`0x${id}`)

/** The own list ends close behind the own place: from there to anywhere else it is a way of many places. */
const SELF = idOf('1')
const NEAR = [1n, 2n, 3n, 4n].map((i) => idAt(placeOf(SELF) + i * 2n ** 100n))
const OTHER = idOf('1234')
const TARGET = idOf('11')

type Ask = Extract<Effect<ChordProtocol>, { type: 'ask' }>
interface Question {
  readonly to: NodeRef
  readonly body: ChordRequest
}

/** One node asks a verified question, and the test answers whatever it is asked, or gives no answer. */
function askedBy(
  target: RingId,
  answerOf: (question: Question) => ChordResponse | undefined,
): { readonly questions: readonly Question[]; readonly count: number } {
  const net = new Net({ seed: 1 })
  const self = net.add(refOf('self', SELF))
  net.join(self, [])
  for (const [i, id] of [...NEAR, OTHER].entries()) {
    net.run(1_000)
    net.join(net.add(refOf(`real${i.toString()}`, id)), [self.ref])
  }
  net.run(60_000)
  return spoken(self, net.now, target, answerOf)
}

function spoken(
  { machine, ref }: NetNode,
  now: number,
  target: RingId,
  answerOf: (question: Question) => ChordResponse | undefined,
): { readonly questions: readonly Question[]; readonly count: number } {
  let steps = 1_000_000
  const step = (input: Input<ChordProtocol>): readonly Effect<ChordProtocol>[] => {
    const wall = { earliest: wallMs(now), latest: wallMs(now) }
    const ctx: Context = { now: monoMs(now), wall, lamport: lamport(steps++), epoch: ref.epoch }
    return [...machine.step(ctx, input)]
  }
  const id = 77 as CommandId
  const command = { name: 'lookup', args: { target, mode: 'verified' } } as const
  const waiting: Ask[] = []
  const questions: Question[] = []
  let done = false
  const take = (effects: readonly Effect<ChordProtocol>[]): void => {
    for (const effect of effects) {
      if (effect.type === 'done' && effect.id === id) done = true
      // Not those of maintenance: they go on beside it.
      if (effect.type === 'ask' && isOfLookup(effect.body)) waiting.push(effect)
    }
  }
  take(step({ type: 'command', id, command, leftMs: 3_600_000 }))
  for (let ask = waiting.shift(); ask !== undefined && !done; ask = waiting.shift()) {
    assert.ok(typeof ask.to !== 'string')
    const question = { to: ask.to, body: ask.body }
    questions.push(question)
    const body = answerOf(question)
    const from = ask.to.peer
    if (body === undefined) take(step({ type: 'failed', ask: ask.ask, from, why: 'refused' }))
    else take(step({ type: 'answer', ask: ask.ask, from, body }))
  }
  // With those that it asks itself.
  return { questions, count: machine.view.counts().verifyQuestions }
}

const isOfLookup = (body: ChordRequest): boolean => body.type === 'step' || (body.type === 'view' && body.have === 0)

describe('limits of one verified look-up', () => {
  /** Nodes that never were, each nearer to a place than all before it, and each tells of as many others as it may. */
  function inventing(): { readonly answerOf: (question: Question) => ChordResponse } {
    let invented = 0
    const near = (place: RingId, count: number): NodeRef[] =>
      Array.from({ length: count }, () => {
        invented++
        return refOf(`x${invented.toString()}`, idAt(placeOf(place) - 2n ** 90n + BigInt(invented)))
      })
    // Where the look-up stands, and the place on the way that the last step asked for.
    let [place, next] = [NEAR.at(-1), NEAR.at(-1)] as [RingId, RingId]
    return {
      answerOf: ({ to, body }) => {
        if (body.type === 'step') {
          if (body.target !== next) [place, next] = [next, body.target]
          return { type: 'closer', candidates: near(next, MAX_CANDIDATES) }
        }
        return {
          type: 'view',
          view: { self: to, version: 1, predecessor: undefined, successors: near(place, MAX_LIST) },
        }
      },
    }
  }

  it(`asks ${String(MAX_VERIFY_ASKS_HERE)} questions at one place, and not one above`, () => {
    const { questions } = askedBy(TARGET, inventing().answerOf)
    // A list is asked for with the step of the same node.
    const here = new Map<RingId, number>()
    let next: RingId | undefined
    for (const { body } of questions.toReversed()) {
      if (body.type === 'step') next = body.target
      if (next !== undefined) here.set(next, (here.get(next) ?? 0) + 1)
    }
    const most = Math.max(...here.values())
    assert.equal(most, MAX_VERIFY_ASKS_HERE, [...here.values()].join(' '))
  })

  it(`asks ${String(MAX_VERIFY_ASKS)} questions in all, and not one above`, () => {
    assert.equal(askedBy(TARGET, inventing().answerOf).count, MAX_VERIFY_ASKS)
  })

  it(`asks the ${String(MAX_OWNERS_ASKED)} nearest behind the target whether they own it, and not one above`, () => {
    for (const more of [0, 1]) {
      const behind = Array.from({ length: MAX_OWNERS_ASKED + more }, (_, i) =>
        refOf(`behind${String(i)}`, idAt(placeOf(TARGET) + BigInt(i))),
      )
      const last = behind.at(-1)?.id
      // All but the last refuse to say anything; nobody's list names one of them as owner.
      const { questions } = askedBy(TARGET, ({ to, body }) => {
        if (to.peer.startsWith('behind')) return undefined
        if (body.type === 'step') return { type: 'closer', candidates: behind }
        return { type: 'view', view: { self: to, version: 1, predecessor: undefined, successors: behind } }
      })
      const asked = questions.filter(({ to, body }) => body.type === 'step' && to.peer.startsWith('behind'))
      const owners = new Set(asked.map(({ to }) => to.id))
      assert.equal(owners.size, MAX_OWNERS_ASKED)
      assert.equal(last !== undefined && owners.has(last), more === 0)
    }
  })

  it(`keeps ${String(MAX_VERIFY_KNOWN)} nodes before the next place in mind, and a group behind the target`, () => {
    const [place, target] = [idOf('8'), idOf('c')]
    const known = (count: number, from: RingId): [RingId, NodeRef][] =>
      Array.from({ length: count }, (_, i) => {
        const node = refOf(`n${from.slice(0, 2)}${String(i)}`, idAt(placeOf(from) + BigInt(i)))
        return [node.id, node]
      })
    for (const more of [0, 1]) {
      const verifying = {
        self: SELF,
        target,
        wayPoints: [idOf('4'), place, target],
        at: 0,
        asksHere: 5,
        known: new Map([...known(MAX_VERIFY_KNOWN + more, idOf('7')), ...known(VERIFY_GROUP + more, idOf('d'))]),
      } as unknown as Verifying
      goOn(verifying)
      assert.equal(verifying.known.size, MAX_VERIFY_KNOWN + VERIFY_GROUP)
      assert.equal(verifying.known.has(idOf('7')), more === 0, 'the farthest goes first')
      assert.equal(verifying.asksHere, 0)
    }
  })
})
