import type { Lamport, PeerKey, RingId, WallMs } from '../base/index.ts'
import type {
  Begun,
  ConfigId,
  Group,
  IfMatch,
  RecordHead,
  RecordKind,
  Signed,
  Standing,
  Version,
} from '../protocols/records/messages.ts'
import { atMost, atMostLong, bytesOfHex, exactly, hexFrom, present, within, type WireContext } from './codec.ts'
import { WireError } from './errors.ts'
import * as pb from './generated/records.ts'
import { ID_BYTES } from './limits.ts'
import { nodeRefFrom, nodeRefTo } from './node-ref.ts'

export const RECORDS_LIMITS = {
  /** Bytes of a key. */
  keyBytes: 1_024,
  /** Characters of a content type. */
  contentTypeChars: 128,
  /** Bytes of a value. */
  valueBytes: 1_048_576,
  /** Of these, in one message. */
  inlineBytes: 12_288,
  /** And in one chunk. */
  chunkBytes: 49_152,
  /** Chunks of a value. */
  chunks: 22,
  signatureBytes: 64,
  /** Times and durations are below this. */
  wallMs: 2 ** 48,
  /** Lamport times of versions are below this. */
  lamport: 2 ** 53 - 2 ** 41,
  leaseMs: 3_600_000,
  /** Members of a group that can have taken a write. */
  replicas: 16,
} as const

type Bytes = Uint8Array<ArrayBuffer>
const own = (bytes: Uint8Array): Bytes => bytes as Bytes
const PRINTABLE = /^[ -~]*$/

export const idFrom = (bytes: Uint8Array): RingId => hexFrom(bytes, 'id') as RingId
export const idTo = (id: RingId): Bytes => bytesOfHex(id)
export const digestFrom = (bytes: Uint8Array): Uint8Array => exactly(bytes, ID_BYTES, 'digest')

export const lamportFrom = (value: number): Lamport =>
  within(value, 1, RECORDS_LIMITS.lamport - 1, 'lamport') as Lamport
export const wallFrom = (value: number, field: string): WallMs =>
  within(value, 1, RECORDS_LIMITS.wallMs - 1, field) as WallMs

/** Bytes of at most `max`; undefined stays so. */
export function bytesFrom<T extends Uint8Array | undefined>(bytes: T, max: number, field: string): T {
  if (bytes !== undefined && bytes.byteLength > max) throw new WireError('limit', `${field} has more than ${max} bytes`)
  return bytes
}

export const valueFrom = (bytes: Uint8Array | undefined): Uint8Array | undefined =>
  bytesFrom(bytes, RECORDS_LIMITS.inlineBytes, 'value')

export function keyFrom(bytes: Uint8Array, min: number): Uint8Array {
  if (bytes.byteLength < min) throw new WireError('malformed', 'key is empty')
  return bytesFrom(bytes, RECORDS_LIMITS.keyBytes, 'key')
}

export function contentTypeFrom(text: string): string {
  if (text.length > RECORDS_LIMITS.contentTypeChars) {
    throw new WireError('limit', `contentType has more than ${RECORDS_LIMITS.contentTypeChars} characters`)
  }
  if (!PRINTABLE.test(text)) throw new WireError('malformed', 'contentType is not printable ASCII')
  return text
}

export const sizeFrom = (size: number): number => atMost(size, RECORDS_LIMITS.valueBytes, 'size')

type Stamp = { readonly lamport: Lamport; readonly peer: PeerKey }

const stampTo = (wire: WireContext, { lamport, peer }: Stamp): pb.RecordVersion => ({
  lamport,
  peer: own(wire.peerBytes(peer)),
})
const stampFrom = (wire: WireContext, { lamport, peer }: pb.RecordVersion): Stamp => ({
  lamport: lamportFrom(lamport),
  peer: wire.peerOf(peer),
})

export const versionTo: (wire: WireContext, version: Version) => pb.RecordVersion = stampTo
export const versionFrom = (wire: WireContext, version: pb.RecordVersion | undefined): Version =>
  stampFrom(wire, present(version, 'version'))
export const configTo: (wire: WireContext, config: ConfigId) => pb.RecordConfigId = stampTo
export const configFrom = (wire: WireContext, config: pb.RecordConfigId | undefined): ConfigId =>
  stampFrom(wire, present(config, 'config'))

const KINDS = {
  value: pb.RecordKind.RECORD_VALUE,
  tombstone: pb.RecordKind.RECORD_TOMBSTONE,
  marker: pb.RecordKind.RECORD_MARKER,
} as const satisfies Record<RecordKind, pb.RecordKind>

