import { IdentitySigner, type Transport } from '../adapters/libp2p/index.ts'
import { sha256, systemClock } from '../adapters/system/index.ts'
import { Random, wallMs, type NodeRef } from '../base/index.ts'
import { TraceBuffer } from '../observe/index.ts'
import { LamportClock } from '../protocols/clock/index.ts'
import { makePeer, type Peer } from '../protocols/index.ts'
import { NAMES_DEFAULTS } from '../protocols/names/index.ts'
import { TALLY_DEFAULTS } from '../protocols/tally/index.ts'
import { FailureDetector, PeerHost, Pump, type AuditRecord, type TraceEvent } from '../runtime/index.ts'
import { OwnFigures } from './attributes.ts'
import { diskPort } from './disk.ts'
import { Interceptors } from './interceptors.ts'
import type { DaemonParts } from './parts.ts'
import { makePorts, type PortsInit } from './ports.ts'
import type { Settings } from './settings.ts'

/** Without a time service the calendar is trusted this far: hosts that run NTP are within it by far. */
const WALL_ERROR_MS = 1_000
/** Trace events kept; about 0.3 MB. */
const TRACE_EVENTS = 2_048

export interface EngineInit {
  readonly parts: DaemonParts
  readonly settings: Settings
  /** Opened after the engine is made: it needs to know where frames go. */
  readonly transport: () => Transport
  readonly blocks: PortsInit['blocks']
  readonly ringChanged: PortsInit['ringChanged']
  readonly isLeaving: PortsInit['isLeaving']
  readonly writeFailed: (error: unknown) => void
  /** A step of the host threw: the fault is ours, and it takes no further step. */
  readonly stepFailed: (error: unknown) => void
  readonly readFailed: (error: unknown) => void
}

/** What decides: the machines of this peer in their host, with its clock, driven by the pump in real time. */
export class Engine {
  readonly random = new Random(`${performance.timeOrigin}/${process.pid}`)
  readonly trace = new TraceBuffer<TraceEvent>(TRACE_EVENTS)
  readonly interceptors: Interceptors
  readonly clock: LamportClock
  readonly peer: Peer
  readonly host: PeerHost
  readonly pump: Pump
  readonly figures: OwnFigures
  readonly #parts: DaemonParts
  readonly #positions: number
  #selves: readonly NodeRef[]

  constructor({ parts, settings, ...init }: EngineInit) {
    this.#parts = parts
    const { identity, startUp, wire, keyOf, tallyKeyOf, store, logger } = parts
    this.#positions = settings.config.values.chord.positions
    this.#selves = this.#selvesAt([])
    this.clock = new LamportClock(startUp.lamportTime, startUp.lamportMark)
    const detector = new FailureDetector()
    this.figures = new OwnFigures({
      dataDir: settings.config.dataDir,
      sentBytes: () => this.peer.swarms?.sizes.uploadedBytes ?? 0,
      config: () => settings.config.values.attributes,
    })
    const { can, ...params } = settings.params
    this.peer = makePeer({
      ...params,
      ...(settings.config.values.can.enabled ? { can } : {}),
      tally: TALLY_DEFAULTS,
      // The same object: it lives as long as the machine that reads it, and is changed when the configuration is.
      agreement: Object.assign(settings.params.agreement, { founder: parts.founder }),
      names: NAMES_DEFAULTS,
      self: identity.peer,
      positions: () => this.#selves,
      detector,
      keyOf,
      tallyKeyOf,
      sha256,
      signer: new IdentitySigner(identity),
      measured: () => this.figures.read(),
      refOf: (peer, epoch, addresses) => wire.refs.refOf(peer, 0, epoch, addresses),
      random: this.random,
    })
    const { writeFailed, readFailed } = init
    const pump = (): Pump => this.pump
    this.interceptors = new Interceptors({
      clock: this.clock,
      epoch: startUp.epoch,
      machines: this.peer.machines.map(([name]) => name),
      wire,
      logger,
      trace: (event) => {
        this.trace.record(event)
      },
      allowFaults: settings.config.values.interceptors.allowFaults,
      host: () => this.host,
      pump,
    })
    this.host = new PeerHost({
      self: identity.peer,
      epoch: startUp.epoch,
      clock: this.clock,
      machines: this.peer.machines,
      detector,
      interceptors: this.interceptors.first(settings.config.values.interceptors.chain),
      random: this.random.fork('host'),
      ports: makePorts({
        ...init,
        audit: (record) => {
          this.audit(record)
        },
        store: diskPort({ store, pump, writeFailed, readFailed }),
        logger,
        pump,
      }),
      wall: () => wallNow(),
    })
    this.pump = new Pump(this.host, systemClock, init.stepFailed)
  }

  /** Something that concerns security happened outside of the chain. */
  audit(record: AuditRecord): void {
    this.interceptors.report(record, systemClock.now())
  }

  /** Where this peer can be reached is known now. */
  reachableAt(addresses: NodeRef['addresses']): void {
    this.#selves = this.#selvesAt(addresses)
  }

  /** This peer at each of its positions. */
  #selvesAt(addresses: NodeRef['addresses']): readonly NodeRef[] {
    const { identity, startUp, wire } = this.#parts
    const at = (position: number): NodeRef => wire.refs.refOf(identity.peer, position, startUp.epoch, addresses)
    return Array.from({ length: this.#positions }, (_, position) => at(position))
  }
}

/** The calendar as the system has it, with what it may be off. */
function wallNow(): { readonly earliest: ReturnType<typeof wallMs>; readonly latest: ReturnType<typeof wallMs> } {
  const now = systemClock.wall()
  return { earliest: wallMs(now - WALL_ERROR_MS), latest: wallMs(now + WALL_ERROR_MS) }
}
