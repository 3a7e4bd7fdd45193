import { fault, type MonoMs, type NodeRef, type PeerKey } from '../../base/index.ts'
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
import { becomeRenamed } from './become.ts'
import { Core } from './core.ts'
import { expireParked, findArrived, hedgeLate, hopAnswered, hopFailed, stepArrived } from './find.ts'
import { fingerChecked, fingerFound, fixNextFinger } from './fix-fingers.ts'
import { newState } from './initial.ts'
import { beginJoin, cancelJoin, joinAgain, joinFound, joinViewed } from './join.ts'
import { leaveAnswered, leaveHeard, leaveOn, beginLeave } from './leave.ts'
import { beginLookup, cancelLookup, lookupFound, lookupLost, resumeLookups, stepAnswered } from './lookup.ts'
import type { ChordRequest, ChordResponse, ViewRequest } from './messages.ts'
import type { ChordParams } from './params.ts'
import type { ChordProtocol, ChordSiblings } from './protocol.ts'
import { notified, predecessorAnswered } from './rectify.ts'
import { routesOf } from './routing.ts'
import { meetAnswered, meetHeard, probed, probeNext, remindShadow } from './merge.ts'
import { cameBack, linkedUp, rememberDead } from './remembered.ts'
import { askMet, notifyEnded } from './query.ts'
import { beginRound, peerDied, queryAnswered, queryFailed, slept } from './stabilize.ts'
import type { ChordState, Position, Purpose } from './state.ts'
import { chordView, describe, type ChordView } from './view.ts'
import { viewOf } from './views.ts'

/**
 * Makes the machine of Chord's ring (Stoica et al., ToN 2003) with its maintenance as Zave corrected it (TSE 2017). It
 * keeps nothing on disk: after a restart it joins again in a new incarnation.
 * @throws OrbError INTERNAL unless `siblings.self()` names exactly one position.
 */
export const makeChord: Make<ChordMachine, ChordParams, ChordSiblings> = (params, siblings, random) => {
  const selves = siblings.self()
  if (selves.length !== 1) fault('a Chord machine has one position')
  return new ChordMachine(new Core(params, siblings, random, newState(selves)))
}

/**
 * A wake that comes later than so many first words: in that time two asks may have had no word, and somebody may hold us
 * for dead.
 */
const SLEPT_WORDS = 2

/** One daemon's part in the ring. See docs/protocols/chord.md. */
export class ChordMachine implements Machine<ChordProtocol> {
  readonly hears: readonly News['type'][] = ['peerDead', 'peerAlive']
  readonly view: ChordView
  readonly #core: Core
  #wakeAt: MonoMs | undefined = 0 as MonoMs
  #selves: readonly NodeRef[] | undefined

