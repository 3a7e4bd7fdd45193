import { fail, succeed, type CommandId } from '../machine.ts'
import { compareBallots, type Ballot } from './ballot.ts'
import type { Client, Failure } from './client.ts'
import type { AgreementCommands, AgreementFailure } from './commands.ts'
import type { Asked, Core, Step } from './core.ts'
import { majorityOf, shardOf } from './group.ts'
import {
  MAX_KEY_BYTES,
  MAX_PAGE_ROWS,
  type AgreementRequest,
  type AgreementResponse,
  type ListedRegister,
} from './messages.ts'
import { textOfKey } from './rows.ts'
import type { Shards } from './shards.ts'

/** Registers that one command may list. */
export const MAX_LISTED = 256
/** Pages without a register with a value that one command looks through. */
export const MAX_EMPTY_PAGES = 256

type Listed = Extract<AgreementResponse, { type: 'listed' }>

/** A member asked to list asks a majority of the group, and puts together what they hold. */
export class ListServer {
  readonly #core: Core
  readonly #shards: Shards
  #open = 0

  constructor(core: Core, shards: Shards) {
    this.#core = core
    this.#shards = shards
  }

  request(step: Step, asked: Asked, body: Extract<AgreementRequest, { type: 'list' }>): void {
    const { shard, lineage, prefix, after, limit } = body
    const own = this.#shards.own(shard)
    const refusal = this.#shards.refusal(shard, lineage, 0)
    if (own === undefined || refusal === 'NOT_MEMBER') {
      this.#shards.redirect(step, asked.reply, shard)
      return
    }
    if (refusal !== undefined || this.#open >= this.#core.params.limits.listings) {
      this.#core.refuse(step, asked.reply, refusal ?? 'BUSY')
      return
    }
    this.#open++
    const pages: Listed[] = []
    let failed = 0
    const { group } = own
    const end = (then: Step, answer: AgreementResponse): void => {
      this.#open--
      failed = Infinity
      this.#core.respond(then, asked.reply, answer)
    }
    const scan = { type: 'scan' as const, lineage, shard, epoch: group.epoch, prefix, after, limit }
    for (const member of group.members) {
      this.#core.askOften(step, member, scan, {
        answered: (then, _from, answer) => {
          if (failed === Infinity) return
          if (answer.type !== 'listed') refused(then, answer.type === 'failed' && answer.code === 'FROZEN')
          else if (pages.push(answer) >= majorityOf(group)) end(then, together(pages, limit))
        },
        failed: (then) => {
          if (failed !== Infinity) refused(then, false)
        },
      })
    }
    const refused = (then: Step, isFrozen: boolean): void => {
      failed++
      if (group.members.length - failed >= majorityOf(group)) return
      end(then, { type: 'failed', code: isFrozen ? 'FROZEN' : 'NO_QUORUM', sequence: undefined })
    }
  }
}

/** Of each register the latest that any of them holds, as far as all of them have told. */
function together(pages: readonly Listed[], limit: number): Listed {
  const ends = pages.flatMap(({ through }) => (through === undefined ? [] : [through]))
  const [first] = ends.sort((a, b) => (textOfKey(a) < textOfKey(b) ? -1 : 1))
  const through = first === undefined ? undefined : textOfKey(first)
  const latest = new Map<string, { register: ListedRegister; ballot: Ballot }>()
  for (const { registers, ballots } of pages) {
    registers.forEach((register, i) => {
      const [key, ballot] = [textOfKey(register.key), ballots[i]]
      if (ballot === undefined || (through !== undefined && key > through)) return
      if (compareBallots(ballot, latest.get(key)?.ballot) > 0) latest.set(key, { register, ballot })
    })
  }
  const inOrder = [...latest].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each)
  const listed = inOrder.slice(0, limit)
  return {
    type: 'listed',
    registers: listed.map(({ register }) => register),
    ballots: listed.map(({ ballot }) => ballot),
    through: listed.length < inOrder.length ? listed.at(-1)?.register.key : first,
  }
}

type Args = AgreementCommands['list']['args']

/** Lists for whoever commands it, a page at a time. */
export class ListCommands {
  readonly #core: Core
  readonly #client: Client
  readonly #open = new Set<CommandId>()

  constructor(core: Core, client: Client) {
    this.#core = core
    this.#client = client
  }

  begin(step: Step, id: CommandId, args: Args, leftMs: number): void {
    const { prefix, after, limit } = args
    const isFine = Number.isInteger(limit) && limit >= 1 && limit <= MAX_LISTED
    if (!isFine || prefix.byteLength > MAX_KEY_BYTES || (after?.byteLength ?? 0) > MAX_KEY_BYTES) {
      const detail = `limit is 1 to ${MAX_LISTED}, prefix and after have at most ${MAX_KEY_BYTES} bytes`
      step.effects.push({ type: 'done', id, result: fail('INVALID_ARGUMENT', detail) })
      return
    }
    if (this.#open.size >= this.#core.params.limits.listings) {
      step.effects.push({ type: 'done', id, result: fail('OVERLOAD', 'too many listings are under way') })
      return
    }
    this.#open.add(id)
    this.#page(step, id, args, { listed: [], pages: 0, after: after ?? new Uint8Array(0), deadline: step.now + leftMs })
  }

  cancel(id: CommandId): void {
    this.#open.delete(id)
  }

  #page(
    step: Step,
    id: CommandId,
    args: Args,
    at: {
      readonly listed: readonly ListedRegister[]
      readonly pages: number
      readonly after: Uint8Array
      readonly deadline: number
    },
  ): void {
    const limit = Math.min(MAX_PAGE_ROWS, args.limit - at.listed.length)
    const question = { type: 'list' as const, prefix: args.prefix, after: at.after, limit }
    this.#client.begin(step, id, shardOf(args.id), question, at.deadline, {
      done: (then, answer) => {
        if (answer.type !== 'listed' || !this.#open.has(id)) return
        const present = answer.registers.filter(
          ({ kind, expiresAtMs }) => kind === 'value' && !isPast(then, expiresAtMs),
        )
        const item = present.slice(0, limit)
        const listed = [...at.listed, ...item]
        const pages = at.pages + 1
        const cut = item.length < present.length ? item.at(-1)?.key : answer.through
        if (cut !== undefined && listed.length < args.limit && pages - listed.length < MAX_EMPTY_PAGES) {
          this.#page(then, id, args, { ...at, listed, pages, after: cut })
          return
        }
        this.#open.delete(id)
        then.effects.push({ type: 'done', id, result: succeed({ registers: listed, through: cut }) })
      },
      failed: (then, { code, detail }: Failure) => {
        this.#open.delete(id)
        const told = isOfChange(code) ? 'UNREACHABLE' : code
        then.effects.push({ type: 'done', id, result: fail(told, detail) })
      },
    })
  }
}

const isOfChange = (code: Failure['code']): code is Exclude<Failure['code'], AgreementFailure> =>
  code === 'VERSION_MISMATCH' || code === 'NOT_FOUND' || code === 'FORBIDDEN' || code === 'QUOTA_EXCEEDED'

const isPast = (step: Step, expiresAtMs: number | undefined): boolean =>
  expiresAtMs !== undefined && step.wall.earliest >= expiresAtMs
