import type { MonoMs, NodeRef, PeerKey } from '../../base/index.ts'
import {
  prefixRange,
  succeed,
  Timers,
  type AskFailure,
  type CommandId,
  type KeyRange,
  type OpId,
  type Row,
} from '../machine.ts'
import { heirOf } from '../own-positions.ts'
import type { Core, Step } from './core.ts'
import type { Keeper } from './keeper.ts'
import { MAX_OPEN_GRANTS, type TallyRefusal, type TallyResponse } from './messages.ts'
import { Pace } from './pace.ts'
import { givenPut, KEPT, rowOf, type Given } from './rows.ts'

/** Tallies on their way to new keepers at once; each of these remembers more of one giver. */
export const MAX_MOVES = MAX_OPEN_GRANTS
/** Rows of a page, each a name to look at. */
const PAGE_ROWS = 256
/** After news of the ring, wait for what else is coming. */
const SETTLE_MS = 1_000
/** Before looking again when this node is not on the ring, is at it still, or has counted something astray. */
const AGAIN_MS = 2_000
const LOOKUP_MS = 3_000
const LONGEST_PAUSE_MS = 30_000
/** The command ends so much before its deadline. */
const ANSWER_MS = 100

/** One tally on its way. */
interface Move {
  readonly name: string
  /** What is written down of it; undefined: it is counted here still. */
  given: Given | undefined
  /** Has the new keeper perhaps taken it, without our knowing? */
  maybeTaken: boolean
  failures: number
  /** When to ask again; Infinity while something is under way. */
  retryAt: number
}

interface Sweep {
  /** To be given, of the page that was read last. */
  names: string[]
  /** The rows that have not been read yet. */
  rest: KeyRange | undefined
  reading: boolean
}

interface Leaving {
  /** Undefined: whoever commanded it has had an answer. */
  id: CommandId | undefined
  given: number
}

/**
 * Hands over what this node is no longer responsible for. In two phases, as a transfer between two accounts: the giver
 * moves the amount from `kept` to `given` in one write (grant) and asks the new keeper to take it; that one writes amount
 * and serial in one write (accept) and answers; the giver deletes `given`. At every instant the amount is in one place,
 * and a crash at any point leaves it there: a giver that restarts asks again, and the serial tells the taker whether it
 * has taken it already. A tally may be counted at its new keeper before the amount arrives: amounts are added.
 */
export class HandOver {
  readonly #core: Core
  readonly #keeper: Keeper
  readonly #timers = new Timers<'sweep' | 'more' | 'retry' | 'leave'>()
  readonly #pace: Pace
  readonly #moves = new Map<string, Move>()
  /** A look at all that is kept here, under way. */
  #sweep: Sweep | undefined
  /** The ring as it was when the last sweep that left nothing behind began. */
  #swept: string | undefined
  /** The ring as it was when the last sweep began. */
  #seen: string | undefined
  #leaving: Leaving | undefined

