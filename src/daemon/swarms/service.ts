import { open, stat } from 'node:fs/promises'
import type { AddSwarm, AdminBackend, SwarmInfo } from '../../admin/index.ts'
import { OrbError, type MonoMs, type PeerKey, type SwarmId } from '../../base/index.ts'
import {
  BufferPool,
  decodeTorrent,
  encodeTorrent,
  HashPool,
  MAX_TORRENT_BYTES,
  OpenFiles,
  parseMagnet,
  shareContent,
  type Manifest,
  type Place,
} from '../../content/index.ts'
import type { Logger, Metrics } from '../../observe/index.ts'
import { peerOfSession, type BlockRef, type SessionId } from '../../protocols/index.ts'
import type { Swarms } from '../../protocols/swarm/index.ts'
import type { Ports, Pump } from '../../runtime/index.ts'
import { Descriptions } from './descriptions.ts'
import { SwarmHost } from './host.ts'
import { Intake } from './intake.ts'
import { ManagedSwarm } from './managed-swarm.ts'
import { Openings } from './openings.ts'
import { Outlet } from './outlet.ts'
import { hashingInfo, swarmInfo, type Hashing } from './report.ts'
import { Roots } from './roots.ts'
import type { SessionLink } from './session-link.ts'
import { SwarmTable, type RowStore, type SwarmRow } from './swarm-table.ts'

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
}

type BlockPorts = Pick<Ports, 'fetchBlock' | 'serveBlock' | 'cancelBlock'>
type SwarmsBackend = Pick<AdminBackend, 'swarms' | 'swarm' | 'addSwarm' | 'removeSwarm' | 'torrent'>

/**
 * The swarms of a daemon: joins the machine, which decides, with the content on disk and the sessions of the transport.
 * It also keeps the table of swarms and brings them back when the daemon starts.
 */
export class SwarmService implements BlockPorts, SwarmsBackend {
  readonly #init: SwarmServiceInit
  readonly #host: SwarmHost
  readonly #table: SwarmTable
  readonly #roots: Roots
  readonly #pool: HashPool
  readonly #buffers = new BufferPool()
  readonly #openings: Openings
  readonly #swarms = new Map<SwarmId, ManagedSwarm>()
  readonly #hashings = new Set<Hashing>()
  readonly #intake: Intake
  readonly #descriptions: Descriptions
  readonly #outlet: Outlet
  readonly #stop = new AbortController()

