import type { MonoMs, PeerKey } from '../base/index.ts'
import type { AskId } from '../protocols/index.ts'

/** One open ask: whose it is, whom it went to, and when it fails. */
export interface OpenAsk {
  /** Index of the machine that asked. */
  readonly owner: number
  readonly ask: AskId
  readonly peer: PeerKey
  /** The incarnation that was meant; 0 when only the peer was named. */
  readonly epoch: number
  readonly deadline: MonoMs
  /** When the first word must have come; `deadline` once it has. */
  nextDeadline: MonoMs
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

  /** Takes out all that are due, in the order they were asked, and tightens the bound. */
  due(now: MonoMs): OpenAsk[] {
    if (this.#bound === undefined || this.#bound > now) return []
    const due: OpenAsk[] = []
    let bound: MonoMs | undefined
    for (const [id, entry] of this.#open) {
      if (entry.nextDeadline <= now) {
        due.push(entry)
        this.#open.delete(id)
      } else if (bound === undefined || entry.nextDeadline < bound) bound = entry.nextDeadline
    }
    this.#bound = bound
    return due
  }

  /** Takes out all asks to one peer. */
  ofPeer(peer: PeerKey): OpenAsk[] {
    const found: OpenAsk[] = []
    for (const [id, entry] of this.#open) {
      if (entry.peer !== peer) continue
      found.push(entry)
      this.#open.delete(id)
    }
    return found
  }
}
