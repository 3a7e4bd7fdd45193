import { Random } from '../../src/base/index.ts'
import { drawId, drawPart, IdealRing, Owners } from './ideal-ring.ts'

export interface ReplicationOptions {
  readonly nodes: number
  readonly copies: number
  readonly part: number
  readonly keys: number
  readonly seed: number | string
}

/** Kills a part of the nodes at once, without repair: the share of keys of whose keepers, as their owners name them, none lives. */
export function lostKeys({ nodes, copies, part, keys, seed }: ReplicationOptions): number {
  const ring = new IdealRing({ seed, nodes, still: true })
  const random = new Random(`replication ${seed}`)
  const owners = new Owners(ring.sorted)
  for (const node of drawPart(random, ring.sorted, part)) ring.crash(node)
  let lost = 0
  for (let i = 0; i < keys; i++) {
    const owner = owners.of(drawId(random))
    const keepers = [owner.ref, ...owner.view.ring.replicas(0, copies - 1)]
    if (keepers.length !== copies) throw new Error(`${keepers.length} keepers`)
    if (keepers.every(({ peer }) => ring.nodeOf(peer)?.alive !== true)) lost++
  }
  return lost / keys
}

/**
 * Half the width of the interval that holds the share of keys lost in 999 of 1,000 runs. Not keys are drawn independently
 * but nodes, and keys of one arc are lost together: the count of arcs stands for that of draws.
 */
export function margin(p: number, draws: number): number {
  return 3.3 * Math.sqrt((2 * p * (1 - p)) / draws) + 1 / draws
}
