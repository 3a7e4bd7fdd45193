/**
 * For dht.ts: Orbweaver nodes, all in this process. A node is a daemon without its admin server: engine (machines, host,
 * pump), transport with Noise, and store on disk, composed as in src/daemon. LOOKUP, put and get are the commands that the
 * admin API gives to the engine.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Store } from '../src/adapters/level/index.ts'
import { loadIdentity, Transport, peerSpelling } from '../src/adapters/libp2p/index.ts'
import { sha256 } from '../src/adapters/system/index.ts'
import { ringIdOfKey, ringIdOfSwarm, ringIdOfTally, type NodeRef, type RingId } from '../src/base/index.ts'
import {
  createPrivateFile,
  dataDirFiles,
  ensureDataDir,
  loadConfig,
  openNetwork,
  readPrivateFile,
} from '../src/config/index.ts'
import { Engine } from '../src/daemon/engine.ts'
import { openLogger } from '../src/daemon/logging.ts'
import { Settings } from '../src/daemon/settings.ts'
import { makeSink } from '../src/daemon/sink.ts'
import { transportLimits } from '../src/daemon/transport-limits.ts'
import { LAMPORT_RESERVE } from '../src/protocols/clock/index.ts'
import type { Result } from '../src/protocols/index.ts'
import { WireContext } from '../src/wire/index.ts'
import { pickFrom, runSubject, type Subject } from './dht-measure.ts'
import { QUIET_SINK } from './quiet-sink.ts'

const JOIN_MS = 20_000
/** Long: on a machine that is busy with other things a process may stand still for seconds. */
const ASK_MS = 60_000
const TTL_MS = 3_600_000
const RECORDS = 200
/** As large as what hyperdht's and OpenDHT's share. */
const VALUE = Buffer.alloc(100, 'x')
/** Look-ups of each node, times the number of nodes, before anything is measured. */
const WARM_ASKS = 8
const WARM_AT_ONCE = 16
/** Lists and fingers of a ring of 64 have settled long before. */
const SETTLED_MS = 120_000

class Node {
  readonly engine: Engine
  readonly store: Store
  readonly #wire: WireContext
  #transport: Transport | undefined

  private constructor(engine: Engine, store: Store, wire: WireContext) {
    this.engine = engine
    this.store = store
    this.#wire = wire
  }

  static async start(dataDir: string): Promise<Node> {
    const config = await loadConfig(
      {
        dataDir,
        options: { 'overlay.listen': ['/ip4/127.0.0.1/tcp/0'], 'log.level': 'error', 'network.open': 'true' },
      },
      {},
    )
    const { values } = config
    await ensureDataDir(dataDir)
    const files = dataDirFiles(dataDir)
    const store = await Store.open({ dir: files.level, lockFile: files.lock })
    const network = await openNetwork(dataDir, { open: values.network.open })
    const identity = await loadIdentity({ read: readPrivateFile, create: createPrivateFile }, files.identity)
    const startUp = await store.startUp(LAMPORT_RESERVE)
    const wire = new WireContext(sha256, peerSpelling)
    const logger = await openLogger(values.log)
    const settings = new Settings(config)
    const engine: Engine = new Engine({
      parts: {
        config,
        load: () => Promise.resolve(config),
        logger,
        identity,
        network,
        store,
        startUp,
        wire,
        keyOf: (swarm) => ringIdOfSwarm(sha256, Buffer.from(swarm, 'hex')),
        tallyKeyOf: (name) => ringIdOfTally(sha256, Buffer.from(name)),
        founder: false,
        startedAt: 0,
      },
      settings,
      transport: () => node.#running(),
      blocks: () => {
        throw new Error('there are no swarms')
      },
      ringChanged: () => undefined,
      isLeaving: () => false,
      writeFailed: raise,
      readFailed: raise,
      stepFailed: raise,
    })
    const node = new Node(engine, store, wire)
    node.#transport = await Transport.start({
      privateKey: identity.privateKey,
      listen: values.overlay.listen,
      announce: [],
      epoch: startUp.epoch,
      wire,
      sink: makeSink(
        engine.pump,
        QUIET_SINK,
        logger,
        () => undefined,
        () => undefined,
      ),
      limits: transportLimits(values),
      exemptPrefixes: values.connections.exempt,
    })
    engine.reachableAt(node.#transport.addresses)
    engine.pump.start()
    return node
  }

  /** Joins through another one; without, founds the ring. */
  async join(through: Node | undefined): Promise<void> {
    const contacts: NodeRef[] = []
    if (through !== undefined) {
      const { peer, epoch, addresses } = await this.#running().connect(through.#running().listening[0] ?? '')
      contacts.push(this.#wire.refs.refOf(peer, 0, epoch, addresses))
    }
    const joined = await this.engine.pump.command(
      'chord',
      { name: 'join', args: { contacts } },
      { deadlineMs: JOIN_MS },
    )
    valueOf(joined)
  }

  async lookup(target: RingId): Promise<RingId> {
    const command = { name: 'lookup', args: { target, mode: 'recursive' } } as const
    return valueOf(await this.engine.pump.command('chord', command, { deadlineMs: ASK_MS })).owner.id
  }

  async put(key: string): Promise<void> {
    const bytes = Buffer.from(key)
    const args = { id: ringIdOfKey(sha256, bytes), key: bytes, value: VALUE, ttlMs: TTL_MS, sign: false }
    valueOf(await this.engine.pump.command('records', { name: 'put', args }, { deadlineMs: ASK_MS }))
  }

  async get(key: string): Promise<void> {
    const args = { id: ringIdOfKey(sha256, Buffer.from(key)) }
    const { value } = valueOf(await this.engine.pump.command('records', { name: 'get', args }, { deadlineMs: ASK_MS }))
    if (value.length !== VALUE.length) throw new Error(`${key} has ${value.length} bytes`)
  }

  async close(): Promise<void> {
    await this.#transport?.stop()
    this.engine.pump.stop()
    await this.store.close()
  }

  #running(): Transport {
    if (this.#transport === undefined) throw new Error('the transport is not open yet')
    return this.#transport
  }
}

