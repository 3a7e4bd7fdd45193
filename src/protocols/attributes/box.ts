import type { Box } from '../../base/index.ts'
import { roundTripOf, type Coordinate } from './coordinate.ts'
import type { Condition } from './expression.ts'
import {
  ATTRIBUTE_NAMES,
  coordinatePlace,
  coordinatePlaceAfter,
  figureOf,
  placeAfter,
  placeOf,
  type Figures,
} from './figures.ts'
import { ATTRIBUTE_DIMENSIONS } from './params.ts'

/** More than sums of coordinates are rounded by: the box must hold what is exactly at the bound. */
const ROUNDING = 1e-9

/** What is known of a node when conditions are tried on it. */
export interface Candidate {
  readonly figures: Figures
  readonly coordinate: Coordinate
}

/** Whether all conditions hold for it, seen from a node at `own`. */
export function holds(conditions: readonly Condition[], candidate: Candidate, own: Coordinate): boolean {
  return conditions.every(({ subject, operator, value }) => {
    const { figures, coordinate } = candidate
    const is = subject === 'rtt' ? roundTripOf(own, coordinate) : figureOf(figures, subject)
    switch (operator) {
      case '<':
        return is < value
      case '<=':
        return is <= value
      case '>':
        return is > value
      case '>=':
        return is >= value
    }
  })
}

/**
 * A box of the attribute space in which all nodes stand for which the conditions hold, seen from a node at `own`; some of
 * the others stand in it too. Undefined: they contradict each other.
 */
export function boxOf(conditions: readonly Condition[], own: Coordinate): Box | undefined {
  const low = new Array<number>(ATTRIBUTE_DIMENSIONS).fill(0)
  const high = new Array<number>(ATTRIBUTE_DIMENSIONS).fill(1)
  const narrow = (axis: number, from: number, below: number): void => {
    low[axis] = Math.max(low[axis] ?? 0, from)
    high[axis] = Math.min(high[axis] ?? 1, below)
  }
  for (const { subject, operator, value } of conditions) {
    const isUpper = operator === '<' || operator === '<='
    if (subject !== 'rtt') {
      const axis = ATTRIBUTE_NAMES.indexOf(subject)
      if (isUpper) narrow(axis, 0, placeAfter(subject, value))
      else narrow(axis, placeOf(subject, value), 1)
    } else if (isUpper) {
      // Who is no further than that is no further in any one dimension, and heights only add to it.
      const reach = Math.max(0, value - own.height) * (1 + ROUNDING) + ROUNDING
      own.place.forEach((x, i) => {
        narrow(ATTRIBUTE_NAMES.length + i, coordinatePlace(x - reach), coordinatePlaceAfter(x + reach))
      })
    }
  }
  return low.every((x, i) => x < (high[i] ?? 0)) ? { low, high } : undefined
}
