import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, it } from 'node:test'
import {
  ringIdOfKey,
  ringIdOfSwarm,
  ringIdOfTally,
  type NodeRef,
  type RingId,
  type Sha256,
  type SwarmId,
} from '../../src/base/index.ts'
import { AGREEMENT_DEFAULTS } from '../../src/protocols/agreement/index.ts'
import type { ChordView } from '../../src/protocols/chord/index.ts'
import { makePeer, type Peer, type Result } from '../../src/protocols/index.ts'
import { PROVIDERS_DEFAULTS } from '../../src/protocols/providers/index.ts'
import { RECORDS_DEFAULTS } from '../../src/protocols/records/index.ts'
import { TALLY_DEFAULTS } from '../../src/protocols/tally/index.ts'
import { positionsOf, RING_PARAMS, simulatedSigner, Simulation, type SimNode } from '../../src/sim/index.ts'

const sha256: Sha256 = (...parts) => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const swarmIdOf = (name: string): SwarmId => createHash('sha256').update(name).digest('hex') as SwarmId
const swarmKeys = new Map<SwarmId, RingId>()
const keyOfSwarm = (swarm: SwarmId): RingId => {
  let key = swarmKeys.get(swarm)
  if (key === undefined) swarmKeys.set(swarm, (key = ringIdOfSwarm(sha256, Buffer.from(swarm, 'hex'))))
  return key
}
const tallyKeys = new Map<string, RingId>()
const keyOfTally = (name: string): RingId => {
  let key = tallyKeys.get(name)
  if (key === undefined) tallyKeys.set(name, (key = ringIdOfTally(sha256, bytes(name))))
  return key
}

const JOIN_MS = 10_000
const COMMAND_MS = 8_000
const TTL_MS = 86_400_000
/** Of each kind, kept by the nodes together. */
const THINGS = 24

interface View extends Peer {
  /** Positions of this incarnation. */
  readonly count: number
}
type Node = SimNode<View>

/** Daemons with all that keeps something for others; each incarnation has its own number of positions. */
class Town extends Simulation<View> {
  readonly counts = new Map<string, number>()

  constructor(seed: string) {
    super({
      seed,
      dedup: true,
      codecEvery: 5,
      make: ({ self, detector, random }) => {
        const count = this.counts.get(self.peer) ?? 1
        const positions = positionsOf(self, count)
        const peer = makePeer({
          chord: RING_PARAMS,
          providers: PROVIDERS_DEFAULTS,
          tally: TALLY_DEFAULTS,
          records: { ...RECORDS_DEFAULTS, syncMs: 10_000 },
          agreement: {
            ...AGREEMENT_DEFAULTS,
            lookMs: 2_000,
            deadMs: 4_000,
            settleMs: 1_000,
            shards: 8,
            founder: self.peer === 'n0',
          },
          self: self.peer,
          positions: () => positions,
          detector,
          keyOf: keyOfSwarm,
          tallyKeyOf: keyOfTally,
          sha256,
          signer: simulatedSigner(self.peer),
          random,
        })
        return { machines: peer.machines, view: { ...peer, count } }
      },
    })
  }

  /** Starts a node at so many positions, for the first time or again. */
  join(positions: number, node?: Node): Node {
    if (node === undefined) {
      this.counts.set(`n${this.nodes.length}`, positions)
      node = this.add()
    } else {
      this.counts.set(node.peer, positions)
      if (!node.alive) this.restart(node)
    }
    assert.equal(node.view.count, positions)
    this.#join(node)
    return node
  }