/** A fault of the node: nothing that is measured from here on would mean anything. */
function raise(error: unknown): never {
  console.error(error)
  process.exit(1)
}

function valueOf<Value>(result: Result<Value>): Value {
  if (result.ok) return result.value
  throw new Error(`${result.code}: ${result.detail}`)
}

await runSubject(async ({ nodes: count, operations }): Promise<Subject> => {
  const dir = await mkdtemp(join(tmpdir(), 'orbweaver-dht-'))
  const nodes: Node[] = []
  for (let i = 0; i < count; i++) {
    const node = await Node.start(join(dir, `${i}`))
    await node.join(nodes[0])
    nodes.push(node)
  }
  await untilIdeal(nodes)
  const ids = new Set(nodes.flatMap(({ engine: { peer } }) => peer.ring.positions().map((at) => peer.ring.self(at).id)))
  await warmUp(nodes)
  if (operations.includes('get')) for (let i = 0; i < RECORDS; i++) await pickFrom(nodes).put(`record ${i}`)
  return {
    lookup: async () => {
      const target = randomId()
      const owner = await pickFrom(nodes).lookup(target)
      if (!ids.has(owner)) throw new Error('no node of ours')
    },
    get: (i) => pickFrom(nodes).get(`record ${i % RECORDS}`),
    close: async () => {
      for (const node of nodes) await node.close()
      await rm(dir, { recursive: true, force: true })
    },
  }
})

/** Every node has asked often enough to know the ring as it does after a while, and to be connected as it is then. */
async function warmUp(nodes: readonly Node[]): Promise<void> {
  for (const node of nodes) {
    for (let left = nodes.length * WARM_ASKS; left > 0; left -= WARM_AT_ONCE) {
      await Promise.all(Array.from({ length: WARM_AT_ONCE }, () => node.lookup(randomId())))
    }
  }
}

function randomId(): RingId {
  return ringIdOfKey(sha256, Buffer.from(`${Math.random()}`))
}

/** Waits until every node has the next ones of the ring for successors. */
async function untilIdeal(nodes: readonly Node[]): Promise<void> {
  const until = performance.now() + SETTLED_MS
  const ids = nodes.flatMap(({ engine: { peer } }) => peer.ring.positions().map((at) => peer.ring.self(at).id)).sort()
  const isIdeal = ({ engine: { peer } }: Node): boolean =>
    peer.ring.positions().every((at) => {
      const next = ids[(ids.indexOf(peer.ring.self(at).id) + 1) % ids.length]
      return peer.ring.successors(at)[0]?.id === next && peer.ring.onRing(at)
    })
  while (!nodes.every(isIdeal)) {
    if (performance.now() > until) throw new Error('the ring has not settled')
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}
