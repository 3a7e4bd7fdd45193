import assert from 'node:assert/strict'
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { AuditFile, MAX_LINE_BYTES } from '../../../src/admin/audit-file.ts'

function setUp(t: TestContext): { dir: string; path: string } {
  const dir = mkdtempSync(join(tmpdir(), 'orb-audit-'))
  t.after(() => {
    rmSync(dir, { recursive: true, force: true })
  })
  return { dir, path: join(dir, 'audit.log') }
}

const BYTES = 100

test('lines are appended, newest first when read, 0600, and go on after a restart', (t) => {
  const { path } = setUp(t)
  const first = new AuditFile({ path, maxBytes: 10_000, files: 2 })
  first.append('a')
  first.append('b')
  // Not closed: as after kill -9.
  assert.equal(readFileSync(path, 'utf8'), 'a\nb\n')
  const second = new AuditFile({ path, maxBytes: 10_000, files: 2 })
  second.append('c')
  assert.deepEqual(second.last(2), ['c', 'b'])
  assert.deepEqual(second.last(9), ['c', 'b', 'a'])
  assert.equal(statSync(path).mode & 0o777, 0o600)
  first.close()
  second.close()
  assert.deepEqual(second.last(1), ['c'], 'also when closed')
})

test('a file that others may read is taken back', (t) => {
  const { path } = setUp(t)
  writeFileSync(path, 'old\n')
  chmodSync(path, 0o644)
  new AuditFile({ path, maxBytes: 10_000, files: 2 }).close()
  assert.equal(statSync(path).mode & 0o777, 0o600)
})

test('a line that a crash cut off is ended, and the next stands alone', (t) => {
  const { path } = setUp(t)
  writeFileSync(path, 'whole\nhal')
  const file = new AuditFile({ path, maxBytes: 10_000, files: 2 })
  file.append('next')
  assert.deepEqual(file.last(9), ['next', 'hal', 'whole'])
  file.close()
})

test('the disk it takes is bounded, whatever is written: files × maxBytes, the newest lines stay', (t) => {
  const { dir, path } = setUp(t)
  const file = new AuditFile({ path, maxBytes: BYTES, files: 3 })
  for (let i = 0; i < 1_000; i++) {
    file.append(`line ${i}`)
    for (const name of readdirSync(dir)) assert.ok(statSync(join(dir, name)).size <= BYTES, name)
  }
  assert.deepEqual(readdirSync(dir).sort(), ['audit.log', 'audit.log.1', 'audit.log.2'])
  const lines = file.last(1_000)
  assert.deepEqual(lines.slice(0, 3), ['line 999', 'line 998', 'line 997'])
  assert.ok(lines.length >= 20, `${lines.length} lines`)
  assert.deepEqual(
    lines,
    Array.from({ length: lines.length }, (_, i) => `line ${999 - i}`),
  )
  assert.deepEqual(file.last(15), lines.slice(0, 15))
  file.close()
})

test('one file alone starts anew when it is full; fewer files than before leave none behind', (t) => {
  const { dir, path } = setUp(t)
  const many = new AuditFile({ path, maxBytes: BYTES, files: 5 })
  for (let i = 0; i < 100; i++) many.append(`line ${i}`)
  many.close()
  assert.equal(readdirSync(dir).length, 5)
  const one = new AuditFile({ path, maxBytes: BYTES, files: 1 })
  assert.deepEqual(readdirSync(dir), ['audit.log'])
  for (let i = 0; i < 100; i++) one.append(`more ${i}`)
  assert.deepEqual(readdirSync(dir), ['audit.log'])
  assert.equal(one.last(1)[0], 'more 99')
  one.close()
})

test('reading takes no more of a large file than so many lines can have', (t) => {
  const { path } = setUp(t)
  appendFileSync(path, `${'x'.repeat(MAX_LINE_BYTES - 1)}\n`.repeat(50))
  const file = new AuditFile({ path, maxBytes: 1_000_000, files: 1 })
  assert.deepEqual(
    file.last(3).map((line) => line.length),
    [MAX_LINE_BYTES - 1, MAX_LINE_BYTES - 1, MAX_LINE_BYTES - 1],
  )
  file.close()
})

test('a folder that is gone is told; when it is back, so is the log', (t) => {
  const { dir, path } = setUp(t)
  const file = new AuditFile({ path, maxBytes: BYTES, files: 2 })
  file.append('x'.repeat(BYTES - 1))
  rmSync(dir, { recursive: true })
  assert.throws(
    () => {
      file.append('y')
    },
    { code: 'IO' },
  )
  assert.throws(() => new AuditFile({ path, maxBytes: BYTES, files: 2 }), { code: 'IO' })
  mkdirSync(dir)
  file.append('z')
  assert.deepEqual(file.last(9), ['z'])
  file.close()
})
