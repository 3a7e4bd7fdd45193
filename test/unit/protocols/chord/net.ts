/**
 * The least network that carries Chord machines: virtual time, messages by reference, first in first out per pair of
 * nodes, fail-stop crashes with accurate detection. Not the simulator: no hosts, no loss, nothing but the machines.
 */
import {
  epoch,
  monoMs,
  multiaddr,
  peerKey,
  Random,
  wallMs,
  type NodeRef,
  type PeerKey,
  type RingId,
} from '../../../../src/base/index.ts'
import {
  makeChord,
  type ChordMachine,
  type ChordParams,
  type ChordProtocol,
  type ChordRequest,
  type ChordResponse,
  type LookupMode,
  type LookupResult,
} from '../../../../src/protocols/chord/index.ts'
import type {
  AskFailure,
  AskId,
  CommandId,
  Context,
  Effect,
  Input,
  News,
  ReplyId,
  Result,
} from '../../../../src/protocols/index.ts'

export const PARAMS: ChordParams = {
  successors: 4,
  stabilizeMs: 1000,
  stabilizeMaxMs: 10_000,
  fixFingerMs: 500,
  queryMs: 1000,
  firstWordMs: 300,
  proximity: 16,
  fingersPerDoubling: 2,
  routeBySuccessors: true,
}

/** A readable id: the given hex digits first, zeros behind. */
export const idOf = (digits: string): RingId => digits.padEnd(64, '0') as RingId
export const randomId = (random: Random): RingId =>
  Array.from({ length: 8 }, () => random.uint32().toString(16).padStart(8, '0')).join('') as RingId

export function refOf(name: string, id: RingId, start = 1): NodeRef {
  return Object.freeze({
    peer: peerKey(name),
    position: 0,
    epoch: epoch(start),
    addresses: Object.freeze([multiaddr(`/dns4/${name}/tcp/1`)]),
    id,
  })
}

export interface NetOptions {
  readonly params?: ChordParams
  readonly seed?: number
  /** One-way delay in milliseconds, drawn for each message. */
  readonly latencyMs?: (random: Random) => number
  /** The same by the two ends; takes the place of `latencyMs`. */
  readonly delayMs?: (from: NetNode, to: NetNode) => number
  /** From a crash until everybody's detector says so. */
  readonly detectMs?: number
  /** Called after each step with the node that took it. */
  readonly onStep?: (net: Net, node: NetNode) => void
  readonly onInput?: (node: NetNode, input: Input<ChordProtocol>, effects: readonly Effect<ChordProtocol>[]) => void
}

export interface NetNode {
  readonly ref: NodeRef
  readonly machine: ChordMachine
  alive: boolean
  /** What a stopped process has not taken in yet (SIGSTOP). */
  held: Input<ChordProtocol>[] | undefined
  /** Time at which its next wake is queued. */
  wake: number
  readonly asks: Map<AskId, { to: PeerKey; deadline: number; firstWord: number; done: boolean }>
  readonly news: News[]
}

interface Event {
  readonly at: number
  readonly seq: number
  readonly run: () => void
}

/** A binary heap of events. */
class Queue {
  readonly #heap: Event[] = []
  #seq = 0

