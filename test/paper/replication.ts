import { Random } from '../../src/base/index.ts'
import { drawId, drawPart, IdealRing, Owners } from './ideal-ring.ts'

export interface Lost {
  readonly copies: number
  readonly part: number
  /** Share of the keys of whose keepers none lives. */
  readonly lost: number
}

/**
 * Parts of the nodes of one ring die at once, without repair: the keys of whose keepers, as their owners name them, none
 * lives.
 */
export function lostKeys(
  nodes: number,
  cases: readonly Pick<Lost, 'copies' | 'part'>[],
  keys: number,
  seed: number,
): Lost[] {
  const ring = new IdealRing({ seed, nodes, still: true })
  const random = new Random(`replication ${seed}`)
  const owners = new Owners(ring.sorted)
  return cases.map(({ copies, part }) => {
    const dead = new Set(drawPart(random, ring.sorted, part).map(({ peer }) => peer))
    let lost = 0
    for (let i = 0; i < keys; i++) {
      const owner = owners.of(drawId(random))
      const keepers = [owner.ref, ...owner.view.ring.replicas(0, copies - 1)]
      if (keepers.length !== copies) throw new Error(`${keepers.length} keepers`)
      if (keepers.every(({ peer }) => dead.has(peer))) lost++
    }
    return { copies, part, lost: lost / keys }
  })
}

/**
 * Half the width of the interval that holds the share of keys lost in 999 of 1,000 runs. Not keys are drawn independently
 * but nodes, and keys of one arc are lost together: the count of arcs stands for that of draws.
 */
export function margin(p: number, draws: number): number {
  return 3.3 * Math.sqrt((2 * p * (1 - p)) / draws) + 1 / draws
}
