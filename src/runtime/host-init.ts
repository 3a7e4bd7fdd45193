import type { Epoch, MonoMs, PeerKey, Random, WallInterval } from '../base/index.ts'
import type { LamportClock } from '../protocols/clock/index.ts'
import type { Machine, MachineName, Protocol } from '../protocols/index.ts'
import type { FailureDetector } from './failure-detector.ts'
import type { Interceptor } from './interceptors/index.ts'
import type { Ports } from './ports.ts'

/** What a host is made of. */
export interface HostInit {
  readonly self: PeerKey
  readonly epoch: Epoch
  readonly clock: LamportClock
  /** In the order of their wire slots; at most MACHINE_SLOTS. */
  readonly machines: readonly (readonly [MachineName, Machine<Protocol>])[]
  readonly detector: FailureDetector
  /** First is nearest to the wire. */
  readonly interceptors: readonly Interceptor[]
  readonly ports: Ports
  /** For the jitter of repeated asks. */
  readonly random: Random
  /** True time as an interval at a monotonic instant; the object may be re-used. */
  readonly wall: (now: MonoMs) => WallInterval
}
