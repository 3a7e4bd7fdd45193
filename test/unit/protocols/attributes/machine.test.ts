import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { epoch, multiaddr, peerKey, Random, type NodeRef, type PeerKey } from '../../../../src/base/index.ts'
import type { Gathered, Item } from '../../../../src/protocols/can/index.ts'
import { encodeEntry, keyOfPeer } from '../../../../src/protocols/attributes/entry.ts'
import { MAX_FINDS, MAX_SEEN } from '../../../../src/protocols/attributes/finder.ts'
import {
  ATTRIBUTES_DEFAULTS,
  makeAttributes,
  MAX_FOUND,
  ORIGIN,
  parseExpression,
  type Attributes,
  type AttributesProtocol,
  type Found,
  type Measured,
} from '../../../../src/protocols/attributes/index.ts'
import { MAX_OLD } from '../../../../src/protocols/attributes/publisher.ts'
import type { CallId, Context, Effect, Input, Result } from '../../../../src/protocols/index.ts'
import type { Signer } from '../../../../src/protocols/signer.ts'

const WALL_MS = 1_700_000_000_000
const refOf = (peer: PeerKey): NodeRef => ({ peer, position: 0, epoch: epoch(1), addresses: [multiaddr('/ip4/127.0.0.1/tcp/1')] }) as unknown as NodeRef // prettier-ignore
/** Everybody signs alike. */
const signer: Signer = { sign: () => new Uint8Array(64), verify: () => true }

/** Something that the machine commands CAN. */
interface Call {
  readonly call: CallId
  readonly name: 'put' | 'remove' | 'query'
}

/** A machine whose calls to CAN a test answers. */
class Bench {
  readonly machine: Attributes
  readonly calls: Call[] = []
  readonly results = new Map<number, Result<Found>>()
  measured: Measured = { freeBytes: 1, uploadRate: 1, load: 0 }
  now = 0
  #id = 0

  constructor() {
    const self = refOf(peerKey('a'))
    this.machine = makeAttributes(
      ATTRIBUTES_DEFAULTS,
      {
        self: self.peer,
        ring: { self: () => self, knownNodes: () => [] },
        detector: { isDead: () => false },
        signer,
        measured: () => this.measured,
        refOf: (peer) => refOf(peer),
      },
      new Random('attributes'),
      [],
    )
  }

  give(input: Input<AttributesProtocol>): void {
    const context = { now: this.now, wall: { earliest: WALL_MS, latest: WALL_MS }, lamport: 1, epoch: 1 } as unknown as Context // prettier-ignore
    for (const effect of this.machine.step(context, input)) this.#carryOut(effect)
  }

  /** The id of the command. */
  find(limit: number): number {
    const args = { conditions: parseExpression('uptime>=0s'), order: undefined, limit }
    this.give({ type: 'command', id: ++this.#id as never, command: { name: 'find', args }, leftMs: 10_000 })
    return this.#id
  }

  command(command: { readonly name: 'withdraw'; readonly args: Readonly<Record<string, never>> }): void {
    this.give({ type: 'command', id: ++this.#id as never, command, leftMs: 10_000 })
  }

  take(name: Call['name']): Call[] {
    const found = this.calls.filter((call) => call.name === name)
    for (const each of found) this.calls.splice(this.calls.indexOf(each), 1)
    return found
  }

  answer({ call }: Call, value: unknown): void {
    this.give({ type: 'result', call, result: { ok: true, value } as never })
  }

  fail({ call }: Call): void {
    this.give({ type: 'result', call, result: { ok: false, code: 'NO_ROUTE', detail: 'nobody' } as never })
  }

  #carryOut(effect: Effect<AttributesProtocol>): void {
    if (effect.type === 'done') this.results.set(effect.id, effect.result as Result<Found>)
    else if (effect.type === 'call') this.calls.push({ call: effect.call, name: effect.command.name })
  }
}

function page(from: number, count: number, next: string | undefined): Gathered {
  const items = Array.from({ length: count }, (_, i): Item => {
    const peer = peerKey(`p${from + i}`)
    const value = encodeEntry(signer, {
      epoch: epoch(1),
      serial: 1,
      atMs: WALL_MS,
      leaseMs: 60_000,
      figures: { freeBytes: 1, uploadRate: 1, uptimeMs: 1, load: 1 },
      located: { coordinate: ORIGIN, error: 1 },
      addresses: [],
    })
    const expiresAtMs = WALL_MS + 60_000
    return { point: [0], key: keyOfPeer(peer), value, version: { lamport: 1, peer }, expiresAtMs, keepUntilMs: expiresAtMs } // prettier-ignore
  })
  return { items, next, missing: [], asked: 1 }
}

void describe('limits of the attributes', () => {
  void it('so many finds at once: one more is refused', () => {
    const bench = new Bench()
    const ids = Array.from({ length: MAX_FINDS + 1 }, () => bench.find(1))
    const refused = ids.filter((id) => bench.results.has(id))
    assert.deepEqual(refused, ids.slice(-1))
    const result = bench.results.get(refused[0] ?? 0)
    assert.ok(result?.ok === false && result.code === 'OVERLOAD')
    const [first] = bench.take('query')
    assert.ok(first !== undefined)
    bench.answer(first, page(0, 1, undefined))
    assert.equal(bench.results.has(bench.find(1)), false)
  })

  void it('a find tells of so many nodes, whatever it is asked for', () => {
    for (const [there, told] of [
      [MAX_FOUND, MAX_FOUND],
      [MAX_FOUND + 1, MAX_FOUND],
    ] as const) {
      const bench = new Bench()
      const id = bench.find(MAX_FOUND + 1)
      const [query] = bench.take('query')
      assert.ok(query !== undefined)
      bench.answer(query, page(0, there, undefined))
      const result = bench.results.get(id)
      assert.ok(result?.ok)
      assert.deepEqual([result.value.nodes.length, result.value.matched], [told, there])
    }
  })

  void it('a find looks at so many items, and says that there are more', () => {
    const bench = new Bench()
    // What nobody has told counts too: all are of one peer.
    const id = bench.find(2)
    const one = page(0, 1, 'next').items
    let looked = 0
    for (let [query] = bench.take('query'); query !== undefined; [query] = bench.take('query')) {
      const items = Array.from({ length: 256 }, () => one).flat()
      looked += items.length
      bench.answer(query, { ...page(0, 0, 'next'), items })
    }
    const result = bench.results.get(id)
    assert.ok(result?.ok)
    assert.deepEqual([looked, result.value.hasMore, result.value.nodes.length], [MAX_SEEN, true, 1])
  })

  void it('so many places are remembered at which something of it may stand', () => {
    for (const tries of [MAX_OLD, MAX_OLD + 1]) {
      const bench = new Bench()
      for (let i = 0; i < tries; i++) {
        // It comes to stand elsewhere each time, and nobody says that it stands there.
        bench.measured = { freeBytes: 2 ** (20 + 2 * i), uploadRate: 1, load: 0 }
        bench.give({ type: 'tick' })
        const [put] = bench.take('put')
        assert.ok(put !== undefined)
        bench.fail(put)
        bench.now += 4_000
      }
      bench.command({ name: 'withdraw', args: {} })
      assert.equal(bench.take('remove').length, MAX_OLD)
    }
  })
})
