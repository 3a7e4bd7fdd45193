import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { peerKey } from '../../../../src/base/index.ts'
import type { AskFailure, AskId, Semantics } from '../../../../src/protocols/index.ts'
import { MAX_ADD, MAX_ATTEMPTS, type TallyResponse } from '../../../../src/protocols/tally/index.ts'
import { MAX_KEEPERS } from '../../../../src/protocols/tally/asker.ts'
import { answer, asked, called, Desk, ended, located, nodeOf } from './desk.ts'

const keeper = nodeOf('k')
const add = (desk: Desk, semantics: Semantics = 'at-most-once', name = 'x', n = 1) =>
  desk.command({ name: 'add', args: { name, n, semantics } })
const counted: TallyResponse = { type: 'counted', value: 9, keeper }

/** Begins an add and gets to the point where the keeper has been asked. */
function askedFor(desk: Desk, semantics: Semantics): AskId {
  const [call] = called(desk.step(add(desk, semantics)))
  assert.ok(call?.command.args.target === 'x')
  const [ask] = asked(desk.step(located(call.call, keeper)))
  assert.ok(ask?.to === keeper && ask.semantics === semantics)
  assert.deepEqual(ask.body, { type: 'add', position: 0, name: 'x', n: 1 })
  return ask.ask
}
const failed = (desk: Desk, ask: AskId, why: AskFailure) => desk.step({ type: 'failed', ask, from: keeper.peer, why })
const codeOf = (effects: Parameters<typeof ended>[0]): string | undefined => {
  const [done] = ended(effects)
  return done === undefined ? undefined : done.result.ok ? 'ok' : done.result.code
}

