import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { notUtf8, notUtf8Of } from '../../../src/cli/raw-arguments.ts'

const line = (...args: (string | Uint8Array)[]): Buffer =>
  Buffer.concat(args.flatMap((arg) => [typeof arg === 'string' ? Buffer.from(arg) : arg, Buffer.of(0)]))
const mangled = Buffer.of(0x61, 0xff)

test('an argument of other bytes than UTF-8 is found, one with a real � is not', () => {
  assert.equal(notUtf8Of(['share', 'a\uFFFD'], line('node', 'orbweaver.js', 'share', mangled)), 1)
  assert.equal(notUtf8Of(['share', 'a\uFFFD'], line('node', 'orbweaver.js', 'share', 'a\uFFFD')), undefined)
  assert.equal(notUtf8Of(['share', 'a\uFFFD'], line('bash', mangled)), undefined, 'another process')
  assert.equal(notUtf8Of(['', 'a\uFFFD'], line('node', '', mangled)), 1, 'an empty argument counts')
  assert.equal(notUtf8Of(['a\uFFFD'], new Uint8Array()), undefined)
})

test('whatever Node would mangle is found, and nothing else', () => {
  const piece = fc.uint8Array({ maxLength: 6 }).map((bytes) => Buffer.from(bytes).filter((byte) => byte !== 0))
  fc.assert(
    fc.property(fc.array(piece, { minLength: 1, maxLength: 4 }), (pieces) => {
      const args = pieces.map((bytes) => Buffer.from(bytes).toString())
      const bad = pieces.findIndex((bytes, i) => !Buffer.from(args[i] ?? '').equals(Buffer.from(bytes)))
      assert.equal(notUtf8Of(args, line('node', ...pieces)), bad < 0 ? undefined : bad)
    }),
  )
})

test('nothing is read where nothing looks mangled', async () => {
  assert.equal(await notUtf8(['lookup', 'ä']), undefined)
})
