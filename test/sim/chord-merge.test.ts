import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { RingNode } from '../../src/sim/index.ts'
import { SplitRing } from './split-ring.ts'

/** As docs/decisions/0005-ring-merge.md states it: from the healed network to one ideal ring, in ms. */
function mergedWithin(nodes: number, stabilizeMs: number): number {
  return (30 * 1.2 + 10 + Math.log2(nodes)) * stabilizeMs
}
/** From a cut until each part is an ideal ring: every dead entry of the lists must be found dead. */
const APART_MS = 90_000

function grown(seed: string, nodes: number): SplitRing {
  const ring = new SplitRing({ seed })
  ring.sim.growTo(nodes)
  ring.sim.settle(60_000)
  return ring
}

function expectApart(ring: SplitRing, groups: readonly (readonly RingNode[])[]): void {
  const took = ring.untilIdeal(groups, APART_MS)
  assert.ok(took !== undefined, `the parts are not ideal after ${APART_MS} ms`)
  expectInvariants(ring, groups)
}
function expectInvariants(ring: SplitRing, groups: readonly (readonly RingNode[])[]): void {
  const length = ring.sim.params.successors
  for (const group of groups) {
    const broken = ring.violations(group)
    // A ring that is not larger than its lists has not so many principals.
    const counts = broken.filter(({ invariant }) => group.length > length || invariant !== 'SufficientPrincipals')
    assert.deepEqual(counts, [])
  }
}
function expectOne(ring: SplitRing): void {
  const within = mergedWithin(ring.sim.alive.length, ring.sim.params.stabilizeMs)
  const took = ring.untilIdeal([ring.sim.alive], within)
  assert.ok(took !== undefined, `not one ideal ring after ${within} ms`)
}
/** No answer but those of the asker's ring, or of it and the one it merges with; one in a hundred is the other ring's. */
function expectAnswers(ring: SplitRing): void {
  const { right, own, other, wrong, failed } = ring.verdicts
  const all = right + own + other + wrong + failed
  assert.equal(wrong, 0, ring.wrongAnswers.join('\n'))
  assert.ok(other <= 0.01 * all, JSON.stringify(ring.verdicts))
  assert.ok(failed <= 0.01 * all, JSON.stringify(ring.verdicts))
}

describe('a ring that is cut apart', () => {
  for (const [nodes, parts] of [
    [8, 2],
    [8, 3],
    [64, 2],
    [64, 3],
    [512, 2],
  ] as const) {
    it(`of ${nodes} into ${parts}: an ideal ring each, and one again in time after healing`, () => {
      const ring = grown(`cut ${nodes} ${parts}`, nodes)
      const groups = ring.drawGroups(parts)
      ring.split(groups)
      ring.lookups(60_000, 500)
      expectApart(ring, groups)
      for (let i = 0; i < 20; i++) {
        ring.sim.run(ring.sim.now + 1_000)
        expectInvariants(ring, groups)
      }
      ring.heal()
      const healedAt = ring.sim.now
      ring.lookups(15_000, 40)
      expectOne(ring)
      ring.sim.run(Math.max(ring.sim.now, healedAt + 20_000))
      expectAnswers(ring)
      // From then on answers are the whole ring's.
      assert.ok(ring.lastOldAt - healedAt < mergedWithin(nodes, 1_000), `${ring.lastOldAt - healedAt} ms`)
    })
  }

  it('again and again, for times long and short, is always one in the end', () => {
    const ring = grown('again', 32)
    for (let i = 0; i < 8; i++) {
      ring.split(ring.drawGroups(2 + (i % 2)))
      ring.lookups(2_000, 100)
      ring.sim.run(ring.sim.now + 500 * 2 ** i)
      ring.heal()
      ring.lookups(2_000, 100)
      ring.sim.run(ring.sim.now + 3_000 + 1_000 * i)
    }
    expectOne(ring)
    expectAnswers(ring)
  })

  it('while nodes join and crash on both sides', () => {
    const ring = grown('churn', 48)
    const groups = ring.drawGroups(2)
    ring.split(groups)
    ring.sim.run(ring.sim.now + 30_000)
    for (let i = 0; i < 6; i++) {
      const [first = []] = groups
      const victim = first[i]
      if (victim !== undefined) ring.crash(victim)
      ring.sim.run(ring.sim.now + 2_000)
      // Whoever starts later is with the first part.
      ring.growBeside(first.filter((node) => node.alive))
      ring.sim.run(ring.sim.now + 2_000)
    }
    ring.heal()
    expectOne(ring)
    expectAnswers(ring)
  })
})

