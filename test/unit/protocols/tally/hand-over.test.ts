import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { TallyRefusal } from '../../../../src/protocols/tally/index.ts'
import { MAX_MOVES } from '../../../../src/protocols/tally/index.ts'
import { answer, asked, called, Desk, ended, located, nodeOf, row } from './desk.ts'

const taker = nodeOf('d')

/** A keeper of some tallies that are another's now, as far as it has got with them by itself. */
function outgrown(tallies: number): { desk: Desk; calls: ReturnType<typeof called> } {
  const rows = Array.from({ length: tallies }, (_, i) => row(`tally/kept/n${i}`, { value: i + 1, by: 'a' }))
  const desk = new Desk({}, {}, rows).started()
  desk.wait(1_000)
  desk.owned = false
  desk.boundary = nodeOf('bb')
  desk.do({ type: 'news', news: { type: 'rangeChanged', position: 0 } })
  return { desk, calls: called(desk.wait(1_000)) }
}

/** Up to the question whether the taker takes it. */
function offered(): { desk: Desk; ask: ReturnType<typeof asked>[number] } {
  const { desk, calls } = outgrown(1)
  const [ask] = asked(desk.do(located(calls[0]!.call, taker)))
  assert.ok(ask !== undefined)
  return { desk, ask }
}

describe('a tally that is another’s now', () => {
  it('is written down as given before it is offered, and forgotten when it has been taken', () => {
    const { desk, ask } = offered()
    assert.equal(ask.semantics, 'at-most-once')
    assert.ok(ask.body.type === 'take' && ask.body.amount === 1 && ask.after !== undefined)
    assert.equal(desk.row('tally/kept/n0'), undefined)
    assert.deepEqual(desk.row('tally/given/n0'), { amount: 1, serial: ask.body.serial, to: taker })
    assert.deepEqual([desk.tally.sizes.kept, desk.tally.sizes.moving], [0, 1])
    const effects = desk.do(answer(ask.ask, 'd', { type: 'taken' }))
    assert.equal(desk.disk.size, 0)
    const [settled] = effects.filter(({ type }) => type === 'send')
    assert.ok(settled?.type === 'send' && settled.to === taker && settled.body.below > ask.body.serial)
    assert.equal(desk.tally.sizes.moving, 0)
  })

  it('comes back when the taker says no, and is offered again later', () => {
    for (const code of ['NOT_KEEPER', 'FULL', 'OUT_OF_RANGE'] as TallyRefusal[]) {
      const { desk, ask } = offered()
      desk.do(answer(ask.ask, 'd', { type: 'failed', code }))
      assert.deepEqual(desk.row('tally/kept/n0'), { value: 1, by: nodeOf('c').peer })
      assert.equal(desk.row('tally/given/n0'), undefined)
      assert.equal(called(desk.wait(1_999)).length, 0)
      assert.equal(called(desk.wait(1)).length, 1)
    }
  })

  it('stays given while nobody knows whether it was taken, and is offered again with the same serial', () => {
    for (const why of ['timeout', 'unknown-outcome', 'refused', 'overload'] as const) {
      const { desk, ask } = offered()
      desk.do({ type: 'failed', ask: ask.ask, from: taker.peer, why })
      assert.equal(desk.row('tally/kept/n0'), undefined)
      const [again] = asked(desk.wait(1_500))
      assert.deepEqual(again?.body, ask.body)
      assert.equal(again?.after, undefined)
      // Unreachable now: it may have been taken before.
      desk.do({ type: 'failed', ask: again.ask, from: taker.peer, why: 'unreachable' })
      assert.equal(desk.row('tally/kept/n0'), undefined)
    }
  })

  it('comes back when nothing has ever left', () => {
    const { desk, ask } = offered()
    desk.do({ type: 'failed', ask: ask.ask, from: taker.peer, why: 'unreachable' })
    assert.deepEqual(desk.row('tally/kept/n0'), { value: 1, by: nodeOf('c').peer })
  })

  it('is not offered when it could not be written down', () => {
    const { desk, calls } = outgrown(1)
    const read = desk.step(located(calls[0]!.call, taker))[0]
    assert.ok(read?.type === 'read')
    const [ask, write] = desk.step(desk.rows(read))
    assert.ok(ask?.type === 'ask' && write?.type === 'write' && ask.after === write.op)
    desk.do({ type: 'ioFailed', op: write.op, code: 'STORAGE_FULL' })
    assert.deepEqual([desk.tally.sizes.kept, desk.tally.sizes.moving], [1, 0])
    assert.deepEqual(desk.row('tally/kept/n0'), { value: 1, by: 'a' })
    assert.equal(called(desk.wait(2_000)).length, 1)
  })

  it('is asked about again after a restart of the giver', () => {
    const { desk, ask } = offered()
    const again = new Desk({}, {}, [...desk.disk]).started()
    assert.equal(again.tally.sizes.moving, 1)
    const [offer] = asked(again.wait(1_000))
    assert.deepEqual([offer?.body, offer?.to], [ask.body, taker])
    again.do({ type: 'failed', ask: offer!.ask, from: taker.peer, why: 'unreachable' })
    assert.equal(again.row('tally/kept/n0'), undefined, 'before the restart it may have been taken')
  })

  it(`moves with ${MAX_MOVES} at a time`, () => {
    const { desk, calls } = outgrown(MAX_MOVES + 1)
    assert.equal(calls.length, MAX_MOVES)
    const [ask] = asked(desk.do(located(calls[0]!.call, taker)))
    const next = desk.do(answer(ask!.ask, 'd', { type: 'taken' }))
    assert.equal(called(next).length, 1)
  })
})

describe('a keeper that leaves', () => {
  it('gives all to its successor, refuses meanwhile, and ends', () => {
    const desk = new Desk({}, {}, [row('tally/kept/x', { value: 5, by: 'a' })]).started()
    const [ask] = asked(desk.do(desk.command({ name: 'handOver', args: {} })))
    assert.deepEqual(ask?.to, taker)
    assert.deepEqual(desk.add('y', 1), { type: 'failed', code: 'NOT_KEEPER' })
    const [done] = ended(desk.do(answer(ask.ask, 'd', { type: 'taken' })))
    assert.deepEqual(done?.result, { ok: true, value: { given: 1, left: 0 } })
    desk.do({ type: 'news', news: { type: 'ringState', state: 'member' } })
    assert.equal(desk.add('y', 1)?.type, 'counted', 'it has joined again')
  })

  it('ends before its deadline although the successor says nothing; alone it ends at once', () => {
    const desk = new Desk({}, {}, [row('tally/kept/x', { value: 5, by: 'a' })]).started()
    desk.do(desk.command({ name: 'handOver', args: {} }, 3_000))
    assert.equal(ended(desk.wait(2_899)).length, 0)
    assert.deepEqual(ended(desk.wait(1))[0]?.result, { ok: true, value: { given: 0, left: 1 } })
    const alone = new Desk({}, {}, [row('tally/kept/x', { value: 5, by: 'a' })]).started()
    alone.successors = []
    const [done] = ended(alone.do(alone.command({ name: 'handOver', args: {} })))
    assert.deepEqual(done?.result, { ok: true, value: { given: 0, left: 1 } })
  })
})
