import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sha256, systemClock } from '../../src/adapters/system/index.ts'
import { contains, Random, tilingFaults, wallMs, zoneOf, type Epoch, type PeerKey } from '../../src/base/index.ts'
import { CAN_DEFAULTS, type Can, type Gathered } from '../../src/protocols/can/index.ts'
import { LamportClock } from '../../src/protocols/clock/index.ts'
import { makePeer, type Envelope, type KeyRange, type News, type Put, type Result } from '../../src/protocols/index.ts'
import { Dedup, FailureDetector, lamportInterceptor, PeerHost, Pump, QUIET_PORTS } from '../../src/runtime/index.ts'
import { RING_PARAMS } from '../../src/sim/index.ts'
import { encodeEnvelope } from '../../src/wire/index.ts'
import { eventually, ping, Recorder, TestNet, type TestNode } from './harness.ts'
import { envelopeFrame, Stranger } from './stranger.ts'

const COMMAND_MS = 20_000
/** Three are more than one control frame carries. */
const VALUE_BYTES = 6_000
const NOTHING = new Uint8Array()
/** Quick enough to be waited for. */
const CHORD = { ...RING_PARAMS, stabilizeMs: 100 }
const CAN = { ...CAN_DEFAULTS, updateMs: 200, takeoverMs: 200 }

/** Gives what comes to a host, a step each. */
class HostSink extends Recorder {
  pump: Pump | undefined

  override frame(from: PeerKey, at: Epoch, envelope: Envelope): void {
    this.pump?.run((host, now) => {
      host.deliver(now, from, at, envelope)
    })
  }
  override linkUp(peer: PeerKey, at: Epoch): void {
    super.linkUp(peer, at)
    this.pump?.run((host, now) => {
      host.linkUp(now, peer, at)
    })
  }
  override linkDown(peer: PeerKey): void {
    super.linkDown(peer)
    this.pump?.run((host, now) => {
      host.linkDown(now, peer)
    })
  }
  override unreachable(peer: PeerKey, at: Epoch): void {
    super.unreachable(peer, at)
    this.pump?.run((host, now) => {
      host.unreachable(now, peer, at)
    })
  }
}

/** The rows of a node; all is durable a moment after it was written. */
class Rows {
  readonly #rows = new Map<string, Uint8Array>()

  write(batch: readonly Put[]): void {
    for (const { key, value } of batch) {
      if (value === undefined) this.#rows.delete(key)
      else this.#rows.set(key, value)
    }
  }
  page({ from, below }: KeyRange, limit: number) {
    const rows = [...this.#rows].filter(([key]) => key >= from && key < below).sort(([a], [b]) => (a < b ? -1 : 1))
    return { rows: rows.slice(0, limit), more: rows.length > limit }
  }
}

interface CanNode extends TestNode {
  readonly can: Can
  readonly pump: Pump
  /** Of zones, in order. */
  readonly news: Extract<News, { type: 'zoneChanged' }>[]
}

/** A network whose hosts stop with it. */
class CanNet extends TestNet {
  readonly pumps: Pump[] = []

