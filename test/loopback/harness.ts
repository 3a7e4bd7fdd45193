import { generateKeyPair } from '@libp2p/crypto/keys'
import { EventEmitter, once } from 'node:events'
import { setImmediate } from 'node:timers/promises'
import { epoch, type Epoch, type NodeRef, type PeerKey, type SwarmId } from '../../src/base/index.ts'
import {
  peerSpelling,
  Transport,
  type Session,
  type TransportEvent,
  type TransportLimits,
  type TransportSink,
} from '../../src/adapters/libp2p/index.ts'
import { sha256 } from '../../src/adapters/system/index.ts'
import type { BlockRef, Envelope, SessionId } from '../../src/protocols/index.ts'
import { WireContext } from '../../src/wire/index.ts'

/** What a sink was told, in order. */
export type Told =
  | { type: 'frame'; from: PeerKey; epoch: Epoch; envelope: Envelope }
  | { type: 'linkUp'; peer: PeerKey; epoch: Epoch }
  | { type: 'linkDown'; peer: PeerKey }
  | { type: 'unreachable'; peer: PeerKey }
  | { type: 'sessionUp'; session: Session }
  | { type: 'sessionDown'; id: SessionId; peer: PeerKey; swarm: SwarmId }
  | { type: 'event'; event: TransportEvent }

/** How long a test waits for something that should happen at once; only a failure takes so long. */
const PATIENCE_MS = 25_000

/** A dial that is slow because the machine is: longer than a test waits. One that is to time out says when. */
export const PATIENT = { dialTimeoutMs: 60_000, helloTimeoutMs: 60_000 }

/** A sink that remembers, and lets a test wait for what it is told. */
export class Recorder implements TransportSink {
  readonly told: Told[] = []
  readonly #news = new EventEmitter()
  onBlock: (session: Session, ref: BlockRef, bytes: Uint8Array) => Promise<void> | undefined = () => undefined
  wants: (peer: PeerKey, swarm: SwarmId) => boolean = () => true
  onFrame: ((from: PeerKey, envelope: Envelope) => void) | undefined

  constructor() {
    this.#news.setMaxListeners(0)
  }

  frame(from: PeerKey, at: Epoch, envelope: Envelope): void {
    if (this.onFrame !== undefined) this.onFrame(from, envelope)
    else this.#tell({ type: 'frame', from, epoch: at, envelope })
  }
  linkUp(peer: PeerKey, at: Epoch): void {
    this.#tell({ type: 'linkUp', peer, epoch: at })
  }
  linkDown(peer: PeerKey): void {
    this.#tell({ type: 'linkDown', peer })
  }
  unreachable(peer: PeerKey, _at: Epoch): void {
    this.#tell({ type: 'unreachable', peer })
  }
  sessionUp(session: Session): void {
    this.#tell({ type: 'sessionUp', session })
  }
  sessionDown(id: SessionId, peer: PeerKey, swarm: SwarmId): void {
    this.#tell({ type: 'sessionDown', id, peer, swarm })
  }
  block(session: Session, ref: BlockRef, bytes: Uint8Array): Promise<void> | undefined {
    return this.onBlock(session, ref, bytes)
  }
  wantsSession(peer: PeerKey, swarm: SwarmId): boolean {
    return this.wants(peer, swarm)
  }
  event(event: TransportEvent): void {
    this.#tell({ type: 'event', event })
  }

  of<T extends Told['type']>(type: T): Extract<Told, { type: T }>[] {
    return this.told.filter((each): each is Extract<Told, { type: T }> => each.type === type)
  }

  /** The first that fits, told already or later. */
  async until<T extends Told['type']>(
    type: T,
    fits: (told: Extract<Told, { type: T }>) => boolean = () => true,
    after = 0,
  ): Promise<Extract<Told, { type: T }>> {
    const signal = AbortSignal.timeout(PATIENCE_MS)
    for (;;) {
      const found = this.told.slice(after).find((each): each is Extract<Told, { type: T }> => {
        return each.type === type && fits(each as Extract<Told, { type: T }>)
      })
      if (found !== undefined) return found
      try {
        await once(this.#news, 'told', { signal })
      } catch {
        const seen = this.told.map((each) => each.type).join(' ')
        throw new Error(`no ${type} within ${PATIENCE_MS} ms; told: ${seen}`)
      }
    }
  }

  #tell(told: Told): void {
    this.told.push(told)
    this.#news.emit('told')
  }
}

export interface TestNode {
  readonly transport: Transport
  readonly sink: Recorder
  readonly wire: WireContext
  readonly peer: PeerKey
  readonly address: string
  readonly ref: NodeRef
  readonly privateKey: Awaited<ReturnType<typeof generateKeyPair>>
}

export interface NodeOptions {
  readonly secret?: Uint8Array
  readonly epoch?: number
  readonly listen?: readonly string[]
  readonly announce?: readonly string[]
  readonly limits?: Partial<TransportLimits>
  readonly privateKey?: TestNode['privateKey']
  /** One that does more than remember. */
  readonly sink?: Recorder
}

/** A network of one test: real nodes on ports that are free. `await using` stops them all. */
export class TestNet {
  readonly nodes: TestNode[] = []

  async node(options: NodeOptions = {}): Promise<TestNode> {
    const sink = options.sink ?? new Recorder()
    const wire = new WireContext(sha256, peerSpelling)
    const privateKey = options.privateKey ?? (await generateKeyPair('Ed25519'))
    const at = epoch(options.epoch ?? 1)
    const transport = await Transport.start({
      privateKey: privateKey,
      listen: options.listen ?? ['/ip4/127.0.0.1/tcp/0'],
      epoch: at,
      wire,
      sink,
      ...(options.announce === undefined ? {} : { announce: options.announce }),
      ...(options.secret === undefined ? {} : { secret: options.secret }),
      limits: { closeTimeoutMs: 300, ...PATIENT, ...options.limits },
    })
    const address = transport.listening[0] ?? ''
    const ref = wire.refs.refOf(transport.self, 0, at, transport.addresses)
    const node: TestNode = {
      transport,
      sink,
      wire,
      peer: transport.self,
      address,
      ref,
      privateKey: privateKey,
    }
    this.nodes.push(node)
    return node
  }

  /** Two nodes with a link, the first having dialled. */
  async pair(a: NodeOptions = {}, b: NodeOptions = {}): Promise<[TestNode, TestNode]> {
    const [from, to] = [await this.node(a), await this.node(b)]
    await from.transport.connect(to.address)
    await to.sink.until('linkUp')
    return [from, to]
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.transport.stop()))
  }
}

/** Waits for what no event tells. */
export async function eventually(holds: () => boolean, what: string): Promise<void> {
  const giveUpAt = performance.now() + PATIENCE_MS
  while (!holds()) {
    if (performance.now() > giveUpAt) throw new Error(`not within ${PATIENCE_MS} ms: ${what}`)
    await setImmediate()
  }
}

/** A small request that can be told apart by its id. Its asker waits longer than any dial of a test takes. */
export const ping = (id: number): Envelope =>
  ({
    kind: 'request',
    lamport: 1,
    id,
    leftMs: 60_000,
    machine: 'chord',
    body: { type: 'ping', position: 0 },
    semantics: 'maybe',
    once: undefined,
  }) as Envelope

export const idsOf = (sink: Recorder): number[] =>
  sink.of('frame').map(({ envelope }) => (envelope.kind === 'request' ? envelope.id : -1))
