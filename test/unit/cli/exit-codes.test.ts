import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ERROR_CODES } from '../../../src/base/index.ts'
import { EXIT, exitCodeOf } from '../../../src/cli/exit-codes.ts'

test('exit codes are those of the contract', () => {
  const expected = {
    USAGE: 2,
    INVALID_ARGUMENT: 2,
    TOO_LARGE: 2,
    DAEMON_UNREACHABLE: 3,
    UNAUTHENTICATED: 4,
    FORBIDDEN: 4,
    NOT_FOUND: 5,
    LOOKUP_TIMEOUT: 6,
    TIMEOUT: 6,
    UNKNOWN_OUTCOME: 6,
    NO_QUORUM: 6,
    UNFINISHED: 7,
    CORRUPT: 8,
    CHUNK_CORRUPT: 8,
    STORAGE_FULL: 9,
    QUOTA_EXCEEDED: 9,
    CONFIG_INVALID: 10,
    DATA_DIR_LOCKED: 11,
  }
  for (const code of ERROR_CODES) {
    assert.equal(exitCodeOf(code), (expected as Partial<Record<string, number>>)[code] ?? 1, code)
  }
  assert.deepEqual(Object.values(EXIT), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
})
