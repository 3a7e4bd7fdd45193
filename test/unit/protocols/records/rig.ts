import { createHash, createHmac } from 'node:crypto'
import {
  epoch,
  inArc,
  lamport,
  monoMs,
  peerKey,
  Random,
  ringIdOfKey,
  wallMs,
  type NodeRef,
  type PeerKey,
  type RingId,
  type Sha256,
} from '../../../../src/base/index.ts'
import type {
  CommandId,
  CommandOf,
  Effect,
  Input,
  IoFailure,
  ReplyId,
  Result,
  Row,
} from '../../../../src/protocols/index.ts'
import {
  makeRecords,
  RECORDS_DEFAULTS,
  type Records,
  type RecordsParams,
  type RecordsProtocol,
  type RecordsRequest,
  type RecordsResponse,
} from '../../../../src/protocols/records/index.ts'

type AnyEffect = Effect<RecordsProtocol>
type AnyInput = Input<RecordsProtocol>
export type Command = CommandOf<RecordsProtocol>

export const sha256: Sha256 = (...parts) => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

const encoder = new TextEncoder()
export const bytes = (text: string): Uint8Array => encoder.encode(text)
export const keyOf = (text: string): { key: Uint8Array; id: RingId } => ({
  key: bytes(text),
  id: ringIdOfKey(sha256, bytes(text)),
})

/** A signature that only the peer itself can make, as long as nobody cheats in the test. */
export const signatureOf = (peer: PeerKey, part: Uint8Array): Uint8Array => {
  const mac = createHmac('sha256', peer).update(part).digest()
  return new Uint8Array(Buffer.concat([mac, mac]))
}

/** How far apart two nodes are, ms. */
const LATENCY_MS = 1
const DISK_MS = 1
/** By then everybody knows who keeps what. */
const SETTLED_MS = 500
export const START = 1_700_000_000_000
/** As a host holds it back: so long is waited before an ask is sent again. */
const REPEAT_MS = 200

/** One node: its machine, its disk (what was written, and what of it is durable), and what is wrong with it. */
export class RigNode {
  readonly ref: NodeRef
  readonly rows = new Map<string, Uint8Array>()
  machine: Records
  random: Random
  up = true
  /** Another view of the ring than the rig's. */
  believes: readonly RigNode[] | undefined
  writeError: IoFailure | undefined
  readError: IoFailure | undefined
  /** How its calendar is off, ms. */
  skewMs = 0
  /** Answers instead of the machine; undefined: it does not. */
  liar: ((from: PeerKey, body: RecordsRequest) => RecordsResponse | 'silence' | undefined) | undefined
  lamport = 100
  incarnation = 0
  wakeAt = Infinity
  /** Bodies of the requests that came. */
  readonly received: RecordsRequest[] = []

  constructor(ref: NodeRef, machine: Records, random: Random) {
    this.ref = ref
    this.machine = machine
    this.random = random
  }

  get peer(): PeerKey {
    return this.ref.peer
  }
}

interface Ended {
  result: Result | undefined
  readonly items: unknown[]
}

/** Some records machines on a ring that is as the test says, in virtual time; nothing is lost unless the test says so. */
export class Rig {
  now = 0
  readonly nodes: RigNode[] = []
  readonly params: RecordsParams
  /** Is this message lost? */
  loses: (from: RigNode, to: RigNode) => boolean = () => false
  readonly #random: Random
  #queue: { at: number; order: number; run: () => void }[] = []
  #order = 0
  #replies = 0
  readonly #waiting = new Map<ReplyId, (body: RecordsResponse | 'refused', interim: boolean) => void>()
  readonly #commands = new Map<CommandId, Ended>()
  #lastCommand = 0

  constructor(size: number, params: Partial<RecordsParams> = {}, seed: number | string = 'rig') {
    this.params = { ...RECORDS_DEFAULTS, ...params, limits: { ...RECORDS_DEFAULTS.limits, ...params.limits } }
    this.#random = new Random(seed)
    for (let i = 0; i < size; i++) this.add()
    this.ringChanged()
    this.run(SETTLED_MS)
  }

  add(): RigNode {
    const name = `node${this.nodes.length}`
    const ref: NodeRef = {
      peer: peerKey(name),
      position: 0,
      epoch: epoch(1),
      addresses: [],
      id: ringIdOfKey(sha256, bytes(name)),
    }
    const random = this.#random.fork(name)
    const node: RigNode = new RigNode(ref, undefined as unknown as Records, random)
    this.nodes.push(node)
    this.#boot(node)
    return node
  }

