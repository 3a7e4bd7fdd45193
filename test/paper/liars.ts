import { peerKey, Random, type MonoMs, type NodeRef, type RingId } from '../../src/base/index.ts'
import type {
  ChordMachine,
  ChordParams,
  ChordProtocol,
  ChordRequest,
  ChordResponse,
  LookupMode,
  LookupResult,
} from '../../src/protocols/chord/index.ts'
import { MAX_LIST } from '../../src/protocols/chord/limits.ts'
import type { Context, Effect, Input, Machine, Result } from '../../src/protocols/index.ts'
import { drawId, IdealRing, Owners } from './ideal-ring.ts'

export interface LiarsOptions {
  readonly nodes: number
  /** The part of the nodes that lie, all in league. */
  readonly part: number
  readonly lookups: number
  readonly seed: number | string
  readonly params?: Partial<ChordParams>
  /** Each liar keeps to one way of lying, dealt out evenly among these. Default: all name liars. */
  readonly ways?: readonly Way[]
  /** Keys of honest owners, or of liars: then nobody can be right, and what matters is who is named. Default: honest. */
  readonly keys?: 'honest' | 'liars'
}

/**
 * `league`: names liars alone: as owner of a key, in place of its successors, and as those nearest before a place. `self`:
 * says that it owns whatever it is asked for, and tells the same lists. `drop`: gives no word. `invent`: names nodes that
 * are not there, as many as an answer holds and as near as can be, and others each time.
 */
export type Way = 'league' | 'self' | 'drop' | 'invent'

export interface Lied {
  /** Share of look-ups, of honest nodes for keys of honest owners, that end at the owner. */
  readonly right: number
  /**
   * The share of paths with no liar before the owner: the mean of (1 − part)^hops, up to the predecessor. Times 1 − part,
   * the chance of an honest owner, it is the (1 − part)^(hops + 1) of the literature.
   */
  readonly expected: number
  readonly failed: number
  /** Those that end at another than the owner. */
  readonly wrong: number
  /** Questions and forwarded ones that were sent per look-up, liars' answers not counted. */
  readonly asks: number
  /** Mean time of those that were answered, ms. */
  readonly meanMs: number
  /** Of those that were right, by their own account. */
  readonly witnesses: number
  readonly disagreements: number
}

/**
 * Castro et al., OSDI 2002 §4: liars take part in the ring as they should, but whoever asks one of them for the owner of a
 * key is told of the first liar behind the key, with another liar before it for evidence.
 */
export function underLies(
  { nodes, part, lookups, seed, params = {}, ways = ['league'], keys = 'honest' }: LiarsOptions,
  mode: LookupMode = 'recursive',
): Lied {
  const random = new Random(`liars ${seed}`)
  const league = new League(ways)
  let asks = 0
  const ring = new IdealRing({
    seed,
    nodes,
    still: true,
    params,
    between: (self, chord) => (random.float() < part ? league.join(self, chord) : undefined),
    onEffect: (_self, effect) => {
      if (effect.type === 'ask') asks++
    },
  })
  const honest = ring.sorted.filter(({ peer }) => !league.has(peer))
  const owners = new Owners(ring.sorted)
  league.begin()
  let right = 0
  let failed = 0
  let wrong = 0
  let timeMs = 0
  let answered = 0
  let witnesses = 0
  let disagreements = 0
  for (let i = 0; i < lookups; i++) {
    ring.at(ring.now + i * 2, () => {
      const from = random.pick(honest)
      let target = drawId(random)
      while (league.has(owners.of(target).peer) !== (keys === 'liars')) target = drawId(random)
      if (from === undefined) return
      const done = (result: Result<LookupResult>): void => {
        if (!result.ok) {
          failed++
          return
        }
        answered++
        timeMs += result.value.durationMs
        if (result.value.owner.id !== owners.of(target).ringId) {
          wrong++
          return
        }
        right++
        witnesses += result.value.verification?.witnesses ?? 0
        disagreements += result.value.verification?.disagreements.length ?? 0
      }
      ring.lookup(from, target, done, { mode })
    })
  }
  ring.pass(lookups * 2 + 30_000)
  return {
    right: right / lookups,
    expected: mode === 'recursive' ? honestPaths(params, nodes, part, lookups, seed) : 1,
    failed,
    wrong,
    asks: asks / lookups,
    meanMs: timeMs / answered,
    witnesses: witnesses / right,
    disagreements: disagreements / right,
  }
}

/** The same look-ups where nobody lies: what their lengths make of the chance to meet no liar. */
function honestPaths(
  params: Partial<ChordParams>,
  nodes: number,
  part: number,
  lookups: number,
  seed: number | string,
): number {
  const ring = new IdealRing({ seed, nodes, still: true, params })
  const random = new Random(`honest ${seed}`)
  let sum = 0
  for (let i = 0; i < lookups; i++) {
    ring.at(ring.now + i * 2, () => {
      const from = random.pick(ring.sorted)
      if (from === undefined) return
      ring.lookup(from, drawId(random), (result) => {
        if (result.ok) sum += (1 - part) ** Math.max(0, result.value.hops - 1)
      })
    })
  }
  ring.pass(lookups * 2 + 30_000)
  return sum / lookups
}

