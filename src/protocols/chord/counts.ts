/** What routing has come to since the start, for metrics: each grows and never falls. */
export interface RoutingCounts {
  /** Hops of look-ups that gave no first word in time. */
  timeouts: number
  /** Second hops asked beside one that was late, and how many of them brought the answer. */
  hedges: number
  hedgesWon: number
  /** Hedges that were not sent since the budget was used up. */
  hedgesForgone: number
  /** Hops straight to whom answers had shown as owner, and how many of them were not the owner (any more). */
  learned: number
  learnedWrong: number
  /** Questions of verified look-ups, and answers to them that named another owner than the one that was proved. */
  verifyQuestions: number
  disagreements: number
}

export const noCounts = (): RoutingCounts => ({
  timeouts: 0,
  hedges: 0,
  hedgesWon: 0,
  hedgesForgone: 0,
  learned: 0,
  learnedWrong: 0,
  verifyQuestions: 0,
  disagreements: 0,
})
