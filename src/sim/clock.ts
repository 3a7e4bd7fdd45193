import { monoMs, OrbError, wallMs, type MonoMs, type WallInterval } from '../base/index.ts'

/** Quartz is off by some 100 ppm; ten per cent is a broken clock, and more than that is another experiment. */
export const MAX_DRIFT_PPM = 100_000
const MILLION = 1e6

/**
 * The clocks of one node against true (virtual) time: the oscillator drifts, which shows in timers and in the calendar
 * alike; the calendar can be wrong and can jump, the monotonic clock never does.
 */
export class NodeClock {
  #driftPpm = 0
  /** Where the present drift began, true and monotonic. */
  #sinceTrue = 0
  #sinceMono = 0
  #offsetMs = 0
  #uncertaintyMs = 0
  readonly #interval = { earliest: wallMs(0), latest: wallMs(0) }

  /**
   * From now on timers run fast (positive) or slow, parts per million.
   * @throws OrbError INVALID_ARGUMENT above MAX_DRIFT_PPM either way
   */
  drift(trueMs: number, ppm: number): void {
    if (!(Math.abs(ppm) <= MAX_DRIFT_PPM)) throw new OrbError('INVALID_ARGUMENT', `a clock cannot drift by ${ppm} ppm`)
    this.#sinceMono = this.mono(trueMs)
    this.#sinceTrue = trueMs
    this.#driftPpm = ppm
  }

  /** The calendar jumps by so many milliseconds, forward or back. */
  jump(byMs: number): void {
    this.#offsetMs += byMs
  }

  /** How far from the truth the calendar says it may be. Nothing makes it say so rightly. */
  set uncertaintyMs(value: number) {
    this.#uncertaintyMs = Math.max(0, value)
  }

  mono(trueMs: number): MonoMs {
    const passed = trueMs - this.#sinceTrue
    return monoMs(this.#sinceMono + passed + (passed * this.#driftPpm) / MILLION)
  }

  /** When the monotonic clock will show (or showed) so much, if its drift stays. */
  trueAt(mono: number): number {
    return this.#sinceTrue + (mono - this.#sinceMono) / (1 + this.#driftPpm / MILLION)
  }

  /** The calendar; the object is re-used. */
  wall(trueMs: number): WallInterval {
    const shown = this.mono(trueMs) + this.#offsetMs
    this.#interval.earliest = wallMs(shown - this.#uncertaintyMs)
    this.#interval.latest = wallMs(shown + this.#uncertaintyMs)
    return this.#interval
  }
}
