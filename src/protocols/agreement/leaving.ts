import { succeed, type CommandId } from '../machine.ts'
import type { Core, Step } from './core.ts'
import { majorityOf } from './group.ts'
import type { Group } from './messages.ts'
import type { Shards } from './shards.ts'

/** While it leaves, a node looks so often, and changes so many times as many groups at once: its time is short. */
export const LEAVING_MS = 200
export const LEAVING_FACTOR = 4
/** The command ends so much before its deadline. */
const ANSWER_MS = 100

/** A node on its way out: what has gone on without it, and what still counts on it. */
export class Leaving {
  /** When the command ends, done or not. */
  endsAt = Infinity
  readonly #core: Core
  readonly #shards: Shards
  #id: CommandId | undefined
  #is = false
  /** Groups that have gone on without this node since. */
  #given = 0
  /** Of these, those of which it keeps what it has for a member that is away. */
  readonly #kept = new Set<number>()

  constructor(core: Core, shards: Shards) {
    this.#core = core
    this.#shards = shards
  }

  /** It leaves, or has left. */
  get is(): boolean {
    return this.#is
  }

  /** Does no group count on this node any more? */
  get isDone(): boolean {
    return this.#left === 0
  }

  get #left(): number {
    let left = 0
    for (const [shard] of this.#shards.mine()) if (!this.#kept.has(shard)) left++
    return left
  }

  begin(step: Step, id: CommandId, leftMs: number): void {
    this.#is = true
    this.#id = id
    this.#given = 0
    this.#kept.clear()
    this.endsAt = step.now + Math.max(0, leftMs - ANSWER_MS)
  }

  /** It is in the ring: again, unless it is about to leave. */
  joined(): void {
    if (this.#id === undefined) this.#is = false
  }

  cancel(id: CommandId): void {
    if (this.#id !== id) return
    this.endsAt = Infinity
    this.#id = undefined
    this.#is = false
  }

  /**
   * Do so many of the members of the group after this node's, all that are alive and a majority, serve it? Who is dead takes
   * over from them when it comes back; what is here stays on disk all the same, and is deleted when it has.
   */
  isServed(group: Group, ready: number): boolean {
    if (!this.#is || ready < majorityOf(group)) return false
    return ready >= group.members.filter((member) => !this.#core.isDead(this.#core.latest(member))).length
  }

  /** The group has gone on; what is here of it stays. */
  keep(shard: number): void {
    if (this.#kept.has(shard)) return
    this.#kept.add(shard)
    this.#given++
  }

  /** What was here of the shard has been deleted. */
  dropped(shard: number): void {
    if (!this.#kept.delete(shard)) this.#given++
  }

  end(step: Step): void {
    this.endsAt = Infinity
    if (this.#id === undefined) return
    step.effects.push({ type: 'done', id: this.#id, result: succeed({ given: this.#given, left: this.#left }) })
    this.#id = undefined
  }
}
