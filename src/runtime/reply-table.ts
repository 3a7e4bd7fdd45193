import type { Epoch, MonoMs, PeerKey } from '../base/index.ts'
import type { ReplyId } from '../protocols/index.ts'

/** A request whose answer is still owed. */
export interface OwedReply {
  readonly from: PeerKey
  /** The incarnation that asked: its ids mean nothing to a later one. */
  readonly epoch: Epoch
  /** The asker's id of its ask. */
  readonly wireId: number
  readonly deadline: MonoMs
  /** The asker asks again when its link was lost, so the answer is still wanted. */
  readonly repeated: boolean
}

/** Requests of one peer that may wait for their answers at once; more get `overload`. */
export const MAX_OWED_PER_PEER = 512
/** Requests of all peers that may wait for their answers at once. */
export const MAX_OWED = 8192
/** How often requests that nobody answered are swept out. */
const SWEEP_MS = 10_000

/**
 * The requests a host has not answered yet. Most are answered within the step that brought them: those never enter a
 * map, only `current`.
 */
export class ReplyTable {
  readonly #owed = new Map<ReplyId, OwedReply>()
  readonly #perPeer = new Map<PeerKey, number>()
  #last = 0
  #current: OwedReply | undefined
  #currentId = 0 as ReplyId
  #sweepAt = 0

  get size(): number {
    return this.#owed.size
  }

  /** True when this peer, or all together, have too many requests waiting. */
  full(from: PeerKey): boolean {
    const { size } = this.#owed
    // Nobody can have more than all have: most of the time few wait, and then nothing is looked up.
    return size >= MAX_OWED_PER_PEER && (size >= MAX_OWED || (this.#perPeer.get(from) ?? 0) >= MAX_OWED_PER_PEER)
  }

  open(owed: OwedReply): ReplyId {
    this.stepEnds() // a host that asks itself may bring two requests in one step
    this.#current = owed
    return (this.#currentId = ++this.#last as ReplyId)
  }

  /** The request, which stays open (for an interim answer); undefined when it was answered, expired or never was. */
  get(id: ReplyId): OwedReply | undefined {
    return id === this.#currentId && this.#current !== undefined ? this.#current : this.#owed.get(id)
  }

  take(id: ReplyId): OwedReply | undefined {
    if (id === this.#currentId && this.#current !== undefined) {
      const owed = this.#current
      this.#current = undefined
      return owed
    }
    const owed = this.#owed.get(id)
    if (owed !== undefined) this.#delete(id, owed)
    return owed
  }

  /** The step that brought the current request is over: if it was not answered, remember it. */
  stepEnds(): void {
    const owed = this.#current
    if (owed === undefined) return
    this.#current = undefined
    this.#owed.set(this.#currentId, owed)
    this.#perPeer.set(owed.from, (this.#perPeer.get(owed.from) ?? 0) + 1)
  }

  /** The peer's link is gone: nobody waits for these answers, unless the asker will come back for them. */
  dropPeer(peer: PeerKey): void {
    if (!this.#perPeer.has(peer)) return
    for (const [id, owed] of this.#owed) if (owed.from === peer && !owed.repeated) this.#delete(id, owed)
  }

  /** A later incarnation of the peer has come: the earlier one waits for nothing. */
  dropEarlier(peer: PeerKey, epoch: Epoch): void {
    if (!this.#perPeer.has(peer)) return
    for (const [id, owed] of this.#owed) if (owed.from === peer && owed.epoch < epoch) this.#delete(id, owed)
  }

  /** Forgets requests whose asker has long given up. */
  expire(now: MonoMs): void {
    if (this.#owed.size === 0 || now < this.#sweepAt) return
    this.#sweepAt = now + SWEEP_MS
    for (const [id, owed] of this.#owed) if (owed.deadline <= now) this.#delete(id, owed)
  }

  #delete(id: ReplyId, owed: OwedReply): void {
    this.#owed.delete(id)
    const left = (this.#perPeer.get(owed.from) ?? 1) - 1
    if (left === 0) this.#perPeer.delete(owed.from)
    else this.#perPeer.set(owed.from, left)
  }
}
