import { resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { startAdmin, Tokens, type AdminServer } from '../admin/index.ts'
import { Transport } from '../adapters/libp2p/index.ts'
import { systemClock } from '../adapters/system/index.ts'
import { fault, OrbError } from '../base/index.ts'
import {
  dataDirFiles,
  OPTION_ROWS,
  programVersion,
  removeAdminFile,
  writeAdminFile,
  writeLeftFile,
} from '../config/index.ts'
import { Metrics, type AdjustableLogger } from '../observe/index.ts'
import { withdrawBriefly } from './attributes.ts'
import { makeBackend } from './backend.ts'
import { Control } from './control.ts'
import { Departure, errorOf } from './departure.ts'
import { dumpOf } from './dump.ts'
import { Engine } from './engine.ts'
import { handOver } from './hand-over.ts'
import { Hints } from './hints.ts'
import { joinRing } from './joining.ts'
import { logLevels } from './logging.ts'
import { wireMetrics } from './metrics.ts'
import type { DaemonParts } from './parts.ts'
import { Readiness } from './readiness.ts'
import { Settings } from './settings.ts'
import { makeSink } from './sink.ts'
import { storeStatus } from './store-status.ts'
import { transportLimits } from './transport-limits.ts'
import { SwarmService } from './swarms/index.ts'

/** What the ready line tells. */
export interface Ready {
  readonly peerId: string
  /** One overlay address with /p2p/. */
  readonly overlay: string
  /** Base URL of the admin API. */
  readonly admin: string
}

/** What the admin server is told of when it changes. */
const ADMIN_KEYS = OPTION_ROWS.filter((row) => row.section === 'admin' && row.reloadable).map((row) => row.key)

/** A daemon in this process: the machines, the adapters around them, and the order in which they start and stop. */
export class Daemon {
  readonly control: Control
  readonly #parts: DaemonParts
  readonly #logger: AdjustableLogger
  readonly #metrics = new Metrics({ process: true })
  readonly #abort = new AbortController()
  readonly #settings: Settings
  readonly #engine: Engine
  readonly #hints: Hints
  readonly #readiness: Readiness
  readonly #swarms: SwarmService
  readonly #departure: Departure
  #transport: Transport | undefined
  #admin: AdminServer | undefined
  #broken: readonly string[] = []

  private constructor(parts: DaemonParts) {
    this.#parts = parts
    this.#logger = parts.logger
    this.#settings = new Settings(parts.config)
    this.#engine = new Engine({
      parts,
      settings: this.#settings,
      transport: () => this.#running(),
      blocks: () => this.#swarms,
      ringChanged: () => {
        this.#hints.changed()
        this.#readiness.ringChanged()
      },
      isLeaving: () => this.#isLeaving,
      writeFailed: (error) => {
        this.#storageFailed(error)
      },
      readFailed: (error) => {
        this.#logger.event('storage.failed', { error: errorOf(error) })
      },
      stepFailed: (error) => {
        this.#departure.fail(error)
      },
    })
    const { pump, peer } = this.#engine
    this.#swarms = this.#makeSwarms()
    this.#hints = new Hints(
      parts.store,
      () => [...peer.ring.knownNodes(), ...(this.#transport?.links() ?? [])],
      (error) => {
        this.#storageFailed(error)
      },
    )
    this.#readiness = new Readiness({
      ring: peer.ring,
      now: () => systemClock.now(),
      after: (delayMs, callback) => systemClock.after(delayMs, callback),
      lookupSelf: (position, deadlineMs) => {
        const args = { target: peer.ring.self(position).id, mode: 'recursive', via: 'another' } as const
        return pump.command('chord', { name: 'lookup', args }, { deadlineMs })
      },
    })
    this.#departure = new Departure({
      logger: this.#logger,
      startedAt: parts.startedAt,
      cannotLeave: () =>
        peer.ring.positions().every((position) => peer.ring.state(position) === 'joining')
          ? new OrbError('NOT_JOINED', 'the daemon has not joined yet, so it cannot leave', { hint: 'stop it instead' })
          : undefined,
      handOver: async (deadlineMs, signal) => {
        this.#readiness.leave()
        const hasZones = peer.can !== undefined
        const parts = { pump, swarms: this.#swarms, logger: this.#logger, hasZones }
        const unfinished = await handOver(parts, deadlineMs, signal)
        await this.#sayLeft(unfinished)
      },
      close: () => this.#close(),
    })
    this.control = new Control({
      settings: this.#settings,
      load: parts.load,
      logger: this.#logger,
      leave: (why) => {
        this.#departure.leave(why)
      },
    })
    this.#listenToChanges()
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
      daemon.#departure.fail(error)
    })
    return daemon
  }

  /** Ends when the daemon has stopped, for whatever reason; rejects when it failed. */
  get stopped(): Promise<void> {
    return this.#departure.ended
  }

  /** Stops gracefully, in at most 10 s. Again: the same promise. */
  stop(why: string): Promise<void> {
    return this.#departure.stop(why)
  }

  /** Reads the configuration again and applies what can be applied; says in the log what came of it. Never rejects. */
  async reload(): Promise<void> {
    // Told in the log: a signal has nobody who waits for an answer.
    await this.control.reload().catch(() => undefined)
  }

  /** Writes its state to the log. */
  dumpState(): void {
    const parts = dumpOf({
      engine: this.#engine,
      settings: this.#settings,
      transport: this.#transport,
      swarms: this.#swarms,
      readiness: this.#readiness,
    })
    for (const part of parts) this.#logger.event('daemon.dump', part)
  }

  // ---- start ------------------------------------------------------------------------------------------------------

  async #open(): Promise<void> {
    const { config, identity, network, startUp, wire } = this.#parts
    const { values, dataDir } = config
    const { pump, peer, host, clock, interceptors } = this.#engine
    this.#transport = await Transport.start({
      privateKey: identity.privateKey,
      listen: values.overlay.listen,
      announce: values.overlay.announce,
      ...(network.secret === undefined ? {} : { secret: network.secret }),
      epoch: startUp.epoch,
      wire,
      sink: makeSink(
        pump,
        this.#swarms,
        this.#logger,
        () => {
          this.#hints.changed()
        },
        (record) => {
          this.#engine.audit(record)
        },
      ),
      limits: transportLimits(values),
      exemptPrefixes: values.connections.exempt,
    })
    this.#engine.reachableAt(this.#transport.addresses)
    wireMetrics(this.#metrics, {
      host,
      peer,
      clock,
      transport: this.#transport,
      interceptors,
      epoch: startUp.epoch,
    })
    await this.#engine.figures.start()
    pump.start()
    await this.#swarms.start()
    this.#admin = await startAdmin({
      config: values.admin,
      backend: this.#makeBackend(this.#transport),
      tokens: await Tokens.open(dataDir),
      auditPath: dataDirFiles(dataDir).audit,
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
    const { founder, wire, identity, startedAt } = this.#parts
    const { pump, random } = this.#engine
    const transport = this.#running()
    this.#readiness.start()
    await joinRing({
      addresses: () => this.#settings.config.join?.addresses ?? [],
      hints: await this.#hints.load(),
      founder,
      self: identity.peer,
      connected: () => transport.links().map(({ peer }) => peer),
      random: random.fork('joining'),
      logger: this.#logger,
      connect: async (address) => {
        const { peer, epoch, addresses } = await transport.connect(address)
        return wire.refs.refOf(peer, 0, epoch, addresses)
      },
      join: (contacts, deadlineMs) => pump.command('chord', { name: 'join', args: { contacts } }, { deadlineMs }),
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
      clock: this.#engine.clock,
      ring: this.#engine.peer.ring,
      transport,
      wire,
      pump: this.#engine.pump,
      readiness: this.#readiness,
      metrics: this.#metrics,
      interceptors: this.#engine.interceptors,
      swarms: this.#swarms,
      defaultTtlMs: () => this.#settings.config.values.records.defaultTtlMs,
      agrees: this.#engine.peer.agreement !== undefined,
      can: this.#engine.peer.can,
      canConfig: () => this.#settings.config.values.can,
      attributes: this.#engine.peer.attributes,
      kept: () => storeStatus(this.#engine.peer, this.#settings.config.values),
      startedAt,
      stop: (why) => void this.stop(why).catch(() => this.stopped),
      broken: () => this.#broken,
      stopping: () => this.#isLeaving,
      control: this.control,
    })
  }

  // ---- while it runs ----------------------------------------------------------------------------------------------

  /** What of a change of the configuration is not read at each use. */
  #listenToChanges(): void {
    const settings = this.#settings
    settings.onChange(['log.level', 'log.modules'], ({ values }) => {
      this.#logger.setLevels(logLevels(values.log))
    })
    settings.onChange(['content.downloadRoot', 'content.shareRoots'], ({ values }) => {
      this.#swarms.setRoots(values.content)
    })
    settings.onChange(['interceptors.chain'], ({ values }) => {
      void this.#engine.interceptors.reload(values.interceptors.chain)
    })
    settings.onChange(['swarm.inFlightBytes'], ({ values }) => {
      this.#swarms.setInFlight(values.swarm.inFlightBytes)
    })
    settings.onChange(['overlay.maxConnections'], ({ values }) => {
      this.#transport?.setSoftLinks(values.overlay.maxConnections)
    })
    settings.onChange(['overlay.join'], ({ join }) => {
      // While it joins they are tried with the next attempt; later they are further contacts.
      for (const address of join?.addresses ?? []) this.#transport?.dial(address)
    })
    settings.onChange(ADMIN_KEYS, ({ values }) => {
      this.#admin?.reconfigure(values.admin)
    })
  }

  // ---- disk -------------------------------------------------------------------------------------------------------

  #storageFailed(error: unknown): void {
    if (this.#departure.state === 'stopping') return
    const known = errorOf(error)
    if (this.#broken.length === 0) this.#logger.event('storage.failed', { error: known })
    this.#broken = [`writing state failed: ${known.message}`]
  }

  /** For `orbweaver leave`, which waits for the end of the process: no answer comes after that. Never rejects. */
  async #sayLeft(unfinished: string | undefined): Promise<void> {
    const { config, startUp } = this.#parts
    const content = { epoch: startUp.epoch, ...(unfinished === undefined ? {} : { unfinished }) }
    try {
      await writeLeftFile(config.dataDir, content)
    } catch (error) {
      this.#storageFailed(error)
    }
  }

  // ---- end --------------------------------------------------------------------------------------------------------

  /** Outermost first: no new work, then what is under way, then the disk. */
  async #close(): Promise<void> {
    const { dataDir } = this.#parts.config
    this.#abort.abort(new OrbError('CANCELLED', 'the daemon is stopping'))
    const { pump, peer, figures } = this.#engine
    const withdrawn = withdrawBriefly({ pump, attributes: peer.attributes })
    this.#readiness.stop()
    this.#hints.stop()
    await removeAdminFile(dataDir)
    await this.#admin?.close()
    await this.#swarms.close()
    await this.#hints.save()
    await withdrawn
    pump.stop()
    figures.stop()
    await this.#transport?.stop()
    await this.#parts.store.close()
  }

  get #isLeaving(): boolean {
    return this.#departure.state !== 'staying'
  }

  #running(): Transport {
    if (this.#transport === undefined) throw new OrbError('INTERNAL', 'the transport is not open')
    return this.#transport
  }

  #makeSwarms(): SwarmService {
    const { config, store, logger } = this.#parts
    const { downloadRoot, shareRoots, hashWorkers } = config.values.content
    const { swarms } = this.#engine.peer
    return new SwarmService({
      pump: this.#engine.pump,
      machine: swarms ?? fault('a daemon has the swarm machine'),
      now: () => systemClock.now(),
      store,
      logger,
      metrics: this.#metrics,
      downloadRoot: resolve(config.dataDir, downloadRoot),
      shareRoots,
      hashWorkers,
      inFlightBytes: config.values.swarm.inFlightBytes,
    })
  }
}
