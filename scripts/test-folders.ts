/** One folder below test/, in the order in which they run: the fast and telling ones first. */
export interface TestFolder {
  readonly name: string
  /** Test files at a time. */
  readonly concurrency: number
  /** Names of files that run first, each with the machine to itself: beside others they would miss the times they promise. */
  readonly alone?: readonly string[]
  /** The folder's share of the whole run; the runner says so when it is exceeded. Stopped at twice as much. */
  readonly shareSeconds: number
  /** No single test may take longer. */
  readonly testTimeoutSeconds: number
  /** Not part of `npm test`. */
  readonly onRequest?: true
}

/** The shares of a whole run, without what is on request, add up to ten minutes on two cores. */
export const testFolders: readonly TestFolder[] = [
  { name: 'unit', concurrency: 2, shareSeconds: 130, testTimeoutSeconds: 30 },
  { name: 'golden', concurrency: 2, shareSeconds: 5, testTimeoutSeconds: 30 },
  { name: 'paper', concurrency: 2, shareSeconds: 30, testTimeoutSeconds: 60 },
  { name: 'meta', concurrency: 2, shareSeconds: 10, testTimeoutSeconds: 60 },
  { name: 'wire', concurrency: 2, shareSeconds: 10, testTimeoutSeconds: 60 },
  { name: 'sim', concurrency: 2, shareSeconds: 125, testTimeoutSeconds: 240 },
  { name: 'contract', concurrency: 2, shareSeconds: 45, testTimeoutSeconds: 60 },
  { name: 'loopback', concurrency: 1, shareSeconds: 55, testTimeoutSeconds: 60 },
  { name: 'process', concurrency: 2, alone: ['ring-failure.test.ts'], shareSeconds: 190, testTimeoutSeconds: 120 },
  // 100,000 simulated nodes alone take up to 1,800 s of CPU, and twice the time where they share it.
  { name: 'long', concurrency: 1, shareSeconds: 10_800, testTimeoutSeconds: 3_600, onRequest: true },
]
