import assert from 'node:assert/strict'
import { test } from 'node:test'
import { valueOrThrow } from '../../../src/daemon/backend.ts'

test('who is in no ring says whether it is still joining or on its way out', () => {
  const result = { ok: false, code: 'NOT_JOINED', detail: 'this node is in no ring' } as const
  assert.throws(() => valueOrThrow(result, false), { code: 'NOT_JOINED', hint: /still joining/ })
  assert.throws(() => valueOrThrow(result, true), { code: 'NOT_JOINED', message: /is leaving/, hint: /another daemon/ })
  assert.throws(() => valueOrThrow({ ...result, code: 'TIMEOUT' }, true, 'LOOKUP_TIMEOUT'), { code: 'LOOKUP_TIMEOUT' })
  assert.equal(valueOrThrow({ ok: true, value: 5 }, true), 5)
})
