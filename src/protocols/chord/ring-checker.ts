import { between, inArc, type RingId } from '../../base/index.ts'
import {
  checkBootstrapRing,
  firstBehind,
  ofMember,
  strictlyBetween,
  type MemberState,
  type RingWorld,
  type Violation,
} from './invariants.ts'

/** Arcs of the ring by which lists are found that may skip a node; by the leading 10 bits. */
const SECTORS = 1024
const SECTOR_DIGITS = 3
const SECTOR_SHIFT = 2

/**
 * Zave's invariant speaks of lists as they are deemed to be, each step done when the asked node answers. Those seen from
 * outside lag behind by the answers under way, each of which may turn a few principals into others; so a ring is held to
 * the invariant only when it has principals to spare.
 */
const ESTABLISHED = 2

interface Entry {
  state: MemberState
  /** Sectors that the extended successor list touches. */
  sectors: readonly number[]
}

/**
 * Zave's invariant and DisjointRanges, kept up step by step: `update` costs O(r) and a little, however large the ring is,
 * and gives the violations that hold now. What else follows from the invariant, `checkRing` says in full.
 *
 * A ring is established when more than ESTABLISHED · r members are principal; until then, and when a crash or a departure
 * leaves no more than r principals or members, it is held to checkBootstrapRing.
 */
export class RingChecker {
  readonly #length: number
  readonly #hasPositions: boolean
  readonly #entries = new Map<RingId, Entry>()
  readonly #members = new Map<RingId, MemberState>()
  /** All members, sorted, and those of them that own a range. */
  readonly #ids: RingId[] = []
  readonly #owners: RingId[] = []
  /** Who lists an id, be it alive or not. */
  readonly #holders = new Map<RingId, Set<RingId>>()
  readonly #sectors: Set<Entry>[] = Array.from({ length: SECTORS }, () => new Set())
  /** For each member, how many adjacent pairs of lists skip it. */
  readonly #skips = new Map<RingId, number>()
  readonly #leaving = new Set<RingId>()
  /** Of those that stay. */
  #principals = 0
  #established = false
  readonly #broken = new Map<RingId, Violation[]>()
  /** Violations of the bootstrap mode as of the last update, which looks at all members anew. */
  #bootstrap: readonly Violation[] = []

  /**
   * @param length r, the length of a full successor list
   * @param hasPositions peers may have several positions
   */
  constructor(length: number, hasPositions = false) {
    this.#length = length
    this.#hasPositions = hasPositions
  }

  /** The ring is held to Zave's invariant. */
  get established(): boolean {
    return this.#established
  }

  get principals(): number {
    return this.#principals
  }

