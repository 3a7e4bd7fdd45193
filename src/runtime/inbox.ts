import { fault } from '../base/index.ts'
import type { Input, MachineName, Protocol } from '../protocols/index.ts'

/** How long a chain of hand-ons between machines (call, result, news) within one step may get before it is a loop. */
const MAX_HAND_ONS = 64

type AnyInput = Input<Protocol>

/**
 * The inputs of one step, first in first out, each with the machine it is for and with how many hand-ons brought it: three
 * parallel lists, so that no object is made per input.
 */
export class Inbox {
  readonly #names: readonly MachineName[]
  readonly #slots: number[] = []
  readonly #inputs: AnyInput[] = []
  readonly #depths: number[] = []
  #depth = 0

  constructor(names: readonly MachineName[]) {
    this.#names = names
  }

  /** So many inputs, those included that were taken. */
  get length(): number {
    return this.#inputs.length
  }

  /** @throws OrbError INTERNAL when the machines hand on without end */
  feed(slot: number, input: AnyInput): void {
    if (this.#depth > MAX_HAND_ONS) fault(`the machines hand on without end, at ${this.#names[slot] ?? ''}`)
    this.#slots.push(slot)
    this.#inputs.push(input)
    this.#depths.push(this.#depth)
  }

  /** Whom the input at `at` is for; what is fed from now on comes of it. */
  turnTo(at: number): number {
    this.#depth = (this.#depths[at] as number) + 1
    return this.#slots[at] as number
  }

  inputAt(at: number): AnyInput {
    return this.#inputs[at] as AnyInput
  }

  /** The step is over. */
  clear(): void {
    this.#depth = 0
    this.#slots.length = 0
    this.#inputs.length = 0
    this.#depths.length = 0
  }
}
