import { Random } from '../../src/base/index.ts'
import { IdealRing } from './ideal-ring.ts'

export interface ResilienceOptions {
  readonly nodes: number
  /** Length of the successor list; 1: no sequential neighbours, fingers alone. */
  readonly successors: number
  /** Rising parts of the nodes that are dead. */
  readonly parts: readonly number[]
  readonly lookups: number
  readonly seed: number | string
}

/**
 * Gummadi et al., SIGCOMM 2003 §3: a part of the nodes is dead, nothing is repaired, and living nodes route to the ids of
 * living nodes. Nobody remembers who was dead. For each part the share of pairs between which no path is found.
 */
export function failedPathsAt({ nodes, successors, parts, lookups, seed }: ResilienceOptions): number[] {
  const ring = new IdealRing({
    seed,
    nodes,
    still: true,
    forgetful: true,
    params: { successors, routeBySuccessors: successors > 1 },
    latencyMs: () => 1,
  })
  const random = new Random(`resilience ${seed}`)
  const doomed = random.shuffle(ring.sorted)
  return parts.map((part) => {
    for (const node of doomed.slice(0, Math.round(nodes * part))) ring.crash(node)
    return failedPaths(ring, lookups, random)
  })
}

function failedPaths(ring: IdealRing, lookups: number, random: Random): number {
  const living = ring.sorted.filter(({ alive }) => alive)
  let found = 0
  for (let i = 0; i < lookups; i++) {
    ring.at(ring.now + i, () => {
      const from = random.pick(living)
      const to = random.pick(living)
      if (from === undefined || to === undefined) return
      ring.lookup(
        from,
        to.ringId,
        (result) => {
          if (result.ok && result.value.owner.id === to.ringId) found++
        },
        { withinMs: 3_000 },
      )
    })
  }
  ring.pass(lookups + 5_000)
  return 1 - found / lookups
}
