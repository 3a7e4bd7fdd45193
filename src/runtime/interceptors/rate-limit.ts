import { TokenBucket, type Epoch, type Lamport, type MonoMs, type PeerKey } from '../../base/index.ts'
import type { Envelope, MachineName } from '../../protocols/index.ts'
import type { AuditReport } from './audit.ts'
import type { Interceptor, Onward } from './interceptor.ts'
import type { ParametersOf } from './specs.ts'

/** Peers whose buckets are kept for one machine: ten times the connections that a daemon usually has. */
export const MAX_BUCKETS = 4_096
/** So many of the oldest are looked at when there is no room for another. */
const LOOKED_AT = 16
/** Stamped at the wire. */
const UNSTAMPED = 0 as Lamport

/** What rate limits have kept out since the daemon started. */
export interface RateLimitCounts {
  /** Requests refused with `overload`. */
  requests: number
  /** Messages dropped. */
  messages: number
}

/**
 * A token bucket for each peer and machine, for what peers ask of this daemon. A request above the rate is refused with
 * `overload`, so that its asker need not wait for its deadline; a message is dropped. Answers are not limited, this
 * daemon has asked for them; nor what travels on sessions, which their streams hold back.
 *
 * A peer that connects again finds its bucket as it left it. Above MAX_BUCKETS a bucket that is full again makes room,
 * else the oldest; a new identity costs a handshake, which the transport limits by itself.
 */
export class RateLimit implements Interceptor {
  readonly name: string
  readonly #parameters: ParametersOf<'rate-limit'>
  readonly #counts: RateLimitCounts
  readonly #report: AuditReport
  readonly #buckets = new Map<MachineName, Map<PeerKey, TokenBucket>>()

  constructor(
    name: string,
    parameters: ParametersOf<'rate-limit'>,
    counts: RateLimitCounts = { requests: 0, messages: 0 },
    report: AuditReport = () => undefined,
  ) {
    this.name = name
    this.#parameters = parameters
    this.#counts = counts
    this.#report = report
  }

  /** Buckets kept at present. */
  get size(): number {
    let size = 0
    for (const ofMachine of this.#buckets.values()) size += ofMachine.size
    return size
  }

  inbound(envelope: Envelope, from: PeerKey, _epoch: Epoch, now: MonoMs, onward: Onward): boolean {
    const isRequest = envelope.kind === 'request'
    if (!isRequest && (envelope.kind !== 'message' || envelope.session !== undefined)) return true
    const { machine } = this.#parameters
    if (machine !== '*' && machine !== envelope.machine) return true
    if (this.#bucketOf(envelope.machine, from, now).take(now)) return true
    if (isRequest) {
      this.#counts.requests++
      onward.outbound({ kind: 'refusal', lamport: UNSTAMPED, id: envelope.id, why: 'overload' }, from, now)
    } else {
      this.#counts.messages++
      this.#report({ what: 'rate-limited', peer: from, detail: envelope.machine }, now)
    }
    return false
  }

  #bucketOf(machine: MachineName, peer: PeerKey, now: MonoMs): TokenBucket {
    let ofMachine = this.#buckets.get(machine)
    if (ofMachine === undefined) this.#buckets.set(machine, (ofMachine = new Map<PeerKey, TokenBucket>()))
    let bucket = ofMachine.get(peer)
    if (bucket === undefined) {
      if (ofMachine.size >= MAX_BUCKETS) makeRoom(ofMachine, now)
      bucket = new TokenBucket(this.#parameters, now)
      ofMachine.set(peer, bucket)
    }
    return bucket
  }
}

/** Forgets those of the oldest that are full again; the very oldest when none is. */
function makeRoom(buckets: Map<PeerKey, TokenBucket>, now: MonoMs): void {
  let looked = 0
  let oldest: PeerKey | undefined
  for (const [peer, bucket] of buckets) {
    oldest ??= peer
    if (bucket.isFull(now)) buckets.delete(peer)
    if (++looked === LOOKED_AT) break
  }
  if (buckets.size >= MAX_BUCKETS && oldest !== undefined) buckets.delete(oldest)
}
