import type { MonoMs, NodeRef, PeerKey } from '../base/index.ts'
import type { LamportClock } from '../protocols/clock/index.ts'
import type { Envelope } from '../protocols/index.ts'
import type { Interceptor } from './interceptors/index.ts'
import type { Ports } from './ports.ts'

/** Envelopes that may wait for the Lamport mark; a daemon whose disk hangs sends no more than this later. */
const MAX_BEYOND_MARK = 65_536

/**
 * The way out of a host: interceptors, then the rule that nothing stamped above the durable Lamport mark leaves, then
 * the port. What a host sends to itself goes to `loopback`.
 */
export class Outbox {
  readonly #self: PeerKey
  readonly #ports: Ports
  readonly #clock: LamportClock
  readonly #interceptors: readonly Interceptor[]
  readonly #loopback: (envelope: Envelope, now: MonoMs) => void
  #beyondMark: [to: PeerKey | NodeRef, envelope: Envelope][] = []

  constructor(
    self: PeerKey,
    ports: Ports,
    clock: LamportClock,
    interceptors: readonly Interceptor[],
    loopback: (envelope: Envelope, now: MonoMs) => void,
  ) {
    this.#self = self
    this.#ports = ports
    this.#clock = clock
    this.#interceptors = interceptors
    this.#loopback = loopback
  }

  get held(): number {
    return this.#beyondMark.length
  }

  /** False when too much waits for the disk already and the envelope was dropped. */
  send(to: PeerKey | NodeRef, envelope: Envelope, now: MonoMs): boolean {
    const peer = typeof to === 'string' ? to : to.peer
    if (peer === this.#self) {
      this.#loopback(envelope, now)
      return true
    }
    const chain = this.#interceptors
    for (let i = chain.length - 1; i >= 0; i--) {
      if (chain[i]?.outbound?.(envelope, peer, now) === false) return true
    }
    // Once one waits all wait: order is kept.
    if (envelope.lamport > this.#clock.mark || this.#beyondMark.length > 0) {
      if (this.#beyondMark.length >= MAX_BEYOND_MARK) return false
      this.#beyondMark.push([to, envelope])
      return true
    }
    this.#ports.send(to, envelope)
    return true
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
