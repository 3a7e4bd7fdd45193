import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sha256 } from '../../src/adapters/system/index.ts'
import { Random, ringIdOfSwarm, type PeerKey, type SwarmId } from '../../src/base/index.ts'
import type { ChordView } from '../../src/protocols/chord/index.ts'
import { makePeer } from '../../src/protocols/index.ts'
import { PROVIDERS_DEFAULTS, type Providers } from '../../src/protocols/providers/index.ts'
import { positionsOf, RING_PARAMS, type SimNode } from '../../src/sim/index.ts'
import { MachineRing } from './machine-ring.ts'

interface ProvidersView {
  readonly ring: ChordView
  readonly providers: Providers
}
type Node = SimNode<ProvidersView>

const NODES = 10
const SWARMS = 12
const keyOf = (swarm: SwarmId) => ringIdOfSwarm(sha256, Buffer.from(swarm, 'hex'))
const swarmOf = (n: number): SwarmId => n.toString(16).padStart(64, '0') as SwarmId

/** Rare refreshes: what is found has been kept, not announced again. */
const PARAMS = { ...PROVIDERS_DEFAULTS, leaseMs: 3_600_000, refreshMs: 1_200_000 }

class ProvidersRing extends MachineRing<ProvidersView> {
  constructor(seed: string, count: number) {
    super({
      seed,
      dedup: true,
      make: ({ self, detector, random }) => {
        const positions = positionsOf(self, count)
        const init = { chord: RING_PARAMS, providers: PARAMS, self: self.peer, positions: () => positions, detector }
        const { machines, ring, providers } = makePeer({ ...init, keyOf, random })
        if (providers === undefined) throw new Error('a peer without providers')
        return { machines, view: { ring, providers } }
      },
    })
  }

  /** Leaves as a daemon does. */
  leave(node: Node): void {
    this.do(node, 'providers', 'handOver', {}, 5_000, () => {
      this.do(node, 'chord', 'leave', {}, 3_000, () => {
        if (node.alive) this.crash(node)
      })
    })
  }
}

interface Churn {
  readonly joins: number
  readonly leaves: number
  readonly crashes: number
  /** Several join at once. */
  readonly together?: number
  readonly lossRate?: number
  /** Of each daemon on the ring. */
  readonly positions?: number
}

/** Between two failures: time enough to notice the first and make good what it has cost. */
const REPAIR_MS = 15_000
const CHURN_MS = 120_000

/** What was looked up while the ring changed: how often, how often nothing could be said, how many were to be found, and who was missed. */
function world(seed: number, churn: Churn): { finds: number; failed: number; expected: number; missed: string[] } {
  const name = `providers ${seed}`
  const sim = new ProvidersRing(name, churn.positions ?? 1)
  const random = new Random(`${name} churn`)
  sim.grow(NODES)
  sim.network.set({ lossRate: churn.lossRate ?? 0 })
  const start = sim.now
  /** Who has been told that it is announced. */
  const known = Array.from({ length: SWARMS }, () => new Set<PeerKey>())
  const seen = { finds: 0, failed: 0, expected: 0, missed: [] as string[] }
  const within = (times: number, deed: (node: Node) => void): void => {
    for (let i = 0; i < times; i++) {
      sim.at(start + random.below(CHURN_MS), () => {
        const node = random.pick(sim.members())
        if (node !== undefined) deed(node)
      })
    }
  }
  const announce = (node: Node): void => {
    const n = random.below(SWARMS)
    const args = { swarm: swarmOf(n), seeding: true }
    sim.do(node, 'providers', 'announce', args, 8_000, (result) => {
      // An owner that could reach nobody has told so.
      if (result.ok && result.value.replicas > 1) known[n]?.add(node.peer)
    })
  }
  const find = (node: Node): void => {
    const n = random.below(SWARMS)
    const expected = [...(known[n] ?? [])].filter((peer) => peer !== node.peer)
    const at = sim.now
    sim.do(node, 'providers', 'find', { swarm: swarmOf(n), limit: 50 }, 8_000, (result) => {
      seen.finds++
      if (!result.ok) seen.failed++
      else {
        const found = new Set(result.value.providers.map(({ ref }) => ref.peer))
        seen.expected += expected.length
        const missed = expected.filter((peer) => !found.has(peer))
        if (missed.length > 0) seen.missed.push(`at ${at - start} ms swarm ${n} lacks ${missed.join()}`)
      }
    })
  }
  within(60, announce)
  within(400, find)
  for (let i = 0; i < churn.joins; i++) {
    const at = start + random.below(CHURN_MS)
    for (let j = 0; j < (churn.together ?? 1); j++) sim.at(at, () => void sim.join())
  }
  const ends = [...Array<'leave'>(churn.leaves).fill('leave'), ...Array<'crash'>(churn.crashes).fill('crash')]
  for (const [i, what] of random.shuffle(ends).entries()) {
    sim.at(start + (i + 0.5 + random.float() / 4) * REPAIR_MS, () => {
      const node = random.pick(sim.members())
      if (node !== undefined && what === 'leave') sim.leave(node)
      else if (node !== undefined) sim.crash(node)
    })
  }
  sim.runFor(CHURN_MS + 10_000)
  return seen
}

const WORLDS = 5

describe('an announced provider is found at every instant', () => {
  const worlds: Readonly<Record<string, Churn>> = {
    'in a quiet ring': { joins: 0, leaves: 0, crashes: 0 },
    'while others join, one or several at once': { joins: 8, leaves: 0, crashes: 0, together: 3 },
    'while keepers leave': { joins: 2, leaves: 5, crashes: 0 },
    'while keepers crash, one between repairs': { joins: 2, leaves: 0, crashes: 5 },
    'with all of it': { joins: 6, leaves: 3, crashes: 3, together: 2 },
    'with all of it and lost messages': { joins: 6, leaves: 3, crashes: 3, lossRate: 0.02 },
    'with all of it, at three positions each': { joins: 6, leaves: 3, crashes: 3, positions: 3 },
  }
  for (const [what, churn] of Object.entries(worlds)) {
    it(what, () => {
      let finds = 0
      let failed = 0
      let expected = 0
      for (let seed = 0; seed < WORLDS; seed++) {
        const seen = world(seed, churn)
        assert.deepEqual(seen.missed, [], `world ${seed}`)
        finds += seen.finds
        failed += seen.failed
        expected += seen.expected
      }
      assert.ok(expected > 300 * WORLDS, `${expected} providers that were to be found`)
      assert.ok(finds > 300 * WORLDS, `${finds} look-ups`)
      assert.ok(failed <= finds / 50, `${failed} of ${finds} look-ups failed`)
    })
  }
})
