import { PROVIDERS_DEFAULTS } from '../protocols/providers/params.ts'
import { SWARM_DEFAULTS } from '../protocols/swarm/params.ts'
import { ADMIN_OPTIONS } from './admin-options.ts'
import { AGREEMENT_OPTIONS } from './agreement-options.ts'
import { ATTRIBUTES_OPTIONS } from './attributes-options.ts'
import { CAN_OPTIONS } from './can-options.ts'
import { CHORD_OPTIONS } from './chord-options.ts'
import { chainProblem, MAX_LISTED, MAX_SPEC_CHARS, SPEC_TEXT } from '../runtime/interceptors/specs.ts'
import { RECORDS_OPTIONS } from './records-options.ts'
import { choice, integer, list, path, paths, toggle, type Option } from './option.ts'

/** `/name/value/…` as multiaddrs are written; libp2p itself checks the protocols when it listens or dials. */
const MULTIADDR = /^(?:\/[a-z0-9-]+(?:\/[^/\s,]+)?)+$/i
/** Longest multiaddr taken: a DNS name of 253 bytes, a peer id and room. */
const MAX_MULTIADDR_CHARS = 512
const MULTIADDR_RANGE = 'a multiaddr such as /ip4/0.0.0.0/tcp/7461'
/** An IP address or a prefix of them; whether it makes sense is judged where it is used. */
const IP_PREFIX = /^[0-9a-f:.]{2,45}(?:\/\d{1,3})?$/i

const LOG_LEVEL_NAMES = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const
/** First words of the events of the catalogue (src/observe/log-events.ts); a test says so. */
const LOG_MODULES = [
  'daemon',
  'config',
  'network',
  'ring',
  'transport',
  'peer',
  'can',
  'swarm',
  'storage',
  'admin',
] as const

/**
 * The one table of options. Defaults, flags, environment names, config/default.yaml, docs/reference/configuration.md and
 * the JSON schema are made from it. Every row is read by the daemon.
 */
