import type { Budget, Claim } from './budget.ts'
import type { Unit } from './unit.ts'

/** What a swarm has begun to fetch, from the first request to the verdict; its pieces hold their part of the budget. */
export class Underway {
  readonly #budget: Budget
  readonly #claim: Claim = { usedBytes: 0, waiting: false }
  readonly #units = new Map<number, Unit>()

  constructor(budget: Budget) {
    this.#budget = budget
  }

  get size(): number {
    return this.#units.size
  }

  get(key: number): Unit | undefined {
    return this.#units.get(key)
  }

  has(key: number): boolean {
    return this.#units.has(key)
  }

  /** All of them, as they are now. */
  all(): Unit[] {
    return [...this.#units.values()]
  }

  /** Is there room for one more piece? */
  affords(pieceBytes: number): boolean {
    return this.#budget.affords(this.#claim, pieceBytes)
  }

  /** Some sessions could fetch more if there were room. */
  wait(waiting: boolean): void {
    if (this.#claim.waiting !== waiting) this.#budget.wait(this.#claim, waiting)
  }

  start(unit: Unit): Unit {
    this.#units.set(unit.key, unit)
    if (unit.kind === 'piece') this.#budget.take(this.#claim, unit.bytes)
    return unit
  }

  /** Frees the room of a unit; undefined when it is not under way. */
  drop(key: number): Unit | undefined {
    const unit = this.#units.get(key)
    if (unit === undefined) return undefined
    this.#units.delete(key)
    if (unit.kind === 'piece') this.#budget.give(this.#claim, unit.bytes)
    return unit
  }
}
