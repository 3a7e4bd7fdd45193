import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { epoch, peerKey } from '../../../src/base/index.ts'
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

  it('remembers a bounded number of the dead', () => {
    const detector = new FailureDetector()
    for (let i = 0; i < 4097; i++) detector.unreachable(peerKey(`p${i}`), 1)
    assert.equal(detector.deadCount, 4096)
    assert.equal(detector.isDead({ peer: peerKey('p0'), epoch: epoch(1) }), false)
    assert.equal(detector.isDead({ peer: peerKey('p4096'), epoch: epoch(1) }), true)
  })
})