/** Liars who know each other. */
class League {
  readonly #members = new Map<string, NodeRef>()
  #sorted: NodeRef[] = []
  readonly #ways: readonly Way[]
  begun = false

  constructor(ways: readonly Way[]) {
    this.#ways = ways
  }

  join(self: NodeRef, chord: ChordMachine): Liar {
    const way = this.#ways[this.#members.size % this.#ways.length] ?? 'league'
    this.#members.set(self.peer, self)
    return new Liar(this, self, chord, way)
  }

  has(peer: string): boolean {
    return this.#members.has(peer)
  }

  begin(): void {
    this.#sorted = [...this.#members.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
    this.begun = this.#sorted.length > 1
  }

  /** The first liar behind the target, and the last before it. */
  about(target: RingId): { readonly owner: NodeRef; readonly predecessor: NodeRef } {
    const behind = this.#sorted.findIndex(({ id }) => id >= target)
    const at = behind < 0 ? 0 : behind
    const owner = this.#sorted[at] as NodeRef
    const predecessor = this.#sorted.at(at - 1) as NodeRef
    return { owner, predecessor }
  }

  /** The next `count` liars behind the id, nearest first. */
  behind(id: RingId, count: number): readonly NodeRef[] {
    const behind = this.#sorted.findIndex((node) => node.id > id)
    const at = behind < 0 ? 0 : behind
    return this.#around(at, count)
  }

  /** The last `count` liars before the id, nearest first. */
  before(id: RingId, count: number): readonly NodeRef[] {
    const behind = this.#sorted.findIndex((node) => node.id >= id)
    const at = behind < 0 ? 0 : behind
    const named = Math.min(count, this.#sorted.length)
    return this.#around(at - named, named).toReversed()
  }

  #around(at: number, count: number): readonly NodeRef[] {
    const { length } = this.#sorted
    const first = ((at % length) + length) % length
    const named = Math.min(count, length)
    return Array.from({ length: named }, (_, i) => this.#sorted[(first + i) % length] as NodeRef)
  }
}

/** Successors that a liar names. */
const NAMED = 8

class Liar implements Machine<ChordProtocol> {
  readonly hears: ChordMachine['hears']
  readonly #league: League
  readonly #self: NodeRef
  readonly #chord: ChordMachine
  readonly #way: Way
  #place: RingId | undefined
  #invented = 0

  constructor(league: League, self: NodeRef, chord: ChordMachine, way: Way) {
    this.#league = league
    this.#self = self
    this.#chord = chord
    this.#way = way
    this.hears = chord.hears
  }

  get wakeAt(): MonoMs | undefined {
    return this.#chord.wakeAt
  }

  step(ctx: Context, input: Input<ChordProtocol>): readonly Effect<ChordProtocol>[] {
    if (input.type !== 'request' || !this.#league.begun) return this.#chord.step(ctx, input)
    if (this.#way === 'drop') return []
    const body = this.#lie(input.body)
    return body === undefined ? this.#chord.step(ctx, input) : [{ type: 'respond', reply: input.reply, body }]
  }

  #lie(asked: ChordRequest): ChordResponse | undefined {
    if (this.#way === 'invent') return this.#invent(asked)
    const self = this.#self
    const { epoch } = self
    if (asked.type === 'view') {
      const [predecessor] = this.#league.before(self.id, 1)
      const view = { version: 2, self, predecessor, successors: this.#league.behind(self.id, NAMED) }
      return { type: 'view', view }
    }
    if (asked.type === 'find') {
      const told = this.#league.about(asked.target)
      const found = this.#way === 'self' ? { owner: self, predecessor: told.predecessor } : told
      return { type: 'found', found, hops: asked.hops + 1, epoch }
    }
    if (asked.type !== 'step') return undefined
    const { owner, predecessor } = this.#league.about(asked.target)
    // Step by step only the owner itself is believed.
    if (this.#way === 'self' || owner.id === self.id) {
      return { type: 'found', found: { owner: self, predecessor }, hops: 1, epoch }
    }
    return { type: 'closer', candidates: this.#league.before(asked.target, NAMED) }
  }

  /** Crowds the place that it is asked about, or was asked about last. */
  #invent(asked: ChordRequest): ChordResponse | undefined {
    const self = this.#self
    const { epoch } = self
    if (asked.type === 'step') this.#place = asked.target
    const place = BigInt(`0x${this.#place ?? self.id}`)
    const crowd = Array.from({ length: MAX_LIST }, (_, i): NodeRef => {
      const away = (BigInt(++this.#invented) << 200n) * (i % 2 === 0 ? 1n : -1n)
      const id = BigInt.asUintN(256, place + away)
        .toString(16)
        .padStart(64, '0') as RingId
      return { ...self, id, peer: peerKey(`${self.peer}-${this.#invented}`) }
    })
    if (asked.type === 'view')
      return { type: 'view', view: { version: 2, self, predecessor: undefined, successors: crowd } }
    if (asked.type === 'step') return { type: 'closer', candidates: crowd.slice(0, NAMED) }
    if (asked.type !== 'find') return undefined
    return { type: 'found', found: { owner: self, predecessor: undefined }, hops: asked.hops + 1, epoch }
  }
}
