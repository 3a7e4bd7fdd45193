import { sameBytes, type PeerKey, type RingId } from '../../base/index.ts'
import type { IoFailure, ReplyId } from '../machine.ts'
import { isContentType, isKeyOf, isTtl } from './check.ts'
import type { Core, Step } from './core.ts'
import type { Hints } from './hints.ts'
import {
  INLINE_BYTES,
  MAX_VALUE_BYTES,
  type GetRequest,
  type MoveRequest,
  type PutRequest,
  type RecordHead,
  type RecordsRefusal,
  type RecordsRequest,
  type RecordsResponse,
  type RemoveRequest,
} from './messages.ts'
import type { RecordsParams } from './params.ts'
import { compareConfigs, type ConfigId, type Group, type Quorum, type RangesView } from './quorum.ts'
import type { Known, Reader } from './reader.ts'
import { refuse, Replica, respond } from './replica.ts'
import { signedBytes } from './signing.ts'
import { Staging } from './staging.ts'
import type { Store } from './store.ts'
import { isLive } from './versions.ts'
import type { Watches } from './watches.ts'
import type { Written } from './write-rules.ts'
import type { Writer } from './writer.ts'

/** A coordinator answers so much before its asker stops waiting. */
const ANSWER_MS = 30
/** No write is tried for longer, whatever its asker says. */
const LONGEST_WRITE_MS = 30_000
/** The clock of a signer, or of the owner before, may be ahead by so much. */
const CLOCK_MS = 3_600_000

/** All but what moves arcs. */
export type KeeperRequest = Exclude<RecordsRequest, MoveRequest>

export interface KeeperParts {
  readonly store: Store
  readonly ranges: RangesView
  readonly reader: Reader
  readonly writer: Writer
  readonly watches: Watches
  readonly hints: Hints
}

/** Answers what peers ask of this node: as owner of an id, or as one that keeps copies. */
export class Keeper {
  readonly staging: Staging
  readonly #core: Core
  readonly #parts: KeeperParts
  readonly replica: Replica

  constructor(core: Core, parts: KeeperParts) {
    this.#core = core
    this.#parts = parts
    this.staging = new Staging(core.params.limits)
    this.replica = new Replica(core, parts.store, parts.ranges, this.staging, parts.hints)
  }

  request(step: Step, from: PeerKey, reply: ReplyId, body: KeeperRequest, leftMs: number): void {
    switch (body.type) {
      case 'put':
      case 'remove':
        if (this.#isOwner(step, reply, body.position, body.id)) this.#write(step, from, reply, body, leftMs)
        return
      case 'get':
        if (this.#isOwner(step, reply, body.position, body.id)) this.#get(step, reply, body, leftMs)
        return
      case 'watch':
        if (this.#isOwner(step, reply, body.position, body.id)) this.#watch(step, from, reply, body.id, leftMs)
        return
      case 'stage':
        this.replica.stage(step, from, reply, body)
        return
      case 'chunk':
        this.replica.chunk(step, reply, body)
        return
      case 'replicate':
        this.replica.replicate(step, from, reply, body)
        return
      case 'handBack':
        this.replica.handBack(step, from, reply, body)
        return
      case 'fetch':
        this.replica.fetch(step, reply, body)
    }
  }

  #isOwner(step: Step, reply: ReplyId, position: number, id: RingId): boolean {
    const { ring } = this.#core
    if (ring.positions().includes(position) && ring.owns(position, id)) return true
    const owner = ring.likelyOwner(id)
    respond(step, reply, { type: 'failed', code: 'NOT_OWNER', ...(owner === undefined ? {} : { owner }) })
    return false
  }

  // ---- reading ------------------------------------------------------------------------------------------------------

  #get(step: Step, reply: ReplyId, body: GetRequest, leftMs: number): void {
    const { id, under } = body
    if (under !== undefined && this.#isUnder(id, under)) this.#own(step, reply, id, under, leftMs)
    else this.#getOfQuorum(step, reply, id, leftMs)
  }

  #getOfQuorum(step: Step, reply: ReplyId, id: RingId, leftMs: number): void {
    this.#read(step, reply, id, leftMs, (then, known, value) => {
      const group = groupOf(this.#parts.ranges.quorum(id))
      if (known === undefined) respond(then, reply, { type: 'absent', group })
      else respond(then, reply, { type: 'found', head: known.head, value, group })
    })
  }