describe('an add', () => {
  it('looks the keeper up, asks it, and remembers it: the next one asks at once', () => {
    const desk = new Desk().started()
    const done = ended(desk.step(answer(askedFor(desk, 'maybe'), 'k', counted)))[0]
    assert.deepEqual(done?.result, { ok: true, value: { name: 'x', value: 9, keeper, attempts: 1 } })
    assert.equal(asked(desk.step(add(desk)))[0]?.to, keeper)
    desk.step({ type: 'news', news: { type: 'peerDead', peer: keeper.peer } })
    assert.equal(called(desk.step(add(desk))).length, 1, 'it has died')
  })

  it(`remembers ${MAX_KEEPERS} keepers: with one above, the one that was heard of the longest ago is looked up again`, () => {
    const desk = new Desk().started()
    const asks = (n: number): boolean => {
      const effects = desk.step(add(desk, 'maybe', `n${n}`))
      const [call] = called(effects)
      const [ask] = asked(call === undefined ? effects : desk.step(located(call.call, keeper)))
      assert.ok(ask !== undefined)
      desk.step(answer(ask.ask, 'k', counted))
      return call === undefined
    }
    for (let i = 0; i <= MAX_KEEPERS; i++) assert.equal(asks(i), false)
    assert.ok(asks(1), 'the second is remembered')
    assert.equal(asks(0), false, 'the first is not')
    assert.ok(asks(1), 'it was used again before another one came')
    assert.equal(asks(2), false)
  })

  it('adopts nobody but the sender as keeper', () => {
    const desk = new Desk().started()
    desk.step(answer(askedFor(desk, 'maybe'), 'k', { type: 'counted', value: 9, keeper: nodeOf('liar') }))
    assert.equal(called(desk.step(add(desk))).length, 1)
  })

  it('asks somebody else after NOT_KEEPER, whatever the semantics: it was not counted', () => {
    for (const semantics of ['maybe', 'at-least-once', 'at-most-once'] as const) {
      const desk = new Desk().started()
      const ask = askedFor(desk, semantics)
      assert.deepEqual(desk.step(answer(ask, 'k', { type: 'failed', code: 'NOT_KEEPER' })), [])
      const [call] = called(desk.wait(200))
      assert.ok(call !== undefined)
      const [second] = asked(desk.step(located(call.call, nodeOf('l'))))
      assert.ok(second !== undefined)
      const done = ended(desk.step(answer(second.ask, 'l', { ...counted, keeper: nodeOf('l') })))[0]
      assert.ok(done?.result.ok === true && (done.result.value as { attempts: number }).attempts === 2)
    }
  })

  it('asks again after a failure only when that cannot count twice, or is allowed to', () => {
    const ends: [Semantics, AskFailure, string | undefined][] = [
      ['maybe', 'timeout', 'TIMEOUT'],
      ['at-most-once', 'timeout', 'TIMEOUT'],
      ['at-least-once', 'timeout', undefined],
      ['maybe', 'unreachable', undefined],
      ['at-most-once', 'unreachable', undefined],
      ['at-most-once', 'refused', undefined],
      ['at-most-once', 'overload', 'OVERLOAD'],
      ['at-most-once', 'unknown-outcome', 'UNKNOWN_OUTCOME'],
    ]
    for (const [semantics, why, code] of ends) {
      const desk = new Desk().started()
      const effects = failed(desk, askedFor(desk, semantics), why)
      assert.equal(codeOf(effects), code, `${semantics} ${why}`)
      assert.equal(called(desk.wait(200)).length, code === undefined ? 1 : 0)
    }
  })

  it('ends with the code of the keeper', () => {
    for (const [refusal, code] of [
      ['FULL', 'OVERLOAD'],
      ['OUT_OF_RANGE', 'CONFLICT'],
      ['IO', 'IO'],
      ['STORAGE_FULL', 'STORAGE_FULL'],
      ['CORRUPT', 'CORRUPT'],
    ] as const) {
      const desk = new Desk().started()
      const ask = askedFor(desk, 'maybe')
      assert.equal(codeOf(desk.step(answer(ask, 'k', { type: 'failed', code: refusal }))), code)
    }
  })

  it('tries until its time is up, and says so before the host does', () => {
    const desk = new Desk().started()
    const command = add(desk)
    let effects = desk.step(command)
    let tries = 0
    while (codeOf(effects) === undefined) {
      const [call] = called(effects)
      if (call !== undefined) {
        tries++
        const result = { ok: false, code: 'NOT_JOINED', detail: 'not yet' } as const
        effects = desk.step({ type: 'result', call: call.call, result })
      } else effects = desk.wait(50)
    }
    assert.equal(codeOf(effects), 'NOT_JOINED')
    assert.ok(tries > 3 && desk.now < 5_000 && desk.now > 3_500, `${tries} tries in ${desk.now} ms`)
  })

  it('is given up when nobody waits for it: the look-up, or the question', () => {
    const desk = new Desk().started()
    const first = add(desk)
    const [call] = called(desk.step(first))
    assert.deepEqual(desk.step({ type: 'cancel', id: first.id }), [{ type: 'cancelCall', call: call?.call }])
    const second = add(desk)
    const [again] = called(desk.step(second))
    assert.ok(again !== undefined)
    const [ask] = asked(desk.step(located(again.call, keeper)))
    assert.deepEqual(desk.step({ type: 'cancel', id: second.id }), [{ type: 'cancelAsk', ask: ask?.ask }])
    assert.equal(desk.tally.sizes.attempts, 0)
  })

  it('takes names of up to 256 bytes and steps of up to 2^40, and so many commands at once', () => {
    const desk = new Desk().started()
    const code = (name: string, n: number) => codeOf(desk.step(add(desk, 'maybe', name, n)))
    for (const n of [0, 0.5, NaN, Infinity, MAX_ADD + 1, -MAX_ADD - 1]) assert.equal(code('x', n), 'INVALID_ARGUMENT')
    for (const name of ['', 'x'.repeat(257)]) assert.equal(code(name, 1), 'INVALID_ARGUMENT')
    assert.equal(code('x'.repeat(256), -MAX_ADD), undefined)
    for (let i = 1; i < MAX_ATTEMPTS; i++) assert.equal(code('x', MAX_ADD), undefined)
    assert.equal(code('x', 1), 'OVERLOAD')
  })
})

describe('a get', () => {
  it('asks at-least-once: reading twice does no harm', () => {
    const desk = new Desk().started()
    const [call] = called(desk.step(desk.command({ name: 'get', args: { name: 'x' } })))
    assert.ok(call !== undefined)
    const [ask] = asked(desk.step(located(call.call, keeper)))
    assert.ok(ask?.semantics === 'at-least-once' && ask.body.type === 'get' && ask.deadlineMs < 2_500)
    assert.equal(codeOf(desk.step({ type: 'failed', ask: ask.ask, from: peerKey('k'), why: 'timeout' })), undefined)
  })
})
