import { IdealCan, type ModelOptions } from './ideal-can.ts'

export interface Partition {
  /** Mean hops of greedy routing from a random zone to a random point, and its ratio to (d/4)·n^(1/d). */
  readonly hops: number
  readonly ofFormula: number
  readonly neighbours: number
  /** Parts of all zones by how often V = 1/n is halved: −1 are those of 2V, 0 of V, 1 of V/2. */
  readonly byHalvings: ReadonlyMap<number, number>
}

/** A space grown by joins at random points, and look-ups in it. */
export function partition(options: ModelOptions & { readonly nodes: number; readonly lookups: number }): Partition {
  const { nodes, lookups, dimensions } = options
  const can = new IdealCan(options)
  while (can.zones.length < nodes) can.join()
  let hops = 0
  for (let i = 0; i < lookups; i++) {
    const from = can.random.pick(can.zones)
    if (from !== undefined) hops += can.route(from, can.drawPoint())
  }
  const byHalvings = new Map<number, number>()
  let neighbours = 0
  for (const { zone, around } of can.zones) {
    const halvings = zone.path.length - Math.log2(nodes)
    byHalvings.set(halvings, (byHalvings.get(halvings) ?? 0) + 1 / nodes)
    neighbours += around.size / nodes
  }
  return { hops: hops / lookups, ofFormula: hops / lookups / pathFormula(nodes, dimensions), neighbours, byHalvings }
}

/** Ratnasamy et al., SIGCOMM 2001, §2.2: mean path of n equal zones in d dimensions. */
export const pathFormula = (nodes: number, dimensions: number): number => (dimensions / 4) * nodes ** (1 / dimensions)