  constructor(core: Core) {
    this.#core = core
    this.view = chordView(core)
    core.ends = {
      found: (upstream, found) => {
        if (upstream.kind === 'lookup') lookupFound(core, upstream.lookup, found)
        else if (upstream.kind === 'finger') fingerFound(core, upstream.position, upstream.exponent, found)
      },
      lost: (transit) => {
        const { upstream } = transit
        if (upstream.kind === 'lookup') lookupLost(core, upstream.lookup, transit)
        else if (upstream.kind === 'finger') fingerFound(core, upstream.position, upstream.exponent, undefined)
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
    this.#wakeAt = this.#nextWake()
  }

  step(ctx: Context, input: Input<ChordProtocol>): readonly Effect<ChordProtocol>[] {
    const core = this.#core
    core.now = ctx.now
    this.#renamed()
    // A timer that is so late: the process was stopped, or had no CPU.
    if (
      this.#wakeAt !== undefined &&
      this.#wakeAt > 0 &&
      ctx.now - this.#wakeAt > SLEPT_WORDS * core.params.firstWordMs
    ) {
      for (const position of core.state.positions) slept(core, position)
    }
    this.#take(input)
    if (core.state.tablesChanged) this.#keepConnections()
    this.#wakeAt = this.#nextWake()
    return core.takeEffects()
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
        for (const position of this.#core.state.positions) linkedUp(this.#core, position, input.peer)
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
    for (const position of core.state.positions) {
      if (news.type === 'peerDead') {
        rememberDead(core, position, news.peer)
        peerDied(core, position, news.peer)
      } else if (news.type === 'peerAlive') cameBack(core, position, news.peer)
    }
  }

  #tick(): void {
    const core = this.#core
    for (const position of core.state.positions) {
      if (position.joinAt <= core.now) joinAgain(core, position)
      leaveOn(core, position)
      if (position.probeAt <= core.now) probeNext(core, position)
      if (position.linkAt <= core.now) askMet(core, position)
      if (position.stabilizeAt <= core.now) {
        beginRound(core, position)
        remindShadow(core, position)
      }
      if (position.fingerAt <= core.now) fixNextFinger(core, position)
    }
    hedgeLate(core)
    resumeLookups(core)
    expireParked(core)
  }

  #request(from: PeerKey, reply: ReplyId, body: ChordRequest, leftMs: number): void {
    const core = this.#core
    core.heard(from)
    const position = core.state.positions[body.position]
    if (position === undefined) {
      core.respond(reply, { type: 'failed', code: 'NO_SUCH_POSITION' })
      return
    }
    const { membership } = position
    if (membership.state === 'member' && membership.predecessor?.peer === from) position.predecessorHeardAt = core.now
    switch (body.type) {
      case 'find':
        findArrived(core, position, reply, body, leftMs)
        return
      case 'view':
        viewed(core, position, reply, body)
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
        stepArrived(core, position, reply, body)
        return
      case 'leave':
        leaveHeard(core, position, from, reply, body)
        return
      case 'meet':
        meetHeard(core, position, from, reply, body)
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
    else outcome(core, ask, purpose, from, body)
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
    } else outcome(core, ask, purpose, from, why)
  }

  #command(id: CommandId, command: CommandOf<ChordProtocol>, leftMs: number): void {
    const core = this.#core
    switch (command.name) {
      case 'lookup':
        beginLookup(core, id, command.args, leftMs)
        return
      case 'join':
        for (const position of core.state.positions) beginJoin(core, position, id, command.args, leftMs)
        return
      case 'leave':
        for (const position of core.state.positions) beginLeave(core, position, id, leftMs)
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
    for (const peer of wanted) if (!state.kept.has(peer)) core.emit({ type: 'keep', peer })
    for (const peer of state.kept) if (!wanted.has(peer)) core.emit({ type: 'release', peer })
    state.kept = wanted
  }

  #nextWake(): MonoMs | undefined {
    const { state } = this.#core
    // Once per step: comparisons, since Math.min of many costs more than all the rest of a step that does nothing.
    let at = state.lookupsAt < state.parkedAt ? state.lookupsAt : state.parkedAt
    if (state.relay.hedgesAt < at) at = state.relay.hedgesAt
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

/** Somebody asks for our view: told at once, and remembered as told while a query of ours is out (decision 0004). */
function viewed(core: Core, position: Position, reply: ReplyId, body: ViewRequest): void {
  if (position.membership.state === 'joining') {
    core.respond(reply, { type: 'failed', code: 'NOT_JOINED' })
    return
  }
  if (position.query !== undefined) position.query.told = true
  if (body.have === position.version) core.respond(reply, { type: 'unchanged', version: position.version })
  else core.respond(reply, { type: 'view', view: viewOf(position) })
}

/** What an ask came to, for those purposes that treat answer and failure in one place. */
function outcome(
  core: Core,
  ask: AskId,
  purpose: Exclude<Purpose, { kind: 'hop' | 'query' }>,
  from: PeerKey,
  answer: ChordResponse | AskFailure,
): void {
  switch (purpose.kind) {
    case 'joinFind':
      joinFound(core, purpose.position, purpose.attempt, answer)
      return
    case 'joinView':
      joinViewed(core, purpose.position, purpose.attempt, purpose.to, from, answer)
      return
    case 'notify':
      notifyEnded(purpose.position, ask, purpose, typeof answer === 'object' && answer.type === 'noted')
      return
    case 'predecessor':
      predecessorAnswered(core, purpose.position, purpose.to, from, answer)
      return
    case 'finger':
      fingerChecked(core, purpose, answer)
      return
    case 'step':
      stepAnswered(core, purpose, from, answer)
      return
    case 'leave':
      leaveAnswered(core, purpose, answer)
      return
    case 'probe':
      probed(core, purpose.position, purpose.peer, answer)
      return
    case 'meet':
      meetAnswered(core, purpose, from, answer)
      return
    case 'announce':
      return
  }
}
