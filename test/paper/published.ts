/** Stoica et al., IEEE/ACM ToN 11(1), 2003, §VI.D, Table II: N = 1,000, r = 20, 10,000 look-ups. */
export const TABLE_II = [
  { part: 0, path: 3.84, timeouts: 0 },
  { part: 0.1, path: 4.03, timeouts: 0.6 },
  { part: 0.2, path: 4.22, timeouts: 1.17 },
  { part: 0.3, path: 4.44, timeouts: 2.02 },
  { part: 0.4, path: 4.69, timeouts: 3.23 },
  { part: 0.5, path: 5.09, timeouts: 5.1 },
] as const

/**
 * The same paper, §VI.E, Table III: N = 1,000, stabilisation every 30 s on average, one look-up a second. `rate`: joins,
 * and as many departures, a second. `failures`: of 10,000 look-ups. The path is 3.83 to 4.06 hops throughout.
 */
export const TABLE_III = [
  { rate: 0.05, timeouts: 0.05, failures: 0 },
  { rate: 0.1, timeouts: 0.11, failures: 0 },
  { rate: 0.15, timeouts: 0.16, failures: 2 },
  { rate: 0.2, timeouts: 0.23, failures: 5 },
  { rate: 0.25, timeouts: 0.3, failures: 6 },
  { rate: 0.3, timeouts: 0.34, failures: 8 },
  { rate: 0.35, timeouts: 0.42, failures: 16 },
  { rate: 0.4, timeouts: 0.46, failures: 15 },
] as const
