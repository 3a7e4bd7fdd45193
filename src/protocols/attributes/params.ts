/** Parameters of the attributes. Durations in milliseconds. */
export interface AttributesParams {
  /** False: this node tells nothing of itself; it can find others, and has a coordinate. */
  readonly publish: boolean
  /** How often it tells of itself; sooner when something has changed much. */
  readonly intervalMs: number
  /** How often a round trip is measured once the coordinate has settled. */
  readonly sampleMs: number
}

export const ATTRIBUTES_DEFAULTS: AttributesParams = { publish: true, intervalMs: 60_000, sampleMs: 10_000 }
/** What is told holds for so many intervals: two may be missed. */
export const LEASE_INTERVALS = 3
/**
 * Dimensions of the attribute space: freeBytes, uploadRate, uptime, load, and two of the coordinate. The same in the whole
 * network.
 */
export const ATTRIBUTE_DIMENSIONS = 6
