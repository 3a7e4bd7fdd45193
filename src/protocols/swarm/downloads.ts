import type { PeerKey, Random } from '../../base/index.ts'
import { sessionIdOf, type BlockRef, type Effect, type SessionId } from '../machine.ts'
import type { PieceSet } from './bits.ts'
import type { Budget } from './budget.ts'
import type { MissingLayer } from './commands.ts'
import { isEndgame, tailFor } from './endgame.ts'
import { Geometry, type SwarmLayout } from './layout.ts'
import type { SwarmParams } from './params.ts'
import type { DownloadsOwner } from './owner.ts'
import { Origins } from './pace.ts'
import { Picker } from './picker.ts'
import type { SwarmProtocol } from './protocol.ts'
import { Rarity } from './rarity.ts'
import { request, takeBack, takeBackBlock, takeBackUnit } from './requests.ts'
import type { Asked, Session } from './session.ts'
import { Suspects } from './suspects.ts'
import { Underway } from './underway.ts'
import { blockKeyOf, Unit, unitKey, unitKeyOf } from './unit.ts'

type Effects = Effect<SwarmProtocol>[]

/**
 * What is fetched from whom. A piece is one peer's job from its first block to its last, so a piece that fails its hash
 * has one culprit; only when that peer goes or rests, or at the very end, is the rest of the piece another's job.
 */
export class Downloads {
  /** What is fetched now; `blocked`: known, but the storage is not open. */
  stage: 'info' | 'layers' | 'blocked' | 'pieces' | 'done' = 'info'
  geometry: Geometry | undefined
  have: PieceSet | undefined
  rarity: Rarity | undefined
  /** The other leechers of the swarm, hashed. */
  rivals: readonly number[] = []
  /** Open sessions that have something we want. */
  givers = 0
  lastBlockAt = 0
  wastedBytes = 0
  readonly #params: SwarmParams
  readonly #self: PeerKey
  readonly #random: Random
  readonly #owner: DownloadsOwner
  #picker: Picker | undefined
  #layers: MissingLayer[] = []
  readonly #units: Underway
  /** Pieces begun by peers that are gone; they come first. */
  readonly #orphans = new Set<Unit>()
  readonly #suspects = new Suspects()
  readonly #origins = new Origins()
  /** Sessions that wait for the budget, and sessions whose wanted pieces are all under way. */
  readonly #short = new Set<Session>()
  readonly #idle = new Set<Session>()

  constructor(params: SwarmParams, self: PeerKey, budget: Budget, owner: DownloadsOwner, random: Random) {
    this.#params = params
    this.#self = self
    this.#units = new Underway(budget)
    this.#owner = owner
    this.#random = random
  }

  describe(layout: SwarmLayout, missingLayers: readonly MissingLayer[]): void {
    this.geometry = new Geometry(layout)
    this.#drop(unitKey('info', 0))
    this.#layers = [...missingLayers]
    this.stage = missingLayers.length > 0 ? 'layers' : 'blocked'
  }

  begin(have: PieceSet): void {
    this.have = have
    this.rarity = new Rarity(have.size)
    for (let piece = 0; piece < have.size; piece++) if (!have.has(piece)) this.rarity.insert(piece)
    this.#picker = new Picker(this.rarity, this.#self, this.#random)
    this.stage = have.isFull ? 'done' : 'pieces'
  }