  override async [Symbol.asyncDispose](): Promise<void> {
    for (const pump of this.pumps) pump.stop()
    await super[Symbol.asyncDispose]()
  }
}

/** A node of a space over real connections: ring, CAN, host and pump as in a daemon, its rows in memory. */
async function canNode(net: CanNet, contacts: readonly TestNode[]): Promise<CanNode> {
  const sink = new HostSink()
  const node = await net.node({ sink, limits: { backoffMs: 10, maxBackoffMs: 50 } })
  const { transport, ref, wire } = node
  const random = new Random(`can ${net.nodes.length}`)
  const detector = new FailureDetector()
  const peer = makePeer({
    chord: CHORD,
    can: CAN,
    self: node.peer,
    positions: () => [ref],
    detector,
    keyOf: () => ref.id,
    sha256,
    random,
  })
  const clock = new LamportClock(0, 2 ** 32)
  const rows = new Rows()
  const news: CanNode['news'] = []
  const host = new PeerHost({
    self: node.peer,
    epoch: ref.epoch,
    clock,
    machines: peer.machines,
    detector,
    interceptors: [lamportInterceptor(clock), new Dedup(ref.epoch)],
    random: random.fork('host'),
    ports: {
      ...QUIET_PORTS,
      send: (to, envelope) => transport.send(to, envelope),
      probe: (other) => transport.probe(other),
      dial: (address) => transport.dial(address),
      keep: (other) => transport.keep(other),
      release: (other) => transport.release(other),
      write: (group, batch) => {
        rows.write(batch)
        queueMicrotask(() => {
          pump.run((to, now) => {
            to.durable(now, group, undefined)
          })
        })
      },
      read: (id, range, limit) => {
        pump.run((to, now) => {
          to.rowsRead(now, id, rows.page(range, limit))
        })
      },
      settled: (id, result) => pump.settled(id, result),
      news: (each) => {
        if (each.type === 'zoneChanged') news.push(each)
      },
    },
    wall: () => ({ earliest: wallMs(systemClock.wall()), latest: wallMs(systemClock.wall()) }),
  })
  const pump = new Pump(host, systemClock)
  sink.pump = pump
  net.pumps.push(pump)
  pump.start()
  for (const { address } of contacts) await transport.connect(address)
  const join = { name: 'join', args: { contacts: contacts.map((each) => wire.refs.refOf(each.peer, 0, each.ref.epoch, each.ref.addresses)) } } as const // prettier-ignore
  const joined = await pump.command('chord', join, { deadlineMs: COMMAND_MS })
  assert.ok(joined.ok, JSON.stringify(joined))
  assert.ok(peer.can !== undefined)
  const made = { ...node, can: peer.can, pump, news }
  await eventually(() => zonesOf(made).length > 0, `${node.peer} holds a zone`)
  return made
}

const zonesOf = ({ can }: CanNode): string[] => (can.describe()[0]?.zones ?? []).map(({ path }) => path)
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

/** All hold the whole together, are sure of it, and have nothing to collect. */
function whole(nodes: readonly CanNode[]): boolean {
  const spaces = nodes.map(({ can }) => can.describe()[0])
  const { overlaps, gaps } = tilingFaults(spaces.flatMap((space) => (space?.zones ?? []).map(({ path }) => path)))
  if (overlaps.length > 0 || gaps.length > 0) return false
  // Of four nodes that hold a quarter each, and more, each knows another at least.
  return nodes.every(({ can }, i) => {
    const { takingOver, collecting } = can.figures
    return spaces[i]?.state === 'member' && spaces[i].neighbours.length > 0 && takingOver === 0 && collecting === 0
  })
}

async function get(from: CanNode, key: string, point: readonly number[]): Promise<Uint8Array | undefined> {
  const command = { name: 'get', args: { space: 0, point, key: bytes(key) } } as const
  const read = await from.pump.command('can', command, { deadlineMs: COMMAND_MS })
  assert.ok(read.ok, JSON.stringify(read))
  return read.value.item?.value
}

const violations = (nodes: readonly TestNode[]): unknown[] =>
  nodes.flatMap(({ sink }) => sink.of('event')).filter(({ event }) => event.type === 'violation' || event.type === 'notSent') // prettier-ignore

test('a space over real connections: zones, items, pages of them, one that leaves and one that dies', async () => {
  await using net = new CanNet()
  const first = await canNode(net, [])
  assert.deepEqual(zonesOf(first), [''])
  const others: CanNode[] = []
  for (let i = 0; i < 4; i++) others.push(await canNode(net, [first, ...others].slice(0, 2)))
  const all = [first, ...others]
  await eventually(() => whole(all), 'five share the whole')
  assert.equal(first.news[0]?.change, 'founded')
  for (const { news } of others) assert.equal(news[0]?.change, 'joined')

  const values = new Map<string, { readonly point: readonly number[]; readonly value: Buffer }>()
  const random = new Random('items')
  for (let i = 0; i < 24; i++) {
    const [key, point] = [`key ${i}`, [random.float(), random.float()]]
    const value = Buffer.alloc(VALUE_BYTES, i + 1)
    const from = all[i % all.length] ?? first
    const args = { space: 0, point, key: bytes(key), value, leaseMs: 3_600_000 }
    const kept = await from.pump.command('can', { name: 'put', args }, { deadlineMs: COMMAND_MS })
    assert.ok(kept.ok && kept.value.copies >= 2, JSON.stringify(kept))
    values.set(key, { point, value })
    const where = { name: 'locate', args: { space: 0, point, trace: false } } as const
    const located = await first.pump.command('can', where, { deadlineMs: COMMAND_MS })
    assert.ok(located.ok, JSON.stringify(located))
    const { owner, claim } = located.value
    assert.ok(contains(zoneOf(claim.path, 2), point))
    assert.equal(all.find((node) => zonesOf(node).includes(claim.path))?.peer, owner.peer)
  }
  const readAll = async (nodes: readonly CanNode[]): Promise<void> => {
    for (const [key, { point, value }] of values) {
      for (const node of nodes) assert.ok(value.equals((await get(node, key, point)) ?? NOTHING), key)
    }
    const [from] = nodes
    assert.ok(from !== undefined)
    const found: string[] = []
    let after: string | undefined
    do {
      const args = { space: 0, box: { low: [0, 0], high: [1, 1] }, after, limit: 10 }
      const page: Result<Gathered> = await from.pump.command('can', { name: 'query', args }, { deadlineMs: COMMAND_MS })
      assert.ok(page.ok, JSON.stringify(page))
      const { items, next, missing }: Gathered = page.value
      assert.deepEqual(missing, [])
      for (const { key } of items) found.push(new TextDecoder().decode(key))
      after = next
    } while (after !== undefined)
    assert.deepEqual(found.toSorted(), [...values.keys()].toSorted())
  }
  await readAll(all)
  // What is too large for a control frame goes on the data stream, and only that.
  const carried = (way: 'control' | 'data'): number => all.reduce((sum, { transport }) => sum + transport.envelopeBytes.out[way], 0) // prettier-ignore
  assert.ok(carried('data') > 2 * VALUE_BYTES && carried('control') > 0)

  const [leaver, victim, ...left] = others
  assert.ok(leaver !== undefined && victim !== undefined)
  const handed = await leaver.pump.command('can', { name: 'handOver', args: {} }, { deadlineMs: COMMAND_MS })
  assert.deepEqual(handed, { ok: true, value: { zones: 1 } })
  assert.deepEqual([zonesOf(leaver), leaver.news.at(-1)?.change], [[], 'given'])
  const staying = [first, victim, ...left]
  await eventually(() => whole(staying), 'four share the whole')
  await readAll([first, victim])

  victim.pump.stop()
  await victim.transport.stop()
  const survivors = [first, ...left]
  await eventually(() => whole(survivors), 'three share the whole')
  assert.ok(survivors.some(({ news }) => news.some(({ change, peer }) => change === 'taken' && peer === victim.peer)))
  await readAll(survivors)
  assert.deepEqual(violations(all), [])
})

test('one that breaks a limit of CAN is cut off', async () => {
  await using net = new TestNet()
  const node = await net.node()
  await using stranger = await Stranger.make()
  const { frames } = await stranger.meet(node)
  const find = (id: number, hops: number): Uint8Array => {
    const body = { type: 'find', space: 16, point: [0.5, 0.5], hops, detour: undefined } as const
    return envelopeFrame(encodeEnvelope(node.wire, { ...ping(id), machine: 'can', body } as Envelope))
  }
  frames.send(find(1, 255))
  await node.sink.until('frame')
  frames.send(find(2, 256))
  const { event } = await node.sink.until('event')
  assert.equal(event.type === 'violation' && event.reason, 'limit')
  await node.sink.until('linkDown')
  assert.deepEqual([node.transport.sizes.bans, node.sink.of('frame').length], [1, 1])
})
