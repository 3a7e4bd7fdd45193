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
  /** Looks up the own ring id at a position, through another daemon. */
  readonly lookupSelf: (position: number, deadlineMs: number) => Promise<Result>
}

/**
 * Is this daemon of use to others? Joined at all of its positions, with live successors (or alone), and found by others at
 * each of them: a look-up of its own id through another daemon succeeded. From then on its positions are looked up in turns,
 * so that what this costs does not grow with their number; one that is not found is looked up until it is.
 */
export class Readiness {
  readonly #init: ReadinessInit
  readonly #first = Promise.withResolvers<undefined>()
  #ending: string | undefined
  #foundAt: MonoMs | undefined
  /** Positions at which others have found this daemon since it joined there. */
  readonly #found = new Set<number>()
  /** The one that is looked up next. */
  #turn = 0
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
    const positions = ring.positions()
    const joining = positions.filter((position) => ring.state(position) === 'joining').length
    if (joining === positions.length) return ['not joined yet']
    if (joining > 0) return [`${joining} of ${positions.length} positions have not joined yet`]
    if (this.#isAlone()) return []
    const reasons: string[] = []
    if (positions.some((position) => ring.successors(position).length === 0)) reasons.push('no live successor')
    const isFound = positions.every((position) => this.#found.has(position))
    if (!isFound || this.#foundAt === undefined || now() - this.#foundAt > FRESH_MS) {
      reasons.push(`others do not find this daemon yet${this.#lastFailure === '' ? '' : `: ${this.#lastFailure}`}`)
    }
    return reasons
  }

  /** There is nobody who could find it, and it is whole without. */
  #isAlone(): boolean {
    const { ring } = this.#init
    return ring.positions().every((position) => ring.state(position) !== 'joining') && ring.solitary()
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
    const { ring } = this.#init
    const positions = ring.positions()
    // Whoever meets others has to be found by them; whoever joins again, once more.
    if (this.#isAlone()) this.#found.clear()
    for (const position of positions) if (ring.state(position) === 'joining') this.#found.delete(position)
    if (this.#isAlone()) return
    const joined = positions.filter((position) => ring.state(position) !== 'joining')
    const missing = joined.filter((position) => !this.#found.has(position))
    if (missing.length > 0) await Promise.all(missing.map((position) => this.#lookUp(position)))
    else {
      const next = joined[this.#turn % joined.length]
      if (next !== undefined && (await this.#lookUp(next))) this.#turn++
    }
  }

  async #lookUp(position: number): Promise<boolean> {
    const { ring, now, lookupSelf } = this.#init
    const result = await lookupSelf(position, LOOKUP_MS)
    if (!result.ok) {
      this.#lastFailure = result.detail
      return false
    }
    const { owner } = result.value as { owner: { id: string } }
    if (owner.id !== ring.self(position).id) {
      this.#lastFailure = 'they hold another one for the owner of its ring id'
      return false
    }
    this.#found.add(position)
    this.#foundAt = now()
    this.#lastFailure = ''
    return true
  }
}
