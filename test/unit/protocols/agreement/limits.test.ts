import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { PeerKey } from '../../../../src/base/index.ts'
import { MAX_CACHED } from '../../../../src/protocols/agreement/acceptor.ts'
import { MAX_ERRANDS } from '../../../../src/protocols/agreement/client.ts'
import type { Core, Step } from '../../../../src/protocols/agreement/core.ts'
import { Finder, MAX_ASKED, MAX_SEARCHES } from '../../../../src/protocols/agreement/finder.ts'
import { AGREEMENT_DEFAULTS, type Change } from '../../../../src/protocols/agreement/index.ts'
import { MAX_LISTED } from '../../../../src/protocols/agreement/listing.ts'
import {
  MAX_CONTENT_TYPE_CHARS,
  MAX_KEY_BYTES,
  MAX_TTL_MS,
  MAX_VALUE_BYTES,
  type AgreementResponse,
  type Group,
} from '../../../../src/protocols/agreement/messages.ts'
import { MAX_READING, Pages } from '../../../../src/protocols/agreement/pages.ts'
import { MAX_REMEMBERED, MAX_TOGETHER } from '../../../../src/protocols/agreement/proposer.ts'
import type { Shards } from '../../../../src/protocols/agreement/shards.ts'
import { wrongWith } from '../../../../src/protocols/agreement/validity.ts'
import type { ReplyId, Result } from '../../../../src/protocols/index.ts'
import { AgreementRing, bytesOf, idOf, type AgreementNode } from '../../../sim/agreement-ring.ts'
import { refOf, idOf as ringIdOf } from '../chord/net.ts'

const STEP = { now: 0, effects: [] } as unknown as Step
const LINEAGE = 'l'
const codeOf = (result: Result | undefined): string => (result?.ok === false ? result.code : 'ok')
const refs = (count: number, from = 0) =>
  Array.from({ length: count }, (_, i) => refOf(`p${(from + i).toString()}`, ringIdOf((from + i).toString(16))))

describe('what is asked for', () => {
  const put = (changed: object): Change => ({
    type: 'put',
    value: new Uint8Array(1),
    contentType: '',
    ttlMs: undefined,
    ifMatch: undefined,
    ...changed,
  })
  const cases: readonly (readonly [string, number, string, (size: number) => Result | undefined])[] = [
    ['a key', MAX_KEY_BYTES, 'TOO_LARGE', (size) => wrongWith(new Uint8Array(size), put({}), 1_000)],
    [
      'a value',
      MAX_VALUE_BYTES,
      'TOO_LARGE',
      (size) => wrongWith(bytesOf('k'), put({ value: new Uint8Array(size) }), 1_000),
    ],
    [
      'a content type',
      MAX_CONTENT_TYPE_CHARS,
      'INVALID_ARGUMENT',
      (size) => wrongWith(bytesOf('k'), put({ contentType: 'x'.repeat(size) }), 1_000),
    ],
    [
      'a lifetime',
      MAX_TTL_MS,
      'INVALID_ARGUMENT',
      (ttlMs) => wrongWith(bytesOf('k'), put({ ttlMs }), Number.MAX_SAFE_INTEGER),
    ],
  ]
  for (const [about, limit, code, wrong] of cases) {
    it(`${about} of ${limit.toString()}, and not one above`, () => {
      assert.equal(wrong(limit), undefined)
      assert.equal(codeOf(wrong(limit + 1)), code)
    })
  }
})

describe('looking for a group', () => {
  /** Everybody that is asked answers with what the test says, or not at all. */
  function finding(answerOf: ((asked: number) => AgreementResponse) | undefined): {
    finder: Finder
    asked: () => number
  } {
    let asked = 0
    const core = {
      self: 'self' as PeerKey,
      positionOwning: () => 0,
      neighboursOf: (_shard: number, count: number) => refs(count),
      ask: (step: Step, to: { peer: PeerKey }, _body: unknown, _options: unknown, ends: Ends) => {
        asked++
        if (answerOf !== undefined) ends.answered(step, to.peer, answerOf(asked))
      },
    }
    const shards = { lineage: LINEAGE, isOurs: () => true, known: () => undefined, heard: () => undefined }
    return { finder: new Finder(core as unknown as Core, shards as unknown as Shards), asked: () => asked }
  }
  interface Ends {
    answered(step: Step, from: PeerKey, answer: AgreementResponse): void
  }

  it(`asks ${MAX_ASKED.toString()} peers, and not one above, although each names others`, () => {
    const { finder, asked } = finding((count) => ({
      type: 'group',
      lineage: LINEAGE,
      group: undefined,
      others: refs(4, 100 * count),
    }))
    let found = false
    finder.find(STEP, 1, (_step, group) => {
      found = true
      assert.equal(group, undefined)
    })
    assert.deepEqual([found, asked()], [true, MAX_ASKED])
  })

  it(`finds out about ${MAX_SEARCHES.toString()} claims at once, and not one above`, () => {
    const { finder } = finding(undefined)
    const told: boolean[] = []
    const claim: Group = { epoch: 1, members: refs(3) }
    const verify = (): void => {
      finder.verify(STEP, 1, LINEAGE, [claim], 'stranger' as PeerKey, (_step, is) => told.push(is))
    }
    for (let i = 0; i < MAX_SEARCHES; i++) verify()
    assert.deepEqual(told, [], 'all are being looked into')
    verify()
    assert.deepEqual(told, [false])
  })

  it(`looks for ${MAX_SEARCHES.toString()} shards at once, and not one above`, () => {
    const { finder } = finding(undefined)
    let given = 0
    for (let shard = 0; shard <= MAX_SEARCHES; shard++) finder.find(STEP, shard, () => given++)
    assert.deepEqual([given, finder.open], [1, MAX_SEARCHES])
  })
})

