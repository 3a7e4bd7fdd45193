import { between, inArc, type NodeRef, type PeerKey, type RingId } from '../../base/index.ts'
import { liveNode, type ReplyId } from '../machine.ts'
import { holds, intersect } from '../arcs.ts'
import type { ConfigStore } from './config-store.ts'
import { MAX_PIECES, MAX_PIECES_OF_ONE, type Piece } from './config-table.ts'
import type { Core, Step } from './core.ts'
import type { RecordsResponse } from './messages.ts'
import { MAX_SURVEYED, type ConfigureRequest, type ReleaseRequest, type SurveyRequest } from './move-messages.ts'
import type { Peers } from './peers.ts'
import { compareConfigs, MAX_MEMBERS, rivalsOf, type Arc, type Config, type ConfigId } from './quorum.ts'
import type { Reign } from './reign.ts'

/** What the pieces of one answer may take on the wire: a control frame is shared. */
const SURVEY_BYTES = 12_288

/** What a piece takes on the wire, about. */
const surveyBytes = ({ members, prior }: Config): number =>
  [{ members }, ...prior].reduce((sum, each) => sum + 64 + 48 * each.members.length, 160)

export interface MembershipInit {
  readonly core: Core
  readonly configs: ConfigStore
  readonly peers: Peers
  readonly reignOf: (piece: Piece) => Reign | undefined
  /** What a position owns now. */
  readonly owned: (position: number) => Arc | undefined
  /** An owner has told of its configuration. */
  readonly heard: (step: Step, from: PeerKey, config: Config) => void
}

/** Answers what others ask about configurations: what is known, taking part in one, letting go of one. */
export class Membership {
  readonly #init: MembershipInit

  constructor(init: MembershipInit) {
    this.#init = init
  }

  /** Who owns the arc by now asks what is known of it. To one who owns some of it still that is no grant. */
  survey(step: Step, reply: ReplyId, { arc }: SurveyRequest): void {
    if (this.#ownsAny(arc)) respond(step, reply, { type: 'failed', code: 'NOT_YET' })
    else respond(step, reply, this.#surveyed(arc))
  }

  #ownsAny(arc: Arc): boolean {
    return this.#init.core.ring.positions().some((position) => {
      const owned = this.#init.owned(position)
      return owned !== undefined && intersect(arc, owned).length > 0
    })
  }

  /**
   * Can who stands there own the arc? It ends at the owner's position, or before it, and nobody stands between where it begins
   * and there. Known for certain are the own positions, and their predecessors unless they have just died.
   */
  #mayOwn(owner: NodeRef, arc: Arc): boolean {
    if (!holds({ from: arc.from, to: owner.id }, arc.to)) return false
    const { ring } = this.#init.core
    return ring.positions().every((position) => {
      if (!ring.onRing(position)) return true
      const near = [ring.self(position), ring.predecessor(position)]
      return near.every(
        (node) => node === undefined || node.peer === owner.peer || !isInside(arc.from, node.id, owner.id),
      )
    })
  }

  /** What is known of an arc, in its order. */
  #surveyed(arc: Arc): RecordsResponse {
    const inOrder = this.#init.configs.table.within(arc).sort((a, b) => (inArc(arc.from, a.arc.to, b.arc.to) ? -1 : 1))
    const pieces: { arc: Arc; config: Config }[] = []
    let bytes = 0
    for (const { arc: part, config } of inOrder) {
      bytes += surveyBytes(config)
      if (pieces.length > 0 && (pieces.length === MAX_SURVEYED || bytes > SURVEY_BYTES)) break
      pieces.push({ arc: part, config })
    }
    const to = pieces.length < inOrder.length ? (pieces.at(-1)?.arc.to ?? arc.to) : arc.to
    return { type: 'surveyed', pieces, to }
  }

  /** An owner tells of its configuration: persisted before it is answered. */
  configure(step: Step, from: PeerKey, reply: ReplyId, { self, config, filled }: ConfigureRequest): void {
    const owner = liveNode(from, self)
    if (owner === undefined || config.id.peer !== from || config.id.lamport > step.lamport) {
      respond(step, reply, { type: 'failed', code: 'INVALID' })
      return
    }
    if (this.#ownsAny(config) || !this.#mayOwn(owner, config)) {
      respond(step, reply, { type: 'failed', code: 'NOT_YET' })
      return
    }
    const { pieces } = this.#init.configs.table
    const ofOne = pieces.filter((piece) => piece.config.id.peer === from).length
    const isFull = pieces.length >= MAX_PIECES || ofOne >= MAX_PIECES_OF_ONE
    if (isFull || config.members.length > MAX_MEMBERS) {
      respond(step, reply, { type: 'failed', code: 'OVERLOAD' })
      return
    }
    this.#init.peers.remember(owner)
    // Not taken before it is made anew with these before it: an answer may be lost, and then nobody would know of them.
    if (rivalsOf(config, this.#init.configs.table.within(config)).length > 0) {
      respond(step, reply, this.#surveyed(config))
      return
    }
    const isBehind = this.#init.configs.table
      .within(config)
      .some((piece) => compareConfigs(piece.config.id, config.id) > 0)
    const learnt = this.#init.configs.table.learn({ arc: config, config, since: config.id })
    const own = (): Piece[] =>
      this.#init.configs.table.within(config).filter((piece) => compareConfigs(piece.config.id, config.id) === 0)
    const full = filled ? own().filter(({ since }) => since !== undefined) : []
    const change = this.#init.configs.table.replace(full.map((piece) => ({ ...piece, since: undefined })))
    let since: ConfigId | undefined
    for (const piece of own()) since = piece.since ?? since
    const body: RecordsResponse = isBehind ? this.#surveyed(config) : { type: 'configured', since }
    const op = this.#init.configs.save(step, {
      added: [...learnt.added, ...change.added],
      removed: [...learnt.removed, ...change.removed],
    })
    step.effects.push(op === undefined ? { type: 'respond', reply, body } : { type: 'respond', reply, body, after: op })
    this.#init.heard(step, from, config)
  }

  /** One that is no member any more asks whether it may let go. */
  release(step: Step, from: PeerKey, reply: ReplyId, { arc, known }: ReleaseRequest): void {
    const pieces = this.#init.configs.table.within(arc)
    const reigns = pieces.map((piece) => this.#init.reignOf(piece))
    for (const reign of reigns) {
      const isOutbid = reign !== undefined && compareConfigs(known, reign.config.id) > 0
      if (!isOutbid || known.lamport > step.lamport) continue
      reign.outbidBy = known
      reign.also = new Set([...reign.also, from].slice(-MAX_MEMBERS))
      respond(step, reply, { type: 'failed', code: 'NOT_YET' })
      return
    }
    const isMine =
      this.#init.configs.table.unknownIn(arc).length === 0 && reigns.every((reign) => reign?.isDurable === true)
    if (!isMine || reigns.some((reign) => reign?.isMember(from) === true)) {
      respond(step, reply, this.#surveyed(arc))
      return
    }
    const isComplete = reigns.every((reign) => reign?.isComplete(step.now) === true)
    respond(step, reply, isComplete ? { type: 'agreed' } : { type: 'failed', code: 'NOT_YET' })
  }
}

const isInside = (from: RingId, id: RingId, to: RingId): boolean => id !== from && id !== to && between(from, id, to)

function respond(step: Step, reply: ReplyId, body: RecordsResponse): void {
  step.effects.push({ type: 'respond', reply, body })
}
