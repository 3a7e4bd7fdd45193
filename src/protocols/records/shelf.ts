import { asciiBytes, type RingId } from '../../base/index.ts'
import type { KeyRange } from '../machine.ts'
import type { Entry, Source, SourceFailed } from './compare.ts'
import type { Core, Step } from './core.ts'
import { MARK_BYTES, MerkleTree, Sum, type Mark } from './merkle.ts'
import type { RecordHead } from './messages.ts'
import type { Arc } from './quorum.ts'
import { holds } from '../arcs.ts'
import { headKey, HEADS } from './rows.ts'
import type { Store } from './store.ts'
import { prefixRange } from '../machine.ts'

/** Heads of a page; with their values up to 1 MiB. */
const PAGE_ROWS = 256

const KIND_MARKS = { value: 1, tombstone: 2, marker: 3 } as const

/** Stands for one version of one record, whatever of it is kept here: not for times, quotas, or a value that was dropped. */
export function markOf(core: Core, head: RecordHead): Mark {
  const { lamport, peer } = head.version
  const text = `${head.id} ${lamport.toString()} ${peer} ${KIND_MARKS[head.kind].toString()} ${head.signature ? 's' : 'u'} `
  return core.sha256(asciiBytes(text), head.digest).subarray(0, MARK_BYTES)
}

/** The rows of an arc, in its order: one range of keys, or two when it passes the end of the ids. */
export function rangesOf({ from, to }: Arc): KeyRange[] {
  const all = prefixRange(HEADS)
  const behind = `${headKey(from)}\0`
  const through = `${headKey(to)}\0`
  if (from < to) return [{ from: behind, below: through }]
  return [
    { from: behind, below: all.below },
    { from: all.from, below: through },
  ]
}

/** Parts that are read in one go: what changes meanwhile has to be read again. */
const MAX_RUN = 64

/** Parts in runs in which each begins where the one before ends; never the whole ring in one. */
function runsOf(parts: readonly Arc[]): Arc[][] {
  const runs: Arc[][] = []
  for (const part of parts) {
    const run = runs.at(-1)
    if (run !== undefined && run.length < MAX_RUN && run.at(-1)?.to === part.from) run.push(part)
    else runs.push([part])
  }
  return runs
}

/** What is kept here, as replicas compare it: sums in memory, lists from disk. */
export class Shelf implements Source<Step> {
  readonly tree = new MerkleTree()
  readonly #core: Core
  readonly #store: Store

  constructor(core: Core, store: Store) {
    this.#core = core
    this.#store = store
  }

  /** A change of a row is durable. */
  changed(id: RingId, before: RecordHead | undefined, now: RecordHead | undefined): void {
    const [from, to] = [before && markOf(this.#core, before), now && markOf(this.#core, now)]
    this.tree.changed(id, from, to)
  }

  sum(step: Step, arc: Arc, done: (step: Step, sum: Sum) => void, failed: SourceFailed<Step>): void {
    const { sum, unread } = this.tree.sumOf(arc)
    const runs = runsOf(unread)
    const next = (at: Step): void => {
      const parts = runs.shift()
      if (parts === undefined) done(at, sum)
      else this.#learn(at, parts, sum, next, failed)
    }
    next(step)
  }

  /** Reads parts that follow each other in one go, and adds what is in them. */
  #learn(step: Step, parts: readonly Arc[], sum: Sum, done: (step: Step) => void, failed: SourceFailed<Step>): void {
    const learns = parts.map((part) => this.tree.reading(part))
    const sums = parts.map(() => new Sum())
    const [first, last] = [parts[0], parts.at(-1)]
    if (first === undefined || last === undefined) return
    let part = 0
    this.#each(
      step,
      { from: first.from, to: last.to },
      (head) => {
        while (part < parts.length - 1 && !holds(parts[part] as Arc, head.id)) part++
        sums[part]?.add(markOf(this.#core, head))
        return true
      },
      (then) => {
        sums.forEach((read, i) => {
          learns[i]?.(read)
          sum.addSum(read)
        })
        done(then)
      },
      failed,
    )
  }

  list(
    step: Step,
    arc: Arc,
    limit: number,
    done: (step: Step, entries: readonly Entry[], to: RingId) => void,
    failed: SourceFailed<Step>,
  ): void {
    const entries: Entry[] = []
    let isWhole = true
    this.#each(
      step,
      arc,
      (head) => {
        if (entries.length === limit) {
          isWhole = false
          return false
        }
        entries.push({ id: head.id, mark: markOf(this.#core, head) })
        return true
      },
      (then) => {
        const last = entries.at(-1)
        done(then, entries, isWhole || last === undefined ? arc.to : last.id)
      },
      failed,
    )
  }

  /** The ids of an arc, a page at a time; `page` returns false to end it. */
  ids(
    step: Step,
    arc: Arc,
    page: (step: Step, ids: readonly RingId[], next: ((step: Step) => void) | undefined) => void,
    failed: SourceFailed<Step>,
  ): void {
    this.list(
      step,
      arc,
      PAGE_ROWS,
      (then, entries, to) => {
        const goOn = (at: Step): void => {
          this.ids(at, { from: to, to: arc.to }, page, failed)
        }
        page(
          then,
          entries.map(({ id }) => id),
          to === arc.to ? undefined : goOn,
        )
      },
      failed,
    )
  }

  /** Goes through the heads of an arc in order, until `each` returns false. */
  #each(
    step: Step,
    arc: Arc,
    each: (head: RecordHead) => boolean,
    done: (step: Step) => void,
    failed: SourceFailed<Step>,
  ): void {
    const ranges = rangesOf(arc)
    const next = (at: Step): void => {
      const range = ranges.shift()
      if (range === undefined) {
        done(at)
        return
      }
      this.#store.page(
        at,
        range,
        PAGE_ROWS,
        (then, page, rest) => {
          if (rest !== undefined) ranges.unshift(rest)
          for (const { head } of page) {
            if (each(head)) continue
            done(then)
            return
          }
          next(then)
        },
        failed,
      )
    }
    next(step)
  }
}
