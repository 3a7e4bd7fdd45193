import type { MonoMs, PeerKey, Random } from '../base/index.ts'
import { RetryBudget } from './retry-budget.ts'
import type { Repetition } from './ask-table.ts'

/**
 * The first attempt waits this part of the ask's time for its first word when the machine does not say: with doubling,
 * four attempts fit. At most a second: a peer that takes longer than that says so with an interim answer.
 */
const PATIENCE_SHARE = 1 / 8
const MIN_PATIENCE_MS = 100
const MAX_PATIENCE_MS = 1_000
/** Patience doubles with each attempt, up to this many times that of the first. */
const MAX_BACK_OFF = 8
/** After a lost link this part of the patience passes before the next attempt: a redial is under way anyhow. */
const RELINK_SHARE = 1 / 8

/**
 * When asks are sent again: patience grows exponentially with jitter (so that callers who lost the same link do not come
 * back together), and a budget keeps repetitions a small part of the traffic, whatever happens to the network.
 */
export class Repeats {
  readonly #random: Random
  readonly #budget = new RetryBudget()
  /** At-most-once asks open, by callee and machine, in the order of their ids. */
  readonly #once = new Map<PeerKey, Map<number, Set<number>>>()

  constructor(random: Random) {
    this.#random = random
  }

  /** How long the first attempt waits for a word, ms. */
  static patienceMs(deadlineMs: number, firstWordMs: number | undefined): number {
    const own = Math.min(Math.max(deadlineMs * PATIENCE_SHARE, MIN_PATIENCE_MS), MAX_PATIENCE_MS)
    return Math.min(firstWordMs ?? own, deadlineMs)
  }

  /** A new ask that may be repeated: it earns a part of a repetition. */
  began(): void {
    this.#budget.deposit()
  }

  /** May an attempt beyond the first be made now? */
  allowed(now: MonoMs): boolean {
    return this.#budget.withdraw(now)
  }

  /** Ms to wait for a word of the attempt just made, or before the next attempt when it could not be made. */
  waitMs(repetition: Repetition): number {
    const factor = Math.min(2 ** Math.max(0, repetition.attempts - 1), MAX_BACK_OFF)
    // Upwards for the first attempt, since its patience was asked for; around the mean for the others.
    const jitter = repetition.attempts <= 1 ? 1 + this.#random.float() / 4 : 0.75 + this.#random.float() / 2
    return repetition.patienceMs * factor * jitter
  }

  /** Ms to wait for the answer of a callee that has said that it is at work. */
  longestMs({ patienceMs }: Repetition): number {
    return patienceMs * MAX_BACK_OFF * (0.75 + this.#random.float() / 2)
  }

  /** Ms to wait after the link was lost. */
  relinkMs(repetition: Repetition): number {
    return repetition.patienceMs * RELINK_SHARE * (0.5 + this.#random.float())
  }

  // ---- what callees may forget --------------------------------------------------------------------------------------

  opened(peer: PeerKey, slot: number, id: number): void {
    let ofPeer = this.#once.get(peer)
    if (ofPeer === undefined) this.#once.set(peer, (ofPeer = new Map<number, Set<number>>()))
    const ids = ofPeer.get(slot)
    if (ids === undefined) ofPeer.set(slot, new Set([id]))
    else ids.add(id)
  }

  settled(peer: PeerKey, slot: number, id: number): void {
    const ofPeer = this.#once.get(peer)
    const ids = ofPeer?.get(slot)
    if (ofPeer === undefined || ids?.delete(id) !== true || ids.size > 0) return
    ofPeer.delete(slot)
    if (ofPeer.size === 0) this.#once.delete(peer)
  }

  /** The lowest id of those that are open; ids of a machine only grow. */
  settledBelow(peer: PeerKey, slot: number): number {
    for (const id of this.#once.get(peer)?.get(slot) ?? []) return id
    return 0
  }
}
