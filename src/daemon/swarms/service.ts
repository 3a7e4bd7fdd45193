import type { AddSwarm, AdminBackend, SwarmInfo } from '../../admin/index.ts'
import { MIB, OrbError, type MonoMs, type PeerKey, type SwarmId } from '../../base/index.ts'
import { BufferPool, decodeTorrent, encodeTorrent, HashPool, OpenFiles, type Manifest } from '../../content/index.ts'
import type { Logger, Metrics } from '../../observe/index.ts'
import { peerOfSession, type BlockRef, type SessionId } from '../../protocols/index.ts'
import type { Swarms } from '../../protocols/swarm/index.ts'
import type { Ports, Pump } from '../../runtime/index.ts'
import { Descriptions } from './descriptions.ts'
import { SwarmHost } from './host.ts'
import { Intake } from './intake.ts'
import type { ManagedSwarm } from './managed-swarm.ts'
import { Openings } from './openings.ts'
import { Outlet } from './outlet.ts'
import { Roots } from './roots.ts'
import { Roster } from './roster.ts'
import type { SessionLink } from './session-link.ts'
import { SwarmTable, type RowStore } from './swarm-table.ts'
import { Wishes } from './wishes.ts'

export interface SwarmServiceInit {
  readonly pump: Pick<Pump, 'run' | 'command'>
  readonly machine: Pick<Swarms, 'status' | 'sizes'>
  readonly now: () => MonoMs
  readonly store: RowStore
  readonly logger: Logger
  readonly metrics: Metrics
  /** `content` of the configuration; `hashWorkers` 0: chosen from the cores. */
  readonly downloadRoot: string
  readonly shareRoots: readonly string[]
  readonly hashWorkers: number
  /** `swarm.inFlightBytes`: what the machine may ask for needs room here. */
  readonly inFlightBytes: number
}

/** Buffers for pieces besides those that the machine asks for: pieces being hashed, and the last, shorter ones. */
const SPARE_BUFFER_BYTES = 48 * MIB

type BlockPorts = Pick<Ports, 'fetchBlock' | 'serveBlock' | 'cancelBlock'>
type SwarmsBackend = Pick<AdminBackend, 'swarms' | 'swarm' | 'addSwarm' | 'removeSwarm' | 'torrent'>

/**
 * The swarms of a daemon: joins the machine, which decides, with the content on disk and the sessions of the transport.
 * It also keeps the table of swarms and brings them back when the daemon starts.
 */
export class SwarmService implements BlockPorts, SwarmsBackend {
  readonly #init: SwarmServiceInit
  readonly #host: SwarmHost
  readonly #roster: Roster
  readonly #pool: HashPool
  readonly #buffers: BufferPool
  readonly #openings: Openings
  readonly #intake: Intake
  readonly #descriptions: Descriptions
  readonly #outlet: Outlet
  readonly #wishes: Wishes
  readonly #stop = new AbortController()
  #roots: Roots
  #leaving = false

