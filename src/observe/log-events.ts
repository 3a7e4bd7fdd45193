import type { ErrorCode } from '../base/index.ts'

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

/** What a field of a log line may hold: data for programs, never a secret, never bytes that a peer wrote. */
export type LogValue = string | number | boolean | undefined | readonly (string | number)[] | Error | LogFields
export interface LogFields {
  readonly [name: string]: LogValue
}

declare const fieldsOf: unique symbol
/** One kind of log line: how grave, in words, and which fields it has. */
export interface LogEvent<Fields extends LogFields> {
  readonly level: LogLevel
  /** In every such line. */
  readonly message: string
  /** What the fields mean, where their names do not say it: in the reference alone. */
  readonly fields?: string
  readonly [fieldsOf]?: Fields
}

const event = <Fields extends LogFields>(level: LogLevel, message: string, fields?: string): LogEvent<Fields> => ({
  level,
  message,
  ...(fields === undefined ? {} : { fields }),
})

/**
 * The catalogue of log events. A line is written once per change of state, not per message: what happens per message is
 * counted in metrics and kept in the trace.
 */
export const LOG_EVENTS = {
  'daemon.starting': event<{ version: string; dataDir: string; node: string }>('info', 'starting'),
  'daemon.ready': event<{ peerId: string; overlay: string; admin: string; startMs: number }>('info', 'ready'),
  'daemon.stopping': event<{ why: string }>('info', 'stopping'),
  'daemon.stopped': event<{ uptimeMs: number }>('info', 'stopped'),
  'daemon.leaving': event<{ why: string; deadlineMs: number }>('info', 'handing over, then stopping'),
  'daemon.left': event<{
    ring: string
    swarms: number
    leases: number
    tallies: string
    records: string
    groups: string
    zones: string
    tookMs: number
  }>(
    'info',
    'handed over',
    '`ring` says how chord took leave, `tallies` and `records` how much of what is kept here others have now, `groups` how many groups of consistent registers go on without this daemon, `zones` how many zones of the CAN others hold now',
  ),
  'daemon.interceptors': event<{ version: number; chain: readonly string[] }>('info', 'the interceptors were changed'),
  'daemon.interceptors-refused': event<{ detail: string }>('warn', 'the interceptors were not changed'),
  'daemon.dump': event<{ part: string; state: LogFields }>('info', 'state on request'),
  'daemon.failed': event<{ error: Error }>('error', 'the daemon fails'),
  'config.reloaded': event<{ applied: readonly string[]; restartNeeded: readonly string[] }>(
    'info',
    'read the configuration again',
  ),
  'config.changed': event<{ applied: readonly string[] }>(
    'info',
    'the configuration was changed until the next reload',
  ),
  'config.refused': event<{ code: ErrorCode; detail: string }>(
    'error',
    'the configuration cannot be loaded: nothing was changed',
  ),
  'network.created': event<{ network: string; open: boolean }>('info', 'made a new network'),
  'ring.state': event<{ state: 'alone' | 'joining' | 'member' | 'left' }>('info', 'membership of the ring changed'),
  'ring.join-failed': event<{ contacts: number; code: ErrorCode; detail: string; retryMs: number }>(
    'warn',
    'joining failed, will try again',
  ),
  'peer.connected': event<{ peerId: string; epoch: number }>('debug', 'a peer is connected'),
  'peer.disconnected': event<{ peerId: string }>('debug', 'a peer is disconnected'),
  'peer.refused': event<{ peerId: string; code: ErrorCode; detail: string }>('warn', 'refused a peer'),
  'peer.violation': event<{ peerId: string; reason: string; detail: string }>(
    'warn',
    'disconnected a peer for what it sent',
  ),
  'peer.not-sent': event<{ peerId: string; reason: string }>('warn', 'could not send to a peer'),
  'peer.dropped': event<{ peerId: string; reason: string; afterMs: number }>(
    'info',
    'ended a connection on which nothing came any more',
  ),
  'transport.inbound-refused': event<{ reason: string; last: string; count: number }>(
    'warn',
    'closed connections at the door, see docs/protocols/transport.md',
  ),
  'peer.audit': event<{ peerId: string; what: string; detail: string; suppressed: number }>(
    'info',
    'something that concerns security',
    '`suppressed`: records before it that were too many to write',
  ),
  'peer.banned': event<{ peerId: string; why: string }>('warn', 'banned a peer'),
  'peer.dead': event<{ peerId: string }>(
    'info',
    'a peer is gone: it has crashed, was stopped, has left, or is cut off',
  ),
  'peer.alive': event<{ peerId: string }>('info', 'a peer that was gone is back'),
  'can.zone': event<{
    space: number
    change: string
    zone: string
    epoch: number
    peerId: string | undefined
  }>(
    'info',
    'a zone of the CAN changed hands',
    '`change` says how it came to this daemon (founded, joined, received, taken, reclaimed, merged) or left it (split, given, lost); `peerId` held it before, or holds it now',
  ),
  'can.dimensions': event<{ space: number; dimensions: number; peerId: string; theirs: number }>(
    'warn',
    'no zone of the CAN for this daemon: another counts other dimensions',
    '`theirs` are those of `peerId`, 0 when it has no such space: can.dimensions, can.realities or what the attribute space is made of differs; said once',
  ),
  'swarm.state': event<{ swarmId: string; state: string; reason: string | undefined }>('info', 'a swarm changed'),
  'swarm.corrupt': event<{ swarmId: string; peerId: string; piece: number }>('warn', 'a peer sent damaged data'),
  'storage.failed': event<{ error: Error }>('error', 'writing state failed'),
  'admin.listening': event<{ url: string; anonymousReads: boolean }>('info', 'the admin API listens'),
  'admin.exposed': event<{ url: string }>(
    'warn',
    'the admin API can be reached from other machines, in plain HTTP: put a TLS proxy or a tunnel in front',
  ),
  'admin.failed': event<{ route: string; requestId: string; error: Error }>(
    'error',
    'a request failed by our own fault',
  ),
  'admin.audited': event<{
    who: string
    from: string
    route: string
    status: number
    code: ErrorCode | undefined
    durationMs: number
    requestId: string
    unwritten: number | undefined
  }>('info', 'a request that changes something, or that was refused to its caller'),
  'admin.audit-failed': event<{ error: Error }>('error', 'the audit log cannot be written: entries are missing'),
  'admin.locked-out': event<{ from: string; failures: number; lockMs: number }>(
    'warn',
    'too many wrong tokens from an address',
  ),
  'admin.token-rotated': event<{ by: string; graceMs: number }>('info', 'the admin token was replaced'),
  'admin.token-created': event<{ by: string; name: string; scope: string }>('info', 'a token was made'),
  'admin.token-revoked': event<{ by: string; name: string }>('info', 'a token was revoked'),
  'admin.tokens-failed': event<{ error: Error }>('error', 'times of last use of tokens cannot be written'),
} as const satisfies Record<string, Pick<LogEvent<LogFields>, 'level' | 'message' | 'fields'>>

export type LogEventName = keyof typeof LOG_EVENTS
/** The first word of an event: the part of the daemon that it comes from. */
export type LogModule = LogEventName extends infer Name
  ? Name extends `${infer Module}.${string}`
    ? Module
    : never
  : never
export const moduleOf = (name: LogEventName): LogModule => name.slice(0, name.indexOf('.')) as LogModule
export type FieldsOf<Name extends LogEventName> =
  (typeof LOG_EVENTS)[Name] extends LogEvent<infer Fields> ? Fields : never
