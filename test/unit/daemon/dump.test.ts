import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loadConfig } from '../../../src/config/index.ts'
import { DUMP_ENTRIES, dumpOf, type DumpSources } from '../../../src/daemon/dump.ts'
import { createLogger, TraceBuffer } from '../../../src/observe/index.ts'
import type { TraceEvent } from '../../../src/runtime/index.ts'

/** A daemon as busy as its limits allow. */
async function sources(): Promise<DumpSources> {
  const config = await loadConfig({ dataDir: '/nowhere' }, { ORBWEAVER_LOG_LEVEL: 'debug' })
  const trace = new TraceBuffer<TraceEvent>(2_048)
  for (let i = 0; i < 5_000; i++) {
    trace.record({ at: i, lamport: i, direction: 'in', peer: `peer-${i}`, kind: 'request', machine: 'chord' } as never)
  }
  const nodes = Array.from({ length: 1_000 }, (_, i) => ({ peer: `12D3Koo${i}`, id: i.toString(16).padStart(64, '0') }))
  const links = nodes.map(({ peer }) => ({
    peer,
    direction: 'inbound',
    epoch: 1,
    ageMs: 5,
    heardMs: 5,
    idleMs: 5,
    sessions: 2,
    kept: true,
  }))
  const swarms = Array.from({ length: 1_000 }, (_, i) => ({
    swarmId: i.toString(16).padStart(64, '0'),
    name: 'EVIL\u001b[31m',
    state: 'downloading',
    pieces: { total: 5, have: 1 },
    verifiedBytes: 1,
    sizeBytes: 5,
    peers: links,
    downBps: 1,
    upBps: 1,
  }))
  return {
    engine: {
      host: { sizes: { asks: 1 } },
      peer: {
        ring: {
          positions: () => Array.from({ length: 64 }, (_, position) => position),
          state: () => 'member',
          self: () => nodes[0],
          predecessor: () => nodes[1],
          successors: () => nodes,
          knownNodes: () => nodes,
        },
        providers: { sizes: { leases: 3 } },
        swarms: { sizes: { sessions: 3 } },
      },
      clock: { time: 5, mark: 10 },
      trace,
    },
    settings: { config },
    transport: {
      sizes: { links: 1_000 },
      counters: new Map([['pruned', 5]]),
      links: () => links,
      listening: ['/ip4/x'],
    },
    swarms: { swarms: () => swarms },
    readiness: { reasons: () => ['because'] },
  } as unknown as DumpSources
}

test('a dump tells all parts, each bounded, with how much there is in all', async () => {
  const parts = dumpOf(await sources())
  assert.deepEqual(
    parts.map(({ part }) => part),
    ['process', 'config', 'ring', 'machines', 'transport', 'swarms', 'trace'],
  )
  const of = new Map(parts.map(({ part, state }) => [part, state]))
  assert.deepEqual([of.get('swarms')?.['count'], (of.get('swarms')?.['all'] as string[]).length], [1_000, DUMP_ENTRIES])
  assert.deepEqual(
    [of.get('transport')?.['count'], (of.get('transport')?.['peers'] as string[]).length],
    [1_000, DUMP_ENTRIES],
  )
  const ring = of.get('ring') as {
    positions: { count: number; all: string[] }
    successors: { count: number; all: string[] }
  }
  assert.deepEqual([ring.positions.count, ring.positions.all.length], [64, DUMP_ENTRIES])
  assert.match(String(ring.positions.all.at(-1)), /^63: 0{64} member, between 12D3Koo1 and 12D3Koo0$/)
  assert.deepEqual([ring.successors.count, ring.successors.all.length], [64_000, DUMP_ENTRIES])
  assert.equal((of.get('trace')?.['last'] as string[]).length, DUMP_ENTRIES)
  assert.match(String((of.get('trace')?.['last'] as string[]).at(-1)), /^4999 /)
  assert.deepEqual(of.get('config')?.['set'], ['log.level = "debug" (environment ORBWEAVER_LOG_LEVEL)'])
  const text = JSON.stringify(parts)
  assert.ok(text.length < 64 * 1024, `${text.length} characters`)
  assert.doesNotMatch(text, /EVIL/, 'names were written by others')
})

test('each part is one line of the log', async () => {
  const lines: string[] = []
  const logger = createLogger({ level: 'info', destination: { write: (line) => void lines.push(line) } })
  for (const part of dumpOf(await sources())) logger.event('daemon.dump', part)
  assert.equal(lines.length, 7)
  for (const line of lines) assert.equal((JSON.parse(line) as { event: string }).event, 'daemon.dump')
})

test('while it starts there is no transport, and the dump tells the rest', async () => {
  const parts = dumpOf({ ...(await sources()), transport: undefined })
  assert.deepEqual(parts.find(({ part }) => part === 'transport')?.state, {})
})
