import { createHash } from 'node:crypto'
import {
  between,
  epoch,
  inArc,
  lamport,
  Random,
  ringId,
  type MonoMs,
  type NodeRef,
  type PeerKey,
  type RingId,
  type SwarmId,
  type WallInterval,
} from '../../../../src/base/index.ts'
import {
  fail,
  succeed,
  type CommandId,
  type Effect,
  type Input,
  type News,
  type ReplyId,
  type Result,
} from '../../../../src/protocols/index.ts'
import {
  Providers,
  PROVIDERS_DEFAULTS,
  type ProvidersMessage,
  type ProvidersParams,
  type ProvidersProtocol,
  type ProvidersRequest,
  type ProvidersResponse,
} from '../../../../src/protocols/providers/index.ts'

const idOf = (text: string): RingId => ringId(createHash('sha256').update(text).digest('hex'))
export const keyOf = (swarm: SwarmId): RingId => idOf(`swarm ${swarm}`)
export const swarmOf = (n: number): SwarmId => n.toString(16).padStart(64, '0') as SwarmId
const SUCCESSORS = 4
const LATENCY_MS = 5

/**
 * Providers machines on a ring that is always ideal: views are computed from who is there. A death is seen by all others
 * `detectMs` later; until then look-ups lead to the dead.
 */
export class TestRing {
  now = 0
  readonly nodes = new Map<PeerKey, TestMember>()
  readonly params: ProvidersParams
  readonly detectMs: number
  readonly #dead = new Set<PeerKey>()
  readonly #random = new Random(3)
  #events: { at: number; order: number; run: () => void }[] = []
  #order = 0

  constructor(params: Partial<ProvidersParams> = {}, detectMs = 1_000) {
    this.params = { ...PROVIDERS_DEFAULTS, ...params }
    this.detectMs = detectMs
  }

  /** Members as everybody sees them, in ring order. */
  get seen(): NodeRef[] {
    return [...this.nodes.values()].map(({ ref }) => ref).sort((a, b) => (a.id < b.id ? -1 : 1))
  }

  ownerOf(key: RingId): NodeRef {
    const { seen } = this
    return seen.find(({ id }) => id >= key) ?? seen[0]!
  }

  /** Nodes in ring order from the owner of a key on. */
  from(key: RingId): TestMember[] {
    const { seen } = this
    const at = seen.indexOf(this.ownerOf(key))
    return [...seen.slice(at), ...seen.slice(0, at)].map(({ peer }) => this.nodes.get(peer)!)
  }

  add(name: string): TestMember {
    const node = new TestMember(this, name as PeerKey, this.#random.fork(name))
    this.nodes.set(node.ref.peer, node)
    this.tell({ type: 'rangeChanged', position: 0 })
    return node
  }

  kill(node: TestMember): void {
    const { peer } = node.ref
    this.#dead.add(peer)
    this.later(this.detectMs, () => {
      this.nodes.delete(peer)
      this.tell({ type: 'peerDead', peer })
      this.tell({ type: 'rangeChanged', position: 0 })
    })
  }

  isDead(peer: PeerKey): boolean {
    return this.#dead.has(peer)
  }

  tell(news: News): void {
    for (const node of this.nodes.values()) if (!this.isDead(node.ref.peer)) node.step({ type: 'news', news })
  }

  later(ms: number, run: () => void): void {
    this.#events.push({ at: this.now + ms, order: this.#order++, run })
  }

  run(ms: number): void {
    const end = this.now + ms
    for (;;) {
      this.#events.sort((a, b) => a.at - b.at || a.order - b.order)
      const event = this.#events[0]
      let waker: TestMember | undefined
      for (const node of this.nodes.values()) {
        const at = node.machine.wakeAt
        if (at === undefined || this.isDead(node.ref.peer)) continue
        if (at < (waker?.machine.wakeAt ?? Infinity)) waker = node
      }
      const wakeAt = Math.max(waker?.machine.wakeAt ?? Infinity, this.now)
      if (Math.min(wakeAt, event?.at ?? Infinity) > end) break
      if (event !== undefined && event.at <= wakeAt) {
        this.#events.shift()
        this.now = event.at
        event.run()
      } else {
        this.now = wakeAt
        waker?.step({ type: 'tick' })
      }
    }
    this.now = end
  }
}

export class TestMember {
  readonly ref: NodeRef
  readonly machine: Providers
  readonly results = new Map<number, Result>()
  readonly sent: { to: PeerKey; body: ProvidersMessage }[] = []
  readonly #ring: TestRing
  readonly #replies = new Map<ReplyId, (answer: ProvidersResponse) => void>()
  #commands = 0

