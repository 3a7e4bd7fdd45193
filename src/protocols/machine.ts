/**
 * The contract every protocol machine keeps: pure, synchronous, one input in, effects out. What to do is decided here;
 * when is decided by the runtime, how by adapters. See docs/decisions/0001-pure-machines.md.
 */
import type {
  Brand,
  Epoch,
  Lamport,
  MonoMs,
  Multiaddr,
  NodeRef,
  PeerKey,
  Random,
  SwarmId,
  WallInterval,
  ZonePath,
} from '../base/index.ts'

/** Names an outstanding ask of one machine; chosen by the machine, each greater than all before it (see Pending). */
export type AskId = Brand<number, 'AskId'>
/** Names a request that awaits its answer; chosen by the host. */
export type ReplyId = Brand<number, 'ReplyId'>
/** Names a running command; chosen by the host. */
export type CommandId = Brand<number, 'CommandId'>
/** Names a call to a sibling; chosen by the calling machine. */
export type CallId = Brand<number, 'CallId'>
/** Names a write or read; chosen by the machine. */
export type OpId = Brand<number, 'OpId'>
/**
 * One swarm with one peer: at most one session exists for the pair. Each end names it by the swarm and the other's peer id
 * (`sessionIdOf`).
 */
export type SessionId = Brand<string, 'SessionId'>

export const sessionIdOf = (swarm: SwarmId, peer: PeerKey): SessionId => `${swarm}/${peer}` as SessionId

/** The swarm of a session's name. */
export const swarmOfSession = (session: SessionId): SwarmId => session.slice(0, session.indexOf('/')) as SwarmId

/** The other end of a session. */
export const peerOfSession = (session: SessionId): PeerKey => session.slice(session.indexOf('/') + 1) as PeerKey

/** A run of bytes of a piece: `begin` and `length` in bytes; `piece` is the global piece index of BEP 52. */
export interface PieceBlock {
  readonly kind: 'piece'
  readonly piece: number
  readonly begin: number
  readonly length: number
}
/** Chunk `index` of the bencoded info dictionary, METADATA_CHUNK_BYTES each (as BEP 9). */
export interface InfoBlock {
  readonly kind: 'info'
  readonly index: number
}
/** Chunk `index` of the piece layer of file `file` (BEP 52 piece layers), METADATA_CHUNK_BYTES each. */
export interface LayerBlock {
  readonly kind: 'layer'
  readonly file: number
  readonly index: number
}
/** What can be asked of a session. The bytes themselves never pass through a machine. */
export type BlockRef = PieceBlock | InfoBlock | LayerBlock

/**
 * What became of bytes on a session. `received`: the block that was asked for is in memory, the request is answered; when
 * the last block of its piece (or chunk of the info dictionary, or of the piece layers) is in, one of `stored`, `corrupt`
 * and `ioError` follows for the whole. `late`: nobody waits for this block (any more), its bytes were dropped.
 */
export type BlockVerdict = 'received' | 'stored' | 'corrupt' | 'late' | 'ioError'

/** All that a machine may know about the world during one step. The object is re-used: never keep it. */
export interface Context {
  /** Monotonic: for timers and round trips. */
  readonly now: MonoMs
  /** Earliest and latest possible true time: for leases and expiry. */
  readonly wall: WallInterval
  /** Advanced once for this step; stamps all that the step sends. */
  readonly lamport: Lamport
  /** Start counter of this daemon, persisted before its first packet. */
  readonly epoch: Epoch
}

/**
 * `{ lookup: { args, result, codes } }`: types the machine, its siblings, the admin route, the client and the CLI. A command
 * that tells of its progress has `progress` besides: the type of one item.
 */
export type CommandMap = Record<string, { args: unknown; result: unknown; codes: string; progress?: unknown }>

/** A machine's name in the host, on the wire, in metrics, and the first part of the keys of its rows. */
export type MachineName =
  'chord' | 'providers' | 'swarm' | 'tally' | 'records' | 'agreement' | 'names' | 'can' | 'attributes'

/** The types that make one protocol: what travels, and what a person or a sibling may command. */
export interface Protocol {
  /** One-way messages. */
  message: unknown
  request: unknown
  response: unknown
  commands: CommandMap
  /** Which commands of siblings it calls: `{ chord: Pick<ChordCommands, 'lookup'> }`. */
  calls: Partial<Record<MachineName, CommandMap>>
}
/** The `calls` of a machine that calls nobody. */
export type NoCalls = Partial<Record<MachineName, never>>

