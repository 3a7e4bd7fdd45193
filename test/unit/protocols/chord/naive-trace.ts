import type { Scenario } from './explore.ts'

/** Where adopting every answer goes wrong: found by random walks, shortened by leaving out what was not needed. */
export const NAIVE_SCENARIO: Scenario = {
  name: 'r = 3, five join, crashes',
  length: 3,
  ring: ['2', '6', 'a', 'e'],
  joiners: ['3', '4', '5', '7', '8'],
  crashes: 4,
  assume: 'zave',
  quickNotifies: true,
}

/**
 * 2 walks back to the newcomer 3 and asks for its view. Before it hears the answer (4 6 a), which skips 5, it tells 7 its
 * present list (4 5 6), which skips 3. Both are adopted: 3 and 5 are skipped by somebody, and as two have crashed only
 * three members are left that nobody skips, where r + 1 = 4 are needed. Had 2 dropped the answer and asked again, it would
 * have heard of 5.
 */
export const NAIVE_TRACE: readonly string[] = [
  '4 begins to join',
  '6 → 4: my successors are a,e,2, my predecessor 2',
  '7 begins to join',
  'a → 7: my successors are e,2,6, my predecessor 6',
  'timer at 2',
  '5 begins to join',
  '3 begins to join',
  '6 → 5: my successors are a,e,2, my predecessor 4',
  'timer at 4',
  '6 → 2: my successors are a,e,2, my predecessor 4',
  '4 → 2: my successors are 6,a,e, my predecessor -',
  'timer at e',
  '2 → e: my successors are 4,6,a, my predecessor e',
  '4 → 3: my successors are 6,a,e, my predecessor 2',
  '6 → 4: my successors are a,e,2, my predecessor 5',
  '5 → 4: my successors are 6,a,e, my predecessor -',
  'timer at a',
  'timer at 3',
  'e → a: my successors are 2,4,6, my predecessor a',
  'e crashes',
  'timer at 2',
  '4 → 2: my successors are 5,6,a, my predecessor 3',
  '4 → 3: my successors are 5,6,a, my predecessor 3',
  '7 learns that e is dead',
  'a crashes',
  '7 learns that a is dead',
  '3 → 2: my successors are 4,6,a, my predecessor -',
  '2 → 7: my successors are 4,5,6, my predecessor e',
]
