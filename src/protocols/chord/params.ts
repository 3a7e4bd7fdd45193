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