/** One command of a map. */
export type CommandIn<Map> = {
  [K in keyof Map & string]: {
    readonly name: K
    readonly args: Map[K] extends { args: infer Args } ? Args : never
  }
}[keyof Map & string]

/** One command, as a machine receives it. */
export type CommandOf<P extends Protocol> = CommandIn<P['commands']>

/** One command of a sibling, as a machine may call it. */
export type CallOf<P extends Protocol> = {
  [M in keyof P['calls'] & MachineName]-?: { readonly to: M; readonly command: CommandIn<NonNullable<P['calls'][M]>> }
}[keyof P['calls'] & MachineName]

/** What any of its calls may come to. */
export type CallResult<P extends Protocol> = {
  [M in keyof P['calls']]-?: ResultIn<NonNullable<P['calls'][M]>>
}[keyof P['calls']]

/** What any of the commands of a map may come to. */
export type ResultIn<Map> = {
  [K in keyof Map]: Map[K] extends { result: infer Value; codes: infer Code extends string }
    ? Result<Value, Code | HostCode>
    : never
}[keyof Map]

/** Codes that the host gives to any command: its deadline passed, its caller gave up. */
export type HostCode = 'TIMEOUT' | 'CANCELLED'

/** How a command ended: its value, or one of its codes with a sentence for a person. */
export type Result<Value = unknown, Code extends string = string> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly code: Code; readonly detail: string }

export const succeed = <Value>(value: Value): Result<Value, never> => ({ ok: true, value })
export const fail = <Code extends string>(code: Code, detail: string): Result<never, Code> => ({
  ok: false,
  code,
  detail,
})

/**
 * Why an ask failed. `timeout`: no (first) word in time; `unreachable`: no connection and a redial failed, nothing has
 * left and nothing will (of a repeated ask: by its deadline), so it is not carried out; `refused`: it answered that it will
 * not; `overload`: it or we have too much to do, it is not carried out; `unknown-outcome`: the one that may have carried it out has lost its memory of it
 * (at-most-once alone).
 */
export type AskFailure = 'timeout' | 'unreachable' | 'refused' | 'overload' | 'unknown-outcome'

/**
 * How often a request is carried out (Birrell & Nelson, "Implementing remote procedure calls", TOCS 1984). Whatever the
 * network loses or doubles and whoever restarts:
 *
 * - `maybe`: sent once; carried out 0 or 1 times.
 * - `at-least-once`: repeated until an answer or the deadline; after an answer, carried out 1 or more times. For requests
 *   that do no harm when repeated.
 * - `at-most-once`: repeated likewise, but the callee knows a request again and repeats its answer instead; after an
 *   answer, carried out exactly once; after a failure, 0 or 1 times.
 */
export type Semantics = 'maybe' | 'at-least-once' | 'at-most-once'

/** What machines tell each other without being asked. A machine is given only the types it `hears`. */
export type News =
  /** The ids this daemon is responsible for changed: what it keeps for others may have to move. */
  | { readonly type: 'rangeChanged'; readonly position: number }
  /** The detector's verdict on a peer. */
  | { readonly type: 'peerDead'; readonly peer: PeerKey }
  | { readonly type: 'peerAlive'; readonly peer: PeerKey }
  /** Membership of the ring changed. */
  | { readonly type: 'ringState'; readonly state: 'alone' | 'joining' | 'member' }
  /** A swarm began to do something else; `reason` says why where it is not plain. */
  | {
      readonly type: 'swarmState'
      readonly swarm: SwarmId
      readonly state: 'resolving' | 'downloading' | 'stalled' | 'seeding' | 'paused' | 'failed'
      readonly reason: string | undefined
    }
  /** A zone of the CAN came to this node, left it, or became another, as this node holds it to be. */
  | {
      readonly type: 'zoneChanged'
      readonly space: number
      readonly change: ZoneChange
      /** The zone that came or went, by the claim of who holds it from now on; of a merger what the two are now. */
      readonly path: ZonePath
      /** Of that claim; of a zone that is lost the epoch it had here. */
      readonly epoch: number
      /** Who held it before, or holds it now; undefined: there is no other. */
      readonly peer: PeerKey | undefined
    }
  /** This node comes to no zone of the space: others count other dimensions there. Told once. */
  | {
      readonly type: 'dimensionsDiffer'
      readonly space: number
      readonly dimensions: number
      readonly peer: PeerKey
      /** Those that the peer counts; 0: it has no such space. */
      readonly theirs: number
    }

