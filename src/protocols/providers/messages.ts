import type { NodeRef, PeerKey, SwarmId } from '../../base/index.ts'

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
export type ProvidersRequest = AnnounceRequest | FindRequest

export type ProvidersResponse =
  | { readonly type: 'announced'; readonly leaseMs: number; readonly replicas: number }
  | {
      readonly type: 'found'
      /** Freshest first, then a random choice; never the asker itself. */
      readonly providers: readonly Provider[]
      /** How many are known in all, with the asker. */
      readonly total: number
      /** Who else should keep the set: worth asking when this one knows none, for instance because it has just joined. */
      readonly replicas: readonly NodeRef[]
    }
  | { readonly type: 'failed'; readonly code: ProvidersRefusal }

/**
 * NOT_OWNER: another position is responsible, look up again; NOT_YOURS: one may announce only oneself; FULL: a limit of
 * the keeper is reached.
 */
export type ProvidersRefusal = 'NOT_OWNER' | 'NOT_YOURS' | 'FULL'

/** "I no longer have nor want it." Of oneself, to the owner. */
export interface WithdrawMessage {
  readonly type: 'withdraw'
  readonly swarm: SwarmId
}
/** The owner, to those that follow it; or to a node that has become responsible in its place. */
export interface ReplicateMessage {
  readonly type: 'replicate'
  /** The sender's position. */
  readonly self: NodeRef
  readonly swarm: SwarmId
  /** At most MAX_REPLICATED. */
  readonly providers: readonly Provider[]
  /** These have withdrawn; at most MAX_REPLICATED. */
  readonly gone: readonly PeerKey[]
}
export type ProvidersMessage = WithdrawMessage | ReplicateMessage

/** Providers in one answer at most: as many as a leecher can use at once. */
export const MAX_SAMPLE = 50
/** Providers in one replicate message at most: with eight addresses each they still fit a control frame of 16 KiB. */
export const MAX_REPLICATED = 16
