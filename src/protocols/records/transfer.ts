import type { NodeRef } from '../../base/index.ts'
import type { AskFailure, AskId } from '../machine.ts'
import type { Core, Step } from './core.ts'
import {
  CHUNK_BYTES,
  type RecordHead,
  type RecordsRefusal,
  type RecordsRequest,
  type RecordsResponse,
} from './messages.ts'
import { chunksOf } from './rows.ts'

/** Chunks that are on their way to, or from, one peer at once: 192 KiB, enough for 10 MB/s at 20 ms. */
const WINDOW = 4
/** How long one chunk may take. */
const CHUNK_MS = 5_000

/** What is the same for both directions: a window of asks, in order, the first failure of which ends all. */
abstract class Transfer {
  protected readonly core: Core
  protected readonly peer: NodeRef
  protected deadline = Infinity
  #next = 0
  #done = 0
  readonly #chunks: number
  readonly #asks = new Set<AskId>()

  constructor(core: Core, peer: NodeRef, size: number) {
    this.core = core
    this.peer = peer
    this.#chunks = chunksOf(size)
  }

  begin(step: Step, deadline: number): void {
    this.deadline = deadline
    this.fill(step)
  }

  cancel(step: Step): void {
    for (const ask of this.#asks) this.core.cancelAsk(step, ask)
    this.#asks.clear()
    this.#next = this.#chunks
  }

  protected abstract request(index: number): RecordsRequest
  /** False: the answer is not what it should be. */
  protected abstract take(index: number, body: RecordsResponse): boolean
  protected abstract finish(step: Step): void
  protected abstract fail(step: Step, why: AskFailure, code: RecordsRefusal | undefined): void

  protected fill(step: Step): void {
    while (this.#asks.size < WINDOW && this.#next < this.#chunks) this.#ask(step, this.#next++)
  }

  #ask(step: Step, index: number): void {
    const deadlineMs = Math.max(1, Math.min(CHUNK_MS, this.deadline - step.now))
    const ask = this.core.ask(
      step,
      this.peer,
      this.request(index),
      { deadlineMs, semantics: 'at-least-once' },
      {
        answered: (then, _from, body) => {
          this.#asks.delete(ask)
          if (!this.take(index, body)) {
            this.cancel(then)
            this.fail(then, 'refused', body.type === 'failed' ? body.code : undefined)
          } else if (++this.#done === this.#chunks) this.finish(then)
          else this.fill(then)
        },
        failed: (then, why) => {
          this.#asks.delete(ask)
          this.cancel(then)
          this.fail(then, why, undefined)
        },
      },
    )
    this.#asks.add(ask)
  }
}

export interface SenderEnds {
  moved(step: Step): void
  /** `code`: the receiver's own words. */
  failed(step: Step, why: AskFailure, code: RecordsRefusal | undefined): void
}

/** Stages a value at a peer, chunk by chunk. */
export class ValueSender extends Transfer {
  readonly #digest: Uint8Array
  readonly #value: Uint8Array
  readonly #ends: SenderEnds

  constructor(core: Core, to: NodeRef, digest: Uint8Array, value: Uint8Array, ends: SenderEnds) {
    super(core, to, value.byteLength)
    this.#digest = digest
    this.#value = value
    this.#ends = ends
  }

  protected request(index: number): RecordsRequest {
    const bytes = this.#value.subarray(index * CHUNK_BYTES, (index + 1) * CHUNK_BYTES)
    const size = this.#value.byteLength
    return { type: 'stage', position: this.peer.position, digest: this.#digest, size, index, bytes }
  }

  protected take(_index: number, body: RecordsResponse): boolean {
    return body.type === 'staged'
  }

  protected finish(step: Step): void {
    this.#ends.moved(step)
  }

  protected fail(step: Step, why: AskFailure, code: RecordsRefusal | undefined): void {
    this.#ends.failed(step, why, code)
  }
}

export interface ReaderEnds {
  /** All bytes; whether they are the right ones is for the caller to check. */
  read(step: Step, value: Uint8Array): void
  failed(step: Step, why: AskFailure, code: RecordsRefusal | undefined): void
}

/** Reads the value of one version of a record from a peer, chunk by chunk. */
export class ValueReader extends Transfer {
  readonly #head: RecordHead
  readonly #value: Uint8Array
  readonly #ends: ReaderEnds

  constructor(core: Core, from: NodeRef, head: RecordHead, ends: ReaderEnds) {
    super(core, from, head.size)
    this.#head = head
    this.#value = new Uint8Array(head.size)
    this.#ends = ends
  }

  protected request(index: number): RecordsRequest {
    const { id, version } = this.#head
    return { type: 'chunk', position: this.peer.position, id, version, index }
  }

  protected take(index: number, body: RecordsResponse): boolean {
    const begin = index * CHUNK_BYTES
    const length = Math.min(CHUNK_BYTES, this.#head.size - begin)
    if (body.type !== 'chunk' || body.bytes.byteLength !== length) return false
    this.#value.set(body.bytes, begin)
    return true
  }

  protected finish(step: Step): void {
    this.#ends.read(step, this.#value)
  }

  protected fail(step: Step, why: AskFailure, code: RecordsRefusal | undefined): void {
    this.#ends.failed(step, why, code)
  }
}
