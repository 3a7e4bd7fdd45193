import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { lamport, OrbError, Random, type ErrorCode } from '../../../../src/base/index.ts'
import { sha256 } from '../../../../src/adapters/system/index.ts'
import type { Envelope } from '../../../../src/protocols/index.ts'
import {
  corruptThrough,
  InterceptorMaker,
  parseChain,
  type AuditRecord,
  type Interceptor,
} from '../../../../src/runtime/index.ts'
import { chainProblem } from '../../../../src/runtime/interceptors/specs.ts'
import { encodeEnvelope, WireContext } from '../../../../src/wire/index.ts'
import { at, bob, chainOf, request } from './chain-rig.ts'

const lasting: Interceptor[] = ['lamport', 'metrics', 'trace', 'dedup'].map((name) => ({ name, inbound: () => true }))
function maker(options: { allowFaults?: boolean; standing?: () => readonly Interceptor[] } = {}) {
  const audited: AuditRecord[] = []
  const made = new InterceptorMaker({
    lasting,
    standing: options.standing ?? (() => []),
    machines: ['chord', 'swarm'],
    audit: (record) => audited.push(record),
    corrupt: () => undefined,
    allowFaults: options.allowFaults ?? true,
  })
  return { made, audited }
}
const refuses = (code: ErrorCode, words: RegExp, make: () => unknown): void => {
  assert.throws(make, (error) => error instanceof OrbError && error.code === code && words.test(error.message))
}
const specs = (...texts: string[]) => parseChain(texts)

describe('InterceptorMaker', () => {
  it('takes those that stand already when nothing of theirs has changed', () => {
    const { made } = maker()
    const first = made.make(specs('metrics', 'rate-limit perSecond=5', 'faults drop=0.5'), [])
    const second = made.make(specs('faults drop=0.6', 'rate-limit perSecond=5', 'metrics'), first)
    assert.equal(second[2], first[2], 'the rate limit stays, with its buckets')
    assert.equal(second[3], first[1], 'there is one metrics')
    assert.notEqual(second[1], first[3], 'changed parameters make another')
    assert.deepEqual(made.specOf(second[1] as Interceptor).parameters['drop'], 0.6)
    const third = made.make(specs('metrics'), second)
    assert.deepEqual(third, [lasting[0], lasting[1], lasting[3]])
  })

  it('makes no faults unless it may, and none for machines that there are not', () => {
    refuses('FORBIDDEN', /does not inject faults/, () => maker({ allowFaults: false }).made.make(specs('faults'), []))
    refuses('INVALID_ARGUMENT', /no machine "chrod"/, () => maker().made.make(specs('faults machine=chrod'), []))
    refuses('INVALID_ARGUMENT', /lamport cannot be taken out/, () => maker().made.make([], lasting))
  })

  it('counts what interceptors did that are gone', () => {
    const { made } = maker()
    for (let round = 1; round <= 2; round++) {
      const chain = made.make(parseChain(['faults drop=1', `faults:two seed=${round}`]), [])
      chainOf(...chain).receive(request(1))
      assert.equal(made.counts.faults.dropped, round)
    }
  })

  it('reports to audit while it stands in the chain', () => {
    let standing: Interceptor[] = []
    const { made, audited } = maker({ standing: () => standing })
    const record: AuditRecord = { what: 'banned', peer: bob, detail: 'flood' }
    made.report(record, at(0))
    standing = made.make(specs('audit'), [])
    made.report(record, at(0))
    assert.deepEqual(audited, [record])
  })
})

describe('a configured chain', () => {
  it('has those with a place around it', () => {
    assert.deepEqual(
      parseChain(['trace']).map(({ name }) => name),
      ['lamport', 'trace', 'dedup'],
    )
    refuses('INVALID_ARGUMENT', /always there/, () => parseChain(['lamport']))
    const full = Array.from({ length: 14 }, (_, i) => `rate-limit:n${i}`)
    assert.equal(parseChain(full).length, 16)
    refuses('INVALID_ARGUMENT', /at most 16/, () => parseChain([...full, 'trace']))
  })

  it('is told what is wrong with it in a sentence', () => {
    assert.equal(chainProblem(['audit', 'metrics'], false), undefined)
    assert.equal(chainProblem(['faults drop=0.1'], true), undefined)
    assert.match(chainProblem(['faults drop=0.1'], false) ?? '', /allowFaults/)
    assert.match(chainProblem(['faults drop=1.1'], true) ?? '', /drop must be a number from 0 to 1/)
    assert.match(chainProblem(['metrics', 'metrics'], true) ?? '', /twice/)
  })
})

describe('corruptThrough', () => {
  const spelling = { multihashOf: () => new Uint8Array(38), peerOf: () => bob }
  const wire = new WireContext(sha256, spelling)
  const body = { type: 'find', position: 0, target: 'ab'.repeat(32), hops: 2, final: false }
  const envelope = { ...request(7), body } as Envelope

  it('turns one bit: what can still be read differs, the rest is gone, and the original is untouched', () => {
    const random = new Random('corrupt')
    const corrupt = corruptThrough(wire)
    const before = structuredClone(envelope)
    const bytes = Buffer.from(encodeEnvelope(wire, envelope))
    let [read, gone, same] = [0, 0, 0]
    for (let i = 0; i < 500; i++) {
      const damaged = corrupt(envelope, random)
      if (damaged === undefined) gone++
      else {
        read++
        // A bit of a field's number makes it another field, which nobody reads.
        if (bytes.equals(encodeEnvelope(wire, damaged))) same++
      }
    }
    assert.ok(same < read / 10, `${same} of ${read} unchanged`)
    assert.ok(read > 50 && gone > 50, `${read} could be read, ${gone} not`)
    assert.deepEqual(envelope, before)
  })

  it('takes one that is not stamped yet', () => {
    const random = new Random('unstamped')
    const unstamped = { ...envelope, lamport: lamport(0) }
    const damaged = Array.from({ length: 50 }, () => corruptThrough(wire)(unstamped, random))
    assert.ok(damaged.some((each) => each !== undefined))
  })
})
