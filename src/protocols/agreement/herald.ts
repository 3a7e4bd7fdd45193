import type { Core, Step } from './core.ts'
import type { AgreementRequest, Group } from './messages.ts'
import type { Shards } from './shards.ts'

/** Hears of each member of a group besides this node, once, whether it has taken the shard over. */
export type Heard = (step: Step, ready: boolean) => void

/** Tells the members of new groups that they are, and asks whether they have taken over. */
export class Herald {
  readonly #core: Core
  readonly #shards: Shards

  constructor(core: Core, shards: Shards) {
    this.#core = core
    this.#shards = shards
  }

  /** `from` has decided on `group`: its members are to take over. */
  tell(step: Step, shard: number, from: Group, group: Group, heard: Heard): void {
    const { epoch } = group
    this.#ask(step, { type: 'install', lineage: this.#shards.lineage, shard, epoch, from, group }, group, heard)
  }

  ask(step: Step, shard: number, group: Group, heard: Heard): void {
    const { epoch } = group
    this.#ask(step, { type: 'ping', lineage: this.#shards.lineage, shard, epoch }, group, heard)
  }

  #ask(step: Step, body: AgreementRequest, group: Group, heard: Heard): void {
    for (const member of this.#shards.others(group)) {
      this.#core.askOften(step, member, body, {
        answered: (then, _from, answer) => {
          if (answer.type === 'group' && answer.group !== undefined) {
            this.#shards.heard(body.shard, answer.lineage, answer.group)
          }
          heard(then, answer.type === 'installed' && answer.ready)
        },
        failed: (then) => {
          heard(then, false)
        },
      })
    }
  }
}
