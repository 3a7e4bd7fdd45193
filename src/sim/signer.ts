import { createHash } from 'node:crypto'
import type { PeerKey } from '../base/index.ts'
import type { Signer } from '../protocols/index.ts'

/**
 * Signatures of simulated peers: two hashes over peer and bytes, 64 bytes as Ed25519's at a hundredth of the cost. Nobody
 * in a simulation forges one but a test that says so; changed bytes, or another's name, are found out as with real ones.
 */
export const simulatedSigner = (self: PeerKey): Signer => ({
  sign: (bytes) => signatureOf(self, bytes),
  verify: (peer, bytes, signature) => Buffer.compare(signatureOf(peer, bytes), signature) === 0,
})

function signatureOf(peer: PeerKey, bytes: Uint8Array): Uint8Array {
  const halves = [1, 2].map((half) => createHash('sha256').update(`${half}/${peer}/`).update(bytes).digest())
  return Buffer.concat(halves)
}
