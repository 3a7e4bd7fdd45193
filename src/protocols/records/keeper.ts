import type { PeerKey, RingId, WallMs } from '../../base/index.ts'
import type { IoFailure, ReplyId } from '../machine.ts'
import type { Core, Step } from './core.ts'
import {
  INLINE_BYTES,
  type PutRequest,
  type RecordHead,
  type RecordsRefusal,
  type RecordsRequest,
  type RecordsResponse,
  type RemoveRequest,
} from './messages.ts'
import { Staging } from './staging.ts'
import type { Look, NewRecord, Store } from './store.ts'
import { isLive, sameVersion } from './versions.ts'

/** Answers what peers ask of this node. */
export class Keeper {
  readonly staging: Staging
  readonly #core: Core
  readonly #store: Store

  constructor(core: Core, store: Store) {
    this.#core = core
    this.#store = store
    this.staging = new Staging(core.params.limits)
  }

  request(step: Step, from: PeerKey, reply: ReplyId, body: RecordsRequest): void {
    switch (body.type) {
      case 'put':
      case 'remove':
        this.#write(step, from, reply, body)
        return
      case 'get':
        this.#get(step, reply, body.position, body.id)
        return
      case 'stage': {
        const { digest, size, index, bytes } = body
        const isTaken = this.staging.take(step.now, from, digest, size, index, bytes)
        respond(step, reply, isTaken ? { type: 'staged' } : { type: 'failed', code: 'OVERLOAD' })
        return
      }
      case 'chunk': {
        const answer = (then: Step, bytes: Uint8Array | undefined): void => {
          respond(then, reply, bytes === undefined ? { type: 'failed', code: 'GONE' } : { type: 'chunk', bytes })
        }
        const failed = (then: Step, code: IoFailure): void => {
          respond(then, reply, { type: 'failed', code })
        }
        this.#store.chunk(step, body.id, body.version, body.index, answer, failed)
        return
      }
      default:
        step.effects.push({ type: 'refuse', reply })
    }
  }

  #owns(position: number, id: RingId): boolean {
    const { ring } = this.#core
    return ring.positions().includes(position) && ring.owns(position, id)
  }

  #get(step: Step, reply: ReplyId, position: number, id: RingId): void {
    if (!this.#owns(position, id)) {
      refuse(step, reply, 'NOT_OWNER')
      return
    }
    this.#store.look(
      step,
      id,
      (then, { stored }) => {
        const { wall } = then
        if (stored === undefined || !isLive(stored.head, wall)) {
          respond(then, reply, { type: 'absent' })
          return
        }
        const { head } = stored
        if (head.size > INLINE_BYTES) {
          respond(then, reply, { type: 'found', head, value: undefined })
          return
        }
        const found = (later: Step, value: Uint8Array | undefined): void => {
          respond(later, reply, { type: 'found', head, value })
        }
        this.#store.value(then, stored, found, (later, code) => {
          refuse(later, reply, code)
        })
      },
      (then, code) => {
        refuse(then, reply, code)
      },
    )
  }

  #write(step: Step, from: PeerKey, reply: ReplyId, body: PutRequest | RemoveRequest): void {
    if (!this.#owns(body.position, body.id) || this.#core.ring.replicas(body.position, 1).length > 0) {
      refuse(step, reply, 'NOT_OWNER')
      return
    }
    if (this.#store.isBusy(body.id)) {
      refuse(step, reply, 'OVERLOAD')
      return
    }
    let answer: RecordsResponse = { type: 'failed', code: 'INVALID' }
    this.#store.change(step, body.id, {
      decide: (then, look) => {
        const next = this.#next(then, from, body, look)
        if (typeof next === 'string') {
          answer = { type: 'failed', code: next, ...(look.stored ? { version: look.stored.head.version } : {}) }
          return undefined
        }
        const { version, expiresAtMs } = next.head
        answer = { type: 'stored', version, replicas: 1, expiresAtMs }
        return next
      },
      ended: (then, outcome) => {
        if (outcome === 'durable' || outcome === 'nothing') respond(then, reply, answer)
        else refuse(then, reply, outcome)
      },
    })
  }

  #next(step: Step, from: PeerKey, body: PutRequest | RemoveRequest, { stored }: Look): NewRecord | RecordsRefusal {
    const { wall } = step
    const before = stored?.head
    const live = isLive(before, wall) ? before : undefined
    const { ifMatch } = body
    if (ifMatch === 'absent' ? live !== undefined : ifMatch && !(live && sameVersion(live.version, ifMatch))) {
      return 'VERSION_MISMATCH'
    }
    if (live !== undefined && (live.kind === 'marker') !== (body.type === 'put' && body.kind === 'marker'))
      return 'CONFLICT'
    if (body.type === 'remove' && live === undefined) return 'NOT_FOUND'
    const lamport = Math.max(step.lamport, (before?.version.lamport ?? 0) + 1) as RecordHead['version']['lamport']
    const version = { lamport, peer: this.#core.self }
    const { tombstoneTtlMs } = this.#core.params
    const expiresAtMs = Math.floor(wall.latest + (body.type === 'put' ? body.ttlMs : tombstoneTtlMs)) as WallMs
    const keepUntilMs = Math.max(expiresAtMs, before?.keepUntilMs ?? 0) as WallMs
    const common = { id: body.id, version, expiresAtMs, keepUntilMs, writer: from }
    if (body.type === 'remove') {
      const nothing = { contentType: '', size: 0, digest: this.#core.sha256(new Uint8Array(0)) }
      return {
        head: { ...common, ...nothing, kind: 'tombstone', key: before?.key ?? new Uint8Array(0) },
        value: undefined,
      }
    }
    const { kind, key, contentType, size, digest } = body
    const value = body.value ?? this.staging.value(step.now, from, digest)
    if (value === undefined) return 'NOT_STAGED'
    const head: RecordHead = { ...common, kind, key, contentType, size, digest }
    const next = { head, hasValue: kind === 'value', value }
    return this.#store.usage.refusal(stored, next) ?? { head, value: kind === 'value' ? value : undefined }
  }
}

function respond(step: Step, reply: ReplyId, body: RecordsResponse): void {
  step.effects.push({ type: 'respond', reply, body })
}

function refuse(step: Step, reply: ReplyId, code: RecordsRefusal): void {
  respond(step, reply, { type: 'failed', code })
}
