import type { NodeRef, PeerKey } from '../base/index.ts'

/** After so many asks in a row without a word the peer is probed: its connection is dropped and dialled again. */
const TIMEOUTS_BEFORE_PROBE = 2
/** Peers remembered as dead or late; the oldest is forgotten first and would be found again by the next failed dial. */
const MAX_REMEMBERED = 4096

/** What machines may ask of the detector. */
export interface FailureDetectorView {
  /**
   * True while the last attempt to reach this incarnation of the peer (or a later one) failed and nothing has been heard
   * from it since. A later incarnation than the one that was tried is not dead: it has started again meanwhile.
   */
  isDead(node: Pick<NodeRef, 'peer' | 'epoch'>): boolean
}

/**
 * The simple detector: a peer is dead when asks to it failed and dialling it again failed as well; any frame from it
 * proves life. A membership protocol can replace it without touching Chord.
 */
export class FailureDetector implements FailureDetectorView {
  readonly #timeouts = new Map<PeerKey, number>()
  /** The highest epoch that was found dead. */
  readonly #dead = new Map<PeerKey, number>()

  isDead(node: Pick<NodeRef, 'peer' | 'epoch'>): boolean {
    return this.#dead.size > 0 && (this.#dead.get(node.peer) ?? -1) >= node.epoch
  }

  get deadCount(): number {
    return this.#dead.size
  }

  /** A frame from the peer arrived. Returns true when it was held for dead. */
  heard(peer: PeerKey): boolean {
    if (this.#timeouts.size > 0) this.#timeouts.delete(peer)
    return this.#dead.size > 0 && this.#dead.delete(peer)
  }

  /** An ask had no word in time. Returns true when the peer should be probed now. */
  timedOut(peer: PeerKey): boolean {
    const count = (this.#timeouts.get(peer) ?? 0) + 1
    if (count < TIMEOUTS_BEFORE_PROBE) {
      this.#timeouts.set(peer, count)
      forgetOldest(this.#timeouts)
      return false
    }
    this.#timeouts.delete(peer)
    return true
  }

  /**
   * A dial or redial failed. `epoch`: the latest incarnation that is known to have been meant.
   * Returns true when this is news.
   */
  unreachable(peer: PeerKey, epoch: number): boolean {
    this.#timeouts.delete(peer)
    if ((this.#dead.get(peer) ?? -1) >= epoch) return false
    this.#dead.set(peer, epoch)
    forgetOldest(this.#dead)
    return true
  }
}

function forgetOldest(peers: Map<PeerKey, number>): void {
  if (peers.size <= MAX_REMEMBERED) return
  for (const oldest of peers.keys()) {
    peers.delete(oldest)
    return
  }
}
