import { fault, MAX_POSITIONS, type MonoMs, type NodeRef, type PeerKey } from '../../base/index.ts'
import {
  succeed,
  type AskFailure,
  type AskId,
  type CommandId,
  type CommandOf,
  type Context,
  type Effect,
  type Input,
  type Machine,
  type Make,
  type News,
  type ReplyId,
} from '../machine.ts'
import { PART_REPLY } from './batch-parts.ts'
import { batchAnswered, batchFailed, batchHeard, sendHeld, type PartEnds } from './batch.ts'
import { becomeRenamed } from './become.ts'
import { Core } from './core.ts'
import { findArrived, stepArrived } from './find.ts'
import { hedgeLate } from './forward.ts'
import { hopAnswered, hopFailed } from './hop-answers.ts'
import { expireParked } from './parked.ts'
import { fingerFound, fixNextFinger } from './fix-fingers.ts'
import { newState } from './initial.ts'
import { beginJoin, cancelJoin, joinAgain } from './join.ts'
import { beginLeave, leaveHeard, leaveOn } from './leave.ts'
import { beginLookup, cancelLookup, lookupFound, lookupLost, resumeLookups } from './lookup.ts'
import type { ChordRequest, ChordResponse } from './messages.ts'
import { outcome } from './outcomes.ts'
import type { ChordParams } from './params.ts'
import { tellBehind } from './periods.ts'
import type { ChordProtocol, ChordSiblings } from './protocol.ts'
import { notified } from './rectify.ts'
import { routesOf } from './routing.ts'
import { meetHeard, probeNext } from './merge.ts'
import { cameBack, linkedUp, rememberDead } from './remembered.ts'
import { findAddressee, stepAddressee } from './own.ts'
import { ownReply } from './own-mail.ts'
import { askMet } from './query.ts'
import { beginRounds, peerDied, queryAnswered, queryFailed, slept } from './stabilize.ts'
import type { ChordState, Position } from './state.ts'
import { chordView, describe, type ChordView } from './view.ts'
import { changeHeard, viewed } from './views-told.ts'

/**
 * Makes the machine of Chord's ring (Stoica et al., ToN 2003) with its maintenance as Zave corrected it (TSE 2017). It
 * keeps nothing on disk: after a restart it joins again in a new incarnation.
 * @throws OrbError INTERNAL unless `siblings.self()` names 1 to MAX_POSITIONS positions.
 */
export const makeChord: Make<ChordMachine, ChordParams, ChordSiblings> = (params, siblings, random) => {
  const selves = siblings.self()
  if (selves.length < 1 || selves.length > MAX_POSITIONS) fault(`a Chord machine has 1 to ${MAX_POSITIONS} positions`)
  return new ChordMachine(new Core(params, siblings, random, newState(selves, params.fingersPerDoubling)))
}

/**
 * A wake that comes later than so many first words: in that time two asks may have had no word, and somebody may hold us
 * for dead.
 */
const SLEPT_WORDS = 2

/** Letters between own positions that one step carries, for each of them: a join and all that follows takes about twenty. */
const OWN_LETTERS = 32

/** One daemon's part in the ring. See docs/protocols/chord.md. */
export class ChordMachine implements Machine<ChordProtocol> {
  readonly hears: readonly News['type'][] = ['peerDead', 'peerAlive']
  readonly view: ChordView
  readonly #core: Core
  #wakeAt: MonoMs | undefined = 0 as MonoMs
  #steppedAt = 0
  #selves: readonly NodeRef[] | undefined

  constructor(core: Core) {
    this.#core = core
    this.view = chordView(core)
    core.ends = {
      found: (upstream, found) => {
        if (upstream.kind === 'lookup') lookupFound(core, upstream.lookup, found)
        else if (upstream.kind === 'finger') fingerFound(core, upstream.position, upstream.slot, found)
      },
      lost: (transit) => {
        const { upstream } = transit
        if (upstream.kind === 'lookup') lookupLost(core, upstream.lookup, transit)
        else if (upstream.kind === 'finger') fingerFound(core, upstream.position, upstream.slot, undefined)
      },
    }
  }

  get wakeAt(): MonoMs | undefined {
    return this.#wakeAt
  }

  /** Plain data: exhaustive exploration copies, compares and replaces it; nobody else touches it. */
  get state(): ChordState {
    return this.#core.state
  }

  set state(state: ChordState) {
    this.#core.state = state
    this.#steppedAt = 0
    this.#wakeAt = this.#nextWake()
  }

