import type { ErrorCode } from '../base/index.ts'
import { CAN_ROUTES } from './can-routes.ts'
import { anonymous, changes, guarded } from './route-rows.ts'
import type { RouteSpec } from './route-spec.ts'

export type { RouteSpec } from './route-spec.ts'

/** Bytes that a key may have. Keys are names, not content; three times as many characters when percent-encoded. */
export const MAX_KEY_BYTES = 1_024
/** Bytes that the value of a record may have. */
export const MAX_VALUE_BYTES = 1_048_576

const administers = { ...changes, scope: 'admin' } as const
const LOOKUP_CODES = ['NOT_JOINED', 'LOOKUP_TIMEOUT', 'NO_QUORUM', 'TOO_LARGE'] as const
const TALLY_DISK_CODES = ['IO', 'STORAGE_FULL', 'CORRUPT'] as const
const TALLY_CODES = ['NOT_JOINED', 'LOOKUP_TIMEOUT', 'UNREACHABLE', 'OVERLOAD', 'TIMEOUT', ...TALLY_DISK_CODES] as const
const RECORD_CODES = [
  'NOT_JOINED',
  'LOOKUP_TIMEOUT',
  'UNREACHABLE',
  'NO_QUORUM',
  'TIMEOUT',
  'STORAGE_FULL',
  'IO',
  'CORRUPT',
] as const
const RECORD_WRITE_CODES = [
  ...RECORD_CODES,
  'CONFLICT',
  'VERSION_MISMATCH',
  'FORBIDDEN',
  'QUOTA_EXCEEDED',
  'UNKNOWN_OUTCOME',
] as const
const NAME_CODES = [
  'NOT_JOINED',
  'LOOKUP_TIMEOUT',
  'UNREACHABLE',
  'NO_QUORUM',
  'CONFLICT',
  'TIMEOUT',
  'STORAGE_FULL',
  'IO',
  'CORRUPT',
] as const
const NAME_WRITE_CODES = [...NAME_CODES, 'VERSION_MISMATCH', 'UNKNOWN_OUTCOME'] as const
const DISK_CODES = [
  'NOT_FOUND',
  'FORBIDDEN',
  'CONFLICT',
  'IO',
  'STORAGE_FULL',
  'CORRUPT',
  'TOO_LARGE',
  'OVERLOAD',
] as const

/**
 * The one table of routes: it serves the server, the client and the OpenAPI document. Schemas of the same names are in
 * schemas.ts, apart, so that the command line need not load them.
 */
