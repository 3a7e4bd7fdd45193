import type { NodeRef, PeerKey, WallMs } from '../../base/index.ts'
import type { Ballot } from './ballot.ts'

export type { Ballot } from './ballot.ts'

/** Parts into which the key space is cut, by the first byte of the ring id. */
export const SHARDS = 256
/** Bytes of a key, at least one. */
export const MAX_KEY_BYTES = 1_024
/** Bytes of a value: with its key and what else travels with it, it fits a frame of the data stream. */
export const MAX_VALUE_BYTES = 49_152
/** Characters of a content type, printable ASCII. */
export const MAX_CONTENT_TYPE_CHARS = 128
/** Members of a group. */
export const MAX_MEMBERS = 7
/** Proposals that a state remembers as being in it, besides the one that made it. */
export const MAX_RECENT = 4
/** Longest lifetime that can be asked for, milliseconds: a hundred years. */
export const MAX_TTL_MS = 3_155_760_000_000
/** Times of expiry are below this: the year 10889. */
export const MAX_WALL_MS = 2 ** 48
/** Hex digits of the name of a lineage. */
export const LINEAGE_DIGITS = 32
/** Others that somebody who does not know a group may name. */
export const MAX_OTHERS = 8
/** Rows of a page of ballots, and bytes of its keys together. */
export const MAX_PAGE_ROWS = 256
export const MAX_PAGE_BYTES = 12_288
/** Keys whose states are fetched with one question. */
export const MAX_FETCHED = 64
/** Larger values are not part of a listing. */
export const MAX_LISTED_VALUE_BYTES = 1_024

/** Who keeps a shard during an epoch. */
export interface Group {
  /** 1 for the founder alone; each group has decided on the next, one epoch later. */
  readonly epoch: number
  /** 1 to MAX_MEMBERS of distinct peers, in the order in which they follow the beginning of the shard on the ring. */
  readonly members: readonly NodeRef[]
}

/** A state of a register. */
export interface RegisterState {
  /** Its version: 1 for the first, grows with each change; goes on over removals. */
  readonly sequence: number
  readonly kind: 'value' | 'tombstone'
  readonly key: Uint8Array
  /** Empty in a tombstone. */
  readonly value: Uint8Array
  /** Empty: not given. */
  readonly contentType: string
  /** From then on it is to be removed; undefined: never. */
  readonly expiresAtMs: WallMs | undefined
  /** Who put it: its bytes count against this peer's quota. */
  readonly writer: PeerKey
  /** Names the proposal that made it. */
  readonly tag: Ballot
  /** The tags of the states before it, latest first: whoever was interrupted finds out whether its proposal was carried out. */
  readonly recent: readonly Ballot[]
}

/** What the members hold of a register, without its value. */
export interface Held {
  /** The latest proposal that was accepted. */
  readonly accepted: Ballot | undefined
  /** Undefined: nothing was accepted, or the asker has it already. */
  readonly state: RegisterState | undefined
  /** New registers of the shard begin above this version: those that are forgotten never had a higher one. */
  readonly floor: number
}

export type Change =
  | { readonly type: 'read' }
  | {
      readonly type: 'put'
      readonly value: Uint8Array
      readonly contentType: string
      /** 1 to MAX_TTL_MS; undefined: for ever. */
      readonly ttlMs: number | undefined
      /** The version that must be the present one; `absent`: there must be no value; undefined: whatever there is. */
      readonly ifMatch: number | 'absent' | undefined
    }
  | { readonly type: 'remove'; readonly ifMatch: number | undefined }

/** To which shard of which lineage, and during which epoch, as far as the asker knows; 0: it does not know. */
export interface Address {
  /** The network's lineage of groups, LINEAGE_DIGITS hex digits; empty: the asker knows none yet. */
  readonly lineage: string
  /** 0 to SHARDS - 1. */
  readonly shard: number
  readonly epoch: number
}

