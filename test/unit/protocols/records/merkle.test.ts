import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { between, inArc, Random, type RingId } from '../../../../src/base/index.ts'
import { holds } from '../../../../src/protocols/arcs.ts'
import {
  answerComparison,
  Comparing,
  FEW_ENTRIES,
  MAX_ENTRIES,
  type Comparison,
  type Entry,
  type Source,
} from '../../../../src/protocols/records/compare.ts'
import {
  bucketOf,
  BUCKETS,
  MARK_BYTES,
  MAX_PARTS,
  MERKLE_DEPTH,
  MerkleTree,
  partsOf,
  Sum,
  type Mark,
} from '../../../../src/protocols/records/merkle.ts'
import type { Arc } from '../../../../src/protocols/records/quorum.ts'

const WHOLE: Arc = { from: '7'.repeat(64) as RingId, to: '7'.repeat(64) as RingId }

/** The ten buckets 700 to 709. */
const SOME: Arc = { from: `6${'f'.repeat(63)}` as RingId, to: `709${'f'.repeat(61)}` as RingId }

const markOf = (text: string): Mark => createHash('sha256').update(text).digest().subarray(0, MARK_BYTES)

function drawId(random: Random): RingId {
  let digits = ''
  while (digits.length < 64) digits += random.uint32().toString(16).padStart(8, '0')
  return digits as RingId
}

/** Records in memory, looked up as a store on disk would be; `read` counts the rows that were read. */
class Replica implements Source<null> {
  readonly tree = new MerkleTree()
  readonly marks = new Map<RingId, Mark>()
  read = 0
  #sorted: RingId[] | undefined

  put(id: RingId, mark: Mark): void {
    this.tree.changed(id, this.marks.get(id), mark)
    if (!this.marks.has(id) && this.#sorted !== undefined) this.#sorted.splice(this.#above(id), 0, id)
    this.marks.set(id, mark)
  }

  remove(id: RingId): void {
    this.tree.changed(id, this.marks.get(id), undefined)
    this.marks.delete(id)
    this.#sorted = undefined
  }

  sum(_step: null, arc: Arc, done: (step: null, sum: Sum) => void): void {
    const { sum, unread } = this.tree.sumOf(arc)
    for (const part of unread) {
      const learn = this.tree.reading(part)
      const read = new Sum()
      for (const id of this.#in(part)) read.add(this.marks.get(id)!)
      this.read += read.count
      learn(read)
      sum.addSum(read)
    }
    done(null, sum)
  }

  list(_step: null, arc: Arc, limit: number, done: (step: null, page: readonly Entry[], to: RingId) => void): void {
    const ids = this.#in(arc)
    const page = ids.slice(0, limit)
    this.read += page.length
    const entries = page.map((id) => ({ id, mark: this.marks.get(id)! }))
    done(null, entries, ids.length > limit ? page.at(-1)! : arc.to)
  }

  #keys(): RingId[] {
    return (this.#sorted ??= [...this.marks.keys()].sort())
  }

  /** How many ids are not above this one, by binary search as a disk would find them. */
  #above(id: RingId): number {
    const sorted = this.#keys()
    let [low, high] = [0, sorted.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (sorted[middle]! <= id) low = middle + 1
      else high = middle
    }
    return low
  }

  /** Ids of an arc in its order. */
  #in(arc: Arc): RingId[] {
    const sorted = this.#keys()
    const [from, to] = [this.#above(arc.from), this.#above(arc.to)]
    return arc.from < arc.to ? sorted.slice(from, to) : [...sorted.slice(from), ...sorted.slice(0, to)]
  }
}

const broken = (): never => {
  throw new Error('a replica in memory cannot fail')
}

/** Makes `a` and `b` equal in an arc, as two daemons would; counts what travels. */
function reconcile(a: Replica, b: Replica, arc: Arc): { asked: number; sums: number; entries: number; moved: number } {
  const cost = { asked: 0, sums: 0, entries: 0, moved: 0 }
  const queue: (() => void)[] = []
  let outcome: boolean | undefined
  const comparing: Comparing<null> = new Comparing<null>(a, arc, {
    ask: (_step, part, sum) => {
      cost.asked++
      const answered = (_then: null, answer: Comparison): void => {
        if (answer.type === 'parts') cost.sums += answer.sums.length
        if (answer.type === 'entries') cost.entries += answer.entries.length
        assert.ok(answer.type !== 'parts' || answer.sums.length <= MAX_PARTS)
        assert.ok(answer.type !== 'entries' || answer.entries.length <= MAX_ENTRIES)
        queue.push(() => {
          comparing.answered(null, part, answer)
        })
      }
      answerComparison(null, b, part, sum, answered, broken)
    },
    differ: (_step, { theirs, both, ours }, done) => {
      cost.moved += theirs.length + both.length + ours.length
      for (const id of [...theirs, ...both]) {
        // The greater one stays.
        const [own, other] = [a.marks.get(id), b.marks.get(id)!]
        const wins = own === undefined || Buffer.compare(own, other) < 0 ? other : own
        a.put(id, wins)
        b.put(id, wins)
      }
      for (const id of ours) b.put(id, a.marks.get(id)!)
      queue.push(() => {
        done(null)
      })
    },
    ended: (_step, isDone) => {
      outcome = isDone
    },
  })
  comparing.begin(null)
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) next()
  assert.equal(outcome, true)
  return cost
}

