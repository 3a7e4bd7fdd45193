import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { lamport } from '../../../../src/base/index.ts'
import type { Envelope } from '../../../../src/protocols/index.ts'
import { Audit, type AuditRecord } from '../../../../src/runtime/index.ts'
import { at, bob, chainOf, eve, message, request } from './chain-rig.ts'

const refusal = (id: number): Envelope => ({ kind: 'refusal', lamport: lamport(1), id, why: 'overload' })

describe('Audit', () => {
  it('writes refusals of both sides, and nothing else', () => {
    const written: AuditRecord[] = []
    const ends = chainOf(new Audit('audit', { perSecond: 10, burst: 10 }, (record) => written.push(record)))
    ends.send(refusal(1), 0, eve)
    ends.receive(refusal(2), 0, bob)
    ends.receive(request(3))
    ends.send(message(4))
    assert.deepEqual(written, [
      { what: 'refused', peer: eve, detail: 'overload' },
      { what: 'was-refused', peer: bob, detail: 'overload' },
    ])
    assert.equal(ends.arrived.length + ends.left.length, 4, 'all go on')
  })

  it('writes at a bounded rate, and says how many it has left out', () => {
    const written: number[] = []
    const counts = { written: 0, suppressed: 0 }
    const audit = new Audit('audit', { perSecond: 10, burst: 2 }, (_record, left) => written.push(left), counts)
    for (let i = 0; i < 50; i++) audit.report({ what: 'banned', peer: eve, detail: 'flood' }, at(0))
    audit.report({ what: 'banned', peer: eve, detail: 'flood' }, at(100))
    assert.deepEqual(written, [0, 0, 48])
    assert.deepEqual(counts, { written: 3, suppressed: 48 })
  })
})
