import { ringIdOfKey, sameBytes, type PeerKey, type WallInterval } from '../../base/index.ts'
import { MAX_LAMPORT_JUMP } from '../clock/index.ts'
import type { ReplyId } from '../machine.ts'
import type { Core, Step } from './core.ts'
import type { Hints } from './hints.ts'
import type {
  ChunkRequest,
  FetchRequest,
  HandBackRequest,
  RecordHead,
  RecordsRefusal,
  RecordsResponse,
  ReplicateRequest,
  StageRequest,
} from './messages.ts'
import type { Admission, RangesView } from './quorum.ts'
import type { Whole } from './replicator.ts'
import { isChunked } from './rows.ts'
import { signedBytes } from './signing.ts'
import type { Staging } from './staging.ts'
import type { Store } from './store.ts'
import { compareRecords, isExpired, isForgettable, sameVersion } from './versions.ts'

/** No record is kept for longer than this from now on: whoever says so has a wrong clock, or means harm. */
export const MAX_KEEP_MS = 400 * 86_400_000
/** A copy that had run out so long before it came was never meant to live: a calendar is wrong. */
const MAX_CLOCK_ERROR_MS = 3_600_000

/** What a node does as one that keeps records for their owners: takes copies, and says what it has. */
export class Replica {
  readonly #core: Core
  readonly #store: Store
  readonly #ranges: RangesView
  readonly #staging: Staging
  readonly #hints: Hints

  constructor(core: Core, store: Store, ranges: RangesView, staging: Staging, hints: Hints) {
    this.#core = core
    this.#store = store
    this.#ranges = ranges
    this.#staging = staging
    this.#hints = hints
  }

  stage(step: Step, from: PeerKey, reply: ReplyId, { digest, size, index, bytes }: StageRequest): void {
    const isTaken = this.#staging.take(step.now, from, digest, size, index, bytes)
    respond(step, reply, isTaken ? { type: 'staged' } : { type: 'failed', code: 'OVERLOAD' })
  }

