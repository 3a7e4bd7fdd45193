import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { peerKey } from '../../../../src/base/index.ts'
import {
  MAX_AROUND,
  MAX_CLAIMS,
  MAX_HOPS,
  MAX_ITEMS,
  MAX_ITEMS_BYTES,
  type CanResponse,
  type FindRequest,
  type Item,
} from '../../../../src/protocols/can/index.ts'
import { MAX_ATTEMPTS } from '../../../../src/protocols/can/client.ts'
import { MAX_VISITED } from '../../../../src/protocols/can/finder.ts'
import { fit } from '../../../../src/protocols/can/fit.ts'
import { itemBytes } from '../../../../src/protocols/can/items.ts'
import { MAX_LOCATES } from '../../../../src/protocols/can/locator.ts'
import { MAX_ALTERNATES, MAX_TRANSITS } from '../../../../src/protocols/can/params.ts'
import { MAX_PAIR_HOPS } from '../../../../src/protocols/can/reassigner.ts'
import { Bench, claim, key, refOf, WALL_MS } from './rig.ts'

/** It holds the lower half, and those beside it the upper one, as far as it knows. */
function beside(...names: readonly string[]): Bench {
  const bench = new Bench()
  bench.join('n0')
  bench.ask('n0', { type: 'accept', space: 0, claim: claim('1', 2) })
  for (const name of names) bench.update(name, [claim('1', 2)])
  bench.asked.splice(0)
  return bench
}

const point = [0.75, 0.5]
const find = (over: Partial<FindRequest> = {}): FindRequest => ({ type: 'find', space: 0, point, hops: 0, detour: undefined, ...over }) // prettier-ignore
const failed = (code: string): unknown => ({ type: 'failed', code })

void describe('a find that goes through a node', () => {
  void it('is one of so many: one more is refused', () => {
    const bench = beside('n0')
    for (let i = 0; i < MAX_TRANSITS; i++) assert.equal(bench.ask('x', find()), undefined)
    assert.equal(bench.ask('x', find()), 'refused')
  })

  void it('has so many hops: one more ends it', () => {
    const bench = beside('n0')
    assert.equal(bench.ask('x', find({ hops: MAX_HOPS - 2 })), undefined)
    assert.deepEqual(bench.ask('x', find({ hops: MAX_HOPS - 1 })), failed('HOPS_EXCEEDED'))
  })

  void it('tries so many hops, and no further one', () => {
    const names = Array.from({ length: MAX_ALTERNATES + 1 }, (_, i) => `n${i}`)
    const bench = beside(...names)
    let answer: CanResponse | undefined
    bench.heard = (_, body) => {
      answer = body
    }
    bench.ask('x', find())
    let tried = 0
    for (let [hop] = bench.take('find'); hop !== undefined; [hop] = bench.take('find')) {
      assert.equal(answer, undefined)
      tried++
      bench.fail(hop)
    }
    assert.deepEqual([tried, answer], [MAX_ALTERNATES, failed('NO_ROUTE')])
  })

  void it('visits so many on a detour: one more ends it', () => {
    for (const before of [MAX_VISITED - 2, MAX_VISITED - 1]) {
      const bench = new Bench()
      for (const name of ['n0', 'n1']) {
        const granted = bench.join(name)
        assert.ok(typeof granted === 'object' && granted.type === 'granted')
        bench.ask(name, { type: 'accept', space: 0, claim: granted.claim })
        bench.update(name, [granted.claim])
      }
      bench.asked.splice(0)
      // Who holds the point is dead: it goes around, by the other one.
      bench.dead.add(peerKey('n0'))
      const visited = Array.from({ length: before }, (_, i) => peerKey(`v${i}`))
      const answer = bench.ask('x', find({ detour: { nearest: 0, visited } }))
      const [hop] = bench.take('find')
      if (before === MAX_VISITED - 2) assert.deepEqual([answer, hop?.to], [undefined, 'n1'])
      else assert.deepEqual([answer, hop], [failed('NO_ROUTE'), undefined])
    }
  })
})

