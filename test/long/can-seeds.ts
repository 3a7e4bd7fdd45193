/**
 * A share of the seeds of test/long/can-seeds.test.ts, in a process of its own: `can-seeds.ts FROM BELOW EVERY STEPS`.
 * Prints a line of JSON for each seed; the exit code is 1 when one failed.
 */
import { mixed } from '../sim/can-mixed.ts'

const [from = 0, below = 0, every = 1, steps = 0] = process.argv.slice(2).map(Number)
for (let seed = from; seed < below; seed += every) {
  try {
    console.log(JSON.stringify({ seed, ...mixed(seed, steps) }))
  } catch (err) {
    console.log(JSON.stringify({ seed, failed: String(err) }))
    process.exitCode = 1
  }
}
