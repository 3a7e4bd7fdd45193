import type { NodeRef, Point } from '../../base/index.ts'
import { fail, succeed, type CommandId, type Result } from '../machine.ts'
import type { Client, Outcome } from './client.ts'
import type { CanFailure, ItemFailure } from './commands.ts'
import type { Core, Step } from './core.ts'
import { isLive, newest } from './items.ts'
import type { CanResponse, GetRequest, Item, PutRequest } from './messages.ts'
import type { Space } from './space.ts'

/** How long it is tried to bring an item to a reality whose holder of the point could not be reached. */
export const REPAIR_MS = 60_000

type Write = Pick<PutRequest, 'point' | 'key' | 'value' | 'leaseMs'>

/** A write that one reality has, until the others have it too or the time to wait for them is over. */
interface Pending {
  readonly id: CommandId
  readonly at: number
  readonly result: () => Result
}

/**
 * Commands on items of all realities (Ratnasamy et al. §3.3): each keeps every item at the same point, with owners of its
 * own. A write is stamped in one, whichever is nearest, and brought to the others under that stamp, so that all agree which
 * is the later; what is found in one alone is brought to where it is missing. With one reality this is that one.
 */
export class Realities {
  readonly #core: Core
  readonly #client: Client
  readonly #pending = new Map<CommandId, Pending>()

  constructor(core: Core, client: Client) {
    this.#core = core
    this.#client = client
  }

