import assert from 'node:assert/strict'
import { peerKey, Random, type NodeRef, type PeerKey, type RingId, type ZonePath } from '../../../../src/base/index.ts'
import {
  CAN_DEFAULTS,
  makeCan,
  type Can,
  type CanParams,
  type CanProtocol,
  type CanRequest,
  type CanResponse,
  type Claim,
  type Item,
} from '../../../../src/protocols/can/index.ts'
import type { CanSiblings } from '../../../../src/protocols/can/protocol.ts'
import { itemOf } from '../../../../src/protocols/can/items.ts'
import type { AskId, CommandOf, Context, Effect, Input, Put, Result } from '../../../../src/protocols/index.ts'

export const refOf = (name: string, epoch = 1): NodeRef =>
  ({ peer: peerKey(name), position: 0, epoch, addresses: [], ringId: '00' as RingId }) as unknown as NodeRef
export const WALL_MS = 1_700_000_000_000
export const key = Uint8Array.of(1)

/** Of the peer `a`, alone on its ring. */
export function siblingsOf(known: readonly NodeRef[] = [], dead: ReadonlySet<PeerKey> = new Set()): CanSiblings {
  const self = refOf('a')
  const ring = {
    self: () => self,
    positions: () => [0],
    state: () => 'alone' as const,
    owns: () => true,
    knownNodes: () => known,
  }
  const detector = { isDead: ({ peer }: NodeRef) => dead.has(peer) }
  return { self: self.peer, ring, detector, founderOf: () => '00' as RingId }
}

/** Something that the machine asks. */
export interface Asking {
  readonly ask: AskId
  readonly to: PeerKey
  readonly body: CanRequest
}

/** A machine that holds the whole space, and a disk that answers when it is told to. */
export class Bench {
  readonly can: Can
  readonly disk = new Map<string, Uint8Array>()
  now = 0
  lamport = 1
  /** The calendar, and by how much it may be wrong. */
  wallMs = WALL_MS
  wallErrorMs = 0
  #reply = 0
  readonly #results = new Map<number, Result>()
  readonly #answers = new Map<number, CanResponse | 'refused'>()
  /** Writes and reads are left waiting. */
  stalled = false

  /** Asked by the machine, and not answered yet. */
  readonly asked: Asking[] = []
  readonly dead = new Set<PeerKey>()
  /** Others that the ring knows. */
  readonly known: NodeRef[] = []
  readonly news: unknown[] = []
  /** Told of each answer as it is given. */
  heard: ((reply: number, answer: CanResponse) => void) | undefined

  constructor(params: Partial<CanParams> = {}) {
    const siblings = siblingsOf(this.known, this.dead)
    this.can = makeCan({ ...CAN_DEFAULTS, ...params }, siblings, new Random('limits'), [])
    this.give({ type: 'tick' })
    this.give({ type: 'news', news: { type: 'ringState', position: 0, state: 'alone' } as never })
    this.give({ type: 'tick' })
    assert.equal(this.can.describe()[0]?.state, 'member')
  }

  give(input: Input<CanProtocol>): void {
    const context = {
      now: this.now,
      wall: { earliest: this.wallMs - this.wallErrorMs, latest: this.wallMs + this.wallErrorMs },
      lamport: this.lamport++,
      epoch: 1,
    } as unknown as Context
    for (const effect of this.can.step(context, input)) this.#carryOut(effect)
  }

  ask(from: string, body: CanRequest): CanResponse | 'refused' | undefined {
    const reply = ++this.#reply
    this.give({ type: 'request', from: peerKey(from), reply: reply as never, body, leftMs: 1_000 })
    return this.#answers.get(reply)
  }

  /** Lets so much time pass, and ticks at each moment at which it wants to wake. */
  pass(ms: number): void {
    const until = this.now + ms
    for (let at = this.can.wakeAt; at !== undefined && at <= until; at = this.can.wakeAt) {
      this.now = Math.max(this.now + 1, at)
      this.give({ type: 'tick' })
    }
    this.now = until
  }

  /** Takes what it has asked since, of that type. */
  take(type: CanRequest['type']): Asking[] {
    const found = this.asked.filter(({ body }) => body.type === type)
    for (const each of found) this.asked.splice(this.asked.indexOf(each), 1)
    return found
  }

  answer({ ask, to }: Asking, body: CanResponse): void {
    this.give({ type: 'answer', ask, from: to, body })
  }

  fail({ ask, to }: Asking): void {
    this.give({ type: 'failed', ask, from: to, why: 'timeout' })
  }

  command(command: CommandOf<CanProtocol>): Result | undefined {
    this.give({ type: 'command', id: ++this.#reply as never, command, leftMs: 1_000 })
    return this.#results.get(this.#reply)
  }

  /** Of the last command, and what came of any. */
  get lastReply(): number {
    return this.#reply
  }

  resultOf(id: number): Result | undefined {
    return this.#results.get(id)
  }

  get items(): Item[] {
    return [...this.disk].flatMap((row) => itemOf(row)?.item ?? [])
  }

  #carryOut(effect: Effect<CanProtocol>): void {
    if (effect.type === 'respond' && effect.interim !== true) {
      this.#answers.set(effect.reply, effect.body)
      this.heard?.(effect.reply, effect.body)
    } else if (effect.type === 'done') this.#results.set(effect.id, effect.result)
    else if (effect.type === 'refuse') this.#answers.set(effect.reply, 'refused')
    else if (effect.type === 'ask') {
      const to = typeof effect.to === 'string' ? effect.to : effect.to.peer
      this.asked.push({ ask: effect.ask, to, body: effect.body })
    } else if (effect.type === 'news') this.news.push(effect.news)
    else if (this.stalled) return
    else if (effect.type === 'write') {
      effect.batch.forEach(({ key: at, value }: Put) =>
        value === undefined ? this.disk.delete(at) : this.disk.set(at, value),
      )
      this.give({ type: 'written', op: effect.op })
    } else if (effect.type === 'read') {
      const { from, below } = effect.range
      const rows = [...this.disk].filter(([at]) => at >= from && at < below).sort(([a], [b]) => (a < b ? -1 : 1))
      this.give({ type: 'rows', op: effect.op, rows: rows.slice(0, effect.limit), more: rows.length > effect.limit })
    }
  }

  get neighbours(): readonly PeerKey[] {
    return (this.can.describe()[0]?.neighbours ?? []).map(({ ref }) => ref.peer)
  }

  /** Gives halves away until it holds so deep a zone. */
  join(name: string, epoch = 1): CanResponse | 'refused' | undefined {
    return this.ask(name, {
      type: 'join',
      space: 0,
      dimensions: 2,
      self: refOf(name, epoch),
      point: [0.9, 0.9],
      chosen: true,
    })
  }

  update(name: string, claims: readonly Claim[], around: readonly { ref: NodeRef; claims: Claim[] }[] = []): unknown {
    const picture = { version: 2 ** 33 + this.lamport, shown: { claims, around } }
    return this.ask(name, { type: 'update', space: 0, dimensions: 2, self: refOf(name), have: 0, picture })
  }
}

export const claim = (path: string, epoch = 1): Claim => ({ path: path as ZonePath, epoch })
