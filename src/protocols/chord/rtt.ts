import type { PeerKey } from '../../base/index.ts'
import { MAX_ROUND_TRIPS } from './limits.ts'

/** Gains of the smoothed round trip and of its variation (Jacobson, "Congestion avoidance and control", SIGCOMM 1988). */
const GAIN = 1 / 8
const VARIATION_GAIN = 1 / 4
/** Variations that a time-out waits beyond the mean (ibid.; RFC 6298 §2). */
const VARIATIONS = 4
/** Doublings after time-outs in a row, at most (RFC 6298 §5.5). */
const MAX_BACK_OFF = 6
/** Below it a time-out would measure pauses of a busy process, such as a collection of garbage, and not the network. */
export const MIN_RTO_MS = 25
/** Above it a peer is of no use to anybody who waits. */
export const MAX_RTO_MS = 10_000

interface RoundTrip {
  srttMs: number
  variationMs: number
  samples: number
  /** Time-outs since the last sample. */
  backOff: number
  /** The link was lost: the next ask may have to wait for a dial, and its time is no sample. */
  cold: boolean
  /** It gave no word in the time it usually takes, to an ask that is still open. */
  late: boolean
}

/**
 * Round trips to peers, from the first words of their answers: the smoothed mean, its variation, and the time after which
 * an answer is late (Jacobson 1988, RFC 6298). Requests of the ring are never sent twice under one id, so every answer is
 * a sample of the ask it answers (Karn & Partridge, "Improving round-trip time estimates in reliable transport protocols",
 * SIGCOMM 1987). The first sample may include a dial: one that is less than half of it takes its place.
 */
export class RoundTrips {
  /** Oldest sample first. */
  readonly #peers = new Map<PeerKey, RoundTrip>()
  #late = 0
  /** Of the smoothed round trips of all. */
  #sumMs = 0

  get size(): number {
    return this.#peers.size
  }

  /** The mean of the peers' round trips, ms; 0 before the first. */
  get meanMs(): number {
    return this.#peers.size === 0 ? 0 : Math.max(0, this.#sumMs / this.#peers.size)
  }

  /** The first word of an answer came `rttMs` after the question left. */
  sample(peer: PeerKey, rttMs: number): void {
    const known = this.#peers.get(peer)
    if (known === undefined) {
      const first = { srttMs: rttMs, variationMs: rttMs / 2, samples: 1, backOff: 0, cold: false, late: false }
      this.#peers.set(peer, first)
      this.#sumMs += rttMs
      if (this.#peers.size > MAX_ROUND_TRIPS) this.#dropOldest()
      return
    }
    known.backOff = 0
    this.#sumMs -= known.srttMs
    const wasCold = known.cold
    known.cold = false
    if (known.samples === 1 && rttMs < known.srttMs / 2) {
      known.srttMs = rttMs
      known.variationMs = rttMs / 2
    } else if (!wasCold || rttMs <= known.srttMs) {
      known.variationMs += (Math.abs(rttMs - known.srttMs) - known.variationMs) * VARIATION_GAIN
      known.srttMs += (rttMs - known.srttMs) * GAIN
    }
    this.#sumMs += known.srttMs
    known.samples++
    // The busiest are kept: a peer that is measured often moves back seldom enough not to matter.
    if (known.samples % 16 === 0) {
      this.#peers.delete(peer)
      this.#peers.set(peer, known)
    }
  }

  /** An ask had no word in its time: the next one may take twice as long. */
  timedOut(peer: PeerKey): void {
    const known = this.#peers.get(peer)
    if (known !== undefined && known.backOff < MAX_BACK_OFF) known.backOff++
  }

  /** No word yet, though its time has come: others are asked first until it gives one. */
  late(peer: PeerKey): void {
    const known = this.#peers.get(peer)
    if (known === undefined || known.late) return
    known.late = true
    this.#late++
  }

  /** Any word from it. */
  heard(peer: PeerKey): void {
    if (this.#late === 0) return
    const known = this.#peers.get(peer)
    if (known?.late !== true) return
    known.late = false
    this.#late--
  }

  isLate(peer: PeerKey): boolean {
    return this.#late > 0 && this.#peers.get(peer)?.late === true
  }

  linkDown(peer: PeerKey): void {
    const known = this.#peers.get(peer)
    if (known !== undefined) known.cold = true
  }

  /** It is of no interest any more. */
  forget(peer: PeerKey): void {
    this.heard(peer)
    this.#sumMs -= this.#peers.get(peer)?.srttMs ?? 0
    this.#peers.delete(peer)
  }

  /** The smoothed round trip, ms; undefined of a peer that has not answered yet. */
  rttOf(peer: PeerKey): number | undefined {
    return this.#peers.get(peer)?.srttMs
  }

  /** After so long without a word an answer is late, ms: srtt + 4·rttvar, doubled by each time-out. */
  rtoOf(peer: PeerKey): number | undefined {
    const known = this.#peers.get(peer)
    if (known === undefined) return undefined
    const rto = Math.max(MIN_RTO_MS, known.srttMs + VARIATIONS * known.variationMs)
    return Math.min(MAX_RTO_MS, rto * 2 ** known.backOff)
  }

  #dropOldest(): void {
    for (const peer of this.#peers.keys()) {
      this.forget(peer)
      return
    }
  }
}
