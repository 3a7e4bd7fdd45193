import type { Random, RingId } from '../../src/base/index.ts'
import {
  checkRing,
  isIdeal,
  memberState,
  type ChordParams,
  type RingWorld,
  type Violation,
} from '../../src/protocols/chord/index.ts'
import { RingSimulation, type RingNode } from '../../src/sim/index.ts'

interface Turn {
  readonly id: RingId
  readonly on: boolean
}

/** How an answer is to be read, by docs/decisions/0005. */
export type Verdict = 'right' | 'own' | 'other' | 'wrong'

export interface SplitRingOptions {
  readonly seed: number | string
  readonly params?: Partial<ChordParams>
}

/**
 * A ring whose network comes apart and together again, with a book of who was on a ring when. An answer is `right` if at
 * some instant of the look-up it was succ(target) of all that the asker could reach; `own` if only of the ring that the
 * asker was on before the network healed; `other` if of another ring of that time; else `wrong`.
 */
export class SplitRing {
  readonly sim: RingSimulation
  readonly random: Random
  readonly #on = new Set<RingId>()
  readonly #turns: Turn[] = []
  readonly #reach = new Map<RingId, number>()
  readonly #past = new Map<RingId, number>()
  verdicts: Record<Verdict | 'failed', number> = { right: 0, own: 0, other: 0, wrong: 0, failed: 0 }
  /** When the last answer was read as `own` or `other`. */
  lastOldAt = 0
  wrongAnswers: string[] = []

  constructor(options: SplitRingOptions) {
    this.sim = new RingSimulation({
      ...options,
      traceEvents: 0,
      onStep: (node) => {
        this.note(node)
      },
    })
    this.random = this.sim.random.fork('split')
  }

  note(node: RingNode): void {
    const on = node.alive && node.view.onRing(0)
    const id = node.ringId
    if (this.#on.has(id) === on) return
    if (on) this.#on.add(id)
    else this.#on.delete(id)
    this.#turns.push({ id, on })
  }

  /** Cuts the network into these groups. */
  split(groups: readonly (readonly RingNode[])[]): void {
    this.sim.network.partition(groups)
    this.#reach.clear()
    groups.forEach((group, which) => {
      for (const { ringId } of group) this.#reach.set(ringId, which)
    })
  }

  heal(): void {
    this.sim.network.heal()
    this.#past.clear()
    for (const [id, which] of this.#reach) this.#past.set(id, which)
    this.#reach.clear()
  }

  crash(node: RingNode): void {
    this.sim.crash(node)
    this.note(node)
  }

  /** A new node that joins through these. */
  growBeside(contacts: readonly RingNode[]): RingNode {
    const node = this.sim.add()
    this.#reach.set(node.ringId, this.#reach.get(contacts[0]?.ringId as RingId) ?? 0)
    const args = { contacts: contacts.slice(0, 3).map(({ ref }) => ref) }
    this.sim.command(node, 'chord', { name: 'join', args }, 20_000, () => undefined)
    return node
  }

  /** Groups of about the same size by chance. */
  drawGroups(count: number): RingNode[][] {
    const groups: RingNode[][] = Array.from({ length: count }, () => [])
    this.random.shuffle(this.sim.alive).forEach((node, i) => groups[i % count]?.push(node))
    return groups
  }

  world(nodes: readonly RingNode[]): RingWorld {
    const states = nodes.map(({ view }) => memberState(view, 0)).filter((state) => state !== undefined)
    const length = this.sim.params.successors
    return { length, members: new Map(states.map((state) => [state.id, state])) }
  }

  isIdeal(nodes: readonly RingNode[]): boolean {
    const world = this.world(nodes)
    return world.members.size === nodes.length && isIdeal(world)
  }

  violations(nodes: readonly RingNode[]): Violation[] {
    return checkRing(this.world(nodes))
  }

  /** Runs until all of these are one ideal ring each; how long that took, or undefined. */
  untilIdeal(groups: readonly (readonly RingNode[])[], withinMs: number, lookMs = 100): number | undefined {
    const begun = this.sim.now
    while (this.sim.now - begun <= withinMs) {
      if (groups.every((group) => this.isIdeal(group))) return this.sim.now - begun
      this.sim.run(this.sim.now + lookMs)
    }
    return undefined
  }

  lookup(mayAsk: (node: RingNode) => boolean = () => true): void {
    const from = this.random.pick(this.sim.members().filter(mayAsk))
    if (from === undefined) return
    const target = this.sim.drawTarget(this.random)
    const begun = this.#turns.length
    const begunAt = this.sim.now
    this.sim.lookup(from, target, (result) => {
      if (!result.ok) {
        this.verdicts.failed++
        return
      }
      const verdict = this.#judge(from, target, result.value.owner.id, begun)
      this.verdicts[verdict]++
      if (verdict === 'own' || verdict === 'other') this.lastOldAt = this.sim.now
      if (verdict === 'wrong' || verdict === 'other')
        this.wrongAnswers.push(
          `${begunAt}–${this.sim.now}: ${from.peer} asked ${target.slice(0, 8)}, got ${result.value.owner.peer}`,
        )
    })
  }

  lookups(forMs: number, everyMs: number): void {
    for (let at = 0; at < forMs; at += everyMs)
      this.sim.at(this.sim.now + at, () => {
        this.lookup()
      })
  }

  #judge(from: RingNode, target: RingId, owner: RingId, begun: number): Verdict {
    const reach = this.#reach.get(from.ringId)
    if (this.#everSucc(target, owner, begun, (id) => this.#reach.get(id) === reach)) return 'right'
    const past = this.#past.get(from.ringId)
    if (this.#past.size === 0) return 'wrong'
    if (this.#everSucc(target, owner, begun, (id) => this.#past.get(id) === past)) return 'own'
    const other = this.#past.get(owner)
    const isOfBoth = (id: RingId): boolean => this.#past.get(id) === past || this.#past.get(id) === other
    if (this.#everSucc(target, owner, begun, isOfBoth)) return 'own'
    return this.#everSucc(target, owner, begun, (id) => this.#past.get(id) === other) ? 'other' : 'wrong'
  }

  #everSucc(target: RingId, owner: RingId, begun: number, counts: (id: RingId) => boolean): boolean {
    const on = new Set([...this.#on].filter(counts))
    for (let at = this.#turns.length; ; at--) {
      if (succ(on, target) === owner) return true
      if (at <= begun) return false
      const turn = this.#turns[at - 1] as Turn
      if (!counts(turn.id)) continue
      if (turn.on) on.delete(turn.id)
      else on.add(turn.id)
    }
  }
}

function succ(ids: ReadonlySet<RingId>, target: RingId): RingId | undefined {
  let best: RingId | undefined
  let first: RingId | undefined
  for (const id of ids) {
    if (id >= target && (best === undefined || id < best)) best = id
    if (first === undefined || id < first) first = id
  }
  return best ?? first
}
