import type { AdminBackend, CallOptions, PeerInfo, StatusAnswer } from '../admin/index.ts'
import { OrbError, ringIdOfPosition, type ErrorCode, type NodeRef, type PeerKey, type RingId } from '../base/index.ts'
import type { LinkInfo, Transport } from '../adapters/libp2p/index.ts'
import { sha256 } from '../adapters/system/index.ts'
import type { Config, Network } from '../config/index.ts'
import type { Metrics } from '../observe/index.ts'
import type { ChordView, LookupMode, LookupResult } from '../protocols/chord/index.ts'
import type { KeptTally } from '../protocols/tally/index.ts'
import type { Attributes } from '../protocols/attributes/index.ts'
import type { Can } from '../protocols/can/index.ts'
import type { LamportClock } from '../protocols/clock/index.ts'
import type { Result } from '../protocols/index.ts'
import type { Pump } from '../runtime/index.ts'
import type { WireContext } from '../wire/index.ts'
import type { Readiness } from './readiness.ts'
import { valueOrThrow, type Subject } from './failures.ts'
import { makeAttributesBackend } from './attributes.ts'
import { makeCanBackend } from './can.ts'
import { makeNamesBackend } from './names.ts'
import { makeRecordsBackend } from './records.ts'

/** The part of the admin API that changes how the daemon itself runs. */
export type ControlBackend = Pick<AdminBackend, 'leave' | 'reload' | 'configuration' | 'patchConfig'>
/** The interceptors' part of the admin API. */
export type InterceptorsBackend = Pick<AdminBackend, 'interceptors' | 'setInterceptors'>
/** The swarms' part of the admin API. */
export type SwarmsBackend = Pick<AdminBackend, 'swarms' | 'swarm' | 'addSwarm' | 'removeSwarm' | 'torrent'>

export interface BackendInit {
  readonly self: PeerKey
  readonly version: string
  readonly epoch: number
  readonly network: Network
  readonly clock: LamportClock
  readonly ring: ChordView
  readonly transport: Transport
  readonly wire: WireContext
  readonly pump: Pump
  readonly readiness: Readiness
  readonly metrics: Metrics
  readonly swarms: SwarmsBackend & { readonly count: number }
  readonly control: ControlBackend
  readonly interceptors: InterceptorsBackend
  /** How long a record lives whose writer does not say. */
  readonly defaultTtlMs: () => number
  /** Does this daemon take part in agreement? */
  readonly agrees: boolean
  /** Undefined: it takes no part in CAN. */
  readonly can: Can | undefined
  readonly canConfig: () => Config['can']
  readonly attributes: Attributes | undefined
  /** What it keeps for the network. */
  readonly kept: () => Pick<StatusAnswer, 'records' | 'agreement' | 'names' | 'can'>
  readonly startedAt: number
  readonly stop: (why: string) => void
  /** Why the daemon is broken for good; none: it lives. */
  readonly broken: () => readonly string[]
  readonly stopping: () => boolean
}

/** What the admin API asks of this daemon. */
export function makeBackend(init: BackendInit): AdminBackend {
  const { ring, transport, pump, swarms, readiness, metrics, control } = init
  const valueOf = <Value>(result: Result<Value>, late: ErrorCode = 'TIMEOUT'): Value =>
    valueOrThrow(result, { leaving: init.stopping(), late })
  const valueAbout =
    (subject: Subject) =>
    <Value>(result: Result<Value>): Value =>
      valueOrThrow(result, { leaving: init.stopping(), subject })
  const lookups = lookupMeter(metrics)
  const listening = listeningOf(transport)
  const ringIds = ring.positions().map((position) => ring.self(position).id)
  return {
    live: () => ({ reasons: init.broken() }),
    ready: () => ({ reasons: readiness.reasons() }),
    status: () => statusOf(init, ringIds, listening()),
    clock: () => ({ lamport: init.clock.time, peerId: init.self }),
    lookup: async (args, call) => {
      const result = await pump.command('chord', { name: 'lookup', args }, call)
      lookups(args.mode, result)
      return valueOf(result, 'LOOKUP_TIMEOUT')
    },
    ring: async (call) => valueOf(await pump.command('chord', { name: 'ring', args: {} }, call)),
    tallies: async (args, call) => {
      const tallies: KeptTally[] = []
      const progress = (page: readonly KeptTally[]): void => {
        tallies.push(...page)
      }
      const { more } = valueOf(await pump.command('tally', { name: 'list', args }, { ...call, progress }))
      return { tallies, more }
    },
    tally: async (name, call) => valueOf(await pump.command('tally', { name: 'get', args: { name } }, call)),
    addToTally: async (args, call) => valueOf(await pump.command('tally', { name: 'add', args }, call)),
    ...makeRecordsBackend({
      pump,
      valueOf: valueAbout('records'),
      valueOfMark: valueAbout('marks'),
      valueOfRegister: valueAbout('registers'),
      defaultTtlMs: init.defaultTtlMs,
      wallNow: () => Date.now(),
      agrees: init.agrees,
    }),
    ...makeNamesBackend({ pump, valueOf: valueAbout('names') }),
    ...makeCanBackend({ pump, can: init.can, valueOf: valueAbout('items'), metrics, config: init.canConfig }),
    ...makeAttributesBackend({ pump, attributes: init.attributes, valueOf: valueAbout('items') }),
    peers: () => {
      const idsOf = ringIdsOf(init)
      return transport.links().map((link) => peerInfo(link, idsOf))
    },
    dial: async (address, call) => {
      const { peer } = await beforeAbort(transport.connect(address), call)
      const link = transport.links().find((other) => other.peer === peer)
      if (link === undefined) throw new OrbError('UNREACHABLE', `${address} closed the connection again`)
      return peerInfo(link, ringIdsOf(init))
    },
    swarms: () => swarms.swarms(),
    swarm: (id) => swarms.swarm(id),
    addSwarm: (what, signal) => swarms.addSwarm(what, signal),
    removeSwarm: (id, data) => swarms.removeSwarm(id, data),
    torrent: (id) => swarms.torrent(id),
    interceptors: () => init.interceptors.interceptors(),
    setInterceptors: (chain, call) => init.interceptors.setInterceptors(chain, call),
    metrics: () => metrics.render(),
    stop: () => {
      init.stop('asked over the admin API')
    },
    leave: () => control.leave(),
    reload: () => control.reload(),
    configuration: () => control.configuration(),
    patchConfig: (patch) => control.patchConfig(patch),
  }
}