  step(ctx: Context, input: Input<ChordProtocol>): readonly Effect<ChordProtocol>[] {
    const core = this.#core
    core.now = ctx.now
    this.#renamed()
    if (this.#hasSlept(ctx.now)) for (const position of core.state.positions) slept(core, position)
    this.#steppedAt = ctx.now
    this.#take(input)
    this.#deliverOwn()
    if (core.state.tablesChanged) {
      this.#keepConnections()
      for (const position of core.state.positions) tellBehind(core, position)
    }
    this.#wakeAt = this.#nextWake()
    const held = core.takeHeld()
    if (held !== undefined) sendHeld(core, held)
    return core.takeEffects()
  }

  /**
   * A timer that is so late: the process was stopped, or had no CPU. Noticed once, by the first step after it: what waited
   * meanwhile comes before the timer, and a question for each of those would be answered by as many more.
   */
  #hasSlept(now: number): boolean {
    const at = this.#wakeAt
    if (at === undefined || at <= 0) return false
    return now - Math.max(at, this.#steppedAt) > SLEPT_WORDS * this.#core.params.firstWordMs
  }

  /** Addresses become known and change while the daemon runs. */
  #renamed(): void {
    const selves = this.#core.siblings.self()
    if (selves === this.#selves) return
    this.#selves = selves
    for (const position of this.#core.state.positions) {
      const self = selves[position.index]
      if (self !== undefined && self !== position.self) becomeRenamed(position, self)
    }
  }

  #take(input: Input<ChordProtocol>): void {
    switch (input.type) {
      case 'request':
        this.#request(input.from, input.reply, input.body, input.leftMs)
        return
      case 'interim':
      case 'answer':
        this.#answered(input.ask, input.from, input.body, input.type === 'interim')
        return
      case 'failed':
        this.#failed(input.ask, input.from, input.why)
        return
      case 'command':
        this.#command(input.id, input.command, input.leftMs)
        return
      case 'cancel':
        cancelLookup(this.#core, input.id)
        for (const position of this.#core.state.positions) cancelJoin(this.#core, position, input.id)
        return
      case 'tick':
        this.#tick()
        return
      case 'news':
        this.#news(input.news)
        return
      case 'linkUp':
        this.#core.learned.linkUp(input.peer)
        linkedUp(this.#core, this.#core.state.positions[0] as Position, input.peer)
        return
      case 'linkDown':
        // Not a death: whoever is in the tables is asked as before.
        this.#core.learned.linkDown(input.peer)
        this.#core.rtts.linkDown(input.peer)
        return
      default:
        return
    }
  }

  #news(news: News): void {
    const core = this.#core
    const { positions } = core.state
    if (news.type === 'peerDead') {
      for (const position of positions) {
        rememberDead(core, position, news.peer)
        peerDied(core, position, news.peer)
      }
    } else if (news.type === 'peerAlive') {
      const remembering = positions.filter(({ remembered }) => remembered.some(({ peer }) => peer === news.peer))
      for (const position of remembering.length > 0 ? remembering : positions.slice(0, 1)) {
        cameBack(core, position, news.peer)
      }
    }
  }

  /** What own positions say to each other, until all is said; the rest of a long talk comes with the next step. */
  #deliverOwn(): void {
    const { state } = this.#core
    const most = OWN_LETTERS * state.positions.length
    for (let count = 0; state.ownMail.length > 0 && count < most;) {
      const letters = state.ownMail
      state.ownMail = []
      count += letters.length
      for (const letter of letters) {
        const { ask } = letter
        if (letter.kind === 'request') this.#request(this.#core.self, ownReply(ask), letter.body, letter.leftMs)
        else if (letter.kind === 'answer') this.#answered(ask, this.#core.self, letter.body, letter.interim)
        else this.#failed(ask, this.#core.self, 'refused')
      }
    }
  }

  #tick(): void {
    const core = this.#core
    for (const position of core.state.positions) {
      if (position.joinAt <= core.now) joinAgain(core, position)
      leaveOn(core, position)
      if (position.probeAt <= core.now) probeNext(core, position)
      if (position.linkAt <= core.now) askMet(core, position)
      if (position.stabilizeAt <= core.now) beginRounds(core, position)
      if (position.fingerAt <= core.now) fixNextFinger(core, position)
    }
    hedgeLate(core)
    resumeLookups(core)
    expireParked(core)
  }

