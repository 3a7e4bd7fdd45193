import assert from 'node:assert/strict'
import {
  epoch,
  lamport,
  Random,
  type MonoMs,
  type NodeRef,
  type PeerKey,
  type RingId,
  type SwarmId,
  type WallInterval,
} from '../../../../src/base/index.ts'
import {
  sessionIdOf,
  succeed,
  type BlockRef,
  type CommandId,
  type Context,
  type Effect,
  type Input,
  type Result,
  type SessionId,
} from '../../../../src/protocols/index.ts'
import {
  SWARM_DEFAULTS,
  Swarms,
  type SwarmLayout,
  type SwarmMessage,
  type SwarmParams,
  type SwarmProtocol,
  type SwarmStatus,
} from '../../../../src/protocols/swarm/index.ts'

type Ctx = { -readonly [K in keyof Context]: Context[K] }

export const SWARM = 'ab'.repeat(32) as SwarmId
export const KEY = 'cd'.repeat(32) as RingId
const VERIFY_MS = 1

export interface NetworkOptions {
  readonly seed: number
  readonly layout: SwarmLayout
  readonly params?: Partial<SwarmParams>
  readonly latencyMs?: (random: Random) => number
  /** Lines of what happens, for golden scripts. */
  readonly trace?: string[]
}

export interface NodeOptions {
  readonly seeder?: boolean
  /** Bytes per millisecond it can send. */
  readonly uplink?: number
  /** Every block of these pieces is spoilt when it serves it. */
  readonly spoils?: (piece: number) => boolean
  /** It takes requests and never answers. */
  readonly mute?: boolean
  /** It has these pieces at first. */
  readonly has?: (piece: number) => boolean
}

interface Event {
  readonly at: number
  readonly order: number
  readonly run: () => void
}

/** A handful of swarm machines in virtual time, with a model of the glue: who holds which piece, which block is on its way. */
export class Network {
  now = 0
  readonly nodes = new Map<PeerKey, TestNode>()
  readonly random: Random
  readonly options: NetworkOptions
  /** What providers would say. */
  readonly registry = new Map<PeerKey, boolean>()
  #events: Event[] = []
  #order = 0
  readonly #latency = new Map<string, number>()
  readonly #lastArrival = new Map<string, number>()

  constructor(options: NetworkOptions) {
    this.options = options
    this.random = new Random(options.seed)
  }

  add(name: string, options: NodeOptions = {}): TestNode {
    const node = new TestNode(this, name as PeerKey, options)
    this.nodes.set(node.peer, node)
    return node
  }

  kill(peer: PeerKey): void {
    const node = this.nodes.get(peer)
    if (node === undefined) return
    this.nodes.delete(peer)
    node.dead = true
    for (const other of node.links) this.later(this.latencyOf(peer, other), () => this.nodes.get(other)?.unlink(peer))
  }

  later(ms: number, run: () => void): void {
    this.#events.push({ at: this.now + ms, order: this.#order++, run })
  }

  /** In order between two peers. */
  carry(from: PeerKey, to: PeerKey, run: (node: TestNode) => void): void {
    const pair = `${from}>${to}`
    const at = Math.max(this.now + this.latencyOf(from, to), this.#lastArrival.get(pair) ?? 0)
    this.#lastArrival.set(pair, at)
    this.later(at - this.now, () => {
      const node = this.nodes.get(to)
      if (node !== undefined) run(node)
    })
  }

  latencyOf(a: PeerKey, b: PeerKey): number {
    const pair = a < b ? `${a}-${b}` : `${b}-${a}`
    let ms = this.#latency.get(pair)
    if (ms === undefined) this.#latency.set(pair, (ms = this.options.latencyMs?.(this.random) ?? 5))
    return ms
  }

  /** Runs until `isDone` or the time is up; true when done. */
  run(limitMs: number, isDone: () => boolean): boolean {
    const end = this.now + limitMs
    while (this.now <= end) {
      if (isDone()) return true
      const next = this.#next(end)
      if (next === undefined) return isDone()
      next()
    }
    return isDone()
  }

  #next(end: number): (() => void) | undefined {
    let first: Event | undefined
    for (const event of this.#events) {
      if (first === undefined || event.at < first.at || (event.at === first.at && event.order < first.order))
        first = event
    }
    let waker: TestNode | undefined
    let wakeAt = Infinity
    for (const node of this.nodes.values()) {
      const at = Math.max(node.machine.wakeAt ?? Infinity, this.now)
      if (at < wakeAt) [waker, wakeAt] = [node, at]
    }
    if (first !== undefined && first.at <= wakeAt) {
      if (first.at > end) return undefined
      const event = first
      return () => {
        this.#events = this.#events.filter((other) => other !== event)
        this.now = event.at
        event.run()
      }
    }
    const node = waker
    if (node === undefined || wakeAt > end) return undefined
    return () => {
      this.now = wakeAt
      node.step({ type: 'tick' })
    }
  }
}