function twins(records: number, seed: string): { a: Replica; b: Replica; ids: RingId[]; random: Random } {
  const random = new Random(seed)
  const [a, b] = [new Replica(), new Replica()]
  const ids = Array.from({ length: records }, () => drawId(random))
  for (const id of ids) for (const replica of [a, b]) replica.put(id, markOf(id))
  return { a, b, ids, random }
}

const sumOf = (replica: Replica, arc: Arc): Uint8Array => {
  let bytes: Uint8Array | undefined
  replica.sum(null, arc, (_step, sum) => (bytes = sum.bytes()))
  return bytes!
}

describe('parts of an arc', () => {
  const random = new Random('parts')
  const near = (id: RingId, digits: number): RingId => (id.slice(0, digits) + drawId(random).slice(digits)) as RingId
  const arcs: Arc[] = [WHOLE]
  for (let i = 0; i < 40; i++) {
    const from = drawId(random)
    arcs.push({ from, to: near(from, i % 6) }, { from, to: from })
    arcs.push({ from: (from.slice(0, 3) + 'f'.repeat(61)) as RingId, to: near(from, i % 4) })
  }

  it('follow each other from its beginning to its end, at most MAX_PARTS, down to leaves', () => {
    for (const arc of arcs) {
      const parts = partsOf(arc)
      if (parts === undefined) {
        assert.equal(bucketOf(arc.to) - bucketOf(arc.from) <= 1 || bucketOf(arc.to) === 0, true)
        continue
      }
      assert.ok(parts.length > 1 && parts.length <= MAX_PARTS, `${parts.length}`)
      assert.deepEqual([parts[0]!.from, parts.at(-1)!.to], [arc.from, arc.to])
      parts.slice(1).forEach((part, i) => {
        assert.equal(part.from, parts[i]!.to)
      })
      for (const part of parts) {
        const deeper = partsOf(part)
        for (const leaf of deeper ?? []) assert.equal(partsOf(leaf), undefined)
        assert.ok(part.to === arc.to || between(arc.from, part.to, arc.to))
      }
    }
  })

  it('have sums that add up to that of the whole', () => {
    const { a } = twins(2_000, 'sums')
    for (const arc of arcs.slice(0, 60)) {
      const total = new Sum()
      for (const part of partsOf(arc) ?? []) a.sum(null, part, (_step, sum) => total.addSum(sum))
      if (partsOf(arc) !== undefined) assert.deepEqual(total.bytes(), sumOf(a, arc))
      assert.equal(
        [...a.marks.keys()].filter((id) => holds(arc, id)).length,
        [...a.marks.keys()].filter((id) => inArc(arc.from, id, arc.to)).length,
      )
    }
  })
})

describe('a tree', () => {
  it('has the sums of what is there, whatever was put and removed before', () => {
    const ids = fc.array(fc.tuple(fc.nat(40), fc.nat(3)), { maxLength: 60 })
    fc.assert(
      fc.property(ids, (changes) => {
        const random = new Random('pool')
        const pool = Array.from({ length: 41 }, (_, i) => `70${i % 10}${drawId(random).slice(3)}` as RingId)
        const [lived, fresh] = [new Replica(), new Replica()]
        sumOf(lived, SOME)
        for (const [which, version] of changes) {
          if (version === 0) lived.remove(pool[which]!)
          else lived.put(pool[which]!, markOf(`${which} ${version}`))
        }
        for (const [id, mark] of lived.marks) fresh.put(id, mark)
        assert.deepEqual(sumOf(lived, SOME), sumOf(fresh, SOME))
      }),
    )
  })

  it('reads each bucket once, and again only those in doubt', () => {
    const { a, ids } = twins(5_000, 'reads')
    sumOf(a, WHOLE)
    // The arc begins within a bucket, which is never whole.
    const cut = [...a.marks.keys()].filter((id) => bucketOf(id) === bucketOf(WHOLE.from)).length
    assert.equal(a.read, 5_000)
    sumOf(a, WHOLE)
    assert.equal(a.read, 5_000 + cut)
    const id = ids.find((each) => bucketOf(each) !== bucketOf(WHOLE.from))!
    a.tree.doubt(id)
    sumOf(a, WHOLE)
    assert.equal(a.read, 5_000 + 2 * cut + ids.filter((each) => bucketOf(each) === bucketOf(id)).length)
  })

  it('does not keep a reading that something came between', () => {
    const replica = new Replica()
    const id = drawId(new Random('between'))
    const bucket = {
      from: `${id.slice(0, 3)}${'0'.repeat(61)}` as RingId,
      to: `${id.slice(0, 3)}${'f'.repeat(61)}` as RingId,
    }
    const whole = {
      from: `${(parseInt(id.slice(0, 3), 16) - 1).toString(16).padStart(3, '0')}${'f'.repeat(61)}` as RingId,
      to: bucket.to,
    }
    const learn = replica.tree.reading(whole)
    replica.put(id, markOf('later'))
    learn(new Sum())
    assert.equal(replica.tree.sumOf(whole).unread.length, 1)
    const sum = new Sum()
    sum.add(markOf('later'))
    replica.tree.reading(whole)(sum)
    assert.deepEqual(replica.tree.sumOf(whole).sum.bytes(), sum.bytes())
    assert.equal(BUCKETS, 16 ** 3)
  })
})