void describe('commands of a node on points', () => {
  void it('are so many locates at once, those that wait to look again too: one more is refused', () => {
    const bench = beside('n0')
    const locate = { name: 'locate', args: { space: 0, point, trace: false } } as const
    for (let i = 0; i < MAX_LOCATES; i++) assert.equal(bench.command(locate), undefined)
    for (const each of bench.take('find')) bench.fail(each)
    const refused = bench.command(locate)
    assert.ok(refused?.ok === false && refused.code === 'OVERLOAD')
    assert.equal(bench.take('find').length, 0)
  })

  void it('are so many on items at once: one more is refused', () => {
    const bench = beside('n0')
    const get = { name: 'get', args: { space: 0, point, key } } as const
    for (let i = 0; i < MAX_ATTEMPTS; i++) assert.equal(bench.command(get), undefined)
    const refused = bench.command(get)
    assert.ok(refused?.ok === false && refused.code === 'OVERLOAD')
    const [first] = bench.take('get')
    assert.ok(first !== undefined)
    bench.answer(first, { type: 'item', item: undefined })
    assert.equal(bench.command(get), undefined)
  })
})

void describe('what a node holds and tells', () => {
  void it('is so many zones: one more is not taken', () => {
    const bench = beside('n0')
    // None of them is another one's sibling.
    const paths = Array.from({ length: MAX_CLAIMS }, (_, i) => `1${i.toString(2).padStart(5, '0')}0`)
    bench.update(
      'n0',
      paths.map((path) => claim(path, 3)),
    )
    const answers = paths.map((path) =>
      bench.ask('n0', { type: 'give', space: 0, self: refOf('n0'), claim: claim(path, 4), around: [] }),
    )
    const taken = paths.slice(1).map(() => ({ type: 'taken' }))
    assert.deepEqual(answers, [...taken, failed('BUSY')])
    assert.equal(bench.can.describe()[0]?.zones.length, MAX_CLAIMS)
  })

  void it('is so many neighbours of all it has', () => {
    const names = Array.from({ length: MAX_AROUND + 1 }, (_, i) => `n${i}`)
    const bench = beside(...names)
    const answer = bench.update('n0', [claim('1', 2)]) as Extract<CanResponse, { type: 'updated' }>
    assert.deepEqual([bench.neighbours.length, answer.picture.shown?.around.length], [MAX_AROUND + 1, MAX_AROUND])
  })

  void it('is so many items in one message, and so many bytes of them, but one at least', () => {
    const item = (bytes: number): Item => ({
      point,
      key,
      value: new Uint8Array(bytes),
      version: { lamport: 1, peer: peerKey('w') },
      expiresAtMs: WALL_MS,
      keepUntilMs: WALL_MS,
    })
    const empty = itemBytes(item(0))
    assert.equal(fit(Array.from({ length: MAX_ITEMS + 1 }, () => item(0))).length, MAX_ITEMS)
    assert.equal(fit([item(0), item(MAX_ITEMS_BYTES - 2 * empty)]).length, 2)
    assert.equal(fit([item(0), item(MAX_ITEMS_BYTES - 2 * empty + 1)]).length, 1)
    assert.equal(fit([item(MAX_ITEMS_BYTES)]).length, 1)
  })

  void it('is found after so many steps down the tree: one more ends it', () => {
    const pair = (hops: number): unknown => {
      const bench = beside('n0')
      bench.update('n0', [claim('10', 3)])
      return bench.ask('x', { type: 'pair', space: 0, below: claim('0').path, hops })
    }
    assert.deepEqual(pair(MAX_PAIR_HOPS), failed('HOPS_EXCEEDED'))
    assert.equal(pair(MAX_PAIR_HOPS - 1), undefined)
  })
})
