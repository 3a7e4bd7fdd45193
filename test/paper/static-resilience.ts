import { Random } from '../../src/base/index.ts'
import { drawPart, IdealRing } from './ideal-ring.ts'

export interface ResilienceOptions {
  readonly nodes: number
  /** Length of the successor list; 1: no sequential neighbours, fingers alone. */
  readonly successors: number
  readonly part: number
  readonly lookups: number
  readonly seed: number | string
}

/**
 * Gummadi et al., SIGCOMM 2003 §3: a part of the nodes is dead, nothing is repaired, and living nodes route to the ids of
 * living nodes. Nobody remembers who was dead. The share of pairs between which no path is found.
 */
export function failedPaths({ nodes, successors, part, lookups, seed }: ResilienceOptions): number {
  const ring = new IdealRing({
    seed,
    nodes,
    still: true,
    forgetful: true,
    params: { successors, routeBySuccessors: successors > 1 },
    latencyMs: () => 1,
  })
  const random = new Random(`resilience ${seed}`)
  for (const node of drawPart(random, ring.sorted, part)) ring.crash(node)
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
