import assert from 'node:assert/strict'
import { it } from 'node:test'
import { Random } from '../../../../src/base/index.ts'
import { compareVersions, type Version } from '../../../../src/protocols/records/index.ts'
import { found, get, put, written } from './deeds.ts'
import { keyOf, Rig, type RigNode } from './rig.ts'

// Reads that ask owner and members at once, while nodes hold others for gone that are not, and messages pass one way only:
// what an owner that has been replaced without its notice would give away as the present state. By hand: DIRECT_SEEDS=1000.
const SEEDS = Number(process.env['DIRECT_SEEDS'] ?? 25)
/** Seeds 46, 60 and 66 catch a reader whom nobody has to confirm the configuration. */
const FROM = Number(process.env['DIRECT_FROM'] ?? 46)
const NODES = 5
const CHANGES = 8
const DEEDS = 6
/** In all well below `lostAfterMs`: until then a majority of a group that cannot be reached blocks, and nobody goes on alone. */
const DEED_MS = 400

interface Outcome {
  readonly read: number
  readonly direct: number
  /** Reads that the owner, or a member, would not take part in under the configuration that the reader knew. */
  readonly unsure: number
  readonly stale: string | undefined
}

function run(seed: number): Outcome {
  const random = new Random(`direct ${seed}`)
  const rig = new Rig(NODES, {}, seed)
  const key = `k${seed}`
  const outcome = { read: 0, direct: 0, unsure: 0, stale: undefined as string | undefined }
  let last: Version | undefined
  for (let change = 0; change < CHANGES; change++) {
    const lost = new Set<string>()
    for (const node of rig.nodes) {
      // At most one each: whoever comes to own something hears of who kept it before, as by the rules of the ring.
      const unseen = random.float() < 0.5 ? random.pick(rig.nodes.filter((other) => other !== node)) : undefined
      node.believes = rig.nodes.filter((other) => other !== unseen)
      if (unseen !== undefined && random.float() < 0.7) lost.add(`${node.peer}>${unseen.peer}`)
    }
    rig.loses = (from, to) => lost.has(`${from.peer}>${to.peer}`)
    rig.ringChanged()
    rig.run(random.below(1_500))
    for (let deed = 0; deed < DEEDS; deed++) {
      const node = random.pick(rig.nodes) as RigNode
      if (random.float() < 0.4) {
        const writing = put(rig, node, key, 'v', {}, DEED_MS)
        if (writing.ok) last = written(writing).version
        continue
      }
      const before = count(rig.nodes, key)
      const reading = get(rig, node, key, DEED_MS)
      const after = count(rig.nodes, key)
      outcome.direct += after.direct - before.direct
      outcome.unsure += after.unsure - before.unsure
      if (!reading.ok && reading.code !== 'NOT_FOUND') continue
      outcome.read++
      const seen = reading.ok ? found(reading).version : undefined
      const isStale = last !== undefined && (seen === undefined || compareVersions(seen, last) < 0)
      if (isStale) outcome.stale ??= `seed ${seed}: ${JSON.stringify(seen)} was read after ${JSON.stringify(last)}`
    }
  }
  return outcome
}

/** Requests for direct reads that have come so far, and those to read that came from others than members. */
function count(nodes: readonly RigNode[], key: string): { direct: number; unsure: number } {
  const { id } = keyOf(key)
  let direct = 0
  let unsure = 0
  for (const { received } of nodes) {
    for (const body of received) {
      if (body.type !== 'get' || body.id !== id) continue
      if (body.under === undefined) unsure++
      else direct++
    }
  }
  return { direct, unsure }
}

it('read nothing older than what was acknowledged before they began', (t) => {
  const sum = { read: 0, direct: 0, unsure: 0 }
  const stale: string[] = []
  for (let seed = FROM; seed < FROM + SEEDS; seed++) {
    const outcome = run(seed)
    sum.read += outcome.read
    sum.direct += outcome.direct
    sum.unsure += outcome.unsure
    if (outcome.stale !== undefined) stale.push(outcome.stale)
  }
  t.diagnostic(`${SEEDS} seeds from ${FROM}: ${JSON.stringify(sum)}`)
  assert.deepEqual(stale, [])
  assert.ok(sum.read >= 3 * SEEDS && sum.direct >= 3 * SEEDS && sum.unsure >= SEEDS, JSON.stringify(sum))
})