  /** A small value has one chunk, whatever it is kept in. */
  chunk(step: Step, reply: ReplyId, { id, version, index }: ChunkRequest): void {
    this.#store.look(
      step,
      id,
      (then, { stored, damaged }) => {
        const isIt = stored !== undefined && stored.hasValue && sameVersion(stored.head.version, version)
        if (damaged || !isIt) refuse(then, reply, damaged ? 'CORRUPT' : 'GONE')
        else if (!isChunked(stored.head.size)) this.#answerChunk(then, reply, index === 0 ? stored.value : undefined)
        else {
          const found = (later: Step, bytes: Uint8Array | undefined): void => {
            this.#answerChunk(later, reply, bytes)
          }
          this.#store.chunk(then, id, version, index, found, (later, code) => {
            refuse(later, reply, code)
          })
        }
      },
      (then, code) => {
        refuse(then, reply, code)
      },
    )
  }

  #answerChunk(step: Step, reply: ReplyId, bytes: Uint8Array | undefined): void {
    if (bytes === undefined) refuse(step, reply, 'GONE')
    else respond(step, reply, { type: 'chunk', bytes })
  }

  fetch(step: Step, reply: ReplyId, { id, config }: FetchRequest): void {
    // Readers ask as well as owners: that this is the configuration that is known here is true whoever asks.
    const admission = this.#ranges.admit(config.peer, id, config)
    if (admission !== 'admitted') {
      respond(step, reply, { type: 'notAdmitted', why: admission })
      return
    }
    this.#store.look(
      step,
      id,
      (then, { stored, damaged }) => {
        const now = this.#ranges.admit(config.peer, id, config)
        if (now !== 'admitted') {
          respond(then, reply, { type: 'notAdmitted', why: now })
          return
        }
        const head = damaged ? undefined : stored?.head
        respond(then, reply, { type: 'copy', head, standing: damaged ? undefined : this.#ranges.standing(id) })
      },
      (then, code) => {
        refuse(then, reply, code)
      },
    )
  }

  replicate(step: Step, from: PeerKey, reply: ReplyId, body: ReplicateRequest): void {
    const { hintFor } = body
    const why = this.#whyNot(from, body)
    if (body.config.peer !== from) refuse(step, reply, 'FORBIDDEN')
    else if (why !== undefined) respond(step, reply, { type: 'notAdmitted', why })
    else if (hintFor !== undefined && !this.#hints.hasRoom(hintFor.peer)) refuse(step, reply, 'OVERLOAD')
    else this.#take(step, from, reply, body)
  }

  /** Why a copy is not taken under the configuration that it names, as far as is known now. */
  #whyNot(from: PeerKey, { head, config, hintFor }: ReplicateRequest): Exclude<Admission, 'admitted'> | undefined {
    const admission = this.#ranges.admit(from, head.id, config)
    if (admission === 'admitted') return undefined
    // Who stands in for a member belongs to no configuration of the id: it need only know no newer one.
    return admission === 'unknown' && hintFor !== undefined ? undefined : admission
  }

  /** Something that was kept for this node while it could not be reached. */
  handBack(step: Step, from: PeerKey, reply: ReplyId, body: HandBackRequest): void {
    if (this.#ranges.keeps(body.head.id)) this.#take(step, from, reply, body)
    else refuse(step, reply, 'NOT_OWNER')
  }

  #take(step: Step, from: PeerKey, reply: ReplyId, body: ReplicateRequest | HandBackRequest): void {
    const { head } = body
    if (isForgettable(head, step.wall)) {
      // What runs out on its way is done with. What had run out long before was stamped by a calendar that is wrong, here or
      // there: its owner must not count on this copy.
      const isWrong = body.type === 'replicate' && head.keepUntilMs < step.wall.earliest - MAX_CLOCK_ERROR_MS
      respond(step, reply, isWrong ? { type: 'failed', code: 'INVALID' } : { type: 'taken' })
      return
    }
    const whole = this.whole(step, from, body)
    if (typeof whole === 'string') {
      refuse(step, reply, whole)
      return
    }
    if (this.#store.isBusy(head.id)) {
      refuse(step, reply, 'OVERLOAD')
      return
    }
    let answer: RecordsResponse = { type: 'taken' }
    this.#store.change(step, head.id, {
      decide: (then, { stored, damaged }) => {
        // It has waited for its turn: who rules the id may be another by now, who reads what is here without this copy.
        const why = body.type === 'replicate' ? this.#whyNot(from, body) : undefined
        if (why !== undefined) {
          answer = { type: 'notAdmitted', why }
          return undefined
        }
        if (body.type === 'handBack' && !this.#ranges.keeps(head.id)) {
          answer = { type: 'failed', code: 'NOT_OWNER' }
          return undefined
        }
        // What was lost here may have been newer: the owner alone knows.
        if (damaged && body.type === 'handBack') {
          answer = { type: 'failed', code: 'CORRUPT' }
          return undefined
        }
        const order = stored === undefined || damaged ? 1 : compareRecords(head, stored.head, then.wall)
        const lives = stored !== undefined && !isForgettable(stored.head, then.wall)
        if (order < 0 && lives) {
          answer = { type: 'stale', head: stored.head }
          return undefined
        }
        const next = { ...whole, hasValue: whole.value !== undefined, broken: false }
        // What was gone on with by the next owner may hide more than its first copies did.
        const isLonger = stored !== undefined && head.keepUntilMs > stored.head.keepUntilMs
        if (order === 0 && !isLonger && (stored?.hasValue === true || !next.hasValue)) return undefined
        const code = this.#store.usage.refusal(stored, next)
        if (code !== undefined) answer = { type: 'failed', code }
        return code === undefined ? whole : undefined
      },
      ended: (then, outcome) => {
        if (outcome !== 'durable' && outcome !== 'nothing') refuse(then, reply, outcome)
        else if (answer.type !== 'taken') respond(then, reply, answer)
        else {
          if (whole.value !== undefined) this.#staging.drop(from, head.digest)
          const hintFor = body.type === 'replicate' ? body.hintFor : undefined
          if (hintFor === undefined) respond(then, reply, answer)
          else this.#remember(then, reply, hintFor.peer, head)
        }
      },
    })
  }

  #remember(step: Step, reply: ReplyId, peer: PeerKey, head: RecordHead): void {
    this.#hints.add(step, peer, head.id, (then, isWritten) => {
      if (isWritten) respond(then, reply, { type: 'taken' })
      else refuse(then, reply, 'IO')
    })
  }

  /** The record with its value, or what is wrong with it. Anybody may send anything: what can be checked is checked. */
  whole(
    step: Step,
    from: PeerKey,
    { head, value }: { head: RecordHead; value: Uint8Array | undefined },
  ): Whole | RecordsRefusal {
    const { siblings, sha256 } = this.#core
    if (!isSound(step, head)) return 'INVALID'
    if (head.key.length > 0 ? ringIdOfKey(sha256, head.key) !== head.id : head.kind !== 'tombstone') return 'INVALID'
    if (head.signature !== undefined) {
      const { version, writer, signature } = head
      const isGood = version.peer === writer && siblings.signer?.verify(writer, signedBytes(partOf(head)), signature)
      if (isGood !== true) return 'FORBIDDEN'
    }
    if (head.kind !== 'value' || isStripped(head, value, step.wall)) return { head, value: undefined }
    const whole = value ?? this.#staging.value(step.now, from, head.digest)
    if (whole === undefined) return 'NOT_STAGED'
    const isRight = whole.byteLength === head.size && sameBytes(sha256(whole), head.digest)
    return isRight ? { head, value: whole } : 'INVALID'
  }
}

/** An expired value is left out by who sends it: the head alone still hides older ones. */
const isStripped = (head: RecordHead, value: Uint8Array | undefined, wall: WallInterval): boolean =>
  value === undefined && isExpired(head, wall)

/** Are its times possible? Lamport time has been merged already, so what is far above is nobody's. */
function isSound({ lamport, wall }: Step, { version, expiresAtMs, keepUntilMs, kind, size }: RecordHead): boolean {
  const isInTime = expiresAtMs <= wall.latest + MAX_KEEP_MS && keepUntilMs <= wall.latest + MAX_KEEP_MS
  return isInTime && version.lamport <= lamport + MAX_LAMPORT_JUMP && (kind === 'value' || size === 0)
}

export const partOf = (head: RecordHead): Parameters<typeof signedBytes>[0] => ({
  id: head.id,
  kind: head.kind,
  lamport: head.version.lamport,
  expiresAtMs: head.expiresAtMs,
  contentType: head.contentType,
  size: head.size,
  digest: head.digest,
})

export function respond(step: Step, reply: ReplyId, body: RecordsResponse): void {
  step.effects.push({ type: 'respond', reply, body })
}

export function refuse(step: Step, reply: ReplyId, code: RecordsRefusal): void {
  respond(step, reply, { type: 'failed', code })
}
