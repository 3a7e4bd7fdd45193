import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Recent } from '../../../src/base/index.ts'

describe('Recent', () => {
  it('holds as many as it may: with one above, who was set the longest ago goes', () => {
    const recent = new Recent<string, number>(3)
    recent.set('a', 1).set('b', 2).set('c', 3)
    assert.deepEqual([...recent.keys()], ['a', 'b', 'c'])
    recent.set('d', 4)
    assert.deepEqual([...recent.keys()], ['b', 'c', 'd'])
  })

  it('takes what is set again for the latest, and drops nobody for it', () => {
    const recent = new Recent<string, number>(2)
    recent.set('a', 1).set('b', 2).set('a', 3)
    assert.deepEqual(
      [...recent],
      [
        ['b', 2],
        ['a', 3],
      ],
    )
    recent.set('c', 4)
    assert.deepEqual([...recent.keys()], ['a', 'c'])
  })

  it('has room again for what was deleted', () => {
    const recent = new Recent<string, number>(2)
    recent.set('a', 1).set('b', 2).delete('b')
    recent.set('c', 3)
    assert.deepEqual([...recent.keys()], ['a', 'c'])
  })
})
