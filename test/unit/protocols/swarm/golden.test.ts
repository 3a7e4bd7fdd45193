import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { layoutOf, Network } from './network.ts'

/** `UPDATE_GOLDEN=1 npm test …` writes it anew: read the difference before it is committed. */
const GOLDEN = new URL('./three-peers.golden.txt', import.meta.url)

void test('a seed and two leechers: every message as in the golden script', () => {
  const trace: string[] = []
  const network = new Network({ seed: 11, layout: layoutOf(6, 128 * 1024, 20_000), latencyMs: () => 10, trace })
  const seeder = network.add('seed', { seeder: true, uplink: 5_000 })
  const leechers = [
    network.add('ann', { uplink: 5_000 }),
    network.add('bob', { uplink: 5_000, has: (piece) => piece < 2 }),
  ]
  for (const node of [seeder, ...leechers]) node.join()
  assert.ok(network.run(10_000, () => leechers.every((node) => node.states.at(-1) === 'seeding')))
  network.run(50, () => false)
  const script = `${trace.join('\n')}\n`
  if (process.env['UPDATE_GOLDEN'] !== undefined) writeFileSync(GOLDEN, script)
  assert.equal(script, readFileSync(GOLDEN, 'utf8'))
})
