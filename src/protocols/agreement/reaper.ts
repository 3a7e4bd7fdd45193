import type { Ballot } from './ballot.ts'
import { sameBallot } from './ballot.ts'
import type { Core, Step } from './core.ts'
import type { AgreementRequest, AgreementResponse } from './messages.ts'
import { throughOf } from './pages.ts'
import type { Proposer } from './proposer.ts'
import { isOver } from './register.ts'
import { keyOfText, listedRange, rowOf, type Membership } from './rows.ts'
import type { Shards } from './shards.ts'

/** A removed register, as it was when it was first seen. */
interface Note {
  readonly shard: number
  readonly key: string
  readonly accepted: Ballot
  readonly sequence: number
  readonly sinceMs: number
}

/** Removed registers that are waited for at once: so many are forgotten in the time that a tombstone has to stand. */
export const MAX_NOTES = 4_096
/** Of these, forgotten with one look. */
export const MAX_TOGETHER = 16
/** Registers whose time is over, removed with one page. */
export const MAX_EXPIRED = 32
const PAGE_ROWS = 256
const REMOVE_MS = 5_000

/**
 * Removes what has outlived its time, and forgets what was removed: a tombstone goes only when all members hold the same
 * one, have promised the same ballot for it, and it is so old that no message from before it can be under way. Of each
 * group the first member does it, over all its rows again and again, a page at a time.
 */
export class Reaper {
  readonly #core: Core
  readonly #shards: Shards
  readonly #proposer: Proposer
  readonly #notes = new Map<string, Note>()
  #wakeAt = Infinity
  /** Where to go on reading. */
  #shard = 0
  #after = ''
  #reading = false

  constructor(core: Core, shards: Shards, proposer: Proposer) {
    this.#core = core
    this.#shards = shards
    this.#proposer = proposer
  }

  get wakeAt(): number {
    return this.#wakeAt
  }

  start(now: number): void {
    this.#wakeAt = now + this.#pauseMs
  }

  /** A page at a time, so that a tombstone is seen in good time and a disk is not kept busy. */
  get #pauseMs(): number {
    return this.#core.random.jitter(this.#core.params.tombstoneMs / 60)
  }

  /** There is more to do: by default in two seconds, which is eight registers a second. */
  #soon(step: Step): void {
    const at = step.now + this.#core.random.jitter(this.#core.params.tombstoneMs / 1_800)
    this.#wakeAt = Math.min(this.#wakeAt, at)
  }

  tick(step: Step): void {
    if (this.#wakeAt > step.now) return
    this.#wakeAt = step.now + this.#pauseMs
    const due = [...this.#notes].filter(([, { sinceMs }]) => step.now - sinceMs >= this.#core.params.tombstoneMs)
    for (const [name, note] of due.slice(0, MAX_TOGETHER)) {
      this.#notes.delete(name)
      this.#forget(step, note)
    }
    if (due.length > MAX_TOGETHER) this.#soon(step)
    if (!this.#reading && this.#notes.size < MAX_NOTES) this.#read(step)
  }

  /** The membership under which this node may forget something; undefined: it is not for it to do, or not now. */
  #mine(shard: number): Membership | undefined {
    const own = this.#shards.own(shard)
    if (own === undefined || own.frozen || own.from !== undefined) return undefined
    return own.group.members[0]?.peer === this.#core.self ? own : undefined
  }

  // ---- what is there -----------------------------------------------------------------------------------------------

  #read(step: Step): void {
    const next = [...this.#shards.mine()].find(([each]) => each >= this.#shard && this.#mine(each) !== undefined)
    if (next === undefined) {
      this.#goTo(0, '')
      return
    }
    const [shard] = next
    const after = shard === this.#shard ? this.#after : ''
    this.#reading = true
    this.#core.read(step, listedRange(shard, '', after), PAGE_ROWS, {
      rows: (then, rows, rest) => {
        this.#reading = false
        const through = throughOf(rows, rest)
        if (through === undefined) this.#goTo(shard + 1, '')
        else this.#goTo(shard, through)
        const before = this.#notes.size
        let expired = 0
        for (const row of rows) {
          const told = rowOf(row)
          // It is damaged: whoever writes this register next mends it.
          if (told?.kind !== 'register') continue
          const { key } = told
          const { accepted, state } = told.row
          if (state?.kind === 'tombstone' && accepted !== undefined) {
            this.#note({ shard, key, accepted, sequence: state.sequence, sinceMs: then.now })
          } else if (isOver(state, then.wall) && expired++ < MAX_EXPIRED) this.#remove(then, shard, key)
        }
        if (this.#notes.size > before || expired > MAX_EXPIRED) this.#soon(then)
      },
      failed: () => {
        this.#reading = false
      },
    })
  }

  #goTo(shard: number, after: string): void {
    this.#shard = shard
    this.#after = after
  }

  #note(note: Note): void {
    const name = `${note.shard}/${note.key}`
    const known = this.#notes.get(name)
    const isSame = known !== undefined && sameBallot(known.accepted, note.accepted)
    if (!isSame && (known !== undefined || this.#notes.size < MAX_NOTES)) this.#notes.set(name, note)
  }

  /** Whoever reads it removes it. */
  #remove(step: Step, shard: number, key: string): void {
    const waiting = {
      change: { type: 'read' as const },
      writer: this.#core.self,
      deadline: step.now + REMOVE_MS,
      done: () => undefined,
    }
    this.#proposer.change(step, shard, keyOfText(key), waiting)
  }

  // ---- forgetting --------------------------------------------------------------------------------------------------

  #forget(step: Step, note: Note): void {
    const own = this.#mine(note.shard)
    if (own === undefined) return
    const { epoch, members } = own.group
    const ballot: Ballot = { epoch, counter: step.lamport, peer: this.#core.self }
    const key = keyOfText(note.key)
    const address = { lineage: this.#shards.lineage, shard: note.shard, epoch }
    let promised = 0
    for (const member of members) {
      const body: AgreementRequest = { ...address, type: 'prepare', key, ballot, have: note.accepted }
      this.#core.askOften(step, member, body, {
        answered: (then, _from, answer) => {
          if (!holds(answer, note) || ++promised < members.length) return
          const forget: AgreementRequest = { ...address, type: 'forget', key, ballot, sequence: note.sequence }
          for (const each of members) {
            this.#core.askOften(then, each, forget, { answered: () => undefined, failed: () => undefined })
          }
        },
        failed: () => undefined,
      })
    }
  }
}

/** Does the member hold this tombstone, or has it forgotten it already? */
const holds = (answer: AgreementResponse, { accepted, sequence }: Note): boolean =>
  answer.type === 'promised' &&
  (answer.accepted === undefined ? answer.floor >= sequence : sameBallot(answer.accepted, accepted))
