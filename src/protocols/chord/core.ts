import type { NodeRef, PeerKey, Random, RingId } from '../../base/index.ts'
import { NO_EFFECTS, type AskId, type Effect, type LiveNode, type ReplyId } from '../machine.ts'
import type { BatchedAnswer, ChordRequest, ChordResponse, FindRequest } from './messages.ts'
import type { RelayRules } from '../relay.ts'
import { isBatched, isPartAnswer, PART_REPLY, type Held } from './batch-parts.ts'
import { noCounts } from './counts.ts'
import { HedgeBudget } from './hedge.ts'
import { Learned } from './learned.ts'
import { MAX_LEFT, MAX_PARTED, MAX_SUSPECTS } from './limits.ts'
import { answerOwn, askOwn } from './own-mail.ts'
import type { ChordParams } from './params.ts'
import type { ChordProtocol, ChordSiblings } from './protocol.ts'
import type { Avoid } from './routing.ts'
import type { RouteCosts } from './route-cost.ts'
import { RoundTrips } from './rtt.ts'
import type { ChordState, FindGoal, FindTransit, FindUpstream, Position, Purpose } from './state.ts'

type ChordEffect = Effect<ChordProtocol>

/** A find may pass a dozen hops: it gets so many times the deadline of a query between two nodes. */
const QUERIES_PER_FIND = 4
/** For how many first-word times routing goes round a peer that gave none. */
const SUSPECT_WORDS = 10

/**
 * How long a node that has left is taken for dead: until no list can name it any more. Should it join again within that
 * time in the same incarnation, its neighbours hear of it at once, others by then.
 */
const LEFT_PERIODS = 30

/** Asks without a word after which the detector looks for itself. */
const EXAMINATIONS = 2

const UNTRIED: readonly PeerKey[] = Object.freeze([])

/** After a time-out, or when it is told of a newcomer, a node stabilises sooner: after this part of the period. */
const SOONER = 8

/** A peer that is far away is waited for longer than usual, up to so many times. */
const LONGER = 4

/**
 * A time-out ends in a verdict of the detector, and costs a connection when it is wrong; so it is never shorter than what
 * is configured. Being quick is what hedges are for.
 */
const patience = (usualMs: number, rtoMs: number | undefined): number =>
  rtoMs === undefined ? usualMs : Math.min(LONGER * usualMs, Math.max(usualMs, rtoMs))

/** What becomes of the finds that this node began itself, look-ups and fingers. */
export interface FindEnds {
  found(upstream: FindUpstream, found: Found): void
  lost(transit: FindTransit): void
}
export type Found = Extract<ChordResponse, { type: 'found' }>

export type FindRules = RelayRules<FindGoal, FindUpstream, FindRequest>

/** What the handlers of one machine share: its state, what it was made from, and the effects of the step under way. */
export class Core {
  readonly learned: Learned
  readonly rtts = new RoundTrips()
  readonly hedges = new HedgeBudget()
  readonly counts = noCounts()
  readonly params: ChordParams
  readonly siblings: ChordSiblings
  readonly random: Random
  state: ChordState
  /** Set by the machine, which knows them all. */
  ends: FindEnds | undefined
  findRules: FindRules | undefined
  now = 0
  /** The answer to the part of a batch that is being dealt with. */
  partAnswer: BatchedAnswer | undefined
  #held: Held[] = []
  readonly #costs: RouteCosts = { rttOf: (peer) => this.rtts.rttOf(peer), meanMs: () => this.rtts.meanMs }
  #effects: ChordEffect[] | undefined

  constructor(params: ChordParams, siblings: ChordSiblings, random: Random, state: ChordState) {
    this.params = params
    this.siblings = siblings
    this.random = random
    this.state = state
    this.learned = new Learned(state.positions.length)
  }

  /** This peer, at whatever position. */
  get self(): PeerKey {
    return (this.state.positions[0] as Position).self.peer
  }

