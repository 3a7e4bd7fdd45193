import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  epoch,
  Random,
  ringIdOfPosition,
  ringIdOfSwarm,
  type MonoMs,
  type NodeRef,
  type PeerKey,
  type SwarmId,
  type WallInterval,
} from '../../../../src/base/index.ts'
import { SwarmService, type RowStore } from '../../../../src/daemon/swarms/index.ts'
import { createLogger, Metrics } from '../../../../src/observe/index.ts'
import { LamportClock } from '../../../../src/protocols/clock/index.ts'
import {
  makePeer,
  sessionIdOf,
  type BlockRef,
  type Envelope,
  type MessageEnvelope,
  type Put,
} from '../../../../src/protocols/index.ts'
import { PROVIDERS_DEFAULTS } from '../../../../src/protocols/providers/index.ts'
import { SWARM_DEFAULTS, type SwarmMessage, type SwarmParams } from '../../../../src/protocols/swarm/index.ts'
import { FailureDetector, PeerHost, Pump, type Ports } from '../../../../src/runtime/index.ts'
import { sha256, systemClock } from '../../../../src/adapters/system/index.ts'

const CHORD = {
  successors: 4,
  stabilizeMs: 50,
  stabilizeMaxMs: 500,
  fixFingerMs: 100,
  queryMs: 500,
  firstWordMs: 300,
  proximity: 16,
  fingersPerDoubling: 2 as const,
  routeBySuccessors: true,
}
/** Bytes under way on a session before the sender has to wait. */
const WINDOW_BYTES = 1024 * 1024

/** A store of rows in memory that outlives its daemon. */
export class MemoryRows implements RowStore {
  readonly rowsByKey = new Map<string, Uint8Array>()

  get(key: string): Promise<Uint8Array | undefined> {
    return Promise.resolve(this.rowsByKey.get(key))
  }

  write(batch: readonly Put[]): Promise<void> {
    for (const { key, value } of batch) {
      if (value === undefined) this.rowsByKey.delete(key)
      else this.rowsByKey.set(key, value)
    }
    return Promise.resolve()
  }

  async *rows(prefix: string): AsyncIterable<readonly [string, Uint8Array]> {
    for (const [key, value] of [...this.rowsByKey].sort()) {
      if (key.startsWith(prefix)) yield await Promise.resolve([key, value] as const)
    }
  }
}

type Item = MessageEnvelope | { readonly kind: 'block'; readonly ref: BlockRef; readonly bytes: Uint8Array }

/** One direction of a session: in order, with back-pressure. */
class Pipe {
  readonly #queue: Item[] = []
  #bytes = 0
  #wake: (() => void) | undefined
  #drained: (() => void)[] = []
  closed = false

  constructor(deliver: (item: Item) => Promise<void> | undefined) {
    void this.#run(deliver)
  }

  async #run(deliver: (item: Item) => Promise<void> | undefined): Promise<void> {
    while (!this.closed) {
      const item = this.#queue.shift()
      if (item === undefined) {
        await new Promise<void>((resolve) => (this.#wake = resolve))
        continue
      }
      if (item.kind === 'block') this.#bytes -= item.bytes.byteLength
      if (this.#bytes < WINDOW_BYTES) for (const resume of this.#drained.splice(0)) resume()
      await deliver(item)
      await new Promise((resolve) => setImmediate(resolve))
    }
  }

  async push(item: Item): Promise<void> {
    if (this.closed) throw new Error('closed')
    this.#queue.push(item)
    this.#wake?.()
    if (item.kind !== 'block') return
    this.#bytes += item.bytes.byteLength
    if (this.#bytes >= WINDOW_BYTES) await new Promise<void>((resolve) => this.#drained.push(resolve))
    if (this.closed) throw new Error('closed')
  }

  close(): void {
    this.closed = true
    this.#wake?.()
    for (const resume of this.#drained.splice(0)) resume()
  }
}

/** Some daemons without sockets: real machines, hosts, pumps and files; links and sessions in memory. */
export class Town {
  readonly daemons = new Map<PeerKey, TownDaemon>()
  readonly random = new Random(7)
  readonly folders: string[] = []
  readonly params: SwarmParams
  readonly #waiting: (() => void)[] = []

  constructor(params: Partial<SwarmParams> = {}) {
    this.params = { ...SWARM_DEFAULTS, findStalledMs: 50, ...params }
  }

  /** Something happened that a test may wait for: a swarm changed its state, a piece was stored. */
  change(): void {
    for (const wake of this.#waiting.splice(0)) wake()
  }

  /** Resolves at the next change, or after a moment, for what happens without one. */
  changed(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, 20)
      this.#waiting.push(() => {
        clearTimeout(timer)
        resolve()
      })
    })
  }

