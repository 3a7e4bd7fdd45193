import type { Epoch, NodeRef, PeerKey, RingId } from '../../base/index.ts'
import type { AskId, CommandId, LiveNode, ReplyId } from '../machine.ts'
import type { Relay, Transit } from '../relay.ts'
import type { Held } from './batch-parts.ts'
import type { Fingers } from './fingers.ts'
import type { LookupMode, TracedHop } from './commands.ts'
import type { PathHop, RingView } from './messages.ts'
import type { OwnLetter } from './own-mail.ts'
import type { Verifying } from './verify-way.ts'

/**
 * All that a Chord machine remembers. Plain data without closures, so that exhaustive exploration can copy and compare
 * it; memberships are changed only by the become… functions of become.ts.
 */

/** The successor list. Candidates have not answered since the head was lost: look-ups use them as hints only. */
export type Successors =
  | { readonly state: 'settled'; readonly head: LiveNode; readonly rest: readonly NodeRef[] }
  | {
      readonly state: 'failingOver'
      readonly candidates: readonly NodeRef[]
      /** The list itself is used up: these are all others that were known. */
      readonly far: boolean
    }

export interface JoinAttempt {
  /** Undefined: the node's own idea, since it is alone and has met others. */
  readonly command: CommandId | undefined
  readonly contacts: readonly NodeRef[]
  /** Which contact is asked now, counted over all rounds. */
  turn: number
  /** Every failure of this round was `unreachable`. */
  unreachable: boolean
  readonly deadlineAt: number
  /** It was a ring of one before and will be one again if the join fails. */
  readonly wasAlone: boolean
  /** How often this turn walked back over predecessors. */
  walked: number
}

export type Membership =
  | { readonly state: 'alone' }
  | { readonly state: 'joining'; readonly attempt: JoinAttempt | undefined }
  | {
      readonly state: 'member'
      readonly successors: Successors
      readonly predecessor: LiveNode | undefined
      /**
       * Where the own range begins: owned is (boundary, self]. Follows the predecessor, but only a notifier that is on the
       * ring itself can make it grow, and it outlives a predecessor that died. Undefined: an appendage, owns nothing.
       */
      readonly boundary: NodeRef | undefined
    }
export type Member = Extract<Membership, { state: 'member' }>

/** The one outstanding query whose answer may change the successor list. */
export interface Query {
  readonly kind: 'successor' | 'predecessor' | 'failover' | 'first' | 'met'
  readonly to: NodeRef
  readonly ask: AskId
  /** The own list was told to somebody since the query left: the answer may then not be adopted (decision 0004). */
  told: boolean
  readonly restarts: number
  /** Predecessors walked back over in this round. */
  readonly walked: number
}

/** A notifier that waits until the present predecessor has been asked whether it lives. */
export interface Rectifying {
  candidate: LiveNode
  onRing: boolean
}

/** A departure under way. */
export interface Leaving {
  readonly deadlineAt: number
  /**
   * `waiting`: for a successor that can take the range over. `asking`: it has been asked and may have taken it. `telling`:
   * those before are told, one after another.
   */
  phase: 'waiting' | 'asking' | 'telling'
  retryAt: number
  /** An answer did not come: the successor, or who has its range by now, may have taken ours. Only the next yes ends that. */
  inDoubt: boolean
  handedOver: boolean
  told: number
}

/** All positions depart at once; the commands that asked for it end when the last of them is gone. */
export interface Departure {
  readonly commands: CommandId[]
  /** So far, of all positions. */
  handedOver: boolean
  told: number
}

/** Somebody who may be on another ring. */
export interface Remembered {
  readonly peer: PeerKey
  /** Undefined: only its connection is known. */
  readonly node: NodeRef | undefined
  /** Named by another in a meeting; at most MAX_MET of these. */
  readonly hearsay: boolean
  /** When it is looked at next, and how much longer the pause after that is. */
  nextAt: number
  pauseMs: number
  /** Times that it answered that it is no member. */
  strangers: number
}

/** Beside an exact finger: those of its interval that are known, and the nearest of them by round trip. */
export interface Near {
  /** The exact finger. */
  readonly anchor: NodeRef
  /** Version of the anchor's view when it was last heard; 0: never. */
  version: number
  /** Its successors within the interval, nearest to it first; at most `proximity` - 1. */
  candidates: readonly NodeRef[]
  /** Of its last list: how many it names, and the part of the ring that they stand on. */
  listed: { readonly count: number; readonly part: number } | undefined
  /** Those among them that have not been measured for it yet. */
  fresh: readonly NodeRef[]
  /** Which of all is measured anew next. */
  next: number
  /** Looks since the anchor's list was last asked for. */
  looks: number
  /** The nearest by round trip, when it is not the anchor. */
  chosen: NodeRef | undefined
}

