import type { Lamport, RingId } from '../base/index.ts'
import type { Config, Member, MoveRequest, MoveResponse, PriorConfig } from '../protocols/records/messages.ts'
import { atMost, atMostLong, exactly, positionFrom, present, within, type WireContext } from './codec.ts'
import { WireError } from './errors.ts'
import type * as pb from './generated/records.ts'
import { nodeRefFrom, nodeRefTo } from './node-ref.ts'
import { arcFrom, arcTo } from './arc.ts'
import { configFrom, configTo, headFrom, headTo, idFrom, idTo, valueFrom } from './record-parts.ts'

export const MOVE_LIMITS = {
  members: 16,
  prior: 8,
  pieces: 16,
  parts: 66,
  entries: 192,
  /** Ids to be pulled, or records that were. */
  pulled: 64,
  /** Bytes of a sum, and of a mark. */
  markBytes: 16,
} as const

type Bytes = Uint8Array<ArrayBuffer>
const own = (bytes: Uint8Array): Bytes => bytes as Bytes

const memberTo = (wire: WireContext, { peer, position }: Member): pb.RecordMember => ({
  peer: own(wire.peerBytes(peer)),
  position,
})

function membersFrom(wire: WireContext, members: pb.RecordMember[]): Member[] {
  if (members.length === 0) throw new WireError('malformed', 'members are missing')
  return atMostLong(members, MOVE_LIMITS.members, 'members').map(({ peer, position }) => ({
    peer: wire.peerOf(peer),
    position: positionFrom(position),
  }))
}

const priorTo = (wire: WireContext, { id, members, unusedFrom }: PriorConfig): pb.RecordPriorConfig => ({
  id: configTo(wire, id),
  members: members.map((member) => memberTo(wire, member)),
  unusedFrom: unusedFrom ?? 0,
})

function priorFrom(wire: WireContext, { id, members, unusedFrom }: pb.RecordPriorConfig): PriorConfig {
  const config = { id: configFrom(wire, id), members: membersFrom(wire, members) }
  if (unusedFrom === 0) return config
  return { ...config, unusedFrom: within(unusedFrom, 1, config.id.lamport, 'unusedFrom') as Lamport }
}

const wholeConfigTo = (wire: WireContext, config: Config): pb.RecordConfig => ({
  ...priorTo(wire, config),
  arc: arcTo(config),
  prior: config.prior.map((each) => priorTo(wire, each)),
})

function wholeConfigFrom(wire: WireContext, body: pb.RecordConfig | undefined): Config {
  const config = present(body, 'config')
  return {
    ...arcFrom(config.arc),
    ...priorFrom(wire, config),
    prior: atMostLong(config.prior, MOVE_LIMITS.prior, 'prior').map((each) => priorFrom(wire, each)),
  }
}

function idsFrom(ids: Uint8Array[]): RingId[] {
  if (ids.length === 0) throw new WireError('malformed', 'ids are missing')
  return atMostLong(ids, MOVE_LIMITS.pulled, 'ids').map(idFrom)
}

const markFrom = (bytes: Uint8Array): Uint8Array => exactly(bytes, MOVE_LIMITS.markBytes, 'mark')

export function moveRequestTo(wire: WireContext, body: MoveRequest): Partial<pb.RecordsRequest> {
  const { position } = body
  switch (body.type) {
    case 'survey':
      return { position, survey: { arc: arcTo(body.arc) } }
    case 'configure': {
      const { self, config, filled } = body
      return { position, configure: { self: nodeRefTo(wire, self), config: wholeConfigTo(wire, config), filled } }
    }
    case 'compare':
      return { position, compare: { arc: arcTo(body.arc), sum: own(body.sum) } }
    case 'pull':
      return { position, pull: { ids: body.ids.map(idTo) } }
    case 'have':
      return { position, have: { self: nodeRefTo(wire, body.self), ids: body.ids.map(idTo) } }
    case 'release':
      return { position, release: { arc: arcTo(body.arc), known: configTo(wire, body.known) } }
    case 'leaving':
      return { position, leaving: { self: nodeRefTo(wire, body.self) } }
  }
}

