/**
 * One seeder, one leecher, separate processes: a file of 1 GiB over the overlay, verified on disk; against a plain copy of
 * the file with SHA-256 in the same run, which is what the disk and the hash alone cost.
 *
 *   npx tsx bench/fetch.ts [--mib 1024] [--runs 3] [--leechers 1]
 */
import { createHash, randomFillSync } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { Fleet, type FleetDaemon } from '../src/cli/fleet.ts'
import { median, peakRss, printTable, processUsage } from './report.ts'

const { values } = parseArgs({
  options: {
    mib: { type: 'string', default: '1024' },
    runs: { type: 'string', default: '3' },
    leechers: { type: 'string', default: '1' },
  },
})
const bytes = Number(values.mib) * 2 ** 20
const POLL_MS = 20

interface Swarm {
  readonly swarmId: string
  readonly magnet: string
  readonly state: string
  readonly reason?: string
  readonly uploadedBytes: number
}

async function api<T>(daemon: FleetDaemon, method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(`${daemon.url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${daemon.token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
  return (text === '' ? undefined : JSON.parse(text)) as T
}

async function writeRandom(path: string): Promise<void> {
  const file = await open(path, 'w')
  const chunk = Buffer.allocUnsafe(2 ** 20)
  for (let at = 0; at < bytes; at += chunk.byteLength)
    await file.write(randomFillSync(chunk), 0, Math.min(chunk.byteLength, bytes - at), at)
  await file.close()
}

async function sha256(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path, { highWaterMark: 2 ** 20 }), hash)
  return hash.digest('hex')
}

/** Reads, hashes and writes the file once in this process: seconds. */
async function copyAndHash(from: string, to: string): Promise<number> {
  const begun = performance.now()
  const hash = createHash('sha256')
  const source = createReadStream(from, { highWaterMark: 2 ** 20 })
  source.on('data', (chunk) => hash.update(chunk))
  await pipeline(source, createWriteStream(to))
  return (performance.now() - begun) / 1000
}

interface Run {
  readonly seconds: number
  readonly floorSeconds: number
  readonly seederRss: number
  readonly leecherRss: number
  readonly cpuSeconds: number
  readonly copies: number
}

async function once(dir: string, file: string, expected: string): Promise<Run> {
  const floorSeconds = await copyAndHash(file, join(dir, 'copy'))
  await rm(join(dir, 'copy'))
  const fleet = await Fleet.start({ nodes: 1 + Number(values.leechers), dir: join(dir, 'fleet') })
  try {
    const [seeder, ...leechers] = fleet.daemons
    if (seeder === undefined) throw new Error('no seeder')
    const shared = await api<Swarm>(seeder, 'POST', '/v1/swarms', { path: file })
    const cpu = (): number => fleet.daemons.reduce((sum, { pid }) => sum + processUsage(pid ?? 0).cpuMs / 1000, 0)
    const cpuBefore = cpu()
    const begun = performance.now()
    await Promise.all(
      leechers.map(async (leecher) => {
        const output = join(dir, 'fleet', `out-${leecher.name}`)
        await mkdir(output)
        await api<Swarm>(leecher, 'POST', '/v1/swarms', { magnet: shared.magnet, output })
        for (;;) {
          const swarm = await api<Swarm>(leecher, 'GET', `/v1/swarms/${shared.swarmId}`)
          if (swarm.state === 'seeding') return
          if (swarm.state === 'failed') throw new Error(`failed: ${swarm.reason ?? ''}`)
          await sleep(POLL_MS)
        }
      }),
    )
    const seconds = (performance.now() - begun) / 1000
    const cpuSeconds = cpu() - cpuBefore
    const uploaded = (await api<Swarm>(seeder, 'GET', `/v1/swarms/${shared.swarmId}`)).uploadedBytes
    for (const leecher of leechers) {
      const got = await sha256(join(dir, 'fleet', `out-${leecher.name}`, 'file.bin'))
      if (got !== expected) throw new Error(`${leecher.name} has other bytes`)
    }
    return {
      seconds,
      floorSeconds,
      seederRss: peakRss(seeder.pid ?? 0),
      leecherRss: Math.max(...leechers.map(({ pid }) => peakRss(pid ?? 0))),
      cpuSeconds,
      copies: uploaded / bytes,
    }
  } finally {
    await fleet.stop()
  }
}

const dir = await mkdtemp(join(tmpdir(), 'orbweaver-bench-'))
try {
  const file = join(dir, 'file.bin')
  await writeRandom(file)
  const expected = await sha256(file)
  const runs: Run[] = []
  for (let i = 0; i < Number(values.runs); i++) runs.push(await once(dir, file, expected))
  const of = (pick: (run: Run) => number): number => median(runs.map(pick))
  printTable(`${values.mib} MiB, one seeder, ${values.leechers} leecher(s), medians of ${values.runs} runs`, [
    {
      what: 'verified on disk at the last leecher',
      value: of(({ seconds }) => bytes / seconds / 1e6),
      unit: 'MB/s',
      gate: '≥ 120',
    },
    { what: 'time', value: of(({ seconds }) => seconds), unit: 's' },
    { what: 'copy with SHA-256, one process (floor)', value: of(({ floorSeconds }) => floorSeconds), unit: 's' },
    { what: 'ratio to the floor', value: of((run) => run.seconds / run.floorSeconds), unit: '×' },
    { what: 'seeder peak RSS', value: of(({ seederRss }) => seederRss / 1e6), unit: 'MB', gate: '≤ 320' },
    { what: 'leecher peak RSS', value: of(({ leecherRss }) => leecherRss / 1e6), unit: 'MB', gate: '≤ 320' },
    { what: 'CPU of all', value: of(({ cpuSeconds }) => cpuSeconds), unit: 's' },
    { what: 'copies uploaded by the seeder', value: of(({ copies }) => copies), unit: '×' },
  ])
} finally {
  await rm(dir, { recursive: true, force: true })
}
