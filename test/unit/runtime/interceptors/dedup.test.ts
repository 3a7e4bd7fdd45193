import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { epoch, lamport, monoMs, peerKey } from '../../../../src/base/index.ts'
import type { Envelope, RequestEnvelope } from '../../../../src/protocols/index.ts'
import { MAX_RECORDS_PER_CALLER, CallRecords } from '../../../../src/runtime/interceptors/call-records.ts'
import { Dedup, MAX_CALLERS, MAX_RECORDS } from '../../../../src/runtime/interceptors/dedup.ts'
import { SEEN_WINDOW, SeenIds } from '../../../../src/runtime/interceptors/seen-ids.ts'

const SELF_EPOCH = 5
const HOUR_MS = 3_600_000

/** A dedup with a callee behind it that answers when told. */
class Callee {
  readonly dedup = new Dedup(epoch(SELF_EPOCH))
  /** What came through, as `peer#epoch:id`. */
  readonly ran: string[] = []
  /** What was said by the interceptor itself. */
  readonly said: string[] = []
  now = 0

  /** `run`, or what was said instead; `silence`. */
  request(peer: string, id: number, change: Partial<RequestEnvelope> = {}, callerEpoch = 1): string {
    const envelope: RequestEnvelope = {
      kind: 'request',
      lamport: lamport(1),
      id,
      leftMs: 1_000,
      machine: 'chord',
      body: {},
      semantics: 'at-most-once',
      once: { calleeEpoch: 0, settledBelow: 0 },
      ...change,
    }
    let said = 'silence'
    const passes = this.dedup.inbound(envelope, peerKey(peer), epoch(callerEpoch), monoMs(this.now), {
      inbound: () => assert.fail('it passes nothing on itself'),
      outbound: (answer) => {
        said = answer.kind === 'refusal' ? answer.why : answer.kind === 'answer' ? String(answer.body) : answer.kind
      },
    })
    if (passes) this.ran.push(`${peer}#${callerEpoch}:${id}`)
    return passes ? 'run' : said
  }

  answer(peer: string, id: number, body = `answer ${id}`): void {
    this.out(peer, { kind: 'answer', lamport: lamport(1), id, machine: 'chord', body })
  }

  out(peer: string, envelope: Envelope): void {
    assert.ok(this.dedup.outbound(envelope, peerKey(peer)))
  }
}

const maybe = { semantics: 'maybe', once: undefined } as const
/** The i-th request of one machine: ids of a machine are equal modulo 16. */
const nth = (i: number): number => i * 16