  /** The power is cut, and comes back: what was durable is there. */
  restart(node: RigNode): void {
    node.up = true
    this.#boot(node)
    this.ringChanged()
  }

  crash(node: RigNode): void {
    node.up = false
    node.incarnation++
    for (const other of this.nodes) {
      if (other !== node && other.up) this.input(other, { type: 'news', news: { type: 'peerDead', peer: node.peer } })
    }
    this.ringChanged()
  }

  /** Everybody is told that the ring is another. */
  ringChanged(): void {
    for (const node of this.nodes) {
      if (node.up) this.input(node, { type: 'news', news: { type: 'rangeChanged', position: 0 } })
    }
  }

  /** The node is heard of. */
  alive(node: RigNode): void {
    for (const other of this.nodes) {
      if (other !== node && other.up) this.input(other, { type: 'news', news: { type: 'peerAlive', peer: node.peer } })
    }
  }

  /** Those on the ring now, by id, as a node sees them. */
  ringOf(node: RigNode): RigNode[] {
    const known = node.believes ?? this.nodes.filter(({ up }) => up)
    return [...known].sort((a, b) => (a.ref.id < b.ref.id ? -1 : 1))
  }

  ownerOf(id: RingId): RigNode {
    const ring = this.nodes.filter(({ up }) => up).sort((a, b) => (a.ref.id < b.ref.id ? -1 : 1))
    return ring.find(({ ref }) => ref.id >= id) ?? (ring[0] as RigNode)
  }

  /** The owner of the id and those behind it. */
  groupOf(id: RingId, count = this.params.replicas): RigNode[] {
    const owner = this.ownerOf(id)
    const ring = this.nodes.filter(({ up }) => up).sort((a, b) => (a.ref.id < b.ref.id ? -1 : 1))
    const at = ring.indexOf(owner)
    return Array.from({ length: Math.min(count, ring.length) }, (_, i) => ring[(at + i) % ring.length] as RigNode)
  }