  /** Of the attempts under way, and when the first write has waited for long enough. */
  get wakeAt(): number {
    let least = this.#client.wakeAt
    for (const { at } of this.#pending.values()) if (at < least) least = at
    return least
  }

  tick(step: Step): void {
    this.#client.tick(step)
    for (const pending of [...this.#pending.values()]) if (pending.at <= step.now) this.#acknowledge(step, pending)
  }

  cancel(id: CommandId): void {
    this.#pending.delete(id)
    this.#client.cancel(id)
  }

  /** Keeps it, or without a value removes it. */
  put(step: Step, id: CommandId, space: Space, write: Write, leftMs: number): void {
    const deadlineAt = step.now + leftMs
    this.#begin(step, id, space, { type: 'put', space: space.index, ...write }, leftMs, (then, spaces, outcome) => {
      const { response } = outcome
      if (response.type !== 'kept' && response.type !== 'item') {
        this.#end(then, id, failureOf(response))
        return
      }
      const lamport = response.type === 'kept' ? { lamport: response.version.lamport } : {}
      let removed = response.type === 'kept'
      let open = 0
      const result = (): Result => {
        const owner = outcome.holder
        if (write.value === undefined) return succeed({ removed, owner })
        if (response.type !== 'kept') return failureOf(response)
        const { version, expiresAtMs, copies } = response
        return succeed({ owner, version, expiresAtMs, copies })
      }
      // The others are waited for as long as one request may take, and not beyond what the command may.
      const at = Math.min(then.now + this.#core.params.askMs, (then.now + deadlineAt) / 2)
      const pending: Pending = { id, at, result }
      this.#pending.set(id, pending)
      const settled = (after: Step, other: Outcome | undefined): void => {
        if (other?.response.type === 'kept') removed = true
        if (--open <= 0) this.#acknowledge(after, pending)
      }
      const others = spaces.filter((each) => each !== outcome.space)
      open = others.length
      for (const other of others) {
        const body: PutRequest = { type: 'put', space: other.index, ...write, ...lamport }
        if (!this.#client.begin(then, id, [other], write.point, body, REPAIR_MS, settled)) settled(then, undefined)
      }
      if (others.length === 0) this.#acknowledge(then, pending)
    })
  }

  /** Of the nearest reality; where nothing is known of it, of the others too. */
  get(step: Step, id: CommandId, space: Space, point: Point, key: Uint8Array, leftMs: number): void {
    const body = { type: 'get', space: space.index, point, key, copies: false } as const
    const deadlineAt = step.now + leftMs
    this.#begin(step, id, space, body, leftMs, (then, spaces, first) => {
      const { response, holder: owner } = first
      const others = spaces.filter((each) => each !== first.space)
      if (
        response.type === 'failed' ||
        (response.type === 'item' && response.item === undefined && others.length > 0)
      ) {
        this.#getOthers(then, id, first, others, body, deadlineAt)
      } else if (response.type === 'item') this.#got(then, id, owner, response.item)
      else this.#end(then, id, failureOf(response))
    })
  }

  #getOthers(
    step: Step,
    id: CommandId,
    first: Outcome,
    others: readonly Space[],
    body: GetRequest,
    deadlineAt: number,
  ): void {
    let best: { readonly item: Item; readonly owner: NodeRef } | undefined
    let open = others.length
    const settled = (then: Step, outcome: Outcome | undefined): void => {
      const item = outcome?.response.type === 'item' ? outcome.response.item : undefined
      if (outcome !== undefined && item !== undefined && newest(item, best?.item) === item)
        best = { item, owner: outcome.holder }
      if (--open > 0) return
      if (best === undefined && first.response.type === 'failed') this.#end(then, id, failureOf(first.response))
      else this.#got(then, id, best?.owner ?? first.holder, best?.item)
      if (best !== undefined) this.#repair(then, id, first.space, best.item)
    }
    if (open === 0) settled(step, undefined)
    // Those that do not answer are not waited for to the last.
    const leftMs = Math.max(1, Math.min(deadlineAt - step.now, 2 * this.#core.params.askMs) * 0.9)
    for (const space of others) {
      if (!this.#client.begin(step, id, [space], body.point, body, leftMs, settled)) settled(step, undefined)
    }
  }

  /** Brings it to a reality that has not got it, under the stamp it has. */
  #repair(step: Step, id: CommandId, space: Space, { point, key, value, version, expiresAtMs }: Item): void {
    const leaseMs = Math.floor(expiresAtMs - step.wall.latest)
    if (value === undefined || leaseMs < 1) return
    const body: PutRequest = { type: 'put', space: space.index, point, key, value, leaseMs, lamport: version.lamport }
    this.#client.begin(step, id, [space], point, body, REPAIR_MS, () => undefined)
  }

  #begin(
    step: Step,
    id: CommandId,
    space: Space,
    body: Parameters<Client['begin']>[4] & { readonly point: Point },
    leftMs: number,
    done: (then: Step, spaces: readonly Space[], outcome: Outcome) => void,
  ): void {
    const spaces = this.#core.realitiesWith(space).filter(({ isIn }) => isIn)
    if (spaces.length === 0) {
      this.#end(step, id, fail('NOT_JOINED', 'this node holds no zone yet'))
      return
    }
    const begun = this.#client.begin(step, id, spaces, body.point, body, leftMs, (then, outcome) => {
      if (outcome === undefined) this.#end(then, id, fail('LOOKUP_TIMEOUT', 'nobody holds the point for long enough'))
      else done(then, spaces, outcome)
    })
    if (!begun) this.#end(step, id, fail('OVERLOAD', 'too many commands at once'))
  }

  #acknowledge(step: Step, pending: Pending): void {
    if (this.#pending.get(pending.id) !== pending) return
    this.#pending.delete(pending.id)
    this.#end(step, pending.id, pending.result())
  }

  #got(step: Step, id: CommandId, owner: NodeRef, item: Item | undefined): void {
    const live = item !== undefined && isLive(item, step.wall.earliest) ? item : undefined
    this.#end(step, id, succeed({ item: live, owner }))
  }

  #end(step: Step, id: CommandId, result: Result): void {
    step.effects.push({ type: 'done', id, result })
  }
}

function failureOf(response: CanResponse): Result<never, ItemFailure | CanFailure> {
  const code = response.type === 'failed' ? response.code : 'NO_ROUTE'
  if (code === 'FULL') return fail('FULL', 'the node that holds the point has no room for it')
  if (code === 'UNREACHABLE') return fail('UNREACHABLE', 'nobody beside its holder takes a copy')
  if (code === 'FORBIDDEN') return fail('FORBIDDEN', 'attributes are told by nobody but the node they are of')
  if (code === 'IO') return fail('IO', 'the disk of the node that holds the point failed')
  return fail('NO_ROUTE', `the holder of the point does not answer: ${code}`)
}
