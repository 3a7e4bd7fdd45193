import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Churn } from '../paper/churn.ts'
import { Meter } from '../paper/meter.ts'
import { plane } from '../paper/plane.ts'
import { printTable } from '../paper/table.ts'

/** Longer than two of the shortest sessions; 1,000 nodes take a minute of CPU for each minute of it. */
const FOR_MS = 180_000
/** What a message costs below the codec: frame, Noise, TCP, IP. */
const BELOW_BYTES = 2 + 18 + 52

/** Nodes live and are away for exponential times with such a mean. */
function sessions(nodes: number, meanMs: number, medianMs: number, lookupRate: number) {
  const meter = new Meter()
  const churned = new Churn({
    nodes,
    rate: nodes / (meanMs / 1_000),
    forMs: FOR_MS,
    lookupRate,
    seed: 1,
    links: true,
    rejoin: true,
    latencyMs: plane(1, medianMs),
    meter,
  }).run()
  const each = nodes * (FOR_MS / 1_000 + 30)
  const { lookups, failed, wrong } = churned
  return {
    ...churned,
    right: 1 - (failed + wrong) / lookups,
    bytes: meter.bytes / each,
    onTheWire: (meter.bytes + meter.messages * BELOW_BYTES) / each,
  }
}

describe('Rhea et al., UCB/CSD-03-1299 2003 (figure 1.16): 1,000 nodes, sessions of a median of 1.4 to 60 minutes', () => {
  const rows: Record<string, number>[] = []
  for (const minutes of [1.4, 6, 60]) {
    it(`${minutes} minutes`, () => {
      const { right, wrong, bytes, onTheWire, latencyMs, crashes } = sessions(
        1_000,
        (minutes * 60_000) / Math.LN2,
        25,
        10,
      )
      rows.push({
        minutes,
        crashes,
        right,
        wrong,
        'bytes/s': bytes,
        'on the wire/s': onTheWire,
        'median ms': latencyMs.median,
      })
      assert.ok(right >= 0.99, `${right} right`)
      assert.ok(onTheWire < 900, `${onTheWire} bytes a second`)
    })
  }
  it('table', () => {
    printTable('Sessions, 1,000 nodes, 10 look-ups a second in all', rows)
    assert.equal(rows.length, 3)
  })
})

it('Li et al., INFOCOM 2005 (figure 1.14): 1,024 nodes, mean session of an hour, a look-up of each in 10 minutes', () => {
  const { right, bytes, onTheWire, latencyMs } = sessions(1_024, 3_600_000, 89, 1_024 / 600)
  printTable('Cost against latency (Chord, published: 226 ms at 40 bytes/s)', [
    { right, 'bytes/s': bytes, 'on the wire/s': onTheWire, 'median ms': latencyMs.median },
  ])
  assert.ok(right >= 0.99)
})
