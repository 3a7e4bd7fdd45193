import { between, type NodeRef, type RingId } from '../base/index.ts'

/** What is read of the ring here: this peer's own positions. */
interface OwnPositions {
  positions(): readonly number[]
  self(position: number): NodeRef
}

/**
 * Of this peer's positions the first one at or behind the id, clockwise. If this peer owns the id it does so there; if not,
 * it is the position that would own it if those in between were gone, so its neighbours are those who have to do with the id.
 */
export function positionBehind(ring: OwnPositions, id: RingId): number {
  const positions = ring.positions()
  let nearest = positions[0] ?? 0
  for (const position of positions) {
    const at = ring.self(position).id
    if (at === id) return position
    if (between(id, at, ring.self(nearest).id)) nearest = position
  }
  return nearest
}

/** Who has the id when this peer is gone: the first other one behind it, as far as known. */
export function heirOf(
  ring: OwnPositions & { successors(position: number): readonly NodeRef[] },
  id: RingId,
): NodeRef | undefined {
  const behind = positionBehind(ring, id)
  const { peer: own } = ring.self(behind)
  return ring.successors(behind).find(({ peer }) => peer !== own)
}
