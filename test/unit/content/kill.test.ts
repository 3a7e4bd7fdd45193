import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { suite, test } from 'node:test'
import {
  HashPool,
  OpenFiles,
  PieceStore,
  pieceIndex,
  type ProgressStore,
  shareContent,
} from '../../../src/content/index.ts'
import { pattern, put, tempFolder } from './temp.ts'

/* This file is also the program that is killed: with a folder in the environment it fetches until it is ended. */
const CHILD = 'ORBWEAVER_TEST_FETCH_INTO'
const PIECES = 300
const PIECE = 16 * 1024
/** Never stored by the program: whoever kills it may be late, and it must not be done by then. */
const LEFT_OUT = 30
/** It ends by itself when nobody kills it any more. */
const ORPHAN_MS = 60_000

class FileProgress implements ProgressStore {
  readonly #path: string

  constructor(path: string) {
    this.#path = path
  }

  load(): Promise<Uint8Array | undefined> {
    return Promise.resolve(existsSync(this.#path) ? readFileSync(this.#path) : undefined)
  }

  save(record: Uint8Array): Promise<void> {
    writeFileSync(`${this.#path}.new`, record)
    renameSync(`${this.#path}.new`, this.#path)
    return Promise.resolve()
  }
}

/** Opens the store below `folder`; its content is the file `source/file` there. */
async function openStore(
  folder: string,
  pool: HashPool,
  lost: number[] = [],
): Promise<{ store: PieceStore; data: Buffer }> {
  const path = join(folder, 'source', 'file')
  const { manifest } = await shareContent(path, pool, { pieceBytes: PIECE })
  const store = await PieceStore.open({
    manifest,
    place: { kind: 'download', folder: join(folder, 'output') },
    pool,
    files: new OpenFiles(),
    progress: new FileProgress(join(folder, 'record')),
    events: { lost: (pieces) => lost.push(...pieces) },
  })
  return { store, data: readFileSync(path) }
}

async function fetchUntilKilled(folder: string): Promise<void> {
  const { store, data } = await openStore(folder, new HashPool({ workers: 1 }))
  for (let n = 0; n < PIECES - LEFT_OUT; n++) {
    // Not in order: 7 and 300 have no common factor.
    const piece = pieceIndex((n * 7 + 3) % PIECES)
    const { begin, bytes } = store.manifest.spanOf(piece)
    const buffer = new ArrayBuffer(PIECE)
    new Uint8Array(buffer).set(data.subarray(begin, begin + bytes))
    const { verdict } = await store.writePiece(piece, buffer)
    if (verdict === 'stored') process.stdout.write(`${piece}\n`)
    if (n % 20 === 0) void store.flush()
  }
  await new Promise((resolve) => setTimeout(resolve, ORPHAN_MS))
}

/** Runs this file as the program, kills it when it has stored so many pieces, and returns them. */
async function killAfter(folder: string, count: number): Promise<number[]> {
  const child = spawn(process.execPath, ['--import', 'tsx', import.meta.filename], {
    env: { ...process.env, [CHILD]: folder, NODE_TEST_CONTEXT: undefined },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = new Promise((resolve) => child.once('exit', resolve))
  const stored: number[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    stored.push(Number(line))
    if (stored.length === count) child.kill('SIGKILL')
  }
  await exited
  assert.equal(child.signalCode, 'SIGKILL')
  return stored
}

const into = process.env[CHILD]
if (into !== undefined) {
  await fetchUntilKilled(into)
} else {
  suite('piece store, killed with SIGKILL', () => {
    const folder = tempFolder()

    test('every piece that was stored before is found again, and none is wrong', async () => {
      put(join(folder, 'source', 'file'), pattern(PIECES * PIECE - 99, 7))
      const before = new Set<number>()
      for (const count of [1, 33, 90]) {
        for (const piece of await killAfter(folder, count)) before.add(piece)
        const pool = new HashPool({ workers: 1 })
        const lost: number[] = []
        const { store } = await openStore(folder, pool, lost)
        for (const piece of before) assert.ok(store.have.has(piece), `piece ${piece} was stored before`)
        assert.ok(store.have.count >= before.size && store.have.count < PIECES)
        await store.recheck()
        assert.deepEqual(lost, [], 'each counted piece is right on disk')
        // Left as another crash would leave it, so that the next round has no orderly record.
        await pool.close()
      }
      const pool = new HashPool({ workers: 1 })
      const { store, data } = await openStore(folder, pool)
      for (let n = 0; n < PIECES; n++) {
        const { begin, bytes } = store.manifest.spanOf(pieceIndex(n))
        const buffer = new ArrayBuffer(PIECE)
        new Uint8Array(buffer).set(data.subarray(begin, begin + bytes))
        await store.writePiece(pieceIndex(n), buffer)
      }
      await store.finish()
      await store.close()
      await pool.close()
      assert.ok(readFileSync(join(folder, 'output', 'file')).equals(data))
    })
  })
}
