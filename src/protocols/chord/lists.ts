import { between, sameNode, type NodeRef, type PeerKey, type RingId } from '../../base/index.ts'
import { MAX_LIST } from './limits.ts'

/**
 * How far a list goes: until it names `length` distinct peers other than the own one, as a peer that dies takes all its
 * positions with it; at most MAX_LIST entries. Where each peer has one position that is `length` entries.
 */
class Reach {
  readonly #own: PeerKey
  readonly #length: number
  readonly #peers: PeerKey[] = []
  #entries = 0

  constructor(own: PeerKey, length: number) {
    this.#own = own
    this.#length = length
  }

  get isFull(): boolean {
    return this.#peers.length >= this.#length || this.#entries >= MAX_LIST
  }

  take({ peer }: NodeRef): void {
    this.#entries++
    if (peer !== this.#own && !this.#peers.includes(peer)) this.#peers.push(peer)
  }
}

/** The list no longer than it need be. */
export function cutToReach(own: PeerKey, list: readonly NodeRef[], length: number): readonly NodeRef[] {
  const reach = new Reach(own, length)
  let count = 0
  while (count < list.length && !reach.isFull) reach.take(list[count++] as NodeRef)
  return count === list.length ? list : list.slice(0, count)
}

/** Does the list go as far as it may? If not the ring is no larger than it. */
export function isFullList(own: PeerKey, head: NodeRef, rest: readonly NodeRef[], length: number): boolean {
  const reach = new Reach(own, length)
  reach.take(head)
  for (const node of rest) reach.take(node)
  return reach.isFull
}

/**
 * The reconciled list of a node that adopts `head`: head followed by its successors, as far as a list goes. Zave's
 * `s :: butLast(s.succs)`; shorter lists (in small rings, or while the neighbour fails over; Zave pads them with dead
 * fillers) lose nothing. Cut where it comes round to the own position or leaves ring order, so no list holds its own
 * node, an entry twice, or wraps past itself.
 */
export function restAfter(
  self: NodeRef,
  head: NodeRef,
  successors: readonly NodeRef[],
  length: number,
): readonly NodeRef[] {
  const reach = new Reach(self.peer, length)
  reach.take(head)
  let before = head.id
  let count = 0
  while (count < successors.length && !reach.isFull) {
    const next = successors[count] as NodeRef
    if (!between(before, next.id, self.id)) break
    before = next.id
    reach.take(next)
    count++
  }
  return count === successors.length ? successors : successors.slice(0, count)
}

/**
 * The list of a node that adopts `head` while two rings merge: the nearest of both lists, since neither ring knows the
 * other's nodes yet and `restAfter` would drop those of one's own. Of these, dead ones are left out.
 */
export function unitedRest(
  self: NodeRef,
  head: NodeRef,
  theirs: readonly NodeRef[],
  ours: readonly NodeRef[],
  length: number,
  isDead: (node: NodeRef) => boolean,
): readonly NodeRef[] {
  const united = new Map<RingId, NodeRef>()
  for (const node of ours) if (between(head.id, node.id, self.id) && !isDead(node)) united.set(node.id, node)
  for (const node of theirs) if (between(head.id, node.id, self.id)) united.set(node.id, node)
  const sorted = [...united.values()].sort(clockwise(head.id))
  return cutToReach(self.peer, [head, ...sorted], length).slice(1)
}

/** The same node in the same incarnation with the same addresses. */
export function sameRef(a: NodeRef, b: NodeRef): boolean {
  if (a === b) return true
  if (!sameNode(a, b) || a.addresses.length !== b.addresses.length) return false
  return a.addresses.every((address, i) => address === b.addresses[i])
}

export function sameList(a: readonly NodeRef[], b: readonly NodeRef[]): boolean {
  if (a === b) return true
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (!sameRef(a[i] as NodeRef, b[i] as NodeRef)) return false
  return true
}

/** Clockwise order as seen from `self`. */
export function clockwise(self: RingId): (a: NodeRef, b: NodeRef) => number {
  return (a, b) => (a.id === b.id ? 0 : between(self, a.id, b.id) ? -1 : 1)
}
