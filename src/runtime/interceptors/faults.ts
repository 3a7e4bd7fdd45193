import { Random, type Epoch, type MonoMs, type PeerKey } from '../../base/index.ts'
import type { Envelope } from '../../protocols/index.ts'
import type { AuditReport } from './audit.ts'
import { HeldEnvelopes } from './held.ts'
import { peerOf, type Destination, type Interceptor, type Onward } from './interceptor.ts'
import type { ParametersOf } from './specs.ts'
import { typeOf } from './trace.ts'

/** Turns a bit in the bytes of an envelope; undefined when nobody could read them then. Given from outside. */
export type Corrupt = (envelope: Envelope, random: Random) => Envelope | undefined

/** What fault injection has done since the daemon started. */
export type FaultCounts = Record<'dropped' | 'delayed' | 'duplicated' | 'corrupted' | 'lost', number>

/** `lost`: kept back when its connection ended. */
export const noFaults = (): FaultCounts => ({ dropped: 0, delayed: 0, duplicated: 0, corrupted: 0, lost: 0 })

/**
 * Injects faults at given rates into the envelopes that it is told to hit: loss, damage, duplicates, delay, in this order.
 * Chance is seeded, so the same sequence of envelopes meets the same faults.
 *
 * Kept in order: unless `reorder`, an envelope waits for those that were delayed before it, as on one TCP connection.
 * What does not match the filters is not touched and may overtake. When it is taken out or moved, what it keeps back goes
 * on at once, in order. The end of a connection takes along what was under way on it.
 */
export class Faults implements Interceptor {
  readonly name: string
  readonly #parameters: ParametersOf<'faults'>
  readonly #random: Random
  readonly #counts: FaultCounts
  readonly #corrupt: Corrupt
  readonly #report: AuditReport
  readonly #held: HeldEnvelopes
  #draining = false

  constructor(
    name: string,
    parameters: ParametersOf<'faults'>,
    counts: FaultCounts,
    corrupt: Corrupt,
    report: AuditReport = () => undefined,
  ) {
    this.name = name
    this.#parameters = parameters
    this.#random = new Random(parameters.seed)
    this.#counts = counts
    this.#corrupt = corrupt
    this.#report = report
    this.#held = new HeldEnvelopes(parameters.reorder)
  }

  get held(): number {
    return this.#held.size
  }

  get wakeAt(): MonoMs | undefined {
    return this.#held.next
  }

  inbound(envelope: Envelope, from: PeerKey, epoch: Epoch, now: MonoMs, onward: Onward): boolean {
    if (this.#parameters.direction === 'out' || !this.#hits(envelope, from)) return true
    return this.#meet(envelope, from, epoch, now, onward)
  }

  outbound(envelope: Envelope, to: Destination, now: MonoMs, onward: Onward): boolean {
    if (this.#parameters.direction === 'in' || !this.#hits(envelope, peerOf(to))) return true
    return this.#meet(envelope, to, undefined, now, onward)
  }

  wake(now: MonoMs, onward: Onward): void {
    this.#held.release(now, onward)
  }

  drain(now: MonoMs, onward: Onward): void {
    this.#draining = true
    this.#held.flush(now, onward)
  }

  resume(): void {
    this.#draining = false
  }

  linkDown(peer: PeerKey): void {
    this.#counts.lost += this.#held.drop(peer)
  }

  #hits(envelope: Envelope, peer: PeerKey): boolean {
    if (this.#draining) return false
    const { kind, machine, type, peer: only } = this.#parameters
    if (kind !== 'any' && kind !== envelope.kind) return false
    if (only !== '*' && only !== peer) return false
    if (envelope.kind === 'message' && envelope.session !== undefined) return false
    if (machine !== '*' && (envelope.kind === 'refusal' || envelope.machine !== machine)) return false
    return type === '*' || type === typeOf(envelope)
  }

  /** @param epoch of what comes in; undefined: it goes out. */
  #meet(envelope: Envelope, peer: Destination, epoch: Epoch | undefined, now: MonoMs, onward: Onward): boolean {
    const { drop, corrupt, duplicate } = this.#parameters
    if (this.#chance(drop)) {
      this.#counts.dropped++
      return false
    }
    let carried = envelope
    if (this.#chance(corrupt)) {
      this.#counts.corrupted++
      this.#report({ what: 'corrupt', peer: peerOf(peer), detail: epoch === undefined ? 'out' : 'in' }, now)
      const damaged = this.#corrupt(envelope, this.#random)
      if (damaged === undefined) return false
      carried = damaged
    }
    const twice = this.#chance(duplicate)
    const goesOn = this.#delay(carried, peer, epoch, now, onward)
    if (!twice) {
      if (!goesOn || carried === envelope) return goesOn
      pass(carried, peer, epoch, now, onward)
      return false
    }
    this.#counts.duplicated++
    if (goesOn) pass(carried, peer, epoch, now, onward)
    const second = { ...carried }
    if (this.#delay(second, peer, epoch, now, onward)) pass(second, peer, epoch, now, onward)
    return false
  }

  /** True when it goes on now. */
  #delay(envelope: Envelope, peer: Destination, epoch: Epoch | undefined, now: MonoMs, onward: Onward): boolean {
    const { delay, delayMs, jitterMs } = this.#parameters
    let waitMs = 0
    if (delayMs + jitterMs > 0 && this.#chance(delay)) {
      this.#counts.delayed++
      waitMs = delayMs + (jitterMs > 0 ? this.#random.float() * jitterMs : 0)
    }
    if (waitMs === 0 && !this.#held.blocks(epoch === undefined ? 'out' : 'in', peerOf(peer))) return true
    this.#held.keep(now + waitMs, envelope, peer, epoch, now, onward)
    return false
  }

  #chance(rate: number): boolean {
    return rate > 0 && this.#random.float() < rate
  }
}

function pass(envelope: Envelope, peer: Destination, epoch: Epoch | undefined, now: MonoMs, onward: Onward): void {
  if (epoch === undefined) onward.outbound(envelope, peer, now)
  else onward.inbound(envelope, peerOf(peer), epoch, now)
}