  /** What each daemon says of its swarms: for a test that has waited in vain. */
  describe(): string {
    const lines = [...this.daemons.values()].map(({ peer, swarms }) => `${peer}: ${JSON.stringify(swarms.swarms())}`)
    return lines.join('\n')
  }

  async folder(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'orbweaver-town-'))
    this.folders.push(folder)
    return folder
  }

  async add(name: string, rows = new MemoryRows(), folder?: string): Promise<TownDaemon> {
    const daemon = new TownDaemon(this, name as PeerKey, rows, folder ?? (await this.folder()))
    const contacts = [...this.daemons.values()].map(({ ref }) => ref)
    this.daemons.set(daemon.peer, daemon)
    for (const other of this.daemons.values()) if (other !== daemon) daemon.linkTo(other)
    await daemon.start(contacts)
    return daemon
  }

  async close(): Promise<void> {
    for (const daemon of [...this.daemons.values()]) await daemon.stop()
    for (const folder of this.folders) await rm(folder, { recursive: true, force: true })
  }
}

export class TownDaemon {
  readonly peer: PeerKey
  readonly ref: NodeRef
  readonly rows: MemoryRows
  readonly folder: string
  readonly swarms: SwarmService
  /** Changes what it serves: a peer that lies. */
  spoil: ((ref: BlockRef, bytes: Uint8Array) => Uint8Array) | undefined
  readonly #town: Town
  readonly #host: PeerHost
  readonly #pump: Pump
  readonly #pipes = new Map<PeerKey, Map<SwarmId, Pipe>>()

