import type { Epoch, NodeRef, PeerKey, RingId } from '../../base/index.ts'

/**
 * Messages of the ring (Zave, "Reasoning about identifier spaces: how to make Chord correct", TSE 2017; Stoica et al.,
 * ToN 2003). Every request names the position it is meant for, since several positions may share a peer.
 */

/** What a member tells of its place: predecessor and successor list, as one consistent snapshot. */
export interface RingView {
  /** Grows whenever the view changes within one epoch; `unchanged` answers refer to it. */
  readonly version: number
  /** The position that answers. */
  readonly self: NodeRef
  readonly predecessor: NodeRef | undefined
  /** r entries in ring order, nearest first; fewer only in rings that are not larger than r (repeats are never sent). */
  readonly successors: readonly NodeRef[]
}

/**
 * "I have news": the sender's view has changed, and its predecessor, which is told so, has not asked for long. It asks
 * sooner then; nothing else follows from it.
 */
export interface ChangedRequest {
  readonly type: 'changed'
  readonly position: number
  /** The sender's position that has changed. */
  readonly of: number
}
/** Asks for the RingView: the query of join, stabilizeFromSuccessor and stabilizeFromPredecessor. */
export interface ViewRequest {
  readonly type: 'view'
  readonly position: number
  /** The version the asker already holds of this epoch; 0 for none. */
  readonly have: number
  /** A newcomer asks for the fingers as well: its own will be nearly the same. An earlier version tells none. */
  readonly fingers?: true
}
/** Is this position a member? The ping of rectify and of finger checks. */
export interface PingRequest {
  readonly type: 'ping'
  readonly position: number
}
/** "I may be your predecessor" (notify → rectify). `self` is the sender's position. */
export interface NotifyRequest {
  readonly type: 'notify'
  readonly position: number
  readonly self: NodeRef
  /**
   * The sender owns a range, so it lies on the ring. A newcomer that nobody has taken as successor yet is an appendage
   * and says false: its notify may shrink the receiver's range, never grow it.
   */
  readonly onRing: boolean
}
/** Recursive find_successor: travels hop by hop, acknowledged by an interim answer at each. */
export interface FindRequest {
  readonly type: 'find'
  readonly position: number
  readonly target: RingId
  /** Remote peers that have handled it before this one; at most MAX_HOPS. */
  readonly hops: number
  /** The sender holds the receiver for the owner: it decides, and corrects the sender if it is not. */
  readonly final: boolean
  /** Each node on the way is to report whom it asked, and how that went. */
  readonly trace?: true
}
/** Iterative find_successor: one step, nothing is forwarded. */
export interface StepRequest {
  readonly type: 'step'
  readonly position: number
  readonly target: RingId
  /**
   * The candidates are to be those nearest before the target, by the exact fingers and the successor list: where round
   * trips have no say, liars that answer quickly gain nothing (the constrained table of Castro et al., OSDI 2002 §4.1).
   */
  readonly nearest?: true
}

/**
 * "There may be two rings" (decision 0005): the sender has met nodes that its ring does not know. The receiver looks
 * whether the sender stands between it and its successor, and looks itself up through the others.
 */
export interface MeetRequest {
  readonly type: 'meet'
  readonly position: number
  readonly self: NodeRef
  /** Members elsewhere, to look oneself up through; at most MAX_MET. Hearsay. */
  readonly others: readonly NodeRef[]
}
/**
 * "I am leaving." To its successor, `heir`: it takes over the sender's range, from `boundary` on. To those before it: they
 * go over to its successors at once. Answered with the receiver's view.
 */
export interface LeaveRequest {
  readonly type: 'leave'
  readonly position: number
  readonly self: NodeRef
  readonly heir: boolean
  /** Where the sender's range begins; undefined when it owns none. */
  readonly boundary: NodeRef | undefined
  /** The sender's list: whom to ask in its place. */
  readonly successors: readonly NodeRef[]
}

