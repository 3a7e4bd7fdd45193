/**
 * Exhaustive exploration of the real machine on a handful of nodes: every order of message deliveries, timers, joins,
 * crashes and verdicts of the detector, from a start state, with all invariants checked in every state reached.
 *
 * What is abstracted, so that the states are finite:
 * - Time. A timer is armed or not; an armed one may go off at any moment.
 * - Time-outs. Nothing is lost, and a time-out never changes a list; asks to a crashed node fail when the detector of the
 *   asker speaks, at any moment after the crash, at each node on its own.
 * - What no list depends on (find, ping, the acknowledgement of a notify) happens at once. So does the question for a
 *   view, but under the busy rule: what counts is when it is answered. The answers and notifies travel, first in first
 *   out per pair of nodes.
 * - Fingers are off; a view is always told in full.
 * - The positions of a peer are born, and crash, together. What goes as one message between two peers is heard at once, and
 *   answered as one: the answer travels.
 */
import { epoch, monoMs, Random, wallMs, type NodeRef, type PeerKey, type RingId } from '../../../../src/base/index.ts'
import {
  checkBootstrapRing,
  isIdeal,
  memberState,
  oneLiveSuccessor,
  sufficientPrincipals,
  type MemberState,
  type RingWorld,
  type Violation,
} from '../../../../src/protocols/chord/invariants.ts'
import {
  makeChord,
  MAX_ALTERNATES,
  MAX_TRANSITS,
  type ChordMachine,
  type ChordProtocol,
  type ChordRequest,
  type ChordResponse,
} from '../../../../src/protocols/chord/index.ts'
import { restAfter } from '../../../../src/protocols/chord/lists.ts'
import { Relay } from '../../../../src/protocols/relay.ts'
import type { ChordState, JoinAttempt, Position, Purpose } from '../../../../src/protocols/chord/state.ts'
import type { AskId, CommandId, Context, Effect, Input, ReplyId } from '../../../../src/protocols/index.ts'
import { PARAMS, idOf, refOf } from './net.ts'

/**
 * How a node treats a question for its view while a query of its own is out. `recheck`: answers, and does not adopt what
 * it hears then (the machine as it is). `naive`: answers, and adopts nevertheless. `busy`: Zave's rule, does not answer
 * before its own query has ended (the question waits in the channel).
 */
export type Rule = 'recheck' | 'naive' | 'busy'

export interface Scenario {
  readonly name: string
  /** Length of successor lists. */
  readonly length: number
  /** Ids as hex digits, of the ring that stands ideal at the start. One: a ring of one. */
  readonly ring: readonly string[]
  readonly joiners: readonly string[]
  readonly crashes: number
  /** Which crashes are in the protocol's promise: those that keep the invariants, looked at in the state that results. */
  readonly assume: 'zave' | 'bootstrap'
  readonly rule?: Rule
  /** Of some peers, by their first id, the id of a second position: both are born, and crash, together. */
  readonly second?: Readonly<Record<string, string>>
  /** Notifies arrive at once instead of at any later time: far fewer states, so that more nodes can be exhausted. */
  readonly quickNotifies?: boolean
}

interface Letter {
  readonly kind: 'request' | 'answer' | 'failed'
  readonly ask: AskId
  readonly body: ChordRequest | ChordResponse | 'refused'
}
interface Snap {
  readonly status: 'unborn' | 'live' | 'dead'
  readonly state: ChordState | undefined
  /** Nodes its detector holds for dead. */
  readonly knowsDead: readonly number[]
  /** Asks under way: whom. */
  readonly asks: ReadonlyMap<AskId, number>
  hash: number | undefined
}
interface World {
  readonly snaps: readonly Snap[]
  /** channels[from * n + to], oldest first. */
  readonly channels: readonly (readonly Letter[])[]
  readonly crashesLeft: number
}
interface Action {
  readonly name: string
  readonly run: () => unknown
  readonly isRare: boolean
}
interface Link {
  readonly parent: Link | undefined
  readonly action: string
}

export interface Report {
  readonly states: number
  readonly transitions: number
  /** The shortest way to a broken invariant, if there is one. */
  readonly violation:
    { readonly trace: readonly string[]; readonly broken: readonly Violation[]; readonly world: string } | undefined
  /** States from which a fair run without further joins and crashes did not become ideal. */
  readonly stuck: { readonly trace: readonly string[]; readonly world: string } | undefined
  /** The bound on states was hit. */
  readonly cut: boolean
}