describe('dedup', () => {
  it('lets at-least-once through as often as it comes', () => {
    const callee = new Callee()
    for (let i = 0; i < 3; i++)
      assert.equal(callee.request('a', 1, { semantics: 'at-least-once', once: undefined }), 'run')
    assert.deepEqual(callee.dedup.sizes, { callers: 0, records: 0 })
  })

  it('lets a maybe request through once, of each incarnation', () => {
    const callee = new Callee()
    assert.equal(callee.request('a', 1, maybe), 'run')
    assert.equal(callee.request('a', 1, maybe), 'silence')
    assert.equal(callee.request('b', 1, maybe), 'run')
    assert.equal(callee.request('a', 1, maybe, 2), 'run')
    assert.equal(callee.request('a', 2, maybe, 1), 'silence', 'an earlier incarnation is stale')
  })

  it('attaches a repetition to the first while that runs, and repeats its answer afterwards', () => {
    const callee = new Callee()
    assert.equal(callee.request('a', 1), 'run')
    assert.equal(callee.request('a', 1), 'silence')
    assert.equal(callee.dedup.open, 1)
    callee.out('a', { kind: 'interim', lamport: lamport(1), id: 1, machine: 'chord', body: 'soon' })
    assert.equal(callee.dedup.open, 1, 'an interim answer is not the answer')
    callee.answer('a', 1)
    assert.equal(callee.dedup.open, 0)
    assert.equal(callee.request('a', 1), 'answer 1')
    assert.equal(callee.request('a', 1), 'answer 1')
    assert.deepEqual(callee.ran, ['a#1:1'])
  })

  it('keeps a refusal as an answer, but forgets one for overload: that was not carried out', () => {
    const callee = new Callee()
    callee.request('a', 1)
    callee.out('a', { kind: 'refusal', lamport: lamport(1), id: 1, why: 'refused' })
    assert.equal(callee.request('a', 1), 'refused')
    callee.request('a', 17)
    callee.out('a', { kind: 'refusal', lamport: lamport(1), id: 17, why: 'overload' })
    assert.deepEqual(callee.dedup.sizes, { callers: 1, records: 1 })
    assert.equal(callee.request('a', 17), 'run')
  })

  it('says unknown-outcome of what was meant for another incarnation of this host', () => {
    const callee = new Callee()
    assert.equal(callee.request('a', 1, { once: { calleeEpoch: SELF_EPOCH - 1, settledBelow: 0 } }), 'unknown-outcome')
    assert.equal(callee.request('a', 1, { once: { calleeEpoch: SELF_EPOCH + 1, settledBelow: 0 } }), 'unknown-outcome')
    assert.equal(callee.request('a', 1, { once: { calleeEpoch: SELF_EPOCH, settledBelow: 0 } }), 'run')
    assert.equal(callee.request('a', 33, { once: undefined }), 'refused')
  })

  it('forgets what its caller has settled, and never runs that again', () => {
    const callee = new Callee()
    for (const i of [1, 2, 3]) {
      callee.request('a', nth(i))
      callee.answer('a', nth(i))
    }
    callee.request('a', nth(4), { once: { calleeEpoch: 0, settledBelow: nth(3) } })
    assert.equal(callee.dedup.sizes.records, 2)
    assert.equal(callee.request('a', nth(2)), 'unknown-outcome')
    assert.equal(callee.request('a', nth(3)), `answer ${nth(3)}`)
    assert.equal(callee.request('a', nth(2) + 1), 'run', 'another machine counts apart')
  })

  it('knows a settled call no more that came after a later one', () => {
    const callee = new Callee()
    callee.request('a', nth(2))
    callee.request('a', nth(1))
    assert.equal(callee.request('a', nth(1), { once: { calleeEpoch: 0, settledBelow: nth(2) } }), 'unknown-outcome')
    assert.equal(callee.request('a', nth(2)), 'silence')
  })

  it('forgets an earlier incarnation of a caller, and hears no more of it', () => {
    const callee = new Callee()
    callee.request('a', 1)
    callee.dedup.linkUp(peerKey('a'), epoch(2))
    assert.deepEqual([callee.dedup.sizes, callee.dedup.open], [{ callers: 0, records: 0 }, 0])
    assert.equal(callee.request('a', 1, {}, 2), 'run')
    assert.equal(callee.request('a', 1, {}, 1), 'silence')
    callee.answer('a', 1)
    assert.equal(callee.request('a', 1, {}, 2), 'answer 1')
  })

  it(`remembers ${MAX_RECORDS_PER_CALLER} calls of one machine of a caller: one more makes the oldest answer go`, () => {
    const callee = new Callee()
    for (let i = 0; i < MAX_RECORDS_PER_CALLER; i++) assert.equal(callee.request('a', nth(i)), 'run')
    assert.equal(callee.request('a', nth(MAX_RECORDS_PER_CALLER)), 'overload', 'all are running')
    callee.answer('a', nth(0))
    assert.equal(callee.request('a', nth(MAX_RECORDS_PER_CALLER)), 'run')
    assert.equal(callee.request('a', nth(0)), 'unknown-outcome')
    assert.equal(callee.dedup.sizes.records, MAX_RECORDS_PER_CALLER)
  })

  it(`remembers ${MAX_RECORDS} calls of all; one more of a caller without answers gets overload`, () => {
    const callee = new Callee()
    const perCaller = MAX_RECORDS / 64
    for (let peer = 0; peer < 64; peer++) {
      for (let i = 0; i < perCaller; i++) assert.equal(callee.request(`p${peer}`, nth(i)), 'run')
    }
    assert.equal(callee.request('late', 0), 'overload')
    callee.answer('p3', nth(0))
    assert.equal(callee.request('late', 0), 'overload', "another's answers are not taken away for it")
    assert.equal(callee.request('p3', nth(perCaller)), 'run')
    assert.equal(callee.dedup.sizes.records, MAX_RECORDS)
  })

  it(`remembers ${MAX_CALLERS} callers; one more is refused at-most-once until one has been gone for an hour`, () => {
    const callee = new Callee()
    for (let i = 0; i < MAX_CALLERS; i++) callee.request(`p${i}`, 1, i === 7 ? undefined : maybe)
    assert.equal(callee.request('more', 1), 'overload')
    assert.equal(callee.request('more', 1, maybe), 'run', 'a maybe is carried out without being remembered')
    callee.dedup.linkDown(peerKey('p7'))
    callee.now = HOUR_MS - 1
    assert.equal(callee.request('more', 1), 'overload')
    callee.now = HOUR_MS
    assert.equal(callee.request('more', 1), 'run')
    assert.equal(callee.dedup.sizes.callers, MAX_CALLERS)
  })
})

describe('a caller that has never asked for at-most-once', () => {
  it('is forgotten a minute after its connection: guests that come and go leave nothing behind', () => {
    const callee = new Callee()
    callee.request('guest', 1, maybe)
    callee.request('caller', 1)
    callee.request('neighbour', 1, maybe)
    callee.dedup.linkDown(peerKey('guest'))
    callee.dedup.linkDown(peerKey('caller'))
    assert.equal(callee.request('guest', 1, maybe), 'silence', 'a copy that was late')
    callee.now = 59_999
    callee.request('second', 1, maybe)
    assert.equal(callee.dedup.sizes.callers, 4)
    callee.now = 60_000
    callee.request('third', 1, maybe)
    assert.equal(callee.dedup.sizes.callers, 4, 'one has come, the guest is gone')
    assert.equal(callee.request('guest', 1, maybe), 'run')
  })
})

