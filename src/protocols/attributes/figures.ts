import type { Point } from '../../base/index.ts'
import type { Coordinate } from './coordinate.ts'

/** What a daemon tells of itself: measured, each a number from 0 on. */
export interface Figures {
  /** Bytes that its data folder's disk has free. */
  readonly freeBytes: number
  /** Bytes that it can send per second: what it has been seen to, or is allowed to. */
  readonly uploadRate: number
  /** Milliseconds since it started. */
  readonly uptimeMs: number
  /** Load of the last minute per processor: 1 is all of them busy. */
  readonly load: number
}

/** Above all that is measured, and exact in a number. */
export const MAX_FIGURE = Number.MAX_SAFE_INTEGER

export const isFigures = ({ freeBytes, uploadRate, uptimeMs, load }: Figures): boolean =>
  [freeBytes, uploadRate, uptimeMs, load].every((value) => value >= 0 && value <= MAX_FIGURE)

/** Names in expressions, as users write them. */
export type AttributeName = 'freeBytes' | 'uploadRate' | 'uptime' | 'load'

/**
 * How an attribute is laid on an axis of the attribute space: `[0, 1)` is cut into `octaves · parts` steps of equal length;
 * all below 2^`lowest` is in the first, each doubling after it takes `parts` steps, which cut it linearly, and all from
 * 2^(`lowest` + `octaves`) on is in the last. The first doubling is shared with what lies below. So it is monotone, and
 * exact on every machine: no logarithm is computed. The same in the whole network: a change is another network's map.
 */
export interface Scale {
  readonly lowest: number
  readonly octaves: number
  readonly parts: number
}

/** The axes of the attribute space in their order; after them one for each dimension of the coordinate. */
export const SCALES: Readonly<Record<AttributeName, Scale>> = {
  // 1 MiB to 4 PiB.
  freeBytes: { lowest: 20, octaves: 32, parts: 4 },
  // 16 KiB/s to 1 GiB/s.
  uploadRate: { lowest: 14, octaves: 16, parts: 8 },
  // Milliseconds: about a minute to 49 days.
  uptime: { lowest: 16, octaves: 16, parts: 8 },
  // 1/256 to 256 of each processor. Coarse: it never rests, and each step is a move of the item.
  load: { lowest: -8, octaves: 16, parts: 2 },
}
/** Of a dimension of a coordinate, by its distance from 0, ms: 2 ms to 4 s on either side. */
const COORDINATE_SCALE: Scale = { lowest: 1, octaves: 11, parts: 4 }

export const ATTRIBUTE_NAMES = Object.keys(SCALES) as AttributeName[]

const FIELDS = { freeBytes: 'freeBytes', uploadRate: 'uploadRate', uptime: 'uptimeMs', load: 'load' } as const

/** Uptime in milliseconds, the others in the units of Figures. */
export const figureOf = (figures: Figures, name: AttributeName): number => figures[FIELDS[name]]

/** Steps on an axis. */
export const stepsOf = ({ octaves, parts }: Scale): number => octaves * parts

/** In which step of the axis a value of 0 or more lies, from 0 on. */
export function stepOf({ lowest, octaves, parts }: Scale, value: number): number {
  // By halving: exact, as a logarithm is not.
  let rest = value * 2 ** -lowest
  if (rest < 1) return 0
  let octave = 0
  while (rest >= 2 && octave < octaves) {
    rest /= 2
    octave++
  }
  return Math.min(octaves * parts - 1, octave * parts + Math.floor((rest - 1) * parts))
}

/** Of a coordinate: steps to either side of the middle, as many as `stepsOf` gives on each. */
function coordinateStep(ms: number): number {
  const steps = stepsOf(COORDINATE_SCALE)
  const away = stepOf(COORDINATE_SCALE, Math.abs(ms))
  return ms < 0 ? steps - 1 - away : steps + away
}

/** Where the step that holds the value begins on its axis, [0, 1). Monotone in the value. */
export const placeOf = (name: AttributeName, value: number): number =>
  stepOf(SCALES[name], value) / stepsOf(SCALES[name])

/** Where the step after it begins, (0, 1]. */
export const placeAfter = (name: AttributeName, value: number): number =>
  (stepOf(SCALES[name], value) + 1) / stepsOf(SCALES[name])

export const coordinatePlace = (ms: number): number => coordinateStep(ms) / (2 * stepsOf(COORDINATE_SCALE))
export const coordinatePlaceAfter = (ms: number): number => (coordinateStep(ms) + 1) / (2 * stepsOf(COORDINATE_SCALE))

/** Where a node stands in the attribute space. */
export const pointOf = (figures: Figures, { place }: Coordinate): Point => [
  ...ATTRIBUTE_NAMES.map((name) => placeOf(name, figureOf(figures, name))),
  ...place.map(coordinatePlace),
]

/** As they are so much later, as far as that is sure: it has been up for so much longer. */
export const agedBy = (figures: Figures, ms: number): Figures => ({
  ...figures,
  uptimeMs: Math.min(MAX_FIGURE, figures.uptimeMs + ms),
})

/** Whether any of them, but for the uptime, is about twice or half of what it was, or more. */
export function changedMuch(from: Figures, to: Figures): boolean {
  return ATTRIBUTE_NAMES.some((name) => {
    if (name === 'uptime') return false
    const scale = SCALES[name]
    return Math.abs(stepOf(scale, figureOf(from, name)) - stepOf(scale, figureOf(to, name))) >= scale.parts
  })
}
