import { Recent, type NodeRef, type PeerKey, type Random, type SwarmId } from '../../base/index.ts'
import { sessionIdOf, type BlockRef, type BlockVerdict, type Effect, type SessionId } from '../machine.ts'
import type { PieceSet } from './bits.ts'
import { Books } from './books.ts'
import type { Budget } from './budget.ts'
import type { MissingLayer, SwarmState } from './commands.ts'
import { Contacts } from './contacts.ts'
import { Downloads } from './downloads.ts'
import type { DownloadsOwner } from './owner.ts'
import type { SwarmLayout } from './layout.ts'
import { haveOf, helloFault, type HaveState } from './hello.ts'
import type { HelloMessage, SwarmMessage } from './messages.ts'
import { hashOf } from './picker.ts'
import type { SwarmParams } from './params.ts'
import type { SwarmProtocol, SwarmSiblings } from './protocol.ts'
import { Session } from './session.ts'
import { cancelled, requested, served } from './uploads.ts'

type Effects = Effect<SwarmProtocol>[]

/** One swarm: its sessions, what they say, and what follows from it. Who else is in it is the Search's matter. */
export class Swarm implements DownloadsOwner {
  readonly id: SwarmId
  readonly sessions = new Map<PeerKey, Session>()
  readonly contacts: Contacts
  readonly books: Books
  readonly downloads: Downloads
  readonly banned: Recent<PeerKey, { until: number; why: string }>
  /** What this side serves: 0, until the info dictionary is known. */
  infoBytes = 0
  /** `halted` wins over all else. */
  halted: Extract<SwarmState, { state: 'paused' | 'failed' }> | undefined
  /** Pieces that were here and are not any more: files of finished content changed on disk. */
  lost = 0
  readonly #params: SwarmParams
  readonly #self: PeerKey

  constructor(id: SwarmId, params: SwarmParams, siblings: SwarmSiblings, budget: Budget, random: Random) {
    this.id = id
    this.#params = params
    this.#self = siblings.self
    this.contacts = new Contacts(params.limits.contacts)
    this.books = new Books(params.limits.books)
    this.banned = new Recent(params.limits.banned)
    this.downloads = new Downloads(params, siblings.self, budget, this, random.fork('picker'))
  }

  get isComplete(): boolean {
    return this.downloads.stage === 'done'
  }

  /** Sessions on which messages pass. */
  get openCount(): number {
    return this.#open().length
  }

  /** A peer has opened a session and not said hello: it must be watched. */
  get awaitsHello(): boolean {
    for (const { state, hellosHeard } of this.sessions.values()) if (state === 'open' && hellosHeard === 0) return true
    return false
  }