export const OPTIONS = {
  overlay: {
    listen: list({
      default: ['/ip4/0.0.0.0/tcp/7461'],
      pattern: MULTIADDR,
      range: MULTIADDR_RANGE,
      minItems: 1,
      maxItems: 16,
      maxChars: MAX_MULTIADDR_CHARS,
      flag: 'listen',
      doc: 'Addresses on which other daemons reach this one. Port 0 takes any free port.',
      reloadable: false,
    }),
    announce: list({
      default: [],
      pattern: MULTIADDR,
      range: MULTIADDR_RANGE,
      maxItems: 8,
      maxChars: MAX_MULTIADDR_CHARS,
      doc: 'Addresses told to others instead of those listened on: behind NAT, in a container, or with a DNS name.',
      reloadable: false,
    }),
    join: list({
      default: [],
      pattern: MULTIADDR,
      range: MULTIADDR_RANGE,
      maxItems: 64,
      maxChars: MAX_MULTIADDR_CHARS,
      doc: 'Daemons to join through. Only addresses: a network secret never stands in a config file, it comes with a join string (--join, ORBWEAVER_JOIN).',
      reloadable: true,
    }),
    maxConnections: integer({
      default: 64,
      min: 8,
      max: 4_096,
      unit: 'connections',
      doc: 'Above this many connections the least recently used ones are closed; ring neighbours and fingers are kept. Up to this many daemons the ring is a full mesh and a look-up is one hop. Each connection costs about 100 kB.',
      reloadable: true,
    }),
  },
  connections: {
    most: integer({
      default: 512,
      min: 8,
      max: 16_384,
      unit: 'connections',
      reloadable: false,
      doc: 'One more peer that connects is refused with OVERLOAD, unless it is a ring neighbour or finger. Between overlay.maxConnections and this lie peers that have just come and may become useful. Bounds memory under attack: about 200 kB each.',
    }),
    perPeer: integer({
      default: 8,
      min: 2,
      max: 1_000,
      unit: 'connections',
      reloadable: false,
      doc: 'Inbound connections of one peer at once. More than one comes of both sides dialling at once, of probes, and of what a crash leaves behind.',
    }),
    perPrefix: integer({
      default: 128,
      min: 1,
      max: 16_384,
      unit: 'connections',
      reloadable: false,
      doc: 'Inbound connections from one IPv4 /24 or IPv6 /48 at once: nobody with one network can take all places. Raise it, or exempt the prefix, when more daemons than this stand in one network.',
    }),
    handshakesPerSecond: integer({
      default: 16,
      min: 1,
      max: 10_000,
      unit: 'connections/s',
      reloadable: false,
      doc: 'New inbound connections per second from one such prefix, four seconds worth of them at once. Each costs about 12 ms of CPU.',
    }),
    exempt: list({
      default: [],
      pattern: IP_PREFIX,
      range: 'an address or prefix such as 192.0.2.0/24 or 2001:db8::/32',
      maxItems: 64,
      maxChars: 49,
      reloadable: false,
      doc: 'Addresses to which perPrefix and handshakesPerSecond do not apply. Loopback never counts.',
    }),
    keepAliveMs: integer({
      default: 10_000,
      min: 500,
      max: 60_000,
      unit: 'ms',
      reloadable: false,
      doc: 'How often a connection is asked for a sign of life. One that brings nothing for two and a half times as long is ended, so a peer that lost its power is noticed in at most that time even when nobody talks to it.',
    }),
  },
  network: {
    open: toggle({
      default: false,
      flag: 'open',
      doc: 'A network without a secret: anybody who reaches a daemon may join.',
      reloadable: false,
    }),
  },
  chord: CHORD_OPTIONS,
  providers: {
    replicas: integer({
      default: PROVIDERS_DEFAULTS.replicas,
      min: 1,
      max: 8,
      unit: 'daemons',
      doc: 'How many daemons keep the list of who has a swarm, the responsible one included: the list survives one failure less at once.',
      reloadable: false,
    }),
    leaseMs: integer({
      default: PROVIDERS_DEFAULTS.leaseMs,
      min: 3_000,
      max: 86_400_000,
      unit: 'ms',
      doc: 'How long "this peer has that swarm" counts without being renewed. Longer survives more lost renewals and shows more peers that are gone.',
      reloadable: true,
    }),
    refreshMs: integer({
      default: PROVIDERS_DEFAULTS.refreshMs,
      min: 1_000,
      max: 28_800_000,
      unit: 'ms',
      doc: 'Mean time between two renewals of the same swarm, jittered by a fifth; at most a third of providers.leaseMs. Each costs a look-up and a request.',
      reloadable: true,
    }),
    askMs: integer({
      default: PROVIDERS_DEFAULTS.askMs,
      min: 50,
      max: 60_000,
      unit: 'ms',
      doc: 'How long one request to the daemon that keeps such a list may take. Must be well above the slowest round trip.',
      reloadable: true,
    }),
  },
  records: RECORDS_OPTIONS,
  agreement: AGREEMENT_OPTIONS,
  can: CAN_OPTIONS,
  attributes: ATTRIBUTES_OPTIONS,
  swarm: {
    inFlightBytes: integer({
      default: SWARM_DEFAULTS.inFlightBytes,
      min: 1_048_576,
      max: 1_073_741_824,
      unit: 'bytes',
      doc: 'Content asked for and not yet verified, over all swarms. More lets more slow peers work at once; each piece in flight holds a buffer of its size.',
      reloadable: true,
    }),
    sessions: integer({
      default: SWARM_DEFAULTS.limits.sessions,
      min: 2,
      max: 1_000,
      unit: 'sessions',
      doc: 'Peers of one swarm that are talked to at once; three in five of them may be called by this daemon, the rest is room for callers.',
      reloadable: true,
    }),
    findMs: integer({
      default: SWARM_DEFAULTS.findMs,
      min: 1_000,
      max: 3_600_000,
      unit: 'ms',
      doc: 'Mean time between two searches for further peers while content arrives. A stalled swarm searches more often.',
      reloadable: true,
    }),
    stallMs: integer({
      default: SWARM_DEFAULTS.stallMs,
      min: 1_000,
      max: 3_600_000,
      unit: 'ms',
      doc: 'Without a block from anybody for so long a swarm is called stalled, with the reason.',
      reloadable: true,
    }),
  },
  content: {
    downloadRoot: path({
      default: 'downloads',
      doc: 'Where fetched files go when no output folder is named. The default lies in the data dir.',
      reloadable: true,
    }),
    shareRoots: paths({
      default: [],
      maxItems: 64,
      doc: 'When set, only what lies below these folders may be shared, and only below them and downloadRoot may be written. Empty: no restriction.',
      reloadable: true,
    }),
    hashWorkers: integer({
      default: 0,
      min: 0,
      max: 64,
      unit: 'threads',
      doc: 'Threads that hash and verify pieces. 0: one less than there are cores, at least 1 and at most 4; two already outrun most disks. Each costs about 10 MB.',
      reloadable: false,
    }),
  },
  admin: ADMIN_OPTIONS,
  interceptors: {
    chain: list({
      default: ['audit', 'metrics', 'trace'],
      pattern: SPEC_TEXT,
      range: 'an interceptor such as metrics, or rate-limit perSecond=500 machine=chord',
      maxItems: MAX_LISTED,
      maxChars: MAX_SPEC_CHARS,
      doc: 'What every envelope between this daemon and its peers passes, nearest to the wire first: audit, metrics, trace, rate-limit, faults, each with its parameters (docs/interceptors.md). lamport and dedup stand around them always. Each costs some ten nanoseconds per envelope. `orbweaver interceptors` changes the chain of a running daemon.',
      reloadable: true,
    }),
    allowFaults: toggle({
      default: false,
      doc: 'May the chain have faults, which lose, delay, double and damage envelopes? For tests and teaching. Off, so that nobody who holds an admin token can make a daemon that people rely on lose messages by a slip.',
      reloadable: false,
    }),
  },
  log: {
    level: choice({
      default: 'info',
      names: LOG_LEVEL_NAMES,
      doc: 'The least severe log events that are written.',
      reloadable: true,
    }),
    modules: list({
      default: [],
      pattern: new RegExp(`^(?:${LOG_MODULES.join('|')})=(?:${LOG_LEVEL_NAMES.join('|')})$`),
      range: `MODULE=LEVEL with a module of ${LOG_MODULES.join(', ')} and a level as in log.level`,
      maxItems: LOG_MODULES.length,
      maxChars: 40,
      doc: 'Other levels for parts of the daemon, such as peer=debug: every connection that comes and goes. A module is the first word of an event; the last item of a module counts.',
      reloadable: true,
    }),
    format: choice({
      default: 'auto',
      names: ['auto', 'json', 'pretty'],
      doc: 'auto: pretty on a terminal, else JSON, one object a line, on standard error.',
      reloadable: false,
    }),
  },
} as const satisfies Record<string, Record<string, Option<never> | Option<unknown>>>

