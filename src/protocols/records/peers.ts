import { Recent, type Epoch, type NodeRef, type PeerKey } from '../../base/index.ts'
import type { RecordsRing } from './protocol.ts'
import type { Member } from './quorum.ts'

/** Neighbours whose references are remembered; beyond, the oldest go. */
export const MAX_KNOWN = 1_024
/** Who is here still so long after it has said that it leaves has changed its mind. */
const LEAVE_WITHIN_MS = 60_000

/** References of neighbours, and who of them is missing. */
export class Peers {
  readonly #ring: RecordsRing
  readonly #lostAfterMs: number
  readonly #refs = new Recent<PeerKey, NodeRef>(MAX_KNOWN)
  /** Since when somebody who should be there is not among the neighbours. */
  readonly #missing = new Map<PeerKey, number>()
  /** Who has said that it leaves: the incarnation, and when. */
  readonly #left = new Recent<PeerKey, { readonly epoch: Epoch; readonly at: number }>(MAX_KNOWN)

  constructor(ring: RecordsRing, lostAfterMs: number) {
    this.#ring = ring
    this.#lostAfterMs = lostAfterMs
  }

  get self(): PeerKey {
    return this.#ring.self(0).peer
  }

  /** Looks round: who is there is missing no more. */
  look(): void {
    for (const position of this.#ring.positions()) {
      const predecessor = this.#ring.predecessor(position)
      for (const node of this.#ring.successors(position)) this.#isHere(node)
      if (predecessor !== undefined) this.#isHere(predecessor)
    }
  }

  #isHere(node: NodeRef): void {
    this.#missing.delete(node.peer)
    this.remember(node)
  }

  remember(node: NodeRef): void {
    const known = this.#refs.get(node.peer)
    if (known === undefined || known.epoch <= node.epoch) this.#refs.set(node.peer, node)
  }

  refOf(peer: PeerKey): NodeRef | undefined {
    return this.#refs.get(peer)
  }

  /** It says that it leaves: nobody counts on it, unless it comes back as a later incarnation, or stays after all. */
  leaves(now: number, { peer, epoch }: NodeRef): void {
    this.#left.set(peer, { epoch, at: now })
  }

  hasLeft(now: number, peer: PeerKey): boolean {
    const left = this.#left.get(peer)
    if (left === undefined) return false
    const ref = this.#refs.get(peer)
    const isBack = ref !== undefined && ref.epoch > left.epoch
    const stays = now - left.at > LEAVE_WITHIN_MS && this.#isNeighbour(peer)
    if (isBack || stays) this.#left.delete(peer)
    return !isBack && !stays
  }

  #isNeighbour(peer: PeerKey): boolean {
    return this.#ring
      .positions()
      .some(
        (position) =>
          this.#ring.predecessor(position)?.peer === peer ||
          this.#ring.successors(position).some((node) => node.peer === peer),
      )
  }

  /** Has it left, or is it taken for lost for good? */
  isLost(now: number, peer: PeerKey): boolean {
    return peer !== this.self && (this.hasLeft(now, peer) || this.isGone(now, peer))
  }

  /** Could it not be reached for so long that it is taken for lost? Whoever asks says with that that it is missing. */
  isGone(now: number, peer: PeerKey): boolean {
    if (peer === this.self) return false
    const since = this.#missing.get(peer)
    if (since !== undefined) return now - since >= this.#lostAfterMs
    if (!this.#isNeighbour(peer) && this.#missing.size < MAX_KNOWN) this.#missing.set(peer, now)
    return false
  }

  /**
   * Who keeps the ids of a position: itself, and the next of distinct peers. Where the ring has not so many, those that kept
   * them before stay, until they are lost: a quorum does not shrink because others cannot be reached.
   */
  membersOf(now: number, position: number, replicas: number, before: readonly Member[]): Member[] {
    const self = this.#ring.self(position)
    const members: Member[] = [{ peer: self.peer, position }]
    for (const node of this.#ring.replicas(position, replicas - 1)) {
      if (!this.hasLeft(now, node.peer)) members.push({ peer: node.peer, position: node.position })
    }
    for (const member of before.slice(0, replicas)) {
      if (members.length >= Math.min(replicas, before.length)) break
      const isNew = members.every(({ peer }) => peer !== member.peer)
      if (isNew && !this.isLost(now, member.peer)) members.push(member)
    }
    return members
  }
}