/** Making the addresses costs more than all else of a status. They change when a network interface comes or goes. */
const LISTENING_MS = 1_000

function listeningOf(transport: Transport): () => readonly string[] {
  let known: readonly string[] = []
  let readMs = Number.NEGATIVE_INFINITY
  return () => {
    const nowMs = performance.now()
    if (nowMs - readMs >= LISTENING_MS) {
      known = transport.listening
      readMs = nowMs
    }
    return known
  }
}

/** At one of its positions at least: it is in the ring then, and looks up for its users. */
const isJoined = (ring: ChordView): boolean => ring.positions().some((position) => ring.state(position) !== 'joining')

function statusOf(init: BackendInit, ringIds: readonly string[], listening: readonly string[]): StatusAnswer {
  const { transport, ring, network } = init
  return {
    peerId: init.self,
    version: init.version,
    state: init.stopping() ? 'leaving' : isJoined(ring) ? 'joined' : 'joining',
    uptimeMs: Math.round(performance.now() - init.startedAt),
    epoch: init.epoch,
    addresses: [...listening],
    connections: transport.sizes.links,
    ringIds: [...ringIds],
    lamport: init.clock.time,
    network: { name: network.name, open: network.secret === undefined },
    swarms: init.swarms.count,
    ...init.kept(),
  }
}

/** Where peers stand: at their first position, and at those further ones that the routing tables show. */
function ringIdsOf({ ring, wire }: BackendInit): (peer: PeerKey) => RingId[] {
  const known = new Map<PeerKey, NodeRef[]>()
  for (const node of ring.knownNodes()) {
    if (node.position === 0) continue
    const others = known.get(node.peer)
    if (others === undefined) known.set(node.peer, [node])
    else others.push(node)
  }
  return (peer) => {
    const first = ringIdOfPosition(sha256, wire.peerBytes(peer), 0)
    const further = (known.get(peer) ?? []).sort((a, b) => a.position - b.position)
    return [first, ...further.map(({ id }) => id)]
  }
}

function peerInfo(link: LinkInfo, idsOf: (peer: PeerKey) => RingId[]): PeerInfo {
  return {
    peerId: link.peer,
    ringIds: idsOf(link.peer),
    address: link.remoteAddress,
    direction: link.direction,
    epoch: link.epoch,
    connectedMs: Math.round(link.ageMs),
    kept: link.kept,
    wireVersion: link.version,
    clockOffsetMs: link.clockOffsetMs ?? null,
  }
}

async function beforeAbort<Value>(work: Promise<Value>, call: CallOptions): Promise<Value> {
  const signal = AbortSignal.any([call.signal, AbortSignal.timeout(call.deadlineMs)])
  const aborted = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => {
      reject(new OrbError(call.signal.aborted ? 'CANCELLED' : 'TIMEOUT', 'no connection within the time allowed'))
    })
  })
  return Promise.race([work, aborted])
}

function lookupMeter(metrics: Metrics): (mode: LookupMode, result: Result<LookupResult>) => void {
  const of = (mode: LookupMode) => ({
    found: metrics.count('orbweaver_lookups_total', { mode, outcome: 'found' }),
    failed: metrics.count('orbweaver_lookups_total', { mode, outcome: 'failed' }),
    seconds: metrics.observer('orbweaver_lookup_duration_seconds', { mode }),
    hops: metrics.observer('orbweaver_lookup_hops', { mode }),
  })
  const meters = { recursive: of('recursive'), iterative: of('iterative'), verified: of('verified') }
  return (mode, result) => {
    const meter = meters[mode]
    if (!result.ok) {
      meter.failed.value++
      return
    }
    meter.found.value++
    meter.seconds(result.value.durationMs / 1000)
    // Of a verified one they are all who were asked, at whatever place on the way.
    if (mode !== 'verified') meter.hops(result.value.hops)
  }
}
