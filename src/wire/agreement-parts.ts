import { wallMs, type WallMs } from '../base/index.ts'
import type { Ballot, BallotOfKey, Group, ListedRegister, RegisterState } from '../protocols/agreement/messages.ts'
import { atMost, atMostLong, exactly, present, within, type WireContext } from './codec.ts'
import { WireError } from './errors.ts'
import type * as pb from './generated/agreement.ts'
import { MAX_COUNT } from './limits.ts'
import { nodeRefFrom, nodeRefTo } from './node-ref.ts'

export const AGREEMENT_LIMITS = {
  shards: 256,
  keyBytes: 1_024,
  valueBytes: 49_152,
  contentTypeChars: 128,
  members: 7,
  recent: 4,
  ttlMs: 3_155_760_000_000,
  wallMs: 2 ** 48,
  lineageBytes: 16,
  others: 8,
  pageRows: 256,
  listedRows: 512,
  fetched: 64,
  listedValueBytes: 1_024,
} as const

type Bytes = Uint8Array<ArrayBuffer>

export const bytesTo = (bytes: Uint8Array): Bytes => bytes as Bytes

export function bytesFrom(bytes: Uint8Array, max: number, field: string): Uint8Array {
  if (bytes.byteLength > max) throw new WireError('limit', `${field} has more than ${max} bytes`)
  return bytes
}

export function keyFrom(key: Uint8Array): Uint8Array {
  if (key.byteLength === 0) throw new WireError('malformed', 'a key is empty')
  return bytesFrom(key, AGREEMENT_LIMITS.keyBytes, 'key')
}

export function contentTypeFrom(text: string): string {
  if (text.length > AGREEMENT_LIMITS.contentTypeChars) throw new WireError('limit', 'content_type is too long')
  if (!/^[ -~]*$/.test(text)) throw new WireError('malformed', 'content_type is not printable ASCII')
  return text
}

export const expiryFrom = (ms: number | undefined): WallMs | undefined =>
  ms === undefined ? undefined : wallMs(within(ms, 1, AGREEMENT_LIMITS.wallMs - 1, 'expires_at_ms'))

/** Hex digits. */
export function lineageFrom(bytes: Uint8Array): string {
  if (bytes.byteLength === 0) return ''
  exactly(bytes, AGREEMENT_LIMITS.lineageBytes, 'lineage')
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

export function lineageTo(lineage: string): Bytes {
  const bytes = new Uint8Array(lineage.length / 2)
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(lineage.slice(2 * i, 2 * i + 2), 16)
  return bytes
}

export const ballotTo = (wire: WireContext, { epoch, counter, peer }: Ballot): pb.AgreementBallot => ({
  epoch,
  counter,
  peer: bytesTo(wire.peerBytes(peer)),
})

export function ballotFrom(wire: WireContext, ballot: pb.AgreementBallot | undefined): Ballot {
  const { epoch, counter, peer } = present(ballot, 'ballot')
  return {
    epoch: within(epoch, 1, MAX_COUNT, 'epoch'),
    counter: within(counter, 1, MAX_COUNT, 'counter'),
    peer: wire.peerOf(peer),
  }
}

export const maybeBallotTo = (wire: WireContext, ballot: Ballot | undefined): pb.AgreementBallot | undefined =>
  ballot && ballotTo(wire, ballot)

export const maybeBallotFrom = (wire: WireContext, ballot: pb.AgreementBallot | undefined): Ballot | undefined =>
  ballot && ballotFrom(wire, ballot)

export const groupTo = (wire: WireContext, { epoch, members }: Group): pb.AgreementGroup => ({
  epoch,
  members: members.map((member) => nodeRefTo(wire, member)),
})

export function groupFrom(wire: WireContext, group: pb.AgreementGroup | undefined): Group {
  const { epoch, members } = present(group, 'group')
  if (members.length === 0) throw new WireError('malformed', 'a group has no members')
  const refs = atMostLong(members, AGREEMENT_LIMITS.members, 'members').map((member) => nodeRefFrom(wire, member))
  if (new Set(refs.map(({ peer }) => peer)).size < refs.length) {
    throw new WireError('malformed', 'a group has a member twice')
  }
  return { epoch: within(epoch, 1, MAX_COUNT - 1, 'epoch'), members: refs }
}

export function stateTo(wire: WireContext, state: RegisterState): pb.AgreementState {
  const { sequence, kind, key, value, contentType, expiresAtMs, writer, tag, recent } = state
  return {
    sequence,
    tombstone: kind === 'tombstone',
    key: bytesTo(key),
    value: bytesTo(value),
    contentType,
    ...(expiresAtMs === undefined ? {} : { expiresAtMs }),
    writer: bytesTo(wire.peerBytes(writer)),
    tag: ballotTo(wire, tag),
    recent: recent.map((one) => ballotTo(wire, one)),
  }
}

export function stateFrom(wire: WireContext, state: pb.AgreementState | undefined): RegisterState {
  const { sequence, tombstone, key, value, contentType, expiresAtMs, writer, tag, recent } = present(state, 'state')
  if (tombstone && (value.byteLength > 0 || contentType !== '' || expiresAtMs !== undefined)) {
    throw new WireError('malformed', 'a removed register has a value')
  }
  return {
    sequence: within(sequence, 1, MAX_COUNT, 'sequence'),
    kind: tombstone ? 'tombstone' : 'value',
    key: keyFrom(key),
    value: bytesFrom(value, AGREEMENT_LIMITS.valueBytes, 'value'),
    contentType: contentTypeFrom(contentType),
    expiresAtMs: expiryFrom(expiresAtMs),
    writer: wire.peerOf(writer),
    tag: ballotFrom(wire, tag),
    recent: atMostLong(recent, AGREEMENT_LIMITS.recent, 'recent').map((one) => ballotFrom(wire, one)),
  }
}

export function registerTo(register: ListedRegister): pb.AgreementRegister {
  const { key, sequence, kind, contentType, expiresAtMs, size, value } = register
  return {
    key: bytesTo(key),
    sequence,
    tombstone: kind === 'tombstone',
    contentType,
    ...(expiresAtMs === undefined ? {} : { expiresAtMs }),
    size,
    ...(value === undefined ? {} : { value: bytesTo(value) }),
  }
}

export function registerFrom(register: pb.AgreementRegister): ListedRegister {
  const { key, sequence, tombstone, contentType, expiresAtMs, size, value } = register
  return {
    key: keyFrom(key),
    sequence: within(sequence, 1, MAX_COUNT, 'sequence'),
    kind: tombstone ? 'tombstone' : 'value',
    contentType: contentTypeFrom(contentType),
    expiresAtMs: expiryFrom(expiresAtMs),
    size: atMost(size, AGREEMENT_LIMITS.valueBytes, 'size'),
    value: value && bytesFrom(value, AGREEMENT_LIMITS.listedValueBytes, 'value'),
  }
}

export const keyBallotTo = (wire: WireContext, { key, ballot }: BallotOfKey): pb.AgreementKeyBallot => ({
  key: bytesTo(key),
  ballot: ballotTo(wire, ballot),
})

export const keyBallotFrom = (wire: WireContext, { key, ballot }: pb.AgreementKeyBallot): BallotOfKey => ({
  key: keyFrom(key),
  ballot: ballotFrom(wire, ballot),
})
