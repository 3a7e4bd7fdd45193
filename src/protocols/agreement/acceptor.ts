import type { IoFailure, OpId, ReplyId } from '../machine.ts'
import { compareBallots, laterBallot, sameBallot, type Ballot } from './ballot.ts'
import type { Asked, Core, Step } from './core.ts'
import type { AgreementRequest, AgreementResponse } from './messages.ts'
import { costOf } from './register.ts'
import { NO_ROW, registerPut, registerRange, rowOf, textOfKey, type RegisterRow } from './rows.ts'
import type { Shards } from './shards.ts'
import type { Usage } from './usage.ts'

export type Aimed = Extract<AgreementRequest, { type: 'look' | 'prepare' | 'accept' | 'forget' }>

/** What is done to a register when its turn comes. */
interface Job {
  readonly reply: ReplyId
  readonly asked: Asked
  readonly body: Aimed
}

/** One register in memory. */
interface Slot {
  readonly shard: number
  readonly key: string
  state: 'unread' | 'reading' | 'idle' | 'writing'
  /** As it is on disk, or as it will be when what is being written is durable. */
  row: RegisterRow
  /** Somebody else has written the row since: it is read again. */
  stale: boolean
  /** Bounded by the host, which owes an answer to each. */
  waiting: Job[]
}

/** What a step makes of a register. */
interface Verdict {
  readonly row: RegisterRow
  readonly answer: AgreementResponse
}

/** Registers in memory although nothing is done to them, at most; and so many bytes, by `cachedBytes`. */
export const MAX_CACHED = 1_024

/**
 * The acceptor of CASPaxos (Rystsov, "CASPaxos: replicated state machines without logs", 2018, §2.2): it promises not to
 * accept what comes before a ballot, and accepts what it has not promised away. Both are on disk before they are said. Of
 * each register one write is under way at a time; what comes meanwhile waits and is written together.
 */
export class Acceptor {
  readonly #core: Core
  readonly #shards: Shards
  readonly #usage: Usage
  /** Least recently used first. */
  readonly #slots = new Map<string, Slot>()
  #cachedBytes = 0
  /** Rows that could not be read as this machine has written them. */
  damaged = 0

  constructor(core: Core, shards: Shards, usage: Usage) {
    this.#core = core
    this.#shards = shards
    this.#usage = usage
  }

  get cached(): { registers: number; bytes: number } {
    return { registers: this.#slots.size, bytes: this.#cachedBytes }
  }

  /** A fellow member's request about a register. */
  request(step: Step, asked: Asked, body: Aimed): void {
    const own = this.#shards.fellow(step, asked, body.shard, body.lineage, body.epoch)
    if (own === undefined) return
    if (!isHonest(body, asked, own.group.epoch, step.lamport)) {
      step.effects.push({ type: 'refuse', reply: asked.reply })
      return
    }
    const key = textOfKey(body.type === 'accept' ? body.state.key : body.key)
    const slot = this.#slotOf(body.shard, key)
    slot.waiting.push({ reply: asked.reply, asked, body })
    if (slot.state === 'idle') this.#work(step, slot)
    else if (slot.state === 'unread') this.#read(step, slot)
  }

  /** The shard's rows are about to be changed by somebody else, or have been. */
  drop(shard: number): void {
    for (const [name, slot] of this.#slots) {
      if (slot.shard !== shard) continue
      if (slot.state === 'idle') this.#forget(name, slot)
      else slot.stale = true
    }
  }

  #slotOf(shard: number, key: string): Slot {
    const name = `${shard}/${key}`
    const known = this.#slots.get(name)
    const slot: Slot = known ?? { shard, key, state: 'unread', row: NO_ROW, stale: false, waiting: [] }
    this.#slots.delete(name)
    this.#slots.set(name, slot)
    const { cachedBytes } = this.#core.params.limits
    for (const [oldest, each] of this.#slots) {
      if (this.#slots.size <= MAX_CACHED && this.#cachedBytes <= cachedBytes) break
      if (each.state === 'idle' && each !== slot) this.#forget(oldest, each)
    }
    return slot
  }

  #forget(name: string, slot: Slot): void {
    this.#slots.delete(name)
    this.#cachedBytes -= costOf(slot.row.state)
  }

