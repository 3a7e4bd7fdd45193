/** How many fingers each doubling of the distance has: 1 is Chord's own table. */
export type FingersPerDoubling = 1 | 2 | 4

/**
 * What a daemon has. Twice the table takes a quarter off the hops and off the time of a look-up; a look at a finger is a
 * question at a time, so the traffic is the same, and a finger is looked at half as often.
 */
export const FINGERS_PER_DOUBLING: FingersPerDoubling = 2

/** Chord's parameters. Durations in milliseconds. */
export interface ChordParams {
  /** r, entries of the successor list: a ring survives r-1 simultaneous neighbouring failures. 2 to 32. */
  readonly successors: number
  /** Mean time between two stabilisations while the neighbourhood changes; jittered by a fifth. */
  readonly stabilizeMs: number
  /** The same where nothing changes, reached step by step; not below `stabilizeMs`. */
  readonly stabilizeMaxMs: number
  /** Mean time between two finger look-ups (one distinct finger each). */
  readonly fixFingerMs: number
  /** Fingers for each doubling of the distance. Hop counts are published of 1. */
  readonly fingersPerDoubling: FingersPerDoubling
  /** How long a maintenance query may take before it counts as failed. */
  readonly queryMs: number
  /** How long a hop may take for its first word (interim acknowledgement). */
  readonly firstWordMs: number
  /**
   * Nodes of a finger's interval among which the nearest by round trip is routed by: PNS(16). Below 2: the exact fingers
   * alone. 0 to 32.
   */
  readonly proximity: number
  /** Does routing use the successor list besides the fingers? Off only to reproduce published hop counts. */
  readonly routeBySuccessors: boolean
}
