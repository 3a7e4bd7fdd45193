import type { Random, MonoMs, NodeRef, RingId } from '../../src/base/index.ts'
import {
  makeChord,
  type ChordMachine,
  type ChordParams,
  type ChordProtocol,
  type ChordView,
  type LookupResult,
} from '../../src/protocols/chord/index.ts'
import { slotBehind, startOfSlot } from '../../src/protocols/chord/fingers.ts'
import type { LookupMode } from '../../src/protocols/chord/index.ts'
import {
  liveNode,
  type Context,
  type Effect,
  type Input,
  type LiveNode,
  type Machine,
  type MachineName,
  type Protocol,
  type Result,
} from '../../src/protocols/index.ts'
import { RING_PARAMS, Simulation, type SimNode, type SimPeer } from '../../src/sim/index.ts'

/** What a test may look at in a node: its machine and what that shows. */
export interface Inside {
  readonly chord: ChordMachine
  readonly ring: ChordView
}
export type PaperNode = SimNode<Inside>
type Chord = Machine<Protocol>

export interface IdealRingOptions {
  readonly seed: number | string
  /** How many nodes stand on the ring from the beginning. */
  readonly nodes: number
  /** In place of those that a daemon has by default. */
  readonly params?: Partial<ChordParams>
  /**
   * No maintenance: tables stay as they are but for what look-ups teach. Without `params` it is the papers' table then: one
   * finger for each doubling, and hops are chosen without regard to distance.
   */
  readonly still?: boolean
  /**
   * No look-up knows what an earlier one has met: nobody is held for dead, silent or parted. So were the papers'
   * experiments made; a daemon remembers.
   */
  readonly forgetful?: boolean
  /** Are connections followed, so that a crash resets them? Costs a set per node; default false. */
  readonly links?: boolean
  /** One-way, constant for a pair; default 5 to 15. */
  readonly latencyMs?: (from: SimPeer, to: SimPeer) => number
  /** Stands between the host and a node's machine: to look on, or to lie. Undefined: the machine as it is. */
  readonly between?: (self: NodeRef, chord: ChordMachine) => Chord | undefined
  /** Sees all that machines want to do. */
  readonly onEffect?: (self: NodeRef, effect: Effect<ChordProtocol>) => void
  /** Ring ids in place of drawn ones, one per node. */
  readonly ringIds?: readonly RingId[]
}

export const PUBLISHED = { fingersPerDoubling: 1, proximity: 0 } as const
const JOIN_MS = 10_000
const LOOKUP_MS = 20_000
/** Hex digits that a double holds exactly; ids of a ring differ within them. */
const TOP_DIGITS = 13

const live = (node: PaperNode): LiveNode => liveNode(node.peer, node.ref) as LiveNode

/**
 * A ring that is exactly ideal from the beginning, put together without joins: every node is the daemon's Chord machine in
 * the simulator's host, with successor list, predecessor and fingers as joins and maintenance would end up with. What the
 * nodes do from then on is their own code.
 */
export class IdealRing extends Simulation<Inside> {
  readonly params: ChordParams
  /** The nodes of the beginning by ring id. */
  readonly sorted: readonly PaperNode[]
  readonly #chance: Random

  constructor(options: IdealRingOptions) {
    const params = { ...RING_PARAMS, ...(options.still === true ? PUBLISHED : {}), ...options.params }
    super({
      seed: options.seed,
      traceEvents: 0,
      links: options.links ?? false,
      ...(options.latencyMs === undefined ? {} : { latencyMs: options.latencyMs }),
      make: ({ self, detector, random }) => {
        const positions = [self]
        const siblings = { detector: options.forgetful === true ? NOBODY_DEAD : detector, self: () => positions }
        const chord = makeChord(params, siblings, random.fork('chord'))
        const inner = options.between?.(self, chord) ?? chord
        const outer =
          options.forgetful === true || options.onEffect !== undefined
            ? new Observed(inner, chord, self, options)
            : inner
        const machines: readonly (readonly [MachineName, Machine<Protocol>])[] = [['chord', outer]]
        return { machines, view: { chord, ring: chord.view } }
      },
    })
    this.params = params
    this.#chance = this.random.fork('ideal')
    for (let i = 0; i < options.nodes; i++) this.add(options.ringIds?.[i])
    this.sorted = this.nodes.toSorted(byRingId)
    this.#place(options.still ?? false)
  }