  constructor(core: Core, keeper: Keeper) {
    this.#core = core
    this.#keeper = keeper
    this.#pace = new Pace(core.random)
    keeper.strayed = (step) => {
      this.#swept = undefined
      if (!this.#timers.has('sweep')) this.#timers.set('sweep', step.now + AGAIN_MS)
    }
  }

  get wakeAt(): MonoMs | undefined {
    return this.#timers.next
  }

  get moving(): number {
    return this.#moves.size
  }

  /** A grant that was open when this node last stopped. */
  restore(now: number, name: string, given: Given): void {
    this.#moves.set(name, { name, given, maybeTaken: true, failures: 0, retryAt: now + SETTLE_MS })
    this.#setRetry()
  }

  /** The ring has changed: some tallies may be another's now. */
  rangeChanged(now: number): void {
    // It may change back before the sweep, and something have been counted in between.
    const range = this.#range()
    if (range !== this.#swept) this.#swept = undefined
    const isNews = range !== this.#seen
    if (isNews) this.#pace.renew()
    this.#seen = range
    if (isNews || !this.#timers.has('sweep')) this.#timers.set('sweep', now + SETTLE_MS)
  }

  /** This node is in the ring, perhaps again. */
  joined(now: number): void {
    if (this.#leaving !== undefined) {
      this.#leaving = undefined
      this.#keeper.open = true
    }
    this.rangeChanged(now)
  }

  /** Gives everything to the successor. */
  leave(step: Step, id: CommandId, leftMs: number): void {
    this.#leaving = { id, given: 0 }
    this.#keeper.open = false
    this.#timers.clear('sweep')
    this.#timers.set('leave', step.now + Math.max(0, leftMs - ANSWER_MS))
    this.#begin(step)
  }

  cancel(id: CommandId): void {
    if (this.#leaving?.id !== id) return
    this.#timers.clear('leave')
    this.#leaving = undefined
    this.#keeper.open = true
  }

  tick(step: Step): void {
    for (const due of this.#timers.due(step.now as MonoMs)) {
      if (due === 'sweep') this.#begin(step)
      else if (due === 'more') this.#goOn(step)
      else if (due === 'leave') this.#left(step)
      else this.#retry(step)
    }
  }

  // ---- which -------------------------------------------------------------------------------------------------------

  #begin(step: Step): void {
    const { ring } = this.#core.siblings
    const positions = ring.positions()
    const isOnRing = positions.every((position) => ring.onRing(position))
    if ((this.#leaving === undefined && !isOnRing) || this.#sweep !== undefined) {
      // Off the ring there is nobody to give to, and what is ours is not known.
      if (this.#keeper.quotas.total > 0) this.#timers.set('sweep', step.now + AGAIN_MS)
      return
    }
    const range = this.#range()
    if (this.#leaving === undefined && range === this.#swept) return
    this.#swept = this.#seen = range
    this.#pace.begin()
    this.#sweep = { names: [], rest: prefixRange(KEPT), reading: false }
    this.#goOn(step)
  }

  /** Where what is owned begins, at each position. */
  #range(): string {
    const { ring } = this.#core.siblings
    return ring
      .positions()
      .map((position) => ring.boundary(position)?.id ?? '')
      .join()
  }

  /** Starts as many moves as may be under way, reads the next page when it has no names left, and ends the sweep. */
  #goOn(step: Step): void {
    const sweep = this.#sweep
    if (sweep === undefined || sweep.reading) return
    while (this.#moves.size < MAX_MOVES) {
      const name = sweep.names.shift()
      if (name === undefined) break
      // The range may have come back since the page was read: no need to ask anybody.
      if (this.#leaving === undefined && this.#core.keeps(name)) continue
      // A part of it is on its way already: the rest follows when that has arrived.
      if (this.#moves.has(name)) this.#again(step)
      else this.#move(step, name)
    }
    if (sweep.names.length > 0) return
    if (sweep.rest !== undefined) this.#readOn(step, sweep, sweep.rest)
    else if (this.#leaving === undefined || this.#moves.size === 0) {
      this.#sweep = undefined
      if (this.#leaving !== undefined && !this.#timers.has('sweep')) this.#left(step)
    }
  }

  #readOn(step: Step, sweep: Sweep, range: KeyRange): void {
    sweep.reading = true
    this.#core.read(step, range, PAGE_ROWS, {
      rows: (then, rows, rest) => {
        sweep.reading = false
        sweep.rest = rest
        sweep.names = rows.flatMap((row) => this.#nameToGive(row))
        this.#goOn(then)
      },
      failed: (then) => {
        this.#sweep = undefined
        this.#again(then)
      },
    })
  }

  #nameToGive(row: Row): string[] {
    const known = rowOf(row)
    if (known?.kind !== 'kept') return []
    return this.#leaving === undefined && this.#core.keeps(known.name) ? [] : [known.name]
  }

  /** Something could not be given: another sweep, and the later the more often that has happened. */
  #again(step: Step): void {
    this.#swept = undefined
    const pauseMs = this.#pace.failed()
    if (!this.#timers.has('sweep')) this.#timers.set('sweep', step.now + pauseMs)
  }

  // ---- one tally ---------------------------------------------------------------------------------------------------

  #move(step: Step, name: string): void {
    const move: Move = { name, given: undefined, maybeTaken: false, failures: 0, retryAt: Infinity }
    this.#moves.set(name, move)
    const { ring, keyOf } = this.#core.siblings
    if (this.#leaving !== undefined) {
      const successor = heirOf(ring, keyOf(name))
      if (successor === undefined) this.#moves.delete(name)
      else this.#grant(step, move, successor)
      return
    }
    this.#core.lookup(step, name, LOOKUP_MS, (then, result) => {
      if (result.ok && result.value.owner.peer !== ring.self(0).peer) this.#grant(then, move, result.value.owner)
      else {
        this.#again(then)
        this.#end(then, move)
      }
    })
  }

  /** The first phase: it is counted here no more, and written down as being on its way. */
  #grant(step: Step, move: Move, to: NodeRef): void {
    const { name } = move
    if (this.#pace.isResting(to.peer)) {
      this.#again(step)
      this.#end(step, move)
      return
    }
    this.#keeper.enter(step, name, {
      type: 'own',
      apply: (then, value, op) => {
        if (value === 0 || (this.#leaving === undefined && this.#core.keeps(name))) return undefined
        move.given = { amount: value, serial: then.lamport, to }
        this.#ask(then, move, move.given, op)
        return { n: -value, put: givenPut(name, move.given) }
      },
      ended: (then, outcome) => {
        if (outcome === 'durable') return
        // Nothing was written, so the question that waited for it is not asked.
        move.given = undefined
        if (outcome !== 'nothing') this.#again(then)
        this.#end(then, move)
      },
    })
  }

