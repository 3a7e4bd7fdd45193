import { createHash } from 'node:crypto'
import { inArc, type Epoch, type NodeRef, type PeerKey, type Random, type RingId, type Sha256 } from '../base/index.ts'
import type { Measured } from '../protocols/attributes/index.ts'
import {
  FINGERS_PER_DOUBLING,
  MAX_LIST,
  type ChordParams,
  type ChordView,
  type LookupResult,
} from '../protocols/chord/index.ts'
import {
  makePeer,
  type Machine,
  type MachineName,
  type PeerInit,
  type Protocol,
  type Result,
} from '../protocols/index.ts'
import type { SimNode } from './node.ts'
import { measuredOf } from './measured.ts'
import { randomRingId } from './ring-id.ts'
import { simulatedSigner } from './signer.ts'
import { Simulation, type SimulationOptions } from './simulation.ts'
import { simulatedRingId } from './wire.ts'

export type RingNode = SimNode<ChordView>
/** One position of a node: where it stands on the ring. */
export interface RingPlace {
  readonly node: RingNode
  readonly position: number
  readonly ringId: RingId
}
/** Parameters as a daemon has them by default. */
export const RING_PARAMS: ChordParams = {
  successors: 8,
  stabilizeMs: 1_000,
  stabilizeMaxMs: 10_000,
  fixFingerMs: 2_000,
  queryMs: 1_500,
  firstWordMs: 500,
  proximity: 16,
  fingersPerDoubling: FINGERS_PER_DOUBLING,
  routeBySuccessors: true,
}
const sha256: Sha256 = (...parts) => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}
/** How long a simulated join may take before it is tried anew. */
const JOIN_MS = 10_000
const LOOKUP_MS = 20_000
/** A ring of one is founded in less. */
const FOUNDING_MS = 100
/** Between two looks whether the ring is ideal, or a member can be reached. */
const LOOK_MS = 1_000

/** The machines that a simulated peer has besides Chord, as a daemon has them. */
export type RingMachines = Pick<
  PeerInit,
  'providers' | 'swarm' | 'tally' | 'records' | 'agreement' | 'names' | 'can' | 'attributes'
>

/** A simulated ring: Chord machines alone unless others are given. */
export class RingSimulation extends Simulation<ChordView> {
  readonly params: ChordParams
  readonly #joined: RingNode[] = []
  /** Of each incarnation: the next one may have more positions, or fewer. */
  readonly #places = new WeakMap<ChordView, readonly RingPlace[]>()

  constructor(
    options: Omit<SimulationOptions<ChordView>, 'make'> & {
      readonly params?: Partial<ChordParams>
      /** Of each node, or of an incarnation; default 1. Those after the first have the ring ids that follow from its peer id. */
      readonly positions?: number | ((self: NodeRef) => number)
      /** The same for all, or of each. */
      readonly machines?: RingMachines | ((self: NodeRef) => RingMachines)
      /** What a node's attributes are measured to be; default `measuredOf`. */
      readonly measured?: (self: NodeRef) => () => Measured
      /** Stands between the host and a node's machine: to look on, or to lie. Default: the machine as it is. */
      readonly between?: (self: NodeRef, name: MachineName, machine: Machine<Protocol>) => Machine<Protocol>
    },
  ) {
    const params = { ...RING_PARAMS, ...options.params }
    const { positions: count = 1 } = options
    super({
      ...options,
      make: ({ self, detector, random }) => {
        const positions = positionsOf(self, typeof count === 'number' ? count : count(self))
        const peer = makePeer({
          ...(typeof options.machines === 'function' ? options.machines(self) : options.machines),
          chord: params,
          self: self.peer,
          positions: () => positions,
          detector,
          keyOf: () => self.id,
          tallyKeyOf: () => self.id,
          sha256,
          signer: simulatedSigner(self.peer),
          measured: options.measured?.(self) ?? measuredOf(self),
          refOf: (peer, epoch) => this.#refOf(peer, epoch),
          random,
        })
        const { between } = options
        const machines =
          between === undefined
            ? peer.machines
            : peer.machines.map(([name, machine]) => [name, between(self, name, machine)] as const)
        return { machines, view: peer.ring }
      },
    })
    this.params = params
  }