/**
 * What became of a zone. Here now: `founded` (nobody held the space), `joined` (granted by its holder), `received` (given
 * by one that leaves or has too many), `taken` (its holder is dead, or nobody knows one), `reclaimed` (granted, and the
 * newcomer never accepted), `merged` (two siblings held here are one now). Here no more: `split` (half of a zone, granted
 * to a newcomer), `given`, `lost` (a rival has the stronger right).
 */
export const ZONE_CHANGES = [
  'founded',
  'joined',
  'received',
  'taken',
  'reclaimed',
  'merged',
  'split',
  'given',
  'lost',
] as const
export type ZoneChange = (typeof ZONE_CHANGES)[number]

export interface Put {
  /** Begins with the machine's name and a slash. */
  readonly key: string
  /** Absent deletes the key. */
  readonly value?: Uint8Array
}
export type Row = readonly [key: string, value: Uint8Array]

/** Keys from `from` (with it) up to `below` (without it), in the order of their UTF-8 bytes. Both begin as `Put.key`. */
export interface KeyRange {
  readonly from: string
  readonly below: string
}
/** All keys that begin so. */
export const prefixRange = (prefix: string): KeyRange => ({ from: prefix, below: `${prefix}\u{10ffff}` })
/** What is left of a range after `key`: the next page. */
export const rangeAfter = (range: KeyRange, key: string): KeyRange => ({ from: `${key}\0`, below: range.below })

/** Rows one `read` may ask for; a page may also end early, by its bytes. */
export const MAX_READ_ROWS = 1_024

/** What became of a disk operation that did not work. */
export type IoFailure = 'STORAGE_FULL' | 'IO' | 'CORRUPT'

export type Input<P extends Protocol> =
  | { readonly type: 'message'; readonly from: PeerKey; readonly body: P['message']; readonly session?: SessionId }
  | {
      readonly type: 'request'
      readonly from: PeerKey
      readonly reply: ReplyId
      readonly body: P['request']
      /** Milliseconds the asker still waits: deadlines travel as remaining time. */
      readonly leftMs: number
    }
  | { readonly type: 'interim'; readonly ask: AskId; readonly from: PeerKey; readonly body: P['response'] }
  | { readonly type: 'answer'; readonly ask: AskId; readonly from: PeerKey; readonly body: P['response'] }
  | { readonly type: 'failed'; readonly ask: AskId; readonly from: PeerKey; readonly why: AskFailure }
  | {
      readonly type: 'command'
      readonly id: CommandId
      readonly command: CommandOf<P>
      readonly leftMs: number
    }
  | { readonly type: 'cancel'; readonly id: CommandId }
  | { readonly type: 'result'; readonly call: CallId; readonly result: CallResult<P> }
  | { readonly type: 'written'; readonly op: OpId }
  /** A page of a read, in order. `more`: the range goes on after the last of them. */
  | { readonly type: 'rows'; readonly op: OpId; readonly rows: readonly Row[]; readonly more: boolean }
  | { readonly type: 'ioFailed'; readonly op: OpId; readonly code: IoFailure }
  | {
      readonly type: 'block'
      readonly session: SessionId
      readonly ref: BlockRef
      readonly verdict: BlockVerdict
    }
  | { readonly type: 'served'; readonly session: SessionId; readonly ref: BlockRef; readonly ok: boolean }
  | { readonly type: 'sessionUp'; readonly session: SessionId; readonly peer: PeerKey; readonly swarm: SwarmId }
  | { readonly type: 'sessionDown'; readonly session: SessionId; readonly peer: PeerKey; readonly swarm: SwarmId }
  | { readonly type: 'news'; readonly news: News }
  | { readonly type: 'linkUp'; readonly peer: PeerKey; readonly epoch: Epoch }
  | { readonly type: 'linkDown'; readonly peer: PeerKey }
  | { readonly type: 'tick' }

/** Held back until the op is durable ("persist before answer"); dropped when it fails. */
interface Held {
  readonly after?: OpId
}