describe('pages', () => {
  it(`are read ${MAX_READING.toString()} at once, and not one above`, () => {
    const group: Group = { epoch: 1, members: refs(1) }
    const refused: string[] = []
    let reads = 0
    const core = {
      read: () => reads++,
      refuse: (_step: Step, _reply: ReplyId, code: string) => refused.push(code),
    }
    const shards = { own: () => ({ group }), refusal: () => undefined, fellow: () => ({ group }) }
    const pages = new Pages(core as unknown as Core, shards as unknown as Shards, () => undefined)
    const asked = { from: group.members[0]?.peer as PeerKey, reply: 1 as ReplyId } as never
    const scan = { type: 'scan', shard: 1, lineage: LINEAGE, epoch: 1, limit: 1 } as const
    const none = new Uint8Array(0)
    for (let i = 0; i < MAX_READING; i++) pages.scan(STEP, asked, { ...scan, prefix: none, after: none })
    assert.deepEqual([reads, refused], [MAX_READING, []])
    pages.scan(STEP, asked, { ...scan, prefix: none, after: none })
    assert.deepEqual([reads, refused], [MAX_READING, ['BUSY']])
  })
})

describe('one node that is a group by itself', () => {
  const limits = { ...AGREEMENT_DEFAULTS.limits, changes: 4 * MAX_ERRANDS, changesPerKey: 4 * MAX_TOGETHER }
  class One {
    readonly sim = new AgreementRing('agreement limits', { params: { shards: 1, limits } })
    readonly node: AgreementNode

    constructor() {
      this.sim.grow(1)
      this.sim.runFor(5_000)
      this.node = this.sim.nodes[0] as AgreementNode
    }

    get agreement(): AgreementNode['view']['agreement'] {
      return this.node.view.agreement
    }

    put(key: string, done: (result: Result) => void = () => undefined, by = this.node): void {
      const change: Change = { type: 'put', value: bytesOf('v'), contentType: '', ttlMs: undefined, ifMatch: undefined }
      this.sim.do(by, 'agreement', 'change', { id: idOf(key, 0), key: bytesOf(key), change }, 60_000, done)
    }

    putAll(keys: number): void {
      for (let i = 0; i < keys; i++) {
        this.put(`k${i.toString()}`)
        if (i % 256 === 255 || i === keys - 1) this.sim.runFor(5_000)
      }
    }
  }

  it(`has ${MAX_ERRANDS.toString()} commands under way, and not one above`, () => {
    const one = new One()
    // The only member of the group is gone: they wait.
    const other = one.sim.join()
    one.sim.runFor(5_000)
    one.sim.crash(one.node)
    const codes: string[] = []
    for (let i = 0; i < MAX_ERRANDS; i++) one.put(`k${i.toString()}`, (result) => codes.push(codeOf(result)), other)
    assert.deepEqual([codes, other.view.agreement.sizes.errands], [[], MAX_ERRANDS])
    one.put('one more', (result) => codes.push(codeOf(result)), other)
    assert.deepEqual([codes, other.view.agreement.sizes.errands], [['OVERLOAD'], MAX_ERRANDS])
  })

  it(`carries out ${MAX_TOGETHER.toString()} changes in one proposal, and not one above`, () => {
    /** Proposals for one change, and for others that come while it is carried out. */
    const proposals = (waiting: number): number => {
      const one = new One()
      const sum = (): number => one.agreement.counts.fast + one.agreement.counts.full
      const before = sum()
      for (let i = 0; i <= waiting; i++) one.put('k')
      one.sim.runFor(10_000)
      return sum() - before
    }
    assert.deepEqual([proposals(MAX_TOGETHER), proposals(MAX_TOGETHER + 1)], [2, 3])
  })

  it(`remembers ${MAX_REMEMBERED.toString()} proposals besides the last, and not one above`, () => {
    /** Does the first key that was changed need no first phase still? */
    const isFast = (keys: number): boolean => {
      const one = new One()
      one.putAll(MAX_REMEMBERED)
      for (let i = MAX_REMEMBERED; i < keys; i++) {
        one.put(`k${i.toString()}`)
        one.sim.runFor(5_000)
      }
      const { fast } = one.agreement.counts
      one.put('k0')
      one.sim.runFor(5_000)
      return one.agreement.counts.fast > fast
    }
    assert.deepEqual([isFast(MAX_REMEMBERED + 1), isFast(MAX_REMEMBERED + 2)], [true, false])
  })

  it(`keeps ${MAX_CACHED.toString()} registers in memory, and not one above`, () => {
    const one = new One()
    one.putAll(MAX_CACHED)
    const { cached } = one.agreement.sizes
    one.put('one more')
    one.sim.runFor(5_000)
    assert.deepEqual([cached, one.agreement.sizes.cached], [MAX_CACHED, MAX_CACHED])
  })

  it(`lists ${MAX_LISTED.toString()} registers with one command, and not one above`, () => {
    const { sim, node } = new One()
    const list = (limit: number, prefix = 0): Result =>
      sim.outcome(node, 'agreement', 'list', {
        id: idOf('k', 0),
        prefix: new Uint8Array(prefix),
        after: undefined,
        limit,
      })
    assert.equal(codeOf(list(MAX_LISTED)), 'ok')
    assert.equal(codeOf(list(MAX_LISTED + 1)), 'INVALID_ARGUMENT')
    assert.equal(codeOf(list(1, MAX_KEY_BYTES)), 'ok')
    assert.equal(codeOf(list(1, MAX_KEY_BYTES + 1)), 'INVALID_ARGUMENT')
  })
})
