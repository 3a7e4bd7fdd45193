import type { NodeRef, RingId } from '../../base/index.ts'
import type { Core, Step } from './core.ts'
import { startOf } from './group.ts'
import type { Group } from './messages.ts'
import type { Shards } from './shards.ts'

const LOOKUP_MS = 3_000
/** Nodes that are named beyond those that a group has: some may not be fit. */
const SPARE = 2

/** What the ring has said holds for so long. */
const FRESH_MS = 1_000
/** Questions to the ring at once. */
export const MAX_QUESTIONS = 4

type Found = (step: Step, nodes: readonly NodeRef[] | undefined) => void

interface Waiting {
  readonly shard: number
  readonly group: Group
  readonly found: Found
}

/** Who owns one id owns all from there to its own. */
interface Reach {
  readonly from: RingId
  readonly to: RingId
  readonly nodes: readonly NodeRef[]
  readonly until: number
}

/**
 * Who should keep a shard, by the ring: the owner of its beginning and those that follow. When a node is interested in many
 * shards, as the founder is in all, one answer does for all that begin in the same arc.
 */
export class Targets {
  readonly #core: Core
  readonly #shards: Shards
  /** By own position. */
  readonly #at = new Map<number, readonly NodeRef[]>()
  #reaches: Reach[] = []
  #waiting: Waiting[] = []
  #questions = 0

  constructor(core: Core, shards: Shards) {
    this.#core = core
    this.#shards = shards
  }

  /** The ring may have changed. */
  renew(): void {
    this.#at.clear()
  }

  /** The node itself and those that follow it on the ring. */
  at(position: number): readonly NodeRef[] {
    const { ring } = this.#core.siblings
    let nodes = this.#at.get(position)
    if (nodes === undefined) {
      nodes = [ring.self(position), ...ring.replicas(position, this.#core.params.replicas + SPARE)]
      this.#at.set(position, nodes)
    }
    return nodes
  }

  /**
   * Asks the ring who owns the beginning of the shard, and that one, telling it of the group, who follows. Undefined: nobody
   * could tell.
   */
  find(step: Step, shard: number, group: Group, found: Found): void {
    const position = this.#core.positionOwning(shard)
    const nodes = position === undefined ? this.#said(step, shard) : this.at(position)
    if (nodes !== undefined) {
      found(step, nodes)
      return
    }
    this.#waiting.push({ shard, group, found })
    this.#next(step)
  }

  #said(step: Step, shard: number): readonly NodeRef[] | undefined {
    const id = startOf(shard)
    const reach = this.#reaches.find(({ from, to, until }) => {
      if (until <= step.now) return false
      return from <= to ? from <= id && id <= to : from <= id || id <= to
    })
    return reach?.nodes
  }

  /** Those that wait are asked about from four places, since neighbours are likely to have the same owner. */
  #next(step: Step): void {
    while (this.#waiting.length > 0 && this.#questions < MAX_QUESTIONS) {
      const at = Math.floor((this.#waiting.length * this.#questions) / MAX_QUESTIONS)
      const [next] = this.#waiting.splice(at, 1)
      if (next !== undefined) this.#question(step, next)
    }
  }

  #question(step: Step, { shard, group, found }: Waiting): void {
    this.#questions++
    const ended: Found = (then, nodes) => {
      this.#questions--
      found(then, nodes)
      const waiting = this.#waiting
      this.#waiting = []
      for (const other of waiting) {
        const said = this.#said(then, other.shard)
        if (said === undefined) this.#waiting.push(other)
        else other.found(then, said)
      }
      this.#next(then)
    }
    this.#core.lookup(step, shard, LOOKUP_MS, (then, result) => {
      if (result.ok && result.value.owner.peer !== this.#core.self) {
        this.#ask(then, shard, group, result.value.owner, ended)
        return
      }
      // It is out of the ring, or the ring is in motion: none of the others would be better off now.
      const waiting = this.#waiting
      this.#waiting = []
      ended(then, undefined)
      for (const other of waiting) other.found(then, undefined)
    })
  }

  #ask(step: Step, shard: number, group: Group, owner: NodeRef, ended: Found): void {
    const body = { type: 'target' as const, lineage: this.#shards.lineage, shard, epoch: group.epoch, group }
    this.#core.askOften(step, owner, body, {
      answered: (then, _from, answer) => {
        if (answer.type === 'group' && answer.group !== undefined) {
          this.#shards.heard(shard, answer.lineage, answer.group)
        }
        const nodes = answer.type === 'nodes' ? answer.nodes : undefined
        if (nodes !== undefined) this.#learn(then, { from: startOf(shard), to: owner.id, nodes })
        ended(then, nodes)
      },
      failed: (then) => {
        ended(then, undefined)
      },
    })
  }

  #learn(step: Step, reach: Pick<Reach, 'from' | 'to' | 'nodes'>): void {
    this.#reaches = this.#reaches.filter(({ until }) => until > step.now)
    this.#reaches.push({ ...reach, until: step.now + FRESH_MS })
  }
}
