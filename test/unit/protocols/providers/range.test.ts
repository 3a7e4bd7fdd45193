import assert from 'node:assert/strict'
import { test } from 'node:test'
import { peerKey, Random, type NodeRef, type RingId } from '../../../../src/base/index.ts'
import { Core, type Step } from '../../../../src/protocols/providers/core.ts'
import { PROVIDERS_DEFAULTS } from '../../../../src/protocols/providers/index.ts'
import { MAX_RELEASED, Range } from '../../../../src/protocols/providers/range.ts'

const idAt = (n: number): RingId => n.toString(16).padStart(64, '0') as RingId
const nodeAt = (n: number): NodeRef => ({
  peer: peerKey(`peer ${n}`),
  position: 0,
  epoch: 1 as NodeRef['epoch'],
  addresses: [],
  id: idAt(n),
})

void test(`a node remembers ${MAX_RELEASED} arcs that it had all of; with one above, the first is had no more`, () => {
  const self = nodeAt(1_000)
  let boundary = nodeAt(0)
  const ring = {
    positions: () => [0],
    self: () => self,
    owns: () => true,
    onRing: () => true,
    boundary: () => boundary,
    predecessor: () => boundary,
    successors: () => [],
    replicas: () => [],
  }
  const core = new Core(PROVIDERS_DEFAULTS, { ring, keyOf: () => idAt(0) }, new Random(1))
  // Nobody follows on this ring: nothing is given to anybody.
  const range = new Range({ core, giver: undefined as never, within: () => [], wake: () => undefined }, 0)
  const step = { now: 0, effects: [] } as unknown as Step
  range.look(step)
  assert.ok(range.had(0, { from: idAt(0), to: self.id }))
  const lost: { from: RingId; to: RingId }[] = []
  for (let i = 1; i <= MAX_RELEASED + 1; i++) {
    lost.push({ from: boundary.id, to: idAt(i) })
    boundary = nodeAt(i)
    range.look(step)
    assert.equal(range.had(0, { from: idAt(0), to: self.id }), i <= MAX_RELEASED, `${i}`)
  }
  assert.deepEqual(lost.map((arc) => range.had(0, arc)).indexOf(true), 1) // prettier-ignore
  assert.equal(lost.filter((arc) => range.had(0, arc)).length, MAX_RELEASED)
})
