import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findingsOf, type Kept } from '../../../src/cli/doctor/kept.ts'

const PEERS = ['b', 'c']
const node = (peerId: string) => ({ peerId, ringId: peerId.repeat(64), addresses: [] })

interface Wanted {
  readonly records?: Partial<Kept['status']['records']>
  readonly ranges?: Partial<Kept['status']['records']['ranges']>
  readonly agreement?: Partial<Kept['status']['agreement']>
  readonly names?: Partial<Kept['status']['names']>
  readonly can?: Partial<Kept['status']['can']>
  readonly others?: readonly string[]
}

/** What the doctor finds where all is well but for what is given. */
function found({ records, ranges, agreement, names, can, others = PEERS }: Wanted) {
  const status: Kept['status'] = {
    records: {
      ...{ count: 5, bytes: 100, maxBytes: 1_000, replicas: 3, hints: 0, watches: 0, ...records },
      ranges: { owned: 2, underReplicated: 0, repairing: 0, leaving: 0, ...ranges },
    },
    agreement: {
      ...{ groups: 9, withoutQuorum: 0, changing: 0, registers: 4, bytes: 10, maxBytes: 1_000, replicas: 3 },
      ...agreement,
    },
    names: { leased: 1, lost: 0, ...names },
    can: { enabled: true, state: 'member', zones: 1, neighbours: 2, items: 3, bytes: 10, maxBytes: 1_000, ...can },
  }
  const position = { ringId: 'a'.repeat(64), state: 'member' as const, predecessor: null, fingers: [] }
  const findings = findingsOf({ status, ring: { positions: [{ ...position, successors: others.map(node) }] } })
  for (const { name, status: how, hint } of findings)
    assert.equal(hint !== undefined, how !== 'ok', `${name} has a hint`)
  return new Map(findings.map((finding) => [finding.name, finding]))
}
const amiss = (wanted: Wanted): string[] =>
  [...found(wanted).values()].flatMap(({ name, status }) => (status === 'ok' ? [] : [`${status} ${name}`]))

test('where all is well nothing is amiss', () => {
  assert.deepEqual(amiss({}), [])
  assert.deepEqual(
    [...found({}).keys()],
    ['records', 'replicas', 'copies', 'registers', 'agreement', 'space', 'items', 'names'],
  )
})

test('near the cap is a warning, at the cap writes fail; one byte below neither', () => {
  assert.deepEqual(amiss({ records: { bytes: 799 }, agreement: { bytes: 799 } }), [])
  assert.deepEqual(amiss({ records: { bytes: 800 } }), ['warn records'])
  assert.deepEqual(amiss({ agreement: { bytes: 979 } }), ['warn registers'])
  assert.deepEqual(amiss({ records: { bytes: 980 }, agreement: { bytes: 1_200 } }), ['fail records', 'fail registers'])
  assert.deepEqual(amiss({ records: { bytes: 0, maxBytes: 0 } }), ['fail records'])
  assert.match(found({ agreement: { bytes: 980 } }).get('registers')?.hint ?? '', /agreement\.maxBytes/)
})

test('fewer daemons than replicas are wanted; one daemon at several places counts once', () => {
  assert.deepEqual(amiss({ others: ['b'] }), ['warn replicas'])
  assert.deepEqual(amiss({ others: ['b', 'b'] }), ['warn replicas'])
  assert.match(found({ others: [] }).get('replicas')?.detail ?? '', /^only 1 of the 3/)
  assert.deepEqual(amiss({ others: ['b'], records: { replicas: 2 } }), [])
})

test('ranges that lack copies, are repaired or handed over, and hints, are told by number', () => {
  const ranges = { underReplicated: 1, repairing: 2, leaving: 3 }
  const copies = found({ ranges, records: { hints: 4 } }).get('copies')
  assert.equal(copies?.status, 'warn')
  for (const words of [/1 of 2 ranges lack/, /2 of 2 ranges are being/, /3 wait/, /4 records wait/]) {
    assert.match(copies.detail, words)
  }
  for (const key of ['underReplicated', 'repairing', 'leaving'] as const) {
    assert.deepEqual(amiss({ ranges: { [key]: 1 } }), ['warn copies'], key)
  }
})

test('a group without a majority is a failure, one that changes is none; lost names are told', () => {
  assert.deepEqual(amiss({ agreement: { withoutQuorum: 1 } }), ['fail agreement'])
  assert.deepEqual(amiss({ agreement: { changing: 3 } }), [])
  assert.match(found({ agreement: { changing: 3 } }).get('agreement')?.detail ?? '', /3 of them changing/)
  assert.deepEqual(amiss({ names: { lost: 1 } }), ['warn names'])
})

test('a daemon without a zone is told of, one that takes no part is well', () => {
  assert.deepEqual(amiss({ can: { state: 'joining', zones: 0 } }), ['warn space'])
  assert.deepEqual(amiss({ can: { state: 'resuming' } }), ['warn space'])
  assert.deepEqual(amiss({ can: { bytes: 980 } }), ['fail items'])
  assert.deepEqual(amiss({ can: { enabled: false, state: 'off', zones: 0, bytes: 980 } }), [])
  assert.match(found({ can: { state: 'joining' } }).get('space')?.hint ?? '', /can\.dimensions/)
})
