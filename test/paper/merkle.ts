import { createHash } from 'node:crypto'
import { Random, type RingId } from '../../src/base/index.ts'
import { answerComparison, Comparing, type Comparison, type Entry } from '../../src/protocols/records/compare.ts'
import { MARK_BYTES, MerkleTree, Sum, type Mark } from '../../src/protocols/records/merkle.ts'
import type { Arc } from '../../src/protocols/records/quorum.ts'
import { drawId } from './ideal-ring.ts'

/** The whole ring, cut in the middle of nowhere. */
const WHOLE: Arc = { from: '7'.repeat(64) as RingId, to: '7'.repeat(64) as RingId }

export interface SyncCost {
  /** Questions, one after another where one follows from the other. */
  readonly questions: number
  /** The longest chain of questions of which each follows from the answer before. */
  readonly roundTrips: number
  /** Sums that travelled, and entries of lists. */
  readonly sums: number
  readonly entries: number
  readonly equal: boolean
}

/** Two replicas of so many records, of which `differences` differ: what it takes the one to be like the other. */
export function syncCost(records: number, differences: number, seed: number): SyncCost {
  const all = drawn(records)
  const [own, other] = [new Replica(all), new Replica(all)]
  const random = new Random(`differences ${seed}`)
  for (const id of random.shuffle([...all.keys()]).slice(0, differences)) other.put(id, markOf(`newer ${id}`))
  return compare(own, other)
}

const made = new Map<number, ReadonlyMap<RingId, Mark>>()

/** So many records by chance, in the order of their ids. */
function drawn(records: number): ReadonlyMap<RingId, Mark> {
  const known = made.get(records)
  if (known !== undefined) return known
  const random = new Random(`records ${records}`)
  const ids = Array.from({ length: records }, () => drawId(random)).sort()
  const fresh = new Map(ids.map((id, i) => [id, markOf(`${i}`)]))
  made.set(records, fresh)
  return fresh
}

function compare(own: Replica, other: Replica): SyncCost {
  const cost = { questions: 0, roundTrips: 0, sums: 0, entries: 0 }
  const queue: (() => void)[] = []
  /** How many answers led to the question that is being put. */
  let depth = 0
  const comparing: Comparing<null> = new Comparing<null>(own, WHOLE, {
    ask: (_, arc, sum) => {
      cost.questions++
      const asked = depths.get(arc.from + arc.to) ?? depth + 1
      depths.set(arc.from + arc.to, asked)
      cost.roundTrips = Math.max(cost.roundTrips, asked)
      const answered = (_step: null, answer: Comparison): void => {
        if (answer.type === 'parts') cost.sums += answer.sums.length
        if (answer.type === 'entries') cost.entries += answer.entries.length
        queue.push(() => {
          depth = asked
          comparing.answered(null, arc, answer)
        })
      }
      answerComparison(null, other, arc, sum, answered, failed)
    },
    differ: (_, { theirs, both, ours }, done) => {
      for (const id of [...theirs, ...both]) own.put(id, other.mark(id))
      for (const id of ours) other.put(id, own.mark(id))
      done(null)
    },
    ended: () => undefined,
  })
  const depths = new Map<string, number>()
  comparing.begin(null)
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) next()
  return { ...cost, equal: own.equals(other) }
}

const markOf = (text: string): Mark => createHash('sha256').update(text).digest().subarray(0, MARK_BYTES)
const failed = (): never => {
  throw new Error('a replica in memory cannot fail')
}

/** Records in memory. */
class Replica {
  readonly #tree = new MerkleTree()
  readonly #marks: Map<RingId, Mark>
  readonly #sorted: readonly RingId[]

  constructor(records: ReadonlyMap<RingId, Mark>) {
    this.#marks = new Map(records)
    this.#sorted = [...records.keys()]
  }

  /** Another version of a record that is there. */
  put(id: RingId, mark: Mark): void {
    this.#tree.changed(id, this.mark(id), mark)
    this.#marks.set(id, mark)
  }

  mark(id: RingId): Mark {
    return this.#marks.get(id) ?? failed()
  }

  equals(other: Replica): boolean {
    const [a, b] = [this.#read(WHOLE), other.#read(WHOLE)]
    return a.equals(b.bytes()) && a.count === b.count
  }

  sum(_: null, arc: Arc, done: (step: null, sum: Sum) => void): void {
    const { sum, unread } = this.#tree.sumOf(arc)
    for (const part of unread) {
      const learn = this.#tree.reading(part)
      const read = this.#read(part)
      learn(read)
      sum.addSum(read)
    }
    done(null, sum)
  }

  list(_: null, arc: Arc, limit: number, done: (step: null, page: readonly Entry[], to: RingId) => void): void {
    const ids = this.#in(arc)
    const page = ids.slice(0, limit).map((id) => ({ id, mark: this.mark(id) }))
    done(null, page, ids.length > limit ? (page.at(-1)?.id ?? arc.to) : arc.to)
  }

  #read(arc: Arc): Sum {
    const sum = new Sum()
    for (const id of this.#in(arc)) sum.add(this.mark(id))
    return sum
  }

  #in({ from, to }: Arc): RingId[] {
    const sorted = this.#sorted
    const [first, last] = [above(sorted, from), above(sorted, to)]
    return from < to ? sorted.slice(first, last) : [...sorted.slice(first), ...sorted.slice(0, last)]
  }
}

/** How many are not above the id. */
function above(sorted: readonly RingId[], id: RingId): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] as RingId) <= id) low = middle + 1
    else high = middle
  }
  return low
}