type Table = typeof OPTIONS
type ValueOf<O> = O extends Option<infer Value> ? Value : never

/** All options with their values. */
export type Config = {
  readonly [S in keyof Table]: { readonly [K in keyof Table[S]]: ValueOf<Table[S][K]> }
}
/** `section.key` of an option. */
export type OptionKey = { [S in keyof Table]: `${S}.${Extract<keyof Table[S], string>}` }[keyof Table]

/** An option with its place in the table and its other names. */
export interface OptionRow extends Option<unknown> {
  readonly key: OptionKey
  readonly section: string
  readonly name: string
  /** Without the dashes. */
  readonly longFlag: string
  readonly envName: string
}

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
const kebab = (name: string): string => snake(name).replaceAll('_', '-')

/** The table as rows, in its order. */
export const OPTION_ROWS: readonly OptionRow[] = Object.entries(OPTIONS).flatMap(([section, options]) =>
  Object.entries(options as Record<string, Option<unknown>>).map(([name, option]) => ({
    ...option,
    key: `${section}.${name}` as OptionKey,
    section,
    name,
    longFlag: option.flag ?? `${section}-${kebab(name)}`,
    envName: `ORBWEAVER_${section}_${snake(name)}`.toUpperCase(),
  })),
)

/** What has to hold between options; said in the error when it does not. */
export const RELATIONS: readonly {
  readonly keys: readonly OptionKey[]
  readonly says: string | ((config: Config) => string)
  holds(config: Config): boolean
}[] = [
  {
    keys: ['overlay.maxConnections', 'connections.most'],
    says: 'connections.most must be at least overlay.maxConnections',
    holds: ({ overlay, connections }) => connections.most >= overlay.maxConnections,
  },
  {
    keys: ['providers.refreshMs', 'providers.leaseMs'],
    says: 'providers.refreshMs must be at most a third of providers.leaseMs, else one lost renewal ends the lease',
    holds: ({ providers }) => providers.refreshMs * 3 <= providers.leaseMs,
  },
  {
    keys: ['records.defaultTtlMs', 'records.maxTtlMs'],
    says: 'records.defaultTtlMs must be at most records.maxTtlMs',
    holds: ({ records }) => records.defaultTtlMs <= records.maxTtlMs,
  },
  {
    keys: ['interceptors.chain', 'interceptors.allowFaults'],
    says: ({ interceptors }) => chainProblem(interceptors.chain, interceptors.allowFaults) ?? '',
    holds: ({ interceptors }) => chainProblem(interceptors.chain, interceptors.allowFaults) === undefined,
  },
  {
    keys: ['chord.firstWordMs', 'chord.queryMs'],
    says: 'chord.firstWordMs must be at most chord.queryMs',
    holds: ({ chord }) => chord.firstWordMs <= chord.queryMs,
  },
  {
    keys: ['admin.listen', 'admin.allowNonLoopback'],
    says: 'admin.listen can be reached from other machines, which needs admin.allowNonLoopback: true',
    holds: ({ admin }) => admin.allowNonLoopback || isLoopbackHost(hostAndPort(admin.listen).host),
  },
]

/** Host and port of `admin.listen`; a v6 address without its brackets. */
export function hostAndPort(listen: string): { readonly host: string; readonly port: number } {
  const colon = listen.lastIndexOf(':')
  return { host: listen.slice(0, colon).replace(/^\[|\]$/g, ''), port: Number(listen.slice(colon + 1)) }
}

/** Can only this machine reach it? 127.0.0.0/8, ::1 (also as v4 in v6) and the name localhost. */
export function isLoopbackHost(host: string): boolean {
  const bare = host.toLowerCase().replace(/^::ffff:/, '')
  return bare === 'localhost' || bare === '::1' || /^127(?:\.\d{1,3}){3}$/.test(bare)
}
