import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Store } from '../../../src/adapters/level/index.ts'
import { fault } from '../../../src/base/index.ts'
import { Hints } from '../../../src/daemon/hints.ts'

/** Never opened: nothing is to be written. */
const store = Object.create(Store.prototype) as Store

test('a join that ends after the stop starts nothing: the process could not end', (t) => {
  t.mock.timers.enable({ apis: ['setInterval', 'setTimeout'] })
  let looks = 0
  const known = (): readonly [] => {
    looks++
    return []
  }
  const hints = new Hints(store, known, () => fault('nothing is written'))
  hints.start()
  t.mock.timers.tick(10_000)
  assert.equal(looks, 1)
  hints.stop()
  hints.start()
  hints.changed()
  t.mock.timers.tick(60_000)
  assert.equal(looks, 1)
})