  constructor(init: SwarmServiceInit) {
    this.#init = init
    this.#host = new SwarmHost(init.pump, init.machine, init.now)
    this.#table = new SwarmTable(init.store)
    this.#roots = new Roots(init.downloadRoot, init.shareRoots)
    this.#pool = new HashPool(init.hashWorkers > 0 ? { workers: init.hashWorkers } : {})
    this.#openings = new Openings({
      host: this.#host,
      table: this.#table,
      pool: this.#pool,
      files: new OpenFiles(),
      fault: (swarm, error) => {
        this.#fault(swarm, error)
      },
    })
    this.#intake = new Intake(this.#host, this.#buffers, (id) => this.#swarms.get(id), {
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
    const rows = await this.#table.all((error) => {
      this.#init.logger.event('storage.failed', { error })
    })
    for (const row of rows) {
      const swarm = await this.#admit(row)
      void this.#resume(swarm)
    }
  }

  async #resume(swarm: ManagedSwarm): Promise<void> {
    await this.#guarded(swarm, async () => {
      const metainfo = await this.#table.metainfo(swarm.id)
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
    for (const swarm of this.#swarms.values()) swarm.abort.abort(this.#stop.signal.reason)
    await this.#openings.settled()
    await Promise.allSettled([...this.#swarms.values()].map(async (swarm) => swarm.store?.close()))
    await this.#pool.close()
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
    return this.#swarms.has(swarm)
  }

  sessionUp(link: SessionLink): void {
    this.#outlet.sessionUp(link, () => this.#swarms.get(link.swarm))
    this.#init.pump.run((host, now) => {
      host.sessionUp(now, link.id, link.peer, link.swarm)
    })
  }

  sessionDown(id: SessionId, peer: PeerKey, swarm: SwarmId): void {
    this.#outlet.sessionDown(id)
    this.#descriptions.sessionDown(id)
    this.#init.pump.run((host, now) => {
      host.sessionDown(now, id, peer, swarm)
    })
    // After the machine has given up what the session owed: those that wait for buffers look again.
    this.#intake.sessionDown(id)
  }

  /** A block arrived; the session reads on when the result settles. */
  block(session: Pick<SessionLink, 'id' | 'swarm'>, ref: BlockRef, bytes: Uint8Array): Promise<void> | undefined {
    const swarm = this.#swarms.get(session.swarm)
    if (swarm === undefined) return undefined
    if (ref.kind === 'piece') return this.#intake.arrived(session.id, ref, bytes)
    this.#descriptions.arrived(swarm, session.id, ref, bytes)
    return undefined
  }

  // What people ask for (AdminBackend).

  swarms(): readonly SwarmInfo[] {
    return [
      ...[...this.#swarms.keys()].map((id) => this.swarm(id)),
      ...[...this.#hashings].map((hashing) => hashingInfo(hashing)),
    ]
  }

  swarm(id: SwarmId): SwarmInfo {
    return swarmInfo(this.#managed(id), this.#host.status(id))
  }

  async addSwarm(what: AddSwarm, signal: AbortSignal): Promise<SwarmInfo> {
    if ('path' in what) return this.#share(what.path, AbortSignal.any([signal, this.#stop.signal]))
    const folder = what.output ?? this.#roots.downloadRoot
    await this.#roots.checkOutput(folder)
    const elsewhere = (id: SwarmId): void => {
      if (what.output !== undefined) this.#checkPlace(id, what.output)
    }
    if ('magnet' in what) {
      const { swarmId, name } = parseMagnet(what.magnet)
      elsewhere(swarmId)
      return this.#fetch(swarmId, name, { kind: 'download', folder }, undefined)
    }
    const { manifest } = decodeTorrent(await readTorrent(what.torrent))
    elsewhere(manifest.swarmId)
    return this.#fetch(manifest.swarmId, undefined, { kind: 'download', folder }, manifest)
  }

  /** A swarm has one place: asking for it at another one is told, not passed over. */
  #checkPlace(id: SwarmId, folder: string): void {
    const place = this.#swarms.get(id)?.row.place
    if (place === undefined || (place.kind === 'download' && place.folder === folder)) return
    const where = place.kind === 'shared' ? place.path : place.folder
    throw new OrbError('CONFLICT', `this swarm is here already, in ${JSON.stringify(where)}`, {
      hint: 'leave the output out, or remove the swarm first (its data stays)',
    })
  }

  async #share(path: string, signal: AbortSignal): Promise<SwarmInfo> {
    await this.#roots.checkShare(path)
    const hashing: Hashing = { path, progress: undefined }
    this.#hashings.add(hashing)
    try {
      const onProgress: (progress: Hashing['progress']) => void = (progress) => (hashing.progress = progress)
      const shared = await shareContent(path, this.#pool, { signal, onProgress })
      const { manifest, root, record } = shared
      const id = manifest.swarmId
      if (!this.#swarms.has(id)) {
        const row: SwarmRow = { id, place: { kind: 'shared', path: root }, name: undefined, addedAt: now() }
        await this.#table.add(row, encodeTorrent({ manifest }), record)
        const swarm = await this.#admit(row)
        await this.#openings.describe(swarm, manifest)
        await this.#openings.open(swarm)
      }
      return this.swarm(id)
    } finally {
      this.#hashings.delete(hashing)
    }
  }

  async #fetch(
    id: SwarmId,
    name: string | undefined,
    place: Place,
    manifest: Manifest | undefined,
  ): Promise<SwarmInfo> {
    if (!this.#swarms.has(id)) {
      const row: SwarmRow = { id, place, name, addedAt: now() }
      await this.#table.add(row, manifest && encodeTorrent({ manifest }))
      const swarm = await this.#admit(row)
      if (manifest !== undefined) {
        await this.#openings.describe(swarm, manifest)
        void this.#guarded(swarm, () => this.#openings.open(swarm))
      }
    }
    return this.swarm(id)
  }

  /** Makes a swarm known here and to the machine. */
  async #admit(row: SwarmRow): Promise<ManagedSwarm> {
    const known = this.#swarms.get(row.id)
    if (known !== undefined) return known
    const swarm = new ManagedSwarm(row)
    this.#swarms.set(row.id, swarm)
    try {
      await this.#host.command('add', { swarm: row.id })
    } catch (err) {
      this.#swarms.delete(row.id)
      await this.#table.remove(row.id)
      throw err
    }
    return swarm
  }

  async removeSwarm(id: SwarmId, data: 'keep' | 'delete'): Promise<void> {
    const swarm = this.#managed(id)
    if (data === 'delete' && swarm.row.place.kind === 'shared') {
      throw new OrbError('FORBIDDEN', 'shared content is never deleted', { hint: 'remove the swarm and keep the data' })
    }
    swarm.abort.abort(new OrbError('CANCELLED', 'the swarm is removed'))
    await this.#host.command('remove', { swarm: id })
    this.#intake.drop(id)
    await this.#openings.settled(swarm)
    // The store writes its progress down when it closes: what is known of the swarm goes after that, and for good.
    try {
      if (data === 'delete') await swarm.store?.deleteData()
      else await swarm.store?.close()
    } finally {
      // Also when its data could not be deleted: the machine has let go of it, and a swarm is not half removed.
      await this.#table.remove(id)
      this.#swarms.delete(id)
    }
  }

  torrent(id: SwarmId): Promise<Uint8Array> {
    const { manifest } = this.#managed(id)
    if (manifest?.complete === true) return Promise.resolve(encodeTorrent({ manifest }))
    return Promise.reject(
      new OrbError('CONFLICT', 'the metainfo of this swarm is not known yet', { hint: 'try again when it downloads' }),
    )
  }

  #managed(id: SwarmId): ManagedSwarm {
    const swarm = this.#swarms.get(id)
    if (swarm !== undefined) return swarm
    throw new OrbError('NOT_FOUND', `swarm ${id} is not known here`, { hint: 'GET /v1/swarms lists those that are' })
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
      if (manifest !== undefined) await this.#table.saveMetainfo(swarm.id, encodeTorrent({ manifest }))
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