  get size(): number {
    return this.#heap.length
  }
  get first(): Event | undefined {
    return this.#heap[0]
  }
  push(at: number, run: () => void): void {
    const heap = this.#heap
    const event = { at, seq: this.#seq++, run }
    let i = heap.length
    heap.push(event)
    while (i > 0) {
      const up = (i - 1) >> 1
      if (before(heap[up]!, event)) break
      heap[i] = heap[up]!
      i = up
    }
    heap[i] = event
  }
  pop(): Event | undefined {
    const heap = this.#heap
    const top = heap[0]
    const last = heap.pop()
    if (top === undefined || last === undefined || heap.length === 0) return top
    let i = 0
    for (;;) {
      let child = 2 * i + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child++
      if (before(last, heap[child]!)) break
      heap[i] = heap[child]!
      i = child
    }
    heap[i] = last
    return top
  }
}
const before = (a: Event, b: Event): boolean => a.at < b.at || (a.at === b.at && a.seq < b.seq)

export class Net {
  readonly nodes = new Map<PeerKey, NetNode>()
  readonly #queue = new Queue()
  readonly #random: Random
  readonly #options: NetOptions
  readonly #fifo = new Map<string, number>()
  /** The latest incarnation that is known to be dead. */
  readonly #dead = new Map<PeerKey, number>()
  readonly #results = new Map<CommandId, Result>()
  readonly #replies = new Map<ReplyId, { to: NetNode; ask: AskId; from: NetNode }>()
  #ids = 0
  now = 0
  messages = 0
  steps = 0

  constructor(options: NetOptions = {}) {
    this.#options = options
    this.#random = new Random(options.seed ?? 1)
  }

  get params(): ChordParams {
    return this.#options.params ?? PARAMS
  }

  get live(): NetNode[] {
    return [...this.nodes.values()].filter((node) => node.alive)
  }

  add(ref: NodeRef): NetNode {
    const self = [ref]
    const random = this.#random.fork(`${ref.peer}/${ref.epoch.toString()}`)
    const detector = { isDead: (of: NodeRef) => this.#isDead(of) }
    const machine = makeChord(this.params, { detector, self: () => self }, random)
    const node: NetNode = { ref, machine, alive: true, held: undefined, wake: Infinity, asks: new Map(), news: [] }
    this.nodes.set(ref.peer, node)
    this.#step(node, { type: 'tick' })
    return node
  }

  join(node: NetNode, contacts: readonly NodeRef[], leftMs = 60_000): CommandId {
    return this.command(node, { name: 'join', args: { contacts } }, leftMs)
  }

  command(
    node: NetNode,
    command: Extract<Input<ChordProtocol>, { type: 'command' }>['command'],
    leftMs = 10_000,
  ): CommandId {
    const id = ++this.#ids as CommandId
    this.#step(node, { type: 'command', id, command, leftMs })
    return id
  }

  cancel(node: NetNode, id: CommandId): void {
    this.#step(node, { type: 'cancel', id })
  }

  result(id: CommandId): Result | undefined {
    return this.#results.get(id)
  }

  /** Runs a look-up to its end. */
  lookup(
    node: NetNode,
    target: RingId,
    mode: LookupMode = 'recursive',
    leftMs = 10_000,
    trace = false,
  ): Result<LookupResult> {
    const id = this.command(node, { name: 'lookup', args: { target, mode, trace } }, leftMs)
    this.until(() => this.#results.has(id), leftMs + 1000)
    return this.#results.get(id) as Result<LookupResult>
  }

  /** Fail-stop: what it has sent still arrives, nothing reaches it. */
  crash(node: NetNode): void {
    node.alive = false
    const { peer } = node.ref
    this.#queue.push(this.now + (this.#options.detectMs ?? 500), () => {
      if (this.nodes.get(peer)?.alive === true) return
      this.#dead.set(peer, node.ref.epoch)
      for (const other of this.live) this.#died(other, peer)
    })
  }

