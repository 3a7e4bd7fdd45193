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
      assert.equal(called(desk.wait(1_599)).length, 0)
      assert.equal(called(desk.wait(801)).length, 1)
    }
  })

  it('stays given while nobody knows whether it was taken, and is offered again with the same serial', () => {
    for (const why of ['timeout', 'unknown-outcome', 'refused', 'overload'] as const) {
      const { desk, ask } = offered()
      desk.do({ type: 'failed', ask: ask.ask, from: taker.peer, why })
      assert.equal(desk.row('tally/kept/n0'), undefined)
      const [again] = asked(desk.wait(1_500))
      assert.ok(again?.body.type === 'take' && ask.body.type === 'take')
      assert.deepEqual({ ...again.body, below: ask.body.below }, ask.body)
      assert.equal(again.after, undefined)
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
    assert.equal(called(desk.wait(2_400)).length, 1)
  })

  it('is asked about again after a restart of the giver', () => {
    const { desk, ask } = offered()
    const again = new Desk({}, {}, [...desk.disk]).started()
    assert.equal(again.tally.sizes.moving, 1)
    const [offer] = asked(again.wait(1_000))
    assert.ok(offer?.body.type === 'take' && ask.body.type === 'take')
    assert.deepEqual([{ ...offer.body, below: ask.body.below }, offer.to], [ask.body, taker])
    again.do({ type: 'failed', ask: offer.ask, from: taker.peer, why: 'unreachable' })
    assert.equal(again.row('tally/kept/n0'), undefined, 'before the restart it may have been taken')
  })

  it(`moves with ${MAX_MOVES} at a time`, () => {
    const { desk, calls } = outgrown(MAX_MOVES + 1)
    assert.equal(calls.length, MAX_MOVES)
    const [ask] = asked(desk.do(located(calls[0]!.call, taker)))
    assert.deepEqual(called(desk.do(answer(ask!.ask, 'd', { type: 'taken' }))), [], 'not within the end of another')
    assert.equal(called(desk.wait(0)).length, 1)
  })

  it('begins no move within the end of another, although every look-up is answered at once', () => {
    const { desk, calls } = outgrown(256)
    // Of all calls that are made within the answer to a call, the one that is the deepest.
    const depth = (made: typeof calls): number =>
      made.reduce((deepest, { call }) => Math.max(deepest, 1 + depth(called(desk.do(located(call, nodeOf('c')))))), 0)
    let moves = 0
    for (let made = calls; made.length > 0; made = called(desk.wait(0))) {
      moves += made.length
      assert.equal(depth(made), 1)
    }
    assert.equal(moves, 256)
  })

  it('asks nobody for names that are ours again when it gets to them', () => {
    const { desk, calls } = outgrown(256)
    desk.owned = true
    const made = calls.flatMap(({ call }) => called(desk.do(located(call, nodeOf('c')))))
    assert.deepEqual([...made, ...called(desk.wait(0))], [])
    assert.equal(desk.tally.sizes.moving, 0)
  })

  it('tells with each offer which of its grants to that taker are open', () => {
    const { desk, calls } = outgrown(3)
    const asks = calls.map(({ call }, i) => asked(desk.do(located(call, i === 1 ? nodeOf('e') : taker)))[0]!)
    const bodies = asks.map(({ body }) => (body.type === 'take' ? body : assert.fail()))
    assert.deepEqual(
      bodies.map(({ open }) => open),
      [[bodies[0]!.serial], [bodies[1]!.serial], [bodies[0]!.serial, bodies[2]!.serial]],
    )
    for (const { below, serial } of bodies) assert.equal(below, serial)
    desk.do({ type: 'failed', ask: asks[2]!.ask, from: taker.peer, why: 'timeout' })
    desk.do(answer(asks[0]!.ask, 'd', { type: 'taken' }))
    const [again] = asked(desk.wait(1_500))
    assert.ok(again?.body.type === 'take' && again.body.below > bodies[2]!.serial)
    assert.deepEqual(again.body.open, [bodies[2]!.serial])
  })

  it('leaves a taker that refuses alone, more and more rarely asked, up to 30 s', () => {
    const { desk, calls } = outgrown(200)
    const takes: number[] = []
    let [left, sweepAt] = [calls, desk.now]
    for (const end = desk.now + 300_000; desk.now < end;) {
      let count = 0
      for (; left.length > 0; left = called(desk.wait(0))) {
        for (const { call } of left) {
          for (const { ask } of asked(desk.do(located(call, taker)))) {
            count++
            desk.do(answer(ask, 'd', { type: 'failed', code: 'FULL' }))
          }
        }
      }
      if (count > 0) takes.push(desk.now - sweepAt)
      if (count > 0) sweepAt = desk.now
      assert.ok(count <= 1, `${count} takes of one sweep`)
      left = called(desk.wait(100))
    }
    assert.ok(takes.length >= 10 && takes.length < 20, `${takes.length} sweeps in 5 min`)
    assert.ok(Math.max(...takes) <= 36_200 && Math.max(...takes.slice(1, 3)) < 5_000, takes.join())
    // The ring is another: at once.
    desk.boundary = nodeOf('bbb')
    desk.do({ type: 'news', news: { type: 'rangeChanged', position: 0 } })
    assert.ok(called(desk.wait(1_000)).length > 0)
  })
})

describe('a keeper that leaves', () => {
  it('gives all to its successor, refuses meanwhile, and ends', () => {
    const desk = new Desk({}, {}, [row('tally/kept/x', { value: 5, by: 'a' })]).started()
    const [ask] = asked(desk.do(desk.command({ name: 'handOver', args: {} })))
    assert.deepEqual(ask?.to, taker)
    assert.deepEqual(desk.add('y', 1), { type: 'failed', code: 'NOT_KEEPER' })
    desk.do(answer(ask.ask, 'd', { type: 'taken' }))
    const [done] = ended(desk.wait(0))
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
