import assert from 'node:assert/strict'
import { it } from 'node:test'
import { PeakRate } from '../../../src/daemon/attributes.ts'

const HOUR_MS = 3_600_000

void it('the upload rate is the most that was sent in a window of ten seconds, and fades', () => {
  const peak = new PeakRate()
  assert.equal(peak.read(1_000_000, 0), 0, 'what was sent before is not of this window')
  assert.equal(peak.read(9_000_000, 9_999), 0, 'the window is not over')
  assert.equal(peak.read(11_000_000, 10_000), 1_000_000)
  assert.ok(peak.read(12_000_000, 30_000) < 1_000_000 && peak.read(12_000_000, 30_000) > 990_000)
  assert.equal(peak.read(12_000_000, 10_000 + HOUR_MS), 500_000)
  assert.equal(peak.read(12_000_000, 10_000 + 2 * HOUR_MS), 250_000)
  assert.equal(peak.read(52_000_000, 20_000 + 2 * HOUR_MS), 4_000_000)
})
