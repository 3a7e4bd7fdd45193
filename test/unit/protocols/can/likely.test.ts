import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Point } from '../../../../src/base/index.ts'
import type { CanRequest } from '../../../../src/protocols/can/index.ts'
import { Bench, claim, key, refOf, type Asking } from './rig.ts'

/** Holds the left half but for its upper quarter, which n1 has; the right half is n0's, and beyond the first hop. */
function surrounded(around: readonly { name: string; path: string; epoch?: number }[] = []): Bench {
  const bench = new Bench()
  for (const name of ['n0', 'n1']) bench.join(name)
  const { zones = [], granted = [] } = bench.can.describe()[0] ?? {}
  for (const { path, to } of granted) {
    bench.ask(to.peer, { type: 'accept', space: 0, claim: claim(path, 9) })
    const told = around.map((each) => ({ ref: refOf(each.name), claims: [claim(each.path, each.epoch ?? 9)] }))
    // n0 holds the lower half of its half alone; what is above it, it tells of.
    bench.update(to.peer, [claim(to.peer === 'n0' ? `${path}0` : path, 9)], to.peer === 'n0' ? told : [])
  }
  assert.equal(zones.length, 1)
  bench.pass(100)
  bench.asked.length = 0
  return bench
}

const get = (bench: Bench, point: Point): undefined => {
  assert.equal(bench.command({ name: 'get', args: { space: 0, point, key } }), undefined)
}
const asks = (bench: Bench): [string, CanRequest['type']][] =>
  bench.asked.filter(({ body }) => body.type !== 'update').map(({ to, body }) => [to, body.type])

void describe('who probably holds a point', () => {
  void it('is a neighbour that holds it, and is asked at once', () => {
    const bench = surrounded()
    get(bench, [0.9, 0.1])
    assert.deepEqual(asks(bench), [['n0', 'get']])
  })

  void it('is whom the first hop has told of, by the highest epoch, and nobody else', () => {
    const told = surrounded([
      { name: 'older', path: '11', epoch: 3 },
      { name: 'far', path: '11', epoch: 9 },
    ])
    get(told, [0.7, 0.6])
    assert.deepEqual(asks(told), [['far', 'get']])
    const untold = surrounded()
    get(untold, [0.7, 0.6])
    assert.deepEqual(
      asks(untold).map(([, type]) => type),
      ['find'],
    )
  })

  void it('is not who is dead, nor this node, and has to be found then', () => {
    const bench = surrounded([{ name: 'far', path: '11' }])
    bench.dead.add(refOf('far').peer)
    get(bench, [0.7, 0.6])
    const own = surrounded([{ name: 'a', path: '11' }])
    get(own, [0.7, 0.6])
    for (const each of [bench, own]) {
      assert.deepEqual(
        asks(each).map(([, type]) => type),
        ['find'],
      )
    }
  })

  void it('says so when it does not hold it, and the holder is found at once', () => {
    const bench = surrounded([{ name: 'far', path: '11' }])
    get(bench, [0.7, 0.6])
    const [asked] = bench.take('get')
    bench.answer(asked as Asking, { type: 'failed', code: 'NOT_HELD' })
    assert.deepEqual(
      asks(bench).map(([, type]) => type),
      ['find'],
    )
    const [find] = bench.take('find')
    const holder = { ref: refOf('real'), claims: [claim('11', 10)] }
    const found = { type: 'found', space: 0, holder, claim: claim('11', 10), hops: 2, path: [] } as const
    bench.answer(find as Asking, found)
    assert.deepEqual(asks(bench), [['real', 'get']])
  })
})
