import assert from 'node:assert/strict'
import { it } from 'node:test'
import { Bench, claim } from './rig.ts'

void it('a locate that nobody answers is tried again, and says so before its time is over', () => {
  const bench = new Bench()
  bench.join('b')
  bench.update('b', [claim('1', 2)])
  const begun = bench.now
  let result = bench.command({ name: 'locate', args: { space: 0, point: [0.8, 0.8], trace: false } })
  const id = bench.lastReply
  let finds = 0
  while (result === undefined && bench.now - begun < 1_000) {
    for (const asking of bench.asked.splice(0)) {
      if (asking.body.type === 'find') finds++
      bench.fail(asking)
    }
    bench.pass(10)
    result = bench.resultOf(id)
  }
  assert.deepEqual([result?.ok, result?.ok === false && result.code], [false, 'NO_ROUTE'])
  assert.ok(bench.now - begun < 1_000)
  assert.ok(finds > 2, `${finds} finds`)
})

void it('a locate that is given up is not tried again', () => {
  const bench = new Bench()
  bench.join('b')
  bench.update('b', [claim('1', 2)])
  assert.equal(bench.command({ name: 'locate', args: { space: 0, point: [0.8, 0.8], trace: false } }), undefined)
  const id = bench.lastReply
  for (const asking of bench.take('find')) bench.fail(asking)
  bench.give({ type: 'cancel', id: id as never })
  bench.pass(1_000)
  assert.deepEqual([bench.take('find'), bench.resultOf(id)], [[], undefined])
})
