import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { lamport, type PeerKey, type RingId } from '../../../../src/base/index.ts'
import { rivalsOf, type Arc, type Config, type PriorConfig } from '../../../../src/protocols/records/quorum.ts'

const [a, b, c] = ['a', 'b', 'c'] as [PeerKey, PeerKey, PeerKey]
const ORIGIN = '0'.repeat(64) as RingId
const arc: Arc = { from: ORIGIN, to: ORIGIN }

const prior = (peer: PeerKey, time: number, unusedFrom?: number): PriorConfig => ({
  id: { lamport: lamport(time), peer },
  members: [{ peer, position: 0 }],
  ...(unusedFrom === undefined ? {} : { unusedFrom: lamport(unusedFrom) }),
})
const config = (of: PriorConfig, ...before: PriorConfig[]): Config => ({ ...arc, ...of, prior: before })

/** Lamport times of those that a configuration does not account for. */
const rivals = (of: Config, ...known: PriorConfig[]): number[] =>
  rivalsOf(
    of,
    known.map((each) => ({ arc, config: config(each) })),
  ).map(({ id }) => id.lamport)

describe('rivals of a configuration', () => {
  it('are older than it, newer than the oldest before it, and not among those before', () => {
    const it = config(prior(a, 10), prior(b, 7), prior(a, 4))
    assert.deepEqual(rivals(it, prior(c, 9), prior(b, 7), prior(c, 5), prior(c, 4), prior(c, 3)), [9, 5, 4])
    assert.deepEqual(rivals(it, prior(c, 11), prior(c, 10), prior(a, 10)), [])
  })

  it('are none when it has been relieved', () => {
    assert.deepEqual(rivals(config(prior(a, 10)), prior(c, 9), prior(b, 5)), [])
  })

  it('are none of its own owner, as far back as it says that they were of no use', () => {
    const it = config(prior(a, 10, 6), prior(b, 2))
    assert.deepEqual(rivals(it, prior(a, 9), prior(a, 6)), [])
    assert.deepEqual(rivals(it, prior(a, 5)), [5], 'one below')
    assert.deepEqual(rivals(it, prior(c, 7)), [7], 'of another owner')
  })

  it('are none that those before it account for', () => {
    const it = config(prior(b, 10), prior(a, 8, 6), prior(b, 2))
    assert.deepEqual(rivals(it, prior(a, 7), prior(a, 6)), [])
    assert.deepEqual(rivals(it, prior(a, 9), prior(a, 5)), [9, 5], 'above it, and one below')
  })
})
