import type { Machine, Protocol } from '../protocols/index.ts'

/** Not asked since its last step. */
const UNKNOWN = NaN

/**
 * When the machines of a host want their ticks. Only a step of its own moves a machine's, so each is asked once after a
 * step, not all of them after every step of any: an answer goes through all that a machine has open.
 */
export class Ticks {
  readonly #machines: readonly Machine<Protocol>[]
  readonly #at: number[]

  constructor(machines: readonly Machine<Protocol>[]) {
    this.#machines = machines
    this.#at = machines.map(() => UNKNOWN)
  }

  /** The earliest of all; Infinity: none wants one. */
  get earliest(): number {
    let earliest = Infinity
    for (let slot = 0; slot < this.#at.length; slot++) earliest = Math.min(earliest, this.of(slot))
    return earliest
  }

  /** Of the machine in this slot; Infinity: it wants none. */
  of(slot: number): number {
    const at = this.#at[slot] as number
    if (!Number.isNaN(at)) return at
    return (this.#at[slot] = this.#machines[slot]?.wakeAt ?? Infinity)
  }

  /** The machine in this slot has made a step. */
  stepped(slot: number): void {
    this.#at[slot] = UNKNOWN
  }
}