  /** Members now, by ring id. */
  members(): PaperNode[] {
    return this.nodes.filter(({ alive, view }) => alive && view.ring.state(0) !== 'joining').sort(byRingId)
  }

  /** A newcomer joins through a living member. */
  grow(ringId?: RingId): PaperNode {
    const node = this.add(ringId)
    this.join(node)
    return node
  }

  /** Starts a crashed node again; it joins through a living member. */
  rejoin(node: PaperNode): void {
    if (this.restart(node)) this.join(node)
  }

  join(node: PaperNode): void {
    const incarnation = node.ref.epoch
    const contacts: NodeRef[] = []
    for (let tries = 0; tries < 100 && contacts.length < 3; tries++) {
      const other = this.#chance.pick(this.nodes)
      if (other !== undefined && other !== node && isMember(other)) contacts.push(other.ref)
    }
    this.command(node, 'chord', { name: 'join', args: { contacts } }, JOIN_MS, (result) => {
      if (!result.ok && node.alive && node.ref.epoch === incarnation) this.join(node)
    })
  }

  lookup(
    from: PaperNode,
    target: RingId,
    done: (result: Result<LookupResult>) => void,
    { mode = 'recursive', withinMs = LOOKUP_MS }: { readonly mode?: LookupMode; readonly withinMs?: number } = {},
  ): void {
    this.command(from, 'chord', { name: 'lookup', args: { target, mode } }, withinMs, (result) => {
      done(result as Result<LookupResult>)
    })
  }

  /** Runs for so long. */
  pass(forMs: number): void {
    this.run(this.now + forMs)
  }

  /** Why successor lists and predecessors are not ideal, or undefined. */
  notIdeal(): string | undefined {
    const members = this.members()
    const n = members.length
    const waiting = this.nodes.filter(({ alive }) => alive).length - n
    if (waiting > 0) return `${waiting} have not joined`
    const length = Math.min(this.params.successors, n - 1)
    for (let i = 0; i < n; i++) {
      const { peer, view } = members[i] as PaperNode
      const list = view.ring.successors(0)
      if (list.length !== length) return `${peer} has ${list.length} successors`
      if (list.some(({ id }, k) => id !== members[(i + k + 1) % n]?.ringId)) return `${peer} has a wrong successor`
      if (view.ring.predecessor(0)?.id !== members[(i + n - 1) % n]?.ringId) return `${peer} has a wrong predecessor`
      if (!view.ring.onRing(0)) return `${peer} is not on the ring`
    }
    return undefined
  }

  /** Lets time pass until lists and predecessors are ideal. @throws Error when that takes longer */
  settle(withinMs: number): void {
    const until = this.now + withinMs
    for (let why = this.notIdeal(); why !== undefined; why = this.notIdeal()) {
      if (this.now >= until) throw new Error(`not ideal after ${withinMs} ms: ${why}`)
      this.pass(1_000)
    }
  }