  /** Starts a command; `ended` shows what became of it. */
  command(node: RigNode, command: Command, leftMs = 10_000): Ended & { readonly id: CommandId } {
    const id = ++this.#lastCommand as CommandId
    const ended: Ended & { id: CommandId } = { id, result: undefined, items: [] }
    this.#commands.set(id, ended)
    this.input(node, { type: 'command', id, command, leftMs })
    this.#at(this.now + leftMs, () => {
      if (ended.result !== undefined) return
      ended.result = { ok: false, code: 'TIMEOUT', detail: 'the command took longer than its deadline' }
      this.input(node, { type: 'cancel', id })
    })
    return ended
  }

  cancel(node: RigNode, id: CommandId): void {
    this.input(node, { type: 'cancel', id })
  }

  /** Runs a command to its end. */
  do(node: RigNode, command: Command, leftMs = 10_000): Result {
    const ended = this.command(node, command, leftMs)
    while (ended.result === undefined) this.#next()
    return ended.result
  }

  run(forMs: number): void {
    const until = this.now + forMs
    while ((this.#queue[0]?.at ?? Infinity) <= until) this.#next()
    this.now = until
  }

  /** A request out of the blue. */
  request(from: PeerKey, to: RigNode, body: RecordsRequest): RecordsResponse | 'refused' | undefined {
    let answer: RecordsResponse | 'refused' | undefined
    const reply = ++this.#replies as ReplyId
    this.#waiting.set(reply, (response, interim) => {
      if (!interim) answer = response
    })
    this.input(to, { type: 'request', from, reply, body, leftMs: 5_000 })
    const until = this.now + 5_000
    while (answer === undefined && (this.#queue[0]?.at ?? Infinity) <= until) this.#next()
    return answer
  }

  /** A request whose answer is waited for while others come. */
  requestLater(
    from: PeerKey,
    to: RigNode,
    body: RecordsRequest,
    answered: (answer: RecordsResponse | 'refused') => void,
  ): void {
    const reply = ++this.#replies as ReplyId
    this.#waiting.set(reply, (response, interim) => {
      if (!interim) answered(response)
    })
    this.input(to, { type: 'request', from, reply, body, leftMs: 5_000 })
  }

  input(node: RigNode, input: AnyInput): void {
    if (!node.up) return
    node.lamport++
    const effects = node.machine.step(
      {
        now: monoMs(this.now),
        wall: {
          earliest: wallMs(START + this.now + node.skewMs - 10),
          latest: wallMs(START + this.now + node.skewMs + 10),
        },
        lamport: lamport(node.lamport),
        epoch: epoch(1),
      },
      input,
    )
    this.#carryOut(node, effects)
    this.#arm(node)
  }

  // ---- what a host does ---------------------------------------------------------------------------------------------

  #boot(node: RigNode): void {
    node.incarnation++
    node.wakeAt = Infinity
    const at = (): number => this.ringOf(node).indexOf(node)
    const around = (): RigNode[] => {
      const ring = this.ringOf(node)
      const self = ring.indexOf(node)
      return self < 0 ? [] : [...ring.slice(self + 1), ...ring.slice(0, self)]
    }
    const owns = (id: RingId): boolean => {
      const before = around().at(-1)
      return at() >= 0 && (before === undefined || inArc(before.ref.id, id, node.ref.id))
    }
    node.machine = makeRecords(
      this.params,
      {
        ring: {
          positions: () => [0],
          self: () => node.ref,
          owns: (_position, id) => owns(id),
          onRing: () => at() >= 0,
          state: () => (around().length === 0 ? 'alone' : 'member'),
          boundary: () => around().at(-1)?.ref,
          successors: () =>
            around()
              .slice(0, 8)
              .map(({ ref }) => ref),
          predecessor: () => around().at(-1)?.ref,
          likelyOwner: (id) => {
            const ring = this.ringOf(node)
            return (ring.find(({ ref }) => ref.id >= id) ?? ring[0])?.ref
          },
          replicas: (_position, count) =>
            around()
              .slice(0, count)
              .map(({ ref }) => ref),
        },
        sha256,
        signer: {
          sign: (part) => signatureOf(node.peer, part),
          verify: (peer, part, signature) => Buffer.from(signatureOf(peer, part)).equals(signature),
        },
      },
      node.random.fork(node.incarnation.toString()),
    )
    this.input(node, { type: 'tick' })
  }

  #at(at: number, run: () => void): void {
    const entry = { at, order: ++this.#order, run }
    let low = 0
    let high = this.#queue.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#queue[middle] as { at: number }).at <= at) low = middle + 1
      else high = middle
    }
    this.#queue.splice(low, 0, entry)
  }

  #next(): void {
    const next = this.#queue.shift()
    if (next === undefined) throw new Error('nothing is left to happen')
    this.now = Math.max(this.now, next.at)
    next.run()
  }

  /** Later, and only if it is the same incarnation still. */
  #later(node: RigNode, afterMs: number, run: () => void): void {
    const { incarnation } = node
    this.#at(this.now + afterMs, () => {
      if (node.up && node.incarnation === incarnation) run()
    })
  }

  #arm(node: RigNode): void {
    const at = node.machine.wakeAt
    if (at === undefined || at >= node.wakeAt) return
    node.wakeAt = at
    this.#later(node, Math.max(0, at - this.now), () => {
      node.wakeAt = Infinity
      const due = node.machine.wakeAt
      if (due !== undefined && due <= this.now) this.input(node, { type: 'tick' })
      else this.#arm(node)
    })
  }

  #carryOut(node: RigNode, effects: readonly AnyEffect[]): void {
    for (const effect of effects) {
      switch (effect.type) {
        case 'write':
          this.#later(node, DISK_MS, () => {
            if (node.writeError !== undefined) {
              this.input(node, { type: 'ioFailed', op: effect.op, code: node.writeError })
              return
            }
            for (const { key, value } of effect.batch) {
              if (value === undefined) node.rows.delete(key)
              else node.rows.set(key, value)
            }
            this.input(node, { type: 'written', op: effect.op })
          })
          break
        case 'read':
          // In the order of the writes before it.
          this.#later(node, DISK_MS, () => {
            if (node.readError !== undefined) {
              this.input(node, { type: 'ioFailed', op: effect.op, code: node.readError })
              return
            }
            const { from, below } = effect.range
            const all: Row[] = [...node.rows]
              .filter(([key]) => key >= from && key < below)
              .sort(([a], [b]) => (a < b ? -1 : 1))
            const rows = all.slice(0, effect.limit)
            this.input(node, { type: 'rows', op: effect.op, rows, more: all.length > rows.length })
          })
          break
        case 'ask':
          this.#ask(node, effect, this.now + effect.deadlineMs)
          break
        case 'respond':
          this.#waiting.get(effect.reply)?.(effect.body, effect.interim === true)
          break
        case 'refuse':
          this.#waiting.get(effect.reply)?.('refused', false)
          break
        case 'send': {
          const to = this.#nodeOf(effect.to)
          if (to !== undefined && !this.loses(node, to)) {
            this.#later(to, LATENCY_MS, () => {
              this.input(to, { type: 'message', from: node.peer, body: effect.body })
            })
          }
          break
        }
        case 'done': {
          const ended = this.#commands.get(effect.id)
          if (ended !== undefined) ended.result ??= effect.result
          break
        }
        case 'progress':
          this.#commands.get(effect.id)?.items.push(effect.item)
          break
        case 'call':
          this.#later(node, LATENCY_MS, () => {
            const ring = this.nodes.filter(({ up }) => up)
            const { target } = effect.command.args
            const owner = this.ownerOf(target).ref
            const value = { id: target, owner, predecessor: undefined, hops: ring.length > 1 ? 1 : 0, durationMs: 1 }
            this.input(node, { type: 'result', call: effect.call, result: { ok: true, value } })
          })
          break
        case 'cancelAsk':
          this.#cancelled.add(`${node.peer}/${node.incarnation}/${effect.ask}`)
          break
        default:
      }
    }
  }

  readonly #cancelled = new Set<string>()

  #nodeOf(to: PeerKey | NodeRef): RigNode | undefined {
    const peer = typeof to === 'string' ? to : to.peer
    return this.nodes.find((node) => node.peer === peer)
  }

  #ask(node: RigNode, effect: Extract<AnyEffect, { type: 'ask' }>, deadline: number): void {
    const { ask, body, semantics } = effect
    const to = this.#nodeOf(effect.to)
    const name = `${node.peer}/${node.incarnation}/${ask}`
    let open = true
    const end = (input: AnyInput): void => {
      if (!open || this.#cancelled.has(name)) return
      open = false
      this.input(node, input)
    }
    if (to?.up !== true) {
      const from = typeof effect.to === 'string' ? effect.to : effect.to.peer
      this.#later(node, LATENCY_MS, () => {
        end({ type: 'failed', ask, from, why: 'unreachable' })
      })
      return
    }
    this.#later(node, deadline - this.now, () => {
      end({ type: 'failed', ask, from: to.peer, why: 'timeout' })
    })
    let carriedOut = false
    const send = (): void => {
      if (!open || this.#cancelled.has(name)) return
      if (semantics === 'at-least-once' && to !== node) this.#later(node, REPEAT_MS, send)
      if (to !== node && this.loses(node, to)) return
      this.#later(to, to === node ? 0 : LATENCY_MS, () => {
        if (semantics !== 'at-least-once' && carriedOut) return
        carriedOut = true
        this.#serve(node, to, body, deadline, end, ask)
      })
    }
    send()
  }

  #serve(
    node: RigNode,
    to: RigNode,
    body: RecordsRequest,
    deadline: number,
    end: (input: AnyInput) => void,
    ask: Extract<AnyInput, { type: 'answer' }>['ask'],
  ): void {
    to.received.push(body)
    to.lamport = Math.max(to.lamport, node.lamport)
    const back = (response: RecordsResponse | 'refused', interim: boolean): void => {
      if (interim || (to !== node && this.loses(to, node))) return
      this.#later(node, to === node ? 0 : LATENCY_MS, () => {
        node.lamport = Math.max(node.lamport, to.lamport)
        if (response === 'refused') end({ type: 'failed', ask, from: to.peer, why: 'refused' })
        else end({ type: 'answer', ask, from: to.peer, body: response })
      })
    }
    const lie = to.liar?.(node.peer, body)
    if (lie === 'silence') return
    if (lie !== undefined) {
      back(lie, false)
      return
    }
    const reply = ++this.#replies as ReplyId
    this.#waiting.set(reply, back)
    this.input(to, { type: 'request', from: node.peer, reply, body, leftMs: Math.max(1, deadline - this.now) })
  }
}
