import type { Box, NodeRef, PeerKey, Point, ZonePath } from '../../base/index.ts'

/**
 * Messages of CAN (Ratnasamy et al., "A scalable content-addressable network", SIGCOMM 2001). Every message names the
 * space it is meant for: realities are several spaces with the same items, and the attribute space is one more. Rules:
 * docs/protocols/can.md.
 */

/** "This zone is mine." Of claims that overlap the one with the higher epoch holds, then that of the lower peer id. */
export interface Claim {
  readonly path: ZonePath
  /** How often the zone, or what it was cut from, has changed hands: 1 for the root of its founder. */
  readonly epoch: number
}
/** A node and all it claims in one space; at most MAX_CLAIMS. */
export interface Holding {
  readonly ref: NodeRef
  readonly claims: readonly Claim[]
}

/** An item: soft state at a point, gone when its lease ends. Point and key name it. */
export interface Item {
  readonly point: Point
  /** 1 to MAX_ITEM_KEY_BYTES bytes. */
  readonly key: Uint8Array
  /** At most MAX_ITEM_VALUE_BYTES; undefined: removed, and remembered. */
  readonly value: Uint8Array | undefined
  readonly version: ItemVersion
  /** When its lease ends, UTC milliseconds. */
  readonly expiresAtMs: number
  /** Until then it is remembered, since an earlier version with a longer lease may turn up; not before `expiresAtMs`. */
  readonly keepUntilMs: number
}
/** Of two the later has the higher Lamport time, then the higher peer id. */
export interface ItemVersion {
  readonly lamport: number
  readonly peer: PeerKey
}
/** How many items lie below a path, and the exclusive or of their hashes. */
export interface PartDigest {
  readonly path: ZonePath
  readonly count: number
  /** Two unsigned 32-bit words. */
  readonly hash: readonly [number, number]
}

/** Who holds the point? Travels greedily from node to node, acknowledged by an interim answer at each. */
export interface FindRequest {
  readonly type: 'find'
  readonly space: number
  readonly point: Point
  /** Nodes that have handled it before this one; at most MAX_HOPS. */
  readonly hops: number
  /**
   * How near it has been, as a squared distance, when all nodes that were nearer were dead, and whom it has visited since:
   * an expanding ring around that place until it comes to one that is nearer. Undefined: greedy.
   */
  readonly detour: { readonly nearest: number; readonly visited: readonly PeerKey[] } | undefined
  /** Each node on the way is to report whom it asked. */
  readonly trace?: true
  /** Whoever holds the point in some reality will do: each hop goes on in the one that makes most way. */
  readonly any?: true
  /**
   * The sender's own squared distance, when the receiver is a mate: one that is not nearer, since it is somebody else's by
   * now, gives it back, so that each hop comes nearer.
   */
  readonly than?: number
}
/**
 * What the sender holds and who is around it, to each of its neighbours: heartbeat, claim and two-hop knowledge at once.
 * Answered with the same of the receiver.
 */
export interface UpdateRequest {
  readonly type: 'update'
  readonly space: number
  readonly dimensions: number
  /** Left out with the picture: who knows that has it. */
  readonly self?: NodeRef
  /** The version of the receiver's picture that the sender has; 0 for none. */
  readonly have: number
  readonly picture: Picture
  /** The sender is a mate of the receiver. */
  readonly follows?: true
}
/** What a node shows of itself in one space. `version` grows with each change within one incarnation. */
export interface Picture {
  readonly version: number
  /** Left out when the receiver has this version already. */
  readonly shown?: {
    readonly claims: readonly Claim[]
    /** Its neighbours, at most MAX_AROUND. */
    readonly around: readonly Holding[]
    /** Who else is in its zones, in no order that matters; at most MAX_MATES, left out for none. */
    readonly mates?: readonly NodeRef[]
  }
}
/** "Give me a part of your zone in which this point lies." At most once: the giver knows it again. */
export interface JoinRequest {
  readonly type: 'join'
  readonly space: number
  readonly dimensions: number
  readonly self: NodeRef
  readonly point: Point
  /** The receiver was named by one that looked for the largest zone around: it splits without looking again. */
  readonly chosen: boolean
}
/** The receiver is to hold a zone: of a splitter to a newcomer, of one that leaves or has several to a neighbour. */
export interface GiveRequest {
  readonly type: 'give'
  readonly space: number
  readonly self: NodeRef
  readonly claim: Claim
  readonly around: readonly Holding[]
  /** Who is to be a mate of the receiver from now on: with the last zone of one that leaves. */
  readonly mates?: readonly NodeRef[]
}
/** The newcomer has written down what it was granted: the giver is rid of it. */
export interface AcceptRequest {
  readonly type: 'accept'
  readonly space: number
  readonly claim: Claim
}
/**
 * "I mean to take over these zones of that dead node" or, when `of` is left out, "which nobody holds": to those around.
 */
