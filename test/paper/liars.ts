import { Random, type MonoMs, type NodeRef, type RingId } from '../../src/base/index.ts'
import type { ChordMachine, ChordParams, ChordProtocol } from '../../src/protocols/chord/index.ts'
import type { Context, Effect, Input, Machine } from '../../src/protocols/index.ts'
import { drawId, IdealRing, Owners, type PaperNode } from './ideal-ring.ts'

export interface LiarsOptions {
  readonly nodes: number
  /** The part of the nodes that lie, all in league. */
  readonly part: number
  readonly lookups: number
  readonly seed: number | string
  readonly params?: Partial<ChordParams>
}

export interface Lied {
  /** Share of look-ups, of honest nodes for keys of honest owners, that end at the owner. */
  readonly right: number
  /**
   * The share of paths with no liar before the owner: the mean of (1 − part)^hops, up to the predecessor. Times 1 − part,
   * the chance of an honest owner, it is the (1 − part)^(hops + 1) of the literature.
   */
  readonly expected: number
  readonly failed: number
}

/**
 * Castro et al., OSDI 2002 §4: liars take part in the ring as they should, but whoever asks one of them for the owner of a
 * key is told of the first liar behind the key, with another liar before it for evidence. `ask` looks up.
 */
export function underLies(
  { nodes, part, lookups, seed, params = {} }: LiarsOptions,
  ask: (ring: IdealRing, from: PaperNode, target: RingId, done: (owner: RingId | undefined) => void) => void = askOnce,
): Lied {
  const random = new Random(`liars ${seed}`)
  const league = new League()
  const ring = new IdealRing({
    seed,
    nodes,
    still: true,
    params,
    between: (self, chord) => (random.float() < part ? league.join(self, chord) : undefined),
  })
  const honest = ring.sorted.filter(({ peer }) => !league.has(peer))
  const owners = new Owners(ring.sorted)
  league.begin()
  let right = 0
  let failed = 0
  for (let i = 0; i < lookups; i++) {
    ring.at(ring.now + i * 2, () => {
      const from = random.pick(honest)
      let target = drawId(random)
      while (league.has(owners.of(target).peer)) target = drawId(random)
      if (from === undefined) return
      ask(ring, from, target, (owner) => {
        if (owner === undefined) failed++
        else if (owner === owners.of(target).ringId) right++
      })
    })
  }
  ring.pass(lookups * 2 + 30_000)
  return { right: right / lookups, expected: honestPaths(params, nodes, part, lookups, seed), failed }
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

function askOnce(ring: IdealRing, from: PaperNode, target: RingId, done: (owner: RingId | undefined) => void): void {
  ring.lookup(from, target, (result) => {
    done(result.ok ? result.value.owner.id : undefined)
  })
}

/** Liars who know each other. */
class League {
  readonly #members = new Map<string, NodeRef>()
  #sorted: NodeRef[] = []
  begun = false

  join(self: NodeRef, chord: ChordMachine): Liar {
    this.#members.set(self.peer, self)
    return new Liar(this, self, chord)
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
}

class Liar implements Machine<ChordProtocol> {
  readonly hears: ChordMachine['hears']
  readonly #league: League
  readonly #self: NodeRef
  readonly #chord: ChordMachine

  constructor(league: League, self: NodeRef, chord: ChordMachine) {
    this.#league = league
    this.#self = self
    this.#chord = chord
    this.hears = chord.hears
  }

  get wakeAt(): MonoMs | undefined {
    return this.#chord.wakeAt
  }

  step(ctx: Context, input: Input<ChordProtocol>): readonly Effect<ChordProtocol>[] {
    const asked = input.type === 'request' && this.#league.begun ? input.body : undefined
    if (input.type !== 'request' || (asked?.type !== 'find' && asked?.type !== 'step')) {
      return this.#chord.step(ctx, input)
    }
    const told = this.#league.about(asked.target)
    // Step by step only the owner itself is believed.
    const found = asked.type === 'find' ? told : { owner: this.#self, predecessor: told.predecessor }
    const hops = asked.type === 'find' ? asked.hops + 1 : 1
    return [{ type: 'respond', reply: input.reply, body: { type: 'found', found, hops, epoch: this.#self.epoch } }]
  }
}