/** Undefined: it is none of these. */
export function moveRequestFrom(wire: WireContext, position: number, body: pb.RecordsRequest): MoveRequest | undefined {
  const { survey, configure, compare, pull, have, release, leaving } = body
  if (compare !== undefined) {
    return { type: 'compare', position, arc: arcFrom(compare.arc), sum: markFrom(compare.sum) }
  }
  if (pull !== undefined) return { type: 'pull', position, ids: idsFrom(pull.ids) }
  if (have !== undefined) {
    return { type: 'have', position, self: nodeRefFrom(wire, present(have.self, 'self')), ids: idsFrom(have.ids) }
  }
  if (survey !== undefined) return { type: 'survey', position, arc: arcFrom(survey.arc) }
  if (configure !== undefined) {
    const self = nodeRefFrom(wire, present(configure.self, 'self'))
    return {
      type: 'configure',
      position,
      self,
      config: wholeConfigFrom(wire, configure.config),
      filled: configure.filled,
    }
  }
  if (release !== undefined) {
    return { type: 'release', position, arc: arcFrom(release.arc), known: configFrom(wire, release.known) }
  }
  if (leaving !== undefined) {
    return { type: 'leaving', position, self: nodeRefFrom(wire, present(leaving.self, 'self')) }
  }
  return undefined
}

export function moveResponseTo(wire: WireContext, body: MoveResponse): Partial<pb.RecordsResponse> {
  switch (body.type) {
    case 'surveyed': {
      const pieces = body.pieces.map(({ arc, config }) => ({ arc: arcTo(arc), config: wholeConfigTo(wire, config) }))
      return { surveyed: { pieces, to: idTo(body.to) } }
    }
    case 'configured':
      return { configured: body.since === undefined ? {} : { since: configTo(wire, body.since) } }
    case 'compared':
      return { compared: comparisonTo(body.comparison) }
    case 'pulled': {
      const records = body.records.map(({ head, value }) => ({
        head: headTo(wire, head),
        ...(value === undefined ? {} : { value: own(value) }),
      }))
      return { pulled: { records, handled: body.handled } }
    }
    case 'agreed':
      return { agreed: {} }
  }
}

type Comparison = Extract<MoveResponse, { type: 'compared' }>['comparison']

function comparisonTo(comparison: Comparison): pb.RecordCompared {
  if (comparison.type === 'same') return { same: {} }
  if (comparison.type === 'parts') return { parts: { sums: comparison.sums.map(own) } }
  const entries = comparison.entries.map(({ id, mark }) => ({ id: idTo(id), mark: own(mark) }))
  return { entries: { entries, to: idTo(comparison.to) } }
}

function comparisonFrom({ same, parts, entries }: pb.RecordCompared): Comparison {
  if (same !== undefined) return { type: 'same' }
  if (parts !== undefined) {
    return { type: 'parts', sums: atMostLong(parts.sums, MOVE_LIMITS.parts, 'sums').map(markFrom) }
  }
  if (entries === undefined) throw new WireError('malformed', 'comparison is missing')
  const list = atMostLong(entries.entries, MOVE_LIMITS.entries, 'entries')
  return {
    type: 'entries',
    entries: list.map(({ id, mark }) => ({ id: idFrom(id), mark: markFrom(mark) })),
    to: idFrom(entries.to),
  }
}

/** Undefined: it is none of these. */
export function moveResponseFrom(wire: WireContext, body: pb.RecordsResponse): MoveResponse | undefined {
  const { surveyed, configured, compared, pulled, agreed } = body
  if (compared !== undefined) return { type: 'compared', comparison: comparisonFrom(compared) }
  if (pulled !== undefined) {
    const records = atMostLong(pulled.records, MOVE_LIMITS.pulled, 'records').map(({ head, value }) => ({
      head: headFrom(wire, head),
      value: valueFrom(value),
    }))
    return { type: 'pulled', records, handled: atMost(pulled.handled, MOVE_LIMITS.pulled, 'handled') }
  }
  if (agreed !== undefined) return { type: 'agreed' }
  if (configured !== undefined) {
    return { type: 'configured', since: configured.since && configFrom(wire, configured.since) }
  }
  if (surveyed === undefined) return undefined
  const pieces = atMostLong(surveyed.pieces, MOVE_LIMITS.pieces, 'pieces').map(({ arc, config }) => ({
    arc: arcFrom(arc),
    config: wholeConfigFrom(wire, config),
  }))
  return { type: 'surveyed', pieces, to: idFrom(surveyed.to) }
}
