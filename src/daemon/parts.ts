import type { StartUp, Store } from '../adapters/level/index.ts'
import type { Identity } from '../adapters/libp2p/index.ts'
import type { RingId, SwarmId } from '../base/index.ts'
import type { LoadedConfig, Network } from '../config/index.ts'
import type { AdjustableLogger } from '../observe/index.ts'
import type { WireContext } from '../wire/index.ts'

/** What the daemon is made from: the data dir is open, the start is counted. */
export interface DaemonParts {
  readonly config: LoadedConfig
  /** Reads the configuration again, as at the start. */
  readonly load: () => Promise<LoadedConfig>
  readonly logger: AdjustableLogger
  readonly identity: Identity
  readonly network: Network
  readonly store: Store
  readonly startUp: StartUp
  readonly wire: WireContext
  readonly keyOf: (swarm: SwarmId) => RingId
  readonly tallyKeyOf: (name: string) => RingId
  /** Nobody to join: this daemon founds the ring when it can reach nobody it knew. */
  readonly founder: boolean
  readonly startedAt: number
}