describe('dedup against a dumb reference', () => {
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.record({ do: fc.constant('request' as const), peer: fc.nat(1), at: fc.nat(11) }) },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('answer' as const), peer: fc.nat(1), at: fc.nat(11) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('settle' as const), peer: fc.nat(1), at: fc.nat(11) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const), peer: fc.nat(1), at: fc.constant(0) }) },
  )

  it('each call of an incarnation runs once, and every repetition gets its answer, silence while it runs, or unknown-outcome', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const callee = new Callee()
        // All that ever was, without limits: what each call of each incarnation came to, and what was settled.
        const state = new Map<string, 'running' | 'answered'>()
        const epochs = [1, 1]
        const settled = [0, 0]
        for (const { do: what, peer, at } of steps) {
          const name = `p${peer}`
          const caller = epochs[peer] as number
          const id = nth(at + 1)
          const key = `${name}#${caller}:${id}`
          const known = state.get(key)
          const floor = settled[peer] as number
          if (what === 'request') {
            const said = callee.request(name, id, { once: { calleeEpoch: 0, settledBelow: floor } }, caller)
            if (id < floor) assert.equal(said, 'unknown-outcome', key)
            else if (known === undefined) assert.equal(said, 'run', key)
            else assert.equal(said, known === 'running' ? 'silence' : `answer ${key}`, key)
            if (said === 'run') state.set(key, 'running')
          } else if (what === 'answer') {
            // Its host answers whatever it has begun, settled meanwhile or not.
            if (known !== 'running') continue
            callee.answer(name, id, `answer ${key}`)
            state.set(key, 'answered')
          } else if (what === 'settle') settled[peer] = Math.max(floor, id)
          else {
            epochs[peer] = caller + 1
            settled[peer] = 0
          }
        }
        assert.equal(new Set(callee.ran).size, callee.ran.length, 'one ran twice')
        assert.ok(callee.dedup.open >= 0 && callee.dedup.sizes.records >= callee.dedup.open)
      }),
      { numRuns: 500 },
    )
  })
})

describe('seen ids', () => {
  it('are new once, also out of order within the window; what is below it counts as seen', () => {
    const seen = new SeenIds()
    for (let id = 1; id <= SEEN_WINDOW; id++) assert.ok(seen.isNew(id * 2))
    for (let id = 1; id <= SEEN_WINDOW; id++) assert.ok(!seen.isNew(id * 2))
    assert.ok(seen.isNew(3), 'late, within the window')
    assert.ok(!seen.isNew(1), 'one too many: what is below the oldest has gone')
    assert.ok(!seen.isNew(2))
    assert.ok(seen.isNew(1_000))
  })

  it('never says new twice, whatever comes', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(300), { maxLength: 400 }), (ids) => {
        const seen = new SeenIds()
        const fresh = ids.filter((id) => seen.isNew(id))
        assert.equal(new Set(fresh).size, fresh.length)
      }),
    )
  })

  it('lets all through that come in order', () => {
    const seen = new SeenIds()
    for (let id = 0; id < 1_000; id++) assert.ok(seen.isNew(id))
  })
})

describe('call records', () => {
  const answer = (id: number): Envelope => ({ kind: 'answer', lamport: lamport(1), id, machine: 'chord', body: id })

  it('make room by forgetting the oldest answer, never a call that runs', () => {
    const records = new CallRecords()
    records.runs(1)
    records.runs(2)
    assert.equal(records.forgetOldestAnswer(), false)
    records.answered(2, answer(2))
    assert.equal(records.forgetOldestAnswer(), true)
    assert.deepEqual([records.get(1), records.get(2), records.isForgotten(2)], ['running', undefined, true])
    assert.deepEqual([records.size, records.running], [1, 1])
  })

  it('are full at their limit, not before', () => {
    const records = new CallRecords()
    for (let id = 0; id < MAX_RECORDS_PER_CALLER - 1; id++) records.runs(id)
    assert.ok(!records.full)
    records.runs(MAX_RECORDS_PER_CALLER)
    assert.ok(records.full)
  })

  it('settle up to an id, also calls that nobody answered; settling less later changes nothing', () => {
    const records = new CallRecords()
    for (const id of [1, 2, 3]) records.runs(id)
    records.answered(1, answer(1))
    records.settle(3)
    assert.deepEqual(
      [records.size, records.running, records.isForgotten(2), records.isForgotten(3)],
      [1, 1, true, false],
    )
    records.settle(1)
    assert.ok(records.isForgotten(2))
  })
})
