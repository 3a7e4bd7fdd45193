import { calendarOf, Recent, type Point } from '../../base/index.ts'
import { ATTRIBUTE_SPACE } from '../can/index.ts'
import { succeed, type CommandId } from '../machine.ts'
import type { Core, Step } from './core.ts'
import { encodeEntry, keyOfPeer } from './entry.ts'
import { changedMuch, pointOf, type Figures } from './figures.ts'
import { LEASE_INTERVALS } from './params.ts'

/** How often a look is taken whether something has changed much; told then when a quarter of the interval is over. */
const LOOK_MS = 5_000
const SOONER = 4
/** After it could not be told: the zones may be changing hands. */
const AGAIN_MS = 2_000
const CALL_MS = 10_000
/** Places where an item of this node may still stand. */
export const MAX_OLD = 8

interface Told {
  readonly point: Point
  readonly figures: Figures
  readonly at: number
}
interface Leaving {
  readonly id: CommandId
  open: number
  withdrawn: number
  left: number
}

const placeOf = (point: Point): string => point.join(' ')

/** Tells what this node is like: an item of its own in the attribute space, which moves as the node changes. */
export class Publisher {
  readonly #core: Core
  #at = 0
  #nextAt = 0
  #told: Told | undefined
  #serial = 0
  #isTelling = false
  #isOver = false
  /** Being taken back. */
  #removing = 0
  /** Where items of this node may stand besides the last one, by place; and until when. */
  readonly #old = new Recent<string, { readonly point: Point; readonly until: number }>(MAX_OLD)
  #leaving: Leaving | undefined

  constructor(core: Core) {
    this.#core = core
  }

  get wakeAt(): number {
    return this.#isOver || !this.#core.params.publish ? Infinity : this.#at
  }
  /** When it was last told; undefined: it was not yet. */
  get toldAt(): number | undefined {
    return this.#told?.at
  }

  tick(step: Step): void {
    if (this.wakeAt > step.now) return
    this.#at = step.now + LOOK_MS
    // An item that is taken back where it is told again would be gone.
    if (this.#isTelling || this.#removing > 0) return
    const { intervalMs } = this.#core.params
    const figures = this.#core.figures(step.now)
    const told = this.#told
    const isSooner =
      told !== undefined && step.now - told.at >= intervalMs / SOONER && changedMuch(told.figures, figures)
    if (step.now >= this.#nextAt || isSooner) this.#tell(step, figures)
    else this.#at = Math.min(this.#at, this.#nextAt)
  }

  /** What it told is taken back, and it tells no more. */
  withdraw(step: Step, id: CommandId): void {
    this.#isOver = true
    const points = [...this.#old.values()].map(({ point }) => point)
    if (this.#told !== undefined) points.push(this.#told.point)
    const leaving: Leaving = { id, open: points.length, withdrawn: 0, left: 0 }
    this.#leaving = leaving
    for (const point of points) {
      this.#remove(step, point, (then, ok) => {
        leaving.open--
        if (ok) leaving.withdrawn++
        else leaving.left++
        this.#left(then)
      })
    }
    this.#left(step)
  }

  cancel(id: CommandId): void {
    if (this.#leaving?.id === id) this.#leaving = undefined
  }

  #left(step: Step): void {
    const leaving = this.#leaving
    if (leaving === undefined || leaving.open > 0) return
    this.#leaving = undefined
    const { id, withdrawn, left } = leaving
    step.effects.push({ type: 'done', id, result: succeed({ withdrawn, left }) })
  }

  #tell(step: Step, figures: Figures): void {
    const { siblings, params, random, vivaldi } = this.#core
    const { located } = vivaldi
    const point = pointOf(figures, located.coordinate)
    const leaseMs = LEASE_INTERVALS * params.intervalMs
    const { epoch, addresses } = siblings.ring.self(0)
    const atMs = Math.round(calendarOf(step.wall))
    const value = encodeEntry(siblings.signer, {
      epoch,
      serial: ++this.#serial,
      atMs,
      leaseMs,
      figures,
      located,
      addresses,
    })
    this.#isTelling = true
    // Whatever comes of it: it may stand there.
    this.#remember(step, point, leaseMs)
    const args = { space: ATTRIBUTE_SPACE, point, key: keyOfPeer(siblings.self), value, leaseMs }
    const deadlineMs = Math.min(CALL_MS, params.intervalMs)
    this.#core.call(step, { to: 'can', command: { name: 'put', args } }, deadlineMs, (then, result) => {
      this.#isTelling = false
      if (this.#isOver) {
        this.#remove(then, point)
        return
      }
      if (!result.ok) {
        this.#nextAt = this.#at = then.now + random.jitter(AGAIN_MS)
        return
      }
      this.#told = { point, figures, at: then.now }
      this.#old.delete(placeOf(point))
      this.#nextAt = then.now + random.jitter(params.intervalMs, 0.1)
      this.#at = Math.min(this.#nextAt, then.now + LOOK_MS)
      this.#tidy(then)
    })
  }

  /** Before a new place takes over: the present one becomes an old one. */
  #remember(step: Step, point: Point, leaseMs: number): void {
    const until = step.now + leaseMs
    if (this.#told !== undefined) this.#old.set(placeOf(this.#told.point), { point: this.#told.point, until })
    this.#old.set(placeOf(point), { point, until })
  }

  /** Takes back what stands at old places; what cannot be goes with its lease. */
  #tidy(step: Step): void {
    for (const [place, { point, until }] of [...this.#old]) {
      if (until <= step.now) this.#old.delete(place)
      else {
        this.#remove(step, point, (_then, ok) => {
          if (ok) this.#old.delete(place)
        })
      }
    }
  }

  #remove(step: Step, point: Point, done: (then: Step, ok: boolean) => void = () => undefined): void {
    const args = { space: ATTRIBUTE_SPACE, point, key: keyOfPeer(this.#core.siblings.self) }
    this.#removing++
    this.#core.call(step, { to: 'can', command: { name: 'remove', args } }, CALL_MS, (then, result) => {
      this.#removing--
      done(then, result.ok)
    })
  }
}