  /** Is this the present configuration of the id, and none before it to be asked? */
  #isUnder(id: RingId, under: ConfigId): boolean {
    const quorum = this.#parts.ranges.quorum(id)
    return quorum?.confirmations !== undefined && compareConfigs(quorum.config, under) === 0
  }

  /** What is here, for one who asks the members itself. Whatever makes that too little, they are asked from here. */
  #own(step: Step, reply: ReplyId, id: RingId, under: ConfigId, leftMs: number): void {
    const { store } = this.#parts
    const more = (then: Step): void => {
      this.#getOfQuorum(then, reply, id, leftMs - (then.now - step.now))
    }
    const give = (then: Step, head: RecordHead | undefined, value: Uint8Array | undefined): void => {
      // Now that it has been read: what was acknowledged until then under this configuration is in it.
      if (this.#isUnder(id, under)) respond(then, reply, { type: 'own', head, value })
      else more(then)
    }
    const failed = (then: Step, code: IoFailure): void => {
      refuse(then, reply, code)
    }
    store.look(
      step,
      id,
      (then, { stored, damaged }) => {
        if (damaged) more(then)
        else if (stored === undefined || !isLive(stored.head, then.wall) || stored.head.size > INLINE_BYTES) {
          give(then, stored?.head, undefined)
        } else {
          const { head } = stored
          store.value(
            then,
            stored,
            (later, value) => {
              give(later, head, value)
            },
            failed,
          )
        }
      },
      failed,
    )
  }

  #watch(step: Step, from: PeerKey, reply: ReplyId, id: RingId, leftMs: number): void {
    // Before the read: what changes meanwhile is told, whichever comes first.
    if (!this.#parts.watches.add(step.now, from, id)) {
      refuse(step, reply, 'OVERLOAD')
      return
    }
    this.#read(step, reply, id, leftMs, (then, known, value) => {
      const leaseMs = this.#core.params.watchLeaseMs
      respond(then, reply, { type: 'watching', head: known?.head, value, leaseMs })
    })
  }

  /** The live record that a quorum knows, with its value if that is small; undefined: there is none. */
  #read(
    step: Step,
    reply: ReplyId,
    id: RingId,
    leftMs: number,
    found: (step: Step, known: Known | undefined, value: Uint8Array | undefined) => void,
  ): void {
    const { reader, store } = this.#parts
    reader.read(step, id, step.now + Math.max(1, leftMs - ANSWER_MS), {
      found: (then, known) => {
        if (known === undefined || !isLive(known.head, then.wall)) found(then, undefined, undefined)
        else if (known.head.size > INLINE_BYTES || known.head.kind === 'marker') found(then, known, undefined)
        else if (known.value !== undefined || known.stored === undefined) found(then, known, known.value)
        else {
          const give = (later: Step, value: Uint8Array | undefined): void => {
            // It has been replaced since, or is damaged: asked again, it is looked at anew.
            if (value === undefined) refuse(later, reply, 'NO_QUORUM')
            else found(later, known, value)
          }
          store.value(then, known.stored, give, (later, code) => {
            refuse(later, reply, code)
          })
        }
      },
      failed: (then, code) => {
        refuse(then, reply, code)
      },
    })
  }

  // ---- writing ------------------------------------------------------------------------------------------------------

  #write(step: Step, from: PeerKey, reply: ReplyId, body: PutRequest | RemoveRequest, leftMs: number): void {
    const value = this.#valueOf(step, from, body)
    const code = typeof value === 'string' ? value : this.#problem(step, from, body, value)
    if (typeof value === 'string' || code !== undefined) {
      refuse(step, reply, code ?? 'INVALID')
      return
    }
    this.#parts.writer.write(step, {
      from,
      body,
      value,
      deadline: step.now + Math.min(LONGEST_WRITE_MS, Math.max(1, leftMs - ANSWER_MS)),
      slow: (then) => {
        then.effects.push({ type: 'respond', reply, body: { type: 'working' }, interim: true })
      },
      ended: (then, outcome) => {
        if (outcome.type === 'stored' && body.type === 'put') this.staging.drop(from, body.digest)
        respond(then, reply, answerOf(outcome))
      },
    })
  }

  #valueOf(step: Step, from: PeerKey, body: PutRequest | RemoveRequest): Uint8Array | undefined | RecordsRefusal {
    if (body.type === 'remove') return undefined
    return body.value ?? this.staging.value(step.now, from, body.digest) ?? 'NOT_STAGED'
  }

  /** What is wrong with a write, whatever is stored. */
  #problem(
    step: Step,
    from: PeerKey,
    body: PutRequest | RemoveRequest,
    value: Uint8Array | undefined,
  ): RecordsRefusal | undefined {
    const { sha256, params } = this.#core
    if (body.type === 'put') {
      const { key, id, contentType, ttlMs, size, digest, kind } = body
      const isSound = isKeyOf(sha256, key, id) && isContentType(contentType) && isTtl(ttlMs, params.maxTtlMs)
      if (!isSound || value?.byteLength !== size || size > MAX_VALUE_BYTES) return 'INVALID'
      if ((kind === 'marker' && size > 0) || !sameBytes(sha256(value), digest)) return 'INVALID'
    }
    if (body.begun !== undefined && !isBegun(step, body, longestMs(params, body))) return 'INVALID'
    return body.signed === undefined ? undefined : this.#signatureProblem(step, from, body)
  }

  #signatureProblem(step: Step, from: PeerKey, body: PutRequest | RemoveRequest): RecordsRefusal | undefined {
    const { sha256, siblings, params } = this.#core
    const { signed, id } = body
    if (signed === undefined) return undefined
    const part =
      body.type === 'put'
        ? { kind: body.kind, contentType: body.contentType, size: body.size, digest: body.digest }
        : { kind: 'tombstone' as const, contentType: '', size: 0, digest: sha256(new Uint8Array(0)) }
    const { lamport, expiresAtMs, signature } = signed
    const bytes = signedBytes({ ...part, id, lamport, expiresAtMs })
    if (siblings.signer?.verify(from, bytes, signature) !== true) return 'FORBIDDEN'
    const isInTime = expiresAtMs <= step.wall.latest + longestMs(params, body) + CLOCK_MS
    // Its Lamport time came with the request and has been merged: what is above it was not stamped by a clock.
    return isInTime && lamport <= step.lamport + MAX_AHEAD ? undefined : 'INVALID'
  }
}

