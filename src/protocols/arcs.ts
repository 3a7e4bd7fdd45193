import { between, inArc, type RingId } from '../base/index.ts'

/** The ids after `from` up to `to`, with it; from === to is the whole ring. */
export interface Arc {
  readonly from: RingId
  readonly to: RingId
}

/** Does the arc (from, to] hold the id? The arc (a, a] is the whole ring. */
export const holds = ({ from, to }: Arc, id: RingId): boolean => inArc(from, id, to)

export const isWhole = ({ from, to }: Arc): boolean => from === to

/** What two arcs have in common: nothing, an arc, or two. */
export function intersect(a: Arc, b: Arc): Arc[] {
  if (isWhole(a)) return [b]
  if (isWhole(b)) return [a]
  const pieces: Arc[] = []
  if (a.from === b.from || between(b.from, a.from, b.to)) pieces.push({ from: a.from, to: nearer(a.from, a.to, b.to) })
  if (between(a.from, b.from, a.to)) pieces.push({ from: b.from, to: nearer(b.from, a.to, b.to) })
  return pieces
}

/** What of `a` is not in `b`. */
export function subtract(a: Arc, b: Arc): Arc[] {
  if (isWhole(b)) return []
  const others = intersect(a, { from: b.to, to: b.from })
  // Two pieces that meet are one: the whole ring has been cut where `a` begins.
  const [first, second] = others
  if (first !== undefined && second?.to === first.from && isWhole(a)) return [{ from: second.from, to: first.to }]
  return others
}

/** What of the arc none of the others holds. */
export function uncovered(arc: Arc, others: Iterable<Arc>): Arc[] {
  let left = [arc]
  for (const other of others) left = left.flatMap((piece) => subtract(piece, other))
  return left
}

/** Which one of two ends comes first, clockwise from `start`. */
const nearer = (start: RingId, a: RingId, b: RingId): RingId => (inArc(start, a, b) ? a : b)