export const ROUTES = {
  livez: { ...anonymous, path: '/livez', tag: 'health', codes: ['INTERNAL'], summary: 'Is the process alive?' },
  readyz: {
    ...anonymous,
    path: '/readyz',
    tag: 'health',
    codes: ['NOT_JOINED'],
    summary: 'Is it in the ring and able to answer? 503 with reasons if not.',
  },
  status: { ...anonymous, path: '/v1/status', tag: 'daemon', codes: [], summary: 'Who this daemon is and how it is.' },
  lookup: {
    ...anonymous,
    path: '/v1/lookup/{key}',
    keyed: true,
    tag: 'overlay',
    codes: LOOKUP_CODES,
    summary:
      'LOOKUP: the peer that is responsible for a key. NO_QUORUM: with mode=verified alone; nobody could be proved to be.',
  },
  succ: {
    ...anonymous,
    path: '/v1/succ/{id}',
    tag: 'overlay',
    codes: LOOKUP_CODES,
    summary: 'The position with the smallest ring id at or after this one, wrapping.',
  },
  ring: {
    ...anonymous,
    path: '/v1/ring',
    tag: 'overlay',
    codes: ['TIMEOUT'],
    summary: 'What this daemon knows of the ring.',
  },
  clock: { ...anonymous, path: '/v1/clock', tag: 'overlay', codes: [], summary: 'Lamport time.' },
  peers: { ...guarded, path: '/v1/peers', tag: 'overlay', codes: [], summary: 'The peers connected at present.' },
  dial: {
    ...changes,
    method: 'POST',
    path: '/v1/peers',
    tag: 'overlay',
    codes: ['UNREACHABLE', 'NETWORK_MISMATCH', 'CONFLICT', 'TIMEOUT'],
    summary: 'Connect to a peer.',
  },
  tallies: {
    ...guarded,
    path: '/v1/tallies',
    tag: 'overlay',
    codes: ['OVERLOAD', 'TIMEOUT', ...TALLY_DISK_CODES],
    summary: 'The tallies (named counters) that this daemon itself keeps, by name.',
  },
  tally: {
    ...guarded,
    path: '/v1/tallies/{name}',
    tag: 'overlay',
    codes: TALLY_CODES,
    summary: 'A tally, asked of the peer that keeps it; one that nobody has counted is 0.',
  },
  addToTally: {
    ...changes,
    method: 'POST',
    path: '/v1/tallies/{name}',
    tag: 'overlay',
    codes: [...TALLY_CODES, 'CONFLICT', 'UNKNOWN_OUTCOME'],
    summary:
      'Add to a tally, as often as the semantics say. UNKNOWN_OUTCOME and TIMEOUT leave open whether it was counted; CONFLICT: it would count out of range.',
  },
  putRecord: {
    ...changes,
    method: 'PUT',
    path: '/v1/records/{key}',
    keyed: true,
    takes: { maxBytes: MAX_VALUE_BYTES },
    bulk: true,
    tag: 'records',
    codes: RECORD_WRITE_CODES,
    conditions: ['If-Match', 'If-None-Match'],
    headers: ['ETag'],
    summary:
      'Put a value. Answers when a majority of its replicas has it on disk. If-Match: only over that version (`*`: over any); If-None-Match: *: only when there is none. NO_QUORUM, TIMEOUT and UNKNOWN_OUTCOME leave open whether it was done.',
  },
  record: {
    ...guarded,
    content: 'foreign',
    headers: ['ETag', 'Orbweaver-Expires-At', 'Orbweaver-Content-Type', 'Orbweaver-Owner'],
    path: '/v1/records/{key}',
    keyed: true,
    tag: 'records',
    codes: [...RECORD_CODES, 'NOT_FOUND'],
    summary: 'The newest value that a majority of its replicas knows, as bytes.',
  },
  removeRecord: {
    ...changes,
    method: 'DELETE',
    path: '/v1/records/{key}',
    keyed: true,
    bulk: true,
    tag: 'records',
    codes: [...RECORD_WRITE_CODES, 'NOT_FOUND'],
    conditions: ['If-Match'],
    headers: ['ETag'],
    summary: 'Remove a record, with If-Match only that version of it.',
  },
  watchRecord: {
    ...guarded,
    content: 'events',
    path: '/v1/records/{key}/watch',
    keyed: true,
    tag: 'records',
    codes: RECORD_CODES,
    summary:
      'The present state of a record, then each later one, as server-sent events. Who reads slowly misses states in between, never the last one.',
  },
  keptRecords: {
    ...guarded,
    path: '/v1/kept-records',
    tag: 'records',
    codes: ['TIMEOUT', 'STORAGE_FULL', 'IO', 'CORRUPT'],
    summary: 'The records that this daemon itself keeps, in the order of their ids; those that expire soon.',
  },
  names: {
    ...guarded,
    path: '/v1/names',
    tag: 'records',
    codes: NAME_CODES,
    summary:
      'The names one level below a name, or all below it. The top labels are asked of all parts of the key space, which takes longer.',
  },
  name: {
    ...guarded,
    path: '/v1/names/{name}',
    slashes: true,
    headers: ['ETag'],
    tag: 'records',
    codes: [...NAME_CODES, 'NOT_FOUND'],
    summary: 'What a name stands for, and whose it is. Linearizable: a majority of those that keep it has been asked.',
  },
  setName: {
    ...changes,
    method: 'PUT',
    path: '/v1/names/{name}',
    slashes: true,
    bulk: true,
    conditions: ['If-Match', 'If-None-Match'],
    headers: ['ETag'],
    tag: 'records',
    codes: [...NAME_WRITE_CODES, 'QUOTA_EXCEEDED'],
    summary:
      "Set a name for this daemon's peer. FORBIDDEN when it, or the nearest name above it, belongs to another. If nobody holds its top label, that is taken along. TIMEOUT and UNKNOWN_OUTCOME leave open whether it was done.",
  },
  removeName: {
    ...changes,
    method: 'DELETE',
    path: '/v1/names/{name}',
    slashes: true,
    bulk: true,
    conditions: ['If-Match'],
    tag: 'records',
    codes: [...NAME_WRITE_CODES, 'NOT_FOUND'],
    summary: "Remove a name of this daemon's peer. Names below it stay.",
  },
  ...CAN_ROUTES,
  find: {
    ...guarded,
    path: '/v1/find',
    tag: 'can',
    codes: ['NOT_JOINED', 'LOOKUP_TIMEOUT', 'UNREACHABLE', 'TIMEOUT'],
    summary:
      'Daemons by what they tell of themselves, and by how far they are. Some that were asked for may be missing: missingParts and hasMore say so.',
  },
  attributes: {
    ...guarded,
    path: '/v1/attributes',
    tag: 'can',
    codes: ['NOT_JOINED'],
    summary: 'What this daemon measures of itself, and its network coordinate.',
  },
  swarms: { ...guarded, path: '/v1/swarms', tag: 'files', codes: [], summary: 'All swarms of this daemon.' },
  swarm: { ...guarded, path: '/v1/swarms/{id}', tag: 'files', codes: ['NOT_FOUND'], summary: 'One swarm.' },
  torrent: {
    ...guarded,
    content: 'foreign',
    inert: 'application/x-bittorrent',
    path: '/v1/swarms/{id}/torrent',
    tag: 'files',
    codes: ['NOT_FOUND', 'CONFLICT'],
    summary: 'Its BitTorrent v2 metainfo (BEP 52); CONFLICT while it is not known yet.',
  },
  addSwarm: {
    ...changes,
    method: 'POST',
    success: 201,
    path: '/v1/swarms',
    tag: 'files',
    codes: DISK_CODES,
    summary:
      'Share what lies at a path, or fetch what a magnet link or a torrent file names. Sharing answers when all is hashed; closing the connection before gives it up.',
  },
  removeSwarm: {
    ...changes,
    method: 'DELETE',
    success: 204,
    content: 'none',
    path: '/v1/swarms/{id}',
    tag: 'files',
    codes: ['NOT_FOUND', 'FORBIDDEN', 'IO'],
    summary: 'Forget a swarm. Its data stays unless data=delete.',
  },
  stop: {
    ...administers,
    method: 'POST',
    success: 202,
    path: '/v1/stop',
    tag: 'daemon',
    codes: [],
    summary: 'Stop soon: a short absence, the data stays.',
  },
  leave: {
    ...administers,
    method: 'POST',
    success: 202,
    path: '/v1/leave',
    tag: 'daemon',
    codes: ['NOT_JOINED', 'CONFLICT'],
    summary: 'Hand over all that is kept for others, then stop. Answers when the hand-over has begun.',
  },
  interceptors: {
    ...guarded,
    path: '/v1/interceptors',
    tag: 'overlay',
    codes: [],
    summary: 'What every envelope between this daemon and its peers passes, nearest to the wire first, with counts.',
  },
  setInterceptors: {
    ...administers,
    method: 'PUT',
    path: '/v1/interceptors',
    tag: 'overlay',
    codes: ['CONFLICT'],
    summary:
      'Replace the chain, until the next start. Takes effect when those that leave or move hold nothing, without losing or doubling an envelope; CONFLICT when that is not within timeoutMs, or when its version is not the one named. FORBIDDEN for faults unless interceptors.allowFaults is set.',
  },
  config: {
    ...guarded,
    scope: 'admin',
    path: '/v1/config',
    tag: 'daemon',
    codes: [],
    summary: 'Every option with its value and where that came from; secrets are masked.',
  },
  patchConfig: {
    ...administers,
    method: 'PATCH',
    path: '/v1/config',
    tag: 'daemon',
    codes: ['IO'],
    summary:
      'Change options that can be changed while the daemon runs, until its next reload or restart. All or nothing.',
  },
  reload: {
    ...administers,
    method: 'POST',
    path: '/v1/reload',
    tag: 'daemon',
    codes: ['CONFIG_INVALID', 'IO'],
    summary: 'Read the configuration again and apply what can be applied without a restart. All or nothing.',
  },
  rotateToken: {
    ...administers,
    method: 'POST',
    path: '/v1/token/rotate',
    tag: 'daemon',
    codes: ['IO', 'STORAGE_FULL'],
    summary: 'Replace the admin token. The old one ends at once, or after graceMs, but with the daemon at the latest.',
  },
  tokens: {
    ...guarded,
    scope: 'admin',
    path: '/v1/tokens',
    tag: 'daemon',
    codes: [],
    summary: 'Who holds a token: names, scopes, ends and last use. Neither tokens nor their hashes.',
  },
  createToken: {
    ...administers,
    method: 'POST',
    success: 201,
    path: '/v1/tokens',
    tag: 'daemon',
    codes: ['CONFLICT', 'IO', 'STORAGE_FULL'],
    summary: 'Make a token with a scope. It is told this once; only its hash is kept.',
  },
  revokeToken: {
    ...administers,
    method: 'DELETE',
    success: 204,
    content: 'none',
    path: '/v1/tokens/{name}',
    tag: 'daemon',
    codes: ['NOT_FOUND', 'IO', 'STORAGE_FULL'],
    summary: 'End a token at once.',
  },
  audit: {
    ...guarded,
    scope: 'admin',
    path: '/v1/audit',
    tag: 'daemon',
    codes: ['IO'],
    summary: 'The last entries of the audit log, newest first: who changed what, from where, and who was refused.',
  },
  metrics: {
    ...guarded,
    content: 'text',
    path: '/metrics',
    tag: 'daemon',
    codes: [],
    summary: 'Metrics in the format of Prometheus.',
  },
  openapi: { ...anonymous, path: '/openapi.json', tag: 'daemon', codes: [], summary: 'This document.' },
} as const satisfies Record<string, RouteSpec>

export type RouteName = keyof typeof ROUTES
export const ROUTE_NAMES = Object.keys(ROUTES) as RouteName[]

/** Codes that any route can answer with: from the guards, from parsing, for our own faults, and when the daemon has too much to do or stops. */
export const COMMON_CODES = [
  'INVALID_ARGUMENT',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'METHOD_NOT_ALLOWED',
  'TOO_LARGE',
  'UNSUPPORTED_MEDIA_TYPE',
  'REQUEST_TIMEOUT',
  'MISDIRECTED_HOST',
  'RATE_LIMITED',
  'HEADERS_TOO_LARGE',
  'INTERNAL',
  'OVERLOAD',
  'CANCELLED',
] as const satisfies readonly ErrorCode[]
