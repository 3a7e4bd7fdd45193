/**
 * How fast content is hashed, verified and written, re-verified and read, against the limit of one thread that does
 * nothing but hash, in the same run. The file lies in the page cache.
 *
 *   npx tsx bench/content.ts [--mib 512] [--runs 5] [--dir <folder>]
 */
import { hash } from 'node:crypto'
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import { KIB, MIB } from '../src/base/index.ts'
import {
  BufferPool,
  HashPool,
  type Manifest,
  OpenFiles,
  pieceIndex,
  PieceStore,
  type ProgressStore,
  shareContent,
} from '../src/content/index.ts'
import { median, printTable, type Row } from './report.ts'

const { values } = parseArgs({
  options: {
    mib: { type: 'string', default: '512' },
    runs: { type: 'string', default: '5' },
    dir: { type: 'string', default: tmpdir() },
  },
})
const bytes = Number(values.mib) * MIB
const runs = Number(values.runs)
const BLOCK_BYTES = 64 * KIB
/** Pieces on their way at a time, as a fetch at full speed has them. */
const IN_FLIGHT = 8

const folder = mkdtempSync(join(values.dir, 'orbweaver-bench-'))
const source = join(folder, 'source')

function writeSource(): void {
  const fd = openSync(source, 'w')
  const chunk = new Uint32Array(MIB / 4)
  for (let at = 0; at < bytes; at += MIB) {
    for (let i = 0; i < chunk.length; i++) chunk[i] = Math.imul(at / 4 + i, 0x9e3779b1)
    writeSync(fd, chunk)
  }
  closeSync(fd)
}

class NoProgress implements ProgressStore {
  record: Uint8Array | undefined
  load = (): Promise<Uint8Array | undefined> => Promise.resolve(this.record)
  save = (record: Uint8Array): Promise<void> => {
    this.record = record
    return Promise.resolve()
  }
}

interface Measured {
  readonly mbPerSecond: number
  /** Of one core, all threads together: what it would be with a core of its own, whatever else the machine does. */
  readonly mbPerCpuSecond: number
  /** Share of the time in which the main thread was busy. */
  readonly busy: number
}

async function measure(action: () => Promise<unknown> | undefined): Promise<Measured> {
  const start = performance.now()
  const cpuBefore = process.cpuUsage()
  const before = performance.eventLoopUtilization()
  await action()
  const { utilization } = performance.eventLoopUtilization(before)
  const { user, system } = process.cpuUsage(cpuBefore)
  return {
    mbPerSecond: bytes / 1e3 / (performance.now() - start),
    mbPerCpuSecond: bytes / (user + system),
    busy: utilization,
  }
}

/** The limit: one thread, data in memory, nothing but SHA-256 of 16 KiB leaves. */
function hashOnly(): undefined {
  const data = Buffer.alloc(MIB, 7)
  for (let at = 0; at < bytes; at += MIB) {
    for (let leaf = 0; leaf < MIB; leaf += 16 * KIB) hash('sha256', data.subarray(leaf, leaf + 16 * KIB), 'binary')
  }
}

/** The limit of the disk's cache: one thread, the same file written anew. */
function writeOnly(): undefined {
  const data = Buffer.alloc(512 * KIB, 7)
  const path = join(folder, 'raw')
  const fd = openSync(path, 'w')
  for (let at = 0; at < bytes; at += data.byteLength) writeSync(fd, data, 0, data.byteLength, at)
  closeSync(fd)
  rmSync(path)
}

async function fetchLocally(manifest: Manifest, pool: HashPool, files: OpenFiles): Promise<Measured> {
  const buffers = new BufferPool(IN_FLIGHT * manifest.info.pieceBytes)
  const output = join(folder, 'output')
  const place = { kind: 'download', folder: output } as const
  const store = await PieceStore.open({ manifest, place, pool, files, progress: new NoProgress() })
  const from = openSync(source, 'r')
  let next = 0
  const runner = async (): Promise<void> => {
    while (next < manifest.info.pieces) {
      const piece = pieceIndex(next++)
      const span = manifest.spanOf(piece)
      const buffer = buffers.take(manifest.info.pieceBytes)
      if (buffer === undefined) throw new Error('no buffer')
      readSync(from, new Uint8Array(buffer), 0, span.bytes, span.begin)
      const result = await store.writePiece(piece, buffer)
      if (result.verdict !== 'stored') throw new Error(result.verdict)
      buffers.give(result.buffer)
    }
  }
  const measured = await measure(() => Promise.all(Array.from({ length: IN_FLIGHT }, runner)))
  closeSync(from)
  await store.deleteData()
  return measured
}

async function readAll(store: PieceStore): Promise<void> {
  const { pieces } = store.manifest.info
  let next = 0
  const runner = async (): Promise<void> => {
    const into = new Uint8Array(BLOCK_BYTES)
    while (next < pieces) {
      const piece = pieceIndex(next++)
      const span = store.manifest.spanOf(piece)
      for (let begin = 0; begin < span.bytes; begin += BLOCK_BYTES) {
        const read = await store.readBlock(piece, begin, Math.min(BLOCK_BYTES, span.bytes - begin), into)
        if (read.status !== 'ok') throw new Error(read.status)
      }
    }
  }
  await Promise.all(Array.from({ length: IN_FLIGHT }, runner))
}

async function main(): Promise<void> {
  writeSource()
  const results = new Map<string, Measured[]>()
  const note = (what: string, measured: Measured): void => {
    results.set(what, [...(results.get(what) ?? []), measured])
  }
  const files = new OpenFiles()
  const pools = [1, 2].map((workers) => new HashPool({ workers }))
  for (let run = 0; run < runs; run++) {
    note('limit: SHA-256 of leaves in memory, one thread', await measure(hashOnly))
    note('limit: writing, one thread', await measure(writeOnly))
    for (const pool of pools) {
      const threads = `${pool.size} thread${pool.size > 1 ? 's' : ''}`
      note(`share: read and hash, ${threads}`, await measure(() => shareContent(source, pool)))
      const { manifest, record } = await shareContent(source, pool)
      note(`fetch: verify and write pieces, ${threads}`, await fetchLocally(manifest, pool, files))
      const progress = new NoProgress()
      progress.record = record
      const place = { kind: 'shared', path: source } as const
      const store = await PieceStore.open({ manifest, place, pool, files, progress })
      if (pool.size === 1) note('serve: 64 KiB blocks, verified by signature', await measure(() => readAll(store)))
      note(`resume: hash what is on disk, ${threads}`, await measure(() => store.recheck()))
      await store.close()
    }
  }
  await Promise.all(pools.map((pool) => pool.close()))
  const all = [...results].map(([what, measured]) => {
    const middle = (of: (one: Measured) => number): number => median(measured.map(of))
    return {
      what,
      speed: middle((one) => one.mbPerSecond),
      perCpu: middle((one) => one.mbPerCpuSecond),
      busy: middle((one) => one.busy),
    }
  })
  const limit = all[0]?.perCpu ?? NaN
  const rows = all.map(({ what, speed, perCpu, busy }): Row => {
    const ratio = `${perCpu.toFixed(0)} MB per CPU second, ${(perCpu / limit).toFixed(2)} of the limit`
    return { what, value: speed, unit: 'MB/s', note: `${ratio}; main thread busy ${(100 * busy).toFixed(0)} %` }
  })
  printTable(`content of ${values.mib} MiB, median of ${runs} runs`, rows)
  console.log(`  resident memory at the end: ${(process.memoryUsage.rss() / 1e6).toFixed(0)} MB`)
}

try {
  await main()
} finally {
  rmSync(folder, { recursive: true, force: true })
}