  #set(slot: Slot, row: RegisterRow): void {
    this.#cachedBytes += costOf(row.state) - costOf(slot.row.state)
    slot.row = row
  }

  #read(step: Step, slot: Slot): void {
    slot.state = 'reading'
    slot.stale = false
    this.#core.read(step, registerRange(slot.shard, slot.key), 1, {
      rows: (then, [row]) => {
        if (slot.stale) {
          this.#read(then, slot)
          return
        }
        const known = row && rowOf(row)
        if (row !== undefined && known?.kind !== 'register') {
          this.damaged++
          this.#fail(then, slot, slot.waiting, 'CORRUPT')
          return
        }
        this.#set(slot, known?.kind === 'register' ? known.row : NO_ROW)
        slot.state = 'idle'
        this.#work(then, slot)
      },
      failed: (then, code) => {
        this.#fail(then, slot, slot.waiting, code)
      },
    })
  }

  /** What was to be done is not; what is on disk is read again before anything else is done. */
  #fail(step: Step, slot: Slot, jobs: readonly Job[], code: IoFailure): void {
    this.#forget(`${slot.shard}/${slot.key}`, slot)
    for (const { reply } of [...jobs, ...slot.waiting]) this.#core.refuse(step, reply, code)
    slot.waiting = []
  }

  /** All that waits happens now, in one write; what it comes to is said once that is durable. */
  #work(step: Step, slot: Slot): void {
    const jobs = slot.waiting
    const before = slot.row
    const answers: [ReplyId, AgreementResponse][] = []
    slot.waiting = []
    for (const { asked, reply, body } of jobs) {
      // The group may have been sealed while the disk was at work.
      if (this.#shards.fellow(step, asked, body.shard, body.lineage, body.epoch) === undefined) continue
      const { row, answer } = this.#judge(slot, body)
      // In the same write as the row.
      if (body.type === 'forget' && row !== slot.row) {
        this.#shards.raise(step, slot.shard, body.sequence, body.ballot)
      }
      this.#set(slot, row)
      answers.push([reply, answer])
    }
    if (slot.row === before) {
      for (const [reply, answer] of answers) this.#core.respond(step, reply, answer)
      return
    }
    slot.state = 'writing'
    const after = slot.row
    const op: OpId = this.#core.write(step, [registerPut(slot.shard, slot.key, after)], {
      written: (then) => {
        this.#usage.changed(before.state, after.state)
        slot.state = 'idle'
        if (slot.stale) this.#read(then, slot)
        else if (slot.waiting.length > 0) this.#work(then, slot)
      },
      // Who has been answered already is not answered again by the host.
      failed: (then, code) => {
        this.#fail(then, slot, jobs, code)
      },
    })
    for (const [reply, answer] of answers) this.#core.respond(step, reply, answer, op)
  }

  #judge(slot: Slot, body: Aimed): Verdict {
    const { row } = slot
    const own = this.#shards.own(slot.shard)
    const floor = own?.floor ?? 0
    // Who proposes for a register that is forgotten here may have begun before that.
    const promised = row.accepted === undefined ? laterBallot(row.promised, own?.forgotten) : row.promised
    switch (body.type) {
      case 'look':
        return {
          row,
          answer: { type: 'held', accepted: row.accepted, state: body.full ? row.state : undefined, floor },
        }
      case 'prepare': {
        const { ballot, have } = body
        if (compareBallots(ballot, promised) < 0) return rejected(row, promised)
        const state = have !== undefined && sameBallot(have, row.accepted) ? undefined : row.state
        return {
          row: { ...row, promised: ballot },
          answer: { type: 'promised', accepted: row.accepted, state, floor },
        }
      }
      case 'accept': {
        const { ballot, next, state } = body
        if (sameBallot(ballot, row.accepted)) return { row, answer: { type: 'accepted' } }
        if (compareBallots(ballot, promised) < 0 || compareBallots(ballot, row.accepted) < 0) {
          return rejected(row, promised)
        }
        if (!this.#usage.hasRoom(row.state, state)) {
          return { row, answer: { type: 'failed', code: 'STORAGE_FULL', sequence: undefined } }
        }
        return { row: { promised: laterBallot(next, ballot), accepted: ballot, state }, answer: { type: 'accepted' } }
      }
      case 'forget': {
        // All members hold it and have promised this ballot. Who has promised a later one since keeps what it has.
        const { state } = row
        const isTombstone = state === undefined || (state.kind === 'tombstone' && state.sequence === body.sequence)
        const forgets = isTombstone && sameBallot(row.promised, body.ballot)
        return { row: forgets ? NO_ROW : row, answer: { type: 'forgotten' } }
      }
    }
  }
}

function rejected(row: RegisterRow, promised: Ballot | undefined): Verdict {
  const latest = laterBallot(promised, row.accepted)
  if (latest === undefined) return { row, answer: { type: 'failed', code: 'BUSY', sequence: undefined } }
  return { row, answer: { type: 'rejected', promised: latest } }
}

/**
 * A proposer uses its own ballots of this epoch, no later than Lamport time: the stamp of a message moves the clock of
 * who gets it, by a bounded jump, so a ballot above it was not made as it must be.
 */
function isHonest(body: Aimed, { from }: Asked, epoch: number, lamport: number): boolean {
  const fits = (ballot: Ballot, ahead: number): boolean =>
    ballot.epoch === epoch && ballot.peer === from && ballot.counter >= 1 && ballot.counter <= lamport + ahead
  if (body.type === 'prepare' || body.type === 'forget') return fits(body.ballot, 0)
  if (body.type !== 'accept') return true
  return fits(body.ballot, 0) && fits(body.next, 1) && body.next.counter > body.ballot.counter
}
