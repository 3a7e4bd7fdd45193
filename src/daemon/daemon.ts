import { resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { startAdmin, Tokens, type AdminServer } from '../admin/index.ts'
import { Transport, type Identity } from '../adapters/libp2p/index.ts'
import type { StartUp, Store } from '../adapters/level/index.ts'
import { systemClock } from '../adapters/system/index.ts'
import { fault, OrbError, Random, wallMs, type NodeRef, type RingId, type SwarmId } from '../base/index.ts'
import {
  chordParams,
  programVersion,
  providersParams,
  removeAdminFile,
  swarmParams,
  writeAdminFile,
  type LoadedConfig,
  type Network,
} from '../config/index.ts'
import { Metrics, TraceBuffer, type Logger } from '../observe/index.ts'
import { LamportClock } from '../protocols/clock/index.ts'
import { makePeer, type Peer } from '../protocols/index.ts'
import {
  FailureDetector,
  lamportInterceptor,
  metricsInterceptor,
  PeerHost,
  Pump,
  traceInterceptor,
  type TraceEvent,
} from '../runtime/index.ts'
import type { WireContext } from '../wire/index.ts'
import { makeBackend } from './backend.ts'
import { diskPort } from './disk.ts'
import { dumpOf } from './dump.ts'
import { Hints } from './hints.ts'
import { joinRing } from './joining.ts'
import { wireMetrics } from './metrics.ts'
import { makePorts } from './ports.ts'
import { Readiness } from './readiness.ts'
import { makeSink } from './sink.ts'
import { SwarmService } from './swarms/index.ts'

/** What the daemon is made from: the data dir is open, the start is counted. */
export interface DaemonParts {
  readonly config: LoadedConfig
  readonly logger: Logger
  readonly identity: Identity
  readonly network: Network
  readonly store: Store
  readonly startUp: StartUp
  readonly wire: WireContext
  readonly keyOf: (swarm: SwarmId) => RingId
  /** Nobody to join: this daemon founds the ring when it can reach nobody it knew. */
  readonly founder: boolean
  readonly startedAt: number
}

/** What the ready line tells. */
export interface Ready {
  readonly peerId: string
  /** One overlay address with /p2p/. */
  readonly overlay: string
  /** Base URL of the admin API. */
  readonly admin: string
}

/** Without a time service the calendar is trusted this far: hosts that run NTP are within it by far. */
const WALL_ERROR_MS = 1_000
/** Trace events kept; about 0.3 MB. */
const TRACE_EVENTS = 2_048
/** How long a graceful stop may take (interface.md). */
const STOP_MS = 10_000

/** A daemon in this process: the machines, the adapters around them, and the order in which they start and stop. */
export class Daemon {
  readonly #parts: DaemonParts
  readonly #logger: Logger
  readonly #metrics = new Metrics({ process: true })
  readonly #trace = new TraceBuffer<TraceEvent>(TRACE_EVENTS)
  readonly #counts = metricsInterceptor()
  readonly #end = Promise.withResolvers<undefined>()
  readonly #abort = new AbortController()
  readonly #random = new Random(`${performance.timeOrigin}/${process.pid}`)
  readonly #clock: LamportClock
  readonly #peer: Peer
  readonly #host: PeerHost
  readonly #pump: Pump
  readonly #hints: Hints
  readonly #readiness: Readiness
  readonly #swarms: SwarmService
  #transport: Transport | undefined
  #admin: AdminServer | undefined
  #selves: readonly NodeRef[]
  #broken: readonly string[] = []
  #stopping: Promise<void> | undefined

  private constructor(parts: DaemonParts) {
    this.#parts = parts
    this.#logger = parts.logger
    const { identity, startUp, wire, config, keyOf, store } = parts
    this.#selves = [wire.refs.refOf(identity.peer, 0, startUp.epoch, [])]
    this.#clock = new LamportClock(startUp.lamportTime, startUp.lamportMark)
    const detector = new FailureDetector()
    this.#peer = makePeer({
      chord: chordParams(config.values),
      providers: providersParams(config.values),
      swarm: swarmParams(config.values),
      self: identity.peer,
      positions: () => this.#selves,
      detector,
      keyOf,
      random: this.#random,
    })
    this.#host = new PeerHost({
      self: identity.peer,
      epoch: startUp.epoch,
      clock: this.#clock,
      machines: this.#peer.machines,
      detector,
      interceptors: [
        lamportInterceptor(this.#clock),
        this.#counts,
        traceInterceptor(this.#clock, (event) => {
          this.#trace.record(event)
        }),
      ],
      random: this.#random.fork('host'),
      ports: makePorts({
        transport: () => this.#running(),
        store: diskPort({
          store,
          pump: () => this.#pump,
          writeFailed: (error) => {
            this.#storageFailed(error)
          },
          readFailed: (error) => {
            this.#logger.event('storage.failed', { error: errorOf(error) })
          },
        }),
        blocks: () => this.#swarms,
        logger: this.#logger,
        pump: () => this.#pump,
        ringChanged: () => {
          this.#hints.changed()
          this.#readiness.ringChanged()
        },
      }),
      wall: () => wallNow(),
    })
    this.#pump = new Pump(this.#host, systemClock)
    this.#swarms = this.#makeSwarms()
    this.#hints = new Hints(
      store,
      () => [...this.#peer.ring.knownNodes(), ...(this.#transport?.links() ?? [])],
      (error) => {
        this.#storageFailed(error)
      },
    )
    const { ring } = this.#peer
    this.#readiness = new Readiness({
      ring,
      now: () => systemClock.now(),
      after: (delayMs, callback) => systemClock.after(delayMs, callback),
      lookupSelf: (deadlineMs) => {
        const args = { target: ring.self(0).id, mode: 'recursive', via: 'another' }
        return this.#pump.command('chord', { name: 'lookup', args }, { deadlineMs })
      },
    })
  }

  /**
   * Opens what others reach, then joins in the background; `onReady` is called once others find this daemon in the ring.
   * @throws OrbError when something cannot be opened; nothing is left open then but the store.
   */
  static async start(parts: DaemonParts, onReady: (ready: Ready) => void): Promise<Daemon> {
    const daemon = new Daemon(parts)
    try {
      await daemon.#open()
    } catch (error) {
      await daemon.#close()
      throw error
    }
    daemon.#join(onReady).catch((error: unknown) => {
      daemon.#fail(error)
    })
    return daemon
  }

  /** Ends when the daemon has stopped, for whatever reason; rejects when it failed. */
  get stopped(): Promise<void> {
    return this.#end.promise
  }

  /** Stops gracefully, in at most 10 s. Again: the same promise. */
  stop(why: string): Promise<void> {
    this.#stopping ??= this.#stop(why)
    return this.#stopping
  }

  /** Writes its state to the log. */
  dumpState(): void {
    const state = dumpOf({
      host: this.#host,
      ring: this.#peer.ring,
      clock: this.#clock,
      transport: this.#running(),
      trace: this.#trace,
    })
    this.#logger.event('daemon.dump', { state })
  }

  // ---- start ------------------------------------------------------------------------------------------------------

  async #open(): Promise<void> {
    const { config, identity, network, startUp, wire } = this.#parts
    const { values, dataDir } = config
    this.#transport = await Transport.start({
      privateKey: identity.privateKey,
      listen: values.overlay.listen,
      announce: values.overlay.announce,
      ...(network.secret === undefined ? {} : { secret: network.secret }),
      epoch: startUp.epoch,
      wire,
      sink: makeSink(this.#pump, this.#swarms, this.#logger, () => {
        this.#hints.changed()
      }),
      limits: { softLinks: values.overlay.maxConnections },
    })
    this.#selves = [wire.refs.refOf(identity.peer, 0, startUp.epoch, this.#transport.addresses)]
    wireMetrics(this.#metrics, {
      host: this.#host,
      peer: this.#peer,
      clock: this.#clock,
      transport: this.#transport,
      envelopes: () => this.#counts.counts(),
      epoch: startUp.epoch,
    })
    this.#pump.start()
    await this.#swarms.start()
    this.#admin = await startAdmin({
      config: values.admin,
      backend: this.#makeBackend(this.#transport),
      tokens: await Tokens.open(dataDir),
      logger: this.#logger,
      metrics: this.#metrics,
      version: programVersion(),
    })
    await writeAdminFile(dataDir, {
      url: this.#admin.url,
      peerId: identity.peer,
      overlay: this.#transport.listening,
      pid: process.pid,
      version: programVersion(),
    })
  }

  async #join(onReady: (ready: Ready) => void): Promise<void> {
    const { config, founder, wire, identity, startedAt } = this.#parts
    const transport = this.#running()
    this.#readiness.start()
    await joinRing({
      addresses: config.join?.addresses ?? [],
      hints: await this.#hints.load(),
      founder,
      self: identity.peer,
      connected: () => transport.links().map(({ peer }) => peer),
      random: this.#random.fork('joining'),
      logger: this.#logger,
      connect: async (address) => {
        const { peer, epoch, addresses } = await transport.connect(address)
        return wire.refs.refOf(peer, 0, epoch, addresses)
      },
      join: (contacts, deadlineMs) => this.#pump.command('chord', { name: 'join', args: { contacts } }, { deadlineMs }),
      pause: (ms) => pause(ms, undefined, { signal: this.#abort.signal }),
    })
    this.#hints.start()
    this.#hints.changed()
    await this.#readiness.first
    const ready = {
      peerId: identity.peer,
      overlay: transport.listening[0] ?? '',
      admin: this.#admin?.url ?? '',
    }
    this.#logger.event('daemon.ready', { ...ready, startMs: Math.round(performance.now() - startedAt) })
    onReady(ready)
  }

  #makeBackend(transport: Transport): ReturnType<typeof makeBackend> {
    const { identity, network, startUp, startedAt, wire } = this.#parts
    return makeBackend({
      self: identity.peer,
      version: programVersion(),
      epoch: startUp.epoch,
      network,
      clock: this.#clock,
      ring: this.#peer.ring,
      transport,
      wire,
      pump: this.#pump,
      readiness: this.#readiness,
      metrics: this.#metrics,
      swarms: this.#swarms,
      startedAt,
      stop: (why) => void this.stop(why).catch(() => this.stopped),
      broken: () => this.#broken,
      stopping: () => this.#stopping !== undefined,
    })
  }

  // ---- disk -------------------------------------------------------------------------------------------------------

  #storageFailed(error: unknown): void {
    if (this.#stopping !== undefined) return
    const known = errorOf(error)
    if (this.#broken.length === 0) this.#logger.event('storage.failed', { error: known })
    this.#broken = [`writing state failed: ${known.message}`]
  }

  // ---- end --------------------------------------------------------------------------------------------------------

  async #stop(why: string): Promise<void> {
    this.#logger.event('daemon.stopping', { why })
    const late = AbortSignal.timeout(STOP_MS)
    const cut = new Promise<never>((_resolve, reject) => {
      late.addEventListener('abort', () => {
        reject(new OrbError('TIMEOUT', `not everything stopped within ${STOP_MS} ms`))
      })
    })
    try {
      await Promise.race([this.#close(), cut])
      this.#logger.event('daemon.stopped', { uptimeMs: Math.round(performance.now() - this.#parts.startedAt) })
      await this.#logger.flush()
      this.#end.resolve(undefined)
    } catch (error) {
      this.#end.reject(error)
      throw error
    }
  }

  /** Outermost first: no new work, then what is under way, then the disk. */
  async #close(): Promise<void> {
    const { dataDir } = this.#parts.config
    this.#abort.abort(new OrbError('CANCELLED', 'the daemon is stopping'))
    this.#readiness.stop()
    this.#hints.stop()
    await removeAdminFile(dataDir)
    await this.#admin?.close()
    await this.#swarms.close()
    await this.#hints.save()
    this.#pump.stop()
    await this.#transport?.stop()
    await this.#parts.store.close()
  }

  /** Something went wrong that the daemon cannot live with. */
  #fail(error: unknown): void {
    if (this.#stopping !== undefined) return
    const known = error instanceof Error ? error : new Error(String(error))
    this.#logger.event('daemon.failed', { error: known })
    this.#stopping = this.#close().then(
      () => {
        this.#end.reject(known)
      },
      () => {
        this.#end.reject(known)
      },
    )
  }

  #running(): Transport {
    if (this.#transport === undefined) throw new OrbError('INTERNAL', 'the transport is not open')
    return this.#transport
  }

  #makeSwarms(): SwarmService {
    const { config, store, logger } = this.#parts
    const { downloadRoot, shareRoots, hashWorkers } = config.values.content
    const { swarms } = this.#peer
    return new SwarmService({
      pump: this.#pump,
      machine: swarms ?? fault('a daemon has the swarm machine'),
      now: () => systemClock.now(),
      store,
      logger,
      metrics: this.#metrics,
      downloadRoot: resolve(config.dataDir, downloadRoot),
      shareRoots,
      hashWorkers,
    })
  }
}

/** The calendar as the system has it, with what it may be off. */
const errorOf = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)))

function wallNow(): { readonly earliest: ReturnType<typeof wallMs>; readonly latest: ReturnType<typeof wallMs> } {
  const now = systemClock.wall()
  return { earliest: wallMs(now - WALL_ERROR_MS), latest: wallMs(now + WALL_ERROR_MS) }
}
