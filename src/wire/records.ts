import type { RecordsMessage, RecordsRefusal, RecordsRequest, RecordsResponse } from '../protocols/records/messages.ts'
import { atMost, decoded, positionFrom, present, within, type BodyCodec, type WireContext } from './codec.ts'
import { WireError } from './errors.ts'
import * as pb from './generated/records.ts'
import { nodeRefFrom, nodeRefTo } from './node-ref.ts'
import { moveRequestFrom, moveRequestTo, moveResponseFrom, moveResponseTo } from './record-moves.ts'
import {
  begunFrom,
  begunTo,
  bytesFrom,
  configFrom,
  configTo,
  contentTypeFrom,
  digestFrom,
  groupFrom,
  groupTo,
  headFrom,
  headTo,
  idFrom,
  idTo,
  ifMatchFrom,
  ifMatchTo,
  keyFrom,
  kindFrom,
  kindTo,
  RECORDS_LIMITS,
  signedFrom,
  signedTo,
  sizeFrom,
  standingFrom,
  standingTo,
  valueFrom,
  versionFrom,
  versionTo,
  wallFrom,
} from './record-parts.ts'

type Bytes = Uint8Array<ArrayBuffer>
const own = (bytes: Uint8Array): Bytes => bytes as Bytes
const valueTo = (value: Uint8Array | undefined): { value?: Bytes } => (value === undefined ? {} : { value: own(value) })

type PutRequest = Extract<RecordsRequest, { type: 'put' }>

function putTo(wire: WireContext, body: PutRequest): pb.RecordPut {
  const { id, kind, key, contentType, size, digest, value, ttlMs, ifMatch, signed, begun } = body
  return {
    id: idTo(id),
    kind: kindTo(kind),
    key: own(key),
    contentType,
    size,
    digest: own(digest),
    ttlMs,
    ...valueTo(value),
    ...ifMatchTo(wire, ifMatch),
    ...signedTo(signed),
    ...begunTo(wire, begun),
  }
}

function putFrom(wire: WireContext, position: number, put: pb.RecordPut): PutRequest {
  const kind = kindFrom(put.kind)
  if (kind === 'tombstone') throw new WireError('malformed', 'a tombstone is not put')
  return {
    type: 'put',
    position,
    id: idFrom(put.id),
    kind,
    key: keyFrom(put.key, 1),
    contentType: contentTypeFrom(put.contentType),
    size: sizeFrom(put.size),
    digest: digestFrom(put.digest),
    value: valueFrom(put.value),
    ttlMs: wallFrom(put.ttlMs, 'ttlMs'),
    ifMatch: ifMatchFrom(wire, put.ifMatch),
    signed: signedFrom(put.signed),
    begun: begunFrom(wire, put.begun),
  }
}

function requestTo(wire: WireContext, body: RecordsRequest): Partial<pb.RecordsRequest> {
  const { position } = body
  switch (body.type) {
    case 'put':
      return { position, put: putTo(wire, body) }
    case 'remove': {
      const { id, ifMatch, signed, begun } = body
      const which = { id: idTo(id), ...ifMatchTo(wire, ifMatch), ...signedTo(signed), ...begunTo(wire, begun) }
      return { position, remove: which }
    }
    case 'get':
      return { position, get: { id: idTo(body.id), ...(body.under && { under: configTo(wire, body.under) }) } }
    case 'watch':
      return { position, watch: { id: idTo(body.id) } }
    case 'stage': {
      const { digest, size, index, bytes } = body
      return { position, stage: { digest: own(digest), size, index, bytes: own(bytes) } }
    }
    case 'chunk':
      return { position, chunk: { id: idTo(body.id), version: versionTo(wire, body.version), index: body.index } }
    case 'replicate': {
      const hintFor = body.hintFor === undefined ? {} : { hintFor: nodeRefTo(wire, body.hintFor) }
      const head = headTo(wire, body.head)
      return { position, replicate: { config: configTo(wire, body.config), head, ...valueTo(body.value), ...hintFor } }
    }
    case 'handBack':
      return { position, handBack: { head: headTo(wire, body.head), ...valueTo(body.value) } }
    case 'fetch':
      return { position, fetch: { config: configTo(wire, body.config), id: idTo(body.id) } }
    default:
      return moveRequestTo(wire, body)
  }
}

const indexFrom = (index: number): number => atMost(index, RECORDS_LIMITS.chunks - 1, 'index')

function requestFrom(wire: WireContext, body: pb.RecordsRequest): RecordsRequest {
  const position = positionFrom(body.position)
  const { put, remove, get, watch } = body
  if (put !== undefined) return putFrom(wire, position, put)
  if (get !== undefined) {
    return { type: 'get', position, id: idFrom(get.id), under: get.under && configFrom(wire, get.under) }
  }
  if (remove !== undefined) {
    const ifMatch = ifMatchFrom(wire, remove.ifMatch)
    const [signed, begun] = [signedFrom(remove.signed), begunFrom(wire, remove.begun)]
    return { type: 'remove', position, id: idFrom(remove.id), ifMatch, signed, begun }
  }
  if (watch !== undefined) return { type: 'watch', position, id: idFrom(watch.id) }
  return replicaRequestFrom(wire, position, body)
}

