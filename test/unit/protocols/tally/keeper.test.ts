import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { peerKey } from '../../../../src/base/index.ts'
import {
  isTallyName,
  MAX_NAME_BYTES,
  MAX_READING,
  MAX_TAKEN_PER_GIVER,
  MAX_VALUE,
  type TallyRequest,
} from '../../../../src/protocols/tally/index.ts'
import { MAX_LISTED, MAX_LISTINGS } from '../../../../src/protocols/listing.ts'
import { answersOf, Desk, ended, nodeOf, row, writes } from './desk.ts'

const keeper = nodeOf('c')
const take = (name: string, amount: number, serial: number, below = 0, open: number[] = []): TallyRequest => ({
  type: 'take',
  position: 0,
  name,
  amount,
  serial,
  below,
  open,
})
const addTo = (name: string, n: number): TallyRequest => ({ type: 'add', position: 0, name, n })

describe('a keeper of tallies', () => {
  it('counts, and answers once it is durable: an interim answer while the disk is asked, then the write', () => {
    const desk = new Desk().started()
    const first = desk.step(desk.request(addTo('x', 3)))
    assert.deepEqual(
      first.map(({ type }) => type),
      ['read', 'respond'],
    )
    assert.deepEqual(first[1], { type: 'respond', reply: 1, body: { type: 'working' }, interim: true })
    assert.ok(first[0]?.type === 'read')
    const second = desk.step(desk.rows(first[0]))
    assert.deepEqual(
      second.map(({ type }) => type),
      ['respond', 'write'],
    )
    const [respond, write] = second
    assert.ok(respond?.type === 'respond' && write?.type === 'write' && write.sync)
    assert.deepEqual(respond, {
      type: 'respond',
      reply: 1,
      body: { type: 'counted', value: 3, keeper },
      after: write.op,
    })
  })

  it('writes all that came meanwhile together; a write that fails fails what is in it, and nothing else', () => {
    const desk = new Desk().started()
    desk.add('x', 1)
    const [write] = writes(desk.step(desk.request(addTo('x', 1))))
    assert.deepEqual(desk.step(desk.request(addTo('x', 10))), [])
    assert.deepEqual(desk.step(desk.request({ type: 'get', position: 0, name: 'x' })), [])
    assert.ok(write !== undefined)
    const next = desk.step({ type: 'ioFailed', op: write.op, code: 'STORAGE_FULL' })
    const values = answersOf(next).map((body) => (body.type === 'counted' ? body.value : body))
    assert.deepEqual(values, [{ type: 'failed', code: 'STORAGE_FULL' }, 11, 11])
    assert.equal(writes(next).length, 1)
    assert.equal(desk.tally.sizes.kept, 1)
  })

  it('refuses what it does not own, at a position it does not have too', () => {
    const desk = new Desk().started()
    assert.deepEqual(desk.ask({ type: 'get', position: 1, name: 'x' }), { type: 'failed', code: 'NOT_KEEPER' })
    desk.owned = false
    assert.deepEqual(desk.add('x', 1), { type: 'failed', code: 'NOT_KEEPER' })
    assert.deepEqual(desk.ask(take('x', 1, 1), 'z'), { type: 'failed', code: 'NOT_KEEPER' })
  })

  it('says nothing about what it may have taken before it has counted its rows; a disk that fails is asked again', () => {
    const desk = new Desk()
    const [read] = desk.step({ type: 'tick' })
    assert.deepEqual(desk.step(desk.request(take('x', 1, 1))), [{ type: 'refuse', reply: 1 }])
    assert.ok(read?.type === 'read')
    desk.step({ type: 'ioFailed', op: read.op, code: 'IO' })
    assert.deepEqual(desk.wait(1_999), [])
    desk.wait(1)
    assert.deepEqual(desk.add('x', 1), { type: 'counted', value: 1, keeper })
  })

  it('goes on counting after a restart; a row at 0 is no row; a damaged one is CORRUPT', () => {
    const desk = new Desk({}, {}, [
      row('tally/kept/x', { value: 7, by: 'a' }),
      row('tally/kept/bad', { value: 'much' }),
    ])
    desk.started()
    assert.equal(desk.tally.sizes.kept, 1)
    assert.deepEqual(desk.add('x', -2), { type: 'counted', value: 5, keeper })
    assert.deepEqual(desk.add('x', -5), { type: 'counted', value: 0, keeper })
    assert.equal(desk.row('tally/kept/x'), undefined)
    assert.equal(desk.tally.sizes.kept, 0)
    assert.deepEqual(desk.add('bad', 1), { type: 'failed', code: 'CORRUPT' })
  })

  it('holds so many counters in memory and no more', () => {
    const desk = new Desk({}, { cached: 3 }).started()
    for (let i = 0; i < 10; i++) desk.add(`x${i}`, i + 1)
    assert.deepEqual([desk.tally.sizes.cached, desk.tally.sizes.kept], [3, 10])
    assert.deepEqual(desk.add('x0', 1), { type: 'counted', value: 2, keeper })
  })

  it('counts up to the limit of what is exact, and not one beyond', () => {
    const desk = new Desk({}, {}, [row('tally/kept/x', { value: MAX_VALUE - 1, by: 'a' })]).started()
    assert.deepEqual(desk.add('x', 1), { type: 'counted', value: MAX_VALUE, keeper })
    assert.deepEqual(desk.add('x', 1), { type: 'failed', code: 'OUT_OF_RANGE' })
    assert.deepEqual(desk.ask(take('x', 1, 1)), { type: 'failed', code: 'OUT_OF_RANGE' })
  })

  it('keeps so many tallies, so many of one peer, so many of one giver', () => {
    const desk = new Desk({ tallies: 5, perPeer: 2, perGiver: 1 }).started()
    const full = { type: 'failed', code: 'FULL' }
    assert.equal(desk.add('1', 1, 'a')?.type, 'counted')
    assert.equal(desk.add('2', 1, 'a')?.type, 'counted')
    assert.deepEqual(desk.add('3', 1, 'a'), full)
    assert.equal(desk.add('2', 1, 'a')?.type, 'counted', 'what is there may count on')
    assert.deepEqual(desk.ask(take('3', 1, 1), 'g'), { type: 'taken' })
    assert.deepEqual(desk.ask(take('4', 1, 2), 'g'), full)
    assert.equal(desk.add('4', 1, 'h')?.type, 'counted')
    assert.equal(desk.add('5', 1, 'i')?.type, 'counted')
    assert.deepEqual(desk.add('6', 1, 'j'), full)
    assert.equal(desk.add('2', -2, 'k')?.type, 'counted')
    assert.equal(desk.add('6', 1, 'j')?.type, 'counted', 'one that is at 0 makes room')
  })

  it('reads so many tallies at once; one more is FULL', () => {
    const desk = new Desk().started()
    for (let i = 0; i < MAX_READING; i++) assert.equal(desk.step(desk.request(addTo(`x${i}`, 1)))[0]?.type, 'read')
    assert.deepEqual(answersOf(desk.step(desk.request(addTo('more', 1)))), [{ type: 'failed', code: 'FULL' }])
  })

  it('takes an amount once, whatever is asked again, and remembers it over a restart until the giver settles', () => {
    const desk = new Desk().started()
    desk.add('x', 1)
    assert.deepEqual(desk.ask(take('x', 40, 9), 'g'), { type: 'taken' })
    assert.deepEqual(desk.ask(take('x', 40, 9), 'g'), { type: 'taken' })
    const again = new Desk({}, {}, [...desk.disk]).started()
    again.owned = false
    assert.deepEqual(again.ask(take('x', 40, 9), 'g'), { type: 'taken' }, 'even where it would not be taken now')
    again.owned = true
    assert.deepEqual(again.ask({ type: 'get', position: 0, name: 'x' }), { type: 'counted', value: 41, keeper })
    again.do({ type: 'message', from: peerKey('other'), body: { type: 'settled', below: 10 } })
    again.do({ type: 'message', from: peerKey('g'), body: { type: 'settled', below: 9 } })
    assert.equal(again.tally.sizes.taken, 1)
    again.do({ type: 'message', from: peerKey('g'), body: { type: 'settled', below: 10 } })
    assert.deepEqual([again.tally.sizes.taken, again.row('tally/taken/g/x')], [0, undefined])
  })

  it('takes also from a predecessor that is about to leave; a failed write takes nothing', () => {
    const desk = new Desk().started()
    desk.owned = false
    assert.deepEqual(desk.ask(take('x', 2, 1), 'b'), { type: 'taken' })
    const step = desk.step(desk.request(take('x', 5, 2), 'b'))
    const [write] = writes(step)
    assert.ok(write !== undefined)
    assert.deepEqual(answersOf(desk.step({ type: 'ioFailed', op: write.op, code: 'IO' })), [
      { type: 'failed', code: 'IO' },
    ])
    assert.deepEqual(desk.ask(take('x', 5, 2), 'b'), { type: 'taken' })
    assert.deepEqual(desk.row('tally/kept/x'), { value: 7, by: 'b' })
  })

  it('remembers so many grants of one giver, so many of all', () => {
    const desk = new Desk({ taken: MAX_TAKEN_PER_GIVER + 1 }).started()
    const full = { type: 'failed', code: 'FULL' }
    for (let i = 0; i < MAX_TAKEN_PER_GIVER; i++) assert.equal(desk.ask(take(`x${i}`, 1, i + 1), 'g')?.type, 'taken')
    assert.deepEqual(desk.ask(take('more', 1, 999), 'g'), full)
    assert.equal(desk.ask(take('y', 1, 1), 'h')?.type, 'taken')
    assert.deepEqual(desk.ask(take('z', 1, 1), 'i'), full)
  })

  it('forgets with the next take what that says is closed, whatever became of `settled`', () => {
    const desk = new Desk().started()
    const full = { type: 'failed', code: 'FULL' }
    const last = MAX_TAKEN_PER_GIVER
    for (let i = 1; i <= last; i++) assert.equal(desk.ask(take(`x${i}`, 1, i), 'g')?.type, 'taken')
    assert.deepEqual(desk.ask(take('y', 1, last + 1, 1), 'g'), full, 'nothing is closed below 1')
    assert.equal(desk.ask(take('y', 1, last + 1, 0, []), 'h')?.type, 'taken', 'another giver')
    assert.equal(desk.ask(take('y', 1, last + 1, last + 1, [7, 9]), 'g')?.type, 'taken')
    const rows = [...desk.disk.keys()].filter((key) => key.startsWith('tally/taken/g/'))
    assert.deepEqual(rows.sort(), ['tally/taken/g/x7', 'tally/taken/g/x9', 'tally/taken/g/y'])
    // What is open is still known again: it is not counted twice.
    assert.deepEqual(desk.ask(take('x7', 1, 7, last + 2, [7, 9]), 'g'), { type: 'taken' })
    assert.deepEqual(desk.row('tally/kept/x7'), { value: 1, by: 'g' })
  })
})

