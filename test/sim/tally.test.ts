import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Random } from '../../src/base/index.ts'
import type { Semantics } from '../../src/protocols/index.ts'
import { TallyRing, type TallyNode } from './tally-ring.ts'

/** The i-th add of a tally adds BASE^i: the digits of the sum tell how often each was counted. */
const BASE = 16
const ADDS = 10
const TALLIES = 12
const KINDS: readonly Semantics[] = ['maybe', 'at-least-once', 'at-most-once']

interface Add {
  readonly name: string
  readonly digit: number
  readonly semantics: Semantics
  outcome: string
}

interface Faults {
  readonly lossRate?: number
  readonly duplicateRate?: number
  readonly reorderRate?: number
  readonly crashes?: number
  readonly cuts?: number
  readonly joins?: number
  readonly leaves?: number
  readonly diskErrors?: number
}

const NODES = 5
const CHURN_MS = 60_000

/** Adds of all kinds to tallies that move about while the faults befall their keepers; what each came to. */
function world(seed: number, faults: Faults, positions = 1): { sim: TallyRing; adds: Add[] } {
  const sim = new TallyRing(`tally ${seed}`, {}, positions)
  const random = new Random(`tally adds ${seed}`)
  sim.grow(NODES)
  const { crashes = 0, cuts = 0, joins = 0, leaves = 0, diskErrors = 0, ...conditions } = faults
  sim.network.set(conditions)
  const start = sim.now
  const some = (): TallyNode => random.pick(sim.nodes)!
  const often = (times: number, deed: () => void): void => {
    for (let i = 0; i < times; i++) sim.at(start + random.below(CHURN_MS), deed)
  }
  const adds: Add[] = []
  for (let tally = 0; tally < TALLIES; tally++) {
    for (let digit = 0; digit < ADDS; digit++) {
      sim.at(start + random.below(CHURN_MS), () => {
        const node = random.pick(sim.members())
        if (node === undefined) return
        const add: Add = { name: `t${tally}`, digit, semantics: KINDS[tally % 3]!, outcome: 'never' }
        adds.push(add)
        const args = { name: add.name, n: BASE ** digit, semantics: add.semantics }
        sim.do(node, 'tally', 'add', args, 10_000, (result) => (add.outcome = result.ok ? 'ok' : result.code))
      })
    }
  }
  const back = (node: TallyNode): void => {
    sim.at(sim.now + 500 + random.below(8_000), () => {
      if (!node.alive) sim.join(node)
    })
  }
  often(crashes, () => {
    const node = some()
    // Two of five at once is what the ring of this size is made for.
    if (!node.alive || sim.members().length < 4) return
    sim.crash(node)
    back(node)
  })
  often(joins, () => sim.join())
  often(leaves, () => {
    const node = random.pick(sim.members())
    if (node === undefined || sim.members().length < 4) return
    sim.do(node, 'tally', 'handOver', {}, 4_000, () => {
      if (!node.alive) return
      sim.do(node, 'chord', 'leave', {}, 2_000, () => {
        sim.stop(node)
        back(node)
      })
    })
  })
  often(cuts, () => {
    const [from, to] = [some(), some()]
    if (from === to) return
    sim.network.block(from, to)
    sim.at(sim.now + random.below(5_000), () => sim.network.unblock(from, to))
  })
  often(diskErrors, () => {
    const node = some()
    node.disk.set({ failRate: 0.5 })
    sim.at(sim.now + random.below(5_000), () => {
      node.disk.set({})
    })
  })
  sim.run(start + CHURN_MS + 12_000)
  return { sim, adds }
}

/** How often each add was counted, by what is on the disks. */
function check({ sim, adds }: { sim: TallyRing; adds: Add[] }, what: string): void {
  const amounts = sim.amounts()
  for (const { name, digit, semantics, outcome } of adds) {
    const counted = Math.floor((amounts.get(name) ?? 0) / BASE ** digit) % BASE
    const words = `${what}: ${semantics} add ${digit} of ${name} ended ${outcome}, counted ${counted} times`
    if (semantics !== 'at-least-once') assert.ok(counted <= 1, words)
    if (outcome === 'ok') assert.ok(counted >= 1, words)
    if (
      !['ok', 'TIMEOUT', 'UNKNOWN_OUTCOME', 'never', 'CANCELLED'].includes(outcome) &&
      semantics !== 'at-least-once'
    ) {
      assert.equal(counted, 0, words)
    }
  }
}

/** Faults end, everybody is back: each tally is at its owner, in one place, nothing on its way. */
function settle(sim: TallyRing, what: string, withinMs = 120_000): void {
  sim.network.set({})
  for (const node of sim.nodes) if (!node.alive) sim.join(node)
  const misplaced = (): string[] => {
    const wrong = sim.nodes
      .filter(({ view }) => view.tally.sizes.moving > 0)
      .map(({ peer }) => `${peer} is moving some`)
    for (const name of sim.amounts().keys()) {
      const keepers = sim.keepersOf(name)
      if (keepers.length > 1 || keepers[0] !== sim.ownerOf(name))
        wrong.push(`${name} is at ${keepers.map((k) => k.peer).join()}`)
    }
    return wrong
  }
  for (let waitedMs = 0; misplaced().length > 0; waitedMs += 1_000) {
    assert.ok(waitedMs < withinMs, `${what}: ${misplaced().join('; ')}`)
    sim.runFor(1_000)
  }
}

