import type { Epoch, MonoMs, PeerKey } from '../../../../src/base/index.ts'
import type { Envelope } from '../../../../src/protocols/index.ts'
import { peerOf, type Destination, type Interceptor } from '../../../../src/runtime/index.ts'

/** Requests whose answers are awaited at once; of further ones the time is not taken. */
export const MAX_TIMED = 1_024

/** Tells how long each peer took to its first word on a request. */
export class AnswerTimes implements Interceptor {
  readonly name = 'answer-times'
  readonly #tell: (peer: PeerKey, tookMs: number) => void
  readonly #sentAt = new Map<PeerKey, Map<number, MonoMs>>()
  #size = 0

  constructor(tell: (peer: PeerKey, tookMs: number) => void) {
    this.#tell = tell
  }

  outbound(envelope: Envelope, to: Destination, now: MonoMs): boolean {
    if (envelope.kind !== 'request' || this.#size >= MAX_TIMED) return true
    const peer = peerOf(to)
    const ofPeer = this.#sentAt.get(peer) ?? new Map<number, MonoMs>()
    this.#sentAt.set(peer, ofPeer)
    // A request that is sent again counts from its first time.
    if (!ofPeer.has(envelope.id)) {
      ofPeer.set(envelope.id, now)
      this.#size++
    }
    return true
  }

  inbound(envelope: Envelope, from: PeerKey, _epoch: Epoch, now: MonoMs): boolean {
    if (envelope.kind === 'message' || envelope.kind === 'request') return true
    const sentAt = this.#sentAt.get(from)?.get(envelope.id)
    if (sentAt !== undefined) {
      this.#sentAt.get(from)?.delete(envelope.id)
      this.#size--
      this.#tell(from, now - sentAt)
    }
    return true
  }

  /** What was asked on this connection is answered no more. */
  linkDown(peer: PeerKey): void {
    this.#size -= this.#sentAt.get(peer)?.size ?? 0
    this.#sentAt.delete(peer)
  }
}