describe('names and steps of tallies', () => {
  it('a name has 1 to 256 bytes of UTF-8 and no control characters', () => {
    for (const good of ['x', ' ', 'a/b', '..', 'é'.repeat(128), '🦊'.repeat(64)]) assert.ok(isTallyName(good), good)
    const long = ['a'.repeat(MAX_NAME_BYTES + 1), `${'é'.repeat(128)}a`, `${'🦊'.repeat(64)}a`, `${'€'.repeat(85)}aa`]
    for (const bad of ['', 'a\0', '\u{7f}', '\ud800', '\u{10ffff}x', ...long]) assert.ok(!isTallyName(bad), bad)
  })
})

describe('the list of tallies', () => {
  const rows = Array.from({ length: 600 }, (_, i) =>
    row(`tally/kept/n${String(i).padStart(3, '0')}`, { value: i + 1, by: 'a' }),
  )
  const listed = (desk: Desk, args: { prefix: string; after: string | undefined; limit: number }): unknown => {
    const effects = desk.do(desk.command({ name: 'list', args }))
    const pages = effects.flatMap((effect) => (effect.type === 'progress' ? [(effect.item as unknown[]).length] : []))
    return [pages, ended(effects)[0]?.result]
  }

  it('comes in pages, in order, from where one was', () => {
    const desk = new Desk({}, {}, rows).started()
    const value = (count: number, more: boolean) => ({ ok: true, value: { listed: count, more } })
    assert.deepEqual(listed(desk, { prefix: '', after: undefined, limit: 1_000 }), [[256, 256, 88], value(600, false)])
    assert.deepEqual(listed(desk, { prefix: 'n', after: 'n589', limit: 7 }), [[7], value(7, true)])
    assert.deepEqual(listed(desk, { prefix: 'n59', after: undefined, limit: 10 }), [[10], value(10, false)])
    assert.deepEqual(listed(desk, { prefix: 'zzz', after: undefined, limit: 1 }), [[], value(0, false)])
  })

  it('has limits, and can be given up', () => {
    const desk = new Desk({}, {}, rows).started()
    const code = (args: { prefix: string; after: string | undefined; limit: number }): string | undefined => {
      const result = ended(desk.step(desk.command({ name: 'list', args })))[0]?.result
      return result === undefined ? undefined : result.ok ? 'ok' : result.code
    }
    assert.equal(code({ prefix: '', after: undefined, limit: 0 }), 'INVALID_ARGUMENT')
    assert.equal(code({ prefix: '', after: undefined, limit: MAX_LISTED + 1 }), 'INVALID_ARGUMENT')
    assert.equal(code({ prefix: 'n', after: 'm', limit: 1 }), 'INVALID_ARGUMENT')
    const first = desk.command({ name: 'list', args: { prefix: '', after: undefined, limit: 1 } })
    const [read] = desk.step(first)
    for (let i = 1; i < MAX_LISTINGS; i++) assert.equal(code({ prefix: '', after: undefined, limit: 1 }), undefined)
    assert.equal(code({ prefix: '', after: undefined, limit: 1 }), 'OVERLOAD')
    desk.step({ type: 'cancel', id: first.id })
    assert.ok(read?.type === 'read')
    assert.deepEqual(desk.step(desk.rows(read)), [], 'nobody waits for it')
    assert.equal(code({ prefix: '', after: undefined, limit: 1 }), undefined)
  })

  it('tells that the disk failed', () => {
    const desk = new Desk({}, {}, rows).started()
    const [read] = desk.step(desk.command({ name: 'list', args: { prefix: '', after: undefined, limit: 1 } }))
    assert.ok(read?.type === 'read')
    const [done] = ended(desk.step({ type: 'ioFailed', op: read.op, code: 'CORRUPT' }))
    assert.ok(done?.result.ok === false && done.result.code === 'CORRUPT')
  })
})
