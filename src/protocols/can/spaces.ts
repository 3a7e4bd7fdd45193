import type { CanParams } from './params.ts'

/** A coordinate space, as a whole network has to agree on it. */
export interface SpaceSpec {
  /** Its name in every message: realities from 0 on, and ATTRIBUTE_SPACE. */
  readonly index: number
  /** 1 to 16. */
  readonly dimensions: number
  /** Realities hold the same items; the space of attributes holds what nodes publish of themselves. */
  readonly holds: 'items' | 'attributes'
}

/** Index of the space of attributes: above all realities, however many a network may have one day. */
export const ATTRIBUTE_SPACE = 16

/** The spaces of a network: one of items for each reality, and that of attributes when it has dimensions. */
export function spacesOf(params: Pick<CanParams, 'dimensions' | 'realities' | 'attributeDimensions'>): SpaceSpec[] {
  const { dimensions, realities, attributeDimensions } = params
  const spaces = Array.from({ length: realities }, (_, index): SpaceSpec => ({ index, dimensions, holds: 'items' }))
  if (attributeDimensions > 0)
    spaces.push({ index: ATTRIBUTE_SPACE, dimensions: attributeDimensions, holds: 'attributes' })
  return spaces
}
