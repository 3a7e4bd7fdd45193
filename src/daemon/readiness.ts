import type { MonoMs } from '../base/index.ts'
import type { ChordView } from '../protocols/chord/index.ts'
import type { Result } from '../protocols/index.ts'

/** Between two look-ups of the own id. */
const CHECK_MS = 10_000
/** While not ready: an operator waits. */
const CHECK_SOON_MS = 100
/** How long one such look-up may take. */
const LOOKUP_MS = 3_000
/** A success counts this long: two checks may fail before the daemon is not ready. */
const FRESH_MS = 30_000

export interface ReadinessInit {
  readonly ring: ChordView
  readonly now: () => MonoMs
  readonly after: (delayMs: number, callback: () => void) => () => void
  /** Looks up the own ring id through another daemon. */
  readonly lookupSelf: (deadlineMs: number) => Promise<Result>
}

/**
 * Is this daemon of use to others? Joined, with a live successor (or alone), and found by others: a look-up of its own id
 * through another daemon succeeded lately.
 */
export class Readiness {
  readonly #init: ReadinessInit
  readonly #first = Promise.withResolvers<undefined>()
  #ending: string | undefined
  #foundAt: MonoMs | undefined
  #lastFailure = ''
  #checking = false
  #cancel: (() => void) | undefined

  constructor(init: ReadinessInit) {
    this.#init = init
  }

  /** Resolves when the daemon is ready for the first time; never when it stops before. */
  get first(): Promise<undefined> {
    return this.#first.promise
  }

  start(): void {
    this.#schedule(0)
  }

  /** The ring is not what it was: a daemon that was alone must be found by the others from now on. */
  ringChanged(): void {
    if (this.#ending !== undefined || this.#checking || this.reasons().length === 0) return
    this.#cancel?.()
    this.#schedule(0)
  }

  /** It hands over what it keeps: nothing new should come here. */
  leave(): void {
    this.#end('the daemon is leaving')
  }

  stop(): void {
    this.#end('the daemon is stopping')
  }

  #end(why: string): void {
    this.#ending = why
    this.#cancel?.()
  }

  /** One sentence for each thing that is missing; none: ready. */
  reasons(): string[] {
    const { ring, now } = this.#init
    if (this.#ending !== undefined) return [this.#ending]
    const state = ring.state(0)
    if (state === 'alone') return []
    if (state === 'joining') return ['not joined yet']
    const reasons: string[] = []
    if (ring.successors(0).length === 0) reasons.push('no live successor')
    if (this.#foundAt === undefined || now() - this.#foundAt > FRESH_MS) {
      reasons.push(`others do not find this daemon yet${this.#lastFailure === '' ? '' : `: ${this.#lastFailure}`}`)
    }
    return reasons
  }

  #schedule(delayMs: number): void {
    if (this.#ending !== undefined) return
    this.#cancel = this.#init.after(delayMs, () => {
      this.#checking = true
      void this.#check().then(() => {
        this.#checking = false
        const ready = this.reasons().length === 0
        if (ready) this.#first.resolve(undefined)
        this.#schedule(ready ? CHECK_MS : CHECK_SOON_MS)
      })
    })
  }

  async #check(): Promise<void> {
    const { ring, now, lookupSelf } = this.#init
    if (ring.state(0) !== 'member') return
    const result = await lookupSelf(LOOKUP_MS)
    if (!result.ok) {
      this.#lastFailure = result.detail
      return
    }
    const { owner } = result.value as { owner: { id: string } }
    if (owner.id === ring.self(0).id) {
      this.#foundAt = now()
      this.#lastFailure = ''
    } else this.#lastFailure = 'they hold another one for the owner of its ring id'
  }
}
