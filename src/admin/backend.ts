import type { Multiaddr, SwarmId } from '../base/index.ts'
import type { ChordCommands } from '../protocols/chord/commands.ts'
import type { Counted, KeptTally, TallyCommands } from '../protocols/tally/commands.ts'
import type { CallOptions } from './call-options.ts'
import type { CanBackend } from './can-backend.ts'
import type { AttributesBackend } from './find-backend.ts'
import type { NamesBackend } from './name-backend.ts'
import type { RecordsBackend } from './record-backend.ts'
import type {
  AddSwarm,
  ClockAnswer,
  InterceptorsAnswer,
  PeerInfo,
  SetInterceptors,
  StatusAnswer,
  SwarmInfo,
} from './schemas.ts'

/** `reasons`: one sentence each for what is missing; empty when all is well. */
export interface Health {
  readonly reasons: readonly string[]
}

/** An option of the running daemon. */
export interface ConfigValue {
  /** `section.name` of the table of options. */
  readonly key: string
  /** What the daemon runs with now; secrets are masked. */
  readonly value: unknown
  /** Where the value came from, in words: `default`, `file /etc/… line 3`, `ORBWEAVER_…`, `--flag`, `PATCH /v1/config`. */
  readonly origin: string
  /** Can it be changed while the daemon runs? */
  readonly reloadable: boolean
}

/** What a reload or a change of the configuration did. */
export interface ReloadReport {
  readonly applied: readonly { readonly key: string; readonly from: unknown; readonly to: unknown }[]
  /** Differ from what runs, and only count after a restart. */
  readonly restartNeeded: readonly { readonly key: string; readonly running: unknown; readonly wanted: unknown }[]
}

/**
 * What the admin API asks of the daemon. Failures are OrbErrors: their codes become problem documents. Methods that are
 * not promises are called often and must be cheap.
 */
export interface AdminBackend extends RecordsBackend, NamesBackend, CanBackend, AttributesBackend {
  /** Is anything broken for good? */
  live(): Health
  /** Joined, a live successor (or alone by configuration), a recent look-up through another daemon succeeded, not stopping. */
  ready(): Health
  status(): StatusAnswer
  clock(): ClockAnswer
  /**
   * succ(target). `path` must be in the result when `mode` is iterative.
   * @throws OrbError NOT_JOINED, LOOKUP_TIMEOUT
   */
  lookup(args: ChordCommands['lookup']['args'], call: CallOptions): Promise<ChordCommands['lookup']['result']>
  ring(call: CallOptions): Promise<ChordCommands['ring']['result']>
  peers(): readonly PeerInfo[]
  /** @throws OrbError UNREACHABLE, NETWORK_MISMATCH, CONFLICT (it is this daemon itself), TIMEOUT */
  dial(address: Multiaddr, call: CallOptions): Promise<PeerInfo>
  /** @throws OrbError INVALID_ARGUMENT, OVERLOAD, TIMEOUT, IO, STORAGE_FULL, CORRUPT */
  tallies(
    args: TallyCommands['list']['args'],
    call: CallOptions,
  ): Promise<{ readonly tallies: readonly KeptTally[]; readonly more: boolean }>
  /** @throws OrbError with a code of TallyFailure */
  tally(name: string, call: CallOptions): Promise<Counted>
  /** @throws OrbError with a code of TallyFailure */
  addToTally(args: TallyCommands['add']['args'], call: CallOptions): Promise<Counted>
  swarms(): readonly SwarmInfo[]
  /** @throws OrbError NOT_FOUND */
  swarm(id: SwarmId): SwarmInfo
  /**
   * Sharing ends when all is hashed, and is given up when `signal` aborts; fetching ends as soon as the swarm is known
   * here. The same again is no error: it answers with the swarm that is there.
   * @throws OrbError NOT_FOUND, INVALID_ARGUMENT, FORBIDDEN (outside of content.shareRoots), CONFLICT (it changed while
   *   it was hashed), IO, STORAGE_FULL, CORRUPT, TOO_LARGE, OVERLOAD
   */
  addSwarm(what: AddSwarm, signal: AbortSignal): Promise<SwarmInfo>
  /** Also removes what was fetched or shared from disk when `data` is delete. @throws OrbError NOT_FOUND, FORBIDDEN, IO */
  removeSwarm(id: SwarmId, data: 'keep' | 'delete'): Promise<void>
  /** v2 metainfo. @throws OrbError NOT_FOUND, CONFLICT while it is not known */
  torrent(id: SwarmId): Promise<Uint8Array>
  interceptors(): InterceptorsAnswer
  /**
   * Replaces the chain; ends when it has taken effect.
   * @throws OrbError INVALID_ARGUMENT, FORBIDDEN (faults), CONFLICT (another version, another change, not quiescent in
   *   time: the old chain stays)
   */
  setInterceptors(chain: SetInterceptors, call: CallOptions): Promise<InterceptorsAnswer>
  /** The text format of Prometheus. */
  metrics(): Promise<string>
  /** Begin to stop; returns at once. */
  stop(): void
  /**
   * Hand all that is kept for others over, then stop. Resolves when the hand-over has begun.
   * @throws OrbError NOT_JOINED, CONFLICT (it is leaving or stopping already)
   */
  leave(): Promise<void>
  /**
   * Reads the configuration again as at the start and applies what can be applied.
   * @throws OrbError CONFIG_INVALID, INVALID_ARGUMENT: nothing was applied; IO
   */
  reload(): Promise<ReloadReport>
  configuration(): readonly ConfigValue[]
  /**
   * Changes reloadable options until the next restart; `patch` is `{ "section.name": value }`.
   * @throws OrbError INVALID_ARGUMENT for unknown keys, bad values and those that need a restart: nothing was applied
   */
  patchConfig(patch: Readonly<Record<string, unknown>>): Promise<ReloadReport>
}
