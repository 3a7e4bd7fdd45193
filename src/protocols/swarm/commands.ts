import type { PeerKey, SwarmId } from '../../base/index.ts'
import type { SwarmLayout } from './layout.ts'

/** What a swarm is doing; whatever keeps it from its end says why. */
export type SwarmState =
  /** The description (info dictionary, piece layers) or the storage is not there yet. */
  | { readonly state: 'resolving'; readonly reason: string }
  /** With a reason only while the first peers are being connected. */
  | { readonly state: 'downloading'; readonly reason?: string }
  /** Nothing moves, and why. Ends by itself when it can. */
  | { readonly state: 'stalled'; readonly reason: string }
  | { readonly state: 'seeding' }
  | { readonly state: 'paused'; readonly reason: string }
  /** Ended by a fault of this side, until `resume`. */
  | { readonly state: 'failed'; readonly reason: string }

/** What one peer of a swarm is to us now. */
export interface SwarmPeer {
  readonly peer: PeerKey
  /** Connected now; otherwise only its book is left. */
  readonly connected: boolean
  readonly seed: boolean
  /** Pieces it says it has. */
  readonly pieces: number
  readonly downBps: number
  readonly upBps: number
  /** Bytes of blocks from it, and of these those that it sent as a seed. */
  readonly downloadedBytes: number
  readonly downloadedAsSeedBytes: number
  readonly uploadedBytes: number
  /** It owes us so many blocks; we owe it so many. */
  readonly requested: number
  readonly serving: number
  /** It wants something that we have; it has something that we want. */
  readonly interested: boolean
  readonly interesting: boolean
  readonly snubbed: boolean
}

export interface SwarmStatus {
  readonly swarm: SwarmId
  readonly state: SwarmState['state']
  /** Absent while all is as it should be. */
  readonly reason: string | undefined
  /** 0 until the layout is known. */
  readonly sizeBytes: number
  readonly verifiedBytes: number
  readonly pieces: { readonly total: number; readonly have: number }
  readonly downBps: number
  readonly upBps: number
  readonly downloadedBytes: number
  /** Of these, from peers that were seeds when they sent them. */
  readonly downloadedFromSeedsBytes: number
  readonly uploadedBytes: number
  /** Arrived in vain: pieces that were bad, blocks that were no longer wanted. */
  readonly wastedBytes: number
  /** Milliseconds to the end at the present rate; absent when unknown or done. */
  readonly etaMs: number | undefined
  readonly peers: readonly SwarmPeer[]
  /** Peers known and not connected. */
  readonly contacts: number
  /** Peers refused, and why. */
  readonly banned: readonly { readonly peer: PeerKey; readonly why: string }[]
}

/** A layer that is still to be fetched: of this file, so many bytes (32 a piece). */
export interface MissingLayer {
  readonly file: number
  readonly bytes: number
}

type Unknown = 'NOT_FOUND'

/** The one table of the commands of swarm. The glue of the daemon issues most of them. */
export type SwarmCommands = {
  /** Takes part in a swarm: says so to others, and looks for them. */
  add: { args: { readonly swarm: SwarmId }; result: null; codes: 'CONFLICT' | 'OVERLOAD' }
  /** The info dictionary is verified: its size, what it says, and the piece layers that are not known yet. */
  describe: {
    args: {
      readonly swarm: SwarmId
      readonly infoBytes: number
      readonly layout: SwarmLayout
      readonly missingLayers: readonly MissingLayer[]
    }
    result: null
    codes: Unknown | 'CONFLICT'
  }
  /** Layers are known and the storage is open: pieces may come and go. `have`: bit 0x80 of byte 0 is piece 0. */
  begin: {
    args: { readonly swarm: SwarmId; readonly have: Uint8Array }
    result: null
    codes: Unknown | 'CONFLICT' | 'INVALID_ARGUMENT'
  }
  /** Files changed on disk: these pieces are not to be had here any more (`here` false), or are after all (true). */
  changed: {
    args: { readonly swarm: SwarmId; readonly pieces: readonly number[]; readonly here: boolean }
    result: null
    codes: Unknown
  }
  remove: { args: { readonly swarm: SwarmId }; result: null; codes: Unknown }
  pause: { args: { readonly swarm: SwarmId }; result: null; codes: Unknown }
  /** Ends `paused` and `failed`. */
  resume: { args: { readonly swarm: SwarmId }; result: null; codes: Unknown }
  /** Something on this side went wrong for good: storage full, files gone. */
  fail: { args: { readonly swarm: SwarmId; readonly reason: string }; result: null; codes: Unknown }
  get: { args: { readonly swarm: SwarmId }; result: SwarmStatus; codes: Unknown }
  list: { args: null; result: readonly SwarmStatus[]; codes: never }
}