  /** Simulated peers have their ring ids by chance: nobody reckons them. */
  #refOf(peer: PeerKey, epoch: Epoch): NodeRef | undefined {
    const ref = this.nodeOf(peer)?.ref
    return ref === undefined || ref.epoch === epoch ? ref : Object.freeze({ ...ref, epoch })
  }

  /** Adds a node that joins through a living member, or founds the ring. */
  grow(ringId?: RingId): RingNode {
    const node = this.add(ringId)
    this.join(node)
    return node
  }

  /**
   * Grows to so many nodes, faster than any real network: in each two stabilise periods a quarter of the ring joins, spread
   * over them. `run` lets so much virtual time pass.
   */
  growTo(nodes: number, run: (forMs: number) => void = (forMs) => this.#runFor(forMs)): void {
    if (this.nodes.length === 0) {
      this.grow()
      run(FOUNDING_MS)
    }
    const round = 2 * this.params.stabilizeMs
    while (this.nodes.length < nodes) {
      const joins = Math.min(nodes - this.nodes.length, Math.max(1, Math.floor(this.members().length / 4)))
      for (let i = 0; i < joins; i++) this.at(this.now + Math.floor((i * round) / joins), () => this.grow())
      run(round)
    }
  }

  /**
   * Lets time pass until the ring is exactly ideal.
   * @throws Error naming what is not, when that takes longer than `withinMs`
   */
  settle(withinMs: number, options: { readonly fingers?: boolean; readonly run?: (forMs: number) => void } = {}): void {
    const run = options.run ?? ((forMs: number): void => this.#runFor(forMs))
    const until = this.now + withinMs
    for (let why = this.notIdeal(options.fingers); why !== undefined; why = this.notIdeal(options.fingers)) {
      if (this.now >= until) throw new Error(`not ideal after ${withinMs} ms: ${why}`)
      run(LOOK_MS)
    }
  }

  #runFor(forMs: number): void {
    this.run(this.now + forMs)
  }

  /** Starts a crashed node again; it joins through a living member. */
  rejoin(node: RingNode): void {
    if (this.restart(node)) this.join(node)
  }

  join(node: RingNode): void {
    const incarnation = node.ref.epoch
    const contacts = this.#contacts(node)
    if (contacts.length === 0 && this.#joined.some((other) => other !== node && isMember(other))) {
      // A ring is there, but nobody of it can be reached: founding another is not what a newcomer is for.
      this.at(this.now + LOOK_MS, () => {
        if (node.alive && node.ref.epoch === incarnation) this.join(node)
      })
      return
    }
    this.command(node, 'chord', { name: 'join', args: { contacts } }, JOIN_MS, (result) => {
      if (result.ok) this.#joined.push(node)
      else if (node.alive && node.ref.epoch === incarnation) this.join(node)
    })
  }

  /** Members now, by ring id. */
  members(): RingNode[] {
    return this.nodes.filter(isMember).sort(byRingId)
  }

  /** Where a node stands, or stood before it crashed, at each of its positions. */
  placesOf(node: RingNode): readonly RingPlace[] {
    const { view } = node
    let places = this.#places.get(view)
    if (places === undefined) {
      places = view.positions().map((position) => ({ node, position, ringId: view.self(position).id }))
      this.#places.set(view, places)
    }
    return places
  }

  /** All positions of members now, by ring id. */
  places(): RingPlace[] {
    const places: RingPlace[] = []
    for (const node of this.nodes) {
      if (!node.alive) continue
      for (const place of this.placesOf(node)) if (node.view.state(place.position) !== 'joining') places.push(place)
    }
    return places.sort(byRingId)
  }

  /** Up to three living members, drawn by chance; none: found a ring. */
  #contacts(node: RingNode): NodeRef[] {
    const contacts: NodeRef[] = []
    const random = this.random.fork(`contacts ${node.peer}/${node.ref.epoch}/${this.now}`)
    for (let tries = 0; tries < 60 && contacts.length < 3 && this.#joined.length > 0; tries++) {
      const candidate = this.#joined[random.below(this.#joined.length)]
      if (
        candidate !== undefined &&
        candidate !== node &&
        isMember(candidate) &&
        this.network.connects(node, candidate)
      ) {
        contacts.push(candidate.ref)
      }
    }
    return contacts
  }

  /** A ring id by chance, uniform. */
  drawTarget(random: Random): RingId {
    return randomRingId(random)
  }

  lookup(from: RingNode, target: RingId, done: (result: Result<LookupResult>) => void): void {
    const command = { name: 'lookup', args: { target, mode: 'recursive' } }
    this.command(from, 'chord', command, LOOKUP_MS, (result) => {
      done(result as Result<LookupResult>)
    })
  }

  /**
   * Why the ring is not ideal yet, or undefined: every successor list and predecessor globally right, and with `fingers`
   * every finger as well.
   */
  notIdeal(fingers = false): string | undefined {
    const places = this.places()
    const n = places.length
    let expected = 0
    for (const node of this.nodes) if (node.alive) expected += this.placesOf(node).length
    if (n < expected) return `${expected - n} positions have not joined`
    for (let i = 0; i < n; i++) {
      const { node, position } = places[i] as RingPlace
      const successors = node.view.successors(position)
      const length = this.#reach(places, i)
      if (successors.length !== length) return `${node.peer} has ${successors.length} successors, not ${length}`
      for (let k = 0; k < length; k++) {
        if (successors[k]?.id !== places[(i + k + 1) % n]?.ringId) return `${node.peer} has a wrong successor ${k}`
      }
      const predecessor = n === 1 ? undefined : places[(i + n - 1) % n]?.ringId
      if (node.view.predecessor(position)?.id !== predecessor) return `${node.peer} has a wrong predecessor`
      const wrong = fingers ? this.#wrongFinger(places[i] as RingPlace, places) : undefined
      if (wrong !== undefined) return wrong
    }
    return undefined
  }

  /** How long the list at a place is: until it names r other peers, or goes all the way round. */
  #reach(places: readonly RingPlace[], at: number): number {
    const own = (places[at] as RingPlace).node
    const others: RingNode[] = []
    const n = places.length
    let length = 0
    while (length < n - 1 && length < MAX_LIST && others.length < this.params.successors) {
      const { node } = places[(at + ++length) % n] as RingPlace
      if (node !== own && !others.includes(node)) others.push(node)
    }
    return length
  }

  #wrongFinger({ node, position }: RingPlace, places: readonly RingPlace[]): string | undefined {
    for (const { start, node: finger } of node.view.describe()[position]?.fingers ?? []) {
      if (finger.id !== ownerOf(places, start).ringId) return `${node.peer} has a wrong finger at ${start.slice(0, 8)}`
    }
    return undefined
  }
}

/** The references of a node at so many positions, all of the same incarnation. */
export const positionsOf = (self: NodeRef, count: number): readonly NodeRef[] =>
  Array.from({ length: count }, (_, position) => positionOf(self, position))

function positionOf(self: NodeRef, position: number): NodeRef {
  if (position === 0) return self
  return Object.freeze({ ...self, position, id: simulatedRingId(self.peer, position) })
}

/** Neither dead, nor joining, nor gone from the ring. */
const isMember = ({ alive, view }: RingNode): boolean => alive && view.state(0) !== 'joining'
const byRingId = (a: { readonly ringId: RingId }, b: { readonly ringId: RingId }): number =>
  a.ringId < b.ringId ? -1 : 1

/** succ(id) of members, or places, sorted by ring id, by binary search. */
export function ownerOf<Member extends { readonly ringId: RingId }>(members: readonly Member[], id: RingId): Member {
  let low = 0
  let high = members.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((members[middle] as Member).ringId < id) low = middle + 1
    else high = middle
  }
  const owner = members[low % members.length] as Member
  const before = members[(low + members.length - 1) % members.length] as Member
  if (members.length > 1 && !inArc(before.ringId, id, owner.ringId)) throw new Error('members are not sorted')
  return owner
}
