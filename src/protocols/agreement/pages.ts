import type { PeerKey } from '../../base/index.ts'
import type { KeyRange, Row } from '../machine.ts'
import { isMember } from './group.ts'
import type { Asked, Core, Step } from './core.ts'
import {
  MAX_LISTED_VALUE_BYTES,
  MAX_PAGE_BYTES,
  MAX_PAGE_ROWS,
  MAX_VALUE_BYTES,
  type AgreementRequest,
  type Ballot,
  type BallotOfKey,
  type ListedRegister,
  type RegisterState,
} from './messages.ts'
import { costOf } from './register.ts'
import {
  keyOfText,
  keyTextOf,
  listedRange,
  registerRange,
  rowOf,
  textOfKey,
  type Membership,
  type RegisterRow,
} from './rows.ts'
import type { Shards } from './shards.ts'

/** Pages read for others at once; one more is asked to come again. */
export const MAX_READING = 128
/** A page of ballots: so much for each row besides its key. */
const BALLOT_BYTES = 64

type Page = {
  readonly rows: readonly (readonly [key: string, row: RegisterRow])[]
  readonly through: string | undefined
}

/** Reads what this node holds of a shard for others: who takes over, who copies, who lists. */
export class Pages {
  readonly #core: Core
  readonly #shards: Shards
  /** Who may copy although the group is not decided: invited by this node. */
  readonly #invited = new Map<number, ReadonlySet<PeerKey>>()
  /** Somebody wants to take over from an epoch that still runs here: what has been decided? */
  readonly #doubt: (step: Step, shard: number) => void
  #reading = 0

  constructor(core: Core, shards: Shards, doubt: (step: Step, shard: number) => void) {
    this.#core = core
    this.#shards = shards
    this.#doubt = doubt
  }

  invite(shard: number, peers: ReadonlySet<PeerKey> | undefined): void {
    if (peers === undefined) this.#invited.delete(shard)
    else this.#invited.set(shard, peers)
  }

  // ---- to those who take over --------------------------------------------------------------------------------------

  request(step: Step, asked: Asked, body: Extract<AgreementRequest, { type: 'digest' | 'fetch' }>): void {
    const { shard, lineage, epoch } = body
    const own = this.#shards.own(shard)
    const refusal = this.#shards.refusal(shard, lineage, 0)
    if (own === undefined || own.group.epoch > epoch || own.group.epoch + 1 < epoch) {
      this.#shards.redirect(step, asked.reply, shard)
      return
    }
    if (refusal === 'OTHER_LINEAGE') {
      this.#core.refuse(step, asked.reply, refusal)
      return
    }
    if (body.type === 'digest' && body.final && own.group.epoch !== epoch && !this.#shards.isSealed(shard)) {
      this.#core.refuse(step, asked.reply, 'BUSY')
      if (!own.frozen && isMember(own.group, asked.from)) this.#doubt(step, shard)
      return
    }
    if (!this.#maySee(own, shard, asked.from)) this.#core.refuse(step, asked.reply, 'NOT_MEMBER')
    else if (body.type === 'digest') this.#digest(step, asked, shard, own, body.after)
    else this.#fetch(step, asked, shard, body.keys)
  }

  #maySee(own: Membership, shard: number, peer: PeerKey): boolean {
    const next = own.accepted?.next
    if (isMember(own.group, peer) || (next !== undefined && isMember(next, peer))) return true
    return this.#invited.get(shard)?.has(peer) === true
  }