/** Chance that never surprises: exploration chooses itself. */
class Fixed extends Random {
  override float(): number {
    return 0.5
  }
  override uint32(): number {
    return 2 ** 31
  }
}

export class Explorer {
  readonly #scenario: Scenario
  readonly #refs: readonly NodeRef[]
  /** All positions of each. */
  readonly #places: readonly (readonly NodeRef[])[]
  readonly #machines: readonly ChordMachine[]
  readonly #index = new Map<PeerKey, number>()
  readonly #n: number
  #rule: Rule = 'recheck'
  #knowsDead: readonly number[] = []
  // The world that is being changed.
  #snaps: Snap[] = []
  #channels: (readonly Letter[])[] = []
  #crashesLeft = 0

  constructor(scenario: Scenario) {
    this.#scenario = scenario
    const ids = [...scenario.ring, ...scenario.joiners]
    this.#n = ids.length
    this.#refs = ids.map((digits) => refOf(digits, idOf(digits)))
    this.#places = this.#refs.map((ref) => {
      const other = scenario.second?.[ref.peer]
      return other === undefined ? [ref] : [ref, Object.freeze({ ...ref, position: 1, id: idOf(other) })]
    })
    for (const [i, ref] of this.#refs.entries()) this.#index.set(ref.peer, i)
    const params = { ...PARAMS, successors: scenario.length }
    const detector = { isDead: ({ peer }: NodeRef) => this.#knowsDead.includes(this.#at(peer)) }
    this.#machines = this.#places.map((self) => {
      return makeChord(params, { detector, self: () => self }, new Fixed(1))
    })
  }

  #at(peer: PeerKey): number {
    return this.#index.get(peer)!
  }

  explore(maxStates: number, fairEvery = 0): Report {
    const seen = new Set<number>()
    let layer: { world: World; link: Link | undefined }[] = [{ world: this.#start(), link: undefined }]
    seen.add(this.#hash(layer[0]!.world))
    let transitions = 0
    let stuck: Report['stuck']
    while (layer.length > 0) {
      const next: typeof layer = []
      for (const { world, link } of layer) {
        for (const [action, after] of this.#successors(world)) {
          transitions++
          const hash = this.#hash(after)
          if (seen.has(hash)) continue
          seen.add(hash)
          const reached = { parent: link, action }
          const broken = this.check(after)
          if (broken.length > 0) {
            const violation = { trace: traceOf(reached), broken, world: this.describe(after) }
            return { states: seen.size, transitions, violation, stuck, cut: false }
          }
          if (fairEvery > 0 && stuck === undefined && seen.size % fairEvery === 0) {
            const end = this.#fairEnd(after)
            if (end !== undefined) stuck = { trace: traceOf(reached), world: this.describe(end) }
          }
          next.push({ world: after, link: reached })
        }
        if (seen.size >= maxStates) return { states: seen.size, transitions, violation: undefined, stuck, cut: true }
      }
      layer = next
    }
    return { states: seen.size, transitions, violation: undefined, stuck, cut: false }
  }

  /** Random walks instead of all of them: for more nodes than can be exhausted. */
  walk(random: Random, walks: number, steps: number): Report {
    const start = this.#start()
    let states = 0
    for (let i = 0; i < walks; i++) {
      let world = start
      let link: Link | undefined
      for (let step = 0; step < steps; step++) {
        const taken = this.#randomStep(world, random)
        if (taken === undefined) break
        states++
        world = taken[1]
        link = { parent: link, action: taken[0] }
        const broken = this.check(world)
        if (broken.length === 0) continue
        const violation = { trace: traceOf(link), broken, world: this.describe(world) }
        return { states, transitions: states, violation, stuck: undefined, cut: true }
      }
      const end = this.#fairEnd(world)
      if (end === undefined || link === undefined) continue
      const stuck = { trace: traceOf(link), world: this.describe(end) }
      return { states, transitions: states, violation: undefined, stuck, cut: true }
    }
    return { states, transitions: states, violation: undefined, stuck: undefined, cut: true }
  }

  #randomStep(world: World, random: Random): [string, World] | undefined {
    const possible = this.#actions(world)
    // Births and crashes are rarer, so that they meet all kinds of states.
    for (let tries = 0; tries < 50; tries++) {
      const action = random.pick(possible)
      if (action === undefined) return undefined
      if (action.isRare && random.below(8) > 0) continue
      this.#load(world)
      if (action.run() !== false) return [action.name, this.#world()]
    }
    return undefined
  }

  /**
   * Takes the actions of a trace one after another, as far as they are possible, until an invariant breaks. Gives the
   * actions taken and what broke.
   */
  replay(trace: readonly string[]): { readonly taken: readonly string[]; readonly broken: readonly Violation[] } {
    let world = this.#start()
    const taken: string[] = []
    for (const name of trace) {
      const action = this.#actions(world).find((each) => each.name === name)
      this.#load(world)
      if (action === undefined || action.run() === false) continue
      world = this.#world()
      taken.push(name)
      const broken = this.check(world)
      if (broken.length > 0) return { taken, broken }
    }
    return { taken, broken: [] }
  }

  check(world: World): Violation[] {
    const ring = this.#ring(world)
    if (ring.members.size === 0) return []
    const broken = checkBootstrapRing(ring)
    const few = this.#scenario.assume === 'zave' ? sufficientPrincipals(ring) : undefined
    return few === undefined ? broken : [...broken, few]
  }

  describe(world: World): string {
    const lines = world.snaps.map((snap, i) => {
      if (snap.status !== 'live') return `${this.#name(i)} ${snap.status}`
      const lines = snap.state!.positions.map((position) => this.#describePosition(position))
      return `${this.#name(i)} ${lines.join(' | ')}`
    })
    return lines.join('\n')
  }

  #describePosition({ membership, query }: Position): string {
    const list =
      membership.state !== 'member'
        ? ''
        : membership.successors.state === 'settled'
          ? [membership.successors.head, ...membership.successors.rest].map(refText).join(',')
          : `failing over ${membership.successors.candidates.map(refText).join(',')}`
    const back =
      membership.state === 'member'
        ? ` pred ${refText(membership.predecessor)} from ${refText(membership.boundary)}`
        : ''
    const asks = query === undefined ? '' : ` asks ${refText(query.to)} (${query.kind})`
    return `${membership.state} [${list}]${back}${asks}`
  }

  // ---- start ---------------------------------------------------------------------------------------------------------

  #start(): World {
    const { ring, joiners } = this.#scenario
    const n = this.#n
    this.#snaps = Array.from({ length: n }, () => ({
      status: 'unborn',
      state: undefined,
      knowsDead: [],
      asks: new Map<AskId, number>(),
      hash: undefined,
    }))
    this.#channels = Array.from({ length: n * n }, () => [])
    this.#crashesLeft = this.#scenario.crashes
    // The standing ring grows one by one, each to rest, by the machine itself: so the start is a state it reaches.
    this.#rule = 'recheck'
    for (let i = 0; i < ring.length; i++) {
      this.#born(i, i === 0 ? [] : [this.#refs[0]!])
      let world = this.#world()
      for (let round = 0; round < 12; round++) world = this.#fairRound(world)
      this.#load(world)
    }
    this.#rule = this.#scenario.rule ?? 'recheck'
    const world = this.#world()
    if (!isIdeal(this.#ring(world)))
      throw new Error(`no ideal start of ${ring.join()} with ${joiners.join()}:\n${this.describe(world)}`)
    return world
  }

  #ring(world: World): RingWorld {
    const members = new Map<RingId, MemberState>()
    for (const [i, snap] of world.snaps.entries()) {
      if (snap.status !== 'live') continue
      const machine = this.#machines[i]!
      machine.state = snap.state!
      for (const { position } of this.#places[i]!) {
        const state = memberState(machine.view, position)
        if (state !== undefined) members.set(state.id, state)
      }
    }
    return { length: this.#scenario.length, hasPositions: this.#scenario.second !== undefined, members }
  }

  // ---- actions -------------------------------------------------------------------------------------------------------

  #successors(world: World): [string, World][] {
    const after: [string, World][] = []
    for (const { name, run } of this.#actions(world)) {
      this.#load(world)
      if (run() !== false) after.push([name, this.#world()])
    }
    return after
  }

  /** All that may happen next. */
  #actions(world: World): Action[] {
    const actions: Action[] = []
    const add = (name: string, run: () => unknown, isRare = false): void => {
      actions.push({ name, run, isRare })
    }
    for (let i = 0; i < this.#n; i++) {
      const snap = world.snaps[i]!
      const name = this.#name(i)
      if (snap.status === 'unborn') {
        add(`${name} begins to join`, () => this.#join(i), true)
        continue
      }
      // What a node had sent before it crashed still arrives.
      for (let j = 0; j < this.#n; j++) {
        const letter = world.channels[i * this.#n + j]![0]
        if (letter === undefined || world.snaps[j]!.status !== 'live' || !this.#mayDeliver(world, j, letter)) continue
        add(`${name} → ${this.#name(j)}: ${sayLetter(letter)}`, () => this.#deliver(i, j))
      }
      if (snap.status !== 'live') continue
      if (this.#wakes(snap)) add(`timer at ${name}`, () => this.#step(i, { type: 'tick' }))
      if (world.crashesLeft > 0) add(`${name} crashes`, () => this.#crash(i), true)
      for (let j = 0; j < this.#n; j++) {
        if (world.snaps[j]!.status !== 'dead' || snap.knowsDead.includes(j)) continue
        add(`${name} learns that ${this.#name(j)} is dead`, () => this.#learn(i, j))
      }
    }
    return actions
  }

  #mayDeliver(world: World, to: number, letter: Letter): boolean {
    if (this.#rule !== 'busy' || letter.kind !== 'request') return true
    const body = letter.body as ChordRequest
    return body.type !== 'view' || world.snaps[to]!.state!.positions[body.position]!.query === undefined
  }

  #wakes(snap: Snap): boolean {
    return snap.state!.positions.some(({ stabilizeAt, joinAt }) => stabilizeAt !== Infinity || joinAt !== Infinity)
  }

  /** Through the first live member, as any daemon that is told an address. */
  #join(i: number): boolean {
    const contact = this.#snaps.findIndex(
      (snap) =>
        snap.status === 'live' && snap.state!.positions.some(({ membership }) => membership.state !== 'joining'),
    )
    if (contact < 0) return false
    this.#born(i, [this.#refs[contact]!])
    return true
  }

  #born(i: number, contacts: readonly NodeRef[]): void {
    const { detector } = { detector: { isDead: () => false } }
    const self = this.#places[i]!
    const fresh = makeChord(PARAMS, { detector, self: () => self }, new Fixed(1))
    const dead = this.#snaps.flatMap((snap, j) => (snap.status === 'dead' ? [j] : []))
    this.#snaps[i] = {
      status: 'live',
      state: fresh.state,
      knowsDead: dead,
      asks: new Map<AskId, number>(),
      hash: undefined,
    }
    this.#step(i, { type: 'command', id: 1 as CommandId, command: { name: 'join', args: { contacts } }, leftMs: 1e9 })
  }

  /**
   * Only a crash that the protocol promises to survive, whichever of the answers under way are adopted: a step is deemed
   * to happen when the asked node answers, so those steps have been taken already, unless they will be dropped.
   */
  #crash(i: number): boolean {
    this.#snaps[i] = {
      ...this.#snaps[i]!,
      status: 'dead',
      state: undefined,
      asks: new Map<AskId, number>(),
      hash: undefined,
    }
    for (let j = 0; j < this.#n; j++) this.#channels[j * this.#n + i] = []
    this.#crashesLeft--
    const world = this.#world()
    const ring = this.#ring(world)
    const steps = this.#stepsUnderWay(world, ring)
    for (let taken = 0; taken < 2 ** steps.length; taken++) {
      const members = new Map(ring.members)
      for (const [k, step] of steps.entries()) if ((taken >> k) % 2 === 1) members.set(step.id, step)
      if (!this.#isPromised({ ...ring, members })) return false
    }
    return true
  }

  #isPromised(ring: RingWorld): boolean {
    if (ring.members.size === 0) return false
    for (const member of ring.members.values()) if (oneLiveSuccessor(member, ring) !== undefined) return false
    return this.#scenario.assume === 'bootstrap' || sufficientPrincipals(ring) === undefined
  }

  /** Each member as it will be when it adopts the answer that is on its way to it. */
  #stepsUnderWay(world: World, ring: RingWorld): MemberState[] {
    const steps: MemberState[] = []
    for (let at = 0; at < world.channels.length; at++) {
      const to = at % this.#n
      for (const { kind, ask, body } of world.channels[at]!) {
        if (kind !== 'answer') continue
        const { state } = world.snaps[to]!
        for (const [part, answer] of partsOf(state!, ask, body as ChordResponse | 'refused')) {
          if (answer.type !== 'view') continue
          const index = state!.positions.findIndex(({ query, membership }) => {
            const purpose = state!.asks.get(part)
            const isJoin =
              purpose?.kind === 'joinView' && membership.state === 'joining' && purpose.attempt === membership.attempt
            return isJoin || (query?.ask === part && (!query.told || this.#rule === 'naive'))
          })
          const ref = this.#places[to]![index]
          if (ref === undefined) continue
          const { id, peer } = ref
          const head = answer.view.self.id
          const rest = restAfter(ref, answer.view.self, answer.view.successors, this.#scenario.length).map(
            (each) => each.id,
          )
          const before = ring.members.get(id) ?? {
            id,
            peer,
            predecessor: undefined,
            boundary: undefined,
            leaving: false,
          }
          steps.push({ ...before, alone: false, successors: [head, ...rest] })
        }
      }
    }
    return steps
  }

  #learn(i: number, dead: number): void {
    const snap = this.#snaps[i]!
    this.#snaps[i] = { ...snap, knowsDead: [...snap.knowsDead, dead].sort(), hash: undefined }
    for (const [ask, to] of snap.asks) {
      if (to === dead) this.#settle(i, ask, { type: 'failed', ask, from: this.#refs[dead]!.peer, why: 'unreachable' })
    }
    this.#step(i, { type: 'news', news: { type: 'peerDead', peer: this.#refs[dead]!.peer } })
  }

  #deliver(from: number, to: number): void {
    const at = from * this.#n + to
    const [letter, ...rest] = this.#channels[at]!
    this.#channels[at] = rest
    this.#arrive(from, to, letter!)
  }

  #arrive(from: number, to: number, letter: Letter): void {
    const peer = this.#refs[from]!.peer
    const { ask } = letter
    if (letter.kind === 'request') {
      this.#request(from, to, ask, letter.body as ChordRequest)
    } else if (letter.kind === 'answer') {
      this.#settle(to, ask, { type: 'answer', ask, from: peer, body: letter.body as ChordResponse })
    } else this.#settle(to, ask, { type: 'failed', ask, from: peer, why: 'refused' })
  }

  #settle(i: number, ask: AskId, input: Input<ChordProtocol>): void {
    const snap = this.#snaps[i]!
    if (!snap.asks.has(ask)) return
    const asks = new Map(snap.asks)
    asks.delete(ask)
    this.#snaps[i] = { ...snap, asks, hash: undefined }
    this.#step(i, input)
  }

  #request(from: number, to: number, ask: AskId, body: ChordRequest): void {
    const reply = (ask * this.#n + from) as ReplyId
    this.#step(to, { type: 'request', from: this.#refs[from]!.peer, reply, body, leftMs: 1e6 })
  }

  #owed(reply: ReplyId): [asker: number, ask: AskId] {
    return [reply % this.#n, Math.floor(reply / this.#n) as AskId]
  }

  /** One step of one machine, on a copy of its state. */
  #step(i: number, input: Input<ChordProtocol>): void {
    const snap = this.#snaps[i]!
    const machine = this.#machines[i]!
    machine.state = cloneState(snap.state!)
    this.#knowsDead = snap.knowsDead
    if (this.#rule === 'naive') {
      for (const position of machine.state.positions) if (position.query !== undefined) position.query.told = false
    }
    const effects = machine.step(CONTEXT, input)
    normalize(machine.state)
    this.#snaps[i] = { ...snap, state: machine.state, hash: undefined }
    for (const effect of effects) this.#apply(i, effect)
  }

  #apply(i: number, effect: Effect<ChordProtocol>): void {
    if (effect.type === 'ask') {
      const peer = typeof effect.to === 'string' ? effect.to : effect.to.peer
      const to = this.#at(peer)
      const snap = this.#snaps[i]!
      this.#snaps[i] = { ...snap, asks: new Map(snap.asks).set(effect.ask, to), hash: undefined }
      if (this.#snaps[to]!.status !== 'live') {
        if (snap.knowsDead.includes(to))
          this.#settle(i, effect.ask, { type: 'failed', ask: effect.ask, from: peer, why: 'unreachable' })
        return
      }
      const { type } = effect.body
      // Nothing overtakes what was sent before on the same stream.
      while (
        (type === 'view' || type === 'batch') &&
        this.#rule !== 'busy' &&
        this.#channels[i * this.#n + to]!.length > 0
      )
        this.#deliver(i, to)
      const travels =
        (type === 'notify' && this.#scenario.quickNotifies !== true) || (type === 'view' && this.#rule === 'busy')
      if (travels) this.#post(i, to, { kind: 'request', ask: effect.ask, body: effect.body })
      else this.#request(i, to, effect.ask, effect.body)
    } else if (effect.type === 'respond' && effect.interim !== true) {
      const [asker, ask] = this.#owed(effect.reply)
      const letter: Letter = { kind: 'answer', ask, body: effect.body }
      if (effect.body.type === 'view' || effect.body.type === 'batch') this.#postView(i, asker, letter)
      else if (this.#snaps[asker]!.status === 'live') this.#arrive(i, asker, letter)
    } else if (effect.type === 'refuse') {
      const [asker, ask] = this.#owed(effect.reply)
      if (this.#snaps[asker]!.status === 'live') this.#arrive(i, asker, { kind: 'failed', ask, body: 'refused' })
    } else if (effect.type === 'cancelAsk') {
      const asks = new Map(this.#snaps[i]!.asks)
      asks.delete(effect.ask)
      this.#snaps[i] = { ...this.#snaps[i]!, asks, hash: undefined }
    }
  }

  /**
   * A view that will change nothing at its asker is heard at once. Its asker's list cannot change while the query is out,
   * so when it is heard makes no difference, and the endless rounds of a quiet ring are no states of their own.
   */
  #postView(from: number, to: number, letter: Letter): void {
    const before = this.#world()
    const { status, state } = before.snaps[to]!
    if (status === 'live' && this.#rule !== 'busy' && isOfQuery(state!, letter)) {
      const quiet = stateText(state!, false)
      this.#arrive(from, to, letter)
      const after = this.#snaps[to]!
      const isSame =
        stateText(after.state!, true) === quiet && this.#channels.every((each, at) => each === before.channels[at])
      if (isSame && after.asks.size === before.snaps[to]!.asks.size - 1) return
      this.#load(before)
    }
    this.#post(from, to, letter)
  }

  #post(from: number, to: number, letter: Letter): void {
    const at = from * this.#n + to
    if (this.#snaps[to]!.status === 'live') this.#channels[at] = [...this.#channels[at]!, letter]
  }

  // ---- worlds --------------------------------------------------------------------------------------------------------

  #world(): World {
    return { snaps: [...this.#snaps], channels: [...this.#channels], crashesLeft: this.#crashesLeft }
  }

  #load(world: World): void {
    this.#snaps = [...world.snaps]
    this.#channels = [...world.channels]
    this.#crashesLeft = world.crashesLeft
  }

  /** Every verdict is heard, every timer goes off, then all that is under way is delivered. */
  #fairRound(world: World): World {
    this.#load(world)
    for (let i = 0; i < this.#n; i++) {
      for (let j = 0; j < this.#n; j++) {
        const snap = this.#snaps[i]!
        if (snap.status === 'live' && this.#snaps[j]!.status === 'dead' && !snap.knowsDead.includes(j))
          this.#learn(i, j)
      }
    }
    for (let i = 0; i < this.#n; i++) {
      const snap = this.#snaps[i]!
      if (snap.status === 'live' && this.#wakes(snap)) this.#step(i, { type: 'tick' })
    }
    for (let quiet = false, i = 0; !quiet && i < 500; i++) {
      quiet = true
      for (let at = 0; at < this.#channels.length; at++) {
        const [from, to] = [Math.floor(at / this.#n), at % this.#n]
        const letter = this.#channels[at]![0]
        if (letter === undefined || this.#snaps[to]!.status !== 'live' || !this.#mayDeliver(this.#world(), to, letter))
          continue
        this.#deliver(from, to)
        quiet = false
      }
    }
    return this.#world()
  }

  /** Undefined when a fair run becomes ideal and quiet; else where it ended. */
  #fairEnd(world: World): World | undefined {
    let end = world
    for (let round = 0; round < 40; round++) {
      end = this.#fairRound(end)
      if (isIdeal(this.#ring(end)) && end.snaps.every((snap) => snap.status !== 'live' || isSettled(snap.state!)))
        return undefined
    }
    return end
  }

  #name(i: number): string {
    return this.#refs[i]!.peer
  }

  // ---- comparison ----------------------------------------------------------------------------------------------------

  #hash(world: World): number {
    let text = `${world.crashesLeft.toString()}|`
    for (const [i, snap] of world.snaps.entries()) text += `${this.#snapHash(snap, i).toString(36)};`
    for (let from = 0; from < this.#n; from++) {
      for (let to = 0; to < this.#n; to++) {
        for (const letter of world.channels[from * this.#n + to]!) {
          const asker = letter.kind === 'request' ? from : to
          text += `${from.toString()}${to.toString()}${this.#letterText(world, letter, asker)},`
        }
      }
    }
    return hash53(text)
  }

  #letterText(world: World, letter: Letter, asker: number): string {
    const purpose = world.snaps[asker]!.state?.asks.get(letter.ask)
    const { state } = world.snaps[asker]!
    const isCurrent = state !== undefined && isOfQuery(state, letter) ? '!' : ''
    return `${letter.kind}${purpose?.kind ?? 'gone'}${isCurrent}${bodyText(letter.body)}`
  }

  #snapHash(snap: Snap, i: number): number {
    if (snap.hash !== undefined) return snap.hash
    let text = `${snap.status}${snap.knowsDead.join()}`
    if (snap.state !== undefined) text += stateText(snap.state)
    for (const [ask, to] of snap.asks) text += `${snap.state?.asks.get(ask)?.kind ?? '-'}${to.toString()} `
    snap.hash = hash53(`${i.toString()}${text}`)
    return snap.hash
  }
}

const CONTEXT: Context = {
  now: monoMs(1),
  wall: { earliest: wallMs(1), latest: wallMs(1) },
  lamport: 1 as Context['lamport'],
  epoch: epoch(1),
}

/** Time stands still: what is armed is due, versions and rounds do not count. */
function normalize(state: ChordState): void {
  for (const position of state.positions) {
    position.version = 1
    position.view = undefined
    position.routes = undefined
    if (position.headView !== undefined) position.headView = Object.freeze({ ...position.headView, version: 0 })
    position.predecessorHeardAt = 1
    position.roundAt = 0
    position.calmVersion = 0
    position.calmRounds = 0
    position.strandedRounds = 0
    // Time does not pass here: whoever waits with its claim may be through with that at its next timer.
    position.claimsAt = 0
    position.fingerAt = Infinity
    // Nobody comes back and there is one ring: what is remembered of others changes nothing.
    position.remembered = []
    position.probeAt = Infinity
    if (position.stabilizeAt !== Infinity) position.stabilizeAt = 1
    if (position.joinAt !== Infinity) position.joinAt = 1
    // Never changed in place: frozen, the copies share them.
    if (position.membership.state !== 'joining') Object.freeze(position.membership)
    Object.freeze(position.fingers)
    if (position.membership.state === 'joining' && position.membership.attempt !== undefined) {
      position.membership.attempt.turn %= position.membership.attempt.contacts.length
    }
  }
  state.suspects.clear()
  state.parted.clear()
  Object.freeze(state.kept)
  Object.freeze(state.contacts)
}

const isSettled = (state: ChordState): boolean =>
  state.positions.every(({ query }) => query === undefined) && state.parked.length === 0

const refText = (ref: NodeRef | undefined): string =>
  ref === undefined ? '-' : ref.position === 0 ? ref.peer : `${ref.peer}/${ref.position.toString()}`

/** What an answer answers: of a batch each part. */
function partsOf(state: ChordState, ask: AskId, body: ChordResponse | 'refused'): [AskId, ChordResponse][] {
  if (body === 'refused') return []
  const purpose = state.asks.get(ask)
  if (purpose?.kind !== 'batch' || body.type !== 'batch') return [[ask, body]]
  return purpose.parts.flatMap((part, i) => {
    const answer = body.answers[i]
    return answer === undefined ? [] : [[part.ask, answer]]
  })
}

/** Does a query wait for it? */
function isOfQuery(state: ChordState, { ask }: Letter): boolean {
  const purpose = state.asks.get(ask)
  const asks = purpose?.kind === 'batch' ? purpose.parts.map((part) => part.ask) : [ask]
  return state.positions.some(({ query }) => query !== undefined && asks.includes(query.ask))
}

function stateText(state: ChordState, withQuery = true): string {
  const positions = state.positions.map((position) => positionText(position, withQuery))
  return `${positions.join('|')}p${state.parked.length.toString()}t${state.relay.size.toString()}`
}

function positionText(position: Position, withQuery: boolean): string {
  const { membership, query, rectifying, notified, headView } = position
  let text: string = membership.state
  if (membership.state === 'member') {
    const { successors } = membership
    text +=
      successors.state === 'settled'
        ? `${refText(successors.head)}:${successors.rest.map(refText).join()}`
        : `?${String(successors.far)}${successors.candidates.map(refText).join()}`
    text += `<${refText(membership.predecessor)}<${refText(membership.boundary)}<${refText(position.barrier)}`
  } else if (membership.state === 'joining' && membership.attempt !== undefined) {
    text += `${membership.attempt.turn.toString()}w${membership.attempt.walked.toString()}`
  }
  if (query !== undefined && withQuery)
    text += `q${query.kind}${refText(query.to)}${String(query.told)}${query.restarts.toString()}${query.walked.toString()}`
  if (rectifying !== undefined) text += `r${refText(rectifying.candidate)}${String(rectifying.onRing)}`
  text += `${String(position.predecessorAsked)}${String(position.stabilizeAt)}${String(position.joinAt)}`
  if (notified !== undefined) text += `n${notified.id.slice(0, 4)}${String(notified.onRing)}`
  if (headView !== undefined) text += `h${refText(headView.self)}${refText(headView.predecessor)}`
  return text
}

function bodyText(body: Letter['body']): string {
  if (body === 'refused') return body
  if (body.type === 'view' && 'view' in body) {
    const { view } = body
    return `${refText(view.self)}<${refText(view.predecessor)}:${view.successors.map(refText).join()}`
  }
  if (body.type === 'notify') return `notify${String(body.onRing)}`
  if (body.type === 'batch' && 'answers' in body)
    return body.answers.map((each) => (each === undefined ? '-' : bodyText(each))).join('+')
  return body.type
}

const sayLetter = (letter: Letter): string => {
  const { body } = letter
  if (body === 'refused') return body
  if (body.type === 'view' && 'view' in body) {
    return `my successors are ${body.view.successors.map(refText).join(',')}, my predecessor ${refText(body.view.predecessor)}`
  }
  if (body.type === 'view') return 'your view?'
  return body.type
}

function traceOf(link: Link): string[] {
  const trace: string[] = []
  for (let at: Link | undefined = link; at !== undefined; at = at.parent) trace.push(at.action)
  return trace.reverse()
}

/** Two 32-bit hashes side by side, 53 bits in all: at a million states a collision has a chance of 1 in 10,000. */
function hash53(text: string): number {
  let a = 0xdeadbeef
  let b = 0x41c6ce57
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    a = Math.imul(a ^ code, 2654435761)
    b = Math.imul(b ^ code, 1597334677)
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909)
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909)
  return 4294967296 * (2097151 & b) + (a >>> 0)
}

/** A deep copy, by hand where it is simple: half of the time is spent here. */
function cloneState(state: ChordState): ChordState {
  if (state.relay.size > 0 || state.lookups.size > 0) return clone(state)
  const copies = new Map<Position, Position>()
  const attempts = new Map<JoinAttempt, JoinAttempt>()
  const positions = state.positions.map((each) => {
    const position = { ...each }
    copies.set(each, position)
    const { membership, query, rectifying } = position
    if (query !== undefined) position.query = { ...query }
    if (rectifying !== undefined) position.rectifying = { ...rectifying }
    if (membership.state === 'joining' && membership.attempt !== undefined) {
      const attempt = { ...membership.attempt }
      attempts.set(membership.attempt, attempt)
      position.membership = { state: 'joining', attempt }
    }
    return position
  })
  const asks = new Map<AskId, Purpose>()
  for (const [ask, purpose] of state.asks) {
    if (purpose.kind === 'announce' || purpose.kind === 'batch') asks.set(ask, purpose)
    else if (purpose.kind === 'hop' || purpose.kind === 'step' || purpose.kind === 'verify')
      continue // of a find that is over
    else {
      const position = copies.get(purpose.position) ?? purpose.position
      if (purpose.kind === 'joinFind' || purpose.kind === 'joinView') {
        asks.set(ask, { ...purpose, position, attempt: attempts.get(purpose.attempt) ?? purpose.attempt })
      } else asks.set(ask, { ...purpose, position })
    }
  }
  return {
    ...state,
    positions,
    asks,
    parked: [],
    suspects: new Map(),
    parted: new Map(),
    relay: new Relay(MAX_TRANSITS, MAX_ALTERNATES),
  }
}

/** A deep copy that keeps identities and shares what is frozen. */
function clone<T>(value: T): T {
  const copies = new Map<object, object>()
  const copy = (of: unknown): unknown => {
    if (typeof of !== 'object' || of === null || Object.isFrozen(of)) return of
    const known = copies.get(of)
    if (known !== undefined) return known
    if (of instanceof Map) {
      const map = new Map<unknown, unknown>()
      copies.set(of, map)
      for (const [key, each] of of) map.set(key, copy(each))
      return map
    }
    if (of instanceof Set) {
      const set = new Set<unknown>()
      copies.set(of, set)
      for (const each of of) set.add(copy(each))
      return set
    }
    if (Array.isArray(of)) {
      const list: unknown[] = []
      copies.set(of, list)
      for (const each of of) list.push(copy(each))
      return list
    }
    const object = Object.create(Object.getPrototypeOf(of) as object | null) as Record<string, unknown>
    copies.set(of, object)
    for (const key of Object.keys(of)) object[key] = copy((of as Record<string, unknown>)[key])
    return object
  }
  return copy(value) as T
}