  constructor(init: SwarmServiceInit) {
    this.#init = init
    this.#host = new SwarmHost(init.pump, init.machine, init.now)
    const table = new SwarmTable(init.store)
    this.#roster = new Roster(this.#host, table)
    this.#roots = new Roots(init.downloadRoot, init.shareRoots)
    this.#buffers = new BufferPool(init.inFlightBytes + SPARE_BUFFER_BYTES)
    this.#pool = new HashPool(init.hashWorkers > 0 ? { workers: init.hashWorkers } : {})
    this.#openings = new Openings({
      host: this.#host,
      table,
      pool: this.#pool,
      files: new OpenFiles(),
      fault: (swarm, error) => {
        this.#fault(swarm, error)
      },
    })
    this.#intake = new Intake(this.#host, this.#buffers, (id) => this.#roster.get(id), {
      stored: (swarm) => {
        if (swarm.store?.have.full === true) void this.#openings.finish(swarm)
      },
      corrupt: (swarm, session, piece) => {
        corrupt.value++
        init.logger.event('swarm.corrupt', { swarmId: swarm.id, peerId: peerOfSession(session), piece })
      },
      failed: (swarm, error) => {
        this.#fault(swarm, error)
      },
    })
    this.#descriptions = new Descriptions(this.#host, {
      described: (swarm, manifest) => void this.#described(swarm, manifest),
      complete: (swarm) => void this.#complete(swarm),
      unusable: (swarm, error) => {
        this.#fault(swarm, error)
      },
    })
    this.#outlet = new Outlet(this.#host)
    this.#wishes = new Wishes({
      host: this.#host,
      roster: this.#roster,
      roots: () => this.#roots,
      pool: this.#pool,
      openings: this.#openings,
      intake: this.#intake,
      resume: (swarm) => void this.#resume(swarm),
      guarded: (swarm, action) => this.#guarded(swarm, action),
      stop: this.#stop.signal,
    })
    const corrupt = init.metrics.count('orbweaver_swarm_corrupt_total', {})
    this.#wireMetrics()
  }

  #wireMetrics(): void {
    const { metrics, machine } = this.#init
    metrics.value('orbweaver_swarm_sessions', () => machine.sizes.sessions)
    metrics.source('orbweaver_swarms', () => {
      const states = new Map<SwarmInfo['state'], number>()
      for (const { state } of this.swarms()) states.set(state, (states.get(state) ?? 0) + 1)
      return Array.from(states, ([state, value]) => ({ labels: { state }, value }))
    })
    metrics.source('orbweaver_swarm_bytes_total', () => [
      { labels: { direction: 'in' }, value: machine.sizes.downloadedBytes },
      { labels: { direction: 'out' }, value: machine.sizes.uploadedBytes },
    ])
  }

  /** Brings back the swarms of the run before; those whose files must be verified are ready later. */
  async start(): Promise<void> {
    const rows = await this.#roster.table.all((error) => {
      this.#init.logger.event('storage.failed', { error })
    })
    for (const row of rows) {
      const swarm = await this.#roster.admit(row)
      void this.#resume(swarm)
    }
  }

  async #resume(swarm: ManagedSwarm): Promise<void> {
    await this.#guarded(swarm, async () => {
      const metainfo = await this.#roster.table.metainfo(swarm.id)
      if (metainfo === undefined) return
      const { manifest } = decodeTorrent(metainfo)
      if (manifest.swarmId !== swarm.id) throw new OrbError('CORRUPT', 'the stored metainfo is that of another swarm')
      await this.#openings.describe(swarm, manifest)
      await this.#openings.open(swarm)
    })
  }

  /** Ends what is under way, records progress and closes all files. */
  async close(): Promise<void> {
    this.#stop.abort(new OrbError('CANCELLED', 'the daemon is stopping'))
    for (const swarm of this.#roster.all()) swarm.abort.abort(this.#stop.signal.reason)
    await this.#openings.settled()
    await Promise.allSettled(this.#roster.all().map(async (swarm) => swarm.store?.close()))
    await this.#pool.close()
  }

  /** Other folders from now on; what lies elsewhere already stays there. */
  setRoots({ downloadRoot, shareRoots }: { downloadRoot: string; shareRoots: readonly string[] }): void {
    this.#roots = new Roots(downloadRoot, shareRoots)
  }

  /** More or less may be in flight from now on. */
  setInFlight(inFlightBytes: number): void {
    this.#buffers.limitTo(inFlightBytes + SPARE_BUFFER_BYTES)
  }

  /**
   * Takes leave of all swarms: says so to whoever keeps lists of providers and closes the sessions, so that peers turn to
   * others at once. Until the next start; nothing is forgotten. Returns how many there were.
   */
  async leave(): Promise<number> {
    this.#leaving = true
    const swarms = this.#roster.all()
    await Promise.allSettled(swarms.map(({ id }) => this.#host.command('pause', { swarm: id })))
    return swarms.length
  }

  // What the machine asks for (Ports).

  fetchBlock(session: SessionId, ref: BlockRef): void {
    if (ref.kind === 'piece') this.#intake.expect(session, ref)
    else this.#descriptions.expect(session, ref)
  }

  serveBlock(session: SessionId, ref: BlockRef): void {
    this.#outlet.serve(session, ref)
  }

  cancelBlock(session: SessionId, ref: BlockRef): void {
    if (this.#outlet.cancel(session, ref)) return
    if (ref.kind === 'piece') this.#intake.cancel(session, ref)
    else this.#descriptions.cancel(session, ref)
  }

  // What the transport reports (TransportSink).

  wantsSession(_peer: PeerKey, swarm: SwarmId): boolean {
    return !this.#leaving && this.#roster.get(swarm) !== undefined
  }

  sessionUp(link: SessionLink): void {
    this.#outlet.sessionUp(link, () => this.#roster.get(link.swarm))
    this.#init.pump.run((host, now) => {
      host.session(now, { type: 'sessionUp', session: link.id, peer: link.peer, swarm: link.swarm })
    })
  }

  sessionDown(id: SessionId, peer: PeerKey, swarm: SwarmId): void {
    this.#outlet.sessionDown(id)
    this.#descriptions.sessionDown(id)
    this.#init.pump.run((host, now) => {
      host.session(now, { type: 'sessionDown', session: id, peer, swarm })
    })
    // After the machine has given up what the session owed: those that wait for buffers look again.
    this.#intake.sessionDown(id)
  }

  /** A block arrived; the session reads on when the result settles. */
  block(session: Pick<SessionLink, 'id' | 'swarm'>, ref: BlockRef, bytes: Uint8Array): Promise<void> | undefined {
    const swarm = this.#roster.get(session.swarm)
    if (swarm === undefined) return undefined
    if (ref.kind === 'piece') return this.#intake.arrived(session.id, ref, bytes)
    this.#descriptions.arrived(swarm, session.id, ref, bytes)
    return undefined
  }

  // What people ask for (AdminBackend).

  /** How many `swarms` would tell of, without telling it. */
  get count(): number {
    return this.#wishes.count
  }

  swarms(): readonly SwarmInfo[] {
    return this.#wishes.swarms()
  }

  swarm(id: SwarmId): SwarmInfo {
    return this.#wishes.swarm(id)
  }

  addSwarm(what: AddSwarm, signal: AbortSignal): Promise<SwarmInfo> {
    if (!this.#leaving) return this.#wishes.add(what, signal)
    return Promise.reject(new OrbError('CONFLICT', 'the daemon is leaving', { hint: 'ask another one' }))
  }

  removeSwarm(id: SwarmId, data: 'keep' | 'delete'): Promise<void> {
    return this.#wishes.remove(id, data)
  }

  torrent(id: SwarmId): Promise<Uint8Array> {
    return this.#wishes.torrent(id)
  }

  // What happens by itself.

  #described(swarm: ManagedSwarm, manifest: Manifest): Promise<void> {
    return this.#guarded(swarm, async () => {
      await this.#openings.describe(swarm, manifest)
      if (manifest.complete) await this.#complete(swarm)
    })
  }

  /** All that is needed to verify pieces is here. */
  #complete(swarm: ManagedSwarm): Promise<void> {
    return this.#guarded(swarm, async () => {
      const { manifest } = swarm
      if (manifest !== undefined) await this.#roster.table.saveMetainfo(swarm.id, encodeTorrent({ manifest }))
      await this.#openings.open(swarm)
    })
  }

  async #guarded(swarm: ManagedSwarm, action: () => Promise<void>): Promise<void> {
    try {
      await action()
    } catch (err) {
      if (swarm.abort.signal.aborted) return
      this.#fault(swarm, err instanceof OrbError ? err : new OrbError('INTERNAL', 'the swarm failed', { cause: err }))
    }
  }

  /** Something on this side is wrong: the swarm halts and says why. */
  #fault(swarm: ManagedSwarm, error: OrbError): void {
    swarm.fault = error
    this.#host.command('fail', { swarm: swarm.id, reason: error.message }).catch(() => {
      // It was removed in the meantime.
    })
  }
}
