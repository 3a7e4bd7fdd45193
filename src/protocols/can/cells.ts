import { halvesOf, intersects, type Box, type Zone } from '../../base/index.ts'
import { PLACE_BITS } from './items.ts'

/** Parts read one after the other for one zone; each costs about as much as FEW_ROWS rows that are read in vain. */
export const MAX_CELLS = 24
export const FEW_ROWS = 16

interface Cell {
  readonly zone: Zone
  readonly rows: number
  /** Of them those that probably lie outside of the box. */
  readonly vain: number
}

/**
 * What is to be read of a zone for a box: parts of it, in the order of the tree, that together hold all that both have in
 * common. Items lie in z-order, in which a box is many ranges: what holds most that is not asked for is halved first.
 *
 * @param rowsIn about how many rows there are below a path
 */
export function cellsOf(zone: Zone, box: Box, rowsIn: (path: Zone['path']) => number): Zone[] {
  const cellOf = (each: Zone, rows: number): Cell => ({ zone: each, rows, vain: rows * (1 - shareOf(each, box)) })
  let cells = [cellOf(zone, rowsIn(zone.path))]
  while (cells.length < MAX_CELLS) {
    const most = cells.reduce((a, b) => (b.vain > a.vain ? b : a))
    const halves = most.vain > FEW_ROWS && most.zone.path.length < PLACE_BITS ? halvesOf(most.zone) : undefined
    if (halves === undefined) break
    const lower = rowsIn(halves[0].path)
    const both = [cellOf(halves[0], lower), cellOf(halves[1], Math.max(0, most.rows - lower))]
    const inside = both.filter((each) => intersects(each.zone, box))
    cells = cells.flatMap((each) => (each === most ? inside : [each]))
  }
  return cells.map((each) => each.zone)
}

/** Which part of a zone lies in the box. */
function shareOf({ low, high }: Zone, box: Box): number {
  let share = 1
  for (let i = 0; i < low.length; i++) {
    const [from = 0, to = 1] = [low[i], high[i]]
    share *= Math.max(0, Math.min(to, box.high[i] ?? 1) - Math.max(from, box.low[i] ?? 0)) / (to - from)
  }
  return share
}
