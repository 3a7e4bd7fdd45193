import type { NodeRef, PeerKey, RingId } from '../../base/index.ts'
import type { PathHop } from './messages.ts'

export type LookupMode = 'recursive' | 'iterative' | 'verified'

/** Of a verified look-up: what the nodes nearest before the target, and others that were asked, say about the owner. */
export interface Verification {
  /** Positions that have answered; 0 when this node is the owner. */
  readonly asked: number
  /** Of those nearest before the target, at most VERIFY_GROUP, whose successor lists show the same owner. */
  readonly witnesses: number
  /** Those who name another; besides liars, who has not heard of a change yet. At most MAX_DISAGREEMENTS. */
  readonly disagreements: readonly Disagreement[]
}

export interface Disagreement {
  readonly node: NodeRef
  /** Whom it names; itself, when it says that it owns the target. */
  readonly names: NodeRef
}

/** One contact of a traced look-up; of a verified one also what was asked there, and where on the way. */
export interface TracedHop extends PathHop {
  readonly verifying?: {
    /** Of the places on the way that groups are asked about, counted from 1; the last is the target. */
    readonly place: number
    /** `list`: for its successors; `nearest`: for the nodes it knows nearest to the next place, or whether it is the owner. */
    readonly asked: 'list' | 'nearest'
    /** Whom its list shows as owner; undefined: it does not reach so far, or was not told. */
    readonly names: RingId | undefined
  }
}

export interface LookupResult {
  readonly id: RingId
  readonly owner: NodeRef
  readonly predecessor: NodeRef | undefined
  /** Remote peers that handled the request; 0 when the asked daemon owns the target. */
  readonly hops: number
  readonly durationMs: number
  /** Only of traced look-ups, in the order of contact. */
  readonly path?: readonly TracedHop[]
  /** Of verified look-ups. */
  readonly verification?: Verification
}

export interface FingerEntry {
  /** Start of the finger's interval, own id + 2^i; of equal fingers only the first start is listed. */
  readonly start: RingId
  readonly node: NodeRef
  /** The nearest by round trip of the interval's first nodes, which is routed by besides; undefined: it is `node`. */
  readonly near?: NodeRef
}

export interface RingPosition {
  readonly self: NodeRef
  readonly state: 'alone' | 'joining' | 'member'
  readonly predecessor: NodeRef | undefined
  readonly successors: readonly NodeRef[]
  readonly fingers: readonly FingerEntry[]
  /** Smoothed round trips to those of the above that have answered this node, ms. */
  readonly roundTripsMs: ReadonlyMap<PeerKey, number>
}

/** The one table of Chord's commands: it types machine, admin route, client and CLI. */
export type ChordCommands = {
  /**
   * Who is responsible for `target`. With `trace` the path is in the result. `via` another: the first to decide
   * is a neighbour even when this node owns the target, so that a look-up of its own id proves that the ring knows it
   * (readiness); a node that is alone has nobody to ask and answers itself. Of a verified look-up NO_QUORUM: those before
   * the target do not bear out who says that it owns it; better no answer than a wrong one.
   */
  lookup: {
    args: {
      readonly target: RingId
      readonly mode: LookupMode
      readonly trace?: boolean
      readonly via?: 'another'
    }
    result: LookupResult
    codes: 'NOT_JOINED' | 'LOOKUP_TIMEOUT' | 'NO_QUORUM'
  }
  /**
   * Join through these contacts; ends when this node is a member. No contacts: found a ring of one. Of a member: ends at
   * once, and should the contacts be on another ring, the two rings merge.
   */
  join: {
    args: { readonly contacts: readonly NodeRef[] }
    result: { readonly state: 'alone' | 'member' }
    codes: 'UNREACHABLE' | 'TIMEOUT' | 'CANCELLED'
  }
  /**
   * Leave the ring: the range goes to the successor, those before are told, and from then on this node answers NOT_JOINED.
   * Ends when they have acknowledged (`told` of them; its range was taken over when `handedOver`), or shortly before its
   * deadline at the latest; it has left either way. Afterwards `join` brings it back.
   */
  leave: {
    args: Readonly<Record<string, never>>
    result: { readonly handedOver: boolean; readonly told: number }
    codes: 'NOT_JOINED'
  }
  /** What this node knows of the ring. */
  ring: { args: Readonly<Record<string, never>>; result: { readonly positions: readonly RingPosition[] }; codes: never }
}
