import type { NodeRef } from '../../base/index.ts'
import type { Core, Step } from './core.ts'
import type { Group } from './messages.ts'
import type { Shards } from './shards.ts'

const LOOKUP_MS = 3_000
/** Nodes that are named beyond those that a group has: some may not be fit. */
const SPARE = 2

/** Who should keep a shard, by the ring: the owner of its beginning and those that follow. */
export class Targets {
  readonly #core: Core
  readonly #shards: Shards
  /** By own position. */
  readonly #at = new Map<number, readonly NodeRef[]>()

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

  /** Asks the ring who owns the beginning of the shard, and that one, telling it of the group, who follows. */
  find(
    step: Step,
    shard: number,
    group: Group,
    found: (step: Step, nodes: readonly NodeRef[] | undefined) => void,
  ): void {
    const position = this.#core.positionOwning(shard)
    if (position !== undefined) {
      found(step, this.at(position))
      return
    }
    this.#core.lookup(step, shard, LOOKUP_MS, (then, result) => {
      if (!result.ok || result.value.owner.peer === this.#core.self) found(then, undefined)
      else this.#ask(then, shard, group, result.value.owner, found)
    })
  }

  #ask(
    step: Step,
    shard: number,
    group: Group,
    owner: NodeRef,
    found: (step: Step, nodes: readonly NodeRef[] | undefined) => void,
  ): void {
    const body = { type: 'target' as const, lineage: this.#shards.lineage, shard, epoch: group.epoch, group }
    this.#core.askOften(step, owner, body, {
      answered: (then, _from, answer) => {
        if (answer.type === 'group' && answer.group !== undefined) {
          this.#shards.heard(shard, answer.lineage, answer.group)
        }
        found(then, answer.type === 'nodes' ? answer.nodes : undefined)
      },
      failed: (then) => {
        found(then, undefined)
      },
    })
  }
}
