import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after } from 'node:test'
import { HashPool, OpenFiles, type ProgressStore } from '../../../src/content/index.ts'

/** A folder of this test file's own, gone when the suite it is called in ends. */
export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'orbweaver-content-'))
  after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A pool and open files, closed when the suite ends. */
export function tools(workers = 2): { pool: HashPool; files: OpenFiles } {
  const pool = new HashPool({ workers })
  after(() => pool.close())
  return { pool, files: new OpenFiles(8) }
}

/** Bytes that no two leaves have in common: byte i is (i · seed + ⌊i / 2^8⌋ + 31 ⌊i / 2^16⌋) mod 256. */
export function pattern(bytes: number, seed: number): Buffer<ArrayBuffer> {
  const data = Buffer.alloc(bytes)
  for (let i = 0; i < bytes; i++) data[i] = (i * seed + (i >> 8) + 31 * (i >> 16)) & 255
  return data
}

export function put(path: string, data: string | Uint8Array): string {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, data)
  return path
}

/** Progress in memory, as a database would keep it. */
export class MemoryProgress implements ProgressStore {
  record: Uint8Array | undefined
  saves = 0
  failure: Error | undefined

  load(): Promise<Uint8Array | undefined> {
    return Promise.resolve(this.record)
  }

  save(record: Uint8Array): Promise<void> {
    if (this.failure !== undefined) return Promise.reject(this.failure)
    this.record = record.slice()
    this.saves++
    return Promise.resolve()
  }
}
