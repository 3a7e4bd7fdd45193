import type { Random, RingId } from '../base/index.ts'
import { checkRing, isIdeal, memberState, type ChordParams, type Violation } from '../protocols/chord/index.ts'
import { CheckFailed } from './check-failed.ts'
import { Components } from './components.ts'
import { Judge } from './judge.ts'
import { RING_PARAMS, RingSimulation, type RingNode, type RingPlace } from './ring.ts'

export interface CheckedRingOptions {
  readonly seed: number | string
  readonly params?: Partial<ChordParams>
  readonly positions?: number
  readonly lossRate?: number
  readonly codecEvery?: number
  readonly traceEvents?: number
}

/** Between two looks at everything. */
const LOOK_MS = 1_000
/** Violations that a failure shows. */
const SHOWN = 5

/**
 * A ring whose invariants are checked after each step of each node, in each component of a network that is cut, and whose
 * answers are judged by who was on the ring when. After a healing, and when the living were held for dead, there is no
 * invariant until the ring is ideal again; answers are judged by the rings there are.
 */
export class CheckedRing {
  readonly sim: RingSimulation
  readonly random: Random
  readonly lookups = { right: 0, wrong: 0, failed: 0 }
  /** Answers right of no ring, but while the living were held for dead, so that no ring is anybody's. */
  doubtful = 0
  /** When the latest of the look-ups that failed began, ms. */
  failedFromMs = -1
  /** Steps of all nodes so far. */
  steps = 0
  readonly #components: Components
  readonly #judge: Judge
  readonly #byRingId = new Map<RingId, RingNode>()
  /** Conditions in force under which the living are held for dead. */
  #upsets = 0

