import type { MonoMs } from '../../base/index.ts'
import { Census } from '../census.ts'
import { fail, prefixRange, succeed, Timers } from '../machine.ts'
import { authorityOf, permits } from './authority.ts'
import type { Core, Held, Step, Task } from './core.ts'
import { namesAbove, type Name } from './name.ts'
import type { NamesProtocol } from './protocol.ts'
import { OWN, ownOf, ownPut } from './rows.ts'

/** Renewed at once; the others wait for their turn. */
export const MAX_RENEWING = 4
/** A lease is renewed when a third of it has passed: two failures in a row cost nothing. */
const RENEW_SHARE = 1 / 3
/** Before a renewal that failed is tried again: a tenth of the lease, within these. */
const FIRST_AGAIN_MS = 1_000
const LONGEST_AGAIN_MS = 60_000
const AGAIN_SHARE = 1 / 10

/** A name whose lease this node renews. */
interface Own {
  readonly name: Name
  readonly ttlMs: number
  readonly bytes: Uint8Array
  dueAt: number
  /** The renewal under way. */
  task: Task | undefined
}

/**
 * Renews the leases of names that were set here with that wish, also after a restart. A name that has ended meanwhile,
 * because this node was away for too long, is set again unless somebody else has it now.
 */
export class Renewals {
  readonly #core: Core
  readonly #own = new Map<string, Own>()
  readonly #timers = new Timers<'renew'>()
  readonly #census: Census<NamesProtocol>
  #renewing = 0
  /** Names that were given up, since they belong to somebody else now. */
  lost = 0

  constructor(core: Core) {
    this.#core = core
    this.#census = new Census(core, prefixRange(OWN), {
      row: (step, row) => {
        const own = ownOf(row)
        // What was set since the start is newer than its row was.
        if (own === undefined || this.#own.has(own.name.text) || !this.hasRoom(own.name)) return
        this.#own.set(own.name.text, { ...own, dueAt: step.now, task: undefined })
      },
      done: (step) => {
        this.#setTimer(step)
      },
    })
  }

  get wakeAt(): number {
    return Math.min(this.#timers.next ?? Infinity, this.#census.wakeAt)
  }

  get size(): number {
    return this.#own.size
  }

  /** May one more name, or this one again, be renewed? */
  hasRoom(name: Name): boolean {
    return this.#own.has(name.text) || this.#own.size < this.#core.params.limits.renewed
  }

  /** From now on renews the name, or no more; goes on when that is written down. A disk that fails ends the task. */
  keep(
    step: Step,
    task: Task,
    name: Name,
    own: { readonly ttlMs: number; readonly bytes: Uint8Array } | undefined,
    done: (step: Step) => void,
  ): void {
    const before = this.#own.get(name.text)
    if (before?.task !== undefined) this.#stop(step, before, before.task)
    this.#own.delete(name.text)
    if (own !== undefined)
      this.#own.set(name.text, { name, ...own, dueAt: this.#due(step, own.ttlMs), task: undefined })
    this.#setTimer(step)
    // Before all rows are read this one may be there without our knowing.
    if (own === undefined && before === undefined && this.#census.isDone) {
      done(step)
      return
    }
    this.#core.write(step, [ownPut(name, own)], {
      written: (then) => {
        if (!task.isOver) done(then)
      },
      failed: (then, code) => {
        const what =
          own === undefined ? 'it is still renewed after a restart' : 'it is set, but not renewed after a restart'
        this.#core.end(then, task, fail(code, `the disk failed: ${what}`))
      },
    })
  }

  tick(step: Step): void {
    this.#census.tick(step)
    if (this.#timers.due(step.now as MonoMs).length > 0) this.#renewDue(step)
  }

  #renewDue(step: Step): void {
    for (const own of this.#own.values()) {
      if (this.#renewing >= MAX_RENEWING) return
      if (own.task === undefined && own.dueAt <= step.now) this.#renew(step, own)
    }
    this.#setTimer(step)
  }

  #renew(step: Step, own: Own): void {
    const task = this.#core.task(step.now + this.#core.params.renewMs, (then, result) => {
      own.task = undefined
      this.#renewing--
      if (!result.ok) own.dueAt = this.#again(then, own.ttlMs)
      this.#setTimer(then)
    })
    own.task = task
    this.#renewing++
    this.#core.readNames(step, task, [...namesAbove(own.name), own.name], (then, held) => {
      this.#put(then, own, task, held)
    })
  }

  #put(step: Step, own: Own, task: Task, held: readonly (Held | undefined)[]): void {
    const { self } = this.#core.siblings
    const authority = authorityOf(held.slice(0, -1).map((each) => each?.entry))
    const present = held.at(-1)
    const isOurs = present?.entry === undefined || present.entry.owner === self
    if (!isOurs || !permits(authority, self)) {
      this.#lose(step, own, task)
      return
    }
    const value = present?.entry === undefined ? own.bytes : present.register.value
    const ifMatch = present?.register.sequence ?? ('absent' as const)
    const change = { type: 'put', value: value ?? own.bytes, contentType: '', ttlMs: own.ttlMs, ifMatch } as const
    this.#core.change(step, task, own.name, change, (then, result) => {
      if (result.ok) own.dueAt = this.#due(then, own.ttlMs)
      this.#core.end(then, task, result)
    })
  }

  /** It is somebody else's now: forgotten here. */
  #lose(step: Step, own: Own, task: Task): void {
    this.lost++
    this.#own.delete(own.name.text)
    // If the disk fails it is found out again after the next start.
    this.#core.write(step, [ownPut(own.name)], { failed: () => undefined }, false)
    this.#core.end(step, task, succeed(undefined))
  }

  /** Gives up a renewal that something newer overtakes. */
  #stop(step: Step, own: Own, task: Task): void {
    this.#core.drop(step, task)
    own.task = undefined
    this.#renewing--
  }

  #due(step: Step, ttlMs: number): number {
    return step.now + this.#core.random.jitter(ttlMs * RENEW_SHARE)
  }

  #again(step: Step, ttlMs: number): number {
    const pauseMs = Math.min(Math.max(ttlMs * AGAIN_SHARE, FIRST_AGAIN_MS), LONGEST_AGAIN_MS)
    return step.now + this.#core.random.jitter(pauseMs)
  }

  #setTimer(step: Step): void {
    let next = Infinity
    if (this.#renewing < MAX_RENEWING) {
      for (const own of this.#own.values()) if (own.task === undefined) next = Math.min(next, own.dueAt)
    }
    if (next === Infinity) this.#timers.clear('renew')
    else this.#timers.set('renew', Math.max(next, step.now))
  }
}