  /** SIGSTOP: what arrives waits. To the others it is as a crash, and their detectors say so in time. */
  stop(node: NetNode): void {
    node.held = []
    const { peer } = node.ref
    this.#queue.push(this.now + (this.#options.detectMs ?? 500), () => {
      if (node.held === undefined) return
      this.#dead.set(peer, node.ref.epoch)
      for (const other of this.live) if (other !== node) this.#died(other, peer)
    })
  }

  /** SIGCONT: it goes on as if nothing had happened. */
  cont(node: NetNode): void {
    const held = node.held ?? []
    node.held = undefined
    this.#dead.delete(node.ref.peer)
    for (const input of held) this.#step(node, input)
    this.#plan(node)
  }

  /** The same peer again, as a new incarnation. */
  restart(node: NetNode): NetNode {
    if (node.alive) node.alive = false
    const ref = refOf(node.ref.peer, node.ref.id, node.ref.epoch + 1)
    return this.add(ref)
  }

  /** The succ(target) of the sorted ids of all live nodes. */
  owner(target: RingId): NodeRef {
    const sorted = this.live.map((node) => node.ref).sort((a, b) => (a.id < b.id ? -1 : 1))
    return sorted.find((ref) => ref.id >= target) ?? sorted[0]!
  }

  run(ms: number): void {
    const end = this.now + ms
    this.until(() => false, ms)
    this.now = end
  }

  /** Runs until the condition holds, `ms` at most. True when it does. */
  until(condition: () => boolean, ms: number): boolean {
    const end = this.now + ms
    for (;;) {
      if (condition()) return true
      const next = this.#queue.first
      if (next === undefined || next.at > end) return false
      this.#queue.pop()
      this.now = Math.max(this.now, next.at)
      next.run()
    }
  }

  #isDead(node: NodeRef): boolean {
    return (this.#dead.get(node.peer) ?? 0) >= node.epoch
  }

  #died(node: NetNode, peer: PeerKey): void {
    for (const [ask, open] of node.asks) if (open.to === peer) this.#fail(node, ask, 'unreachable')
    this.#step(node, { type: 'news', news: { type: 'peerDead', peer } })
  }

  #fail(node: NetNode, ask: AskId, why: AskFailure): void {
    const open = node.asks.get(ask)
    if (open === undefined || !node.alive) return
    node.asks.delete(ask)
    this.#step(node, { type: 'failed', ask, from: open.to, why })
  }

  #carry(from: NetNode, to: NetNode, arrive: () => void): void {
    this.messages++
    const { latencyMs, delayMs } = this.#options
    const delay = delayMs?.(from, to) ?? latencyMs?.(this.#random) ?? 5
    const key = `${from.ref.peer}>${to.ref.peer}`
    const at = Math.max(this.now + delay, this.#fifo.get(key) ?? 0)
    this.#fifo.set(key, at)
    this.#queue.push(at, arrive)
  }

  #step(node: NetNode, input: Input<ChordProtocol>): void {
    if (!node.alive) return
    if (node.held !== undefined) {
      if (input.type !== 'tick') node.held.push(input)
      return
    }
    this.steps++
    const ctx: Context = {
      now: monoMs(this.now),
      wall: { earliest: wallMs(this.now), latest: wallMs(this.now) },
      lamport: this.steps as Context['lamport'],
      epoch: node.ref.epoch,
    }
    const effects = node.machine.step(ctx, input)
    this.#options.onInput?.(node, input, effects)
    for (const effect of effects) this.#apply(node, effect)
    this.#options.onStep?.(this, node)
    this.#plan(node)
  }

  /** One wake is queued per node; those that came too early or too late are left out. */
  #plan(node: NetNode): void {
    const { wakeAt } = node.machine
    if (wakeAt === undefined || wakeAt >= node.wake) return
    node.wake = wakeAt
    this.#queue.push(wakeAt, () => {
      if (!node.alive || node.wake !== wakeAt) return
      node.wake = Infinity
      if ((node.machine.wakeAt ?? Infinity) > this.now) this.#plan(node)
      else this.#step(node, { type: 'tick' })
    })
  }

  #apply(node: NetNode, effect: Effect<ChordProtocol>): void {
    switch (effect.type) {
      case 'ask':
        this.#ask(node, effect)
        return
      case 'respond': {
        const owed = this.#replies.get(effect.reply)
        if (owed === undefined) return
        if (effect.interim !== true) this.#replies.delete(effect.reply)
        this.#carry(node, owed.to, () =>
          this.#answer(owed.to, owed.ask, node.ref.peer, effect.body, effect.interim === true),
        )
        return
      }
      case 'refuse': {
        const owed = this.#replies.get(effect.reply)
        if (owed === undefined) return
        this.#replies.delete(effect.reply)
        this.#carry(node, owed.to, () => this.#fail(owed.to, owed.ask, 'refused'))
        return
      }
      case 'cancelAsk':
        node.asks.delete(effect.ask)
        return
      case 'done':
        this.#results.set(effect.id, effect.result)
        return
      case 'news':
        node.news.push(effect.news)
        return
      default:
        return
    }
  }

  #ask(node: NetNode, effect: Extract<Effect<ChordProtocol>, { type: 'ask' }>): void {
    const peer = typeof effect.to === 'string' ? effect.to : effect.to.peer
    const deadline = this.now + effect.deadlineMs
    const firstWord = this.now + Math.min(effect.firstWordMs ?? effect.deadlineMs, effect.deadlineMs)
    const open = { to: peer, deadline, firstWord, done: false }
    node.asks.set(effect.ask, open)
    const late = (): void => {
      if (node.asks.get(effect.ask) !== open) return
      if (this.now < open.firstWord) this.#queue.push(open.firstWord, late)
      else this.#fail(node, effect.ask, 'timeout')
    }
    this.#queue.push(firstWord, late)
    const to = this.nodes.get(peer)
    if (to === undefined || this.#isDead(to.ref)) {
      this.#queue.push(this.now + 1, () => this.#fail(node, effect.ask, 'unreachable'))
      return
    }
    this.#carry(node, to, () => this.#request(node, to, effect.ask, effect.body, effect.deadlineMs))
  }

  #request(from: NetNode, to: NetNode, ask: AskId, body: ChordRequest, leftMs: number): void {
    // A restarted peer hears what was sent to its former incarnation's connection no more.
    const current = this.nodes.get(to.ref.peer) ?? to
    if (!current.alive) return
    const reply = ++this.#ids as ReplyId
    this.#replies.set(reply, { to: from, ask, from: current })
    this.#step(current, { type: 'request', from: from.ref.peer, reply, body, leftMs })
  }

  #answer(node: NetNode, ask: AskId, from: PeerKey, body: ChordResponse, interim: boolean): void {
    const open = node.asks.get(ask)
    if (open?.to !== from || !node.alive) return
    if (interim) open.firstWord = open.deadline
    else node.asks.delete(ask)
    this.#step(node, { type: interim ? 'interim' : 'answer', ask, from, body })
  }
}

