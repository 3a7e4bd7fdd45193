import type { SingleBar } from 'cli-progress'
import type { Context } from './context.ts'
import { duration, percent, size, speed } from './format.ts'

export interface ProgressState {
  readonly doneBytes: number
  /** Null: not known yet. */
  readonly totalBytes: number | null
  readonly bytesPerSecond: number
  readonly etaMs: number | null
  /** What is being done, in a word: hashing, downloading. */
  readonly doing: string
}

/** Without a terminal a line is written for each tenth, and at least this often while something moves. */
const LINE_EVERY_MS = 10_000

/** Shows how far something is, on standard error: a bar on a terminal, else plain lines; nothing when quiet or JSON. */
export class Progress {
  readonly #context: Context
  readonly #label: string
  #bar: SingleBar | undefined
  #tenths = -1
  #lineAtMs = Number.NEGATIVE_INFINITY

  constructor(context: Context, label: string) {
    this.#context = context
    this.#label = label
  }

  async update(state: ProgressState): Promise<void> {
    const { io, flags } = this.#context
    if (flags.quiet === true || this.#context.json) return
    if (io.stderr.isTTY === true) await this.#draw(state)
    else this.#line(state)
  }

  /** Words in between, on a line of their own. */
  say(words: string): void {
    this.end()
    this.#context.say(words)
  }

  end(): void {
    this.#bar?.stop()
    this.#bar = undefined
  }

  async #draw(state: ProgressState): Promise<void> {
    const total = state.totalBytes ?? 0
    const fields = { doing: state.doing, label: this.#label, numbers: numbersOf(state) }
    if (this.#bar === undefined) {
      const { SingleBar, Presets } = await import('cli-progress')
      this.#bar = new SingleBar(
        {
          format: '{doing} {label} [{bar}] {numbers}',
          stream: this.#context.io.stderr,
          hideCursor: true,
          barsize: 30,
          // Without this it draws a last frame with a total of 0 as full.
          emptyOnZero: true,
        },
        Presets.shades_classic,
      )
      this.#bar.start(total, state.doneBytes, fields)
      return
    }
    this.#bar.setTotal(total)
    this.#bar.update(state.doneBytes, fields)
  }

  #line(state: ProgressState): void {
    const tenths =
      state.totalBytes === null || state.totalBytes === 0 ? 0 : Math.floor((10 * state.doneBytes) / state.totalBytes)
    const nowMs = performance.now()
    if (tenths === this.#tenths && nowMs - this.#lineAtMs < LINE_EVERY_MS) return
    this.#tenths = tenths
    this.#lineAtMs = nowMs
    this.#context.say(`${state.doing} ${this.#label}: ${numbersOf(state)}`)
  }
}

export function numbersOf(state: ProgressState): string {
  const { doneBytes, totalBytes, bytesPerSecond, etaMs } = state
  const done = totalBytes === null ? size(doneBytes) : `${percent(doneBytes, totalBytes)} of ${size(totalBytes)}`
  const pace = bytesPerSecond > 0 ? `, ${speed(bytesPerSecond)}` : ''
  return `${done}${pace}${etaMs === null ? '' : `, ${duration(etaMs)} left`}`
}

/** Speed and time left of something of which only the amount done is known. */
export class Pace {
  #firstMs: number | undefined
  #firstBytes = 0

  of(nowMs: number, doneBytes: number, totalBytes: number | null): { bytesPerSecond: number; etaMs: number | null } {
    if (this.#firstMs === undefined) {
      this.#firstMs = nowMs
      this.#firstBytes = doneBytes
    }
    const elapsedMs = nowMs - this.#firstMs
    const bytesPerSecond = elapsedMs > 0 ? (1_000 * (doneBytes - this.#firstBytes)) / elapsedMs : 0
    const etaMs =
      totalBytes === null || bytesPerSecond <= 0 ? null : (1_000 * (totalBytes - doneBytes)) / bytesPerSecond
    return { bytesPerSecond, etaMs }
  }
}
