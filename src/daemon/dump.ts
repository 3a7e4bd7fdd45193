import type { Transport } from '../adapters/libp2p/index.ts'
import { describeOrigin } from '../config/index.ts'
import type { LogFields, LogValue } from '../observe/index.ts'
import type { ChordView } from '../protocols/chord/index.ts'
import type { Peer } from '../protocols/index.ts'
import type { Engine } from './engine.ts'
import type { Readiness } from './readiness.ts'
import type { Settings } from './settings.ts'
import type { SwarmService } from './swarms/index.ts'

/** Of each list so many entries; how many there are in all stands beside. */
export const DUMP_ENTRIES = 64
/** Characters of one entry. */
const ENTRY_CHARS = 300

/** One `daemon.dump` event. */
export interface DumpPart {
  readonly part: string
  readonly state: LogFields
}

export interface DumpSources {
  readonly engine: Pick<Engine, 'host' | 'peer' | 'clock' | 'trace'>
  readonly settings: Pick<Settings, 'config'>
  /** Undefined while it starts. */
  readonly transport: Pick<Transport, 'sizes' | 'counters' | 'links' | 'listening'> | undefined
  readonly swarms: Pick<SwarmService, 'swarms'>
  readonly readiness: Pick<Readiness, 'reasons'>
}

/**
 * The daemon's state as data for the log: what a person wants who was called at night. Of bounded size, without secrets
 * (keys and tokens are in no part of it) and without texts that peers wrote; made in one turn, so it is of one moment.
 */
export function dumpOf(sources: DumpSources): DumpPart[] {
  const { engine, transport, swarms, settings, readiness } = sources
  const { host, peer, clock, trace } = engine
  return [
    { part: 'process', state: processState() },
    { part: 'config', state: configState(settings) },
    {
      part: 'ring',
      state: {
        notReady: readiness.reasons(),
        positions: listed(
          'all',
          peer.ring.positions().map((position) => positionText(peer.ring, position)),
        ),
        successors: listed(
          'all',
          peer.ring.positions().flatMap((position) => successorTexts(peer.ring, position)),
        ),
        known: peer.ring.knownNodes().length,
      },
    },
    {
      part: 'machines',
      state: {
        host: { ...host.sizes },
        providers: { ...peer.providers?.sizes },
        swarm: { ...peer.swarms?.sizes },
        can: canState(peer.can),
        lamport: clock.time,
        lamportMark: clock.mark,
      },
    },
    { part: 'transport', state: transport === undefined ? {} : transportState(transport) },
    { part: 'swarms', state: swarmsState(swarms) },
    {
      part: 'trace',
      state: listed(
        'last',
        trace
          .since(trace.last - DUMP_ENTRIES)
          .map(({ event: { at, lamport, direction, peer: of, kind, machine, type } }) =>
            [Math.round(at), `@${lamport}`, direction, of, kind, `${machine ?? 'host'}.${type ?? ''}`].join(' '),
          ),
      ),
    },
  ]
}

/** Zones and neighbours of each space, and what is under way. */
function canState(can: Peer['can']): LogFields {
  if (can === undefined) return {}
  const { spaces: _shownBelow, ...figures } = can.figures
  const spaces = can.describe().map(({ space, state, zones, granted, neighbours }) => {
    const held = zones.map(
      ({ path, epoch, givenTo }) => `${path || 'all'}@${epoch}${givenTo === undefined ? '' : ' going'}`,
    )
    return `${space}: ${state}, zones ${held.join(' ')}, ${granted.length} granted, ${neighbours.length} neighbours`
  })
  return { ...figures, ...listed('spaces', spaces) }
}

/** Where a position stands, and between whom. */
function positionText(ring: ChordView, position: number): string {
  const [head] = ring.successors(position)
  const between = `${ring.predecessor(position)?.peer ?? 'nobody'} and ${head?.peer ?? 'nobody'}`
  return `${position}: ${ring.self(position).id} ${ring.state(position)}, between ${between}`
}

const successorTexts = (ring: ChordView, position: number): string[] =>
  ring.successors(position).map(({ peer, id }) => `${position}: ${peer} ${id}`)

function processState(): LogFields {
  const { rss, heapUsed, external, arrayBuffers } = process.memoryUsage()
  const { user, system } = process.cpuUsage()
  return {
    pid: process.pid,
    node: process.versions.node,
    uptimeMs: Math.round(1000 * process.uptime()),
    cpuMs: Math.round((user + system) / 1000),
    rssBytes: rss,
    heapUsedBytes: heapUsed,
    externalBytes: external,
    bufferBytes: arrayBuffers,
  }
}

/** What is not default, with its origin. */
function configState({ config }: DumpSources['settings']): LogFields {
  const changed = [...config.origins].filter(([, origin]) => origin.kind !== 'default')
  return {
    dataDir: config.dataDir,
    file: config.file,
    ...listed(
      'set',
      changed.map(([key, origin]) => {
        const [section = '', name = ''] = key.split('.')
        const value = (config.values as unknown as Record<string, Record<string, unknown>>)[section]?.[name]
        return `${key} = ${JSON.stringify(value)} (${describeOrigin(origin)})`
      }),
    ),
  }
}

function transportState(transport: NonNullable<DumpSources['transport']>): LogFields {
  return {
    ...transport.sizes,
    listening: [...transport.listening],
    counters: Object.fromEntries(transport.counters),
    ...listed(
      'peers',
      transport
        .links()
        .map(
          ({ peer, direction, heardMs, ageMs, epoch, sessions, kept }) =>
            `${peer} ${direction} epoch ${epoch}, up ${seconds(ageMs)}, heard ${seconds(heardMs)} ago, ${sessions} sessions${kept ? ', kept' : ''}`,
        ),
    ),
  }
}

/** By id alone: names of swarms were written by others. */
function swarmsState(swarms: DumpSources['swarms']): LogFields {
  return listed(
    'all',
    swarms
      .swarms()
      .map(
        ({ swarmId, state, code, pieces, verifiedBytes, sizeBytes, peers, downBps, upBps }) =>
          `${swarmId ?? '(hashing)'} ${state}${code === undefined ? '' : ` ${code}`}, ${pieces.have}/${pieces.total} pieces, ` +
          `${verifiedBytes}/${sizeBytes ?? '?'} bytes, ${peers.length} peers, down ${downBps} B/s, up ${upBps} B/s`,
      ),
  )
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`

/** The first entries under `name`, and how many there are. */
function listed(name: string, entries: readonly string[]): Record<string, LogValue> {
  return {
    count: entries.length,
    [name]: entries.slice(0, DUMP_ENTRIES).map((entry) => entry.slice(0, ENTRY_CHARS)),
  }
}
