import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Random, type NodeRef } from '../../../../src/base/index.ts'
import { becomeMember } from '../../../../src/protocols/chord/become.ts'
import { Core } from '../../../../src/protocols/chord/core.ts'
import { enterFinger, exponentBehind } from '../../../../src/protocols/chord/fingers.ts'
import { newState } from '../../../../src/protocols/chord/initial.ts'
import { MAX_PARTED, MAX_REMEMBERED, MAX_SUSPECTS } from '../../../../src/protocols/chord/limits.ts'
import { probed } from '../../../../src/protocols/chord/merge.ts'
import { cameBack, rememberDead } from '../../../../src/protocols/chord/remembered.ts'
import { route } from '../../../../src/protocols/chord/routing.ts'
import type { Position } from '../../../../src/protocols/chord/state.ts'
import { liveNode } from '../../../../src/protocols/index.ts'
import { idOf, PARAMS, refOf } from './net.ts'

const ref = (digits: string, start = 1): NodeRef => refOf(digits, idOf(digits), start)
const SELF = ref('1')
const MANY = Array.from({ length: MAX_PARTED + 1 }, (_, i) => ref((0x4000 + i).toString(16)))

/** 1, with successors 2 and 3 and the finger 8. */
function made(): { core: Core; position: Position; next: () => string | undefined } {
  const core = new Core(
    { ...PARAMS, successors: 2 },
    { detector: { isDead: () => false }, self: () => [SELF] },
    new Random(1),
    newState([SELF], 1),
  )
  const position = core.state.positions[0]!
  const head = ref('2')
  becomeMember(position, liveNode(head.peer, head)!, [ref('3')], undefined)
  enterFinger(position.fingers, exponentBehind(SELF.id, idOf('3'))!, ref('8'), SELF.id)
  const next = (): string | undefined => {
    const hop = route(position, idOf('9'), core.params, core.avoiding())
    return hop.kind === 'ask' ? hop.node.peer : undefined
  }
  return { core, position, next }
}

describe('a node that was lost', () => {
  it('is not routed by as a finger, but as an own successor', () => {
    const { core, position, next } = made()
    assert.equal(next(), '8')
    rememberDead(core, position, ref('8').peer)
    assert.equal(next(), '3')
    rememberDead(core, position, ref('3').peer)
    assert.equal(next(), '3')
  })

  it(`is one of ${MAX_SUSPECTS.toString()} at most of whom no first word came: with one above, the oldest is asked again`, () => {
    const { core } = made()
    const suspects = MANY.slice(0, MAX_SUSPECTS + 1).map(({ peer }) => peer)
    assert.equal(suspects.length, MAX_SUSPECTS + 1)
    for (const peer of suspects) core.suspect(peer)
    assert.deepEqual(suspects.map((peer) => core.isSuspect(peer)).indexOf(true), 1)
    assert.equal(suspects.filter((peer) => core.isSuspect(peer)).length, MAX_SUSPECTS)
  })

  it('is routed by in a later incarnation', () => {
    const { core, position } = made()
    rememberDead(core, position, ref('8').peer)
    assert.equal(core.isParted(ref('8')), true)
    assert.equal(core.isParted(ref('8', 2)), false)
  })

  it('is routed by again when it has found us in its ring, not when it names another', () => {
    const { core, position, next } = made()
    rememberDead(core, position, ref('8').peer)
    const found = (owner: NodeRef) =>
      ({ type: 'found', found: { owner, predecessor: ref('f') }, hops: 1, epoch: owner.epoch }) as const
    probed(core, position, ref('8').peer, 'timeout')
    probed(core, position, ref('8').peer, found(ref('6')))
    assert.equal(next(), '3')
    probed(core, position, ref('8').peer, found(SELF))
    assert.equal(next(), '8')
  })

  it('is looked at when it comes back, also if there was no room to remember it', () => {
    const { core, position } = made()
    for (const node of MANY.slice(0, MAX_REMEMBERED + 1)) {
      enterFinger(position.fingers, 250, node, SELF.id)
      rememberDead(core, position, node.peer)
    }
    const [first] = MANY as [NodeRef, ...NodeRef[]]
    assert.equal(position.remembered.length, MAX_REMEMBERED)
    assert.ok(core.isParted(first) && !position.remembered.some(({ peer }) => peer === first.peer))
    cameBack(core, position, first.peer)
    assert.equal(position.remembered.length, MAX_REMEMBERED)
    assert.equal(position.remembered.find(({ peer }) => peer === first.peer)?.nextAt, core.now)
  })

  it('is one of MAX_PARTED, the oldest of which are forgotten', () => {
    const { core } = made()
    for (const node of MANY) core.notePart(node)
    assert.equal(core.state.parted.size, MAX_PARTED)
    assert.deepEqual(
      MANY.filter((node) => !core.isParted(node)),
      MANY.slice(0, 1),
    )
  })
})