/** A ring of `count` nodes with random ids, grown from one by joins `together` at a time, and given time to settle. */
export function grownRing(net: Net, count: number, random: Random, together = 4, settleMs = 3000): NetNode[] {
  const first = net.add(refOf('n0', randomId(random)))
  net.join(first, [])
  const nodes = [first]
  while (nodes.length < count) {
    const present = nodes.length
    for (let i = 0; i < together && nodes.length < count; i++) {
      const node = net.add(refOf(`n${nodes.length.toString()}`, randomId(random)))
      net.join(node, [nodes[random.below(present)]!.ref])
      nodes.push(node)
    }
    net.run(2000)
  }
  net.run(settleMs)
  return nodes
}

/** A settled ring of these names and ids (hex digits), joined one after another. */
export function grown<Name extends string>(net: Net, ids: Readonly<Record<Name, string>>): Record<Name, NetNode> {
  const nodes = {} as Record<Name, NetNode>
  let first: NetNode | undefined
  for (const name of Object.keys(ids) as Name[]) {
    const node = net.add(refOf(name, idOf(ids[name])))
    nodes[name] = node
    net.join(node, first === undefined ? [] : [first.ref])
    first ??= node
    net.run(3 * net.params.stabilizeMs)
  }
  net.run(5 * net.params.stabilizeMs)
  return nodes
}