/** What is asked of one that keeps copies. */
function replicaRequestFrom(wire: WireContext, position: number, body: pb.RecordsRequest): RecordsRequest {
  const { stage, chunk, replicate, handBack, fetch } = body
  if (replicate !== undefined) {
    const config = configFrom(wire, replicate.config)
    const hintFor = replicate.hintFor && nodeRefFrom(wire, replicate.hintFor)
    const head = headFrom(wire, replicate.head)
    return { type: 'replicate', position, config, head, value: valueFrom(replicate.value), hintFor }
  }
  if (fetch !== undefined) {
    return { type: 'fetch', position, config: configFrom(wire, fetch.config), id: idFrom(fetch.id) }
  }
  if (stage !== undefined) {
    const size = within(stage.size, 1, RECORDS_LIMITS.valueBytes, 'size')
    const bytes = bytesFrom(stage.bytes, RECORDS_LIMITS.chunkBytes, 'bytes')
    return { type: 'stage', position, digest: digestFrom(stage.digest), size, index: indexFrom(stage.index), bytes }
  }
  if (chunk !== undefined) {
    const version = versionFrom(wire, chunk.version)
    return { type: 'chunk', position, id: idFrom(chunk.id), version, index: indexFrom(chunk.index) }
  }
  if (handBack !== undefined) {
    return { type: 'handBack', position, head: headFrom(wire, handBack.head), value: valueFrom(handBack.value) }
  }
  const move = moveRequestFrom(wire, position, body)
  if (move !== undefined) return move
  throw new WireError('unknown', 'a records request without a known body')
}

const REFUSALS = {
  NOT_OWNER: pb.RecordsRefusal.RECORDS_NOT_OWNER,
  VERSION_MISMATCH: pb.RecordsRefusal.RECORDS_VERSION_MISMATCH,
  NOT_FOUND: pb.RecordsRefusal.RECORDS_NOT_FOUND,
  CONFLICT: pb.RecordsRefusal.RECORDS_CONFLICT,
  FORBIDDEN: pb.RecordsRefusal.RECORDS_FORBIDDEN,
  INVALID: pb.RecordsRefusal.RECORDS_INVALID,
  NOT_STAGED: pb.RecordsRefusal.RECORDS_NOT_STAGED,
  GONE: pb.RecordsRefusal.RECORDS_GONE,
  QUOTA_EXCEEDED: pb.RecordsRefusal.RECORDS_QUOTA_EXCEEDED,
  OVERLOAD: pb.RecordsRefusal.RECORDS_OVERLOAD,
  NOT_YET: pb.RecordsRefusal.RECORDS_NOT_YET,
  NO_QUORUM: pb.RecordsRefusal.RECORDS_NO_QUORUM,
  STORAGE_FULL: pb.RecordsRefusal.RECORDS_STORAGE_FULL,
  IO: pb.RecordsRefusal.RECORDS_IO,
  CORRUPT: pb.RecordsRefusal.RECORDS_CORRUPT,
} as const satisfies Record<RecordsRefusal, pb.RecordsRefusal>

function refusalFrom(code: pb.RecordsRefusal): RecordsRefusal {
  for (const [name, known] of Object.entries(REFUSALS)) if (known === code) return name as RecordsRefusal
  throw new WireError('malformed', 'code is missing')
}

function responseTo(wire: WireContext, body: RecordsResponse): Partial<pb.RecordsResponse> {
  switch (body.type) {
    case 'working':
      return { working: {} }
    case 'stored': {
      const { version, replicas, expiresAtMs } = body
      return { stored: { version: versionTo(wire, version), replicas, expiresAtMs } }
    }
    case 'found':
      return { found: { head: headTo(wire, body.head), ...valueTo(body.value), ...groupTo(wire, body.group) } }
    case 'absent':
      return { absent: groupTo(wire, body.group) }
    case 'watching': {
      const head = body.head === undefined ? {} : { head: headTo(wire, body.head) }
      return { watching: { ...head, ...valueTo(body.value), leaseMs: body.leaseMs } }
    }
    case 'own':
      return { own: { ...(body.head && { head: headTo(wire, body.head) }), ...valueTo(body.value) } }
    case 'staged':
      return { staged: {} }
    case 'chunk':
      return { chunk: { bytes: own(body.bytes) } }
    case 'taken':
      return { taken: {} }
    case 'stale':
      return { stale: { head: headTo(wire, body.head) } }
    case 'copy': {
      const head = body.head === undefined ? {} : { head: headTo(wire, body.head) }
      return { copy: { ...head, ...(body.standing && { standing: standingTo(wire, body.standing) }) } }
    }
    case 'notAdmitted':
      return { notAdmitted: { why: ADMISSIONS[body.why] } }
    case 'failed': {
      const { code, owner, version, begun } = body
      return {
        failed: {
          code: REFUSALS[code],
          ...(owner && { owner: nodeRefTo(wire, owner) }),
          ...(version && { version: versionTo(wire, version) }),
          ...begunTo(wire, begun),
        },
      }
    }
    default:
      return moveResponseTo(wire, body)
  }
}

