import type { PeerKey } from '../../base/index.ts'
import type { BlockRef, SessionId } from '../machine.ts'
import type { PieceSet } from './bits.ts'
import { Pace, RateMeter } from './pace.ts'
import type { SwarmParams } from './params.ts'
import type { Unit } from './unit.ts'

/** After a reject a peer is left alone for so long, twice as long after each further one, up to REJECT_REST_MAX_MS. */
const REJECT_REST_MS = 500
const REJECT_REST_MAX_MS = 30_000

/** A request that awaits its answer. */
export interface Asked {
  readonly unit: Unit
  readonly block: number
  readonly sentAt: number
  readonly deliveredThen: number
}

/** One peer in one swarm. */
export class Session {
  readonly id: SessionId
  readonly peer: PeerKey
  /** This side opened it. */
  readonly opened: boolean
  /** `opening` until the stream stands; messages pass while it is open. */
  state: 'opening' | 'open' | 'closed' = 'opening'
  since: number
  /** The peer's hello: size of its info dictionary and number of pieces; 0: unknown to it. */
  infoBytes = 0
  pieces = 0
  hellosHeard = 0
  /** What our last hello said. */
  saidInfoBytes = -1
  saidPieces = -1
  /** Our bitfield went out. */
  saidHave = false
  /** What the peer has; undefined until it says so. */
  have: PieceSet | undefined
  /** Pieces that it has and we lack. */
  wanted = 0
  /** We told it that we are interested; it told us. */
  interesting = false
  interested = false
  /** Asked and not answered, by block key. */
  readonly asked = new Map<number, Asked>()
  /** Cancelled and not answered. */
  readonly cancelled = new Set<number>()
  /** Units of its own with blocks still to be asked for; the first is next. */
  readonly units: Unit[] = []
  /** Requests of the peer that are being served, by their key. */
  readonly serving = new Map<number, BlockRef>()
  readonly pace = new Pace()
  readonly down = new RateMeter()
  readonly up = new RateMeter()
  /** When it last sent a block, or was first asked since it owed none. */
  lastBlockAt = 0
  /** It rests until then: it was too slow, or rejects. */
  restUntil = 0
  snubbed = false
  rejects = 0
  /** Useless requests: above a limit the peer is broken. */
  badRequests = 0

  constructor(id: SessionId, peer: PeerKey, opened: boolean, now: number) {
    this.id = id
    this.peer = peer
    this.opened = opened
    this.since = now
  }

  get isSeed(): boolean {
    return this.have?.isFull === true
  }

  /** It has not said what it has. */
  get isUnknown(): boolean {
    return this.hellosHeard === 0 || (this.saidPieces > 0 && this.have === undefined)
  }

  /** Answers that the peer owes. */
  get owed(): number {
    return this.asked.size + this.cancelled.size
  }

  /** It rejected a request: it is left alone for a while. */
  rejected(now: number): void {
    const restMs = Math.min(REJECT_REST_MS * 2 ** Math.min(this.rejects++, 16), REJECT_REST_MAX_MS)
    this.restUntil = Math.max(this.restUntil, now + restMs)
  }

  /** Time to ask for more: requests go out together, a quarter of the pipeline at a time, since each write costs. */
  isLow(depth: number): boolean {
    return this.owed <= depth - Math.max(1, depth >> 2)
  }

  /**
   * How many requests may be open: enough to keep the peer busy, at most its part of half the budget (the other half
   * awaits hashes); 1 to find out whether a snubbed peer is back.
   * @param givers sessions that have something to give
   */
  depth({ blockBytes, inFlightBytes, minPipeline, maxPipeline }: SwarmParams, givers: number): number {
    if (this.snubbed) return 1
    const part = Math.floor(inFlightBytes / blockBytes / 2 / Math.max(1, givers))
    const busy = Math.ceil(this.pace.windowBytes / blockBytes) + 1
    return Math.max(minPipeline, Math.min(busy, part, maxPipeline))
  }
}
