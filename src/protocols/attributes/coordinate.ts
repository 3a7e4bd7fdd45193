/**
 * Network coordinates (Dabek, Cox, Kaashoek, Morris, "Vivaldi: a decentralized network coordinate system", SIGCOMM 2004):
 * a place in a plane, where distance stands for the way through the core of the network, and a height above it for the way
 * from a node up to that core, which everything from and to it takes (§5.4). All in milliseconds of round trip.
 */
export interface Coordinate {
  /** COORDINATE_DIMENSIONS numbers, each at most MAX_PLACE_MS away from 0. */
  readonly place: readonly number[]
  /** MIN_HEIGHT_MS to MAX_HEIGHT_MS. */
  readonly height: number
}

/** A coordinate and how far off its node thinks it is. */
export interface Located {
  readonly coordinate: Coordinate
  /** Mean relative error of its predictions, MIN_ERROR to MAX_ERROR. */
  readonly error: number
}

/**
 * Dimensions of the plane, the same in the whole network. Of the spaces that Vivaldi's authors tried, the plane with
 * heights was the best (figure 13 there); each dimension more is one more of the attribute space too.
 */
export const COORDINATE_DIMENSIONS = 2
/** No way on Earth is longer: half of one over a satellite and back. */
export const MAX_PLACE_MS = 5_000
export const MAX_HEIGHT_MS = 5_000
/** So that two nodes in one place can still be told from one: a tenth of a round trip within a rack. */
export const MIN_HEIGHT_MS = 0.01
/** Who says that it is sure of its coordinate is believed so far. */
export const MIN_ERROR = 0.02
/** Of a node that knows nothing yet. */
export const MAX_ERROR = 1

export const ORIGIN: Coordinate = {
  place: Object.freeze(new Array<number>(COORDINATE_DIMENSIONS).fill(0)),
  height: MIN_HEIGHT_MS,
}

/** Whether it is what it should be: all numbers finite and in their ranges. */
export function isCoordinate({ place, height }: Coordinate): boolean {
  return (
    place.length === COORDINATE_DIMENSIONS &&
    place.every((x) => Math.abs(x) <= MAX_PLACE_MS) &&
    height >= MIN_HEIGHT_MS &&
    height <= MAX_HEIGHT_MS
  )
}

/** The round trip between two nodes that their coordinates foretell, ms. Never 0 and never negative. */
export function roundTripOf(a: Coordinate, b: Coordinate): number {
  let sum = 0
  for (let i = 0; i < a.place.length; i++) {
    const away = (a.place[i] ?? 0) - (b.place[i] ?? 0)
    sum += away * away
  }
  return Math.sqrt(sum) + (a.height + b.height)
}

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value))

/** The nearest coordinate in range. */
export const bounded = (place: readonly number[], height: number): Coordinate => ({
  place: place.map((x) => clamp(x, -MAX_PLACE_MS, MAX_PLACE_MS)),
  height: clamp(height, MIN_HEIGHT_MS, MAX_HEIGHT_MS),
})

export const boundedError = (error: number): number => clamp(error, MIN_ERROR, MAX_ERROR)
