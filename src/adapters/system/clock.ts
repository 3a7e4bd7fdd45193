import { monoMs, wallMs, type MonoMs, type WallMs } from '../../base/index.ts'

export interface SystemClock {
  /** Monotonic milliseconds with a fraction, since the start of the process. */
  now(): MonoMs
  /** The calendar as the operating system has it. */
  wall(): WallMs
  /** Calls back once after `delayMs`; the returned function cancels. */
  after(delayMs: number, callback: () => void): () => void
}

export const systemClock: SystemClock = {
  now: () => monoMs(performance.now()),
  wall: () => wallMs(Date.now()),
  after: (delayMs, callback) => {
    const timer = setTimeout(callback, delayMs)
    return () => {
      clearTimeout(timer)
    }
  },
}