  #request(from: PeerKey, reply: ReplyId, body: ChordRequest, leftMs: number): void {
    const core = this.#core
    core.heard(from)
    if (body.type === 'batch') {
      batchHeard(core, reply, body, (part) => {
        this.#request(from, PART_REPLY, part, leftMs)
      })
      return
    }
    const position = core.state.positions[body.position]
    if (position === undefined) {
      core.respond(reply, { type: 'failed', code: 'NO_SUCH_POSITION' })
      return
    }
    const { membership } = position
    if (membership.state === 'member' && membership.predecessor?.peer === from) position.predecessorHeardAt = core.now
    switch (body.type) {
      case 'find':
        findArrived(core, findAddressee(core, position, body), reply, body, leftMs)
        return
      case 'view':
        viewed(core, position, from, reply, body)
        return
      case 'ping':
        core.respond(
          reply,
          membership.state === 'joining'
            ? { type: 'failed', code: 'NOT_JOINED' }
            : { type: 'pong', self: position.self },
        )
        return
      case 'notify':
        notified(core, position, from, reply, body)
        return
      case 'step':
        stepArrived(core, stepAddressee(core, position, body), reply, body)
        return
      case 'leave':
        leaveHeard(core, position, from, reply, body)
        return
      case 'meet':
        meetHeard(core, position, from, reply, body)
        return
      case 'changed':
        changeHeard(core, position, from, reply, body)
    }
  }

  #answered(ask: AskId, from: PeerKey, body: ChordResponse, interim: boolean): void {
    const core = this.#core
    core.heard(from)
    const { asks, relay } = core.state
    const purpose = asks.get(ask)
    if (purpose === undefined) return
    core.firstWord(from, purpose)
    if (interim) {
      if (purpose.kind === 'hop') relay.acknowledge(purpose.transit, ask)
      return
    }
    asks.delete(ask)
    if (purpose.kind === 'hop') hopAnswered(core, purpose, ask, from, body)
    else if (purpose.kind === 'query') queryAnswered(core, purpose.position, ask, from, body)
    else if (purpose.kind === 'batch') batchAnswered(core, purpose, body, this.#partEnds(from))
    else outcome(core, ask, purpose, from, body)
  }

  #partEnds(from: PeerKey): PartEnds {
    return {
      answered: (ask, body) => {
        this.#answered(ask, from, body, false)
      },
      failed: (ask, why) => {
        this.#failed(ask, from, why)
      },
    }
  }

  #failed(ask: AskId, from: PeerKey, why: AskFailure): void {
    const core = this.#core
    const purpose = core.state.asks.get(ask)
    if (purpose === undefined) return
    core.state.asks.delete(ask)
    // The detector's news comes after this; by then the peer may have lost its place in the tables.
    if (why === 'unreachable') for (const position of core.state.positions) rememberDead(core, position, from)
    if (purpose.kind === 'hop') hopFailed(core, purpose, ask, from, why)
    else if (purpose.kind === 'query') {
      const { position } = purpose
      const asked = position.query
      if (asked?.ask !== ask) return
      position.query = undefined
      queryFailed(core, position, asked, why)
      askMet(core, position)
    } else if (purpose.kind === 'batch') batchFailed(core, purpose, from, why, this.#partEnds(from))
    else outcome(core, ask, purpose, from, why)
  }

  #command(id: CommandId, command: CommandOf<ChordProtocol>, leftMs: number): void {
    const core = this.#core
    switch (command.name) {
      case 'lookup':
        beginLookup(core, id, command.args, leftMs)
        return
      case 'join':
        beginJoin(core, core.state.positions[0] as Position, id, command.args, leftMs)
        return
      case 'leave':
        beginLeave(core, id, leftMs)
        return
      case 'ring':
        core.emit({ type: 'done', id, result: succeed({ positions: describe(core) }) })
    }
  }

  /** Connections to those in the tables are kept when there are too many; the others may be closed. */
  #keepConnections(): void {
    const core = this.#core
    const { state } = core
    state.tablesChanged = false
    const wanted = new Set<PeerKey>()
    for (const position of state.positions) {
      const { membership } = position
      for (const node of routesOf(position, core.params)) wanted.add(node.peer)
      if (membership.state === 'member' && membership.predecessor !== undefined) wanted.add(membership.predecessor.peer)
    }
    wanted.delete(core.self)
    for (const peer of wanted) if (!state.kept.has(peer)) core.emit({ type: 'keep', peer })
    for (const peer of state.kept) if (!wanted.has(peer)) core.emit({ type: 'release', peer })
    state.kept = wanted
  }

  #nextWake(): MonoMs | undefined {
    const { state } = this.#core
    // Once per step: comparisons, since Math.min of many costs more than all the rest of a step that does nothing.
    let at = state.lookupsAt < state.parkedAt ? state.lookupsAt : state.parkedAt
    if (state.relay.hedgesAt < at) at = state.relay.hedgesAt
    if (state.ownMail.length > 0) at = this.#core.now
    for (const position of state.positions) {
      if (position.stabilizeAt < at) at = position.stabilizeAt
      if (position.fingerAt < at) at = position.fingerAt
      if (position.joinAt < at) at = position.joinAt
      if (position.probeAt < at) at = position.probeAt
      if (position.met !== undefined && position.query === undefined) at = Math.min(at, position.linkAt)
      if (position.leaving !== undefined) at = Math.min(at, position.leaving.retryAt)
    }
    return at === Infinity ? undefined : (at as MonoMs)
  }
}
