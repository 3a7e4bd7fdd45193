import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { it } from 'node:test'
import { fileURLToPath } from 'node:url'

const BENCH = fileURLToPath(new URL('../../bench/sim-chord.ts', import.meta.url))

/** In a process of its own: the ring needs a larger heap than Node takes by itself. */
async function grown(nodes: number, heapMegabytes: number): Promise<number | null> {
  const child = spawn(
    process.execPath,
    [
      `--max-old-space-size=${heapMegabytes}`,
      '--import',
      'tsx',
      BENCH,
      '--growth',
      `--nodes=${nodes}`,
      `--lookups=${nodes}`,
    ],
    { stdio: ['ignore', 'inherit', 'inherit'] },
  )
  const [code] = (await once(child, 'exit')) as [number | null]
  return code
}

for (const [nodes, heapMegabytes] of [
  [10_000, 3_000],
  [100_000, 11_000],
] as const) {
  it(`${nodes.toLocaleString('en')} nodes that join become an exactly ideal ring, which answers as many look-ups right`, async () => {
    assert.equal(await grown(nodes, heapMegabytes), 0)
  })
}