  #join(node: Node): void {
    const { epoch } = node
    const contacts = this.alive
      .filter((other) => other !== node && other.view.ring.state(0) !== 'joining')
      .slice(0, 3)
      .map(({ ref }) => ref)
    this.command(node, 'chord', { name: 'join', args: { contacts } }, JOIN_MS, (result) => {
      if (!result.ok && node.alive && node.epoch === epoch) this.#join(node)
    })
  }

  /** Runs until a command has ended. */
  do(
    node: Node,
    machine: 'chord' | 'providers' | 'tally' | 'records' | 'agreement',
    name: string,
    args: object,
  ): Result {
    let outcome: Result | undefined
    this.command(node, machine, { name, args }, COMMAND_MS, (result) => (outcome = result))
    for (let waitedMs = 0; outcome === undefined && waitedMs <= COMMAND_MS + 100; waitedMs += 5) this.run(this.now + 5)
    if (outcome === undefined) throw new Error(`${machine} ${name} has not ended`)
    return outcome
  }

  /** Does it with success, some time: what a ring in motion refuses is asked again. */
  sure(node: Node, machine: Parameters<Town['do']>[1], name: string, args: object): unknown {
    for (let tries = 0; ; tries++) {
      const result = this.do(node, machine, name, args)
      if (result.ok) return result.value
      assert.ok(tries < 20, `${node.peer} ${machine} ${name} ${JSON.stringify(result)}`)
      this.run(this.now + 1_000)
    }
  }

  /** Who is at which place, by ring id, as it must be. */
  places(): { id: RingId; peer: string }[] {
    return this.alive
      .flatMap(({ peer, view }) => view.ring.positions().map((position) => ({ id: view.ring.self(position).id, peer })))
      .sort((a, b) => (a.id < b.id ? -1 : 1))
  }

  #isIdeal(): boolean {
    const places = this.places()
    const headOf = (ring: ChordView, position: number): NodeRef | undefined => ring.successors(position)[0]
    return this.alive.every(({ view: { ring } }) =>
      ring.positions().every((position) => {
        const at = places.findIndex(({ id }) => id === ring.self(position).id)
        const next = places[(at + 1) % places.length]?.id
        const before = places[(at + places.length - 1) % places.length]?.id
        return headOf(ring, position)?.id === next && ring.predecessor(position)?.id === before && ring.onRing(position)
      }),
    )
  }

  /** The ring is ideal, tallies and records are where they belong, and groups are of three. */
  settle(what: string): void {
    const until = this.now + 300_000
    const unsettled = (): string[] => [
      ...(this.#isIdeal() ? [] : ['the ring is not ideal']),
      ...this.alive.flatMap(({ peer, view }) => {
        const { tally, records, agreement } = view
        assert.ok(tally !== undefined && records !== undefined && agreement !== undefined)
        const { unsettled, underTarget, leaving } = records.figures.ranges
        const { sealed, incomplete } = agreement.sizes
        return [
          ...(tally.sizes.moving > 0 ? [`${peer} moves tallies`] : []),
          ...(unsettled + underTarget + leaving > 0 ? [`${peer} moves records`] : []),
          ...(sealed + incomplete > 0 ? [`${peer} changes groups`] : []),
        ]
      }),
    ]
    for (let calm = 0; calm < 8;) {
      const why = unsettled()
      calm = why.length === 0 ? calm + 1 : 0
      assert.ok(this.now < until, `${what}: ${why.join('; ')}`)
      this.run(this.now + 1_000)
    }
  }
}

const keyOf = (i: number): Uint8Array => bytes(`key ${i}`)
const idOf = (i: number): RingId => ringIdOfKey(sha256, keyOf(i))
/** In one of the shards that there are. */
const registerOf = (i: number): RingId => `0${i % 8}${idOf(i).slice(2)}` as RingId

/** Writes what is to be found whatever happens. */
function fill(town: Town): void {
  const node = (i: number): Node => town.alive[i % town.alive.length] as Node
  for (let i = 0; i < THINGS; i++) {
    const value = bytes(`value ${i}`)
    town.sure(node(i), 'records', 'put', { id: idOf(i), key: keyOf(i), value, ttlMs: TTL_MS, sign: i % 2 === 0 })
    const change = { type: 'put', value, contentType: '', ttlMs: undefined, ifMatch: undefined }
    town.sure(node(i + 1), 'agreement', 'change', { id: registerOf(i), key: keyOf(i), change })
    town.sure(node(i + 2), 'tally', 'add', { name: `tally ${i}`, n: i + 1, semantics: 'at-most-once' })
    town.sure(node(0), 'providers', 'announce', { swarm: swarmIdOf(`swarm ${i}`), seeding: true })
  }
}

/** A town of nodes with so many positions each, in which all is written that is to be found. */
function filled(seed: string, counts: readonly number[]): Town {
  const town = new Town(seed)
  for (const positions of counts) {
    town.join(positions)
    town.run(town.now + 2_000)
  }
  town.settle('grown')
  fill(town)
  return town
}

