import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import {
  linearizable,
  REGISTER_MODEL,
  type Operation,
  type RegisterAnswer,
  type RegisterCall,
  type RegisterState,
} from '../../../src/sim/index.ts'

type Op = Operation<RegisterCall, RegisterAnswer>

const put = (value: string, ifMatch?: number | 'absent', mayExpire = false): RegisterCall => ({
  type: 'put',
  value,
  ifMatch,
  mayExpire,
})
const read: RegisterCall = { type: 'read' }
const remove = (ifMatch?: number): RegisterCall => ({ type: 'remove', ifMatch })
const is = (version: number, value: string | undefined): RegisterAnswer => ({ type: 'is', version, value })
const absent: RegisterAnswer = { type: 'absent' }
const mismatch = (version?: number): RegisterAnswer => ({ type: 'mismatch', version })

/** An operation by `client` from one time to another. */
const op = (client: string, from: number, to: number, call: RegisterCall, answer?: RegisterAnswer): Op => ({
  client,
  call,
  calledAt: from,
  answer,
  answeredAt: to,
})

const outcome = (...history: Op[]): string => linearizable(REGISTER_MODEL, history).outcome

void describe('the linearizability checker', () => {
  void it('accepts what happened one after the other', () => {
    assert.equal(
      outcome(
        op('a', 0, 1, read, absent),
        op('a', 2, 3, put('x'), is(1, 'x')),
        op('b', 4, 5, read, is(1, 'x')),
        op('b', 6, 7, put('y', 1), is(2, 'y')),
        op('a', 8, 9, put('z', 1), mismatch(2)),
        op('a', 10, 11, remove(2), is(3, undefined)),
        op('b', 12, 13, read, absent),
        op('b', 14, 15, put('w', 'absent'), is(4, 'w')),
      ),
      'linearizable',
    )
  })

  void it('accepts either order of what was concurrent', () => {
    const history = [op('a', 0, 10, put('x'), is(1, 'x')), op('b', 1, 9, put('y'), is(2, 'y'))]
    assert.equal(outcome(...history, op('c', 11, 12, read, is(2, 'y'))), 'linearizable')
    assert.equal(outcome(...history, op('c', 2, 3, read, is(1, 'x'))), 'linearizable')
    assert.equal(outcome(...history, op('c', 2, 3, read, absent)), 'linearizable')
  })

  const WRONG: Record<string, Op[]> = {
    'a read of what was overwritten before it began': [
      op('a', 0, 1, put('x'), is(1, 'x')),
      op('a', 2, 3, put('y'), is(2, 'y')),
      op('b', 4, 5, read, is(1, 'x')),
    ],
    'an acknowledged put that is lost': [op('a', 0, 1, put('x'), is(1, 'x')), op('b', 2, 3, read, absent)],
    'a value that comes, goes and comes again': [
      op('a', 0, 100, put('x')),
      op('b', 1, 2, read, is(1, 'x')),
      op('b', 3, 4, read, absent),
    ],
    'a value that nobody put': [op('b', 1, 2, read, is(1, 'x'))],
    'a value read before it was put': [op('b', 1, 2, read, is(1, 'x')), op('a', 3, 4, put('x'), is(1, 'x'))],
    'two who both won a compare-and-set': [
      op('a', 0, 10, put('x', 'absent'), is(1, 'x')),
      op('b', 0, 10, put('y', 'absent'), is(1, 'y')),
    ],
    'a compare-and-set refused although it must have held': [
      op('a', 0, 1, put('x'), is(1, 'x')),
      op('b', 2, 3, put('y', 1), mismatch(2)),
    ],
    'a version used twice': [
      op('a', 0, 1, put('x'), is(1, 'x')),
      op('a', 2, 3, remove(), is(2, undefined)),
      op('a', 4, 5, put('y'), is(2, 'y')),
    ],
    'a stale read between two fresh ones': [
      op('a', 0, 1, put('x'), is(1, 'x')),
      op('a', 2, 20, put('y'), is(2, 'y')),
      op('b', 3, 4, read, is(2, 'y')),
      op('c', 5, 6, read, is(1, 'x')),
    ],
    'a value without a lifetime that is gone': [
      op('a', 0, 1, put('x'), is(1, 'x')),
      op('b', 2, 3, put('y', 'absent'), is(3, 'y')),
    ],
  }
  for (const [about, history] of Object.entries(WRONG)) {
    void it(`refuses ${about}`, () => {
      const verdict = linearizable(REGISTER_MODEL, history)
      assert.equal(verdict.outcome, 'not-linearizable')
      assert.ok(verdict.outcome === 'not-linearizable' && verdict.stuck.length > 0)
    })
  }

  void it('lets a change without an answer happen at any time after its call, once, or never', () => {
    const lost = op('a', 0, 0, put('x'))
    assert.equal(outcome(lost, op('b', 50, 51, read, absent), op('b', 52, 53, read, is(1, 'x'))), 'linearizable')
    assert.equal(outcome(lost, op('b', 50, 51, read, absent), op('b', 52, 53, read, absent)), 'linearizable')
    const twice = [
      op('b', 1, 2, read, is(1, 'x')),
      op('b', 3, 4, put('y'), is(2, 'y')),
      op('b', 5, 6, read, is(3, 'x')),
    ]
    assert.equal(outcome(lost, ...twice), 'not-linearizable')
    // But not before it.
    assert.equal(outcome(op('b', 1, 2, read, is(1, 'x')), op('a', 3, 3, put('x'))), 'not-linearizable')
  })

  void it('lets a value with a lifetime be gone at any time, but not come back', () => {
    const mortal = op('a', 0, 1, put('x', undefined, true), is(1, 'x'))
    assert.equal(outcome(mortal, op('b', 2, 3, read, absent)), 'linearizable')
    assert.equal(outcome(mortal, op('b', 2, 3, read, is(1, 'x')), op('b', 4, 5, read, absent)), 'linearizable')
    assert.equal(outcome(mortal, op('b', 2, 3, read, absent), op('b', 4, 5, read, is(1, 'x'))), 'not-linearizable')
    assert.equal(outcome(mortal, op('b', 2, 3, put('y', 'absent'), is(3, 'y'))), 'linearizable')
  })

  void it('says when it gives up', () => {
    const crowd = Array.from({ length: 14 }, (_, i) => op(`c${i}`, 0, 0, put(`v${i}`)))
    const impossible = op('r', 20, 21, read, is(20, 'nobody'))
    assert.deepEqual(linearizable(REGISTER_MODEL, [...crowd, impossible], 1_000), {
      outcome: 'undecided',
      steps: 1_000,
    })
  })

  void it('judges a thousand operations of eight clients in no time', () => {
    const history: Op[] = []
    let version = 0
    for (let i = 0; i < 1_000; i++) {
      const value = `v${++version}`
      history.push(op(`c${i % 8}`, i * 10, i * 10 + 75, put(value), is(version, value)))
    }
    assert.equal(linearizable(REGISTER_MODEL, history, 100_000).outcome, 'linearizable')
  })
})

