import type { NodeRef, PeerKey, Point } from '../../base/index.ts'
import type { CommandId } from '../machine.ts'
import type { Core, Step } from './core.ts'
import type { Finder, FindEnds } from './finder.ts'
import type { Answer } from './fit.ts'
import type { CanRefusal, CanRequest, CanResponse } from './messages.ts'
import type { Space } from './space.ts'

/** Between two attempts while a zone changes hands. */
const AGAIN_MS = 150
/** Own commands on items at once. */
export const MAX_ATTEMPTS = 4_096

/** Answers this node's own questions, when it is the one to answer. */
export interface Local {
  request(step: Step, from: PeerKey, body: CanRequest, space: Space, answer: Answer): void
}

/** Who answered what, in which space; undefined: nobody in time. */
export interface Outcome {
  readonly space: Space
  readonly holder: NodeRef
  readonly response: CanResponse
}
type Done = (step: Step, outcome: Outcome | undefined) => void
interface Attempt {
  readonly id: CommandId
  /** Where it may be made: with several the nearest first, then in turn. */
  readonly spaces: readonly Space[]
  turn: number
  readonly point: Point
  readonly body: CanRequest
  readonly deadlineAt: number
  readonly done: Done
  /** When it is made again; Infinity: it is under way. */
  at: number
  /** Whoever holds the point by what is known here has been asked, or nobody is known: the holder has to be found. */
  isFound: boolean
}

/**
 * Items as this node's own commands see them: whoever holds the point is asked, as far as that is known here, else found
 * first, and again while zones change hands.
 */
export class Client {
  readonly #core: Core
  readonly #finder: Finder
  readonly #local: Local
  readonly #attempts = new Set<Attempt>()

  constructor(core: Core, finder: Finder, local: Local) {
    this.#core = core
    this.#finder = finder
    this.#local = local
  }

  get wakeAt(): number {
    let at = Infinity
    for (const attempt of this.#attempts) at = Math.min(at, attempt.at)
    return at
  }

  get open(): number {
    return this.#attempts.size
  }

  cancel(id: CommandId): void {
    for (const attempt of [...this.#attempts]) if (attempt.id === id) this.#attempts.delete(attempt)
  }

  tick(step: Step): void {
    for (const attempt of [...this.#attempts]) {
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

  /** False: too many are under way. */
  begin(
    step: Step,
    id: CommandId,
    spaces: readonly Space[],
    point: Point,
    body: CanRequest,
    leftMs: number,
    done: Done,
  ): boolean {
    if (this.#attempts.size >= MAX_ATTEMPTS) return false
    const deadlineAt = step.now + leftMs
    const attempt: Attempt = { id, spaces, turn: 0, point, body, deadlineAt, done, at: Infinity, isFound: false }
    this.#attempts.add(attempt)
    this.#attempt(step, attempt)
    return true
  }

  #attempt(step: Step, attempt: Attempt): void {
    const { spaces, turn, point, deadlineAt, done } = attempt
    const leftMs = deadlineAt - step.now
    if (leftMs <= 0) {
      this.#attempts.delete(attempt)
      done(step, undefined)
      return
    }
    const ends: FindEnds = {
      found: (then, { holder, space: index }) => {
        const space = this.#core.space(index)
        if (space !== undefined && this.#attempts.has(attempt)) this.#send(then, attempt, space, holder.ref)
      },
      lost: (then) => {
        this.#again(then, attempt)
      },
    }
    const findMs = Math.min(leftMs, 2 * this.#core.params.askMs)
    const [first] = spaces
    const space = spaces[turn % spaces.length] ?? first
    const likely =
      space === undefined || attempt.isFound || spaces.length > 1 ? undefined : this.#finder.likely(space, point)
    attempt.isFound = true
    if (space !== undefined && likely !== undefined) this.#send(step, attempt, space, likely, true)
    else if (turn === 0 && spaces.length > 1) this.#finder.beginAny(step, spaces, point, findMs, ends)
    else if (space !== undefined) this.#finder.begin(step, space, point, findMs, ends)
  }

  #send(step: Step, attempt: Attempt, space: Space, holder: NodeRef, isLikely = false): void {
    const { body, deadlineAt, done } = attempt
    const deadlineMs = Math.min(deadlineAt - step.now, 2 * this.#core.params.askMs)
    this.ask(step, space, holder, { ...body, space: space.index }, deadlineMs, (then, response) => {
      if (!this.#attempts.has(attempt)) return
      const isElsewhere = response.type === 'failed' && AGAIN.has(response.code)
      if (isElsewhere && isLikely) this.#attempt(then, attempt)
      else if (isElsewhere) this.#again(then, attempt)
      else {
        this.#attempts.delete(attempt)
        done(then, { space, holder, response })
      }
    })
  }

  /** In the next of its spaces at once; after the last a little later from the first. */
  #again(step: Step, attempt: Attempt): void {
    attempt.turn++
    const isRound = attempt.turn % attempt.spaces.length === 0
    attempt.at = isRound ? step.now + this.#core.random.jitter(AGAIN_MS) : step.now
  }
}

const AGAIN: ReadonlySet<CanRefusal> = new Set(['NOT_HELD', 'NOT_JOINED', 'NO_ROUTE'])