  emit(effect: ChordEffect): void {
    if ((effect.type === 'respond' || effect.type === 'refuse') && effect.reply < 0) {
      answerOwn(this.state, effect)
      return
    }
    if (effect.type === 'respond' && effect.reply === PART_REPLY) {
      this.partAnswer = isPartAnswer(effect.body) ? effect.body : undefined
      return
    }
    if (effect.type === 'refuse' && effect.reply === PART_REPLY) return
    if (this.#effects === undefined) this.#effects = [effect]
    else this.#effects.push(effect)
  }

  /** Questions that were held back, to go out together; undefined: there are none. */
  takeHeld(): readonly Held[] | undefined {
    if (this.#held.length === 0) return undefined
    const held = this.#held
    this.#held = []
    return held
  }

  /** What the step had to say. */
  takeEffects(): readonly ChordEffect[] {
    const effects = this.#effects ?? NO_EFFECTS
    this.#effects = undefined
    return effects
  }

  ask(purpose: Purpose, to: NodeRef | PeerKey, body: ChordRequest, deadlineMs: number, firstWordMs?: number): AskId {
    const ask = this.open(purpose)
    if ((typeof to === 'string' ? to : to.peer) === this.self) {
      askOwn(this.state, ask, body, deadlineMs)
      return ask
    }
    if (typeof to !== 'string' && deadlineMs === this.params.queryMs && firstWordMs === undefined) {
      // Of one position no step asks anybody twice.
      if (this.state.positions.length > 1 && isBatched(body)) {
        this.#held.push({ ask, to, body })
        return ask
      }
    }
    this.emit(
      firstWordMs === undefined
        ? { type: 'ask', ask, to, body, deadlineMs, semantics: 'maybe' }
        : { type: 'ask', ask, to, body, deadlineMs, firstWordMs, semantics: 'maybe' },
    )
    return ask
  }

  /** The next ask, and what it is for. */
  open(purpose: Purpose): AskId {
    const ask = ++this.state.lastAsk as AskId
    purpose.askedAt = this.now
    this.state.asks.set(ask, purpose)
    return ask
  }

  /** Sends a maintenance query that has been opened. */
  sendAsk(ask: AskId, to: NodeRef, body: ChordRequest): void {
    this.emit({ type: 'ask', ask, to, body, deadlineMs: this.params.queryMs, semantics: 'maybe' })
  }

  cancelAsk(ask: AskId): void {
    if (this.state.asks.delete(ask)) this.emit({ type: 'cancelAsk', ask })
  }

  /**
   * Asks a silent node twice at once, for a short time: the detector counts two asks without a word and then dials anew, so
   * that a verdict does not wait for two rounds.
   */
  examine(node: NodeRef): void {
    if (node.peer === this.self) return
    const body = { type: 'ping', position: node.position } as const
    for (let i = 0; i < EXAMINATIONS; i++) this.ask({ kind: 'announce' }, node, body, this.params.firstWordMs / 2)
  }

  respond(reply: ReplyId, body: ChordResponse): void {
    this.emit({ type: 'respond', reply, body })
  }

  get findMs(): number {
    return this.params.queryMs * QUERIES_PER_FIND
  }

  /** Held for dead by the detector, or it has said itself that it leaves. */
  readonly isDead = (node: NodeRef): boolean =>
    this.siblings.detector.isDead(node) || (this.state.left.size > 0 && this.#hasLeft(node))

  #hasLeft({ id, epoch }: NodeRef): boolean {
    const departure = this.state.left.get(id)
    return departure !== undefined && departure.epoch >= epoch && departure.until > this.now
  }

  /**
   * It was held for dead and may have come back with a ring of its own, in which it owns what is another's here: not asked
   * but as a neighbour, until it has proved to be on this one (decision 0005).
   */
  readonly isParted = (node: NodeRef): boolean => {
    const { parted } = this.state
    return parted.size > 0 && (parted.get(node.peer) ?? -1) >= node.epoch
  }

  notePart(node: NodeRef): void {
    const { parted } = this.state
    parted.delete(node.peer)
    parted.set(node.peer, node.epoch)
    if (parted.size > MAX_PARTED) deleteOldest(parted)
  }

  /** It says that it leaves: for us it is as good as dead, until it is heard of as a member again. */
  noteLeft(node: LiveNode): void {
    const { left } = this.state
    left.delete(node.id)
    left.set(node.id, { epoch: node.epoch, until: this.now + LEFT_PERIODS * this.params.stabilizeMs })
    if (left.size > MAX_LEFT) deleteOldest(left)
  }

  /** It speaks as a member. */
  noteMember(node: LiveNode): void {
    if (this.state.left.size > 0) this.state.left.delete(node.id)
  }

  readonly isSuspect = (peer: PeerKey): boolean => {
    const { suspects } = this.state
    return suspects.size > 0 && (suspects.get(peer) ?? 0) > this.now
  }

  /** It gave no first word lately, or gives none just now: whoever else can be asked comes first. */
  readonly isSlow = (peer: PeerKey): boolean => this.isSuspect(peer) || this.rtts.isLate(peer)

  avoiding(tried: readonly PeerKey[] = UNTRIED, absent?: readonly RingId[]): Avoid {
    return { isDead: this.isDead, isSuspect: this.isSlow, isParted: this.isParted, tried, absent, costs: this.#costs }
  }

  /** How long a hop may take for its first word: longer than usual of one that is known to be far away. */
  firstWordMsOf(peer: PeerKey): number {
    return patience(this.params.firstWordMs, this.rtts.rtoOf(peer))
  }

  /** How long a query may take, likewise. */
  queryMsOf(peer: PeerKey): number {
    return patience(this.params.queryMs, this.rtts.rtoOf(peer))
  }

  suspect(peer: PeerKey): void {
    const { suspects } = this.state
    suspects.delete(peer)
    suspects.set(peer, this.now + SUSPECT_WORDS * this.params.firstWordMs)
    if (suspects.size > MAX_SUSPECTS) deleteOldest(suspects)
  }

  /** The first word of an answer: how long it took is a round trip. */
  firstWord(from: PeerKey, purpose: Purpose): void {
    if (purpose.wordMs !== undefined || purpose.askedAt === undefined) return
    purpose.wordMs = this.now - purpose.askedAt
    this.rtts.sample(from, purpose.wordMs)
  }

  /** Any word from a peer takes it off the list of suspects. */
  heard(peer: PeerKey): void {
    if (this.state.suspects.size > 0) this.state.suspects.delete(peer)
    this.rtts.heard(peer)
  }

  /** Stabilise soon: there is news about the neighbourhood. */
  prompt(position: Position): void {
    const soon = Math.max(this.now, position.roundAt + this.params.stabilizeMs / SOONER)
    if (soon < position.stabilizeAt) position.stabilizeAt = soon
  }

  /** The position's lists have changed: connections are kept for other peers, and providers may have to move things. */
  listsChanged(position: Position): void {
    this.state.tablesChanged = true
    // A calm neighbourhood is calm no more: the round that was put off is not waited for.
    const next = this.now + this.params.stabilizeMs
    if (position.stabilizeAt > next && position.stabilizeAt !== Infinity) position.stabilizeAt = next
    this.emit({ type: 'news', news: { type: 'rangeChanged', position: position.index } })
  }

  stateChanged(position: Position): void {
    this.listsChanged(position)
    // What becomes of the first position is what becomes of this peer: the others follow it.
    if (position.index > 0) return
    this.emit({ type: 'news', news: { type: 'ringState', state: position.membership.state } })
  }
}

function deleteOldest<Key extends PeerKey | RingId>(map: Map<Key, unknown>): void {
  for (const oldest of map.keys()) {
    map.delete(oldest)
    return
  }
}
