import { sameBytes, type Lamport, type PeerKey, type WallMs } from '../../base/index.ts'
import type { Core, Step } from './core.ts'
import type { Begun, PutRequest, RecordHead, RecordsRefusal, RemoveRequest, Version } from './messages.ts'
import type { Whole } from './replicator.ts'
import { compareRecords, compareVersions, isExpired, isLive, sameVersion } from './versions.ts'

const NOTHING = new Uint8Array(0)

/** What a write came to. */
export type Written =
  | { readonly type: 'stored'; readonly head: RecordHead; readonly replicas: number }
  /** The owner has to stamp above this. */
  | { readonly type: 'stale'; readonly head: RecordHead }
  | { readonly type: 'failed'; readonly code: RecordsRefusal; readonly version?: Version; readonly begun?: Begun }

/** What somebody asks to be written. */
export interface Draft {
  readonly from: PeerKey
  readonly body: PutRequest | RemoveRequest
  /** All of the value; undefined of a remove. */
  readonly value: Uint8Array | undefined
}

/** The record that a draft becomes after `before`, the newest one known. */
export function stampedRecord(
  core: Core,
  step: Step,
  { body, from, value }: Draft,
  before: RecordHead | undefined,
): Whole {
  const { wall } = step
  const { signed, begun, id } = body
  const least = (before?.version.lamport ?? 0) + 1
  const version = signed
    ? { lamport: signed.lamport, peer: from }
    : (begun?.version ?? { lamport: Math.max(step.lamport, least) as Lamport, peer: core.self })
  const ttlMs = body.type === 'put' ? body.ttlMs : core.params.tombstoneTtlMs
  const expiresAtMs = signed?.expiresAtMs ?? begun?.expiresAtMs ?? (Math.floor(wall.latest + ttlMs) as WallMs)
  const keepUntilMs = Math.max(expiresAtMs, before?.expiresAtMs ?? 0, before?.keepUntilMs ?? 0) as WallMs
  const signature = signed === undefined ? {} : { signature: signed.signature }
  const common = { id, version, expiresAtMs, keepUntilMs, writer: from, ...signature }
  if (body.type === 'remove') {
    const nothing = { contentType: '', size: 0, digest: core.sha256(NOTHING) }
    return { head: { ...common, ...nothing, kind: 'tombstone', key: before?.key ?? NOTHING }, value: undefined }
  }
  const { kind, key, contentType, size, digest } = body
  return { head: { ...common, kind, key, contentType, size, digest }, value: kind === 'value' ? value : undefined }
}

export function greaterRecord(
  step: Step,
  a: RecordHead | undefined,
  b: RecordHead | undefined,
): RecordHead | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return compareRecords(a, b, step.wall) >= 0 ? a : b
}

/** Why the record may not be changed so; undefined: it may. */
export function refusalOf(step: Step, { body, from }: Draft, before: RecordHead | undefined): Written | undefined {
  const { wall } = step
  const live = isLive(before, wall) ? before : undefined
  const { ifMatch, signed, begun } = body
  const named = signed && { version: { lamport: signed.lamport, peer: from }, expiresAtMs: signed.expiresAtMs }
  const own = named ?? begun
  // Asked again, by one who was not told whether it had come to an end.
  if (before !== undefined && own !== undefined && isSameWrite(before, own, body, from)) return undefined
  const failed = (code: RecordsRefusal): Written => ({ type: 'failed', code })
  const isMarker = body.type === 'put' && body.kind === 'marker'
  if (live !== undefined && (live.kind === 'marker') !== isMarker) return failed('CONFLICT')
  const isOwned = before?.signature !== undefined && !isExpired(before, wall)
  if (isOwned && before.writer !== from) return failed('FORBIDDEN')
  if (ifMatch === 'absent' ? live !== undefined : ifMatch && !(live && sameVersion(live.version, ifMatch))) {
    return { type: 'failed', code: 'VERSION_MISMATCH', ...(live === undefined ? {} : { version: live.version }) }
  }
  // One that has been begun was there when it was.
  if (body.type === 'remove' && live === undefined && begun === undefined) return failed('NOT_FOUND')
  if (isOwned && signed === undefined) return { type: 'stale', head: before }
  const isHeld = before !== undefined && (begun !== undefined || !isExpired(before, wall))
  if (isHeld && own !== undefined && compareVersions(own.version, before.version) <= 0) {
    return { type: 'stale', head: before }
  }
  return undefined
}

function isSameWrite(before: RecordHead, own: Begun, body: PutRequest | RemoveRequest, from: PeerKey): boolean {
  const { version, expiresAtMs, writer, kind, contentType, digest } = before
  if (!sameVersion(version, own.version) || expiresAtMs !== own.expiresAtMs || writer !== from) return false
  if (body.type === 'remove') return kind === 'tombstone'
  return kind === body.kind && contentType === body.contentType && sameBytes(digest, body.digest)
}

/**
 * What is told of a write when the id has become another's: if any of it may be stored, it must not be asked for anew, but
 * gone on with; and one that depends on what was there cannot be, since what is there now may be its own doing.
 */
export function movedOn(outcome: Written, { body }: Draft, begun: Begun | undefined): Written {
  if (outcome.type !== 'failed' || outcome.code !== 'NOT_OWNER' || begun === undefined) return outcome
  return body.ifMatch === undefined ? { ...outcome, begun } : { type: 'failed', code: 'NO_QUORUM' }
}