  /** Asks the session for as much as it should owe. */
  fill(now: number, session: Session, effects: Effects): void {
    this.#short.delete(session)
    this.#idle.delete(session)
    if (session.state !== 'open' || now < session.restUntil) return
    const depth = session.depth(this.#params, this.givers)
    while (session.owed < depth) {
      const unit = session.units[0] ?? this.#assign(now, session, effects)
      if (unit === undefined) {
        this.#helpOthers(now, session, depth, effects)
        return
      }
      const block = unit.take()
      if (block === undefined) session.units.shift()
      else if (session.cancelled.has(unit.blockKey(block))) {
        // It still owes an answer to the cancelled request of this very block: two could not be told apart.
        unit.giveBack(block)
        this.#abandon(session, unit, effects)
        return
      } else request(now, session, unit, block, effects)
    }
  }

  /** It has nothing to do of its own: in the end game it takes over from others. */
  #helpOthers(now: number, session: Session, depth: number, effects: Effects): void {
    if (this.stage !== 'pieces' || session.wanted === 0 || !isEndgame(this.rarity, this.#open())) return
    const mayMix = (unit: Unit): boolean => !this.#suspects.isSolo(unit.index)
    for (const { unit, block } of tailFor(now, session, this.#open(), this.#params.blockBytes, mayMix)) {
      request(now, session, unit, block, effects)
      if (session.owed >= depth) return
    }
  }

  #open(): Session[] {
    return [...this.#owner.sessions.values()].filter(({ state }) => state === 'open')
  }

  /** Sessions that had to wait for others' buffers. */
  fillShort(now: number, effects: Effects): void {
    for (const session of [...this.#short]) {
      if (this.#orphans.size === 0 && !this.#affords()) return
      this.fill(now, session, effects)
    }
    if (this.#short.size === 0) this.#units.wait(false)
  }

  /** A new job for a session, or undefined: nothing to be had from it, or no room. */
  #assign(now: number, session: Session, effects: Effects): Unit | undefined {
    if (this.stage === 'done' || this.stage === 'blocked') return undefined
    const unit = this.stage === 'pieces' ? this.#assignPiece(now, session, effects) : this.#assignDescription(session)
    if (unit !== undefined) session.units.push(unit)
    else if (!this.#short.has(session)) this.#idle.add(session)
    return unit
  }

  #assignDescription(session: Session): Unit | undefined {
    if (this.stage === 'info' && session.infoBytes > 0 && !this.#units.has(unitKey('info', 0))) {
      return this.#units.start(new Unit('info', 0, session.infoBytes, this.#params.blockBytes))
    }
    if (this.stage !== 'layers' || session.pieces === 0) return undefined
    const layer = this.#layers.shift()
    return layer && this.#units.start(new Unit('layer', layer.file, layer.bytes, this.#params.blockBytes))
  }

  #assignPiece(now: number, session: Session, effects: Effects): Unit | undefined {
    const { have, rarity, geometry } = this
    if (have === undefined || rarity === undefined || geometry === undefined) return undefined
    if (session.have === undefined || session.wanted === 0) return undefined
    for (const orphan of this.#orphans) {
      if (!session.have.has(orphan.index)) continue
      this.#orphans.delete(orphan)
      return orphan
    }
    if (!this.#affords()) {
      // Begun pieces that nobody here has must not keep the room of those that could be fetched.
      for (const orphan of this.#orphans) {
        this.#forget(session, orphan, effects)
        break
      }
    }
    if (!this.#affords()) {
      this.#short.add(session)
      this.#units.wait(true)
      return undefined
    }
    const piece = this.#picker?.pick(session.have, session.wanted, have.count, this.rivals)
    if (piece === undefined || this.#canWait(now, session, piece)) return undefined
    rarity.remove(piece)
    return this.#units.start(new Unit('piece', piece, geometry.bytesOf(piece), this.#params.blockBytes))
  }

  /** Is it better to leave the piece to another leecher, who would sooner get it from the same seed, and take it from there? */
  #canWait(now: number, session: Session, piece: number): boolean {
    if (!session.isSeed || session.owed < this.#params.minPipeline || !this.#origins.leechersGive(now)) return false
    return this.#picker?.isForeign(piece, this.rivals) === true
  }

  #affords(): boolean {
    return this.#units.affords(this.geometry?.pieceBytes ?? 0)
  }

  #drop(key: number): void {
    const unit = this.#units.drop(key)
    if (unit !== undefined) this.#orphans.delete(unit)
  }

  /** Gives a begun unit up altogether: what came of it is thrown away, it may be picked afresh. */
  #forget(session: Session, unit: Unit, effects: Effects): void {
    takeBackUnit(this.#open(), unit, effects)
    this.#discard(session.id, unit, effects)
    this.#drop(unit.key)
    this.#offer(unit)
  }

  /** What is here of an incomplete unit may be dropped from memory. */
  #discard(session: SessionId, unit: Unit, effects: Effects): void {
    for (const block of unit.receivedBlocks()) {
      this.wastedBytes += unit.bytesOf(block)
      effects.push({ type: 'cancelBlock', session, ref: unit.refOf(block) })
    }
  }

  /** The unit is to be had again. */
  #offer(unit: Unit): void {
    if (unit.kind === 'piece') this.rarity?.insert(unit.index)
    else if (unit.kind === 'layer') this.#layers.unshift({ file: unit.index, bytes: unit.bytes })
  }

  /** The session no longer works on the unit; blocks it was asked for and did not send are missing again. */
  #abandon(session: Session, unit: Unit, effects: Effects): void {
    const at = session.units.indexOf(unit)
    if (at >= 0) session.units.splice(at, 1)
    if (this.#units.get(unit.key) !== unit || unit.isComplete) return
    // It only helped: the piece is still the job of the one it helped.
    if (this.#open().some((other) => other !== session && other.units.includes(unit))) return
    if (unit.kind === 'piece' && !this.#suspects.isSolo(unit.index) && unit.received + unit.requested > 0) {
      this.#orphans.add(unit)
      return
    }
    this.#forget(session, unit, effects)
  }

  /** Everything the session owes becomes others' job. */
  retract(now: number, session: Session, effects: Effects): void {
    const units = new Set([...session.units, ...Array.from(session.asked.values(), ({ unit }) => unit)])
    for (const [key, asked] of session.asked) takeBack(session, key, asked, effects)
    this.#handOver(now, session, units, effects)
  }

  /** The session is gone, and what it owed with it. */
  left(now: number, session: Session, effects: Effects): void {
    session.state = 'closed'
    this.#short.delete(session)
    this.#idle.delete(session)
    const units = new Set(session.units)
    for (const { unit, block } of session.asked.values()) {
      units.add(unit)
      unit.giveBack(block)
      // What comes before the session is down would be taken for the answer of whoever is asked next.
      effects.push({ type: 'cancelBlock', session: session.id, ref: unit.refOf(block) })
    }
    session.asked.clear()
    session.cancelled.clear()
    this.#handOver(now, session, units, effects)
  }

  #handOver(now: number, session: Session, units: Iterable<Unit>, effects: Effects): void {
    for (const unit of units) this.#abandon(session, unit, effects)
    this.#wake(now, effects)
  }

  /** There may be work for those that had none. */
  #wake(now: number, effects: Effects): void {
    for (const session of [...this.#idle]) this.fill(now, session, effects)
    this.fillShort(now, effects)
  }

  /** A block is in memory. False: it was never asked for. */
  received(now: number, session: Session, ref: BlockRef, effects: Effects): boolean {
    const asked = this.#askedOf(session, ref)
    if (asked === undefined) return this.late(now, session, ref)
    const { unit, block } = asked
    const others = unit.askersOf(block) > 1
    this.#came(now, session, asked)
    if (others) takeBackBlock(this.#open(), unit, block, effects)
    // The glue says `stored` instead of `received` for the chunk that completes the dictionary: this one was the last.
    if (unit.kind === 'info' && unit.isComplete) this.#corrupt(now, unit, effects)
    if (session.isLow(session.depth(this.#params, this.givers))) this.fill(now, session, effects)
    return true
  }

  #came(now: number, session: Session, { unit, block, sentAt, deliveredThen }: Asked): void {
    const bytes = unit.bytesOf(block)
    session.asked.delete(unit.blockKey(block))
    unit.receive(block, session.peer)
    session.pace.came(now, bytes, sentAt, deliveredThen)
    session.lastBlockAt = this.lastBlockAt = now
    session.snubbed = false
    session.rejects = 0
    if (unit.kind !== 'piece') return
    this.#owner.book(now, session, bytes)
    this.#origins.add(now, session.isSeed, bytes)
  }

  /** A block came that nobody waits for. False: it was never asked for. */
  late(now: number, session: Session, ref: BlockRef): boolean {
    const key = blockKeyOf(ref, this.geometry, this.#params.blockBytes)
    if (key === undefined || !session.cancelled.delete(key)) return false
    this.wastedBytes += ref.kind === 'piece' ? ref.length : 0
    session.lastBlockAt = now
    return true
  }

  /** The request will not be fulfilled. False: it was never asked for. */
  rejected(now: number, session: Session, ref: BlockRef, effects: Effects): boolean {
    const asked = this.#askedOf(session, ref)
    if (asked === undefined)
      return session.cancelled.delete(blockKeyOf(ref, this.geometry, this.#params.blockBytes) ?? -1)
    session.asked.delete(asked.unit.blockKey(asked.block))
    asked.unit.giveBack(asked.block)
    session.rejected(now)
    this.#handOver(now, session, [asked.unit], effects)
    return true
  }

  #askedOf(session: Session, ref: BlockRef): Asked | undefined {
    const key = blockKeyOf(ref, this.geometry, this.#params.blockBytes)
    return key === undefined ? undefined : session.asked.get(key)
  }

  /** The hash of a unit was right: it is stored. */
  stored(now: number, session: Session | undefined, ref: BlockRef, effects: Effects): void {
    if (ref.kind !== 'piece' && session !== undefined) this.#descriptionCame(now, session, ref, effects)
    const unit = this.#units.get(unitKeyOf(ref))
    if (unit === undefined) {
      // It was given up while it was verified: paused and resumed. It is here all the same.
      if (ref.kind === 'piece') this.regain(now, ref.piece, effects)
      return
    }
    if (!unit.isComplete) return
    this.#drop(unit.key)
    if (unit.kind === 'piece') {
      this.#suspects.good(unit.index, unit.contributors)
      this.regain(now, unit.index, effects)
    } else if (unit.kind === 'info' || (this.#layers.length === 0 && this.#units.size === 0)) this.stage = 'blocked'
    if (session?.state === 'open') this.fill(now, session, effects)
    this.fillShort(now, effects)
  }

  /** `stored` stands for `received` as well for the chunk that completes the info dictionary or a layer. */
  #descriptionCame(now: number, session: Session, ref: BlockRef, effects: Effects): void {
    const asked = this.#askedOf(session, ref)
    if (asked === undefined) return
    this.#came(now, session, asked)
    // A dictionary that is complete before the peer's word of its size: the rest of the requests is moot.
    if (!asked.unit.isComplete) this.#owner.refuse(now, session.peer, 'lied about the size of the metainfo', effects)
  }

  /** The hash was wrong. */
  corrupt(now: number, session: Session | undefined, ref: BlockRef, effects: Effects): void {
    if (ref.kind !== 'piece' && session !== undefined) {
      const asked = this.#askedOf(session, ref)
      if (asked !== undefined) this.#came(now, session, asked)
    }
    const unit = this.#units.get(unitKeyOf(ref))
    // A chunk of a layer can be wrong by its size alone; of a piece only the whole can.
    if (unit !== undefined && (unit.isComplete || ref.kind !== 'piece')) this.#corrupt(now, unit, effects)
  }

  #corrupt(now: number, unit: Unit, effects: Effects): void {
    this.#drop(unit.key)
    this.#offer(unit)
    this.wastedBytes += unit.bytes
    for (const bad of this.#suspects.judge(unit)) this.#owner.refuse(now, bad.peer, bad.why, effects)
    this.#wake(now, effects)
  }

  /** A piece is not here any more. Unfinished content fetches it again; finished content cannot be written to. */
  lose(piece: number): boolean {
    if (this.have?.remove(piece) !== true) return false
    if (this.stage === 'pieces') this.rarity?.insert(piece)
    return true
  }

  /** A piece is here: just stored, or lost and found again. False: it was here. */
  regain(now: number, piece: number, effects: Effects): boolean {
    if (this.have?.add(piece) !== true) return false
    this.rarity?.remove(piece)
    if (this.have.isFull) this.stage = 'done'
    this.#owner.verified(now, piece, effects)
    return true
  }

  /** Storage did not take it: nothing to hold against the peer. */
  ioError(ref: BlockRef, effects: Effects): void {
    const unit = this.#units.get(unitKeyOf(ref))
    if (unit !== undefined) {
      this.#drop(unit.key)
      this.#offer(unit)
    }
    this.#owner.storageFailed(effects)
  }

  /** Gives everything up that is under way: the swarm pauses, fails or is removed. Sessions are closed by the caller. */
  stop(effects: Effects): void {
    for (const unit of this.#units.all()) {
      const [from] = unit.contributors
      if (from !== undefined && !unit.isComplete) this.#discard(sessionIdOf(this.#owner.id, from), unit, effects)
      this.#drop(unit.key)
      this.#offer(unit)
    }
    this.#short.clear()
    this.#idle.clear()
    this.#units.wait(false)
  }
}