  get world(): RingWorld {
    return { length: this.#length, hasPositions: this.#hasPositions, members: this.#members }
  }

  /** A member has taken a step: its state now; undefined when it crashed or left. Gives all violations that hold. */
  update(id: RingId, state: MemberState | undefined): readonly Violation[] {
    return this.#verdict(this.#take(id, state))
  }

  /** The same of several members at once: all positions of a peer take their steps together, and are lost together. */
  updateAll(states: readonly (readonly [id: RingId, state: MemberState | undefined])[]): readonly Violation[] {
    let isLoss = false
    for (const [id, state] of states) isLoss = this.#take(id, state) || isLoss
    return this.#verdict(isLoss)
  }

  /** True when the ring loses a member by it. */
  #take(id: RingId, state: MemberState | undefined): boolean {
    const entry = this.#entries.get(id)
    const isLoss = state === undefined || (state.leaving && !this.#leaving.has(id))
    if (entry === undefined) {
      if (state !== undefined) this.#enter(state)
    } else if (state === undefined) this.#leave(entry)
    else this.#change(entry, state)
    return isLoss
  }

  #verdict(isLoss: boolean): readonly Violation[] {
    const count = this.#ids.length - this.#leaving.size
    if (count <= this.#length || (isLoss && this.#principals <= this.#length)) this.#established = false
    else if (this.#principals > ESTABLISHED * this.#length) this.#established = true
    if (!this.#established) {
      this.#bootstrap = checkBootstrapRing(this.world)
      return this.#bootstrap
    }
    if (this.#broken.size === 0 && this.#principals > this.#length) return NONE
    const violations = [...this.#broken.values()].flat()
    if (this.#principals <= this.#length) {
      const detail = `${this.#principals.toString()} of ${count.toString()}`
      violations.push({ invariant: 'SufficientPrincipals', node: undefined, detail })
    }
    return violations
  }

  #enter(state: MemberState): void {
    const { id } = state
    const entry: Entry = { state, sectors: [] }
    this.#entries.set(id, entry)
    this.#members.set(id, state)
    insert(this.#ids, id)
    let skips = 0
    for (const other of this.#sectors[sectorOf(id)] as Set<Entry>) skips += skipsOf(other.state, id)
    this.#skips.set(id, skips)
    if (skips === 0) this.#principals++
    this.#setLeaving(state)
    this.#addList(entry)
    this.#setOwner(state, true)
    this.#judge(id)
    // For those that list it somebody has come to life.
    this.#judgeHolders(id)
  }

  #leave(entry: Entry): void {
    const { id } = entry.state
    this.#removeList(entry)
    this.#setOwner(entry.state, false)
    const stays = !this.#leaving.delete(id)
    if (stays && this.#skips.get(id) === 0) this.#principals--
    this.#skips.delete(id)
    remove(this.#ids, id)
    this.#entries.delete(id)
    this.#members.delete(id)
    this.#broken.delete(id)
    this.#judgeHolders(id)
    this.#judgeOwnersAround(id)
  }

  #change(entry: Entry, state: MemberState): void {
    const before = entry.state
    this.#members.set(state.id, state)
    this.#setLeaving(state)
    if (sameIds(before.successors, state.successors)) entry.state = state
    else {
      this.#removeList(entry)
      entry.state = state
      this.#addList(entry)
    }
    if (before.alone !== state.alone || before.boundary !== state.boundary) {
      this.#setOwner(before, false)
      this.#setOwner(state, true)
    }
    this.#judge(state.id)
  }

  // ---- lists: who holds whom, and who is skipped ----------------------------------------------------------------------

  #addList(entry: Entry): void {
    const { id, successors } = entry.state
    const sectors = new Set<number>()
    let before = id
    for (const next of successors) {
      const holders = this.#holders.get(next)
      if (holders === undefined) this.#holders.set(next, new Set([id]))
      else holders.add(id)
      for (const skipped of strictlyBetween(this.#ids, before, next)) this.#skip(skipped, 1)
      addSectors(sectors, before, next)
      before = next
    }
    entry.sectors = [...sectors]
    for (const sector of sectors) this.#sectors[sector]?.add(entry)
  }

  #removeList(entry: Entry): void {
    const { id, successors } = entry.state
    let before = id
    for (const next of successors) {
      const holders = this.#holders.get(next)
      holders?.delete(id)
      if (holders?.size === 0) this.#holders.delete(next)
      for (const skipped of strictlyBetween(this.#ids, before, next)) this.#skip(skipped, -1)
      before = next
    }
    for (const sector of entry.sectors) this.#sectors[sector]?.delete(entry)
  }

  #skip(id: RingId, by: number): void {
    const before = this.#skips.get(id) ?? 0
    this.#skips.set(id, before + by)
    if (this.#leaving.has(id)) return
    if (before === 0) this.#principals--
    else if (before + by === 0) this.#principals++
  }

  #setLeaving({ id, leaving }: MemberState): void {
    if (leaving === this.#leaving.has(id)) return
    if (leaving) this.#leaving.add(id)
    else this.#leaving.delete(id)
    if (this.#skips.get(id) === 0) this.#principals += leaving ? -1 : 1
  }

  // ---- ranges ---------------------------------------------------------------------------------------------------------

  #setOwner(state: MemberState, owns: boolean): void {
    if (!state.alone && state.boundary === undefined) return
    if (owns) insert(this.#owners, state.id)
    else remove(this.#owners, state.id)
    this.#judgeOwnersAround(state.id)
  }

  /** The owner behind an id sees another before it now. */
  #judgeOwnersAround(id: RingId): void {
    const { length } = this.#owners
    if (length === 0) return
    const behind = this.#owners[firstBehind(this.#owners, id) % length] as RingId
    this.#judge(behind)
  }

  #rangeOf(state: MemberState): Violation | undefined {
    const { id, alone, boundary } = state
    const from = alone ? id : boundary
    const { length } = this.#owners
    if (from === undefined || length < 2) return undefined
    const before = this.#owners[(firstBehind(this.#owners, id) + length - 2) % length] as RingId
    if (!inArc(from, before, id)) return undefined
    return { invariant: 'DisjointRanges', node: id, detail: `owns (${from}, ${id}] with ${before} in it` }
  }

  // ---- verdicts on one member -----------------------------------------------------------------------------------------

  #judge(id: RingId): void {
    const state = this.#members.get(id)
    if (state === undefined) return
    const violations = ofMember(state, this.world)
    const range = this.#rangeOf(state)
    if (range !== undefined) violations.push(range)
    if (violations.length > 0) this.#broken.set(id, violations)
    else this.#broken.delete(id)
  }

  #judgeHolders(id: RingId): void {
    for (const holder of this.#holders.get(id) ?? []) this.#judge(holder)
  }
}

const NONE: readonly Violation[] = Object.freeze([])

function sameIds(a: readonly RingId[], b: readonly RingId[]): boolean {
  return a === b || (a.length === b.length && a.every((id, i) => id === b[i]))
}

/** How many adjacent pairs of the extended list skip the id. */
function skipsOf(state: MemberState, id: RingId): number {
  let skips = 0
  let before = state.id
  for (const next of state.successors) {
    if (between(before, id, next)) skips++
    before = next
  }
  return skips
}

const sectorOf = (id: RingId): number => Number.parseInt(id.slice(0, SECTOR_DIGITS), 16) >> SECTOR_SHIFT

/** The sectors of the arc a→b; all of them when it goes once round. */
function addSectors(sectors: Set<number>, a: RingId, b: RingId): void {
  const last = sectorOf(b)
  let sector = sectorOf(a)
  const goesRound = b <= a && sector === last
  sectors.add(sector)
  for (let i = 0; i < SECTORS && (goesRound || sector !== last); i++) {
    sector = (sector + 1) % SECTORS
    sectors.add(sector)
  }
}

function insert(sorted: RingId[], id: RingId): void {
  const index = firstBehind(sorted, id)
  if (sorted[index - 1] !== id) sorted.splice(index, 0, id)
}

function remove(sorted: RingId[], id: RingId): void {
  const index = firstBehind(sorted, id) - 1
  if (sorted[index] === id) sorted.splice(index, 1)
}
