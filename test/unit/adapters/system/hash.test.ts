import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { sha256, sha512 } from '../../../../src/adapters/system/index.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

test('a digest is that of the parts one after the other, of none, of one that is a view, and of several', () => {
  const view = bytes('..abc..').subarray(2, 5)
  for (const parts of [[], [bytes('')], [bytes('abc')], [view], [bytes('ab'), bytes('c')], [view, bytes(''), view]]) {
    for (const [name, digest] of [['sha256', sha256] as const, ['sha512', sha512] as const]) {
      const expected = createHash(name).update(Buffer.concat(parts)).digest('hex')
      assert.equal(Buffer.from(digest(...parts)).toString('hex'), expected)
    }
  }
})
