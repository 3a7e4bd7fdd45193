import assert from 'node:assert/strict'
import { chmodSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { OrbError } from '../../../src/base/index.ts'
import { forEachLimited } from '../../../src/content/concurrency.ts'
import { shareContent } from '../../../src/content/index.ts'
import { describing, ioError } from '../../../src/content/io-errors.ts'
import { put, tempFolder, tools } from './temp.ts'

suite('system errors', () => {
  test('each has a code and words that a person understands', () => {
    const expected: [errno: string | undefined, code: string, message: RegExp][] = [
      ['ENOSPC', 'STORAGE_FULL', /cannot write "x": the disk is full/],
      ['EDQUOT', 'STORAGE_FULL', /quota/],
      ['EFBIG', 'STORAGE_FULL', /cannot hold a file of this size/],
      ['EACCES', 'FORBIDDEN', /permission denied/],
      ['EROFS', 'FORBIDDEN', /read-only/],
      ['ENOENT', 'NOT_FOUND', /no such file/],
      ['ENAMETOOLONG', 'INVALID_ARGUMENT', /too long/],
      ['EEXIST', 'CONFLICT', /exists already/],
      ['EMFILE', 'OVERLOAD', /too many files/],
      ['EIO', 'IO', /input\/output error \(EIO\)/],
      [undefined, 'IO', /input\/output error$/],
    ]
    for (const [errno, code, message] of expected) {
      const error = ioError(errno, 'cannot write "x"')
      assert.equal(error.code, code)
      assert.match(error.message, message)
    }
  })

  test('only system errors are translated; the original is the cause', async () => {
    await assert.rejects(
      describing('cannot read', () => readFile('/nowhere/file')),
      (error) => {
        assert.ok(error instanceof OrbError)
        assert.equal(error.code, 'NOT_FOUND')
        assert.match(String(error.cause), /ENOENT/)
        return true
      },
    )
    const other = new TypeError('a bug')
    await assert.rejects(
      describing('cannot read', () => Promise.reject(other)),
      other,
    )
  })
})

suite('limited concurrency', () => {
  test('never more than the limit at once, and all of them', async () => {
    let now = 0
    let most = 0
    const seen: number[] = []
    await forEachLimited([1, 2, 3, 4, 5, 6, 7], 3, async (item) => {
      most = Math.max(most, ++now)
      await Promise.resolve()
      seen.push(item)
      now--
    })
    assert.equal(most, 3)
    assert.deepEqual(seen, [1, 2, 3, 4, 5, 6, 7])
  })

  test('after a failure nothing new begins, what runs ends first, and the failure is thrown', async () => {
    const begun: number[] = []
    const ended: number[] = []
    const run = forEachLimited([1, 2, 3, 4], 2, async (item) => {
      begun.push(item)
      if (item === 1) throw new Error('first')
      await new Promise((resolve) => setImmediate(resolve))
      ended.push(item)
    })
    await assert.rejects(run, /first/)
    assert.deepEqual(begun, [1, 2])
    assert.deepEqual(ended, [2])
  })
})

// Needs to be somebody whom file modes bind: as root the test becomes nobody for a moment.
suite('files that may not be read', () => {
  const folder = tempFolder()
  const { pool } = tools(1)

  test('sharing one is FORBIDDEN', async (t) => {
    const path = put(join(folder, 'locked', 'file'), 'x')
    chmodSync(folder, 0o755)
    chmodSync(join(folder, 'locked'), 0o755)
    chmodSync(path, 0)
    if (process.geteuid?.() === 0) {
      process.seteuid?.(65534)
      t.after(() => process.seteuid?.(0))
    }
    const forbidden = { code: 'FORBIDDEN', message: /permission denied/ }
    await assert.rejects(shareContent(join(folder, 'locked'), pool), forbidden)
    await assert.rejects(shareContent(path, pool), forbidden)
  })
})