  constructor(options: CheckedRingOptions) {
    this.sim = new RingSimulation({
      ...options,
      onStep: (node) => {
        this.#stepped(node)
      },
    })
    this.random = this.sim.random.fork('churn')
    this.#components = new Components({
      length: options.params?.successors ?? RING_PARAMS.successors,
      hasPositions: options.positions !== undefined && options.positions !== 1,
      groupOf: (node) => this.sim.network.groupOf(node),
      statesOf: (node) =>
        this.sim
          .placesOf(node)
          .map(({ ringId, position }) => [ringId, node.alive ? memberState(node.view, position) : undefined] as const),
    })
    this.#judge = new Judge((asker, onRing) => this.#ringsOf(asker, onRing))
  }

  /** Every component is held to Zave's invariant. */
  get established(): boolean {
    return this.#components.all.every(({ checker, doubt }) => doubt === undefined && checker.established)
  }

  /** Rings are to merge, or the living were held for dead, and the ring has not been ideal since. */
  get inDoubt(): boolean {
    return this.#upsets > 0 || this.#components.inDoubt
  }

  /** The whole of Zave's invariant and what follows from it, in full. */
  checkInFull(): void {
    if (this.#upsets === 0 && this.#components.inDoubt) this.#components.settle()
    for (const { checker, doubt } of this.#components.all) {
      if (doubt === undefined && checker.established) this.#expectNone(checkRing(checker.world))
    }
  }

  /**
   * The operating assumption of the proof: a failure never takes the last live entry of anybody's list (Zave, TSE 2017
   * §III). True when the loss of this node keeps to it.
   */
  mayCrash(node: RingNode): boolean {
    const { members } = this.#components.of(node).checker.world
    const lost = new Set(this.sim.placesOf(node).map(({ ringId }) => ringId))
    for (const member of members.values()) {
      if (lost.has(member.id) || member.alone) continue
      if (!member.successors.some((id) => !lost.has(id) && members.has(id))) return false
    }
    return true
  }

  /** The same of a cut: everybody has somebody of its list on its own side. */
  mayPart(sideOf: (node: RingNode) => number): boolean {
    for (const node of this.sim.members()) {
      const { view } = node
      const isBeside = ({ id }: { id: RingId }): boolean => {
        const other = this.#byRingId.get(id)
        return other?.alive === true && sideOf(other) === sideOf(node)
      }
      for (const position of view.positions()) {
        if (view.state(position) === 'member' && !view.successors(position).some(isBeside)) return false
      }
    }
    return true
  }

  crash(node: RingNode): void {
    this.sim.crash(node)
    this.lost(node)
  }

  /** The node has gone, in whatever way. */
  lost(node: RingNode): void {
    this.#judge.lost(node)
    for (const place of this.sim.placesOf(node)) this.#judge.turn(place, false)
    this.#expectNone(this.#components.update(node))
  }

  /** The network has been cut, or healed: components are looked at by themselves from now on. */
  parted(): void {
    this.#components.parted(this.sim.nodes)
    this.#judge.look()
  }

  /** From now on the living may be held for dead, until the returned function is called and the ring is ideal again. */
  upset(): () => void {
    this.#upsets++
    this.#components.upset()
    return () => {
      this.#upsets--
    }
  }

  /** Looks a random id up from a random member, and judges the answer when it comes. */
  lookup(random: Random = this.random): void {
    const from = random.pick(this.sim.members())
    if (from !== undefined) this.lookupFrom(from, this.sim.drawTarget(random))
  }

  lookupFrom(from: RingNode, target: RingId): void {
    const { lookups } = this
    const asked = this.#judge.asks(from, target)
    let doubtful = this.#isUpset(from)
    const begunAt = this.sim.now
    this.sim.lookup(from, target, (result) => {
      this.#judge.ends(asked)
      doubtful ||= this.#isUpset(from)
      if (!result.ok) {
        lookups.failed++
        this.failedFromMs = Math.max(this.failedFromMs, begunAt)
      } else if (asked.right.has(result.value.owner.id)) lookups.right++
      else if (doubtful) this.doubtful++
      else {
        lookups.wrong++
        throw this.failed('WrongAnswer', `${from.peer} was told ${result.value.owner.peer} for ${target}`)
      }
    })
  }

  /** Grows to so many nodes, checking. */
  growTo(nodes: number): void {
    this.sim.growTo(nodes, (forMs) => {
      this.run(forMs)
    })
  }

  /** Runs for so long, checking in full each virtual second. */
  run(forMs: number): void {
    const until = this.sim.now + forMs
    while (this.sim.now < until) {
      this.sim.run(Math.min(until, this.sim.now + LOOK_MS))
      this.checkInFull()
    }
  }

  /**
   * Lets time pass until the ring is one and exactly ideal.
   * @throws CheckFailed NotIdeal when that takes longer than `withinMs`
   */
  settle(withinMs: number): void {
    const until = this.sim.now + withinMs
    for (let why = this.#notIdeal(); why !== undefined; why = this.#notIdeal()) {
      if (this.sim.now >= until) throw this.failed('NotIdeal', `not ideal after ${withinMs} ms: ${why}`)
      this.run(LOOK_MS)
    }
    this.#components.settle()
  }

  #notIdeal(): string | undefined {
    if (this.#upsets > 0) return 'the living are held for dead'
    const why = this.sim.notIdeal()
    if (why !== undefined) return why
    const { all } = this.#components
    const worlds = all.map(({ checker }) => checker.world).filter(({ members }) => members.size > 0)
    return worlds.length === 1 && worlds.every(isIdeal) ? undefined : 'a range or a boundary is wrong'
  }

  #isUpset(node: RingNode): boolean {
    return this.#upsets > 0 || this.#components.of(node).doubt === 'upset'
  }

  /**
   * Who may be the ring of one that asks: all that it can reach; while rings merge, also those of the component that it
   * was in before, these and those of one other (rings merge two by two), and those that its own successors lead round, alone
   * or with those of one other such ring: cuts that overlap leave rings that are no component.
   */
  #ringsOf(asker: RingNode, onRing: ReadonlySet<RingPlace>): Iterable<Pick<RingPlace, 'ringId'>>[] {
    const { groupOf } = this
    const within = [...onRing].filter(({ node }) => groupOf(node) === groupOf(asker))
    if (this.#components.of(asker).doubt !== 'merging') return [within]
    const formerOf = ({ node }: Pick<RingPlace, 'node'>): number => this.#components.formerOf(node)
    const own = formerOf({ node: asker })
    const others = new Set(within.map(formerOf))
    const pairs = [...others].map((other) =>
      within.filter((place) => formerOf(place) === own || formerOf(place) === other),
    )
    return [within, ...pairs, ...this.#joinedRings(asker, within)]
  }

  /** The ring of the asker by best successors, and it together with each other one. */
  #joinedRings(asker: RingNode, within: readonly RingPlace[]): { readonly ringId: RingId }[][] {
    const ringOf = (ringId: RingId, node: RingNode): Set<RingId> => this.#components.ringOf(ringId, node)
    const own = new Set(this.sim.placesOf(asker).flatMap(({ ringId }) => [...ringOf(ringId, asker)]))
    const rings = [own]
    const seen = new Set(own)
    for (const { ringId, node } of within) {
      if (seen.has(ringId)) continue
      const ring = ringOf(ringId, node)
      if (![...ring].some((each) => seen.has(each))) rings.push(new Set([...own, ...ring]))
      for (const each of [ringId, ...ring]) seen.add(each)
    }
    return rings.map((ring) => [...ring].map((ringId) => ({ ringId })))
  }

  readonly groupOf = (node: RingNode): number => this.sim.network.groupOf(node)

  #stepped(node: RingNode): void {
    this.steps++
    for (const place of this.sim.placesOf(node)) {
      this.#byRingId.set(place.ringId, node)
      this.#judge.turn(place, node.alive && node.view.onRing(place.position))
    }
    this.#expectNone(this.#components.update(node))
    if (this.#judge.open > 0 && this.#components.inDoubt) this.#judge.look()
  }

  #expectNone(violations: readonly Violation[]): void {
    const [first] = violations
    if (first === undefined) return
    const list = violations
      .slice(0, SHOWN)
      .map(({ invariant, node, detail }) => `${invariant} at ${node ?? 'all'}: ${detail}`)
    throw this.failed(first.invariant, list.join('\n'))
  }

  /** A failure with the time and the trace. */
  failed(check: string, detail: string): CheckFailed {
    return new CheckFailed(check, `at ${this.sim.now} ms: ${detail}`, this.sim.trace.lines())
  }
}
