import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { peerKey, wallMs, type WallInterval } from '../../../../src/base/index.ts'
import { MAX_RECENT, type Ballot, type Change, type RegisterState } from '../../../../src/protocols/agreement/index.ts'
import { costOf, evaluate, fateOf, isOver, type Outcome } from '../../../../src/protocols/agreement/register.ts'

const writer = peerKey('w')
const at = (ms: number, offMs = 0): WallInterval => ({ earliest: wallMs(ms - offMs), latest: wallMs(ms + offMs) })
const tag = (counter: number): Ballot => ({ epoch: 1, counter, peer: writer })
const key = Uint8Array.of(1)
const value = (n: number): Uint8Array => Uint8Array.of(n)

const put = (n: number, ifMatch?: number | 'absent', ttlMs?: number): Change => ({
  type: 'put',
  value: value(n),
  contentType: '',
  ttlMs,
  ifMatch,
})
const read: Change = { type: 'read' }
const remove = (ifMatch?: number): Change => ({ type: 'remove', ifMatch })

interface Run {
  readonly wall?: WallInterval
  readonly floor?: number
  readonly counter?: number
  readonly refuses?: 'QUOTA_EXCEEDED'
  readonly judge?: () => boolean
}

function run(before: RegisterState | undefined, changes: readonly Change[], options: Run = {}) {
  const { wall = at(1_000), floor = 0, counter = 1, refuses, judge } = options
  return evaluate(
    before,
    changes.map((change) => ({ change, writer })),
    { key, wall, tag: tag(counter), floor, refuses: () => refuses, judge },
  )
}

const words = (outcome: Outcome | undefined): string =>
  outcome === undefined
    ? 'none'
    : outcome.ok
      ? `c${outcome.state.sequence}=${outcome.state.kind === 'value' ? String(outcome.state.value[0]) : '-'}`
      : `${outcome.code}${outcome.sequence === undefined ? '' : ` c${outcome.sequence}`}`

void describe('changes of a register', () => {
  void it('are carried out one after the other, in one proposal', () => {
    const { outcomes, state, changed } = run(undefined, [
      read,
      put(1),
      put(2, 1),
      put(3, 1),
      remove(2),
      put(4, 'absent'),
      read,
    ])
    assert.deepEqual(outcomes.map(words), ['NOT_FOUND', 'c1=1', 'c2=2', 'VERSION_MISMATCH c2', 'c3=-', 'c4=4', 'c4=4'])
    assert.deepEqual([state?.sequence, changed, state?.recent], [4, true, []])
  })

  void it('agree with a map that has versions, whatever they are', () => {
    const changes: fc.Arbitrary<Change> = fc.oneof(
      fc.constant(read),
      fc
        .tuple(fc.nat(9), fc.constantFrom(undefined, 'absent' as const, 1, 2, 3))
        .map(([n, ifMatch]) => put(n, ifMatch)),
      fc.constantFrom(undefined, 1, 2, 3).map(remove),
    )
    fc.assert(
      fc.property(fc.array(changes, { maxLength: 8 }), (list) => {
        let sequence = 0
        let present: number | undefined
        const expected = list.map((change) => {
          if (change.type === 'read') return present === undefined ? 'NOT_FOUND' : `c${sequence}=${present}`
          if (change.type === 'remove' && change.ifMatch === undefined && present === undefined) return 'NOT_FOUND'
          const { ifMatch } = change
          const isThere = present !== undefined
          if (ifMatch === 'absent' ? isThere : ifMatch !== undefined && !(isThere && ifMatch === sequence)) {
            return `VERSION_MISMATCH${isThere ? ` c${sequence}` : ''}`
          }
          present = change.type === 'put' ? change.value[0] : undefined
          return `c${++sequence}=${present ?? '-'}`
        })
        assert.deepEqual(run(undefined, list).outcomes.map(words), expected)
      }),
    )
  })

  void it('begin above the floor of what was forgotten', () => {
    assert.equal(words(run(undefined, [put(1)], { floor: 41 }).outcomes[0]), 'c42=1')
  })

  void it('live at least their time, whatever the clock of who puts and who reads', () => {
    const { state } = run(undefined, [put(1, undefined, 500)], { wall: at(1_000, 50) })
    assert.equal(state?.expiresAtMs, 1_550)
    assert.deepEqual([isOver(state, at(1_599, 50)), isOver(state, at(1_600, 50))], [false, true])
  })

  void it('find what is over removed, by a version of its own', () => {
    const { state: mortal } = run(undefined, [put(1, undefined, 500)])
    const late = { wall: at(2_000), counter: 2 }
    assert.deepEqual(run(mortal, [read], late).outcomes.map(words), ['NOT_FOUND'])
    assert.equal(run(mortal, [read], late).changed, true)
    assert.deepEqual(run(mortal, [put(2, 'absent')], late).outcomes.map(words), ['c3=2'])
    assert.deepEqual(run(mortal, [put(2, 1)], late).outcomes.map(words), ['VERSION_MISMATCH'])
  })

  void it('leave the state as it is when they are refused', () => {
    const { state } = run(undefined, [put(1)])
    for (const options of [{ refuses: 'QUOTA_EXCEEDED' as const }, { judge: () => false }]) {
      const after = run(state, [put(2)], { ...options, counter: 2 })
      assert.deepEqual([after.state, after.changed, after.outcomes[0]?.ok], [state, false, false])
    }
  })

  void it('cost their bytes, tombstones their row', () => {
    const { state } = run(undefined, [put(1)])
    const { state: gone } = run(state, [remove()], { counter: 2 })
    assert.equal(costOf(state) - costOf(gone), 1)
    assert.equal(costOf(undefined), 0)
  })
})

void describe('what a state tells of an earlier proposal', () => {
  /** A register after so many puts, each a proposal. */
  const after = (puts: number): RegisterState | undefined => {
    let state: RegisterState | undefined
    for (let i = 1; i <= puts; i++) ({ state } = run(state, [put(i)], { counter: i }))
    return state
  }

  void it('is that it is in it, while it is remembered', () => {
    for (let later = 0; later <= MAX_RECENT; later++) {
      assert.equal(fateOf({ tag: tag(1), base: undefined }, after(1 + later)), 'done')
    }
    assert.equal(fateOf({ tag: tag(1), base: undefined }, after(2 + MAX_RECENT)), 'unknown')
  })

  void it('is that it never will be, when what it was built upon is remembered and it is not', () => {
    const other: Ballot = { ...tag(3), peer: peerKey('other') }
    assert.equal(fateOf({ tag: other, base: tag(2) }, after(4)), 'never')
    assert.equal(fateOf({ tag: other, base: tag(2) }, after(2 + MAX_RECENT)), 'never')
    assert.equal(fateOf({ tag: other, base: tag(2) }, after(3 + MAX_RECENT)), 'unknown')
    assert.equal(fateOf({ tag: other, base: undefined }, undefined), 'never')
    assert.equal(fateOf({ tag: other, base: undefined }, after(MAX_RECENT)), 'never')
    assert.equal(fateOf({ tag: other, base: undefined }, after(1 + MAX_RECENT)), 'unknown')
  })
})
