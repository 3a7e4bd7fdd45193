/** Shortest and longest lease of a name, milliseconds: a second, a year. */
export const MIN_TTL_MS = 1_000
export const MAX_TTL_MS = 31_536_000_000
/** The lease of a name when nothing is said: a day. */
export const DEFAULT_TTL_MS = 86_400_000

/** Parameters of names. Durations in milliseconds. */
export interface NamesParams {
  /** How long one renewal of a lease may take. */
  readonly renewMs: number
  readonly limits: NamesLimits
}

export interface NamesLimits {
  /** Commands under way at once; one more gets OVERLOAD. */
  readonly commands: number
  /** Names whose leases this node renews, each with a row of at most 1,200 bytes. */
  readonly renewed: number
}

export const NAMES_DEFAULTS: NamesParams = { renewMs: 20_000, limits: { commands: 256, renewed: 1_024 } }
