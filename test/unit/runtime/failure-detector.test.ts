import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { epoch, peerKey } from '../../../src/base/index.ts'
import { MAX_REMEMBERED } from '../../../src/runtime/failure-detector.ts'
import { FailureDetector } from '../../../src/runtime/index.ts'

const bob = peerKey('bob')
const bobAt = (start: number) => ({ peer: bob, epoch: epoch(start) })

describe('FailureDetector', () => {
  it('holds an incarnation and those before it for dead, not one that started later', () => {
    const detector = new FailureDetector()
    assert.equal(detector.unreachable(bob, 3), true)
    assert.deepEqual(
      [2, 3, 4].map((start) => detector.isDead(bobAt(start))),
      [true, true, false],
    )
    assert.equal(detector.unreachable(bob, 3), false, 'no news')
    assert.equal(detector.unreachable(bob, 2), false, 'older is no news either')
    assert.equal(detector.unreachable(bob, 4), true)
    assert.equal(detector.isDead(bobAt(4)), true)
  })

  it('forgets the verdict when something is heard', () => {
    const detector = new FailureDetector()
    detector.unreachable(bob, 3)
    assert.equal(detector.heard(bob), true)
    assert.equal(detector.heard(bob), false)
    assert.equal(detector.isDead(bobAt(3)), false)
  })

  it('asks for a probe after two late words in a row', () => {
    const detector = new FailureDetector()
    assert.equal(detector.timedOut(bob), false)
    detector.heard(bob)
    assert.deepEqual([detector.timedOut(bob), detector.timedOut(bob), detector.timedOut(bob)], [false, true, false])
  })

  it('is silent about a peer that is only late, however often, as long as it can be dialled', () => {
    const detector = new FailureDetector()
    for (let i = 0; i < 100; i++) detector.timedOut(bob)
    assert.equal(detector.isDead(bobAt(1)), false)
  })

  it('believes the word of a peer over a verdict on an epoch that somebody made up', () => {
    const detector = new FailureDetector()
    detector.unreachable(bob, Number.MAX_SAFE_INTEGER)
    assert.equal(detector.isDead(bobAt(5)), true)
    assert.equal(detector.heard(bob), true)
    assert.equal(detector.isDead(bobAt(5)), false)
  })

  it('counts asks anew once a peer was probed or found dead', () => {
    const detector = new FailureDetector()
    detector.timedOut(bob)
    detector.unreachable(bob, 1)
    assert.equal(detector.lateCount, 0)
    assert.equal(detector.timedOut(bob), false)
  })

  it('remembers a bounded number of the dead, and forgets who was found dead longest ago', () => {
    const detector = new FailureDetector()
    for (let i = 0; i < MAX_REMEMBERED; i++) detector.unreachable(peerKey(`p${i}`), 1)
    detector.unreachable(peerKey('p0'), 2)
    detector.unreachable(peerKey('one more'), 1)
    assert.equal(detector.deadCount, MAX_REMEMBERED)
    const dead = (name: string): boolean => detector.isDead({ peer: peerKey(name), epoch: epoch(1) })
    assert.deepEqual(['p0', 'p1', 'p2', 'one more'].map(dead), [true, false, true, true])
  })

  it('remembers a bounded number of the late', () => {
    const detector = new FailureDetector()
    for (let i = 0; i <= MAX_REMEMBERED; i++) detector.timedOut(peerKey(`p${i}`))
    assert.equal(detector.lateCount, MAX_REMEMBERED)
    assert.equal(detector.timedOut(peerKey('p0')), false, 'forgotten, so this is its first')
    assert.equal(detector.timedOut(peerKey('p2')), true)
  })
})
