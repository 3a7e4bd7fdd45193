import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { between, type NodeRef, type RingId } from '../../src/base/index.ts'
import type {
  ChordMachine,
  ChordProtocol,
  ChordResponse,
  ChordView,
  LookupResult,
} from '../../src/protocols/chord/index.ts'
import { makePeer, type AskId, type Effect, type Result } from '../../src/protocols/index.ts'
import { ownerOf, positionsOf, RING_PARAMS, Simulation, type SimNode } from '../../src/sim/index.ts'

const POSITIONS = 2
const NODES = 8
/** The third to join lies. */
const LIAR = 2

/** What the liar answers in the place of what a Chord machine would. */
type Lie = (body: ChordResponse, town: Town) => ChordResponse
type Node = SimNode<ChordView>

/** Nodes with two positions each; one of them lies about positions once it is in the ring. */
class Town extends Simulation<ChordView> {
  lying = false
  /** Does it notify with places of others? */
  forges = false
  lies = 0

  constructor(seed: string, lie: Lie) {
    super({
      seed,
      make: ({ self, detector, random }) => {
        const positions = positionsOf(self, POSITIONS)
        const peer = makePeer({
          chord: RING_PARAMS,
          self: self.peer,
          positions: () => positions,
          detector,
          keyOf: () => self.id,
          random,
        })
        const chord = peer.machines.find(([name]) => name === 'chord')?.[1] as unknown as ChordMachine
        if (self.peer === `n${LIAR}`) this.#corrupt(chord, lie)
        return { machines: peer.machines, view: peer.ring }
      },
    })
  }

  #corrupt(chord: ChordMachine, lie: Lie): void {
    const step = chord.step.bind(chord)
    chord.step = (ctx, input) =>
      [...step(ctx, input), ...this.#forged(input.type)].map((effect): Effect<ChordProtocol> => {
        if (!this.lying || effect.type !== 'respond') return effect
        const body = lie(effect.body, this)
        if (body !== effect.body) this.lies++
        return { ...effect, body }
      })
  }

  /** "I am your predecessor", of what is another's place, to everybody. */
  #forged(input: string): Effect<ChordProtocol>[] {
    if (!this.forges || !this.lying || input !== 'tick') return []
    const honest = this.alive.filter(({ index }) => index !== LIAR)
    return honest.flatMap(({ view }, i) => {
      const self = honest[(i + 1) % honest.length]?.view.self(1)
      if (self === undefined) return []
      this.lies++
      const to = view.self(this.lies % POSITIONS)
      const body = { type: 'notify' as const, position: to.position, self, onRing: true }
      const ask = (1_000_000 + this.lies) as AskId
      return [{ type: 'ask' as const, ask, to, body, deadlineMs: 1_000, semantics: 'maybe' as const }]
    })
  }

  grow(): void {
    for (let i = 0; i < NODES; i++) {
      const contacts = this.alive.slice(0, 1).map(({ ref }) => ref)
      this.command(this.add(), 'chord', { name: 'join', args: { contacts } }, 10_000, ({ ok }) => {
        assert.ok(ok)
      })
      this.run(this.now + 3_000)
      // The others join among its lies.
      if (i === LIAR + 1) this.lying = true
    }
    this.run(this.now + 30_000)
  }

  get places(): { ringId: RingId; node: Node; position: number }[] {
    return this.alive
      .flatMap((node) =>
        node.view.positions().map((position) => ({ ringId: node.view.self(position).id, node, position })),
      )
      .sort((a, b) => (a.ringId < b.ringId ? -1 : 1))
  }
}

/** A position that an honest peer has not, of all that it could have, next behind an id. */
function unowned(town: Town, behind: RingId): NodeRef {
  const [first, ...others] = town.alive
    .filter(({ index }) => index !== LIAR)
    .flatMap(({ ref }) => positionsOf(ref, 64).slice(POSITIONS))
  let nearest = first as NodeRef
  for (const node of others) if (between(behind, node.id, nearest.id)) nearest = node
  return nearest
}

/** Positions of others that these do not have, as its first successor. */
const unownedInLists: Lie = (body, town) => {
  if (body.type !== 'view' || !('view' in body)) return body
  const { view } = body
  const fake = unowned(town, view.self.id)
  return { ...body, view: { ...view, successors: [fake, ...view.successors.slice(1)] } }
}

const honestly: Lie = (body) => body

describe('a peer that claims positions which are not its own', () => {
  for (const about of ['in its lists', 'when it notifies']) {
    it(`is not believed: ${about}`, () => {
      const forges = about === 'when it notifies'
      const town = new Town(about, forges ? honestly : unownedInLists)
      town.forges = forges
      town.grow()
      const { places } = town
      const real = new Set(places.map(({ ringId }) => ringId))
      const random = town.random.fork('targets')
      const answers: Result<LookupResult>[] = []
      for (let i = 0; i < 300; i++) {
        town.at(town.now + 200 * i, () => {
          const from = town.alive[i % NODES] as Node
          let target = ''
          while (target.length < 64) target += random.uint32().toString(16).padStart(8, '0')
          const command = { name: 'lookup', args: { target, mode: 'recursive' } }
          town.command(from, 'chord', command, 10_000, (result) => {
            const answer = result as Result<LookupResult>
            answers.push(answer)
            if (answer.ok) assert.equal(answer.value.owner.id, ownerOf(places, target as RingId).ringId)
          })
        })
      }
      town.run(town.now + 90_000)
      assert.ok(town.lies >= 8, `${town.lies} lies`)
      assert.equal(answers.length, 300)
      const failed = answers.filter(({ ok }) => !ok).length
      // It is a member that others route by, and could as well drop what it is given; no answer is wrong.
      assert.ok(failed <= (forges ? 3 : 45), `${failed} look-ups failed`)
      for (const { node, position } of places) {
        if (node.index === LIAR) continue
        const { view } = node
        assert.ok(view.onRing(position), `${node.peer} at ${position} is on the ring`)
        const [head] = view.successors(position)
        // A head and a predecessor have spoken for themselves: nobody else can make them up.
        for (const each of [head, view.predecessor(position)]) {
          assert.ok(
            each !== undefined && real.has(each.id),
            `${node.peer} at ${position} has ${each?.peer} ${each?.position}`,
          )
        }
      }
    })
  }
})
