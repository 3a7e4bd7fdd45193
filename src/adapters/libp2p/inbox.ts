import type { PeerKey } from '../../base/index.ts'
import type { Envelope, SessionId } from '../../protocols/index.ts'
import { decodeEnvelope, laterEnvelope, WireError, type WireContext } from '../../wire/index.ts'
import type { Link } from './link.ts'
import type { Reporter } from './reporter.ts'

/** Bytes of envelopes by stream. */
export interface EnvelopeBytes {
  readonly control: number
  readonly data: number
}

/** From the bytes of a frame to the sink: decodes with limits, refuses what came on the wrong stream. */
export class Inbox {
  /** What has come so far. */
  readonly bytes: EnvelopeBytes
  readonly #bytes = { control: 0, data: 0 }
  readonly #wire: WireContext
  readonly #reporter: Reporter
  readonly #linkOf: (peer: PeerKey) => Link | undefined

  constructor(wire: WireContext, reporter: Reporter, linkOf: (peer: PeerKey) => Link | undefined) {
    this.#wire = wire
    this.#reporter = reporter
    this.#linkOf = linkOf
    this.bytes = this.#bytes
  }

  /**
   * On a control or data stream, which differ in nothing but the size of what they carry.
   * @throws WireError
   */
  onEnvelope(link: Link, bytes: Uint8Array, stream: 'control' | 'data'): void {
    this.#bytes[stream] += bytes.byteLength
    const envelope = this.#decode(bytes)
    if (envelope?.kind === 'message' && envelope.machine === 'swarm') {
      throw new WireError('malformed', 'a message of the swarm outside of a session')
    }
    this.#deliver(link, envelope)
  }

  /** @throws WireError */
  onSession(peer: PeerKey, session: SessionId, bytes: Uint8Array): void {
    const envelope = this.#decode(bytes, session)
    if (envelope !== undefined && (envelope.kind !== 'message' || envelope.machine !== 'swarm')) {
      throw new WireError('malformed', 'a session carries messages of the swarm only')
    }
    this.#deliver(this.#linkOf(peer), envelope)
  }

  #deliver(link: Link | undefined, envelope: Envelope | undefined): void {
    if (envelope === undefined || link === undefined || this.#reporter.silent) return
    this.#reporter.flush()
    this.#reporter.sink.frame(link.peer, link.epoch, envelope)
  }

  /** What a later version says is refused when it is a request, and else passed over: undefined. */
  #decode(bytes: Uint8Array, session?: SessionId): Envelope | undefined {
    try {
      return decodeEnvelope(this.#wire, bytes, session)
    } catch (err) {
      if (!(err instanceof WireError) || err.reason !== 'unknown') throw err
      const envelope = session === undefined ? laterEnvelope(bytes) : undefined
      this.#reporter.count(envelope?.kind === 'request' ? 'unknownRequest' : 'unknownFrame')
      return envelope
    }
  }
}
