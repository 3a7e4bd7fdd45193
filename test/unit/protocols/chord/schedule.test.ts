import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Random, type NodeRef, type RingId } from '../../../../src/base/index.ts'
import {
  checkRing,
  isIdeal,
  memberState,
  oneLiveSuccessor,
  principals,
  RingChecker,
  type LookupResult,
  type RingWorld,
} from '../../../../src/protocols/chord/index.ts'
import type { CommandId, Result } from '../../../../src/protocols/index.ts'
import { grownRing, Net, PARAMS, randomId, refOf, type NetNode } from './net.ts'

type Action =
  | { readonly type: 'join'; readonly through: number }
  | { readonly type: 'crash' | 'restart' | 'lookup'; readonly who: number }
  | { readonly type: 'pass'; readonly ms: number }

const index = fc.nat({ max: 1000 })
const anyAction: fc.Arbitrary<Action> = fc.oneof(
  { weight: 1, arbitrary: fc.constant({ type: 'pass' as const, ms: 2500 }) },
  { weight: 3, arbitrary: index.map((through) => ({ type: 'join' as const, through })) },
  { weight: 2, arbitrary: index.map((who) => ({ type: 'crash' as const, who })) },
  { weight: 1, arbitrary: index.map((who) => ({ type: 'restart' as const, who })) },
  { weight: 6, arbitrary: index.map((who) => ({ type: 'lookup' as const, who })) },
  { weight: 5, arbitrary: fc.integer({ min: 1, max: 1500 }).map((ms) => ({ type: 'pass' as const, ms })) },
)

/**
 * Would the ring survive this crash by the protocol's promise? Steps under way may take principals away that are counted
 * here (explore.ts looks at each of them), so a few more than r + 1 must be left.
 */
const SPARE_PRINCIPALS = 3
function isPromised(world: RingWorld, node: NetNode): boolean {
  const members = new Map(world.members)
  members.delete(node.ref.id)
  const after = { length: world.length, members }
  if (members.size === 0) return false
  for (const member of members.values()) if (oneLiveSuccessor(member, after) !== undefined) return false
  return members.size <= world.length || principals(after).length > world.length + SPARE_PRINCIPALS
}

/** Four of the members, so that one lives on. */
const contacts = (members: readonly NetNode[], from: number): NodeRef[] =>
  [0, 1, 2, 3].map((i) => members[(from + i) % members.length]!.ref)

/** Look-ups under way, and who was responsible at some instant since they began. */
class Watch {
  readonly #open = new Map<CommandId, { readonly target: RingId; readonly owners: Set<RingId | undefined> }>()
  answers = 0

  begin(id: CommandId, target: RingId, world: RingWorld): void {
    this.#open.set(id, { target, owners: new Set([ownerIn(world, target)]) })
  }

  /** The world has changed. Gives the wrong answers among those that have come. */
  step(net: Net, world: RingWorld): string[] {
    const wrong: string[] = []
    for (const [id, { target, owners }] of this.#open) {
      owners.add(ownerIn(world, target))
      const result = net.result(id) as Result<LookupResult> | undefined
      if (result === undefined) continue
      this.#open.delete(id)
      this.answers++
      if (result.ok && !owners.has(result.value.owner.id))
        wrong.push(`${target.slice(0, 8)} is not ${result.value.owner.peer}'s`)
    }
    return wrong
  }
}

/** The succ(target) of the ring: of those that own a range, for others are appendages yet. */
function ownerIn(world: RingWorld, target: RingId): RingId | undefined {
  const owners = [...world.members.values()].filter(({ alone, boundary }) => alone || boundary !== undefined)
  const ids = owners.map(({ id }) => id).sort()
  return ids.find((id) => id >= target) ?? ids[0]
}