/** What may be asked together with others. */
export type BatchedRequest = ViewRequest | PingRequest | NotifyRequest | ChangedRequest
/** Several questions of one peer's positions to another's, at most MAX_BATCH; each names its own position. */
export interface BatchRequest {
  readonly type: 'batch'
  /** Of the first of them. */
  readonly position: number
  readonly requests: readonly BatchedRequest[]
}

export type ChordRequest =
  | ViewRequest
  | PingRequest
  | NotifyRequest
  | FindRequest
  | StepRequest
  | MeetRequest
  | LeaveRequest
  | ChangedRequest
  | BatchRequest

/** One contact of a traced look-up, as the node that made it saw it. */
export interface PathHop {
  readonly peer: PeerKey
  readonly ringId: RingId
  /** From the question to the first word of the answer, or until it was given up, ms. */
  readonly rttMs: number
  /**
   * `owner`: it answered that it is responsible. `relayed`: it passed the look-up on and brought the answer. `closer`: it
   * named others. `late`: another brought the answer first.
   */
  readonly outcome: 'owner' | 'relayed' | 'closer' | 'late' | 'timeout' | 'unreachable' | 'refused'
}

/** One contact of a traced look-up, as the node that made it saw it. */
export interface PathHop {
  readonly peer: PeerKey
  readonly ringId: RingId
  /** From the question to the first word of the answer, or until it was given up, ms. */
  readonly rttMs: number
  /**
   * `owner`: it answered that it is responsible. `relayed`: it passed the look-up on and brought the answer. `closer`: it
   * named others. `late`: another brought the answer first.
   */
  readonly outcome: 'owner' | 'relayed' | 'closer' | 'late' | 'timeout' | 'unreachable' | 'refused'
}

/** The owner of a target, as itself said, with the evidence: target lies in (predecessor, owner]. */
export interface Owner {
  readonly owner: NodeRef
  /** Undefined only when the owner is alone. */
  readonly predecessor: NodeRef | undefined
}

/** What a part of a batch is answered with. */
export type BatchedAnswer = Extract<ChordResponse, { type: 'view' | 'unchanged' | 'pong' | 'noted' | 'failed' }>

export type ChordResponse =
  | {
      readonly type: 'view'
      readonly view: RingView
      /** If asked for: the farthest fingers, in ring order, at most MAX_HINTS; left out when there are none. Hearsay. */
      readonly fingers?: readonly NodeRef[]
    }
  | { readonly type: 'unchanged'; readonly version: number }
  | { readonly type: 'pong'; readonly self: NodeRef }
  /** The notify was taken note of. */
  | { readonly type: 'noted' }
  /** Interim: "I have it and take care"; the hop before stops its first-word timer. */
  | { readonly type: 'relaying' }
  | {
      readonly type: 'found'
      readonly found: Owner
      readonly hops: number
      readonly epoch: Epoch
      /** Of a traced find: whom those on the way asked, in the order of contact; at most MAX_PATH. Hearsay. */
      readonly path?: readonly PathHop[]
    }
  /** Not the owner, and knows better ones to ask, best first (iterative step, or a correction of `final`). */
  | { readonly type: 'closer'; readonly candidates: readonly NodeRef[] }
  | { readonly type: 'failed'; readonly code: ChordRefusal }
  /** To a batch, part by part; undefined: not here, it is to be asked alone. */
  | { readonly type: 'batch'; readonly answers: readonly (BatchedAnswer | undefined)[] }

/**
 * NOT_JOINED: the receiver is no member (yet, or any more); NO_SUCH_POSITION: it has no such position; HOPS_EXCEEDED:
 * routing loops; NO_ROUTE: no live hop was left; NOT_HEIR: it cannot take over the range of one that leaves (now).
 */
export type ChordRefusal = 'NOT_JOINED' | 'NO_SUCH_POSITION' | 'HOPS_EXCEEDED' | 'NO_ROUTE' | 'NOT_HEIR'

/** Chord sends no one-way messages: every step of Zave's protocol is a query or wants an acknowledgement. */
export type ChordMessage = never
