import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { RingId } from '../../../../src/base/index.ts'
import {
  checkBootstrapRing,
  checkRing,
  isIdeal,
  principals,
  RingChecker,
  type InvariantName,
  type MemberState,
  type RingWorld,
  type Violation,
} from '../../../../src/protocols/chord/index.ts'
import { idOf } from './net.ts'

const ids = (...digits: string[]): RingId[] => digits.map(idOf)

function member(id: string, successors: string[], predecessor?: string, boundary = predecessor): MemberState {
  return {
    id: idOf(id),
    alone: successors.length === 0,
    successors: ids(...successors),
    predecessor: predecessor === undefined ? undefined : idOf(predecessor),
    boundary: boundary === undefined ? undefined : idOf(boundary),
    leaving: false,
  }
}
const worldOf = (length: number, ...members: MemberState[]): RingWorld => ({
  length,
  members: new Map(members.map((each) => [each.id, each])),
})
/** The ideal ring of these nodes. */
function ideal(length: number, digits: string[]): RingWorld {
  const sorted = [...digits].sort()
  const count = sorted.length
  return worldOf(
    length,
    ...sorted.map((id, i) =>
      member(
        id,
        Array.from({ length: Math.min(length, count - 1) }, (_, j) => sorted[(i + 1 + j) % count]!),
        count === 1 ? undefined : sorted[(i + count - 1) % count],
      ),
    ),
  )
}
const names = (violations: readonly Violation[]): InvariantName[] => [
  ...new Set(violations.map((each) => each.invariant)),
]
const changed = (world: RingWorld, ...members: MemberState[]): RingWorld => ({
  length: world.length,
  members: new Map([...world.members, ...members.map((each) => [each.id, each] as const)]),
})

// ---- the same invariants again, as dumb as can be ---------------------------------------------------------------------

/** x strictly inside the clockwise arc a→b, by walking from a. */
function inside(all: readonly RingId[], a: RingId, x: RingId, b: RingId): boolean {
  if (x === a || x === b) return false
  const sorted = [...new Set([...all, a, x, b])].sort()
  for (let i = sorted.indexOf(a) + 1; ; i++) {
    const at = sorted[i % sorted.length]!
    if (at === b || at === a) return false
    if (at === x) return true
  }
}

function reference(world: RingWorld): Set<string> {
  const broken = new Set<string>()
  const everybody = [...world.members.values()]
  const all = [...new Set(everybody.flatMap((each) => [each.id, ...each.successors]))]
  const isLive = (id: RingId): boolean => world.members.has(id)
  for (const each of everybody) {
    const list = [each.id, ...each.successors]
    if (each.alone ? list.length > 1 : list.length < 2 || list.length > world.length + 1)
      broken.add(`WellFormed ${each.id}`)
    if (list.some((id, i) => list.indexOf(id) !== i)) broken.add(`NoDuplicates ${each.id}`)
    // In order: with the own position at the end again, every three in a row go clockwise.
    const round = [...each.successors.map((id, i) => [list[i]!, id] as const)]
    if (
      round.some(
        ([before, id]) =>
          id === each.id ||
          (before !== each.id && !inside(all, before, id, each.id)) ||
          (before === each.id && id === before),
      )
    ) {
      broken.add(`OrderedSuccessorLists ${each.id}`)
    }
    if (!each.alone && !each.successors.some(isLive)) broken.add(`OneLiveSuccessor ${each.id}`)
  }
  const isPrincipal = (p: RingId): boolean =>
    everybody.every((each) =>
      each.successors.every((k, i) => {
        const j = i === 0 ? each.id : each.successors[i - 1]!
        return j === k ? p === j : !inside(all, j, p, k)
      }),
    )
  const staying = everybody.filter((each) => !each.leaving)
  if (staying.filter((each) => isPrincipal(each.id)).length <= world.length) broken.add('SufficientPrincipals all')
  // Who owns what, point by point: between any two neighbouring ids lies a point as good as the upper one.
  const owns = (each: MemberState, point: RingId): boolean => {
    if (each.alone) return true
    if (each.boundary === undefined) return false
    return point === each.id || each.boundary === each.id || inside([...all, point], each.boundary, point, each.id)
  }
  for (const a of everybody) {
    const claims = a.alone || a.boundary !== undefined
    const others = everybody.filter((b) => b !== a && (b.alone || b.boundary !== undefined))
    if (claims && others.some((b) => owns(a, b.id))) broken.add(`DisjointRanges ${a.id}`)
  }
  const next = (id: RingId): RingId | undefined => {
    const each = world.members.get(id)
    return each?.alone === true ? id : each?.successors.find(isLive)
  }
  const onCycle = (start: RingId): boolean => {
    let at = next(start)
    for (let i = 0; i < everybody.length && at !== undefined; i++, at = next(at)) if (at === start) return true
    return false
  }
  const cycling = everybody.map((each) => each.id).filter(onCycle)
  const reaches = (from: RingId, to: RingId): boolean => {
    let at: RingId | undefined = from
    for (let i = 0; i <= everybody.length && at !== undefined; i++, at = next(at)) if (at === to) return true
    return false
  }
  if (everybody.length > 0 && cycling.length === 0) broken.add('AtLeastOneRing all')
  if (cycling.some((a) => cycling.some((b) => !reaches(a, b)))) broken.add('AtMostOneRing any')
  if (cycling.some((a) => cycling.some((b) => reaches(a, b) && inside(all, a, b, next(a)!))))
    broken.add('OrderedRing any')
  if (cycling.length > 0) {
    for (const each of everybody) {
      if (!cycling.some((id) => reaches(each.id, id))) broken.add(`ConnectedAppendages ${each.id}`)
    }
  }
  return broken
}