  describe(
    now: number,
    infoBytes: number,
    layout: SwarmLayout,
    missing: readonly MissingLayer[],
    effects: Effects,
  ): void {
    this.infoBytes = infoBytes
    this.downloads.describe(layout, missing)
    for (const session of this.#open()) {
      const isLie =
        (session.infoBytes > 0 && session.infoBytes !== infoBytes) ||
        (session.pieces > 0 && session.pieces !== layout.pieces)
      if (isLie) this.refuse(now, session.peer, 'lied about the size of the metainfo', effects)
      else this.#sayHello(session, effects)
    }
    for (const session of this.#open()) this.downloads.fill(now, session, effects)
  }

  begin(have: PieceSet, effects: Effects): void {
    this.downloads.begin(have)
    for (const session of this.#open()) {
      this.#sayHello(session, effects)
      this.#sayHave(session, effects)
    }
  }

  /** Closes everything; `halted` says why. Undefined: it is removed. */
  halt(state: Swarm['halted'], effects: Effects): void {
    this.halted = state
    for (const session of [...this.sessions.values()]) {
      effects.push({ type: 'closeSession', session: session.id })
      this.#forget(session)
    }
    this.downloads.stop(effects)
  }

  /** Pieces of finished or unfinished content that their files no longer hold. */
  lose(pieces: readonly number[]): void {
    for (const piece of pieces) {
      if (this.downloads.lose(piece)) this.lost++
      for (const session of this.sessions.values()) if (session.have?.has(piece) === true) session.wanted++
    }
  }

  regain(now: number, pieces: readonly number[], effects: Effects): void {
    for (const piece of pieces) if (this.downloads.regain(now, piece, effects) && this.lost > 0) this.lost--
  }

  open(now: number, to: NodeRef, effects: Effects): void {
    const session = new Session(sessionIdOf(this.id, to.peer), to.peer, true, now)
    this.sessions.set(to.peer, session)
    effects.push({ type: 'openSession', session: session.id, swarm: this.id, to })
  }

  up(now: number, id: SessionId, peer: PeerKey, effects: Effects): void {
    let session = this.sessions.get(peer)
    if (session?.state === 'open') {
      // A new stream in place of the old: nothing of it is valid any more.
      this.#leave(now, session, effects)
      session = undefined
    }
    if (!this.#admits(now, peer, session, effects)) {
      effects.push({ type: 'closeSession', session: id })
      if (session !== undefined) this.#leave(now, session, effects)
      return
    }
    if (session === undefined) this.sessions.set(peer, (session = new Session(id, peer, false, now)))
    session.state = 'open'
    session.since = now
    this.#countRivals()
    this.#sayHello(session, effects)
  }

  #admits(now: number, peer: PeerKey, known: Session | undefined, effects: Effects): boolean {
    if (this.halted !== undefined || peer === this.#self) return false
    const ban = this.banned.get(peer)
    if (ban !== undefined) {
      if (ban.until > now) return false
      this.banned.delete(peer)
    }
    if (known !== undefined || this.sessions.size < this.#params.limits.sessions) return true
    for (const session of this.sessions.values()) {
      // A session without use for either side makes room.
      if (session.state !== 'open' || session.hellosHeard === 0) continue
      if (session.interested || session.interesting || now - session.since < this.#params.helloMs) continue
      this.drop(now, session, effects)
      return true
    }
    return false
  }

  down(now: number, peer: PeerKey, effects: Effects): void {
    const session = this.sessions.get(peer)
    if (session === undefined) return
    this.contacts.failed(now, peer)
    this.#leave(now, session, effects)
  }

  drop(now: number, session: Session, effects: Effects): void {
    effects.push({ type: 'closeSession', session: session.id })
    this.contacts.failed(now, session.peer)
    this.#leave(now, session, effects)
  }

  /** The peer broke the rules or sent bad data. Only this swarm refuses it: its place in the ring is another matter. */
  refuse(now: number, peer: PeerKey, why: string, effects: Effects): void {
    this.banned.set(peer, { until: now + this.#params.banMs, why })
    const session = this.sessions.get(peer)
    if (session !== undefined) this.drop(now, session, effects)
    this.contacts.forget(peer)
  }

  #leave(now: number, session: Session, effects: Effects): void {
    this.#forget(session)
    this.downloads.left(now, session, effects)
  }

  #forget(session: Session): void {
    if (this.sessions.get(session.peer) === session) this.sessions.delete(session.peer)
    const { have } = session
    this.books.left(session)
    session.have = undefined
    if (session.interesting) this.downloads.givers--
    session.interesting = false
    if (have !== undefined && !have.isFull) have.forEach((piece) => this.downloads.rarity?.decrease(piece))
    this.#countRivals()
  }

  #countRivals(): void {
    const rivals: number[] = []
    for (const session of this.#open()) if (!session.isSeed) rivals.push(hashOf(session.peer))
    this.downloads.rivals = rivals
  }

  #open(): Session[] {
    const open: Session[] = []
    for (const session of this.sessions.values()) if (session.state === 'open') open.push(session)
    return open
  }

  hear(now: number, from: PeerKey, message: SwarmMessage, effects: Effects): void {
    const session = this.sessions.get(from)
    if (session?.state !== 'open') return
    const fault = this.#heed(now, session, message, effects)
    if (fault !== undefined) this.refuse(now, from, fault, effects)
  }

  /** Returns the rule that the message breaks, if one. */
  #heed(now: number, session: Session, message: SwarmMessage, effects: Effects): string | undefined {
    if (message.type !== 'hello' && session.hellosHeard === 0) return `sent ${message.type} before hello`
    switch (message.type) {
      case 'hello':
        return this.#hello(now, session, message, effects)
      case 'bitfield':
      case 'haveAll':
      case 'haveNone':
        return this.#haves(now, session, message, effects)
      case 'have':
        return this.#have(now, session, message.piece, effects)
      case 'interested':
      case 'notInterested':
        session.interested = message.type === 'interested'
        return undefined
      case 'request': {
        const { geometry, have } = this.downloads
        return requested(session, { infoBytes: this.infoBytes, geometry, have }, message.ref, effects)
      }
      case 'cancel':
        cancelled(session, message.ref, effects)
        return undefined
      case 'reject':
        return this.downloads.rejected(now, session, message.ref, effects) ? undefined : 'rejected what was not asked'
    }
  }

  #hello(now: number, session: Session, hello: HelloMessage, effects: Effects): string | undefined {
    const fault = helloFault(session, hello, this.infoBytes, this.downloads.geometry?.pieces)
    if (fault !== undefined) return fault
    session.hellosHeard++
    session.infoBytes = hello.infoBytes
    session.pieces = hello.pieces
    this.#sayHave(session, effects)
    this.downloads.fill(now, session, effects)
    return undefined
  }