/** A ring with so many tallies of 1 each, n0, n1 … */
function counted(seed: string, nodes: number, tallies: number): TallyRing {
  const sim = new TallyRing(seed)
  sim.grow(nodes)
  for (let i = 0; i < tallies; i++) {
    const args = { name: `n${i}`, n: 1, semantics: 'at-most-once' as const }
    sim.do(sim.nodes[0]!, 'tally', 'add', args, 10_000)
    sim.runFor(5)
  }
  sim.runFor(10_000)
  assert.deepEqual([sim.amounts().size, [...sim.amounts().values()].every((value) => value === 1)], [tallies, true])
  return sim
}

const WORLDS: Record<string, Faults> = {
  'keepers that come and go': { joins: 6, leaves: 4 },
  'keepers that crash': { crashes: 8, joins: 3 },
  'lost, doubled and late messages': { lossRate: 0.1, duplicateRate: 0.3, reorderRate: 0.3, joins: 3 },
  'disks that fail': { diskErrors: 8, joins: 4 },
  'all of it': {
    lossRate: 0.05,
    duplicateRate: 0.2,
    reorderRate: 0.2,
    crashes: 6,
    cuts: 4,
    joins: 3,
    leaves: 3,
    diskErrors: 4,
  },
}
/** Every third seed is of nodes with several positions, two to five. */
const positionsIn = (seed: number): number => (seed % 3 === 2 ? 2 + (seed % 4) : 1)
const SEEDS = Array.from({ length: Number(process.env['TALLY_SEEDS'] ?? 6) }, (_, i) => i)

void describe('tallies: an amount is in one place at every instant, counted as often as the semantics say', () => {
  for (const [about, faults] of Object.entries(WORLDS)) {
    void it(`with ${about}`, () => {
      const all: Add[] = []
      for (const seed of SEEDS) {
        const positions = positionsIn(seed)
        const what = `seed ${seed}, ${about}, ${positions} positions`
        const run = world(seed, faults, positions)
        check(run, what)
        const before = [...run.sim.amounts()].sort()
        settle(run.sim, what)
        assert.deepEqual([...run.sim.amounts()].sort(), before, `${what}: moving changed a sum`)
        all.push(...run.adds)
      }
      const ok = all.filter(({ outcome }) => outcome === 'ok').length
      assert.ok(all.length > 100 * SEEDS.length && ok > all.length * 0.6, `${ok} of ${all.length} adds were answered`)
    })
  }
})

void describe('many tallies', () => {
  const MANY = 600

  void it('move although no taker ever hears that a grant is settled, with an offer each', () => {
    const sim = counted('deaf', 1, MANY)
    sim.deaf = true
    for (let i = 0; i < 3; i++) sim.join()
    sim.runFor(60_000)
    // Still deaf, and everything is where it belongs.
    settle(sim, 'deaf', 0)
    assert.deepEqual([...new Set(sim.amounts().values())], [1])
    assert.ok(sim.takes > MANY / 3 && sim.takes < 3 * MANY, `${sim.takes} takes`)
    sim.deaf = false
    sim.runFor(60_000)
    const before = sim.takes
    sim.runFor(60_000)
    assert.equal(sim.takes, before, 'nothing is offered once all is where it belongs')
  })

  void it('move within a minute of the end of a minute in which the taker heard nothing at all', () => {
    const sim = counted('cut off', 2, MANY)
    const [first, second] = [sim.nodes[0]!, sim.nodes[1]!]
    sim.deaf = true
    const taker = sim.join()
    // Some have been offered, and all answers are lost from now on.
    for (let waitedMs = 0; sim.takes === 0; waitedMs += 5) {
      assert.ok(waitedMs < 30_000)
      sim.runFor(5)
    }
    const from = sim.takes
    for (const other of [first, second]) sim.network.block(taker, other)
    sim.runFor(60_000)
    const lost = sim.takes - from
    assert.ok(lost < 2 * MANY, `${lost} takes in a minute in vain`)
    sim.network.heal()
    sim.runFor(60_000)
    settle(sim, 'cut off', 0)
    assert.deepEqual([sim.amounts().size, ...new Set(sim.amounts().values())], [MANY, 1])
    assert.ok(sim.takes < 4 * MANY, `${sim.takes} takes`)
  })

  void it('that come back to the only node while they are being moved are no endless recursion', () => {
    const sim = counted('alone', 1, MANY)
    const [first] = sim.nodes
    const other = sim.join()
    for (let waitedMs = 0; sim.takes === 0; waitedMs += 5) {
      assert.ok(waitedMs < 30_000)
      sim.runFor(5)
    }
    sim.crash(other)
    sim.runFor(60_000)
    assert.ok(first?.alive === true)
    const { kept, moving } = first.view.tally.sizes
    assert.ok(moving <= 64 && kept >= MANY / 4, `${kept} kept, ${moving} moving`)
    settle(sim, 'alone')
    assert.deepEqual([sim.amounts().size, ...new Set(sim.amounts().values())], [MANY, 1])
  })
})
