import { TokenBucket, type MonoMs, type PeerKey } from '../../base/index.ts'
import type { Envelope } from '../../protocols/index.ts'
import { peerOf, type Destination, type Interceptor } from './interceptor.ts'
import type { ParametersOf } from './specs.ts'

/** Something that concerns security. */
export interface AuditRecord {
  /**
   * `refused`: this daemon would not carry out a request; `was-refused`: a peer would not; `rate-limited`: a message was
   * dropped; `banned`, `violation`: the peer is sent away, for what it did or sent; `corrupt`: a fault made of ours.
   */
  readonly what: 'refused' | 'was-refused' | 'rate-limited' | 'banned' | 'violation' | 'corrupt'
  readonly peer: PeerKey
  /** From our own vocabulary: a reason, the name of a machine. */
  readonly detail: string
}
export type AuditReport = (record: AuditRecord, now: MonoMs) => void

/** Where the records go. `suppressed`: how many before this one were not written, the rate being exceeded. */
export type AuditSink = (record: AuditRecord, suppressed: number) => void

/** What audit has seen since the daemon started. */
export interface AuditCounts {
  written: number
  suppressed: number
}

/**
 * Writes refusals that come by to a sink, and what others report, at a bounded rate: who floods a daemon cannot flood its
 * log as well.
 */
export class Audit implements Interceptor {
  readonly name: string
  readonly #sink: AuditSink
  readonly #counts: AuditCounts
  readonly #bucket: TokenBucket
  #suppressed = 0

  constructor(
    name: string,
    parameters: ParametersOf<'audit'>,
    sink: AuditSink,
    counts: AuditCounts = { written: 0, suppressed: 0 },
  ) {
    this.name = name
    this.#sink = sink
    this.#counts = counts
    this.#bucket = new TokenBucket(parameters, 0)
  }

  inbound(envelope: Envelope, from: PeerKey, _epoch: unknown, now: MonoMs): boolean {
    if (envelope.kind === 'refusal') this.report({ what: 'was-refused', peer: from, detail: envelope.why }, now)
    return true
  }

  outbound(envelope: Envelope, to: Destination, now: MonoMs): boolean {
    if (envelope.kind === 'refusal') this.report({ what: 'refused', peer: peerOf(to), detail: envelope.why }, now)
    return true
  }

  report(record: AuditRecord, now: MonoMs): void {
    if (!this.#bucket.take(now)) {
      this.#suppressed++
      this.#counts.suppressed++
      return
    }
    this.#counts.written++
    this.#sink(record, this.#suppressed)
    this.#suppressed = 0
  }
}