const keyOfRef = (ref: BlockRef): string =>
  ref.kind === 'piece'
    ? `${ref.piece}:${ref.begin}+${ref.length}`
    : ref.kind === 'info'
      ? `info${ref.index}`
      : `layer${ref.file}:${ref.index}`

export class TestNode {
  readonly peer: PeerKey
  readonly machine: Swarms
  readonly links = new Set<PeerKey>()
  readonly has = new Set<number>()
  readonly results: Result[] = []
  readonly states: string[] = []
  /** Requests that await their answer, by peer: each must get exactly one. */
  readonly unanswered = new Map<PeerKey, Set<string>>()
  /** How often each block was asked for. */
  readonly asked = new Map<string, number>()
  /** Asked for again with a reason: rejected, cancelled, session lost, bad piece. */
  causes = 0
  sentBytes = 0
  dead = false
  readonly #network: Network
  readonly #options: NodeOptions
  readonly #ctx: Ctx
  readonly #expected = new Map<SessionId, Set<string>>()
  readonly #pieces = new Map<number, { got: Map<number, { bytes: number; bad: boolean }> }>()
  readonly #queues = new Map<PeerKey, BlockRef[]>()
  #sending = false
  #commands = 0

  constructor(network: Network, peer: PeerKey, options: NodeOptions) {
    this.#network = network
    this.peer = peer
    this.#options = options
    const { layout } = network.options
    for (let p = 0; p < layout.pieces; p++) if (options.seeder === true || options.has?.(p) === true) this.has.add(p)
    this.machine = new Swarms(
      { ...SWARM_DEFAULTS, ...network.options.params },
      { self: peer, keyOf: () => KEY },
      network.random.fork(peer),
    )
    const wall = { earliest: 0, latest: 0 } as WallInterval
    this.#ctx = { now: 0 as MonoMs, wall, lamport: lamport(1), epoch: epoch(1) }
  }

  get ref(): NodeRef {
    return { peer: this.peer, position: 0, epoch: epoch(1), addresses: [], id: KEY }
  }

  /** Joins the swarm knowing everything but the pieces it lacks. */
  join(): void {
    const { layout } = this.#network.options
    this.command('add', { swarm: SWARM })
    this.command('describe', { swarm: SWARM, infoBytes: 300, layout, missingLayers: [] })
    this.begin()
  }

  begin(): void {
    const { layout } = this.#network.options
    const have = new Uint8Array(Math.ceil(layout.pieces / 8))
    for (const piece of this.has) have[piece >> 3] = (have[piece >> 3] ?? 0) | (0x80 >> (piece & 7))
    this.command('begin', { swarm: SWARM, have })
  }

  command(name: string, args: unknown): Result {
    const id = ++this.#commands as CommandId
    this.step({ type: 'command', id, command: { name, args } as never, leftMs: 10_000 })
    return this.results.at(-1) as Result
  }

  status(): SwarmStatus {
    const result = this.command('get', { swarm: SWARM })
    assert.ok(result.ok)
    return result.value as SwarmStatus
  }

