import assert from 'node:assert/strict'
import { describe, it, test } from 'node:test'
import { generateKeyPair, publicKeyFromRaw } from '@libp2p/crypto/keys'
import { peerIdFromPrivateKey, peerIdFromPublicKey } from '@libp2p/peer-id'
import fc from 'fast-check'
import { IdentitySigner } from '../../../../src/adapters/libp2p/index.ts'
import { MAX_PARSED_KEYS } from '../../../../src/adapters/libp2p/signer.ts'
import { peerKey, type PeerKey } from '../../../../src/base/index.ts'
import type { Signer } from '../../../../src/protocols/index.ts'
import { simulatedSigner } from '../../../../src/sim/index.ts'

interface Somebody {
  readonly peer: PeerKey
  readonly signer: Signer
}

async function real(): Promise<Somebody> {
  const privateKey = await generateKeyPair('Ed25519')
  return { peer: peerKey(peerIdFromPrivateKey(privateKey).toString()), signer: new IdentitySigner({ privateKey }) }
}
const simulated = (name: string): Promise<Somebody> =>
  Promise.resolve({ peer: peerKey(name), signer: simulatedSigner(peerKey(name)) })

const [alice, bob] = await Promise.all([real(), real()])
const [carol, dave] = await Promise.all([simulated('carol'), simulated('dave')])
const flipped = (bytes: Uint8Array, bit: number): Uint8Array => {
  const changed = Uint8Array.from(bytes)
  changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
  return changed
}

for (const [what, one, other] of [
  ['an identity', alice, bob],
  ['a simulated peer', carol, dave],
] as const) {
  describe(`signatures of ${what}`, () => {
    it('have 64 bytes, hold for whoever checks, and for nobody else', () => {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 2_000 }), (bytes) => {
          const signature = one.signer.sign(bytes)
          assert.equal(signature.byteLength, 64)
          for (const { signer } of [one, other]) {
            assert.equal(signer.verify(one.peer, bytes, signature), true)
            assert.equal(signer.verify(other.peer, bytes, signature), false)
          }
        }),
        { numRuns: 50 },
      )
    })

    it('hold no more when any bit of the bytes or of the signature is another', () => {
      fc.assert(
        fc.property(fc.uint8Array({ minLength: 1, maxLength: 300 }), fc.nat(), fc.nat(511), (bytes, nth, bit) => {
          const signature = one.signer.sign(bytes)
          assert.equal(other.signer.verify(one.peer, flipped(bytes, nth % (8 * bytes.length)), signature), false)
          assert.equal(other.signer.verify(one.peer, bytes, flipped(signature, bit)), false)
        }),
        { numRuns: 200 },
      )
    })

    it('hold no more when bytes or signature are longer or shorter', () => {
      const bytes = Buffer.from('the name printers belongs to me')
      const signature = one.signer.sign(bytes)
      for (const wrong of [bytes.subarray(1), bytes.subarray(0, -1), Buffer.concat([bytes, Buffer.of(0)])]) {
        assert.equal(other.signer.verify(one.peer, wrong, signature), false)
      }
      for (const length of [0, 1, 32, 63, 65, 128]) {
        const wrong = new Uint8Array(length)
        wrong.set(signature.subarray(0, length))
        assert.equal(other.signer.verify(one.peer, bytes, wrong), false, `${length} bytes`)
      }
    })
  })
}

test('a peer id without an Ed25519 key has signed nothing, whatever stands in its place', async () => {
  const bytes = Buffer.from('x')
  const signature = alice.signer.sign(bytes)
  const secp256k1 = peerIdFromPrivateKey(await generateKeyPair('secp256k1')).toString()
  const names = [
    '',
    'x',
    '12D3KooW',
    alice.peer.slice(0, -1),
    `${alice.peer}1`,
    '1'.repeat(52),
    secp256k1,
    'ü'.repeat(60),
  ]
  for (const name of names) {
    assert.equal(bob.signer.verify(peerKey(name), bytes, signature), false, JSON.stringify(name))
  }
})

test('Ed25519 as others do it: the second test of RFC 8032 §7.1', () => {
  const publicKey = Buffer.from('3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c', 'hex')
  const signature = Buffer.from(
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    'hex',
  )
  const peer = peerKey(peerIdFromPublicKey(publicKeyFromRaw(publicKey)).toString())
  assert.equal(alice.signer.verify(peer, Buffer.of(0x72), signature), true)
  assert.equal(alice.signer.verify(peer, Buffer.of(0x73), signature), false)
})

test('keys are kept ready for a bounded number of peers', () => {
  const signer = new IdentitySigner({ privateKey: { raw: new Uint8Array(64).fill(7) } as never })
  const bytes = Buffer.from('x')
  const signature = alice.signer.sign(bytes)
  for (let i = 0; i <= MAX_PARSED_KEYS; i++) signer.verify(peerKey(`nobody ${i}`), bytes, signature)
  assert.equal(signer.size, MAX_PARSED_KEYS)
  assert.equal(signer.verify(alice.peer, bytes, signature), true)
  assert.equal(signer.size, MAX_PARSED_KEYS)
})
