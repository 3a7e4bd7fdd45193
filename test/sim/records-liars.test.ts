import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, it } from 'node:test'
import { ringIdOfKey, type RingId, type Sha256 } from '../../src/base/index.ts'
import type { Effect, Machine, Protocol, Result } from '../../src/protocols/index.ts'
import { HEADS, RECORDS_DEFAULTS } from '../../src/protocols/records/index.ts'
import { RingSimulation, type RingNode } from '../../src/sim/index.ts'

const sha256: Sha256 = (...parts) => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

/** What a replica does with what it is to keep: as it should; says that it has it and drops it; is deaf. */
type Conduct = 'honest' | 'drops' | 'deaf'

const isToKeep = (body: unknown): boolean => {
  const { type } = body as { readonly type: string }
  return type === 'replicate' || type === 'handBack'
}

/** Six daemons with records, of which any can misbehave as a replica. */
class Stage {
  readonly sim: RingSimulation
  readonly conduct = new Map<string, Conduct>()
  /** Writes that were taken and dropped. */
  dropped = 0

  constructor(seed: string) {
    this.sim = new RingSimulation({
      seed,
      dedup: true,
      machines: { records: { ...RECORDS_DEFAULTS, syncMs: 5_000 } },
      between: ({ peer }, name, machine) => (name === 'records' ? this.#replica(peer, machine) : machine),
    })
    this.sim.growTo(6)
    this.sim.settle(120_000)
    this.pass(20_000)
  }

  #replica(peer: string, inner: Machine<Protocol>): Machine<Protocol> {
    const step: Machine<Protocol>['step'] = (ctx, input) => {
      const conduct = this.conduct.get(peer) ?? 'honest'
      const isWrite = input.type === 'request' && isToKeep(input.body)
      if (conduct === 'deaf' && isWrite) return []
      const effects = inner.step(ctx, input)
      return conduct === 'drops' ? effects.map((effect) => this.#withoutHeads(effect)) : effects
    }
    return {
      step,
      get wakeAt() {
        return inner.wakeAt
      },
      hears: inner.hears,
    }
  }

  /** Its machine takes it for written: it says so, and its tree of digests too. */
  #withoutHeads(effect: Effect<Protocol>): Effect<Protocol> {
    if (effect.type !== 'write') return effect
    const batch = effect.batch.filter(({ key, value }) => value === undefined || !key.startsWith(HEADS))
    this.dropped += effect.batch.length - batch.length
    return { ...effect, batch }
  }

  pass(forMs: number): void {
    this.sim.run(this.sim.now + forMs)
  }

  /** The owner of the id and those that follow it. */
  behind(id: RingId): readonly RingNode[] {
    const places = this.sim.places()
    const at = places.findIndex(({ ringId }) => ringId >= id)
    return places.map((_, i) => places[((at < 0 ? 0 : at) + i) % places.length]!.node)
  }

  has(node: RingNode): boolean {
    return node.disk.rows(HEADS).length > 0
  }

  #command(node: RingNode, name: 'put' | 'get', args: Readonly<Record<string, unknown>>): Result | undefined {
    let answer: Result | undefined
    this.sim.command(node, 'records', { name, args }, 10_000, (result) => (answer = result))
    for (let i = 0; i < 1_200 && answer === undefined; i++) this.pass(10)
    return answer
  }

  put(node: RingNode, id: RingId, key: string): { readonly replicas: number } {
    const args = { id, key: bytesOf(key), value: bytesOf('value'), ttlMs: 3_600_000, sign: false }
    const result = this.#command(node, 'put', args)
    assert.ok(result?.ok, JSON.stringify(result))
    return result.value as { replicas: number }
  }

  get(node: RingNode, id: RingId): string {
    const result = this.#command(node, 'get', { id })
    assert.ok(result?.ok, JSON.stringify(result))
    return new TextDecoder().decode((result.value as { value: Uint8Array }).value)
  }
}

describe('a replica that accepts writes and drops them', () => {
  const KEY = 'alpha'
  const ID = ringIdOfKey(sha256, bytesOf(KEY))

  it('counts toward the acknowledgement, and the honest ones still come to have the record, all of them', () => {
    const stage = new Stage('liar and deaf')
    const [owner, second, third, fourth] = stage.behind(ID) as [RingNode, RingNode, RingNode, RingNode]
    stage.conduct.set(second.peer, 'drops')
    stage.conduct.set(third.peer, 'deaf')
    const { replicas } = stage.put(fourth, ID, KEY)
    assert.ok(replicas >= 2)
    assert.ok(stage.dropped > 0)
    // Of the three, the owner alone: that is what an acknowledgement is worth when one of w lies.
    assert.deepEqual(
      [owner, second, third].map((node) => stage.has(node)),
      [true, false, false],
    )
    stage.conduct.set(third.peer, 'honest')
    stage.pass(60_000)
    assert.deepEqual(
      [owner, second, third].map((node) => stage.has(node)),
      [true, false, true],
    )
    assert.equal(stage.get(fourth, ID), 'value')
  })

  it('keeps nothing from being read or repaired: the record outlives the disk of its owner', () => {
    const stage = new Stage('owner dies')
    const [owner, second, third, fourth] = stage.behind(ID) as [RingNode, RingNode, RingNode, RingNode]
    stage.conduct.set(third.peer, 'drops')
    stage.put(fourth, ID, KEY)
    stage.pass(20_000)
    assert.deepEqual(
      [owner, second, third].map((node) => stage.has(node)),
      [true, true, false],
    )
    stage.sim.crash(owner)
    stage.pass(180_000)
    assert.equal(stage.get(fourth, ID), 'value')
    // The group has changed: again two honest ones have it.
    assert.deepEqual(
      [second, third, fourth].map((node) => stage.has(node)),
      [true, false, true],
    )
  })
})
