import type { Lamport, WallMs } from '../../base/index.ts'
import type { Attempt } from './attempts.ts'
import type { Core, Step } from './core.ts'
import type { Signed } from './messages.ts'
import { signedBytes } from './signing.ts'

/** Signs writes of owner-only records: their owner stamps the version itself, above all it has stamped and what is stored. */
export class Stamps {
  readonly #core: Core
  #last = 0

  constructor(core: Core) {
    this.#core = core
  }

  /** What has been begun is asked for again under the same signature. */
  signed(step: Step, attempt: Attempt): Signed | undefined {
    if (attempt.begun === undefined || attempt.signed === undefined) attempt.signed = this.#sign(step, attempt)
    return attempt.signed
  }

  #sign(step: Step, attempt: Attempt): Signed | undefined {
    const { signer } = this.#core.siblings
    const { id, want } = attempt
    if (signer === undefined || want.type === 'get') return undefined
    const lamport = Math.max(step.lamport, this.#last + 1, attempt.above + 1)
    this.#last = Math.max(step.lamport, this.#last + 1)
    const ttlMs = want.type === 'put' ? want.ttlMs : this.#core.params.tombstoneTtlMs
    const expiresAtMs = Math.floor(step.wall.latest + ttlMs)
    const signature = signer.sign(
      signedBytes({
        id,
        kind: want.type === 'put' ? want.kind : 'tombstone',
        lamport,
        expiresAtMs,
        contentType: want.type === 'put' ? want.contentType : '',
        size: want.type === 'put' ? want.value.byteLength : 0,
        digest: want.type === 'put' ? want.digest : this.#core.sha256(new Uint8Array(0)),
      }),
    )
    return { lamport: lamport as Lamport, expiresAtMs: expiresAtMs as WallMs, signature }
  }
}
