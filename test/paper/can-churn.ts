import { covers, Random, volumeOf, type Zone, type ZonePath } from '../../src/base/index.ts'
import { heirOf, pairBeside, takesBefore } from '../../src/protocols/can/choices.ts'
import { IdealCan, type ModelZone } from './ideal-can.ts'

/** A node of the model and what it holds; to the machine's functions somebody beside a node. */
class Node {
  readonly id: string
  readonly zones = new Set<ModelZone>()

  constructor(host: number) {
    this.id = `n${host}`
  }

  get held(): readonly { readonly path: ZonePath; readonly zone: Zone }[] {
    return [...this.zones].map(({ zone }) => ({ path: zone.path, zone }))
  }

  get volume(): number {
    let sum = 0
    for (const { zone } of this.zones) sum += volumeOf(zone.path)
    return sum
  }
}

export interface ChurnOptions {
  readonly seed: string
  readonly nodes: number
  readonly dimensions: number
  /** Part of the nodes that go in each round, half of them without a word. */
  readonly part: number
  readonly rounds: number
}

export interface ChurnFigures {
  /** Of one search for two siblings: nodes that were asked, mean and most. */
  readonly meanHops: number
  readonly maxHops: number
  readonly searches: number
  /** Nodes that held more than one zone when a round's last node had gone, and when reassignment was through. */
  readonly crowded: number
  readonly left: number
  /** Searches that came to nobody, and nodes that held nothing in the end. */
  readonly failed: number
  readonly empty: number
}

/** More turns of all than reassigning the zones of a network takes. */
const MAX_TURNS = 1_000

/**
 * Nodes that leave and die in a CAN whose tables are exact, and reassignment until everybody holds one zone again. Heirs,
 * who takes over and the search for siblings are the machine's (Ratnasamy et al., §2.3, appendix A and Table 6).
 */
export function reassignment({ seed, nodes, dimensions, part, rounds }: ChurnOptions): ChurnFigures {
  const model = new Churn(seed, nodes, dimensions)
  let crowded = 0
  for (let round = 0; round < rounds; round++) {
    model.lose(Math.floor(model.alive * part))
    crowded += model.crowded.length
    model.reassign()
  }
  const { hops, failed } = model
  return {
    meanHops: hops.reduce((sum, each) => sum + each, 0) / hops.length,
    maxHops: Math.max(...hops),
    searches: hops.length,
    crowded,
    left: model.crowded.length,
    failed,
    empty: model.empty,
  }
}

class Churn {
  readonly hops: number[] = []
  failed = 0
  readonly #can: IdealCan
  readonly #random: Random
  readonly #nodes = new Set<Node>()
  readonly #holders = new Map<ModelZone, Node>()

  constructor(seed: string, nodes: number, dimensions: number) {
    this.#can = new IdealCan({ seed, dimensions, checkHops: 0 })
    this.#random = new Random(`churn ${seed}`)
    while (this.#can.nodes < nodes) this.#can.join()
    for (const zone of this.#can.zones) {
      const node = new Node(zone.hosts[0] ?? 0)
      this.#nodes.add(node)
      this.#hold(node, zone)
    }
  }

  get alive(): number {
    return this.#nodes.size
  }
  get crowded(): Node[] {
    return [...this.#nodes].filter(({ zones }) => zones.size > 1)
  }
  get empty(): number {
    return [...this.#nodes].filter(({ zones }) => zones.size === 0).length
  }

  /** So many nodes go: every other one gives its zones to its heirs, of the others the neighbours take them. */
  lose(count: number): void {
    for (const [i, gone] of this.#random
      .shuffle([...this.#nodes])
      .slice(0, count)
      .entries()) {
      this.#nodes.delete(gone)
      for (const zone of [...gone.zones]) {
        const around = this.#around([zone]).filter((each) => each !== gone)
        const heir = i % 2 === 0 ? heirOf(zone.zone, around) : first(around)
        if (heir === undefined) throw new Error(`nobody is beside ${zone.zone.path}`)
        gone.zones.delete(zone)
        this.#hold(heir, zone)
      }
    }
  }

  reassign(): void {
    for (let turn = 0; turn < MAX_TURNS; turn++) {
      const { crowded } = this
      if (crowded.length === 0) return
      for (const node of crowded) if (node.zones.size > 1) this.#relieve(node)
    }
  }

  /** As the machine's Reassigner: a zone whose sibling one node holds to that node, else the smallest to one of a pair. */
  #relieve(node: Node): void {
    const around = this.#around(node.zones)
    for (const zone of node.zones) {
      const beside = pairBeside(zone.zone, around)
      if (beside !== undefined && 'pair' in beside) {
        this.hops.push(1)
        this.#give(node, zone, beside.with)
        return
      }
    }
    const extra = [...node.zones].reduce((a, b) => (b.zone.path.length > a.zone.path.length ? b : a))
    const found = this.#search(node, extra)
    if (found === undefined) this.failed++
    else this.#give(node, extra, found)
  }

  /** Down the partition tree, by what each node on the way knows. */
  #search(from: Node, extra: ModelZone): Node | undefined {
    let at = from
    let zone = extra
    for (let hops = 0; ; hops++) {
      const beside = pairBeside(zone.zone, this.#around(at.zones))
      if (beside === undefined) return undefined
      if ('pair' in beside) {
        this.hops.push(hops)
        return zone.zone.path.endsWith('0') ? beside.with : at
      }
      at = beside.next
      const next = [...at.zones].find((each) => covers(beside.below, each.zone.path))
      if (next === undefined) return undefined
      zone = next
    }
  }

  #give(from: Node, zone: ModelZone, to: Node): void {
    from.zones.delete(zone)
    this.#hold(to, zone)
  }

  /** It holds this besides; siblings it holds become one, again and again. */
  #hold(node: Node, zone: ModelZone): void {
    let whole = zone
    for (;;) {
      const sibling = [...whole.around].find(
        (each) =>
          node.zones.has(each) &&
          each.zone.path.length === whole.zone.path.length &&
          each.zone.path.slice(0, -1) === whole.zone.path.slice(0, -1),
      )
      if (sibling === undefined) break
      node.zones.delete(sibling)
      this.#holders.delete(sibling)
      this.#holders.delete(whole)
      whole = this.#can.merge(whole, sibling)
    }
    node.zones.add(whole)
    this.#holders.set(whole, node)
  }

  /** Who holds what abuts these zones, but for their holder. */
  #around(zones: Iterable<ModelZone>): Node[] {
    const around = new Set<Node>()
    const own = new Set<Node>()
    for (const zone of zones) {
      own.add(this.#holders.get(zone) as Node)
      for (const each of zone.around) around.add(this.#holders.get(each) as Node)
    }
    return [...around].filter((each) => !own.has(each))
  }
}

/** Of those beside a dead node's zone the one that takes it. */
const first = (around: readonly Node[]): Node | undefined =>
  around.reduce<Node | undefined>(
    (best, each) => (best === undefined || takesBefore(each.volume, each.id, best.volume, best.id) ? each : best),
    undefined,
  )