  #digest(step: Step, asked: Asked, shard: number, own: Membership, after: Uint8Array): void {
    this.#read(step, asked, listedRange(shard, '', textOfKey(after)), (then, { rows, through }) => {
      const ballots: BallotOfKey[] = []
      let last: string | undefined
      let bytes = 0
      for (const [key, { accepted }] of rows) {
        bytes += key.length / 2 + BALLOT_BYTES
        if (bytes > MAX_PAGE_BYTES && last !== undefined) break
        last = key
        if (accepted !== undefined) ballots.push({ key: keyOfText(key), ballot: accepted })
      }
      const isWhole = last === rows.at(-1)?.[0]
      const to = isWhole ? through : last
      this.#core.respond(then, asked.reply, {
        type: 'digested',
        ballots,
        through: to === undefined ? undefined : keyOfText(to),
        floor: own.floor,
      })
    })
  }

  #fetch(step: Step, asked: Asked, shard: number, keys: readonly Uint8Array[]): void {
    const states: { ballot: Ballot; state: RegisterState }[] = []
    const left = [...keys]
    let bytes = 0
    const next = (then: Step): void => {
      const key = left.shift()
      if (key === undefined || (states.length > 0 && bytes >= MAX_PAGE_BYTES)) {
        this.#core.respond(then, asked.reply, { type: 'fetched', states })
        return
      }
      this.#read(then, asked, registerRange(shard, textOfKey(key)), (later, { rows }) => {
        const row = rows[0]?.[1]
        if (row?.state !== undefined && row.accepted !== undefined) {
          bytes += costOf(row.state)
          // What would make the answer too large is asked for again.
          if (states.length === 0 || bytes <= MAX_VALUE_BYTES) states.push({ ballot: row.accepted, state: row.state })
        }
        next(later)
      })
    }
    next(step)
  }

  // ---- to those who list -------------------------------------------------------------------------------------------

  scan(step: Step, asked: Asked, body: Extract<AgreementRequest, { type: 'scan' }>): void {
    const { shard, prefix, after, limit } = body
    if (this.#shards.fellow(step, asked, shard, body.lineage, body.epoch) === undefined) return
    this.#read(step, asked, listedRange(shard, textOfKey(prefix), textOfKey(after)), (then, { rows, through }) => {
      // What was read while the group was being changed may be older than what is acknowledged elsewhere.
      if (this.#shards.fellow(then, asked, shard, body.lineage, body.epoch) === undefined) return
      const registers: ListedRegister[] = []
      const ballots: Ballot[] = []
      let last: string | undefined
      let bytes = 0
      for (const [key, { accepted, state }] of rows) {
        const listed = state && listedOf(state)
        bytes += key.length / 2 + BALLOT_BYTES + (listed?.value?.byteLength ?? 0) + (listed?.contentType.length ?? 0)
        if ((bytes > MAX_PAGE_BYTES || registers.length >= limit) && last !== undefined) break
        last = key
        if (listed === undefined || accepted === undefined) continue
        registers.push(listed)
        ballots.push(accepted)
      }
      const to = last === rows.at(-1)?.[0] ? through : last
      this.#core.respond(then, asked.reply, {
        type: 'listed',
        registers,
        ballots,
        through: to === undefined ? undefined : keyOfText(to),
      })
    })
  }

  // ---- the disk ----------------------------------------------------------------------------------------------------

  #read(step: Step, { reply }: Asked, range: KeyRange, done: (step: Step, page: Page) => void): void {
    if (this.#reading >= MAX_READING) {
      this.#core.refuse(step, reply, 'BUSY')
      return
    }
    this.#reading++
    this.#core.read(step, range, MAX_PAGE_ROWS, {
      rows: (then, rows, rest) => {
        this.#reading--
        const page = pageOf(rows, rest)
        if (page === undefined) this.#core.refuse(then, reply, 'CORRUPT')
        else done(then, page)
      },
      failed: (then, code) => {
        this.#reading--
        this.#core.refuse(then, reply, code)
      },
    })
  }
}

/** Undefined: a row is damaged, and what it said is not known. */
export function pageOf(rows: readonly Row[], rest: KeyRange | undefined): Page | undefined {
  const known: [string, RegisterRow][] = []
  for (const row of rows) {
    const told = rowOf(row)
    if (told?.kind !== 'register') return undefined
    known.push([told.key, told.row])
  }
  return { rows: known, through: throughOf(rows, rest) }
}

/** The last key of a page, if more come after it. */
export function throughOf(rows: readonly Row[], rest: KeyRange | undefined): string | undefined {
  const last = rows.at(-1)?.[0]
  return rest === undefined || last === undefined ? undefined : keyTextOf(last)
}

function listedOf({ key, sequence, kind, contentType, expiresAtMs, value }: RegisterState): ListedRegister {
  const size = value.byteLength
  return {
    key,
    sequence,
    kind,
    contentType,
    expiresAtMs,
    size,
    value: size <= MAX_LISTED_VALUE_BYTES ? value : undefined,
  }
}