export interface Position {
  readonly index: number
  self: NodeRef
  membership: Membership
  /** Grows with every change of what a view tells. */
  version: number
  view: RingView | undefined
  query: Query | undefined
  rectifying: Rectifying | undefined
  /**
   * The head's predecessor when this node joined, as hearsay: nobody behind it may claim this newcomer while it lives.
   * Zave's TSE variant takes it as predecessor outright; ours wait for its word.
   */
  barrier: NodeRef | undefined
  /** The head's view as last heard. */
  headView: RingView | undefined
  /** The view from which the list was last taken over as it is told: unchanged, it gives the same list again. */
  listFrom: RingView | undefined
  /** When a view was last asked for in full. */
  wholeViewAt: number
  /** Which incarnation of the head has acknowledged our notify, and what we told it. */
  notified: { readonly id: RingId; readonly epoch: Epoch; readonly onRing: boolean } | undefined
  /** A notify under way: it is not sent twice. */
  notifying: { readonly ask: AskId; readonly id: RingId; readonly onRing: boolean } | undefined
  predecessorHeardAt: number
  predecessorAsked: boolean
  /** When the predecessor last asked for our view, and whether what it was told then is still so. */
  polledAt: number
  behindKnows: boolean
  /** When it was last told to ask. */
  toldBehindAt: number
  roundAt: number
  /** The version at the last round, and for how many rounds it has been that. */
  calmVersion: number
  calmRounds: number
  strandedRounds: number
  readonly fingers: Fingers
  /** Every finger has been looked at once. */
  swept: boolean
  /** Until then, in ring order, what the successor has told of its own fingers: at most MAX_HINTS. */
  hints: readonly NodeRef[]
  /** Nearer nodes beside the fingers, by the finger's ring id; made on first use. */
  near: Map<RingId, Near> | undefined
  /** Questions for that which are out. */
  nearAsked: number
  /** Routing table, nearest first, made on use. */
  routes: readonly NodeRef[] | undefined
  stabilizeAt: number
  fingerAt: number
  joinAt: number
  leaving: Leaving | undefined
  /** It has slept: until its head says that it still knows us, the range is in doubt. */
  doubtful: boolean
  /**
   * Owns nothing for the time being, since somebody else may: the range is being handed over, or this node has slept and
   * must hear first that it is still known.
   */
  suspended: boolean
  /** Bounded by MAX_REMEMBERED and MAX_MET, oldest first. */
  remembered: Remembered[]
  /** The next of the remembered is due. */
  probeAt: number
  /** Who is being asked; one at a time, besides those that others name. */
  probing: PeerKey | undefined
  probedAt: number
  /** A member that stands between this node and its head, to be asked when the present query has ended. */
  met: NodeRef | undefined
  /** Until then two rings are held to be merging; from `linkAt` on their lists are united. */
  mergingUntil: number
  linkAt: number
  /**
   * A live member of another ring, nearer than the own predecessor: what lies before it is its, not ours. So answers are
   * right for both rings before their lists are linked.
   */
  shadow: LiveNode | undefined
  /** Until then it has joined lately. */
  newUntil: number
  /** Before that it does not claim its head, which may not be the next live node. */
  claimsAt: number
  /** The ring was larger than the lists when they were last whole. */
  wide: boolean
  /** Everybody known is dead: when the node will hold itself for alone. */
  aloneAt: number | undefined
  gossipAt: number
  hearsayAt: number
}

/** When the ask left, and how long its first word took: times of round trips. */
interface Asked {
  askedAt?: number
  wordMs?: number
}

/** What an ask was for. */
export type Purpose = Asked & Reason
type Reason =
  | { readonly kind: 'joinFind'; readonly position: Position; readonly attempt: JoinAttempt }
  | { readonly kind: 'joinView'; readonly position: Position; readonly attempt: JoinAttempt; readonly to: NodeRef }
  | { readonly kind: 'query'; readonly position: Position }
  | { readonly kind: 'notify'; readonly position: Position; readonly to: NodeRef; readonly onRing: boolean }
  | { readonly kind: 'announce' }
  | { readonly kind: 'batch'; readonly parts: readonly Held[] }
  | { readonly kind: 'meet'; readonly position: Position; readonly to: NodeRef }
  | { readonly kind: 'leave'; readonly position: Position; readonly to: NodeRef; readonly heir: boolean }
  | { readonly kind: 'probe'; readonly position: Position; readonly peer: PeerKey }
  | { readonly kind: 'predecessor'; readonly position: Position; readonly to: NodeRef }
  | {
      readonly kind: 'finger'
      readonly position: Position
      readonly slot: number
      readonly to: NodeRef
      readonly steps: number
    }
  /** For a nearer node beside the finger `entry.anchor`. `again`: measured once before, perhaps with a dial. */
  | {
      readonly kind: 'near'
      readonly position: Position
      readonly entry: Near
      readonly to: NodeRef
      readonly again: boolean
    }
  /** For the list of one behind whom others are not known. */
  | { readonly kind: 'around'; readonly position: Position; readonly to: NodeRef }
  | HopReason
  | StepReason
  | VerifyReason