export type SendEffect<P extends Protocol> = Held & {
  readonly type: 'send'
  /** A NodeRef carries addresses to dial. */
  readonly to: PeerKey | NodeRef
  readonly body: P['message']
  /** Travels on this session, in order with its blocks; else on the control stream. */
  readonly session?: SessionId
}
export type AskEffect<P extends Protocol> = Held & {
  readonly type: 'ask'
  readonly ask: AskId
  readonly to: PeerKey | NodeRef
  readonly body: P['request']
  readonly deadlineMs: number
  /**
   * The first interim or the answer must come within this time; else a `maybe` ask fails with `timeout`, another one is
   * sent again.
   */
  readonly firstWordMs?: number
  readonly semantics: Semantics
}
export type RespondEffect<P extends Protocol> = Held & {
  readonly type: 'respond'
  readonly reply: ReplyId
  readonly body: P['response']
  readonly interim?: true
}

export type Effect<P extends Protocol> =
  | SendEffect<P>
  | AskEffect<P>
  | RespondEffect<P>
  /** `refused`: it will not; `overload`: not now, and nothing of it is carried out. */
  | (Held & { readonly type: 'refuse'; readonly reply: ReplyId; readonly why?: 'refused' | 'overload' })
  | (Held & { readonly type: 'done'; readonly id: CommandId; readonly result: Result })
  | { readonly type: 'progress'; readonly id: CommandId; readonly item: unknown }
  | { readonly type: 'cancelAsk'; readonly ask: AskId }
  | { readonly type: 'write'; readonly op: OpId; readonly batch: readonly Put[]; readonly sync: boolean }
  /** One page, at most `limit` rows (1 to MAX_READ_ROWS). It sees what the machine has written before. */
  | { readonly type: 'read'; readonly op: OpId; readonly range: KeyRange; readonly limit: number }
  | ({ readonly type: 'call'; readonly call: CallId; readonly deadlineMs: number } & CallOf<P>)
  | { readonly type: 'cancelCall'; readonly call: CallId }
  | { readonly type: 'news'; readonly news: News }
  | { readonly type: 'dial'; readonly address: Multiaddr }
  /** Connection budget: kept connections are not closed when there are too many. */
  | { readonly type: 'keep'; readonly peer: PeerKey }
  | { readonly type: 'release'; readonly peer: PeerKey }
  | { readonly type: 'ban'; readonly peer: PeerKey; readonly why: string }
  | {
      readonly type: 'openSession'
      readonly session: SessionId
      readonly swarm: SwarmId
      readonly to: PeerKey | NodeRef
    }
  | { readonly type: 'closeSession'; readonly session: SessionId }
  /** Expect this block on the session: its bytes are taken, verified and stored when they come. The request is a message. */
  | { readonly type: 'fetchBlock'; readonly session: SessionId; readonly ref: BlockRef }
  | { readonly type: 'serveBlock'; readonly session: SessionId; readonly ref: BlockRef }
  | { readonly type: 'cancelBlock'; readonly session: SessionId; readonly ref: BlockRef }

export interface Machine<P extends Protocol> {
  step(ctx: Context, input: Input<P>): readonly Effect<P>[]
  /**
   * When it wants the next tick; 0 when made: its first input is always a tick. Undefined: not until something happens. Moved
   * by its own steps alone: a host asks once after each.
   */
  readonly wakeAt: MonoMs | undefined
  /** Which news it is given. */
  readonly hears: readonly News['type'][]
}

/**
 * Makes a machine from parameters, read-only views of siblings, its own chance, and the rows of its declared resident
 * prefix, read before it is made.
 */
export type Make<M, Params, Siblings> = (
  params: Params,
  siblings: Siblings,
  random: Random,
  restored?: Iterable<Row>,
) => M

/** The one empty effect list: most steps have nothing to say and allocate nothing. */
export const NO_EFFECTS: readonly never[] = Object.freeze([])

declare const live: unique symbol
/** A node that has just proved to be alive: only the sender of an authenticated frame of this step can become one. */
export type LiveNode = NodeRef & { readonly [live]: true }

/**
 * Mints a LiveNode. The frame's authenticated sender must be the peer that the reference names; anything else is hearsay
 * and gives undefined ("never adopt without an answer", verdi-chord).
 */
export function liveNode(from: PeerKey, claimed: NodeRef): LiveNode | undefined {
  return claimed.peer === from ? (claimed as LiveNode) : undefined
}

export { Timers } from './timers.ts'
export { Pending } from './pending.ts'