  constructor(town: Town, peer: PeerKey, rows: MemoryRows, folder: string) {
    this.#town = town
    this.peer = peer
    this.rows = rows
    this.folder = folder
    const id = ringIdOfPosition(sha256, Buffer.from(peer), 0)
    this.ref = { peer, position: 0, epoch: epoch(1), addresses: [], id }
    const clock = new LamportClock(0, 2 ** 40)
    const detector = new FailureDetector()
    const made = makePeer({
      chord: CHORD,
      providers: PROVIDERS_DEFAULTS,
      swarm: town.params,
      self: peer,
      positions: () => [this.ref],
      detector,
      keyOf: (swarm) => ringIdOfSwarm(sha256, Buffer.from(swarm, 'hex')),
      random: town.random.fork(peer),
    })
    const wall = { earliest: 0, latest: 0 } as WallInterval
    this.#host = new PeerHost({
      self: peer,
      epoch: epoch(1),
      clock,
      machines: made.machines,
      detector,
      interceptors: [],
      ports: this.#ports(),
      random: town.random.fork(`${peer} host`),
      wall: () => wall,
    })
    this.#pump = new Pump(this.#host, systemClock)
    this.swarms = new SwarmService({
      pump: this.#pump,
      machine: made.swarms!,
      now: () => systemClock.now(),
      store: rows,
      logger: createLogger({ level: 'silent' }),
      metrics: new Metrics(),
      downloadRoot: join(folder, 'downloads'),
      shareRoots: [],
      hashWorkers: 1,
      inFlightBytes: 16 * 2 ** 20,
    })
  }

  async start(contacts: readonly NodeRef[]): Promise<void> {
    this.#pump.start()
    await this.#pump.command('chord', { name: 'join', args: { contacts } }, { deadlineMs: 10_000 })
    await this.swarms.start()
  }

  linkTo(other: TownDaemon): void {
    for (const [one, two] of [[this, other] as const, [other, this] as const]) {
      one.#run((host, now) => {
        host.linkUp(now, two.peer, epoch(1))
      })
    }
  }

  /** As if the process were killed: nothing is flushed. */
  async kill(): Promise<void> {
    this.#town.daemons.delete(this.peer)
    this.#pump.stop()
    for (const other of this.#town.daemons.values()) {
      other.#run((host, now) => {
        host.linkDown(now, this.peer)
        host.unreachable(now, this.peer, 1)
      })
      for (const swarm of other.#pipes.get(this.peer)?.keys() ?? []) other.#sessionEnds(this.peer, swarm)
    }
    for (const pipes of this.#pipes.values()) for (const pipe of pipes.values()) pipe.close()
    await this.swarms.close()
  }

  async stop(): Promise<void> {
    await this.kill()
  }

  #run(step: (host: PeerHost, now: MonoMs) => void): void {
    this.#pump.run(step)
  }

  #ports(): Ports {
    const nothing = (): void => undefined
    return {
      send: (to, envelope) => {
        this.#send(typeof to === 'string' ? to : to.peer, { ...envelope })
      },
      probe: nothing,
      read: nothing,
      write: (group) => {
        this.#run((host, now) => {
          host.durable(now, group)
        })
      },
      settled: (id, result) => {
        this.#pump.settled(id, result)
      },
      progress: nothing,
      news: () => {
        this.#town.change()
      },
      dial: nothing,
      keep: nothing,
      release: nothing,
      ban: nothing,
      openSession: (_session, swarm, to) => {
        const peer = typeof to === 'string' ? to : to.peer
        setImmediate(() => {
          this.#openSession(peer, swarm)
        })
      },
      closeSession: (session) => {
        const [swarm, peer] = session.split('/') as [SwarmId, PeerKey]
        setImmediate(() => {
          this.#sessionEnds(peer, swarm)
          const other = this.#town.daemons.get(peer)
          if (other !== undefined) other.#sessionEnds(this.peer, swarm)
        })
      },
      fetchBlock: (session, ref) => {
        this.swarms.fetchBlock(session, ref)
      },
      serveBlock: (session, ref) => {
        this.swarms.serveBlock(session, ref)
      },
      cancelBlock: (session, ref) => {
        this.swarms.cancelBlock(session, ref)
      },
    }
  }

  #send(to: PeerKey, envelope: Envelope): void {
    if (envelope.kind === 'message' && envelope.session !== undefined) {
      const swarm = envelope.session.slice(0, 64) as SwarmId
      const pipe = this.#pipes.get(to)?.get(swarm)
      if ((envelope.body as SwarmMessage).type === 'have') this.#town.change()
      if (pipe?.closed === false) void pipe.push({ ...envelope, session: sessionIdOf(swarm, this.peer) })
      return
    }
    setImmediate(() => {
      const other = this.#town.daemons.get(to)
      if (other !== undefined) {
        other.#run((host, now) => {
          host.deliver(now, this.peer, epoch(1), envelope)
        })
      } else {
        this.#run((host, now) => {
          host.unreachable(now, to, 1)
        })
      }
    })
  }

  #openSession(peer: PeerKey, swarm: SwarmId): void {
    const other = this.#town.daemons.get(peer)
    if (this.#pipes.get(peer)?.has(swarm) === true) return
    if (other === undefined || !other.swarms.wantsSession(this.peer, swarm)) {
      this.swarms.sessionDown(sessionIdOf(swarm, peer), peer, swarm)
      return
    }
    this.#sessionBegins(other, swarm)
    other.#sessionBegins(this, swarm)
    for (const [one, two] of [[this, other] as const, [other, this] as const]) {
      one.swarms.sessionUp({
        id: sessionIdOf(swarm, two.peer),
        peer: two.peer,
        swarm,
        sendBlocks: async (source) => {
          for await (const { ref, bytes } of source) {
            const pipe = one.#pipes.get(two.peer)?.get(swarm)
            if (pipe === undefined) throw new Error('closed')
            await pipe.push({ kind: 'block', ref, bytes: one.spoil?.(ref, bytes) ?? bytes })
          }
        },
      })
    }
  }

  #sessionBegins(other: TownDaemon, swarm: SwarmId): void {
    let pipes = this.#pipes.get(other.peer)
    if (pipes === undefined) this.#pipes.set(other.peer, (pipes = new Map<SwarmId, Pipe>()))
    const link = { id: sessionIdOf(swarm, this.peer), swarm }
    pipes.set(
      swarm,
      new Pipe((item) => {
        if (item.kind === 'block') return other.swarms.block(link, item.ref, item.bytes)
        other.#run((host, now) => {
          host.deliver(now, this.peer, epoch(1), item)
        })
        return undefined
      }),
    )
  }

  #sessionEnds(peer: PeerKey, swarm: SwarmId): void {
    const pipe = this.#pipes.get(peer)?.get(swarm)
    if (pipe === undefined) return
    pipe.close()
    this.#pipes.get(peer)?.delete(swarm)
    this.swarms.sessionDown(sessionIdOf(swarm, peer), peer, swarm)
  }
}