interface HopReason {
  readonly kind: 'hop'
  readonly transit: FindTransit
  readonly to: NodeRef
}
export type HopPurpose = Asked & HopReason
interface StepReason {
  readonly kind: 'step'
  readonly lookup: Lookup
  readonly to: NodeRef
  /** Where in the path it is noted as late. */
  lateIn?: number
}
export type StepPurpose = Asked & StepReason
interface VerifyReason {
  readonly kind: 'verify'
  readonly lookup: Lookup
  readonly verifying: Verifying
  readonly to: NodeRef
  readonly what: 'list' | 'step'
  /** At which place on the way, in which round, and towards what. */
  readonly at: number
  readonly round: number
  readonly target: RingId
}
export type VerifyPurpose = Asked & VerifyReason

/** A find on its way: towards what, from which own position. */
export interface FindGoal {
  readonly position: Position
  readonly target: RingId
  /** Remote peers that have handled it so far. */
  hops: number
  /** The sender held us for the owner. */
  readonly final: boolean
  /** Whom to ask next, as somebody corrected us. */
  next: { readonly node: NodeRef; readonly final: boolean } | undefined
  /** Of a traced find: whom this node has asked. At most MAX_PATH. */
  readonly path?: PathHop[]
  /** Positions that were asked, and that their peers do not have. At most MAX_ABSENT; undefined: none. */
  absent?: readonly RingId[]
}
export type FindUpstream =
  | { readonly kind: 'reply'; readonly reply: ReplyId }
  | { readonly kind: 'lookup'; readonly lookup: Lookup }
  | { readonly kind: 'finger'; readonly position: Position; readonly slot: number }
export type FindTransit = Transit<FindGoal, FindUpstream>

/** A look-up commanded on this node. */
export interface Lookup {
  readonly command: CommandId
  readonly target: RingId
  readonly mode: LookupMode
  readonly viaAnother: boolean
  readonly trace: boolean
  readonly startedAt: number
  readonly deadlineAt: number
  /** An attempt takes no longer: a third of the whole. */
  readonly attemptMs: number
  attempt: number
  /** First hops of the recursive attempts so far: the next one takes another. */
  tried: PeerKey[]
  readonly path: TracedHop[]
  /** The iterative attempt under way. */
  stepping: Stepping | undefined
  /** The verified search under way. */
  verifying: Verifying | undefined
  /** Between two attempts. */
  waitsUntil: number | undefined
}
export interface Stepping {
  readonly deadlineAt: number
  /** Whom to ask next, best first. */
  candidates: readonly NodeRef[]
  readonly asked: RingId[]
  /** How many of them have answered. */
  hops: number
  /** How many have not answered yet, the one asked last, and when that is late. */
  open: number
  last: StepPurpose | undefined
  lateAt: number
}

export interface ChordState {
  readonly positions: Position[]
  readonly asks: Map<AskId, Purpose>
  lastAsk: number
  /** What own positions have to say to each other, oldest first. */
  ownMail: OwnLetter[]
  /** Of the last join: asked when all else is dead. */
  contacts: readonly NodeRef[]
  departure: Departure | undefined
  readonly relay: Relay<FindGoal, FindUpstream>
  /** Finds that wait until it is known who owns their target. */
  parked: FindTransit[]
  readonly lookups: Map<CommandId, Lookup>
  /** No look-up waits for an earlier time. */
  lookupsAt: number
  /** No parked find expires earlier. */
  parkedAt: number
  readonly suspects: Map<PeerKey, number>
  /** Peers that refuse batches: of an earlier version. At most MAX_PLAIN. */
  readonly plain: Set<PeerKey>
  /** Positions that have said that they leave, with the epoch in which they did. */
  readonly left: Map<RingId, { readonly epoch: Epoch; readonly until: number }>
  /** Incarnations that were in the tables and were held for dead: perhaps of another ring, until they have found us in theirs. */
  readonly parted: Map<PeerKey, Epoch>
  kept: Set<PeerKey>
  /** Tables changed in this step: which connections are kept must be seen to. */
  tablesChanged: boolean
}

/** Its range is being handed over or gone: it says nothing to its neighbours that would bring it back. */
export function isDeparting({ leaving }: Position): boolean {
  return leaving !== undefined && leaving.phase !== 'waiting'
}

/** Two rings are being merged: lists are united rather than replaced (decision 0005). */
export function isMerging(position: Position, now: number): boolean {
  return now < position.mergingUntil
}

/** Another ring has been met and is not linked yet: what is found in it does not enter the tables. */
export function isApart(position: Position, now: number): boolean {
  return isMerging(position, now) && position.linkAt > now
}
