import { ringId, type MonoMs } from '../../base/index.ts'
import type { ListedRegister } from '../agreement/messages.ts'
import { fail, succeed, Timers, type CommandId } from '../machine.ts'
import { authorityOf, permits, type Authority } from './authority.ts'
import { MAX_LISTED, type NameEntry, type NamesCommands } from './commands.ts'
import type { Core, Held, Step, Task } from './core.ts'
import { decodeEntry } from './entry.ts'
import {
  compareNames,
  isBelow,
  keyAtDepth,
  keyPrefixBelow,
  MAX_DEPTH,
  nameOf,
  nameOfKey,
  namesAbove,
  ringIdOfTree,
  type Name,
} from './name.ts'

/** Shards of agreement: the top labels are in all of them. */
const SHARDS = 256
/** Groups asked at once. */
const MAX_ASKED = 8

type ListArgs = NamesCommands['list']['args']
type ListResult = NamesCommands['list']['result']
type Query = Parameters<Core['list']>[2]

interface Found {
  readonly name: Name
  readonly register: ListedRegister
}

/** A list under way: what is asked of which group, and the first names of what has been answered. */
interface Listing {
  readonly task: Task
  readonly limit: number
  /** The entries above what is listed, as they count, from the top down. */
  readonly path: readonly { readonly name: Name; readonly authority: Authority }[]
  readonly left: Query[]
  asked: number
  /** In order; at most `limit`. */
  found: Found[]
  /** There may be names after this one that have not been seen. */
  horizon: Name | undefined
}

/** Tells what stands below a name, a page at a time. */
export class Lister {
  readonly #core: Core
  readonly #timers = new Timers<'more'>()
  readonly #open = new Set<Listing>()

  constructor(core: Core) {
    this.#core = core
  }

  get wakeAt(): MonoMs | undefined {
    return this.#timers.next
  }

  begin(step: Step, id: CommandId, args: ListArgs, leftMs: number): void {
    const [above, after] = [args.above, args.after].map((text) => (text === undefined ? undefined : nameOf(text)))
    const problem = problemOf(args, above, after)
    if (problem !== undefined || (above && 'problem' in above) || (after && 'problem' in after)) {
      step.effects.push({ type: 'done', id, result: fail('INVALID_ARGUMENT', problem ?? '') })
      return
    }
    const task = this.#core.command(step, id, leftMs)
    if (task === undefined) return
    const left = above === undefined ? topQueries(after, args.limit) : this.#queriesBelow(above, after, args)
    // The entries on the way to where the page begins say who may stand in it.
    const from = args.recursive ? (after ?? above) : above
    const path = from === undefined ? [] : [...namesAbove(from), from]
    this.#core.readNames(step, task, path, (then, held) => {
      const listing: Listing = {
        task,
        limit: args.limit,
        path: countedOf(path, held),
        left,
        asked: 0,
        found: [],
        horizon: undefined,
      }
      this.#open.add(listing)
      this.#goOn(then, listing)
    })
  }

  tick(step: Step): void {
    if (this.#timers.due(step.now as MonoMs).length === 0) return
    for (const listing of [...this.#open]) this.#goOn(step, listing)
  }

  #queriesBelow(above: Name, after: Name | undefined, { recursive, limit }: ListArgs): Query[] {
    const id = ringIdOfTree(this.#core.siblings.sha256, above)
    const depth = above.labels.length + 1
    const last = recursive ? MAX_DEPTH : depth
    return Array.from({ length: last - depth + 1 }, (_, i) => ({
      id,
      prefix: keyPrefixBelow(above, depth + i),
      after: after && keyAtDepth(after, depth + i),
      limit,
    }))
  }

  #goOn(step: Step, listing: Listing): void {
    const { task, left } = listing
    if (task.isOver) {
      this.#open.delete(listing)
      return
    }
    while (left.length > 0 && listing.asked < MAX_ASKED) {
      listing.asked++
      this.#core.list(step, task, left.shift() as Query, (then, page) => {
        listing.asked--
        take(listing, page.registers, page.through)
        // In a step of its own: an answer may come at once, and one would begin within the other.
        if (left.length > 0 || listing.asked === 0) this.#timers.set('more', then.now)
      })
    }
    if (left.length > 0 || listing.asked > 0) return
    this.#open.delete(listing)
    this.#core.end(step, task, succeed(this.#resultOf(listing)))
  }

  /** Those that count, each judged by what stands above it, which comes before it in the order. */
  #resultOf({ found, horizon, path }: Listing): ListResult {
    const { signer } = this.#core.siblings
    const above = [...path]
    const names: NameEntry[] = []
    for (const { name, register } of found) {
      const entry = register.value && decodeEntry(signer, name, register.value)
      if (entry === undefined) continue
      while (above.length > 0 && !isBelow((above.at(-1) as { name: Name }).name, name)) above.pop()
      if (!permits(above.at(-1)?.authority, entry.owner)) continue
      above.push({ name, authority: entry })
      names.push(this.#core.answerOf(name, entry, register.expiresAtMs))
    }
    return { names, next: horizon?.text }
  }
}