export type AgreementRequest = Address &
  /** Are you alive; and with an epoch: have you taken the shard over, in it or after it? */
  (
    | { readonly type: 'ping' }
    // ---- from anybody
    /** Who keeps the shard? */
    | { readonly type: 'where' }
    /** To a member: carries a change out. Not idempotent. */
    | { readonly type: 'change'; readonly key: Uint8Array; readonly change: Change }
    /** To a member: the registers whose keys begin so, after `after` (empty: from the first). */
    | { readonly type: 'list'; readonly prefix: Uint8Array; readonly after: Uint8Array; readonly limit: number }
    // ---- from one member to another, about a register
    /** What do you hold? `full`: with the state. */
    | { readonly type: 'look'; readonly key: Uint8Array; readonly full: boolean }
    /** Phase 1. `have`: the asker has the state of this ballot. */
    | {
        readonly type: 'prepare'
        readonly key: Uint8Array
        readonly ballot: Ballot
        readonly have: Ballot | undefined
      }
    /** Phase 2. `next`: promise this ballot at once, for the asker's next proposal. */
    | { readonly type: 'accept'; readonly ballot: Ballot; readonly next: Ballot; readonly state: RegisterState }
    /** All members hold the tombstone of this version and have promised this ballot: forget the register. */
    | { readonly type: 'forget'; readonly key: Uint8Array; readonly ballot: Ballot; readonly sequence: number }
    | { readonly type: 'scan'; readonly prefix: Uint8Array; readonly after: Uint8Array; readonly limit: number }
    // ---- about the group
    /** To the ring's owner of the beginning of the shard: this is the group; who should be? */
    | { readonly type: 'target'; readonly group: Group }
    /** To one who is to become a member: copy what `from` holds, from me. */
    | { readonly type: 'copy'; readonly from: Group; readonly to: Group }
    /** Phase 1 and 2 of the decision on the next group. */
    | { readonly type: 'prepareSeal'; readonly ballot: Ballot }
    | { readonly type: 'acceptSeal'; readonly ballot: Ballot; readonly next: Group }
    /** To a member of `group`, on which `from` has decided: take over. */
    | { readonly type: 'install'; readonly from: Group; readonly group: Group }
    /**
     * The ballots of what you hold, after the key `after` (empty: from the first). `epoch` is that of the group the asker is
     * to be in. `final`: only if nothing changes any more in the epoch before, or you have taken over yourself.
     */
    | { readonly type: 'digest'; readonly after: Uint8Array; readonly final: boolean }
    /** The states of these registers, as many as fit. */
    | { readonly type: 'fetch'; readonly keys: readonly Uint8Array[] }
  )

/**
 * NOT_MEMBER: ask others (to `copy`: this node is about to leave); FROZEN: the group is being changed, ask again;
 * OTHER_LINEAGE: networks that were founded apart have met; BUSY: ask again; NO_QUORUM: nothing was done; VERSION_MISMATCH:
 * nothing was done, see `sequence`; FORBIDDEN: the register has rules of its own, see ChangeJudge; UNKNOWN_OUTCOME: it may
 * have been done, or be done yet.
 */
export type AgreementRefusal =
  | 'NOT_MEMBER'
  | 'FROZEN'
  | 'OTHER_LINEAGE'
  | 'BUSY'
  | 'NO_QUORUM'
  | 'VERSION_MISMATCH'
  | 'NOT_FOUND'
  | 'FORBIDDEN'
  | 'QUOTA_EXCEEDED'
  | 'UNKNOWN_OUTCOME'
  | 'STORAGE_FULL'
  | 'IO'
  | 'CORRUPT'

/** A register of a listing. */
export interface ListedRegister {
  readonly key: Uint8Array
  readonly sequence: number
  readonly kind: 'value' | 'tombstone'
  readonly contentType: string
  readonly expiresAtMs: WallMs | undefined
  /** Bytes of the value. */
  readonly size: number
  /** Undefined: it is larger than MAX_LISTED_VALUE_BYTES. */
  readonly value: Uint8Array | undefined
}

export interface BallotOfKey {
  readonly key: Uint8Array
  readonly ballot: Ballot
}

export type AgreementResponse =
  /** An interim answer: it takes a while. */
  | { readonly type: 'working' }
  /** The newest group that the answerer knows, and whom to ask besides. */
  | {
      readonly type: 'group'
      readonly lineage: string
      readonly group: Group | undefined
      readonly others: readonly NodeRef[]
    }
  /** The state after the change; of a put without the value. */
  | { readonly type: 'changed'; readonly state: RegisterState }
  /** `through`: all registers up to this key are among them; undefined: to the end. `ballots` in the order of the list. */
  | {
      readonly type: 'listed'
      readonly registers: readonly ListedRegister[]
      readonly ballots: readonly Ballot[]
      readonly through: Uint8Array | undefined
    }
  | ({ readonly type: 'held' } & Held)
  | ({ readonly type: 'promised' } & Held)
  | { readonly type: 'accepted' }
  /** A later proposal was promised. */
  | { readonly type: 'rejected'; readonly promised: Ballot }
  | { readonly type: 'forgotten' }
  | { readonly type: 'nodes'; readonly nodes: readonly NodeRef[] }
  | { readonly type: 'copied'; readonly ready: boolean }
  | {
      readonly type: 'sealPromised'
      readonly accepted: { readonly ballot: Ballot; readonly next: Group } | undefined
    }
  | { readonly type: 'installed'; readonly ready: boolean }
  | {
      readonly type: 'digested'
      readonly ballots: readonly BallotOfKey[]
      readonly through: Uint8Array | undefined
      readonly floor: number
    }
  | {
      readonly type: 'fetched'
      readonly states: readonly { readonly ballot: Ballot; readonly state: RegisterState }[]
    }
  | {
      readonly type: 'failed'
      readonly code: AgreementRefusal
      /** Of VERSION_MISMATCH: the present version; undefined: there is no value. */
      readonly sequence: number | undefined
    }
