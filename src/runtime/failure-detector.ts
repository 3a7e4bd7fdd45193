import type { NodeRef, PeerKey } from '../base/index.ts'

/** After so many asks in a row without a word the peer is probed: its connection is dropped and dialled again. */
export const TIMEOUTS_BEFORE_PROBE = 2
/** Peers remembered as dead, and as late; the oldest is forgotten first and would be found again by the next failed dial. */
export const MAX_REMEMBERED = 4_096

/** What machines may ask of the detector. */
export interface FailureDetectorView {
  /**
   * True while the last attempt to reach this incarnation of the peer (or a later one) failed and nothing has been heard
   * from it since. A later incarnation than the one that was tried is not dead: it has started again meanwhile.
   */
  isDead(node: Pick<NodeRef, 'peer' | 'epoch'>): boolean
}

/**
 * The simple detector (docs/decisions/0003-links-are-not-liveness.md). A peer is alive unless held for dead; it is held
 * for dead when nothing was heard from it _and_ dialling it failed; anything heard from it ends that.
 *
 * - Silence alone accuses nobody: after TIMEOUTS_BEFORE_PROBE asks in a row without a word in time the host is told to
 *   probe, and only the failed redial is a verdict. So a peer that is slow, or whose answers are lost, is never held for
 *   dead while it can be dialled: accuracy comes before speed, as Zave's proof of Chord needs it.
 * - A verdict is of an incarnation and those before it. A daemon that started again has a higher epoch and is not
 *   touched by it.
 * - Any authenticated frame or link proves life, of whatever epoch it tells: epochs in references are hearsay, and a
 *   verdict on one that somebody made up must not outlive the peer's own word.
 * - It has no clock. Complete only for peers that are asked: who is neither asked nor dialled is not found out.
 *
 * A membership protocol can stand in its place behind `FailureDetectorView`, without touching Chord.
 */
export class FailureDetector implements FailureDetectorView {
  /** Asks in a row without a word. */
  readonly #late = new Map<PeerKey, number>()
  /** The highest epoch that was found dead. */
  readonly #dead = new Map<PeerKey, number>()

  isDead(node: Pick<NodeRef, 'peer' | 'epoch'>): boolean {
    return this.#dead.size > 0 && (this.#dead.get(node.peer) ?? -1) >= node.epoch
  }

  get deadCount(): number {
    return this.#dead.size
  }

  /** Peers whose last ask had no word in time, and who were not probed yet. */
  get lateCount(): number {
    return this.#late.size
  }

  /** A frame from the peer arrived, or a link to it stands. Returns true when it was held for dead. */
  heard(peer: PeerKey): boolean {
    if (this.#late.size > 0) this.#late.delete(peer)
    return this.#dead.size > 0 && this.#dead.delete(peer)
  }

  /** An ask had no word in time. Returns true when the peer should be probed now. */
  timedOut(peer: PeerKey): boolean {
    const count = (this.#late.get(peer) ?? 0) + 1
    if (count < TIMEOUTS_BEFORE_PROBE) {
      remember(this.#late, peer, count)
      return false
    }
    this.#late.delete(peer)
    return true
  }

  /**
   * A dial or redial failed. `epoch`: the latest incarnation that is known to have been meant.
   * Returns true when this is news.
   */
  unreachable(peer: PeerKey, epoch: number): boolean {
    this.#late.delete(peer)
    if ((this.#dead.get(peer) ?? -1) >= epoch) return false
    remember(this.#dead, peer, epoch)
    return true
  }
}

/** As the newest: a peer that is found dead again and again is not forgotten before one that was found once. */
function remember(peers: Map<PeerKey, number>, peer: PeerKey, value: number): void {
  peers.delete(peer)
  peers.set(peer, value)
  if (peers.size <= MAX_REMEMBERED) return
  for (const oldest of peers.keys()) {
    peers.delete(oldest)
    return
  }
}
