import type { NodeRef, PeerKey, Point } from '../../base/index.ts'
import { fail, succeed, type CommandId, type Result } from '../machine.ts'
import type { CanFailure, ItemFailure } from './commands.ts'
import type { Core, Step } from './core.ts'
import type { Finder } from './finder.ts'
import type { Answer } from './fit.ts'
import { isLive } from './items.ts'
import type { CanRefusal, CanRequest, CanResponse, Item } from './messages.ts'
import type { Space } from './space.ts'

/** Between two attempts while a zone changes hands. */
const AGAIN_MS = 150
/** Own commands on items at once. */
export const MAX_ATTEMPTS = 4_096

/** Answers this node's own questions, when it is the one to answer. */
export interface Local {
  request(step: Step, from: PeerKey, body: CanRequest, space: Space, answer: Answer): void
}

type Done = (step: Step, holder: NodeRef, response: CanResponse) => void
interface Attempt {
  readonly id: CommandId
  readonly space: Space
  readonly point: Point
  readonly body: CanRequest
  readonly deadlineAt: number
  readonly done: Done
  /** When it is made again; Infinity: it is under way. */
  at: number
}

/** Items as this node's own commands see them: whoever holds the point is found and asked, again while zones change hands. */
export class Client {
  readonly #core: Core
  readonly #finder: Finder
  readonly #local: Local
  readonly #attempts = new Map<CommandId, Attempt>()

  constructor(core: Core, finder: Finder, local: Local) {
    this.#core = core
    this.#finder = finder
    this.#local = local
  }

  get wakeAt(): number {
    let at = Infinity
    for (const attempt of this.#attempts.values()) at = Math.min(at, attempt.at)
    return at
  }

  get open(): number {
    return this.#attempts.size
  }

  put(
    step: Step,
    id: CommandId,
    space: Space,
    point: Point,
    key: Uint8Array,
    value: Uint8Array | undefined,
    leaseMs: number,
    leftMs: number,
  ): void {
    this.#begin(
      step,
      id,
      space,
      point,
      { type: 'put', space: space.index, point, key, value, leaseMs },
      leftMs,
      (then, owner, response) => {
        if (value === undefined) {
          const removed = response.type === 'kept'
          this.#end(then, id, removed || response.type === 'item' ? succeed({ removed, owner }) : failureOf(response))
        } else if (response.type === 'kept') {
          const { version, expiresAtMs, copies } = response
          this.#end(then, id, succeed({ owner, version, expiresAtMs, copies }))
        } else this.#end(then, id, failureOf(response))
      },
    )
  }

  get(step: Step, id: CommandId, space: Space, point: Point, key: Uint8Array, leftMs: number): void {
    this.#begin(
      step,
      id,
      space,
      point,
      { type: 'get', space: space.index, point, key, copies: false },
      leftMs,
      (then, owner, response) => {
        if (response.type === 'item') this.#got(then, id, owner, response.item)
        else this.#end(then, id, failureOf(response))
      },
    )
  }

  cancel(id: CommandId): void {
    this.#attempts.delete(id)
  }

  tick(step: Step): void {
    for (const attempt of [...this.#attempts.values()]) {
      if (attempt.at > step.now) continue
      attempt.at = Infinity
      this.#attempt(step, attempt)
    }
  }

  /** Asks a node; this one too, in the same words. */
  ask(step: Step, space: Space, to: NodeRef, body: CanRequest, deadlineMs: number, answered: Answer): void {
    const core = this.#core
    if (to.peer === core.self.peer) {
      this.#local.request(step, to.peer, body, space, answered)
      return
    }
    core.ask(
      step,
      to,
      body,
      { deadlineMs, firstWordMs: core.params.askMs, semantics: body.type === 'put' ? 'at-most-once' : 'maybe' },
      {
        answered: (then, _from, response) => {
          answered(then, response)
        },
        failed: (then) => {
          answered(then, { type: 'failed', code: 'NO_ROUTE' })
        },
      },
    )
  }

  #begin(step: Step, id: CommandId, space: Space, point: Point, body: CanRequest, leftMs: number, done: Done): void {
    if (!space.isMember) this.#end(step, id, fail('NOT_JOINED', 'this node holds no zone yet'))
    else if (this.#attempts.size >= MAX_ATTEMPTS) this.#end(step, id, fail('OVERLOAD', 'too many commands at once'))
    else {
      const attempt = { id, space, point, body, deadlineAt: step.now + leftMs, done, at: Infinity }
      this.#attempts.set(id, attempt)
      this.#attempt(step, attempt)
    }
  }

  #attempt(step: Step, attempt: Attempt): void {
    const { id, space, point, body, deadlineAt, done } = attempt
    const leftMs = deadlineAt - step.now
    if (leftMs <= 0) {
      this.#attempts.delete(id)
      this.#end(step, id, fail('LOOKUP_TIMEOUT', 'nobody holds the point for long enough'))
      return
    }
    const again = (then: Step): void => {
      attempt.at = then.now + this.#core.random.jitter(AGAIN_MS)
    }
    this.#finder.begin(step, space, point, Math.min(leftMs, 2 * this.#core.params.askMs), {
      found: (then, { holder }) => {
        if (!this.#attempts.has(id)) return
        this.ask(
          then,
          space,
          holder.ref,
          body,
          Math.min(deadlineAt - then.now, 2 * this.#core.params.askMs),
          (got, response) => {
            if (!this.#attempts.has(id)) return
            if (response.type === 'failed' && AGAIN.has(response.code)) again(got)
            else {
              this.#attempts.delete(id)
              done(got, holder.ref, response)
            }
          },
        )
      },
      lost: (then) => {
        if (this.#attempts.has(id)) again(then)
      },
    })
  }

  #got(step: Step, id: CommandId, owner: NodeRef, item: Item | undefined): void {
    const live = item !== undefined && isLive(item, step.wall.earliest) ? item : undefined
    this.#end(step, id, succeed({ item: live, owner }))
  }

  #end(step: Step, id: CommandId, result: Result): void {
    step.effects.push({ type: 'done', id, result })
  }
}

const AGAIN: ReadonlySet<CanRefusal> = new Set(['NOT_HELD', 'NOT_JOINED', 'NO_ROUTE'])

function failureOf(response: CanResponse): Result<never, ItemFailure | CanFailure> {
  const code = response.type === 'failed' ? response.code : 'NO_ROUTE'
  if (code === 'FULL') return fail('FULL', 'the node that holds the point has no room for it')
  if (code === 'UNREACHABLE') return fail('UNREACHABLE', 'nobody beside its holder takes a copy')
  if (code === 'IO') return fail('IO', 'the disk of the node that holds the point failed')
  return fail('NO_ROUTE', `the holder of the point does not answer: ${code}`)
}
