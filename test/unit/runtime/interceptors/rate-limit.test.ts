import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { peerKey } from '../../../../src/base/index.ts'
import { sessionIdOf, type Envelope } from '../../../../src/protocols/index.ts'
import {
  interceptorSpec,
  MAX_BUCKETS,
  RateLimit,
  type AuditRecord,
  type ParametersOf,
} from '../../../../src/runtime/index.ts'
import { answer, bob, chainOf, eve, message, request } from './chain-rig.ts'

const limit = (given: Record<string, unknown>, report?: (record: AuditRecord) => void) => {
  const counts = { requests: 0, messages: 0 }
  const { parameters } = interceptorSpec('rate-limit', given)
  const interceptor = new RateLimit('rate-limit', parameters as ParametersOf<'rate-limit'>, counts, report)
  return { interceptor, counts, ends: chainOf(interceptor) }
}
const of = (machine: 'chord' | 'swarm', envelope: Envelope): Envelope => ({ ...envelope, machine }) as Envelope

describe('RateLimit', () => {
  it('lets a burst pass, then refuses requests with overload until tokens have come back', () => {
    const { ends, counts } = limit({ perSecond: 10, burst: 3 })
    for (let id = 1; id <= 5; id++) ends.receive(request(id), 0)
    assert.deepEqual(
      ends.arrived.map(({ number }) => number),
      [1, 2, 3],
    )
    assert.deepEqual(
      ends.left.map(({ to, envelope }) => [
        to,
        envelope.kind,
        'id' in envelope && envelope.id,
        'why' in envelope && envelope.why,
      ]),
      [
        [bob, 'refusal', 4, 'overload'],
        [bob, 'refusal', 5, 'overload'],
      ],
    )
    assert.deepEqual(counts, { requests: 2, messages: 0 })
    ends.receive(request(6), 99)
    ends.receive(request(7), 100)
    assert.deepEqual(ends.arrived.at(-1)?.number, 7, 'one token each 100 ms, not before')
    assert.equal(ends.arrived.length, 4)
  })

  it('drops messages, counts them, and reports them', () => {
    const reported: AuditRecord[] = []
    const { ends, counts } = limit({ perSecond: 1, burst: 1 }, (record) => reported.push(record))
    ends.receive(message(1))
    ends.receive(message(2))
    assert.deepEqual([ends.arrived.length, ends.left.length], [1, 0])
    assert.deepEqual(counts, { requests: 0, messages: 1 })
    assert.deepEqual(reported, [{ what: 'rate-limited', peer: bob, detail: 'chord' }])
  })

  it('limits neither answers, nor sessions, nor what leaves', () => {
    const { ends } = limit({ perSecond: 0.01, burst: 1 })
    const session = sessionIdOf('ab'.repeat(32) as never, bob)
    for (let id = 1; id <= 3; id++) {
      ends.receive(answer(id))
      ends.receive({ ...message(id), session } as Envelope)
      ends.send(request(id))
    }
    assert.deepEqual([ends.arrived.length, ends.left.length], [6, 3])
  })

  it('has a bucket for each peer and machine, or for one machine alone', () => {
    const { ends } = limit({ perSecond: 1, burst: 1 })
    ends.receive(request(1), 0, bob)
    ends.receive(request(2), 0, eve)
    ends.receive(of('swarm', request(3)), 0, bob)
    assert.equal(ends.arrived.length, 3)
    const only = limit({ perSecond: 1, burst: 1, machine: 'swarm' })
    for (let id = 1; id <= 4; id++) only.ends.receive(id < 3 ? request(id) : of('swarm', request(id)))
    assert.deepEqual(
      only.ends.arrived.map(({ number }) => number),
      [1, 2, 3],
    )
  })

  it('keeps a bounded number of buckets: full ones go first, then the oldest', () => {
    const { interceptor, ends } = limit({ perSecond: 1, burst: 1 })
    for (let i = 0; i < MAX_BUCKETS; i++) ends.receive(request(i), 0, peerKey(`p${i}`))
    assert.equal(interceptor.size, MAX_BUCKETS)
    ends.receive(request(1), 0, peerKey('one more'))
    assert.equal(interceptor.size, MAX_BUCKETS)
    const before = ends.arrived.length
    ends.receive(request(2), 0, peerKey('p1'))
    assert.equal(ends.arrived.length, before, 'those that are still empty are remembered')
    ends.receive(request(3), 1_000, peerKey('and one more'))
    assert.equal(interceptor.size, MAX_BUCKETS - 15, 'of the 16 oldest, all full again, there is one new')
  })
})