/** Runs a schedule; every step of every node is checked. Gives the net at rest. */
function run(seed: number, size: number, actions: readonly Action[]): void {
  const random = new Random(seed)
  const checker = new RingChecker(PARAMS.successors)
  const watch = new Watch()
  /** Two crashes so near in time that newcomers may be hidden from both sides: see docs/protocols/chord.md. */
  let crashedAt: number[] = []
  const net = new Net({
    seed,
    latencyMs: (chance) => 2 + 30 * chance.float(),
    detectMs: 300,
    onStep: (now, node) => {
      const state = node.alive ? memberState(node.machine.view, 0) : undefined
      const violations = checker.update(node.ref.id, state)
      const recent = crashedAt.filter((at) => at > now.now - 3 * PARAMS.stabilizeMs).length
      const serious = violations.filter(({ invariant }) => invariant !== 'DisjointRanges' || recent < 2)
      assert.deepEqual(serious, [], `at ${net.now.toFixed(0)} ms, ${node.ref.peer}`)
      const wrong = watch.step(now, checker.world)
      assert.deepEqual(recent < 2 ? wrong : [], [], `at ${net.now.toFixed(0)} ms`)
    },
  })
  const nodes = grownRing(net, size, random)
  let names = nodes.length
  let changedAt = -Infinity
  for (const action of actions) {
    const members = net.live.filter(({ machine }) => machine.view.state(0) !== 'joining')
    const dead = [...net.nodes.values()].filter(({ alive }) => !alive)
    switch (action.type) {
      case 'join': {
        changedAt = net.now
        net.join(net.add(refOf(`n${(names++).toString()}`, randomId(random))), contacts(members, action.through))
        break
      }
      case 'crash': {
        const victim = members[action.who % members.length]
        if (victim === undefined || !isPromised(checker.world, victim)) break
        // A small ring has nothing to spare: its lists must have caught up with the last change.
        if (members.length <= 2 * PARAMS.successors && changedAt > net.now - 2000) break
        changedAt = net.now
        net.crash(victim)
        crashedAt = [...crashedAt, net.now]
        checker.update(victim.ref.id, undefined)
        break
      }
      case 'restart': {
        const again = dead[action.who % Math.max(1, dead.length)]
        changedAt = net.now
        if (again !== undefined) net.join(net.restart(again), contacts(members, action.who))
        break
      }
      case 'lookup': {
        const asked = members[action.who % members.length]
        const target = randomId(random)
        const command = { name: 'lookup', args: { target, mode: 'recursive' } } as const
        if (asked !== undefined) watch.begin(net.command(asked, command, 10_000), target, checker.world)
        break
      }
      case 'pass':
        net.run(action.ms)
    }
  }
  atRest(net, random)
}

/** Left alone, the ring becomes ideal, and every look-up gives what the sorted ids say. */
function atRest(net: Net, random: Random): void {
  net.run(30_000)
  const members = net.live.map(({ machine }) => memberState(machine.view, 0)).filter((state) => state !== undefined)
  const world = { length: PARAMS.successors, members: new Map(members.map((state) => [state.id, state])) }
  assert.equal(members.length, net.live.length, 'all have joined')
  assert.ok(isIdeal(world), 'ideal')
  if (members.length > PARAMS.successors) assert.deepEqual(checkRing(world), [])
  const live = net.live
  for (let i = 0; i < 20; i++) {
    const target = randomId(random)
    const result = net.lookup(random.pick(live)!, target, i % 2 === 0 ? 'recursive' : 'iterative')
    assert.ok(result.ok, JSON.stringify(result))
    assert.equal(result.value.owner, net.owner(target))
  }
}

test('random schedules of joins, crashes, restarts and look-ups keep the invariants and end ideal', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 2 ** 31 }),
      fc.integer({ min: 10, max: 50 }),
      fc.array(anyAction, { minLength: 5, maxLength: 60 }),
      run,
    ),
    { numRuns: 30 },
  )
})

test('so do rings that start small', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 2 ** 31 }),
      fc.integer({ min: 1, max: 6 }),
      fc.array(anyAction, { minLength: 5, maxLength: 60 }),
      run,
    ),
    { numRuns: 60 },
  )
})
