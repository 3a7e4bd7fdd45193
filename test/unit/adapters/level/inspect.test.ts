import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { Level } from 'level'
import { inspectStore } from '../../../../src/adapters/level/index.ts'
import { crc32c, verifyTable } from '../../../../src/adapters/level/table-file.ts'

async function folder(t: TestContext): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'orb-inspect-'))
  t.after(() => rm(dir, { recursive: true }))
  return dir
}

/** A closed database with tables, compressible and not. */
async function database(dir: string, rows = 3_000): Promise<string[]> {
  const db = new Level<string, Uint8Array>(dir, { valueEncoding: 'view' })
  let seed = 1
  const noise = (bytes: number): Uint8Array =>
    Uint8Array.from({ length: bytes }, () => (seed = (seed * 48_271) % 2_147_483_647) & 255)
  for (let i = 0; i < rows; i++) await db.put(`key ${i}`, i % 2 === 0 ? noise(200) : Buffer.alloc(400, i))
  // The types are those of any platform's Level.
  await (db as unknown as { compactRange(from: string, to: string): Promise<void> }).compactRange('', '\u{10ffff}')
  await db.close()
  return (await readdir(dir)).filter((name) => name.endsWith('.ldb'))
}

test('the checksum is that of RFC 3720, appendix B.4', () => {
  assert.equal(crc32c(new Uint8Array(32)), 0x8a9136aa)
  assert.equal(crc32c(new Uint8Array(32).fill(255)), 0x62a8ab43)
  assert.equal(crc32c(Buffer.from('123456789')), 0xe3069283)
})

test('a sound database: every block of every table is verified, every row read, and nothing changed', async (t) => {
  const dir = await folder(t)
  const tables = await database(dir)
  assert.ok(tables.length > 0)
  const before = await Promise.all(
    (await readdir(dir)).map(async (name) => [name, (await stat(join(dir, name))).mtimeMs]),
  )
  const found = await inspectStore(dir, false)
  assert.deepEqual([found?.damaged, found?.rows, found?.unreadable], [[], 3_000, undefined])
  assert.equal(found?.tables, tables.length)
  assert.ok((found?.blocks ?? 0) > 100, `${found?.blocks} blocks`)
  const after = await Promise.all(
    (await readdir(dir)).map(async (name) => [name, (await stat(join(dir, name))).mtimeMs]),
  )
  assert.deepEqual(after, before)
})

test('one changed bit anywhere in a table is found', async (t) => {
  const dir = await folder(t)
  const [name] = await database(dir, 500)
  const path = join(dir, name ?? '')
  const sound = await readFile(path)
  verifyTable(sound)
  for (let at = 0; at < sound.byteLength; at += 997) {
    const bad = Buffer.from(sound)
    bad[at] = (bad[at] ?? 0) ^ 4
    // The padding of the footer is the one place that says nothing.
    const isPadding = at >= sound.byteLength - 44 && at < sound.byteLength - 8
    if (!isPadding) assert.throws(() => verifyTable(bad), RangeError, `byte ${at}`)
  }
  for (const length of [0, 10, 47, 48, 1_000, sound.byteLength - 1]) {
    assert.throws(() => verifyTable(sound.subarray(0, length)), RangeError, `cut to ${length}`)
  }
  sound[100] = (sound[100] ?? 0) ^ 1
  await writeFile(path, sound)
  const found = await inspectStore(dir, true)
  assert.equal(found?.damaged.length, 1)
  assert.match(found?.damaged[0] ?? '', /^\d+\.ldb: the checksum of the block at 0 is wrong$/)
  assert.equal(found?.rows, undefined, 'a daemon has it open: no copy')
})

test('a database that cannot be opened says why; none is none', async (t) => {
  const dir = await folder(t)
  await database(dir, 10)
  await writeFile(join(dir, 'CURRENT'), 'MANIFEST-999999\n')
  const found = await inspectStore(dir, false)
  assert.notEqual(found?.unreadable, undefined)
  assert.equal(await inspectStore(join(dir, 'nowhere'), false), undefined)
})