// ---- against a judge that tries every order ----------------------------------------------------------------------------

/** All permutations that respect real time, and every choice of the unanswered. */
function bruteForce(history: readonly Op[]): boolean {
  const go = (left: readonly Op[], states: readonly RegisterState[]): boolean => {
    if (states.length === 0) return false
    if (left.every(({ answer }) => answer === undefined)) return true
    return left.some((each) => {
      const isFirst = left.every((o) => o === each || o.answer === undefined || o.answeredAt >= each.calledAt)
      if (!isFirst) return false
      const next = states.flatMap((state) => REGISTER_MODEL.next(state, each.call, each.answer))
      return go(
        left.filter((o) => o !== each),
        next,
      )
    })
  }
  return go(history, [REGISTER_MODEL.initial])
}

const values = fc.constantFrom('x', 'y')
const versions = fc.integer({ min: 1, max: 3 })
const calls: fc.Arbitrary<RegisterCall> = fc.oneof(
  fc.constant(read),
  fc
    .record({
      value: values,
      ifMatch: fc.oneof(fc.constant(undefined), fc.constant('absent' as const), versions),
      mayExpire: fc.boolean(),
    })
    .map((each) => ({ type: 'put' as const, ...each })),
  fc.option(versions, { nil: undefined }).map(remove),
)
const answers: fc.Arbitrary<RegisterAnswer | undefined> = fc.oneof(
  fc.constantFrom(undefined, absent),
  fc.tuple(versions, fc.option(values, { nil: undefined })).map(([version, value]) => is(version, value)),
  fc.option(versions, { nil: undefined }).map((version) => mismatch(version)),
)
const histories = fc.array(
  fc
    .record({ call: calls, answer: answers, calledAt: fc.nat(8), takes: fc.nat(6) })
    .map(({ call, answer, calledAt, takes }) => op('a', calledAt, calledAt + takes, call, answer)),
  { minLength: 1, maxLength: 5 },
)

/** Histories that a real register has made, as an atomic object used by several at once. */
const atomic = fc.array(fc.record({ call: calls, before: fc.nat(6), after: fc.nat(6), told: fc.boolean() }), {
  minLength: 1,
  maxLength: 7,
})

/** What the dumb register answers; the answer that the model allows in its state. */
function carriedOut(list: readonly { call: RegisterCall; before: number; after: number; told: boolean }[]): Op[] {
  let version = 0
  let value: string | undefined
  return list.map(({ call, before, after, told }, i) => {
    const at = 10 * i + 10
    let answer: RegisterAnswer = absent
    if (call.type === 'read') answer = value === undefined ? absent : is(version, value)
    else if (call.type === 'remove' && value === undefined) answer = absent
    else if (
      call.ifMatch !== undefined &&
      (call.ifMatch === 'absent' ? value !== undefined : value === undefined || call.ifMatch !== version)
    ) {
      answer = mismatch(value === undefined ? undefined : version)
    } else {
      value = call.type === 'put' ? call.value : undefined
      answer = is(++version, value)
    }
    return op(`c${i}`, at - 4 * before, at + 4 * after, call, told ? answer : undefined)
  })
}

void describe('the linearizability checker, against drawn histories', () => {
  void it('agrees with one that tries all orders', () => {
    let refused = 0
    fc.assert(
      fc.property(histories, (history) => {
        const expected = bruteForce(history)
        if (!expected) refused++
        assert.equal(outcome(...history), expected ? 'linearizable' : 'not-linearizable')
      }),
      { numRuns: 3_000 },
    )
    assert.ok(refused > 100, `${refused} were not linearizable`)
  })

  void it('accepts all that an atomic register does', () => {
    fc.assert(
      fc.property(atomic, (list) => {
        assert.equal(outcome(...carriedOut(list)), 'linearizable')
      }),
      { numRuns: 1_000 },
    )
  })
})