const now = (): string => new Date().toISOString()

async function regular(path: string): Promise<{ readonly size: number }> {
  const found = await stat(path)
  if (found.isFile()) return found
  throw new OrbError('INVALID_ARGUMENT', `${JSON.stringify(path)} is not a regular file`)
}

/** @throws OrbError NOT_FOUND, FORBIDDEN, TOO_LARGE, IO */
async function readTorrent(path: string): Promise<Uint8Array> {
  try {
    // Looked at before it is opened: opening a pipe waits for its writer, and a device never ends.
    const { size } = await regular(path)
    if (size > MAX_TORRENT_BYTES) {
      throw new OrbError('TOO_LARGE', `${JSON.stringify(path)} is too large for a .torrent`)
    }
    const file = await open(path, 'r')
    try {
      const bytes = Buffer.alloc(size)
      const { bytesRead } = await file.read(bytes, 0, size, 0)
      return bytes.subarray(0, bytesRead)
    } finally {
      await file.close()
    }
  } catch (cause) {
    if (cause instanceof OrbError) throw cause
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
    const known = code === 'ENOENT' ? 'NOT_FOUND' : code === 'EACCES' ? 'FORBIDDEN' : 'IO'
    throw new OrbError(known, `cannot read the .torrent file ${JSON.stringify(path)}`, { cause })
  }
}