export interface ClaimRequest {
  readonly type: 'claim'
  readonly space: number
  readonly self: NodeRef
  readonly claims: readonly Claim[]
  /** Volume of all the sender holds without these. */
  readonly volume: number
  readonly of?: PeerKey
}
/** Two sibling leaves below this path, for background reassignment (appendix A): walks down the partition tree. */
export interface PairRequest {
  readonly type: 'pair'
  readonly space: number
  /** The subtree that is searched; the receiver holds a zone in it. */
  readonly below: ZonePath
  readonly hops: number
}
/** Keep this at the point, as its owner; without a value: remove it. At most once. */
export interface PutRequest {
  readonly type: 'put'
  readonly space: number
  readonly point: Point
  readonly key: Uint8Array
  readonly value: Uint8Array | undefined
  /** How long it is to live, 1 to MAX_LEASE_MS. */
  readonly leaseMs: number
  /**
   * The Lamport time it was stamped with in another reality: it is kept under that, unless something later is there. Not
   * above the receiver's own, since the sender has heard of it.
   */
  readonly lamport?: number
}
/** What is there? `copies`: what the receiver has, whoever owns the point. */
export interface GetRequest {
  readonly type: 'get'
  readonly space: number
  readonly point: Point
  readonly key: Uint8Array
  readonly copies: boolean
}
/** Keep these too: copies of what the sender owns, or what became the receiver's. */
export interface StoreRequest {
  readonly type: 'store'
  readonly space: number
  /** At most MAX_ITEMS. */
  readonly items: readonly Item[]
}
/** What the receiver has below a path, whoever owns it, in the order of the tree, from after that place on. */
export interface PageRequest {
  readonly type: 'page'
  readonly space: number
  readonly path: ZonePath
  readonly after: string | undefined
}
/** What the sender has below these paths; the receiver tells where it differs. At most MAX_PARTS. */
export interface DigestRequest {
  readonly type: 'digest'
  readonly space: number
  readonly parts: readonly PartDigest[]
}
/** Live items in the box in the receiver's zones, in the order of the tree, from after that place on. */
export interface QueryRequest {
  readonly type: 'query'
  readonly space: number
  readonly box: Box
  readonly after: string | undefined
  /** 0 to MAX_ITEMS; 0: how many there are in each zone is asked for, not which. */
  readonly limit: number
}

export type CanRequest =
  | FindRequest
  | UpdateRequest
  | JoinRequest
  | GiveRequest
  | AcceptRequest
  | ClaimRequest
  | PairRequest
  | PutRequest
  | GetRequest
  | StoreRequest
  | PageRequest
  | DigestRequest
  | QueryRequest

