import type { Epoch, MonoMs, PeerKey } from '../../base/index.ts'
import type { Envelope } from '../../protocols/index.ts'
import { peerOf, type Destination, type Onward } from './interceptor.ts'

/** An envelope that is kept back. */
interface Held {
  due: number
  readonly envelope: Envelope
  readonly peer: Destination
  /** Of what came in; undefined: it goes out. */
  readonly epoch: Epoch | undefined
}

/** Envelopes that may be kept back at once. At 200 bytes of shell and body each, 16,384 are 3 MB. */
export const MAX_HELD = 16_384

/**
 * Envelopes that are kept back, in a queue for each direction and peer. In order unless `reorder`: one that is due
 * earlier than the one before waits for it.
 */
export class HeldEnvelopes {
  readonly #reorder: boolean
  readonly #in = new Map<PeerKey, Held[]>()
  readonly #out = new Map<PeerKey, Held[]>()
  #size = 0
  #next: MonoMs | undefined

  constructor(reorder: boolean) {
    this.#reorder = reorder
  }

  get size(): number {
    return this.#size
  }

  /** The earliest time at which one is due. */
  get next(): MonoMs | undefined {
    return this.#next
  }

  /** Must one that is not delayed itself stay behind others of its direction and peer? */
  blocks(direction: 'in' | 'out', peer: PeerKey): boolean {
    return !this.#reorder && this.#size > 0 && (direction === 'in' ? this.#in : this.#out).has(peer)
  }

  /**
   * Keeps one back until `due`. When there are too many already, the first of the same queue goes on before its time; of
   * an empty queue that is this one itself.
   */
  keep(
    due: number,
    envelope: Envelope,
    peer: Destination,
    epoch: Epoch | undefined,
    now: MonoMs,
    onward: Onward,
  ): void {
    const queues = epoch === undefined ? this.#out : this.#in
    const key = peerOf(peer)
    let queue = queues.get(key)
    if (queue === undefined) queues.set(key, (queue = []))
    const held: Held = { due, envelope, peer, epoch }
    this.#insert(queue, held)
    this.#size++
    if (this.#size > MAX_HELD) this.#first(queues, key, queue, now, onward)
    else if (this.#next === undefined || held.due < this.#next) this.#next = held.due as MonoMs
  }

  /** Passes on all that are due, those of one queue in order. */
  release(now: MonoMs, onward: Onward): void {
    if (this.#next === undefined || this.#next > now) return
    for (const queues of [this.#in, this.#out]) {
      for (const [key, queue] of queues) {
        while ((queue[0]?.due ?? Infinity) <= now) this.#first(queues, key, queue, now, onward)
      }
    }
    this.#rescan()
  }

  /** Passes on all, now. */
  flush(now: MonoMs, onward: Onward): void {
    for (const queues of [this.#in, this.#out]) {
      for (const [key, queue] of queues) while (queue.length > 0) this.#first(queues, key, queue, now, onward)
    }
    this.#next = undefined
  }

  /** Forgets what is kept back for and from a peer; returns how many. */
  drop(peer: PeerKey): number {
    const dropped = (this.#in.get(peer)?.length ?? 0) + (this.#out.get(peer)?.length ?? 0)
    if (dropped === 0) return 0
    this.#in.delete(peer)
    this.#out.delete(peer)
    this.#size -= dropped
    this.#rescan()
    return dropped
  }

  #insert(queue: Held[], held: Held): void {
    const last = queue.at(-1)
    if (last === undefined || held.due >= last.due) queue.push(held)
    else if (this.#reorder) {
      let at = queue.length
      while (at > 0 && (queue[at - 1]?.due ?? 0) > held.due) at--
      queue.splice(at, 0, held)
    } else {
      held.due = last.due
      queue.push(held)
    }
  }

  /** Out of the table before it is passed on: what that leads to may come back here. */
  #first(queues: Map<PeerKey, Held[]>, key: PeerKey, queue: Held[], now: MonoMs, onward: Onward): void {
    const held = queue.shift()
    if (held === undefined) return
    if (queue.length === 0) queues.delete(key)
    this.#size--
    const { envelope, peer, epoch } = held
    if (epoch === undefined) onward.outbound(envelope, peer, now)
    else onward.inbound(envelope, peerOf(peer), epoch, now)
  }

  #rescan(): void {
    let next: number | undefined
    for (const queues of [this.#in, this.#out]) {
      for (const queue of queues.values()) {
        const due = queue[0]?.due
        if (due !== undefined && (next === undefined || due < next)) next = due
      }
    }
    this.#next = next as MonoMs | undefined
  }
}