export const kindTo = (kind: RecordKind): pb.RecordKind => KINDS[kind]
export function kindFrom(kind: pb.RecordKind): RecordKind {
  for (const [name, known] of Object.entries(KINDS)) if (known === kind) return name as RecordKind
  throw new WireError('malformed', 'kind is missing')
}

export function headTo(wire: WireContext, head: RecordHead): pb.RecordHead {
  return {
    id: idTo(head.id),
    version: versionTo(wire, head.version),
    kind: kindTo(head.kind),
    key: own(head.key),
    contentType: head.contentType,
    size: head.size,
    digest: own(head.digest),
    expiresAtMs: head.expiresAtMs,
    keepUntilMs: head.keepUntilMs,
    writer: own(wire.peerBytes(head.writer)),
    ...(head.signature === undefined ? {} : { signature: own(head.signature) }),
  }
}

export function headFrom(wire: WireContext, body: pb.RecordHead | undefined): RecordHead {
  const head = present(body, 'head')
  const kind = kindFrom(head.kind)
  const size = sizeFrom(head.size)
  if (kind !== 'value' && size > 0) throw new WireError('malformed', 'size of what has no value')
  const { signature } = head
  return {
    id: idFrom(head.id),
    version: versionFrom(wire, head.version),
    kind,
    key: keyFrom(head.key, kind === 'tombstone' ? 0 : 1),
    contentType: contentTypeFrom(head.contentType),
    size,
    digest: digestFrom(head.digest),
    expiresAtMs: wallFrom(head.expiresAtMs, 'expiresAtMs'),
    keepUntilMs: wallFrom(head.keepUntilMs, 'keepUntilMs'),
    writer: wire.peerOf(head.writer),
    ...(signature === undefined ? {} : { signature: exactly(signature, RECORDS_LIMITS.signatureBytes, 'signature') }),
  }
}

export const standingTo = (wire: WireContext, { config, synced }: Standing): pb.RecordStanding => ({
  config: configTo(wire, config),
  synced,
})
export const standingFrom = (wire: WireContext, { config, synced }: pb.RecordStanding): Standing => ({
  config: configFrom(wire, config),
  synced,
})

export const groupTo = (wire: WireContext, group: Group | undefined): { group?: pb.RecordGroup } => {
  if (group === undefined) return {}
  const { config, confirmations, members } = group
  const refs = members.map((member) => nodeRefTo(wire, member))
  return { group: { config: configTo(wire, config), confirmations, members: refs } }
}
export function groupFrom(wire: WireContext, group: pb.RecordGroup | undefined): Group | undefined {
  if (group === undefined) return undefined
  return {
    config: configFrom(wire, group.config),
    confirmations: atMost(group.confirmations, RECORDS_LIMITS.replicas - 1, 'confirmations'),
    members: atMostLong(group.members, RECORDS_LIMITS.replicas, 'members').map((member) => nodeRefFrom(wire, member)),
  }
}

export const ifMatchTo = (wire: WireContext, ifMatch: IfMatch | undefined): { ifMatch?: pb.RecordIfMatch } => {
  if (ifMatch === undefined) return {}
  return { ifMatch: ifMatch === 'absent' ? {} : { version: versionTo(wire, ifMatch) } }
}
export function ifMatchFrom(wire: WireContext, ifMatch: pb.RecordIfMatch | undefined): IfMatch | undefined {
  if (ifMatch === undefined) return undefined
  return ifMatch.version === undefined ? 'absent' : versionFrom(wire, ifMatch.version)
}

export const begunTo = (wire: WireContext, begun: Begun | undefined): { begun?: pb.RecordBegun } =>
  begun === undefined ? {} : { begun: { version: versionTo(wire, begun.version), expiresAtMs: begun.expiresAtMs } }
export const begunFrom = (wire: WireContext, begun: pb.RecordBegun | undefined): Begun | undefined =>
  begun === undefined
    ? undefined
    : { version: versionFrom(wire, begun.version), expiresAtMs: wallFrom(begun.expiresAtMs, 'expiresAtMs') }

export const signedTo = (signed: Signed | undefined): { signed?: pb.RecordSigned } =>
  signed === undefined ? {} : { signed: { ...signed, signature: own(signed.signature) } }
export function signedFrom(signed: pb.RecordSigned | undefined): Signed | undefined {
  if (signed === undefined) return undefined
  return {
    lamport: lamportFrom(signed.lamport),
    expiresAtMs: wallFrom(signed.expiresAtMs, 'expiresAtMs'),
    signature: exactly(signed.signature, RECORDS_LIMITS.signatureBytes, 'signature'),
  }
}