  step(input: Input<SwarmProtocol>): void {
    this.#ctx.now = this.#network.now as MonoMs
    for (const effect of this.machine.step(this.#ctx, input)) this.#apply(effect)
  }

  #apply(effect: Effect<SwarmProtocol>): void {
    const network = this.#network
    switch (effect.type) {
      case 'done':
        this.results.push(effect.result)
        return
      case 'news':
        if (effect.news.type === 'swarmState') {
          this.states.push(effect.news.state)
          this.#trace(`${effect.news.state}${effect.news.reason === undefined ? '' : `: ${effect.news.reason}`}`)
        }
        return
      case 'call':
        this.#providers(effect)
        return
      case 'openSession': {
        const to = typeof effect.to === 'string' ? effect.to : effect.to.peer
        network.later(2 * network.latencyOf(this.peer, to), () => {
          this.#link(to)
        })
        return
      }
      case 'closeSession':
        this.#unlinkBoth(effect.session.slice(SWARM.length + 1) as PeerKey)
        return
      case 'send':
        this.#send(effect.to as PeerKey, effect.body)
        return
      case 'fetchBlock':
        this.#expectedOf(effect.session).add(keyOfRef(effect.ref))
        return
      case 'serveBlock':
        if (this.#options.mute !== true) this.#serve(effect.session.slice(SWARM.length + 1) as PeerKey, effect.ref)
        return
      case 'cancelBlock':
        this.#cancel(effect.session, effect.ref)
        return
      default:
        assert.fail(`unexpected effect ${effect.type}`)
    }
  }

  #trace(line: string): void {
    this.#network.options.trace?.push(`${this.#network.now.toFixed(1).padStart(8)} ${this.peer} ${line}`)
  }

  #providers({ call, command }: Extract<Effect<SwarmProtocol>, { type: 'call' }>): void {
    const network = this.#network
    network.later(3, () => {
      if (this.dead) return
      if (command.name === 'announce') {
        network.registry.set(this.peer, (command.args as { seeding: boolean }).seeding)
        this.step({ type: 'result', call, result: succeed({ replicas: 1, owner: this.ref }) })
      } else if (command.name === 'find') {
        const providers = [...network.registry]
          .filter(([peer]) => peer !== this.peer)
          .map(([peer, seeding]) => ({ ref: { ...this.ref, peer }, seeding, leftMs: 1000 }))
        this.step({ type: 'result', call, result: succeed({ providers, owner: this.ref }) })
      } else {
        network.registry.delete(this.peer)
        this.step({ type: 'result', call, result: succeed(null) })
      }
    })
  }