  #haves(now: number, session: Session, message: HaveState, effects: Effects): string | undefined {
    const { have: own, rarity } = this.downloads
    if (session.have !== undefined) return 'said twice what it has'
    if (own === undefined || rarity === undefined || session.saidPieces <= 0 || session.pieces === 0) {
      return 'says what it has before both know the pieces'
    }
    const have = haveOf(message, own.size)
    if (have === undefined) return 'a bitfield of the wrong size'
    session.have = have
    session.wanted = have.countWithout(own)
    if (!have.isFull) have.forEach((piece) => rarity.increase(piece))
    this.#countRivals()
    this.#afterHave(now, session, effects)
    return undefined
  }

  #have(now: number, session: Session, piece: number, effects: Effects): string | undefined {
    const { have: own, rarity } = this.downloads
    const { have } = session
    if (have === undefined || own === undefined || rarity === undefined) return 'a have before a bitfield'
    if (!(Number.isInteger(piece) && piece >= 0 && piece < own.size)) return `has piece ${piece}, which is none`
    if (!have.add(piece)) return undefined
    if (have.isFull) {
      // It counts as a seed from now on, for every piece alike.
      have.forEach((other) => {
        if (other !== piece) rarity.decrease(other)
      })
      this.#countRivals()
    } else rarity.increase(piece)
    if (!own.has(piece)) session.wanted++
    this.#afterHave(now, session, effects)
    return undefined
  }

  #afterHave(now: number, session: Session, effects: Effects): void {
    if (this.isComplete && session.isSeed) {
      this.drop(now, session, effects)
      return
    }
    this.#sayInterest(session, effects)
    if (session.wanted > 0) this.downloads.fill(now, session, effects)
  }

  #say(session: Session, body: SwarmMessage, effects: Effects): void {
    effects.push({ type: 'send', to: session.peer, session: session.id, body })
  }

  #sayHello(session: Session, effects: Effects): void {
    const pieces = this.downloads.have?.size ?? 0
    if (session.saidInfoBytes === this.infoBytes && session.saidPieces === pieces) return
    session.saidInfoBytes = this.infoBytes
    session.saidPieces = pieces
    this.#say(session, { type: 'hello', infoBytes: this.infoBytes, pieces }, effects)
  }

  #sayHave(session: Session, effects: Effects): void {
    const { have } = this.downloads
    if (session.saidHave || have === undefined || session.saidPieces <= 0 || session.pieces === 0) return
    session.saidHave = true
    if (have.isFull) this.#say(session, { type: 'haveAll' }, effects)
    else if (have.count === 0) this.#say(session, { type: 'haveNone' }, effects)
    else this.#say(session, { type: 'bitfield', bits: have.bytes.slice() }, effects)
  }

  #sayInterest(session: Session, effects: Effects): void {
    const interesting = session.wanted > 0 && !this.isComplete
    if (interesting === session.interesting) return
    session.interesting = interesting
    this.downloads.givers += interesting ? 1 : -1
    this.#say(session, { type: interesting ? 'interested' : 'notInterested' }, effects)
  }

  block(now: number, peer: PeerKey, ref: BlockRef, verdict: BlockVerdict, effects: Effects): void {
    const session = this.sessions.get(peer)
    const { downloads } = this
    switch (verdict) {
      case 'received':
      case 'late': {
        if (session?.state !== 'open') return
        const expected =
          verdict === 'received' ? downloads.received(now, session, ref, effects) : downloads.late(now, session, ref)
        if (!expected) this.refuse(now, peer, 'sent a block that was not asked for', effects)
        return
      }
      case 'stored':
        downloads.stored(now, session, ref, effects)
        return
      case 'corrupt':
        downloads.corrupt(now, session, ref, effects)
        return
      case 'ioError':
        downloads.ioError(ref, effects)
    }
  }

  served(now: number, peer: PeerKey, ref: BlockRef, ok: boolean, effects: Effects): void {
    const session = this.sessions.get(peer)
    if (session?.state !== 'open') return
    const bytes = served(now, session, ref, ok, effects)
    if (bytes > 0) this.books.sent(now, session, bytes)
  }

  book(now: number, session: Session, bytes: number): void {
    this.contacts.worked(session.peer)
    this.books.came(now, session, bytes)
  }

  verified(now: number, piece: number, effects: Effects): void {
    for (const session of this.#open()) {
      if (session.have?.has(piece) === true) session.wanted--
      this.#sayInterest(session, effects)
      if (session.saidHave) this.#say(session, { type: 'have', piece }, effects)
    }
    if (!this.isComplete) return
    // Two seeds have nothing for each other.
    for (const session of this.#open()) if (session.isSeed) this.drop(now, session, effects)
  }

  storageFailed(effects: Effects): void {
    if (this.halted === undefined)
      this.halt({ state: 'failed', reason: 'what arrives cannot be written to disk' }, effects)
  }

  /** Once a second while there is something to watch. */
  watch(now: number, effects: Effects): void {
    const { helloMs, snubMs } = this.#params
    for (const session of [...this.sessions.values()]) {
      if (session.state === 'opening' || session.hellosHeard === 0) {
        // Opening ends by itself (`sessionDown`); this is for a peer that opened and says nothing.
        if (session.state === 'open' && now - session.since > helloMs) this.drop(now, session, effects)
      } else if (session.owed > 0 && now - session.lastBlockAt > snubMs) {
        this.#snub(now, session, effects)
      } else this.downloads.fill(now, session, effects)
    }
  }

  /** It owes blocks and sends none: others get its job; if it still does not answer it is let go. */
  #snub(now: number, session: Session, effects: Effects): void {
    if (session.snubbed) {
      this.drop(now, session, effects)
      return
    }
    session.snubbed = true
    session.lastBlockAt = now
    session.restUntil = now + this.#params.snubMs
    this.downloads.retract(now, session, effects)
  }
}
