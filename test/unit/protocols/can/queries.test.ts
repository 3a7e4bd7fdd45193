import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { ROOT_PATH, type NodeRef, type ZonePath } from '../../../../src/base/index.ts'
import type {
  CanProtocol,
  CanResponse,
  Claim,
  Gathered,
  Holding,
  Item,
  ZoneMap,
} from '../../../../src/protocols/can/index.ts'
import { MAX_ASKED, MAX_MAP_ZONES, MAX_MET, MAX_MISSING, MAX_QUERIES } from '../../../../src/protocols/can/querier.ts'
import type { CommandOf, Result } from '../../../../src/protocols/index.ts'
import { Bench, claim, key, refOf, WALL_MS, type Asking } from './rig.ts'

/** It holds the lower half, and n0 the upper one. */
function beside(): { readonly bench: Bench; readonly other: Claim } {
  const bench = new Bench()
  // It has nothing to collect.
  bench.pass(1_000)
  const granted = bench.join('n0')
  assert.ok(typeof granted === 'object' && granted.type === 'granted')
  const other = granted.claim
  assert.equal(other.path, '1')
  assert.deepEqual(bench.ask('n0', { type: 'accept', space: 0, claim: other }), { type: 'taken' })
  bench.update('n0', [other])
  bench.asked.splice(0)
  return { bench, other }
}

const UPPER = { low: [0.5, 0], high: [1, 1] }
const query = (limit = 1): CommandOf<CanProtocol> => ({ name: 'query', args: { space: 0, box: UPPER, after: undefined, limit } }) // prettier-ignore
const map: CommandOf<CanProtocol> = { name: 'map', args: { space: 0 } }
const answered = (covered: readonly string[], around: readonly Holding[] = []): CanResponse => ({
  type: 'answered',
  items: [],
  more: false,
  covered: covered as readonly ZonePath[],
  counts: [],
  around,
})

/** Begins a command, and gives what it asks to who answers it until it has ended. */
function run(bench: Bench, command: CommandOf<CanProtocol>, answer: (asking: Asking) => CanResponse): Result {
  const first = bench.command(command)
  const id = bench.lastReply
  for (let result = first; ; result = bench.resultOf(id)) {
    if (result !== undefined) return result
    const asked = bench.asked.splice(0)
    assert.ok(asked.length > 0, 'it waits for nobody')
    for (const each of asked) bench.answer(each, answer(each))
  }
}

void describe('what one query costs at most', () => {
  void it('one node is asked for so many of the nearest and no more, though it always has more: the rest is missing', () => {
    const { bench, other } = beside()
    const limit = 1_000
    let asked = 0
    let looked = 0
    const command: CommandOf<CanProtocol> = { name: 'nearest', args: { space: 0, point: [0.75, 0.5], limit } }
    const found = gathered(bench, command, ({ body }) => {
      if (body.type === 'find') {
        looked++
        return { type: 'found', space: 0, holder: holding('n0', other), claim: other, hops: 1, path: [] }
      }
      assert.equal(body.type, 'query')
      const item: Item = {
        point: [0.75, 0.75],
        key: Uint8Array.of(++asked >> 8, asked & 255),
        value: key,
        version: { lamport: 1, peer: refOf('w').peer },
        expiresAtMs: WALL_MS + 1_000,
        keepUntilMs: WALL_MS + 1_000,
      }
      return { type: 'answered', items: [item], more: true, covered: [other.path], counts: [], around: [] }
    })
    assert.deepEqual([asked, looked], [MAX_ASKED, 1])
    assert.deepEqual([found.items.length, found.missing], [limit, [other.path]])
  })

  void it('one that answers for nothing is found and asked once more, so often for all of a query', () => {
    const { bench, other } = beside()
    let asked = 0
    const found = gathered(bench, query(), ({ body }) => {
      if (body.type === 'query') asked++
      if (body.type === 'query') return answered([])
      return { type: 'found', space: 0, holder: holding('n0', other), claim: other, hops: 1, path: [] }
    })
    assert.deepEqual([asked, found.missing], [1 + 16, [other.path]])
  })

  void it('it meets so many nodes: one more is not asked', () => {
    for (const others of [MAX_MET - 2, MAX_MET - 1]) {
      const { bench } = beside()
      bench.command(query())
      const [first] = bench.take('query')
      assert.ok(first !== undefined)
      // They are asked in the order of their zones: the last that is named would be the first.
      const around = Array.from({ length: others }, (_, i) => holding(`m${i}`, claim('11', 3)))
      bench.answer(first, answered([], [...around, holding('last', claim('10', 3))]))
      const [next] = bench.take('query')
      assert.equal(next?.to, others === MAX_MET - 2 ? 'last' : 'm0')
    }
  })

  void it('so many run at once, and one more is refused', () => {
    const { bench } = beside()
    for (let i = 0; i < MAX_QUERIES; i++) assert.equal(bench.command(query()), undefined)
    const refused = bench.command(query())
    assert.ok(refused?.ok === false && refused.code === 'OVERLOAD')
    for (const each of bench.take('query').slice(0, 1)) bench.answer(each, answered(['1']))
    assert.equal(bench.command(query()), undefined)
  })

  void it('a map shows so many zones', () => {
    const { bench, other } = beside()
    const paths = Array.from({ length: MAX_MAP_ZONES }, (_, i) => other.path + i.toString(2).padStart(12, '0'))
    for (const [covered, shown] of [
      // With its own.
      [paths.slice(1), MAX_MAP_ZONES],
      [paths, MAX_MAP_ZONES],
    ] as const) {
      const { zones } = mapped(bench, map, () => answered(covered))
      assert.equal(zones.length, shown)
    }
  })

  void it('so many parts are told as missing', () => {
    const { bench, other } = beside()
    for (const holes of [MAX_MISSING, 2 * MAX_MISSING]) {
      const bits = Math.log2(holes)
      const covered = Array.from({ length: holes }, (_, i) => `${other.path}${i.toString(2).padStart(bits, '0')}0`)
      const { missing } = gathered(bench, query(), ({ body }) =>
        body.type === 'query' ? answered(covered) : { type: 'failed', code: 'NO_ROUTE' },
      )
      assert.equal(missing.length, MAX_MISSING)
      assert.ok(missing.every((path) => path !== ROOT_PATH && path.endsWith('1')))
    }
  })
})

const gathered = (...[bench, command, answer]: Parameters<typeof run>): Gathered => {
  const result = run(bench, command, answer) as Result<Gathered>
  assert.ok(result.ok, JSON.stringify(result))
  return result.value
}
const mapped = (...[bench, command, answer]: Parameters<typeof run>): ZoneMap => {
  const result = run(bench, command, answer) as Result<ZoneMap>
  assert.ok(result.ok, JSON.stringify(result))
  return result.value
}

function holding(
  name: string,
  ...claims: readonly Claim[]
): { readonly ref: NodeRef; readonly claims: readonly Claim[] } {
  return { ref: refOf(name), claims }
}
