import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { PeerKey } from '../../src/base/index.ts'
import {
  ATTRIBUTE_DIMENSIONS,
  ATTRIBUTES_DEFAULTS,
  parseExpression,
  type AttributesView,
  type FindOrder,
  type Found,
  type Measured,
} from '../../src/protocols/attributes/index.ts'
import { CAN_DEFAULTS, type CanResponse, type Item } from '../../src/protocols/can/index.ts'
import type { Machine, Protocol, Result } from '../../src/protocols/index.ts'
import { measuredOf, planeLatency, RingSimulation, type RingNode } from '../../src/sim/index.ts'

const { intervalMs } = ATTRIBUTES_DEFAULTS
const GB = 1e9

interface WorldOptions {
  readonly seed: string
  readonly nodes: number
  /** What this peer says of items to others. */
  readonly lie?: (peer: PeerKey, item: Item) => Item
}

/** A simulated ring whose nodes tell what they are like. */
class AttributesWorld {
  readonly ring: RingSimulation
  readonly latencyMs: ReturnType<typeof planeLatency>
  readonly machines = new Map<PeerKey, AttributesView>()
  /** What nodes are measured to be like instead of what chance has given them. */
  readonly changed = new Map<PeerKey, Measured>()

  constructor({ seed, nodes, lie }: WorldOptions) {
    this.latencyMs = planeLatency({ seed, acrossMs: 120, lastMileMs: 4 })
    this.ring = new RingSimulation({
      seed,
      traceEvents: 0,
      codecEvery: 5,
      latencyMs: this.latencyMs,
      machines: {
        can: { ...CAN_DEFAULTS, attributeDimensions: ATTRIBUTE_DIMENSIONS },
        attributes: ATTRIBUTES_DEFAULTS,
      },
      measured: (self) => () => this.measured(self.peer),
      between: ({ peer }, name, machine) => {
        if (name === 'attributes') this.machines.set(peer, machine as unknown as AttributesView)
        return name === 'can' && lie !== undefined ? lying(machine, (item) => lie(peer, item)) : machine
      },
    })
    this.ring.growTo(nodes)
    this.pass(2 * intervalMs)
  }

  get nodes(): readonly RingNode[] {
    return this.ring.nodes.filter(({ alive }) => alive)
  }

  measured(peer: PeerKey): Measured {
    const ref = this.ring.nodeOf(peer)?.ref
    assert.ok(ref !== undefined)
    return this.changed.get(peer) ?? measuredOf(ref)()
  }

  pass(ms: number): void {
    this.ring.run(this.ring.now + ms)
  }

  find(expression: string, options: { order?: FindOrder; limit?: number; from?: RingNode } = {}): Found {
    const { order, limit = 100, from = this.ring.random.pick(this.nodes) } = options
    assert.ok(from !== undefined)
    let answer: Result<Found> | undefined
    const args = { conditions: parseExpression(expression), order, limit }
    this.ring.command(from, 'attributes', { name: 'find', args }, 10_000, (result) => {
      answer = result as Result<Found>
    })
    for (let i = 0; answer === undefined && i < 500; i++) this.pass(20)
    assert.ok(answer?.ok === true, JSON.stringify(answer))
    return answer.value
  }

  /** Peers for which that is so, in order. */
  those(is: (measured: Measured) => boolean): PeerKey[] {
    return this.nodes
      .map(({ peer }) => peer)
      .filter((peer) => is(this.measured(peer)))
      .sort()
  }
}

/** The machine, but for what it says of items. */
function lying(machine: Machine<Protocol>, lie: (item: Item) => Item): Machine<Protocol> {
  return {
    step: (ctx, input) =>
      machine.step(ctx, input).map((effect) => {
        if (effect.type !== 'respond') return effect
        const body = effect.body as CanResponse
        return body.type === 'answered' ? { ...effect, body: { ...body, items: body.items.map(lie) } } : effect
      }),
    get wakeAt() {
      return machine.wakeAt
    },
    hears: machine.hears,
  }
}

const peersOf = ({ nodes }: Found): PeerKey[] => nodes.map(({ node }) => node.peer).sort()