describe('two replicas of 10^5 records', () => {
  const { a, b, random } = twins(100_000, 'replicas')

  it('that are equal know it after one question', () => {
    assert.deepEqual(reconcile(a, b, WHOLE), { asked: 1, sums: 0, entries: 0, moved: 0 })
  })

  it('that differ in one find it within the depth of the tree, whoever has more', () => {
    for (const who of [a, b]) {
      who.put(drawId(random), markOf('one'))
      const cost = reconcile(a, b, WHOLE)
      // The record itself is one round trip more.
      assert.ok(cost.asked <= MERKLE_DEPTH, `${cost.asked} questions`)
      assert.equal(cost.moved, 1)
      assert.ok(cost.sums <= 2 * MAX_PARTS && cost.entries <= MAX_ENTRIES)
      assert.deepEqual(sumOf(a, WHOLE), sumOf(b, WHOLE))
    }
  })

  it('cost O(d log n) when they differ in d', () => {
    for (const differences of [10, 100]) {
      for (let i = 0; i < differences; i++) (i % 2 === 0 ? a : b).put(drawId(random), markOf(`${differences} ${i}`))
      const { asked, sums, moved } = reconcile(a, b, WHOLE)
      assert.equal(moved, differences)
      assert.ok(
        asked <= 1 + 2 * differences && sums <= MAX_PARTS * (1 + differences),
        `${asked} questions, ${sums} sums`,
      )
      assert.deepEqual(sumOf(a, WHOLE), sumOf(b, WHOLE))
    }
  })
})

describe('any two replicas', () => {
  const sizes = fc.record({
    common: fc.nat(3 * FEW_ENTRIES),
    onlyA: fc.nat(80),
    onlyB: fc.nat(80),
    both: fc.nat(20),
    crowded: fc.boolean(),
    seed: fc.nat(),
  })
  it('agree afterwards within the arc, and are untouched outside', () => {
    fc.assert(
      fc.property(sizes, ({ common, onlyA, onlyB, both, crowded, seed }) => {
        const random = new Random(seed)
        const draw = (): RingId => {
          const id = drawId(random)
          return crowded ? (`123${id.slice(3)}` as RingId) : id
        }
        const [a, b] = [new Replica(), new Replica()]
        const fill = (count: number, put: (id: RingId) => void): void => {
          for (let i = 0; i < count; i++) put(draw())
        }
        fill(common, (id) => {
          a.put(id, markOf(id))
          b.put(id, markOf(id))
        })
        fill(onlyA, (id) => a.put(id, markOf(id)))
        fill(onlyB, (id) => b.put(id, markOf(id)))
        fill(both, (id) => {
          a.put(id, markOf(`${id} a`))
          b.put(id, markOf(`${id} b`))
        })
        const arc = { from: draw(), to: draw() }
        const outside = (replica: Replica): RingId[] => [...replica.marks.keys()].filter((id) => !holds(arc, id)).sort()
        const before = [outside(a), outside(b)]
        reconcile(a, b, arc)
        assert.deepEqual(sumOf(a, arc), sumOf(b, arc))
        assert.deepEqual([outside(a), outside(b)], before)
      }),
      { numRuns: 60 },
    )
  })

  it('are told when the other end contradicts itself', () => {
    const { a } = twins(200, 'liar')
    const id = drawId(new Random('liar'))
    const lies: Comparison[] = [
      { type: 'parts', sums: [] },
      { type: 'parts', sums: Array.from({ length: MAX_PARTS + 1 }, () => new Uint8Array(MARK_BYTES)) },
      { type: 'entries', entries: [], to: WHOLE.from.replace('7', '6') as RingId },
      {
        type: 'entries',
        entries: [
          { id: WHOLE.from, mark: markOf('') },
          { id, mark: markOf('') },
        ],
        to: WHOLE.to,
      },
      {
        type: 'entries',
        entries: [
          { id, mark: markOf('') },
          { id, mark: markOf('') },
        ],
        to: WHOLE.to,
      },
    ]
    const arc = { from: WHOLE.from, to: '8'.repeat(64) as RingId }
    for (const lie of lies) {
      let outcome: boolean | undefined
      const comparing: Comparing<null> = new Comparing<null>(a, arc, {
        ask: (_step, part) => {
          comparing.answered(null, part, lie)
        },
        differ: () => {
          throw new Error('it was believed')
        },
        ended: (_step, isDone) => {
          outcome = isDone
        },
      })
      comparing.begin(null)
      assert.equal(outcome, false, JSON.stringify(lie))
    }
  })
})
