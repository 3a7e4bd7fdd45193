import type { NodeRef, PeerKey, SwarmId } from '../../base/index.ts'
import type { Arc } from '../arcs.ts'

/**
 * Who has a swarm: a leased set kept at succ(SHA-256('orbweaver/swarm/1', info-hash)) and at the nodes that follow it. See
 * docs/protocols/providers.md.
 */

/** A peer that has a swarm or wants it, as one that keeps the set knows it. */
export interface Provider {
  /** The peer, with addresses to dial. Its position is of no account. */
  readonly ref: NodeRef
  /** It said that it has every piece. */
  readonly seeding: boolean
  /** Milliseconds until its lease ends, at most the lease of the one who tells. */
  readonly leftMs: number
}

/** "I have this swarm or want it." Only for oneself: `self.peer` must be the sender. Renews the lease if there is one. */
export interface AnnounceRequest {
  readonly type: 'announce'
  /** The receiver's position that is meant, since several may share a peer. */
  readonly position: number
  readonly swarm: SwarmId
  readonly self: NodeRef
  readonly seeding: boolean
}
/** Who has it? Answered from what is there, whether the receiver is responsible or keeps a copy. */
export interface FindRequest {
  readonly type: 'find'
  readonly position: number
  readonly swarm: SwarmId
  /** At most this many, 1 to MAX_SAMPLE. */
  readonly limit: number
}
/** "Keep these too." From one that keeps the set to another that shall. */
export interface ReplicateRequest {
  readonly type: 'replicate'
  readonly position: number
  /** The sender's position. */
  readonly self: NodeRef
  readonly swarm: SwarmId
  /** At most MAX_REPLICATED. */
  readonly providers: readonly Provider[]
  /** These have withdrawn; at most MAX_REPLICATED. */
  readonly gone: readonly PeerKey[]
}
/** "I own this arc now: give me what you have of it." The sets come as ReplicateRequests before the answer. */
export interface PullRequest {
  readonly type: 'pull'
  readonly position: number
  /** The sender's position, after the arc. */
  readonly self: NodeRef
  readonly arc: Arc
}
export type ProvidersRequest = AnnounceRequest | FindRequest | ReplicateRequest | PullRequest

export type ProvidersResponse =
  /** `replicas`: nodes that keep it now, the one who answers included. */
  | { readonly type: 'announced'; readonly leaseMs: number; readonly replicas: number }
  | {
      readonly type: 'found'
      /** Freshest first, then a random choice; never the asker itself. */
      readonly providers: readonly Provider[]
      /** How many are known in all, with the asker. */
      readonly total: number
      /** Who may know others: not empty while this one may lack some, since it has become responsible just now. */
      readonly replicas: readonly NodeRef[]
    }
  | { readonly type: 'replicated' }
  /** All of the arc has been given. `settled`: it was complete here, nobody else need be asked. */
  | { readonly type: 'pulled'; readonly settled: boolean }
  /** An interim answer: giving takes its time. */
  | { readonly type: 'working' }
  | { readonly type: 'failed'; readonly code: ProvidersRefusal }

/**
 * NOT_OWNER: another position is responsible, look up again; NOT_YOURS: one may announce only oneself, and replicate only
 * what one has to do with; FULL: a limit of the keeper is reached; NOT_YET: the receiver owns some of the arc itself.
 */
export type ProvidersRefusal = 'NOT_OWNER' | 'NOT_YOURS' | 'FULL' | 'NOT_YET'

/** "I no longer have nor want it." Of oneself, to the owner. */
export interface WithdrawMessage {
  readonly type: 'withdraw'
  readonly swarm: SwarmId
}
export type ProvidersMessage = WithdrawMessage

/** Providers in one answer at most: as many as a leecher can use at once. */
export const MAX_SAMPLE = 50
/** Providers in one replicate request at most: with eight addresses each they still fit a control frame of 16 KiB. */
export const MAX_REPLICATED = 16
/** Nodes that an answer may name as knowing others, and that are asked for what a new owner lacks. */
export const MAX_SOURCES = 8
