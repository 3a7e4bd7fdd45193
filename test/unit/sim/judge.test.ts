import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { RingId } from '../../../src/base/index.ts'
import { Judge } from '../../../src/sim/judge.ts'
import type { RingNode } from '../../../src/sim/index.ts'

const id = (digit: string): RingId => digit.repeat(64) as RingId
const node = (digit: string): RingNode => ({ ringId: id(digit) }) as RingNode
const [a, c, e] = [node('a'), node('c'), node('e')] as [RingNode, RingNode, RingNode]

describe('the judge of answers', () => {
  it('accepts succ(k) of each instant of the look-up, and nobody of before or after', () => {
    const judge = new Judge<RingNode>((_, onRing) => [onRing])
    judge.turn(a, true)
    judge.turn(c, true)
    judge.turn(c, false)
    judge.turn(e, true)
    const asked = judge.asks(a, id('b'))
    assert.deepEqual([...asked.right], [id('e')])
    judge.turn(c, true)
    judge.turn(e, false)
    assert.deepEqual([...asked.right], [id('e'), id('c')])
    judge.ends(asked)
    judge.turn(c, false)
    assert.deepEqual([...asked.right], [id('e'), id('c')], 'it has ended')
    assert.equal(judge.open, 0)
  })

  it('goes round past zero', () => {
    const judge = new Judge<RingNode>((_, onRing) => [onRing])
    judge.turn(c, true)
    judge.turn(a, true)
    assert.deepEqual([...judge.asks(c, id('d')).right], [id('a')])
    assert.deepEqual([...judge.asks(c, id('c')).right], [id('c')])
  })

  it('accepts the answers of every ring that may be the asker’s, and forgets those that asked and died', () => {
    let rings: RingNode[][] = [[a, c, e]]
    const judge = new Judge<RingNode>(() => rings)
    judge.turn(a, true)
    const asked = judge.asks(a, id('b'))
    assert.deepEqual([...asked.right], [id('c')])
    rings = [
      [a, c, e],
      [a, e],
    ]
    judge.look()
    assert.deepEqual([...asked.right], [id('c'), id('e')])
    judge.lost(a)
    assert.equal(judge.open, 0)
  })
})
