import { between, sameNode, type NodeRef, type RingId } from '../../base/index.ts'

/**
 * The reconciled list of a node that adopts `head`: head followed by its successors, at most `length` in all. Zave's
 * `s :: butLast(s.succs)`; lists shorter than `length` (in small rings, or while the neighbour fails over; Zave pads
 * them with dead fillers) lose nothing. Cut where it comes round to the own position or leaves ring order, so no list
 * holds its own node, an entry twice, or wraps past itself.
 */
export function restAfter(
  self: RingId,
  head: RingId,
  successors: readonly NodeRef[],
  length: number,
): readonly NodeRef[] {
  let before = head
  let count = 0
  while (count < length - 1 && count < successors.length) {
    const next = (successors[count] as NodeRef).id
    if (!between(before, next, self)) break
    before = next
    count++
  }
  return count === successors.length ? successors : successors.slice(0, count)
}

/**
 * The list of a node that adopts `head` while two rings merge: the nearest of both lists, since neither ring knows the
 * other's nodes yet and `restAfter` would drop those of one's own. Of these, dead ones are left out.
 */
export function unitedRest(
  self: RingId,
  head: RingId,
  theirs: readonly NodeRef[],
  ours: readonly NodeRef[],
  length: number,
  isDead: (node: NodeRef) => boolean,
): readonly NodeRef[] {
  const united = new Map<RingId, NodeRef>()
  for (const node of ours) if (between(head, node.id, self) && !isDead(node)) united.set(node.id, node)
  for (const node of theirs) if (between(head, node.id, self)) united.set(node.id, node)
  return [...united.values()].sort(clockwise(head)).slice(0, length - 1)
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