  /** The second phase. `after` the grant is durable, the first time. */
  #ask(step: Step, move: Move, { amount, serial, to }: Given, after?: OpId): void {
    const [below, open] = [step.lamport, this.#openTo(to.peer)]
    const body = { type: 'take' as const, position: to.position, name: move.name, amount, serial, below, open }
    // Once at most, so that no copy of the question is still on its way when we have been told no.
    const options = { deadlineMs: this.#core.params.takeMs, semantics: 'at-most-once' as const }
    this.#core.ask(step, to, body, after === undefined ? options : { ...options, after }, {
      answered: (then, _from, answer) => {
        this.#answered(then, move, to, answer)
      },
      failed: (then, why) => {
        this.#askFailed(then, move, to, why)
      },
    })
  }

  #answered(step: Step, move: Move, to: NodeRef, body: TallyResponse): void {
    if (body.type === 'taken') this.#close(step, move, to)
    else if (body.type === 'failed' && hasNotTaken(body.code)) {
      // One tally that would count out of range says nothing of the others.
      if (body.code !== 'OUT_OF_RANGE') this.#pace.rest(to.peer)
      this.#takeBack(step, move)
    } else this.#pause(step, move)
  }

  #askFailed(step: Step, move: Move, to: NodeRef, why: AskFailure): void {
    this.#pace.rest(to.peer)
    // Unreachable until the end: nothing has left.
    if (why === 'unreachable' && !move.maybeTaken) {
      this.#takeBack(step, move)
      return
    }
    if (why !== 'unreachable') move.maybeTaken = true
    this.#pause(step, move)
  }

  /** It has been taken: nothing is left of it here. */
  #close(step: Step, move: Move, to: NodeRef): void {
    this.#core.write(step, [givenPut(move.name)], {
      written: (then) => {
        if (this.#leaving !== undefined) this.#leaving.given++
        this.#end(then, move)
        // May be lost: the next question to that peer says it again.
        const [below = then.lamport] = this.#openTo(to.peer)
        then.effects.push({ type: 'send', to, body: { type: 'settled', below } })
      },
      failed: (then) => {
        this.#pause(then, move)
      },
    })
  }

  /** The serials of the grants to a peer that are open, at most MAX_MOVES, ascending. */
  #openTo(peer: PeerKey): number[] {
    const open = new Set<number>()
    for (const { given } of this.#moves.values()) if (given?.to.peer === peer) open.add(given.serial)
    return [...open].sort((a, b) => a - b)
  }

  /** It has not been taken and never will be: it is counted here again. */
  #takeBack(step: Step, move: Move): void {
    this.#keeper.enter(step, move.name, {
      type: 'own',
      apply: (_then, value) => {
        const amount = move.given?.amount ?? 0
        return Number.isSafeInteger(value + amount) ? { n: amount, put: givenPut(move.name) } : undefined
      },
      ended: (then, outcome) => {
        if (outcome !== 'durable') {
          this.#pause(then, move)
          return
        }
        this.#again(then)
        this.#end(then, move)
      },
    })
  }

  /**
   * The sweep goes on in a step of its own. It must not here: a look-up may be answered at once, so that one move would
   * begin within the end of another, as deep as there are names.
   */
  #end(step: Step, move: Move): void {
    this.#moves.delete(move.name)
    if (this.#sweep !== undefined) this.#timers.set('more', step.now)
  }

  // ---- time --------------------------------------------------------------------------------------------------------

  #pause(step: Step, move: Move): void {
    move.failures++
    const pauseMs = Math.min(500 * 2 ** move.failures, LONGEST_PAUSE_MS)
    move.retryAt = step.now + this.#core.random.jitter(pauseMs)
    this.#setRetry()
  }

  #retry(step: Step): void {
    for (const move of this.#moves.values()) {
      if (move.retryAt > step.now || move.given === undefined) continue
      move.retryAt = Infinity
      this.#ask(step, move, move.given)
    }
    this.#setRetry()
  }

  #setRetry(): void {
    let next = Infinity
    for (const { retryAt } of this.#moves.values()) next = Math.min(next, retryAt)
    if (next === Infinity) this.#timers.clear('retry')
    else this.#timers.set('retry', next)
  }

  /** All is given, or the time is up: the one who commanded it is told. */
  #left(step: Step): void {
    const leaving = this.#leaving
    if (leaving?.id === undefined) return
    this.#timers.clear('leave')
    const result = succeed({ given: leaving.given, left: this.#keeper.quotas.total + this.#moves.size })
    step.effects.push({ type: 'done', id: leaving.id, result })
    leaving.id = undefined
  }
}

/** Answers after which the tally is surely not there. When its disk failed, asking again is safer. */
const hasNotTaken = (code: TallyRefusal): boolean => code === 'NOT_KEEPER' || code === 'FULL' || code === 'OUT_OF_RANGE'