void describe('attributes of nodes', () => {
  void it('are found from anywhere by what 50 nodes have told, sorted, and by how far they are', () => {
    const world = new AttributesWorld({ seed: 'attributes', nodes: 50 })
    const asked: readonly [string, (measured: Measured) => boolean][] = [
      ['uptime>=0s', () => true],
      ['freeBytes>100GB', ({ freeBytes }) => freeBytes > 100 * GB],
      ['freeBytes<=100GB', ({ freeBytes }) => freeBytes <= 100 * GB],
      ['freeBytes>30GB load<0.3', ({ freeBytes, load }) => freeBytes > 30 * GB && load < 0.3],
      ['uploadRate>=5MB/s load<=.5 uptime>1s', ({ uploadRate, load }) => uploadRate >= 5e6 && load <= 0.5],
      ['load>0.9 load<0.2', () => false],
    ]
    for (const [expression, is] of asked) {
      const found = world.find(expression)
      assert.deepEqual(peersOf(found), world.those(is), expression)
      assert.deepEqual([found.matched, found.hasMore, found.missingParts], [found.nodes.length, false, 0])
    }
    const { nodes, matched } = world.find('freeBytes>1B', { order: { by: 'freeBytes', descending: true }, limit: 5 })
    const most = world.nodes.map(({ peer }) => world.measured(peer).freeBytes).sort((a, b) => b - a)
    assert.deepEqual([nodes.map(({ figures }) => figures.freeBytes), matched], [most.slice(0, 5), 50])
    for (const { node, figures } of nodes) {
      assert.deepEqual(node, world.ring.nodeOf(node.peer)?.ref)
      assert.equal(figures.uploadRate, world.measured(node.peer).uploadRate)
    }
    checkWays(world)
  })

  void it('are told anew when they change much, and are gone when the node is', () => {
    const world = new AttributesWorld({ seed: 'changes', nodes: 16 })
    const [one, two, three] = world.nodes as [RingNode, RingNode, RingNode]
    world.changed.set(one.peer, { freeBytes: 2e15, uploadRate: 1e9, load: 0.01 })
    world.pass(intervalMs / 2)
    assert.deepEqual(peersOf(world.find('freeBytes>1PB')), [one.peer])
    world.changed.set(one.peer, { freeBytes: 1e6, uploadRate: 1e9, load: 0.01 })
    world.pass(intervalMs / 2)
    assert.deepEqual(peersOf(world.find('freeBytes>1PB')), [], 'the old place holds nothing any more')
    assert.deepEqual(peersOf(world.find('freeBytes<=1MB')), [one.peer])
    let left: Result | undefined
    world.ring.command(two, 'attributes', { name: 'withdraw', args: {} }, 20_000, (result) => (left = result))
    world.pass(20_000)
    assert.equal(left?.ok, true)
    world.ring.crash(three)
    world.pass(3.5 * intervalMs)
    const others = world.nodes.map(({ peer }) => peer).filter((peer) => peer !== two.peer)
    assert.deepEqual(peersOf(world.find('uptime>0s', { from: one })), others.sort())
    world.ring.rejoin(three)
    world.pass(2 * intervalMs)
    assert.deepEqual(peersOf(world.find('uptime<1h', { from: one })), [...others, three.peer].sort())
  })

  void it('are not made up by those who keep them', () => {
    const forge = (peer: PeerKey, item: Item): Item => {
      if (!liars.has(peer) || item.value === undefined) return item
      const value = item.value.slice()
      const text = new TextDecoder().decode(value.subarray(64))
      value.set(new TextEncoder().encode(text.replace(/"freeBytes":\d/, '"freeBytes":9')), 64)
      return { ...item, value }
    }
    const liars = new Set<PeerKey>()
    const world = new AttributesWorld({ seed: 'liars', nodes: 12, lie: forge })
    for (const { peer } of world.nodes.slice(0, 4)) liars.add(peer)
    const truth = new Set(world.nodes.map(({ peer }) => world.measured(peer).freeBytes))
    const from = world.nodes[8]
    assert.ok(from !== undefined)
    const { nodes } = world.find('uptime>0s', { from })
    assert.ok(nodes.length > 0 && nodes.length < 12, 'some are withheld')
    for (const { figures } of nodes) assert.ok(truth.has(figures.freeBytes))
  })

  void it('have been up for as much longer as what they told is old', () => {
    const world = new AttributesWorld({ seed: 'age', nodes: 6 })
    const [from] = world.nodes
    assert.ok(from !== undefined)
    const find = () => new Map(world.find('uptime>0s', { from }).nodes.map((found) => [found.node.peer, found]))
    const before = find()
    world.pass(5_000)
    let older = 0
    for (const [peer, { figures, ageMs }] of find()) {
      const first = before.get(peer)
      if (first === undefined || ageMs <= first.ageMs) continue
      older++
      // The same was told: what was added is what has passed since.
      const longer = figures.uptimeMs - first.figures.uptimeMs - (ageMs - first.ageMs)
      assert.ok(Math.abs(longer) < 1_000, `${peer}: ${longer}`)
    }
    assert.ok(older > 0)
  })
})

/** Round trips are foretold about as they are, and the nearest come first. */
function checkWays(world: AttributesWorld): void {
  const { nodes, machines, latencyMs } = world
  const wayTo = (a: RingNode, b: RingNode): number => 2 * latencyMs(a, b)
  const errors: number[] = []
  for (const a of nodes) {
    for (const b of nodes) {
      const other = machines.get(b.peer)
      if (a === b || other === undefined) continue
      const foretold = machines.get(a.peer)?.roundTripTo(other.located.coordinate) ?? NaN
      errors.push(Math.abs(foretold - wayTo(a, b)) / wayTo(a, b))
    }
  }
  const median = errors.sort((x, y) => x - y)[errors.length >> 1] ?? NaN
  assert.ok(median < 0.25, `half of the round trips are foretold within ${median}`)
  const [from] = nodes
  assert.ok(from !== undefined)
  const others = nodes.filter((node) => node !== from)
  const mean = (some: readonly RingNode[]): number =>
    some.reduce((sum, node) => sum + wayTo(from, node), 0) / some.length
  const found = world.find('uptime>0s', { order: { by: 'rtt', descending: false }, limit: 6, from })
  const nodeOf = (peer: PeerKey): RingNode => nodes.find((node) => node.peer === peer) ?? from
  const [own, ...near] = found.nodes
  assert.deepEqual([own?.node.peer, own?.roundTripMs], [from.peer, 0])
  const [are, all] = [mean(near.map(({ node }) => nodeOf(node.peer))), mean(others)]
  assert.ok(are < 0.7 * all, `the five nearest are ${are} ms away in the mean, all ${all}`)
  const told = found.nodes.map(({ roundTripMs }) => roundTripMs)
  assert.deepEqual(
    told,
    [...told].sort((a, b) => a - b),
  )
  const within = world.find(`rtt<${Math.floor(all / 2)}ms`, { from }).nodes
  assert.ok(within.every(({ roundTripMs }) => roundTripMs < all / 2))
  assert.ok(within.length > 1 && within.length < nodes.length)
}
