import assert from 'node:assert/strict'
import { it } from 'node:test'
import { Random, ringIdOfKey } from '../../src/base/index.ts'
import type { Result } from '../../src/protocols/index.ts'
import { RECORDS_DEFAULTS, type FoundRecord, type RecordsCommands } from '../../src/protocols/records/index.ts'
import { History, RingSimulation, type RingNode } from '../../src/sim/index.ts'
import { keptRecords, sha256 } from '../../src/sim/kept-records.ts'

// The short form of test/long/records-churn: in virtual time, so that no machine is too busy for it.

const RECORDS = 400
/** As by default at the admin API. */
const DEADLINE_MS = 5_000
/** Between two operations of the clients together; a quarter of them are writes. */
const EVERY_MS = 15
const SETTLED_MS = 120_000

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

/** Clients of a ring, and what became of what they asked. */
class Clients {
  readonly failed: { readonly kind: string; readonly code: string; readonly atMs: number }[] = []
  reads = 0
  readonly #sim: RingSimulation
  readonly #history: History
  readonly #random: Random
  #serial = 0

  constructor(sim: RingSimulation, random: Random) {
    this.#sim = sim
    this.#history = new History(() => sim.now)
    this.#random = random
  }

  /** Asks any living node. */
  #do(kind: 'put' | 'get', key: string): void {
    const node = this.#random.pick(this.#sim.alive) as RingNode
    const id = ringIdOfKey(sha256, bytesOf(key))
    const value = kind === 'put' ? `${key} ${this.#serial++}` : undefined
    const operation = this.#history.begin(kind, key, value)
    const put: RecordsCommands['put']['args'] = {
      id,
      key: bytesOf(key),
      value: bytesOf(value ?? ''),
      ttlMs: 86_400_000,
      sign: false,
    }
    if (kind === 'get') this.reads++
    const command = kind === 'put' ? { name: kind, args: put } : { name: kind, args: { id } }
    this.#sim.command(node, 'records', command, DEADLINE_MS, (result: Result) => {
      // Who asked is gone.
      if (!node.alive) return
      if (!result.ok && result.code !== 'NOT_FOUND') {
        this.failed.push({ kind, code: result.code, atMs: operation.beganAt })
        this.#history.end(operation, { type: 'unknown' })
      } else if (!result.ok) this.#history.end(operation, { type: 'absent' })
      else {
        const { version, value: found } = result.value as FoundRecord
        const text = kind === 'get' ? new TextDecoder().decode(found) : ''
        this.#history.end(
          operation,
          kind === 'put' ? { type: 'written', version } : { type: 'found', version, value: text },
        )
      }
    })
  }

  fill(): void {
    for (let i = 0; i < RECORDS; i++) {
      this.#do('put', `k${i}`)
      this.#sim.run(this.#sim.now + 5)
    }
    this.#sim.run(this.#sim.now + DEADLINE_MS)
    assert.equal(this.#history.counts.written, RECORDS)
  }

  /** Reads and writes any of them until something holds. */
  goOnUntil(holds: () => boolean): void {
    const until = this.#sim.now + SETTLED_MS
    for (let i = 0; i % 100 !== 0 || !holds(); i++) {
      assert.ok(this.#sim.now < until, 'not before long')
      this.#do(i % 4 === 0 ? 'put' : 'get', `k${this.#random.below(RECORDS)}`)
      this.#sim.run(this.#sim.now + EVERY_MS)
    }
  }

  readAll(): void {
    const { failed } = this
    const before = failed.length
    for (let i = 0; i < RECORDS; i++) this.#do('get', `k${i}`)
    this.#sim.run(this.#sim.now + DEADLINE_MS)
    assert.deepEqual(failed.slice(before), [])
    assert.equal(this.#history.counts.absent, 0)
  }
}

for (const seed of [1, 2]) {
  it(`two of eight die one after another while records are read and written: none is lost, no read fails (${seed})`, (t) => {
    const sim = new RingSimulation({ seed, dedup: true, machines: { records: RECORDS_DEFAULTS } })
    sim.growTo(8)
    sim.settle(SETTLED_MS)
    sim.run(sim.now + 5_000)
    const random = new Random(seed).fork('clients')
    const clients = new Clients(sim, random)
    clients.fill()
    for (const victim of random.shuffle(sim.nodes).slice(0, 2)) {
      sim.crash(victim)
      const at = sim.now
      // What it kept has as many replicas again, on disk.
      const isWhole = (): boolean => {
        const copies = new Map<string, number>()
        for (const node of sim.alive) {
          for (const id of keptRecords(node.disk).keys()) copies.set(id, (copies.get(id) ?? 0) + 1)
        }
        const isMet = [...copies.values()].every((count) => count >= RECORDS_DEFAULTS.replicas)
        return copies.size === RECORDS && isMet && sim.notIdeal() === undefined
      }
      clients.goOnUntil(isWhole)
      t.diagnostic(`whole after ${sim.now - at} ms`)
    }
    sim.run(sim.now + DEADLINE_MS)
    t.diagnostic(`${clients.reads} reads, failed ${JSON.stringify(clients.failed)}`)
    assert.deepEqual(
      clients.failed.filter(({ kind }) => kind === 'get'),
      [],
    )
    clients.readAll()
  })
}
