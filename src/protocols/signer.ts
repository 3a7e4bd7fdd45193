import type { PeerKey } from '../base/index.ts'

/**
 * Signs as this peer and checks what other peers have signed, synchronously. Injected: Ed25519 with the key of the peer id
 * in the daemon (the public key is in the peer id itself), a keyed hash in the simulator.
 */
export interface Signer {
  /** The signature of this peer, 64 bytes. */
  sign(bytes: Uint8Array): Uint8Array
  /** Has this peer signed these bytes so? False too for a peer id without a public key. */
  verify(peer: PeerKey, bytes: Uint8Array, signature: Uint8Array): boolean
}
