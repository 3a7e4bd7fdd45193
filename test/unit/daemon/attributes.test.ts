import assert from 'node:assert/strict'
import { it } from 'node:test'
import { PeakRate, withdrawBriefly } from '../../../src/daemon/attributes.ts'

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

void it('a daemon that stops takes back what it told, with half a second for it, and waits for nothing else', async () => {
  const asked: unknown[] = []
  type Init = Parameters<typeof withdrawBriefly>[0]
  const stop = async (publishedAgoMs: number | undefined, ends: () => Promise<unknown>): Promise<void> => {
    const command = (machine: string, { name }: { name: string }, { deadlineMs }: { deadlineMs: number }) => {
      asked.push([machine, name, deadlineMs])
      return ends()
    }
    const attributes = { describe: () => ({ publishedAgoMs }) }
    await withdrawBriefly({ pump: { command }, attributes } as unknown as Init)
  }
  await stop(undefined, () => Promise.resolve())
  await withdrawBriefly({ pump: {}, attributes: undefined } as unknown as Init)
  assert.deepEqual(asked, [])
  await stop(5, () => Promise.resolve())
  await stop(5, () => Promise.reject(new Error('the pump has stopped')))
  assert.deepEqual(asked, [
    ['attributes', 'withdraw', 500],
    ['attributes', 'withdraw', 500],
  ])
})