const keyOf = ({ invariant, node }: Violation): string =>
  invariant === 'AtMostOneRing' || invariant === 'OrderedRing' ? `${invariant} any` : `${invariant} ${node ?? 'all'}`
const keys = (violations: readonly Violation[]): string[] => [...new Set(violations.map(keyOf))].sort()

// ---- random worlds ------------------------------------------------------------------------------------------------------

const DIGITS = ['1', '2', '3', '5', '7', '8', 'a', 'b', 'd', 'e']
const anyId = fc.constantFrom(...DIGITS)
/** A member with a list that is right, or nearly, or not at all. */
function anyMember(id: string): fc.Arbitrary<MemberState> {
  const sorted = DIGITS.filter((other) => other !== id)
  const behind = [...sorted.filter((other) => other > id), ...sorted.filter((other) => other < id)]
  const right = fc.subarray(behind, { minLength: 1, maxLength: 3 })
  const wrong = fc.array(anyId, { maxLength: 4 })
  return fc
    .record({
      successors: fc.oneof({ weight: 6, arbitrary: right }, { weight: 1, arbitrary: wrong }),
      boundary: fc.option(fc.constantFrom(...behind.slice(-3), ...behind), { nil: undefined }),
      leaving: fc.oneof({ weight: 7, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
    })
    .map(({ successors, boundary, leaving }) => ({ ...member(id, successors, boundary), leaving }))
}
const anyWorld: fc.Arbitrary<RingWorld> = fc
  .tuple(fc.integer({ min: 1, max: 4 }), fc.subarray(DIGITS))
  .chain(([length, living]) => fc.tuple(fc.constant(length), fc.tuple(...living.map(anyMember))))
  .map(([length, members]) => worldOf(length, ...members))

describe('invariants of a ring', () => {
  test('an ideal ring breaks none, whatever its size', () => {
    for (let count = 1; count <= DIGITS.length; count++) {
      const world = ideal(3, DIGITS.slice(0, count))
      assert.ok(isIdeal(world))
      assert.deepEqual(checkBootstrapRing(world), [])
      assert.deepEqual(names(checkRing(world)), count > 3 ? [] : ['SufficientPrincipals'])
    }
  })

  const ring = ideal(2, ['1', '4', '7', 'a', 'd'])
  const seeded: [InvariantName, string, RingWorld][] = [
    ['WellFormed', 'a list that is too long', changed(ring, member('1', ['4', '7', 'a'], 'd'))],
    ['WellFormed', 'a member without a list', changed(ring, { ...member('1', ['4'], 'd'), successors: [] })],
    ['NoDuplicates', 'an entry twice', changed(ring, member('1', ['4', '4'], 'd'))],
    ['NoDuplicates', 'itself in the list', changed(ring, member('1', ['4', '1'], 'd'))],
    ['OrderedSuccessorLists', 'a list that wraps past its node', changed(ring, member('7', ['d', 'a'], '4'))],
    ['OneLiveSuccessor', 'all successors dead', changed(ring, member('1', ['2', '3'], 'd'))],
    [
      'SufficientPrincipals',
      'lists that skip',
      changed(ring, member('1', ['a', 'd'], 'd'), member('a', ['1', '7'], '7')),
    ],
    [
      'AtMostOneRing',
      'two rings',
      worldOf(2, member('1', ['7'], '7'), member('7', ['1'], '1'), member('4', ['a']), member('a', ['4'])),
    ],
    [
      'OrderedRing',
      'a ring out of order',
      worldOf(1, member('1', ['7']), member('7', ['4']), member('4', ['a']), member('a', ['1'])),
    ],
    ['AtLeastOneRing', 'no ring', worldOf(1, member('1', ['2'], undefined))],
    [
      'ConnectedAppendages',
      'an appendage of nobody',
      worldOf(2, member('1', ['7'], '7'), member('7', ['1'], '1'), member('4', ['5'])),
    ],
    ['DisjointRanges', 'two owners of one id', changed(ring, member('7', ['a', 'd'], '1'))],
    ['DisjointRanges', 'one that is alone beside a ring', changed(ring, member('8', []))],
  ]
  for (const [invariant, what, world] of seeded) {
    test(`${invariant} is broken by ${what}`, () => {
      assert.ok(names(checkRing(world)).includes(invariant))
    })
  }

  test('not ideal: a wrong predecessor, a wrong range, a short list, a node that nobody lists', () => {
    for (const odd of [
      member('4', ['7', 'a'], 'd', '1'),
      member('4', ['7', 'a'], '1', 'd'),
      member('4', ['7'], '1'),
      member('5', ['7', 'a'], '4'),
    ]) {
      assert.equal(isIdeal(changed(ring, odd)), false)
    }
  })

  test('agrees with the definitions written out, on random worlds', () => {
    fc.assert(
      fc.property(anyWorld, (world) => {
        assert.deepEqual(keys(checkRing(world)), [...reference(world)].sort())
      }),
      { numRuns: 3000 },
    )
  })
})

describe('RingChecker', () => {
  const LOCAL: InvariantName[] = [
    'WellFormed',
    'NoDuplicates',
    'OrderedSuccessorLists',
    'OneLiveSuccessor',
    'SufficientPrincipals',
    'DisjointRanges',
  ]
  /** What it must say of the world, in its present mode. */
  function expected(checker: RingChecker): string[] {
    const { world } = checker
    if (!checker.established) return keys(checkBootstrapRing(world))
    return keys(checkRing(world).filter(({ invariant }) => LOCAL.includes(invariant)))
  }

  test('after any updates says what the full check says', () => {
    const anyChange = anyId.chain((id) =>
      fc.oneof(
        { weight: 5, arbitrary: anyMember(id).map((state) => ({ id, state })) },
        { weight: 1, arbitrary: fc.constant({ id, state: undefined }) },
      ),
    )
    let established = 0
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3 }), fc.array(anyChange, { maxLength: 40 }), (length, changes) => {
        const checker = new RingChecker(length)
        // From a good ring, so that it is established before it is broken.
        for (const state of ideal(length, DIGITS).members.values()) checker.update(state.id, state)
        assert.ok(checker.established)
        for (const { id, state } of changes) {
          const violations = checker.update(idOf(id), state)
          assert.deepEqual(keys(violations), expected(checker))
          assert.equal(checker.principals, principals(checker.world).length)
          if (checker.established && violations.length > 0) established++
        }
      }),
      { numRuns: 500 },
    )
    assert.ok(established > 100, 'the random updates broke an established ring')
  })

  test('a crash that takes principals away ends the promise, a step that does so breaks it', () => {
    const start = (): RingChecker => {
      const checker = new RingChecker(2)
      for (const state of ideal(2, ['1', '4', '7', 'a', 'd']).members.values()) checker.update(state.id, state)
      assert.ok(checker.established)
      // 8 joins: 7 skips it, and it skips a.
      checker.update(idOf('8'), member('8', ['d', '1']))
      assert.equal(checker.principals, 4)
      return checker
    }
    const crashed = start()
    crashed.update(idOf('4'), undefined)
    assert.deepEqual(crashed.update(idOf('d'), undefined), [])
    assert.equal(crashed.established, false)
    const broken = start()
    const violations = broken.update(idOf('a'), member('a', ['4', '8'], '7'))
    assert.deepEqual(names(violations), ['SufficientPrincipals'])
  })

  test('so does a departure, from when the range has gone over; being let go of earlier breaks it', () => {
    const start = (): RingChecker => {
      const checker = new RingChecker(2)
      for (const state of ideal(2, ['1', '4', '7', 'a', 'd']).members.values()) checker.update(state.id, state)
      checker.update(idOf('d'), undefined)
      checker.update(idOf('a'), undefined)
      assert.equal(checker.principals, 3)
      return checker
    }
    // 1 lets 4 go: then only two of three are principal.
    const letGo = member('1', ['7'], 'd')
    const left = start()
    left.update(idOf('7'), member('7', ['1', '4'], '4'))
    assert.equal(left.established, true)
    left.update(idOf('4'), { ...member('4', ['7', '1'], '1'), leaving: true })
    assert.equal(left.established, false)
    assert.equal(left.principals, 2)
    assert.ok(!names(left.update(idOf('1'), letGo)).includes('SufficientPrincipals'))
    assert.ok(names(start().update(idOf('1'), letGo)).includes('SufficientPrincipals'))
  })
})