  #place(still: boolean): void {
    const { sorted, params } = this
    const n = sorted.length
    const owners = new Owners(sorted)
    const length = Math.min(params.successors, n - 1)
    for (let i = 0; i < n; i++) {
      const node = sorted[i] as PaperNode
      const list = Array.from({ length }, (_, k) => live(sorted[(i + k + 1) % n] as PaperNode))
      const [head, ...rest] = list
      const before = live(sorted[(i + n - 1) % n] as PaperNode)
      const { state } = node.view.chord
      const [position] = state.positions
      if (head === undefined || position === undefined) throw new Error('an ideal ring has two nodes at least')
      position.membership = {
        state: 'member',
        successors: { state: 'settled', head, rest },
        predecessor: before,
        boundary: before,
      }
      position.version++
      position.view = undefined
      position.routes = undefined
      const last = list.at(-1) ?? head
      const { fingersPerDoubling } = params
      for (let slot = slotBehind(node.ringId, last.id, fingersPerDoubling); slot !== undefined;) {
        const finger = owners.of(startOfSlot(node.ringId, slot, fingersPerDoubling))
        const behind = slotBehind(node.ringId, finger.ringId, fingersPerDoubling)
        // Gone round: to the node itself or to one of its successors.
        if (behind !== undefined && behind <= slot) break
        position.fingers.slots.push(slot)
        position.fingers.nodes.push(finger.ref)
        slot = behind
      }
      if (still) continue
      // Somewhere within their periods, as after a long time.
      position.stabilizeAt = this.now + 1 + this.#chance.float() * params.stabilizeMs
      position.fingerAt = this.now + 1 + this.#chance.float() * params.fixFingerMs
      state.tablesChanged = true
      this.command(node, 'chord', { name: 'ring', args: {} }, JOIN_MS, () => undefined)
    }
  }
}

const NOBODY_DEAD = { isDead: (): boolean => false }
const isMember = ({ alive, view }: PaperNode): boolean => alive && view.ring.state(0) !== 'joining'
const byRingId = (a: SimPeer, b: SimPeer): number => (a.ringId < b.ringId ? -1 : 1)

/** Looks at what a machine wants, and takes from it what it has learned when it is to be forgetful. */
class Observed implements Chord {
  readonly hears: Chord['hears']
  readonly #inner: Chord
  readonly #chord: ChordMachine
  readonly #self: NodeRef
  readonly #options: IdealRingOptions

  constructor(inner: Chord, chord: ChordMachine, self: NodeRef, options: IdealRingOptions) {
    this.#inner = inner
    this.#chord = chord
    this.#self = self
    this.#options = options
    this.hears = options.forgetful === true ? [] : inner.hears
  }

  get wakeAt(): MonoMs | undefined {
    return this.#inner.wakeAt
  }

  step(ctx: Context, input: Input<Protocol>): readonly Effect<Protocol>[] {
    if (this.#options.forgetful === true) {
      const { state } = this.#chord
      state.suspects.clear()
      state.parted.clear()
      for (const position of state.positions) {
        position.remembered = []
        position.probeAt = Infinity
      }
    }
    const effects = this.#inner.step(ctx, input)
    if (this.#options.onEffect !== undefined) {
      for (const effect of effects) this.#options.onEffect(this.#self, effect as Effect<ChordProtocol>)
    }
    return effects
  }
}

/** succ(id) of nodes sorted by ring id. */
export class Owners {
  readonly #sorted: readonly PaperNode[]
  readonly #tops: Float64Array

  constructor(sorted: readonly PaperNode[]) {
    this.#sorted = sorted
    this.#tops = Float64Array.from(sorted, ({ ringId }) => topOf(ringId))
  }

  of(id: RingId): PaperNode {
    return this.#sorted[this.indexOf(id)] as PaperNode
  }

  /** Where the owner stands. */
  indexOf(id: RingId): number {
    const top = topOf(id)
    let low = 0
    let high = this.#tops.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#tops[middle] as number) < top) low = middle + 1
      else high = middle
    }
    while (low < this.#tops.length && (this.#sorted[low] as PaperNode).ringId < id) low++
    return low % this.#tops.length
  }
}

const topOf = (id: RingId): number => Number.parseInt(id.slice(0, TOP_DIGITS), 16)

/** A ring id by chance, uniform. */
export function drawId(random: Random): RingId {
  let digits = ''
  while (digits.length < 64) digits += random.uint32().toString(16).padStart(8, '0')
  return digits as RingId
}

/** A part of the nodes, by chance. */
export function drawPart<T>(random: Random, nodes: readonly T[], part: number): T[] {
  return random.shuffle(nodes).slice(0, Math.round(nodes.length * part))
}
