import { fail, succeed, type CommandId } from '../machine.ts'
import { authorityOf, permits } from './authority.ts'
import type { NameEntry, NamesCommands } from './commands.ts'
import type { Core, Held, Step, Task } from './core.ts'
import { encodeEntry, MAX_DELEGATES, MAX_PEER_BYTES, type Entry } from './entry.ts'
import { nameOf, namesAbove, type Name } from './name.ts'
import { MAX_TTL_MS, MIN_TTL_MS } from './params.ts'
import type { Renewals } from './renewals.ts'
import { mismatchDetail } from './revision.ts'
import { problemOfValue } from './value.ts'

/** How often a change is tried anew because somebody else has changed the register meanwhile. */
const MAX_TRIES = 8

type SetArgs = NamesCommands['set']['args']

/** What a name is set to, checked. */
interface Wish extends Omit<SetArgs, 'name'> {
  readonly name: Name
  tries: number
}

/** Carries out `set` and `remove`: looks at the name and at what stands above it, and changes it if nobody else has since. */
export class Setter {
  readonly #core: Core
  readonly #renewals: Renewals

  constructor(core: Core, renewals: Renewals) {
    this.#core = core
    this.#renewals = renewals
  }

  set(step: Step, id: CommandId, args: SetArgs, leftMs: number): void {
    const name = nameOf(args.name)
    const problem = 'labels' in name ? problemOfWish(this.#core, args) : `not a name: ${name.problem}`
    if (!('labels' in name) || problem !== undefined) {
      step.effects.push({ type: 'done', id, result: fail('INVALID_ARGUMENT', problem ?? '') })
      return
    }
    if (args.renew && !this.#renewals.hasRoom(name)) {
      const detail = `this daemon renews ${this.#core.params.limits.renewed} names already`
      step.effects.push({ type: 'done', id, result: fail('QUOTA_EXCEEDED', detail) })
      return
    }
    const task = this.#core.command(step, id, leftMs)
    if (task !== undefined) this.#look(step, task, { ...args, name, tries: 0 })
  }

  #look(step: Step, task: Task, wish: Wish): void {
    const above = namesAbove(wish.name)
    this.#core.readNames(step, task, [...above, wish.name], (then, held) => {
      this.#judge(then, task, wish, above, held)
    })
  }

  #judge(step: Step, task: Task, wish: Wish, above: readonly Name[], held: readonly (Held | undefined)[]): void {
    const { self } = this.#core.siblings
    const { ifMatch } = wish
    const authority = authorityOf(held.slice(0, -1).map((each) => each?.entry))
    const present = held.at(-1)
    const entry = present?.entry
    const holder = permits(authority, self) ? undefined : authority?.owner
    if (holder !== undefined) {
      this.#core.end(step, task, fail('FORBIDDEN', `names there are given by ${holder}, who holds the name above`))
    } else if (entry !== undefined && entry.owner !== self) {
      this.#core.end(step, task, fail('FORBIDDEN', `it belongs to ${entry.owner}${until(present)}`))
    } else if (ifMatch !== undefined && ifMatch !== (entry?.revision ?? 'absent')) {
      this.#core.end(step, task, fail('VERSION_MISMATCH', mismatchDetail(entry?.revision)))
    } else if (authority === undefined && above[0] !== undefined) {
      this.#takeTop(step, task, wish, above[0], held[0])
    } else this.#put(step, task, wish, present)
  }

  /** Nobody holds anything above: the top label is taken first, so that nobody else can get the tree. */
  #takeTop(step: Step, task: Task, wish: Wish, top: Name, held: Held | undefined): void {
    const entry = this.#entry(step, { value: { kind: 'held', text: '' }, delegates: [] })
    this.#change(step, task, wish, top, held, entry, (then) => {
      this.#look(then, task, wish)
    })
  }

  #put(step: Step, task: Task, wish: Wish, present: Held | undefined): void {
    const { name, value } = wish
    const before = present?.entry
    const after = this.#entry(step, { value, delegates: wish.delegates ?? before?.delegates ?? [] }, before)
    this.#change(step, task, wish, name, present, after, (then, result) => {
      this.#core.end(then, task, succeed(result))
    })
  }

  #entry(step: Step, what: Pick<Entry, 'value' | 'delegates'>, before?: Entry): Entry {
    const revision = Math.max(step.lamport, (before?.revision ?? 0) + 1)
    return { owner: this.#core.siblings.self, revision, ...what }
  }

  /** Puts an entry in place of what was read, sees to its renewal, and goes on. */
  #change(
    step: Step,
    task: Task,
    wish: Wish,
    name: Name,
    held: Held | undefined,
    entry: Entry,
    done: (step: Step, result: NameEntry) => void,
  ): void {
    const bytes = encodeEntry(this.#core.siblings.signer, name, entry)
    const { ttlMs, renew } = wish
    const ifMatch = held?.register.sequence ?? ('absent' as const)
    const change = { type: 'put', value: bytes, contentType: '', ttlMs, ifMatch } as const
    this.#core.change(step, task, name, change, (then, result) => {
      if (result.ok) {
        const answer = this.#core.answerOf(name, entry, result.value.expiresAtMs)
        this.#renewals.keep(then, task, name, renew ? { ttlMs, bytes } : undefined, (later) => {
          done(later, answer)
        })
      } else if (result.code === 'VERSION_MISMATCH') this.#again(then, task, wish)
      else this.#core.end(then, task, result)
    })
  }

  /** Somebody was quicker, if only with a renewal. */
  #again(step: Step, task: Task, wish: Wish): void {
    if (++wish.tries < MAX_TRIES) this.#look(step, task, wish)
    else this.#core.end(step, task, fail('CONFLICT', `others have changed it ${MAX_TRIES} times meanwhile`))
  }

  remove(step: Step, id: CommandId, args: NamesCommands['remove']['args'], leftMs: number): void {
    const name = nameOf(args.name)
    if (!('labels' in name)) {
      step.effects.push({ type: 'done', id, result: fail('INVALID_ARGUMENT', `not a name: ${name.problem}`) })
      return
    }
    const task = this.#core.command(step, id, leftMs)
    if (task === undefined) return
    // First it is renewed no more: a renewal must not bring it back.
    this.#renewals.keep(step, task, name, undefined, (then) => {
      this.#remove(then, task, name, args.ifMatch, 0)
    })
  }

  #remove(step: Step, task: Task, name: Name, ifMatch: number | undefined, tries: number): void {
    this.#core.readNames(step, task, [name], (then, [held]) => {
      if (held === undefined) {
        this.#core.end(then, task, fail('NOT_FOUND', 'there is no such name'))
        return
      }
      const { register, entry } = held
      if (entry !== undefined && entry.owner !== this.#core.siblings.self) {
        this.#core.end(then, task, fail('FORBIDDEN', `it belongs to ${entry.owner}${until(held)}`))
      } else if (entry === undefined) {
        this.#core.end(then, task, fail('NOT_FOUND', 'there is no such name, only bytes that nobody has signed'))
      } else if (ifMatch !== undefined && entry.revision !== ifMatch) {
        this.#core.end(then, task, fail('VERSION_MISMATCH', mismatchDetail(entry.revision)))
      } else {
        this.#core.change(then, task, name, { type: 'remove', ifMatch: register.sequence }, (later, result) => {
          const was = this.#core.answerOf(name, entry, register.expiresAtMs)
          if (result.ok) this.#core.end(later, task, succeed(was))
          else if (result.code !== 'VERSION_MISMATCH') this.#core.end(later, task, result)
          else if (tries + 1 < MAX_TRIES) this.#remove(later, task, name, ifMatch, tries + 1)
          else this.#core.end(later, task, fail('CONFLICT', `others have changed it ${MAX_TRIES} times meanwhile`))
        })
      }
    })
  }
}

function problemOfWish({ siblings }: Core, { value, delegates = [], ttlMs }: SetArgs): string | undefined {
  if (!Number.isSafeInteger(ttlMs) || ttlMs < MIN_TTL_MS || ttlMs > MAX_TTL_MS) {
    return `a lease is from ${MIN_TTL_MS} to ${MAX_TTL_MS} ms`
  }
  if (delegates.length > MAX_DELEGATES) return `a name has at most ${MAX_DELEGATES} delegates`
  if (new Set(delegates).size < delegates.length) return 'a delegate is named twice'
  for (const delegate of delegates) {
    if (delegate === siblings.self) return 'its owner need not be its delegate'
    if (!/^[!-~]+$/.test(delegate) || delegate.length > MAX_PEER_BYTES) return 'a delegate is a peer id'
  }
  return problemOfValue(value)
}

const until = (held: Held | undefined): string => {
  const ends = held?.register.expiresAtMs
  return ends === undefined ? '' : `, and is leased until ${ends} ms after 1970`
}
