import type { MonoMs, NodeRef, PeerKey } from '../base/index.ts'
import type { AskFailure, AskId, Semantics } from '../protocols/index.ts'

/** What is kept of an ask that is sent again until it is answered. */
export interface Repetition {
  readonly semantics: Exclude<Semantics, 'maybe'>
  readonly to: PeerKey | NodeRef
  readonly body: unknown
  /** How long the first attempt waits for a word, ms; later ones wait longer. */
  readonly patienceMs: number
  /** Attempts so far. */
  attempts: number
  /** The incarnation of the callee that may have the request; 0: none as far as this host knows. */
  calleeEpoch: number
  /** An attempt was made of which nothing was heard, not even that it was not taken: it may be carried out. */
  isInDoubt: boolean
  /** What the ask fails with if its deadline comes now. */
  why: AskFailure
}

/** One open ask: whose it is, whom it went to, and when it fails. */
export interface OpenAsk {
  /** Index of the machine that asked. */
  readonly owner: number
  readonly ask: AskId
  readonly peer: PeerKey
  /** The incarnation that was meant; 0 when only the peer was named. */
  readonly epoch: number
  readonly deadline: MonoMs
  /** When the first word must have come, or the next attempt is made; `deadline` once it has. */
  nextDeadline: MonoMs
  /** The host itself has kept an attempt back: it may leave whatever is heard of the peer. */
  isHeld: boolean
  /** Undefined of a `maybe` ask. */
  readonly repetition: Repetition | undefined
}

/** Machines a host can hold: the wire id of an ask is `ask · MACHINE_SLOTS + machine`, so no reverse table is needed. */
export const MACHINE_SLOTS = 16

/**
 * The asks of one host that await a word. Deadlines are kept as one lazy lower bound instead of a timer each: most asks
 * are answered long before, and a scan when the bound passes costs less than keeping them sorted.
 */
export class AskTable {
  readonly #open = new Map<number, OpenAsk>()
  #bound: MonoMs | undefined

  get size(): number {
    return this.#open.size
  }

  /** No open ask fails before this time; undefined when none is open. */
  get bound(): MonoMs | undefined {
    return this.#open.size === 0 ? undefined : this.#bound
  }

  static wireId(owner: number, ask: AskId): number {
    return ask * MACHINE_SLOTS + owner
  }

  open(entry: OpenAsk): number {
    const id = AskTable.wireId(entry.owner, entry.ask)
    if (this.#open.size === 0 || this.#bound === undefined || entry.nextDeadline < this.#bound) {
      this.#bound = entry.nextDeadline
    }
    this.#open.set(id, entry)
    return id
  }

  get(id: number): OpenAsk | undefined {
    return this.#open.get(id)
  }

  close(id: number): boolean {
    return this.#open.delete(id)
  }

  /** Moves the time at which an open ask is `due` next. */
  postpone(entry: OpenAsk, at: MonoMs): void {
    entry.nextDeadline = at
    if (this.#bound === undefined || at < this.#bound) this.#bound = at
  }

  /** Recomputes the bound once it has passed. */
  tighten(now: MonoMs): void {
    if (this.#bound === undefined || this.#bound > now) return
    let bound: MonoMs | undefined
    for (const { nextDeadline } of this.#open.values()) {
      if (bound === undefined || nextDeadline < bound) bound = nextDeadline
    }
    this.#bound = bound
  }

  /** All that are due, in the order they were asked; they stay open until closed. Tightens the bound to the others. */
  due(now: MonoMs): OpenAsk[] {
    if (this.#bound === undefined || this.#bound > now) return []
    const due: OpenAsk[] = []
    let bound: MonoMs | undefined
    for (const entry of this.#open.values()) {
      if (entry.nextDeadline <= now) due.push(entry)
      else if (bound === undefined || entry.nextDeadline < bound) bound = entry.nextDeadline
    }
    this.#bound = bound
    return due
  }

  /** All asks to one peer; they stay open until closed. */
  ofPeer(peer: PeerKey): OpenAsk[] {
    const found: OpenAsk[] = []
    for (const entry of this.#open.values()) if (entry.peer === peer) found.push(entry)
    return found
  }
}
