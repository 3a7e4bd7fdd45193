import { createHash } from 'node:crypto'
import { lamport, type PeerKey } from '../../src/base/index.ts'
import type { ChordProtocol } from '../../src/protocols/chord/index.ts'
import type { Effect, Envelope } from '../../src/protocols/index.ts'
import { encodeEnvelope, PEER_BYTES, WireContext } from '../../src/wire/index.ts'

/** One of so many messages is encoded; its bytes count for all of them. */
const SAMPLE = 8
/** Lamport time and number of a message in the middle of a daemon's life: their digits cost bytes. */
const TIME = lamport(1_000_000)
const NUMBER = 100_000

/** Counts messages and their bytes as the daemon's codec writes them, without frames, Noise, TCP and IP. */
export class Meter {
  messages = 0
  bytes = 0
  readonly #wire = new WireContext(
    (...parts) => {
      const hash = createHash('sha256')
      for (const part of parts) hash.update(part)
      return hash.digest()
    },
    {
      // Ids of simulated peers are names; on the wire they are as long as those of daemons.
      multihashOf: (peer: PeerKey) => new Uint8Array(PEER_BYTES).fill(peer.length),
      peerOf: () => {
        throw new Error('nothing is decoded here')
      },
    },
  )

  /** A machine wants this: counted if it makes a message. */
  see(effect: Effect<ChordProtocol>): void {
    if (effect.type !== 'ask' && effect.type !== 'respond') return
    if (this.messages++ % SAMPLE === 0) this.bytes += SAMPLE * encodeEnvelope(this.#wire, envelopeOf(effect)).length
  }
}

function envelopeOf(effect: Extract<Effect<ChordProtocol>, { type: 'ask' | 'respond' }>): Envelope {
  const head = { lamport: TIME, id: NUMBER, machine: 'chord' } as const
  if (effect.type === 'respond')
    return { kind: effect.interim === true ? 'interim' : 'answer', ...head, body: effect.body }
  return { kind: 'request', ...head, leftMs: effect.deadlineMs, body: effect.body, semantics: 'maybe', once: undefined }
}