  #link(to: PeerKey): void {
    if (this.dead) return
    const other = this.#network.nodes.get(to)
    if (other === undefined) {
      this.step({ type: 'sessionDown', session: sessionIdOf(SWARM, to), peer: to, swarm: SWARM })
      return
    }
    if (this.links.has(to)) return
    for (const [node, peer] of [[this, to] as const, [other, this.peer] as const]) {
      node.links.add(peer)
      node.unanswered.set(peer, new Set())
    }
    this.step({ type: 'sessionUp', session: sessionIdOf(SWARM, to), peer: to, swarm: SWARM })
    if (this.links.has(to)) {
      other.step({ type: 'sessionUp', session: sessionIdOf(SWARM, this.peer), peer: this.peer, swarm: SWARM })
    }
  }

  #unlinkBoth(to: PeerKey): void {
    if (!this.links.has(to)) return
    const network = this.#network
    this.#trace(`closes ${to}`)
    this.unlink(to)
    network.later(network.latencyOf(this.peer, to), () => network.nodes.get(to)?.unlink(this.peer))
  }

  unlink(peer: PeerKey): void {
    if (!this.links.delete(peer)) return
    this.causes += this.unanswered.get(peer)?.size ?? 0
    this.unanswered.delete(peer)
    this.#expected.delete(sessionIdOf(SWARM, peer))
    this.#queues.delete(peer)
    this.step({ type: 'sessionDown', session: sessionIdOf(SWARM, peer), peer, swarm: SWARM })
  }

  #expectedOf(session: SessionId): Set<string> {
    let expected = this.#expected.get(session)
    if (expected === undefined) this.#expected.set(session, (expected = new Set()))
    return expected
  }

  #send(to: PeerKey, body: SwarmMessage): void {
    if (!this.links.has(to)) return
    if (body.type === 'request') {
      const key = keyOfRef(body.ref)
      const open = this.unanswered.get(to)
      assert.ok(open?.has(key) !== true, `${this.peer} asks ${to} again for ${key} before the answer`)
      open?.add(key)
      this.asked.set(key, (this.asked.get(key) ?? 0) + 1)
    }
    if (body.type === 'cancel') this.causes++
    this.#trace(`> ${to} ${describe(body)}`)
    this.#network.carry(this.peer, to, (node) => {
      if (!node.links.has(this.peer)) return
      if (body.type === 'reject') node.answered(this.peer, body.ref)
      node.step({ type: 'message', from: this.peer, body, session: sessionIdOf(SWARM, this.peer) })
    })
  }

  answered(from: PeerKey, ref: BlockRef): void {
    const key = keyOfRef(ref)
    assert.ok(this.unanswered.get(from)?.delete(key), `${from} answers ${this.peer} twice, or unasked: ${key}`)
  }

  #serve(to: PeerKey, ref: BlockRef): void {
    const queue = this.#queues.get(to)
    if (queue === undefined) this.#queues.set(to, [ref])
    else queue.push(ref)
    if (!this.#sending) this.#sendNext()
  }

  /** One block at a time, round robin over the peers, as fast as the uplink goes. */
  #sendNext(): void {
    for (const [peer, queue] of this.#queues) {
      this.#queues.delete(peer)
      const ref = queue.shift()
      if (queue.length > 0) this.#queues.set(peer, queue)
      if (ref === undefined) continue
      const bytes = ref.kind === 'piece' ? ref.length : 16_384
      this.#sending = true
      this.#network.later(bytes / (this.#options.uplink ?? 10_000), () => {
        this.#sending = false
        if (this.dead) return
        this.#sent(peer, ref, bytes)
        this.#sendNext()
      })
      return
    }
  }

  #sent(to: PeerKey, ref: BlockRef, bytes: number): void {
    if (!this.links.has(to)) return
    this.sentBytes += bytes
    const bad = ref.kind === 'piece' && this.#options.spoils?.(ref.piece) === true
    this.#trace(`> ${to} block ${keyOfRef(ref)}`)
    this.#network.carry(this.peer, to, (node) => {
      if (node.links.has(this.peer)) node.arrived(this.peer, ref, bad)
    })
    this.step({ type: 'served', session: sessionIdOf(SWARM, to), ref, ok: true })
  }

  arrived(from: PeerKey, ref: BlockRef, bad: boolean): void {
    this.answered(from, ref)
    const session = sessionIdOf(SWARM, from)
    if (!this.#expectedOf(session).delete(keyOfRef(ref))) {
      this.step({ type: 'block', session, ref, verdict: 'late' })
      return
    }
    if (ref.kind !== 'piece') {
      this.step({ type: 'block', session, ref, verdict: 'stored' })
      return
    }
    let piece = this.#pieces.get(ref.piece)
    if (piece === undefined) this.#pieces.set(ref.piece, (piece = { got: new Map() }))
    piece.got.set(ref.begin, { bytes: ref.length, bad })
    this.step({ type: 'block', session, ref, verdict: 'received' })
    this.#verify(session, ref.piece)
  }

  #verify(session: SessionId, index: number): void {
    const { layout } = this.#network.options
    const piece = this.#pieces.get(index)
    const length = new Map(layout.shortPieces).get(index) ?? layout.pieceBytes
    let got = 0
    let bad = false
    for (const block of piece?.got.values() ?? []) {
      got += block.bytes
      bad ||= block.bad
    }
    if (got < length) return
    this.#pieces.delete(index)
    const ref: BlockRef = { kind: 'piece', piece: index, begin: 0, length }
    this.#network.later(VERIFY_MS, () => {
      if (this.dead) return
      if (bad) this.causes += Math.ceil(length / 16_384)
      else {
        assert.ok(!this.has.has(index), `${this.peer} fetched piece ${index} twice`)
        this.has.add(index)
      }
      this.#trace(`piece ${index} ${bad ? 'corrupt' : 'stored'}`)
      this.step({ type: 'block', session, ref, verdict: bad ? 'corrupt' : 'stored' })
    })
  }

  #cancel(session: SessionId, ref: BlockRef): void {
    const peer = session.slice(SWARM.length + 1) as PeerKey
    const queue = this.#queues.get(peer)
    const at = queue?.findIndex((other) => keyOfRef(other) === keyOfRef(ref)) ?? -1
    if (queue !== undefined && at >= 0) {
      queue.splice(at, 1)
      this.step({ type: 'served', session, ref, ok: false })
      return
    }
    if (this.#expected.get(session)?.delete(keyOfRef(ref)) === true) return
    if (ref.kind !== 'piece') return
    if (this.#pieces.get(ref.piece)?.got.delete(ref.begin) === true) this.causes++
  }
}

function describe(body: SwarmMessage): string {
  switch (body.type) {
    case 'hello':
      return `hello info=${body.infoBytes} pieces=${body.pieces}`
    case 'bitfield':
      return `bitfield ${Buffer.from(body.bits).toString('hex')}`
    case 'have':
      return `have ${body.piece}`
    case 'request':
    case 'cancel':
    case 'reject':
      return `${body.type} ${keyOfRef(body.ref)}`
    default:
      return body.type
  }
}

/** Pieces of one length but for the last. */
export function layoutOf(pieces: number, pieceBytes: number, lastBytes = pieceBytes): SwarmLayout {
  return { pieces, pieceBytes, shortPieces: lastBytes < pieceBytes ? [[pieces - 1, lastBytes]] : [] }
}