const ADMISSIONS = {
  superseded: pb.RecordAdmission.RECORD_SUPERSEDED,
  unknown: pb.RecordAdmission.RECORD_UNKNOWN,
} as const

function responseFrom(wire: WireContext, body: pb.RecordsResponse): RecordsResponse {
  const { stored, found, absent, own: owned, watching, chunk } = body
  if (stored !== undefined) {
    const replicas = within(stored.replicas, 1, RECORDS_LIMITS.replicas, 'replicas')
    const expiresAtMs = wallFrom(stored.expiresAtMs, 'expiresAtMs')
    return { type: 'stored', version: versionFrom(wire, stored.version), replicas, expiresAtMs }
  }
  if (found !== undefined) {
    const [head, value] = [headFrom(wire, found.head), valueFrom(found.value)]
    return { type: 'found', head, value, group: groupFrom(wire, found.group) }
  }
  if (owned !== undefined) {
    return { type: 'own', head: owned.head && headFrom(wire, owned.head), value: valueFrom(owned.value) }
  }
  if (absent !== undefined) return { type: 'absent', group: groupFrom(wire, absent.group) }
  if (watching !== undefined) {
    const head = watching.head && headFrom(wire, watching.head)
    const leaseMs = within(watching.leaseMs, 1, RECORDS_LIMITS.leaseMs, 'leaseMs')
    return { type: 'watching', head, value: valueFrom(watching.value), leaseMs }
  }
  if (chunk !== undefined) {
    return { type: 'chunk', bytes: bytesFrom(chunk.bytes, RECORDS_LIMITS.chunkBytes, 'bytes') }
  }
  return replicaResponseFrom(wire, body)
}

function replicaResponseFrom(wire: WireContext, body: pb.RecordsResponse): RecordsResponse {
  const { copy, notAdmitted, failed, stale } = body
  if (body.taken !== undefined) return { type: 'taken' }
  if (copy !== undefined) {
    const standing = copy.standing && standingFrom(wire, copy.standing)
    return { type: 'copy', head: copy.head && headFrom(wire, copy.head), standing }
  }
  if (body.staged !== undefined) return { type: 'staged' }
  if (stale !== undefined) return { type: 'stale', head: headFrom(wire, stale.head) }
  if (notAdmitted !== undefined) {
    if (notAdmitted.why === ADMISSIONS.superseded) return { type: 'notAdmitted', why: 'superseded' }
    if (notAdmitted.why === ADMISSIONS.unknown) return { type: 'notAdmitted', why: 'unknown' }
    throw new WireError('malformed', 'why is missing')
  }
  if (failed !== undefined) {
    const owner = failed.owner && { owner: nodeRefFrom(wire, failed.owner) }
    const version = failed.version && { version: versionFrom(wire, failed.version) }
    const begun = begunFrom(wire, failed.begun)
    return { type: 'failed', code: refusalFrom(failed.code), ...owner, ...version, ...(begun && { begun }) }
  }
  if (body.working !== undefined) return { type: 'working' }
  const move = moveResponseFrom(wire, body)
  if (move !== undefined) return move
  throw new WireError('unknown', 'a records response without a known body')
}

function messageTo(wire: WireContext, body: RecordsMessage): Partial<pb.RecordsMessage> {
  switch (body.type) {
    case 'changed':
      return { changed: { head: headTo(wire, body.head), ...valueTo(body.value) } }
    case 'moved':
      return { moved: { id: idTo(body.id) } }
    case 'unwatch':
      return { unwatch: { id: idTo(body.id) } }
  }
}

function messageFrom(wire: WireContext, body: pb.RecordsMessage): RecordsMessage {
  if (body.changed !== undefined) {
    const head = headFrom(wire, present(body.changed.head, 'head'))
    return { type: 'changed', id: head.id, head, value: valueFrom(body.changed.value) }
  }
  if (body.moved !== undefined) return { type: 'moved', id: idFrom(body.moved.id) }
  if (body.unwatch !== undefined) return { type: 'unwatch', id: idFrom(body.unwatch.id) }
  throw new WireError('unknown', 'a records message without a known body')
}

export const recordsCodec: {
  readonly message: BodyCodec<RecordsMessage>
  readonly request: BodyCodec<RecordsRequest>
  readonly response: BodyCodec<RecordsResponse>
} = {
  message: {
    encode: (wire, body) => pb.RecordsMessage.encode(messageTo(wire, body)),
    decode: (wire, bytes) => messageFrom(wire, decoded(pb.RecordsMessage.decode, bytes)),
  },
  request: {
    encode: (wire, body) => pb.RecordsRequest.encode(requestTo(wire, body)),
    decode: (wire, bytes) => requestFrom(wire, decoded(pb.RecordsRequest.decode, bytes)),
  },
  response: {
    encode: (wire, body) => pb.RecordsResponse.encode(responseTo(wire, body)),
    decode: (wire, bytes) => responseFrom(wire, decoded(pb.RecordsResponse.decode, bytes)),
  },
}
