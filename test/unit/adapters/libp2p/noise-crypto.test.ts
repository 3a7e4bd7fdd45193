import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { defaultCrypto } from '@chainsafe/libp2p-noise/crypto'
import fc from 'fast-check'
import { Uint8ArrayList } from 'uint8arraylist'
import { fastCrypto } from '../../../../src/adapters/libp2p/noise-crypto.ts'

const bytesOf = (data: Uint8Array | { subarray(): Uint8Array }): Buffer => Buffer.from(data.subarray())

test('property: our ciphers and those of the noise package understand each other, in one piece or in several', () => {
  const sizes = fc.oneof(fc.nat(70), fc.integer({ min: 700, max: 900 }), fc.integer({ min: 60_000, max: 65_519 }))
  fc.assert(
    fc.property(sizes, fc.nat(), fc.nat(32), (size, cut, adBytes) => {
      const [key, nonce, ad, text] = [randomBytes(32), randomBytes(12), randomBytes(adBytes), randomBytes(size)]
      const at = size === 0 ? 0 : cut % size
      const parts = new Uint8ArrayList(text.subarray(0, at), text.subarray(at)) as never
      for (const [from, to] of [
        [fastCrypto, defaultCrypto],
        [defaultCrypto, fastCrypto],
      ] as const) {
        for (const plain of [text, parts]) {
          const sealed = bytesOf(from.chaCha20Poly1305Encrypt(plain, nonce, ad, key))
          assert.equal(sealed.byteLength, size + 16)
          const whole = Buffer.from(sealed)
          assert.deepEqual(bytesOf(to.chaCha20Poly1305Decrypt(whole, nonce, ad, key, Buffer.alloc(size))), text)
          const pieces = new Uint8ArrayList(sealed.subarray(0, at), sealed.subarray(at)) as never
          assert.deepEqual(bytesOf(to.chaCha20Poly1305Decrypt(pieces, nonce, ad, key, Buffer.alloc(size))), text)
        }
      }
    }),
    { numRuns: 60 },
  )
})

test('a changed bit, anywhere, is refused', () => {
  for (const size of [10, 5_000]) {
    const [key, nonce, ad] = [randomBytes(32), randomBytes(12), Buffer.alloc(0)]
    const sealed = bytesOf(fastCrypto.chaCha20Poly1305Encrypt(randomBytes(size), nonce, ad, key))
    for (const at of [0, size - 1, size, size + 15]) {
      const changed = Buffer.from(sealed)
      changed[at] = (changed[at] ?? 0) ^ 1
      assert.throws(
        () => fastCrypto.chaCha20Poly1305Decrypt(changed, nonce, ad, key, Buffer.alloc(size)),
        `${size} ${at}`,
      )
    }
  }
})
