import { Random, type NodeRef, type RingId } from '../../src/base/index.ts'
import type { ChordParams, ChordProtocol } from '../../src/protocols/chord/index.ts'
import type { Effect } from '../../src/protocols/index.ts'
import { drawId, drawPart, IdealRing, Owners, type PaperNode } from './ideal-ring.ts'

export interface MassFailureOptions {
  readonly nodes: number
  readonly successors: number
  /** The part of the nodes that fails at one instant. */
  readonly part: number
  readonly lookups: number
  readonly seed: number | string
}

export interface Before {
  /** Mean hops up to the node that is asked as owner. */
  readonly path: number
  /** Mean dead nodes asked in vain. */
  readonly timeouts: number
  /** The node asked as owner was not the first living one at or behind the key. */
  readonly wrong: number
  /** Nobody was asked as owner. */
  readonly lost: number
}

interface Watched {
  readonly expected: RingId
  timeouts: number
  path: number | undefined
  /** Nodes asked step by step, once the recursive attempts have failed. */
  steps: number
}

/**
 * Look-ups after a part of the nodes has failed and before anything is repaired, by nodes that remember nothing of earlier
 * look-ups, as in ToN 2003 §VI.D. They end where the paper's end: at the node that the ring's lists show as the
 * successor of the key. (A daemon's look-up goes on until that node has evidence for its range, which takes repair.)
 */
export function beforeRepair({ nodes, successors, part, lookups, seed }: MassFailureOptions): Before {
  const watched = new Map<RingId, Watched>()
  const alive = new Map<string, PaperNode>()
  const ring: IdealRing = new IdealRing({
    seed,
    nodes,
    still: true,
    forgetful: true,
    params: { successors },
    latencyMs: () => 1,
    onEffect: (_, effect) => {
      watch(watched, alive, effect)
    },
  })
  const random = new Random(`mass failure ${seed}`)
  for (const node of drawPart(random, ring.sorted, part)) ring.crash(node)
  const living = ring.sorted.filter((node) => node.alive)
  for (const node of living) alive.set(node.peer, node)
  const owners = new Owners(living)
  for (let i = 0; i < lookups; i++) {
    const target = drawId(random)
    const from = random.pick(living)
    if (from === undefined) continue
    if (from.view.ring.owns(0, target)) {
      i--
      continue
    }
    watched.set(target, { expected: owners.of(target).ringId, timeouts: 0, path: undefined, steps: 0 })
    ring.lookup(from, target, () => undefined, { withinMs: 3_000 })
    ring.pass(20)
  }
  ring.pass(3_000)
  return sumUp([...watched.values()])
}

/** Follows the finds: who is asked, in what capacity, in vain or not. */
function watch(
  watched: Map<RingId, Watched>,
  alive: ReadonlyMap<string, PaperNode>,
  effect: Effect<ChordProtocol>,
): void {
  if (effect.type !== 'ask' || (effect.body.type !== 'find' && effect.body.type !== 'step')) return
  const { body } = effect
  const lookup = watched.get(body.target)
  if (lookup === undefined || lookup.path !== undefined) return
  const to = effect.to as NodeRef
  if (!alive.has(to.peer)) lookup.timeouts++
  else if (body.type === 'step') {
    lookup.steps++
    if (to.id === lookup.expected) lookup.path = lookup.steps
  } else if (body.final) lookup.path = to.id === lookup.expected ? body.hops + 1 : Infinity
}

function sumUp(lookups: readonly Watched[]): Before {
  const right = lookups.filter(({ path }) => path !== undefined && path !== Infinity)
  const mean = (pick: (lookup: Watched) => number): number =>
    right.reduce((sum, lookup) => sum + pick(lookup), 0) / right.length
  return {
    path: mean(({ path }) => path ?? 0),
    timeouts: mean(({ timeouts }) => timeouts),
    wrong: lookups.filter(({ path }) => path === Infinity).length,
    lost: lookups.filter(({ path }) => path === undefined).length,
  }
}

export interface After {
  /** Keys whose owner has failed. */
  readonly lostKeys: number
  /** Keys that a look-up does not lead to any more: it ends elsewhere than at the node that had them from the beginning. */
  readonly notFound: number
  readonly failed: number
  /** Answers that were not the first living node. */
  readonly wrong: number
  /** Virtual time until lists and predecessors were ideal again. */
  readonly repairMs: number
}

/**
 * The same failure, repaired by the machines, then every key looked up once (SIGCOMM 2001 §6.4). With `at once` the
 * look-ups begin at the instant of the failure instead.
 */
export function afterRepair(
  options: MassFailureOptions & { readonly when?: 'repaired' | 'at once'; readonly params?: Partial<ChordParams> },
): After {
  const { nodes, successors, part, lookups: keys, seed, when = 'repaired', params } = options
  const ring = new IdealRing({ seed, nodes, params: { ...params, successors } })
  const random = new Random(`mass failure ${seed}`)
  const before = new Owners(ring.sorted)
  ring.pass(2_000)
  for (const node of drawPart(random, ring.sorted, part)) ring.crash(node)
  const failedAt = ring.now
  if (when === 'repaired') ring.settle(600_000)
  const repairMs = ring.now - failedAt
  const living = ring.sorted.filter((node) => node.alive)
  const owners = new Owners(living)
  const sum = { lostKeys: 0, notFound: 0, failed: 0, wrong: 0 }
  let open = keys
  for (let i = 0; i < keys; i++) {
    ring.at(ring.now + Math.floor(i / (nodes / 100)), () => {
      const key = drawId(random)
      const had = before.of(key)
      if (!had.alive) sum.lostKeys++
      const from = living[random.below(living.length)]
      if (from === undefined) return
      ring.lookup(from, key, (result) => {
        open--
        if (!result.ok) sum.failed++
        else if (result.value.owner.id !== owners.of(key).ringId) sum.wrong++
        if (!result.ok || result.value.owner.id !== had.ringId) sum.notFound++
      })
    })
  }
  for (const until = ring.now + 600_000; open > 0 && ring.now < until;) ring.pass(1_000)
  return { ...sum, failed: sum.failed + open, repairMs }
}
