import type { NodeRef, PeerKey } from '../../base/index.ts'
import type { RecordsRing } from './protocol.ts'
import type { Member } from './quorum.ts'

/** Neighbours whose references are remembered; beyond, the oldest go. */
const MAX_KNOWN = 1_024

/** References of neighbours, and who of them is missing. */
export class Peers {
  readonly #ring: RecordsRing
  readonly #lostAfterMs: number
  readonly #refs = new Map<PeerKey, NodeRef>()
  /** Since when somebody who should be there is not among the neighbours. */
  readonly #missing = new Map<PeerKey, number>()
  readonly #left = new Set<PeerKey>()

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
    const known = this.#refs.get(node.peer)
    if (known !== undefined && known.epoch < node.epoch) this.#left.delete(node.peer)
    this.remember(node)
  }

  remember(node: NodeRef): void {
    const known = this.#refs.get(node.peer)
    if (known !== undefined && known.epoch > node.epoch) return
    this.#refs.delete(node.peer)
    this.#refs.set(node.peer, node)
    for (const oldest of this.#refs.keys()) {
      if (this.#refs.size <= MAX_KNOWN) break
      this.#refs.delete(oldest)
    }
  }

  refOf(peer: PeerKey): NodeRef | undefined {
    return this.#refs.get(peer)
  }

  /** It says that it leaves: nobody waits for it. Until it comes back as a later incarnation. */
  leaves(peer: PeerKey): void {
    if (this.#left.size < MAX_KNOWN) this.#left.add(peer)
  }

  hasLeft(peer: PeerKey): boolean {
    return this.#left.has(peer)
  }

  /** Is it taken for lost for good? Whoever asks says with that that it is missing. */
  isLost(now: number, peer: PeerKey): boolean {
    if (peer === this.self) return false
    if (this.#left.has(peer)) return true
    const since = this.#missing.get(peer)
    if (since !== undefined) return now - since >= this.#lostAfterMs
    const isHere = this.#ring
      .positions()
      .some(
        (position) =>
          this.#ring.predecessor(position)?.peer === peer ||
          this.#ring.successors(position).some((node) => node.peer === peer),
      )
    if (!isHere && this.#missing.size < MAX_KNOWN) this.#missing.set(peer, now)
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
      if (!this.#left.has(node.peer)) members.push({ peer: node.peer, position: node.position })
    }
    for (const member of before.slice(0, replicas)) {
      if (members.length >= Math.min(replicas, before.length)) break
      const isNew = members.every(({ peer }) => peer !== member.peer)
      if (isNew && !this.isLost(now, member.peer)) members.push(member)
    }
    return members
  }
}
