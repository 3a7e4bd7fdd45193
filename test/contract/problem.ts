import assert from 'node:assert/strict'
import { STATUS_OF } from '../../src/admin/problem.ts'
import type { ErrorCode } from '../../src/base/index.ts'
import type { Answer } from './server.ts'

/** A problem document with this code and all that every problem has. */
export function assertProblem(answer: Answer, code: ErrorCode, context = ''): void {
  assert.equal(answer.json['code'], code, `${context} ${answer.text}`)
  assert.equal(answer.status, STATUS_OF[code])
  assert.equal(answer.json['status'], answer.status)
  assert.match(String(answer.headers['content-type']), /^application\/problem\+json/)
  assert.equal(typeof answer.json['detail'], 'string')
  assert.equal(answer.json['type'], `urn:orbweaver:error:${code.toLowerCase().replaceAll('_', '-')}`)
  assert.equal(answer.json['instance'], `urn:orbweaver:request:${String(answer.headers['x-request-id'])}`)
  assert.equal(answer.headers['x-content-type-options'], 'nosniff')
  assert.equal(answer.headers['retry-after'] !== undefined, code === 'RATE_LIMITED')
  assert.equal(answer.headers['www-authenticate'] !== undefined, code === 'UNAUTHENTICATED')
}
