import assert from 'node:assert/strict'
import type { Random, RingId } from '../../src/base/index.ts'
import {
  checkRing,
  memberState,
  RingChecker,
  type ChordParams,
  type Violation,
} from '../../src/protocols/chord/index.ts'
import { RING_PARAMS, RingSimulation, type RingNode } from '../../src/sim/index.ts'

/** A node came onto the ring or left it. */
interface Turn {
  readonly at: number
  readonly id: RingId
  readonly on: boolean
}

export interface CheckedRingOptions {
  readonly seed: number | string
  readonly params?: Partial<ChordParams>
  readonly lossRate?: number
  readonly traceEvents?: number
}

/**
 * A ring whose invariants are checked after each step of each node, with a book of who was on the ring when, by which
 * answers are judged.
 */
export class CheckedRing {
  readonly sim: RingSimulation
  readonly random: Random
  readonly #checker: RingChecker
  readonly #onRing = new Set<RingId>()
  readonly #turns: Turn[] = []
  steps = 0
  lookups = { right: 0, wrong: 0, failed: 0 }

  constructor(options: CheckedRingOptions) {
    this.#checker = new RingChecker(options.params?.successors ?? RING_PARAMS.successors)
    this.sim = new RingSimulation({
      ...options,
      onStep: (node) => {
        this.#stepped(node)
      },
    })
    this.random = this.sim.random.fork('churn')
  }

  get established(): boolean {
    return this.#checker.established
  }

  /** The whole of Zave's invariant and what follows from it, in full. */
  checkInFull(): void {
    if (this.#checker.established) this.#expectNone(checkRing(this.#checker.world))
  }

  /**
   * The operating assumption of the proof: a failure never takes the last live entry of anybody's list (Zave, TSE 2017
   * §III). True when this crash keeps to it.
   */
  mayCrash(node: RingNode): boolean {
    const { members } = this.#checker.world
    for (const member of members.values()) {
      if (member.id === node.ringId || member.alone) continue
      if (!member.successors.some((id) => id !== node.ringId && members.has(id))) return false
    }
    return true
  }

  crash(node: RingNode): void {
    this.sim.crash(node)
    this.#turn(node.ringId, false)
    this.#expectNone(this.#checker.update(node.ringId, undefined))
  }

  /** Looks a random id up from a random member, and judges the answer when it comes. */
  lookup(): void {
    const members = this.sim.members()
    const from = this.random.pick(members)
    if (from === undefined) return
    const target = this.sim.drawTarget(this.random)
    const begun = this.#turns.length
    this.sim.lookup(from, target, (result) => {
      if (!result.ok) this.lookups.failed++
      else if (this.#everSucc(target, result.value.owner.id, begun)) this.lookups.right++
      else {
        this.lookups.wrong++
        throw new Error(`wrong at ${this.sim.now}: ${result.value.owner.peer} for ${target}\n${this.#traceEnd()}`)
      }
    })
  }

  /** Runs for so long, checking in full each virtual second. */
  run(forMs: number): void {
    const until = this.sim.now + forMs
    while (this.sim.now < until) {
      this.sim.run(Math.min(until, this.sim.now + 1000))
      this.checkInFull()
    }
  }

  /** Was `owner` succ(target) at some instant since turn `begun`? */
  #everSucc(target: RingId, owner: RingId, begun: number): boolean {
    // Walk back from now; at each instant the owner must be on the ring with nobody between the target and it.
    const on = new Set(this.#onRing)
    for (let at = this.#turns.length; ; at--) {
      if (succ(on, target) === owner) return true
      if (at === begun) return false
      const turn = this.#turns[at - 1] as Turn
      if (turn.on) on.delete(turn.id)
      else on.add(turn.id)
    }
  }

  #stepped(node: RingNode): void {
    this.steps++
    this.#turn(node.ringId, node.alive && node.view.onRing(0))
    this.#expectNone(this.#checker.update(node.ringId, node.alive ? memberState(node.view, 0) : undefined))
  }

  #turn(id: RingId, on: boolean): void {
    if (this.#onRing.has(id) === on) return
    if (on) this.#onRing.add(id)
    else this.#onRing.delete(id)
    this.#turns.push({ at: this.sim.now, id, on })
  }

  #expectNone(violations: readonly Violation[]): void {
    if (violations.length === 0) return
    const list = violations
      .slice(0, 5)
      .map(({ invariant, node, detail }) => `${invariant} at ${node ?? 'all'}: ${detail}`)
    assert.fail(`at ${this.sim.now} ms:\n${list.join('\n')}\n${this.#traceEnd()}`)
  }

  #traceEnd(): string {
    return `the last events:\n${this.sim.trace.lines().slice(-60).join('\n')}`
  }
}

function succ(ids: ReadonlySet<RingId>, target: RingId): RingId | undefined {
  let best: RingId | undefined
  let first: RingId | undefined
  for (const id of ids) {
    if (id >= target && (best === undefined || id < best)) best = id
    if (first === undefined || id < first) first = id
  }
  return best ?? first
}