/** An owner stamps above what is stored, which may be ahead of its own clock, but nobody's is by so much. */
const MAX_AHEAD = 2 ** 40

const longestMs = ({ maxTtlMs, tombstoneTtlMs }: RecordsParams, { type }: PutRequest | RemoveRequest): number =>
  type === 'put' ? maxTtlMs : Math.max(maxTtlMs, tombstoneTtlMs)

/** Can what a write says of its beginning be true? Whoever asks has heard of the version: its clock and this one are above. */
function isBegun(step: Step, { begun, ifMatch, signed }: PutRequest | RemoveRequest, ttlMs: number): boolean {
  if (begun === undefined || ifMatch !== undefined || signed !== undefined) return false
  return begun.version.lamport <= step.lamport && begun.expiresAtMs <= step.wall.latest + ttlMs + CLOCK_MS
}

function groupOf(quorum: Quorum | undefined): Group | undefined {
  if (quorum?.confirmations === undefined) return undefined
  const { config, confirmations, members } = quorum
  if (members.length < confirmations) return undefined
  return { config, confirmations, members: members.slice(0, confirmations + 1) }
}

function answerOf(outcome: Written): RecordsResponse {
  if (outcome.type !== 'stored') return outcome
  const { version, expiresAtMs } = outcome.head
  return { type: 'stored', version, replicas: outcome.replicas, expiresAtMs }
}