/** All of it is found, from anybody. */
function checkAll(town: Town, what: string): void {
  const { alive } = town
  for (let i = 0; i < THINGS; i++) {
    const node = alive[i % alive.length] as Node
    const where = `${what}, from ${node.peer} (${node.view.count} positions): ${i}`
    const record = town.sure(node, 'records', 'get', { id: idOf(i) }) as { value: Uint8Array }
    assert.deepEqual(new TextDecoder().decode(record.value), `value ${i}`, where)
    const change = { type: 'read' }
    const state = town.sure(node, 'agreement', 'change', {
      id: registerOf(i),
      key: keyOf(i),
      change,
    }) as { value: Uint8Array }
    assert.deepEqual(new TextDecoder().decode(state.value), `value ${i}`, where)
    assert.equal((town.sure(node, 'tally', 'get', { name: `tally ${i}` }) as { value: number }).value, i + 1, where)
    const asker = node.peer === 'n0' ? (alive[(i + 1) % alive.length] as Node) : node
    const found = town.sure(asker, 'providers', 'find', {
      swarm: swarmIdOf(`swarm ${i}`),
      limit: 5,
    }) as { providers: readonly { ref: NodeRef }[] }
    assert.deepEqual(
      found.providers.map(({ ref }) => ref.peer as string),
      ['n0'],
      where,
    )
  }
  checkCopies(town, what)
}

/** Each record is on the disks of its owner and of the next two distinct peers; each group is of three distinct peers. */
function checkCopies(town: Town, what: string): void {
  const places = town.places()
  for (let i = 0; i < THINGS; i++) {
    const at = Math.max(
      0,
      places.findIndex(({ id }) => id >= idOf(i)),
    )
    const group = new Set<string>()
    for (let n = 0; n < places.length && group.size < 3; n++) group.add(places[(at + n) % places.length]?.peer ?? '')
    const from = `records/m/${idOf(i)}`
    const keepers = town.alive.filter(({ disk }) => disk.page({ from, below: `${from}~` }, 1).rows.length > 0)
    assert.deepEqual(keepers.map(({ peer }) => peer as string).sort(), [...group].sort(), `${what}: record ${i}`)
  }
}

describe('nodes with different numbers of positions', () => {
  it('keep records, registers, tallies and providers together, through restarts with more and with fewer', () => {
    const town = filled('town', [3, 1, 4, 1, 8])
    checkAll(town, 'filled')
    // Each again, with more positions, with fewer, or with one: nothing is lost, and everything moves to its place.
    for (const [index, positions] of [
      [1, 6],
      [4, 2],
      [2, 1],
      [0, 5],
      [3, 16],
    ] as const) {
      const node = town.nodes[index] as Node
      town.crash(node)
      town.run(town.now + 500)
      town.join(positions, node)
      town.settle(`${node.peer} with ${positions}`)
      // The announcements of a daemon that was restarted are made anew by who shares; here that is the test.
      if (index === 0) {
        for (let i = 0; i < THINGS; i++) {
          town.sure(node, 'providers', 'announce', { swarm: swarmIdOf(`swarm ${i}`), seeding: true })
        }
      }
      checkAll(town, `${node.peer} with ${positions}`)
    }
  })

  it('leave with all of their positions: what they kept is with the others at once', () => {
    const town = filled('leaving', [2, 4, 1, 5, 3])
    const node = town.nodes[3] as Node
    for (const machine of ['providers', 'tally', 'records', 'agreement'] as const) {
      const { left = 0 } = town.sure(node, machine, 'handOver', {}) as { left?: number }
      assert.equal(left, 0, machine)
    }
    const { handedOver } = town.sure(node, 'chord', 'leave', {}) as { handedOver: boolean }
    assert.equal(handedOver, true)
    town.stop(node)
    town.settle('left')
    checkAll(town, 'left')
  })

  it('a node that dies with all its positions takes nothing with it', () => {
    const town = filled('dying', [2, 4, 1, 5, 3])
    // Tallies have no copies: those that it keeps come back with it, and they do although it has one position then.
    const node = town.nodes[3] as Node
    town.crash(node)
    town.run(town.now + 15_000)
    for (let i = 0; i < THINGS; i++) {
      const from = town.alive[i % town.alive.length] as Node
      const record = town.sure(from, 'records', 'get', { id: idOf(i) }) as { value: Uint8Array }
      assert.deepEqual(new TextDecoder().decode(record.value), `value ${i}`)
      town.sure(from, 'agreement', 'change', { id: registerOf(i), key: keyOf(i), change: { type: 'read' } })
    }
    town.join(1, node)
    town.settle('back')
    checkAll(town, 'back')
  })
})