function problemOf(
  { above, recursive, limit }: ListArgs,
  aboveName: ReturnType<typeof nameOf> | undefined,
  after: ReturnType<typeof nameOf> | undefined,
): string | undefined {
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LISTED) return `limit is 1 to ${MAX_LISTED}`
  if (recursive && above === undefined) return 'all names of all trees cannot be listed at once: say below which'
  for (const name of [aboveName, after]) {
    if (name !== undefined && 'problem' in name) return `not a name: ${name.problem}`
  }
  if (after === undefined || 'problem' in after) return undefined
  const isGood =
    aboveName === undefined || 'problem' in aboveName
      ? after.labels.length === 1
      : isBelow(aboveName, after) && (recursive || after.labels.length === aboveName.labels.length + 1)
  return isGood ? undefined : 'after is not a name of the same list'
}

const topQueries = (after: Name | undefined, limit: number): Query[] =>
  Array.from({ length: SHARDS }, (_, shard) => ({
    id: ringId(shard.toString(16).padStart(2, '0').padEnd(64, '0')),
    prefix: keyPrefixBelow(undefined, 1),
    after: after && keyAtDepth(after, 1),
    limit,
  }))

/** The entries of a path that count. */
function countedOf(path: readonly Name[], held: readonly (Held | undefined)[]): Listing['path'] {
  const counted: { name: Name; authority: Authority }[] = []
  path.forEach((name, i) => {
    const entry = held[i]?.entry
    const above = authorityOf(counted.map(({ authority }) => authority))
    if (entry !== undefined && permits(above, entry.owner)) counted.push({ name, authority: entry })
  })
  return counted
}

/** Takes what a group has answered: of all that is found the first `limit` are kept, and where something may be missing. */
function take(listing: Listing, registers: readonly ListedRegister[], through: Uint8Array | undefined): void {
  const found = registers.flatMap((register) => {
    const name = nameOfKey(register.key)
    return name === undefined ? [] : [{ name, register }]
  })
  // What is no name's key has no place in the order: nothing is known beyond the last that has.
  if (through !== undefined) reach(listing, nameOfKey(through) ?? found.at(-1)?.name)
  listing.found = [...listing.found, ...found].sort((a, b) => compareNames(a.name, b.name))
  if (listing.found.length > listing.limit) {
    listing.found.length = listing.limit
    reach(listing, listing.found.at(-1)?.name)
  }
  const { horizon } = listing
  if (horizon !== undefined) listing.found = listing.found.filter(({ name }) => compareNames(name, horizon) <= 0)
}

function reach(listing: Listing, upTo: Name | undefined): void {
  if (upTo === undefined) return
  if (listing.horizon === undefined || compareNames(upTo, listing.horizon) < 0) listing.horizon = upTo
}
