import type { Random, RingId } from '../base/index.ts'
import { CheckedRing } from './checked-ring.ts'
import { randomRingId } from './ring-id.ts'
import type { RingNode } from './ring.ts'
import type { Schedule } from './schedule.ts'
import type { MakeWorld, World } from './world.ts'

/** How long the ring of the beginning may take to be ideal. */
const BEGIN_WITHIN_MS = 120_000
/** How long a node may take to leave before its process ends. */
const LEAVE_MS = 5_000
/** What counts as one of few: at the end each member looks up, so many times in all. */
const LAST_LOOKUPS = 20
/** The last look-ups have so long. */
const LAST_MS = 10_000

/** A ring of Chord machines alone, as schedules know it. */
export class RingWorld implements World {
  readonly ring: CheckedRing
  readonly #byNumber = new Map<number, RingNode>()
  /** Nodes on their way out of the ring. */
  readonly #leaving = new Set<RingNode>()

  constructor(schedule: Schedule) {
    const { seed, successors, positions, codecEvery } = schedule
    this.ring = new CheckedRing({
      seed,
      ...(successors === undefined ? {} : { params: { successors } }),
      ...(positions === undefined ? {} : { positions }),
      ...(codecEvery === undefined ? {} : { codecEvery }),
    })
  }

  get sim(): CheckedRing['sim'] {
    return this.ring.sim
  }

  begin(nodes: number): void {
    this.sim.growTo(nodes, (forMs) => {
      this.ring.run(forMs)
    })
    this.sim.nodes.forEach((node, number) => this.#byNumber.set(number, node))
    this.ring.settle(BEGIN_WITHIN_MS)
  }

  run(forMs: number): void {
    this.ring.run(forMs)
  }

  settle(withinMs: number): void {
    this.ring.settle(withinMs)
    const random = this.sim.random.fork('last look-ups')
    const from = this.sim.now
    for (let i = 0; i < LAST_LOOKUPS; i++) this.ring.lookup(random)
    this.ring.run(LAST_MS)
    if (this.ring.failedFromMs >= from) throw this.ring.failed('LookupFailed', 'on a ring that is ideal')
  }

  counts(): Record<string, number> {
    const { lookups, doubtful, steps, sim } = this.ring
    return { ...lookups, doubtful, steps, messages: sim.delivered, members: sim.members().length }
  }

  nodeOf(number: number): RingNode | undefined {
    return this.#byNumber.get(number)
  }

  start(number: number): void {
    const node = this.#byNumber.get(number)
    if (node === undefined) this.#byNumber.set(number, this.sim.grow(drawnRingId(this.sim.random, number)))
    else if (!node.alive) this.sim.rejoin(node)
  }

  leave(number: number): void {
    const node = this.#byNumber.get(number)
    if (node === undefined || this.#leaving.has(node)) return
    this.#leaving.add(node)
    const { epoch } = node.ref
    this.sim.command(node, 'chord', { name: 'leave', args: {} }, LEAVE_MS, () => {
      this.#leaving.delete(node)
      if (!node.alive || node.ref.epoch !== epoch) return
      this.sim.stop(node)
      this.ring.lost(node)
    })
  }

  lookup(number: number, target: string): void {
    const node = this.#byNumber.get(number)
    if (node?.alive === true) this.ring.lookupFrom(node, target.padEnd(64, '0') as RingId)
  }

  lookupByChance(random: Random): void {
    this.ring.lookup(random)
  }

  mayLose(number: number): boolean {
    const node = this.#byNumber.get(number)
    // The last one would take the ring with it.
    return node !== undefined && this.#reachable(node) > 1 && this.ring.mayCrash(node)
  }

  mayPart(groups: readonly (readonly number[])[]): boolean {
    const sides = new Map<RingNode, number>()
    groups.forEach((group, side) => {
      for (const number of group) {
        const node = this.#byNumber.get(number)
        if (node !== undefined) sides.set(node, side)
      }
    })
    return this.ring.mayPart((node) => sides.get(node) ?? 0)
  }

  lost(number: number): void {
    const node = this.#byNumber.get(number)
    if (node === undefined) return
    this.#leaving.delete(node)
    this.ring.lost(node)
  }

  parted(): void {
    this.ring.parted()
  }

  upset(): () => void {
    return this.ring.upset()
  }

  #reachable(node: RingNode): number {
    return this.sim.members().filter((other) => this.ring.groupOf(other) === this.ring.groupOf(node)).length
  }
}

export const makeRingWorld: MakeWorld = (schedule) => new RingWorld(schedule)

/** A newcomer's ring id follows from its number, not from who came before it: schedules can be cut down. */
export function drawnRingId(random: Random, number: number): RingId {
  return randomRingId(random.fork(`newcomer ${number}`))
}