  constructor(ring: TestRing, peer: PeerKey, random: Random) {
    this.#ring = ring
    this.ref = { peer, position: 0, epoch: epoch(1), addresses: [], id: idOf(peer) }
    const others = (): NodeRef[] => {
      const { seen } = ring
      const at = seen.findIndex((node) => node.peer === peer)
      return at < 0 ? [] : [...seen.slice(at + 1), ...seen.slice(0, at)]
    }
    this.machine = new Providers(
      ring.params,
      {
        keyOf,
        ring: {
          positions: () => [0],
          self: () => this.ref,
          owns: (_position, id) => {
            const before = others().at(-1)
            return before === undefined || inArc(before.id, id, this.ref.id)
          },
          onRing: () => true,
          boundary: () => others().at(-1),
          replicas: (_position, count) => others().slice(0, Math.min(count, SUCCESSORS)),
          successors: () => others().slice(0, SUCCESSORS),
          predecessor: () => others().at(-1),
        },
      },
      random,
    )
  }

  command(name: string, args: unknown, leftMs = 5_000): number {
    const id = ++this.#commands
    this.step({ type: 'command', id: id as CommandId, command: { name, args } as never, leftMs })
    return id
  }

  /** Runs a command to its end. */
  do(name: string, args: unknown, leftMs = 5_000): Result {
    const id = this.command(name, args, leftMs)
    const end = this.#ring.now + leftMs
    while (!this.results.has(id)) {
      if (this.#ring.now > end) return fail('TIMEOUT', 'no result in time')
      this.#ring.run(5)
    }
    return this.results.get(id)!
  }

  /** Peers that it would name for a swarm. */
  keeps(swarm: SwarmId): string[] {
    const effects = this.machine.step(this.#ctx(), {
      type: 'request',
      from: 'nobody' as PeerKey,
      reply: 1 as ReplyId,
      body: { type: 'find', position: 0, swarm, limit: 50 },
      leftMs: 1_000,
    })
    const answer = effects.find((effect) => effect.type === 'respond')
    if (answer?.type !== 'respond' || answer.body.type !== 'found') return []
    return answer.body.providers.map(({ ref }) => ref.peer as string).sort()
  }

  #ctx() {
    const wall = { earliest: 0, latest: 0 } as WallInterval
    return { now: this.#ring.now as MonoMs, wall, lamport: lamport(1), epoch: epoch(1) }
  }

  step(input: Input<ProvidersProtocol>): void {
    for (const effect of this.machine.step(this.#ctx(), input)) this.#apply(effect)
  }

  #apply(effect: Effect<ProvidersProtocol>): void {
    const ring = this.#ring
    switch (effect.type) {
      case 'done':
        this.results.set(effect.id, effect.result)
        return
      case 'call':
        ring.later(LATENCY_MS, () => {
          if (ring.isDead(this.ref.peer)) return
          const { target } = effect.command.args as { target: RingId }
          const owner = ring.ownerOf(target)
          const value = { id: target, owner, predecessor: undefined, hops: 1, durationMs: 1 }
          this.step({ type: 'result', call: effect.call, result: succeed(value) })
        })
        return
      case 'ask':
        this.#ask(effect)
        return
      case 'respond':
        if (effect.interim === true) return
        this.#replies.get(effect.reply)?.(effect.body)
        this.#replies.delete(effect.reply)
        return
      case 'send': {
        const to = typeof effect.to === 'string' ? effect.to : effect.to.peer
        this.sent.push({ to, body: effect.body })
        ring.later(LATENCY_MS, () => {
          if (!ring.isDead(to)) ring.nodes.get(to)?.step({ type: 'message', from: this.ref.peer, body: effect.body })
        })
        return
      }
      default:
    }
  }

  #ask({ ask, to, body, deadlineMs }: Extract<Effect<ProvidersProtocol>, { type: 'ask' }>): void {
    const ring = this.#ring
    const peer = typeof to === 'string' ? to : to.peer
    let isOver = false
    const end = (inMs: number, input: Input<ProvidersProtocol>): void => {
      ring.later(inMs, () => {
        if (isOver || ring.isDead(this.ref.peer)) return
        isOver = true
        this.step(input)
      })
    }
    end(deadlineMs, { type: 'failed', ask, from: peer, why: 'timeout' })
    ring.later(LATENCY_MS, () => {
      const other = ring.nodes.get(peer)
      if (other === undefined || ring.isDead(peer)) return
      other.request(this.ref.peer, body, (answer) => {
        if (!ring.isDead(peer)) end(LATENCY_MS, { type: 'answer', ask, from: peer, body: answer })
      })
    })
  }

  request(from: PeerKey, body: ProvidersRequest, answered: (answer: ProvidersResponse) => void): void {
    const reply = ++this.#commands as ReplyId
    this.#replies.set(reply, answered)
    this.step({ type: 'request', from, reply, body, leftMs: 1_000 })
  }

  /** What is answered at once. */
  answer(from: PeerKey, body: ProvidersRequest): ProvidersResponse {
    let response: ProvidersResponse | undefined
    this.request(from, body, (answer) => (response = answer))
    if (response === undefined) throw new Error('a request without an answer')
    return response
  }
}

/** A node strictly between two others on the ring, or not. */
export const liesBetween = (a: NodeRef, x: NodeRef, b: NodeRef): boolean => between(a.id, x.id, b.id)
