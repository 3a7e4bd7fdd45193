import assert from 'node:assert/strict'
import { test } from 'node:test'
import { VersionMismatch } from '../../../src/admin/index.ts'
import type { OrbError } from '../../../src/base/index.ts'
import { valueOrThrow, type Subject } from '../../../src/daemon/failures.ts'

const failed = (code: string, detail = 'so it is') => ({ ok: false, code, detail }) as const
function thrown(code: string, subject: Subject, detail?: string): OrbError {
  try {
    valueOrThrow(failed(code, detail) as Parameters<typeof valueOrThrow>[0], { leaving: false, subject })
  } catch (error) {
    return error as OrbError
  }
  throw new Error('nothing was thrown')
}

test('who is in no ring says whether it is still joining or on its way out', () => {
  const result = { ok: false, code: 'NOT_JOINED', detail: 'this node is in no ring' } as const
  assert.throws(() => valueOrThrow(result, { leaving: false }), { code: 'NOT_JOINED', hint: /still joining/ })
  assert.throws(() => valueOrThrow(result, { leaving: true }), {
    code: 'NOT_JOINED',
    message: /is leaving/,
    hint: /another daemon/,
  })
  assert.throws(() => valueOrThrow({ ...result, code: 'TIMEOUT' }, { leaving: true, late: 'LOOKUP_TIMEOUT' }), {
    code: 'LOOKUP_TIMEOUT',
  })
  assert.equal(valueOrThrow({ ok: true, value: 5 }, { leaving: true }), 5)
})

test('what fails for records, registers and names says what to do', () => {
  const codes = [
    'NO_QUORUM',
    'UNKNOWN_OUTCOME',
    'TIMEOUT',
    'OVERLOAD',
    'UNREACHABLE',
    'IO',
    'CORRUPT',
    'LOOKUP_TIMEOUT',
  ]
  const refusals = ['CONFLICT', 'QUOTA_EXCEEDED', 'STORAGE_FULL', 'NOT_JOINED']
  for (const subject of ['records', 'marks', 'registers', 'names'] as const) {
    for (const code of [...codes, ...refusals]) {
      const error = thrown(code, subject)
      assert.deepEqual([error.code, error.message], [code, 'so it is'])
      assert.ok((error.hint ?? '').length > 20, `${subject} ${code}`)
    }
  }
  assert.match(thrown('QUOTA_EXCEEDED', 'records').hint ?? '', /records\.quotaBytes/)
  assert.match(thrown('QUOTA_EXCEEDED', 'names').hint ?? '', /agreement\.quotaBytes/)
  for (const subject of ['records', 'names'] as const)
    assert.ok(thrown('FORBIDDEN', subject).hint !== undefined, subject)
  assert.equal(thrown('NOT_FOUND', 'records').hint, undefined)
})

test('a stale version comes with the present one', () => {
  const mismatch = thrown('VERSION_MISMATCH', 'records', 'the present version is c7')
  assert.ok(mismatch instanceof VersionMismatch)
  assert.deepEqual([mismatch.version, mismatch.hint?.startsWith('read it again')], ['c7', true])
  const absent = thrown('VERSION_MISMATCH', 'names', 'the present version is absent')
  assert.ok(absent instanceof VersionMismatch)
  assert.equal(absent.version, null)
})

test('an instant is told as people write it', () => {
  const { message } = thrown('FORBIDDEN', 'names', 'it belongs to x, and is leased until 1795441544608 ms after 1970')
  assert.equal(message, 'it belongs to x, and is leased until 2026-11-23T13:45:44.608Z')
})
