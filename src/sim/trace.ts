import type { MonoMs, PeerKey } from '../base/index.ts'
import type { Envelope } from '../protocols/index.ts'
import { typeOf } from '../runtime/index.ts'

interface TraceRecord {
  readonly at: MonoMs
  readonly what: string
  readonly from: PeerKey | undefined
  readonly to: PeerKey | undefined
  readonly envelope: Envelope | undefined
}

/**
 * The last events of a simulation, for a failure's message, and a fingerprint of all of them: equal seeds must give
 * equal fingerprints.
 */
export class EventTrace {
  readonly #keep: number
  readonly #records: TraceRecord[] = []
  #next = 0
  #hash = 0x811c9dc5

  constructor(keep: number) {
    this.#keep = keep
  }

  /** FNV-1a over all events so far, as eight hex digits. Constant when the trace keeps nothing. */
  get fingerprint(): string {
    return (this.#hash >>> 0).toString(16).padStart(8, '0')
  }

  envelope(at: MonoMs, from: PeerKey, to: PeerKey, envelope: Envelope): void {
    if (this.#keep === 0) return
    this.#mix(at)
    this.#mix(envelope.lamport)
    this.#mixText(from)
    this.#mixText(to)
    this.#add({ at, what: envelope.kind, from, to, envelope })
  }

  note(at: MonoMs, what: string, peer: PeerKey): void {
    if (this.#keep === 0) return
    this.#mix(at)
    this.#mixText(what)
    this.#mixText(peer)
    this.#add({ at, what, from: peer, to: undefined, envelope: undefined })
  }

  /** Something that happens to the world as a whole. */
  say(at: MonoMs, what: string): void {
    if (this.#keep === 0) return
    this.#mix(at)
    this.#mixText(what)
    this.#add({ at, what, from: undefined, to: undefined, envelope: undefined })
  }

  /** The last events, oldest first, a line each: `time from → to kind machine.type #id @lamport`. */
  lines(): string[] {
    const ordered = [...this.#records.slice(this.#next), ...this.#records.slice(0, this.#next)]
    return ordered.map(({ at, what, from, to, envelope }) => {
      if (from === undefined) return `${at} ${what}`
      if (to === undefined || envelope === undefined) return `${at} ${from} ${what}`
      const machine = envelope.kind === 'refusal' ? 'host' : envelope.machine
      const id = envelope.kind === 'message' ? '' : ` #${envelope.id}`
      return `${at} ${from} → ${to} ${what} ${machine}.${typeOf(envelope) ?? ''}${id} @${envelope.lamport}`
    })
  }

  #add(record: TraceRecord): void {
    this.#records[this.#next] = record
    this.#next = (this.#next + 1) % this.#keep
  }

  #mix(value: number): void {
    this.#hash = Math.imul(this.#hash ^ (value | 0), 0x01000193)
  }

  #mixText(text: string): void {
    for (let i = 0; i < text.length; i++) this.#mix(text.charCodeAt(i))
  }
}
