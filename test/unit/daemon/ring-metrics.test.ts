import assert from 'node:assert/strict'
import { test } from 'node:test'
import { brokenInvariants, fewestSuccessors } from '../../../src/daemon/ring-metrics.ts'
import type { ChordView } from '../../../src/protocols/chord/index.ts'
import { grownRing, idOf, Net, refOf } from '../protocols/chord/net.ts'
import { Random } from '../../../src/base/index.ts'

const broken = (view: ChordView): Record<string, number> => Object.fromEntries(brokenInvariants(view))
const NONE = { WellFormed: 0, NoDuplicates: 0, OrderedSuccessorLists: 0, DisjointRanges: 0 }

test('in a sound ring no daemon sees an invariant broken, nor does one that has not joined', () => {
  const net = new Net({ seed: 2 })
  for (const { machine } of grownRing(net, 12, new Random(2))) assert.deepEqual(broken(machine.view), NONE)
  assert.deepEqual(broken(net.add(refOf('new', idOf('5'))).machine.view), NONE)
})

test('each that is broken is counted', () => {
  const net = new Net({ seed: 2 })
  const [node] = grownRing(net, 12, new Random(2))
  const { view } = node!.machine
  const list = view.successors(0)
  const lying = (successors: typeof list): ChordView => ({ ...view, successors: () => successors })
  assert.deepEqual(broken(lying([])), { ...NONE, WellFormed: 1 })
  assert.deepEqual(broken(lying([list[1]!, list[0]!])), { ...NONE, OrderedSuccessorLists: 1 })
  assert.deepEqual(broken(lying([list[0]!, list[0]!])), { ...NONE, NoDuplicates: 1, OrderedSuccessorLists: 1 })
})

test('of several positions the one with the fewest other peers behind it counts; own positions are no help', () => {
  const lists = [
    ['a', 'own', 'b', 'a'],
    ['own', 'b', 'own'],
    ['a', 'b', 'c'],
  ]
  const view = {
    positions: () => [0, 1, 2],
    self: () => ({ peer: 'own' }),
    successors: (position: number) => lists[position]!.map((peer) => ({ peer })),
  } as unknown as ChordView
  assert.equal(fewestSuccessors(view), 1)
})