describe('two founders', () => {
  it('merge when a member of one ring is told of the other', () => {
    const ring = new SplitRing({ seed: 'founders' })
    const found = (count: number): RingNode[] => {
      const first = ring.sim.add()
      ring.sim.command(first, 'chord', { name: 'join', args: { contacts: [] } }, 1_000, () => undefined)
      const nodes = [first]
      while (nodes.length < count) {
        const node = ring.sim.add()
        ring.sim.command(node, 'chord', { name: 'join', args: { contacts: [first.ref] } }, 10_000, () => undefined)
        nodes.push(node)
        ring.sim.run(ring.sim.now + 500)
      }
      return nodes
    }
    const one = found(20)
    const other = found(12)
    assert.ok(ring.untilIdeal([one, other], 30_000) !== undefined)
    const contacts = [other[5]?.ref]
    ring.sim.command(one[3] as RingNode, 'chord', { name: 'join', args: { contacts } }, 5_000, () => undefined)
    assert.ok((ring.untilIdeal([ring.sim.alive], 20_000) ?? Infinity) < 20_000)
  })

  it('each of them alone do so as well, and so does one that is alone with a ring', () => {
    for (const count of [1, 2, 9]) {
      const ring = grown(`alone ${count}`, count)
      const lone = ring.sim.add()
      ring.sim.command(lone, 'chord', { name: 'join', args: { contacts: [] } }, 1_000, () => undefined)
      assert.equal(lone.view.state(0), 'alone')
      const told = ring.sim.nodes[0] as RingNode
      // A connection between them is enough.
      told.host.linkUp(ring.sim.now, lone.peer, lone.ref.epoch)
      lone.host.linkUp(ring.sim.now, told.peer, told.ref.epoch)
      ring.sim.command(told, 'chord', { name: 'ring', args: {} }, 1_000, () => undefined)
      ring.sim.command(lone, 'chord', { name: 'ring', args: {} }, 1_000, () => undefined)
      assert.ok(ring.untilIdeal([ring.sim.alive], 30_000) !== undefined, `with ${count}`)
    }
  })
})

describe('nodes that are held for dead and are not', () => {
  it('three in ten at once are back in all lists soon after they can be reached again', () => {
    const ring = grown('suspects', 60)
    const cut = ring.random.shuffle(ring.sim.alive).slice(0, 18)
    ring.split([ring.sim.alive.filter((node) => !cut.includes(node)), ...cut.map((node) => [node])])
    ring.sim.run(ring.sim.now + 8_000)
    ring.heal()
    expectOne(ring)
    ring.lookups(5_000, 20)
    ring.sim.run(ring.sim.now + 6_000)
    expectAnswers(ring)
  })

  it('a link that works in one direction alone splits nobody off for good', () => {
    const ring = grown('one way', 24)
    const members = ring.sim.members()
    for (let i = 0; i < 6; i++) {
      const from = members[4 * i] as RingNode
      const to = members[4 * i + 1] as RingNode
      ring.sim.network.block(from, to)
    }
    ring.lookups(30_000, 100)
    ring.sim.run(ring.sim.now + 30_000)
    ring.heal()
    expectOne(ring)
    expectAnswers(ring)
  })
})