export type CanResponse =
  /** An interim answer: it is passed on. */
  | { readonly type: 'relaying' }
  | {
      readonly type: 'found'
      /** In which it holds the point: the one that was asked for, unless any would do. */
      readonly space: number
      readonly holder: Holding
      readonly claim: Claim
      /** Nodes that were asked, the holder among them. */
      readonly hops: number
      readonly path: readonly NodeRef[]
    }
  | {
      readonly type: 'updated'
      readonly picture: Picture
      /** The version of the asker's picture that the receiver has; 0: none, it is no neighbour of it. */
      readonly have: number
    }
  | {
      readonly type: 'granted'
      readonly claim: Claim
      readonly around: readonly Holding[]
      /** Mates of the giver that are to be the newcomer's. */
      readonly mates?: readonly NodeRef[]
    }
  /** To a join: the newcomer is a mate of the receiver, whose picture it is. */
  | { readonly type: 'mate'; readonly picture: Picture }
  /** Ask that one: it holds the point, or a larger zone. */
  | { readonly type: 'redirect'; readonly to: NodeRef; readonly chosen: boolean }
  | { readonly type: 'taken' }
  /** To a claim: it may take the zones. */
  | { readonly type: 'agreed' }
  /** To a claim: the receiver holds less and takes them itself. */
  | { readonly type: 'better' }
  /** To a claim: the one that is held for dead was heard lately. */
  | { readonly type: 'alive' }
  /** The holders of two sibling leaves. */
  | { readonly type: 'pair'; readonly path: ZonePath; readonly lower: NodeRef; readonly upper: NodeRef }
  /** To a put: it is on disk here, and there in so many copies. */
  | {
      readonly type: 'kept'
      readonly version: ItemVersion
      readonly expiresAtMs: number
      readonly copies: number
    }
  /** To a get, and to a put that removes what is not there. */
  | { readonly type: 'item'; readonly item: Item | undefined }
  /** To a page: in order; `more`: the path goes on after the last of them. */
  | { readonly type: 'items'; readonly items: readonly Item[]; readonly more: boolean }
  /** To a digest: where the receiver has other items. */
  | { readonly type: 'differing'; readonly paths: readonly ZonePath[] }
  | {
      readonly type: 'answered'
      readonly items: readonly Item[]
      /** There are more in the receiver's zones after the last of them. */
      readonly more: boolean
      /** The receiver's zones that this answer is complete for, up to the last item if there are more. */
      readonly covered: readonly ZonePath[]
      /** To a limit of 0: what it keeps of each of them, in their order; undefined: not counted. Else empty. */
      readonly counts: readonly (number | undefined)[]
      /** Others with zones in the box. */
      readonly around: readonly Holding[]
    }
  | {
      readonly type: 'failed'
      readonly code: CanRefusal
      /** With DIMENSIONS: those of the receiver's space, 0 when it has no such space. */
      readonly dimensions?: number
    }

/**
 * NOT_JOINED: the receiver holds no zone in that space; NO_ROUTE: nobody that it knows is nearer; HOPS_EXCEEDED; BUSY: too
 * many newcomers at once; TOO_SMALL: the zone cannot be split; DIMENSIONS: the sender counts
 * other dimensions, or has a space more; NOT_HELD:
 * it is not the receiver's to give, take or keep; FULL: a limit of what it keeps is reached; UNREACHABLE: no copy could be
 * placed beside it; IO: its disk failed; FORBIDDEN: in the space of attributes an item is named by its writer.
 */
export type CanRefusal =
  | 'NOT_JOINED'
  | 'NO_ROUTE'
  | 'HOPS_EXCEEDED'
  | 'BUSY'
  | 'TOO_SMALL'
  | 'DIMENSIONS'
  | 'NOT_HELD'
  | 'FULL'
  | 'UNREACHABLE'
  | 'IO'
  | 'FORBIDDEN'

/** Zones one node claims in one space at most: more than one only until they are reassigned. */
export const MAX_CLAIMS = 32
/** Neighbours told at most. */
export const MAX_AROUND = 64
/** Others that share the zones of one node (overloading, §3.4 of the paper): with it four. */
export const MAX_MATES = 3
/** Hops of one find. */
export const MAX_HOPS = 255
export const MAX_ITEM_KEY_BYTES = 256
export const MAX_ITEM_VALUE_BYTES = 8_192
/** Items of one message at most; by their bytes it may be fewer. */
export const MAX_ITEMS = 256
/** Bytes of the values and keys of one message: with all that belongs to them it fits a data frame of 64 KiB. */
export const MAX_ITEMS_BYTES = 32_768
export const MAX_PARTS = 64
/** The longest lease: soft state is renewed, or goes. */
export const MAX_LEASE_MS = 604_800_000
