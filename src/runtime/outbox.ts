import type { MonoMs, PeerKey } from '../base/index.ts'
import type { LamportClock } from '../protocols/clock/index.ts'
import type { Envelope } from '../protocols/index.ts'
import { peerOf, type Destination, type InterceptorChain } from './interceptors/index.ts'
import type { Ports } from './ports.ts'

/** Envelopes that may wait for the Lamport mark; a daemon whose disk hangs sends no more than this later. */
export const MAX_BEYOND_MARK = 65_536

/**
 * How far an envelope came. `gone`: to its port. `held`: an interceptor or the Lamport mark keeps it back, it may leave at any
 * time later. `dropped`: too much waits for the disk already.
 */
export type Way = 'gone' | 'held' | 'dropped'

/**
 * The way out of a host: interceptors, then the rule that nothing stamped above the durable Lamport mark leaves, then
 * the port. What a host sends to itself goes to `loopback`.
 */
export class Outbox {
  readonly #self: PeerKey
  readonly #ports: Ports
  readonly #clock: LamportClock
  readonly #chain: InterceptorChain
  readonly #loopback: (envelope: Envelope, now: MonoMs) => void
  #beyondMark: [to: Destination, envelope: Envelope][] = []

  constructor(
    self: PeerKey,
    ports: Ports,
    clock: LamportClock,
    chain: InterceptorChain,
    loopback: (envelope: Envelope, now: MonoMs) => void,
  ) {
    this.#self = self
    this.#ports = ports
    this.#clock = clock
    this.#chain = chain
    this.#loopback = loopback
  }

  get held(): number {
    return this.#beyondMark.length
  }

  send(to: Destination, envelope: Envelope, now: MonoMs): Way {
    if (peerOf(to) === this.#self) {
      this.#loopback(envelope, now)
      return 'gone'
    }
    // What an interceptor swallows it may let go later.
    return this.#chain.outbound(envelope, to, now) ? this.leave(to, envelope) : 'held'
  }

  /** An envelope that has passed the interceptors. */
  leave(to: Destination, envelope: Envelope): Way {
    // Once one waits all wait: order is kept.
    if (envelope.lamport > this.#clock.mark || this.#beyondMark.length > 0) {
      if (this.#beyondMark.length >= MAX_BEYOND_MARK) return 'dropped'
      this.#beyondMark.push([to, envelope])
      return 'held'
    }
    this.#ports.send(to, envelope)
    return 'gone'
  }

  /** The mark has moved: what waited below it may leave. */
  release(): void {
    if (this.#beyondMark.length === 0) return
    const waiting = this.#beyondMark
    this.#beyondMark = []
    for (const [to, envelope] of waiting) {
      if (envelope.lamport > this.#clock.mark || this.#beyondMark.length > 0) this.#beyondMark.push([to, envelope])
      else this.#ports.send(to, envelope)
    }
  }
}
