import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isAllowed } from '../../scripts/licences.ts'

for (const expression of [
  'MIT',
  'Apache-2.0 OR MIT',
  '(MIT OR GPL-3.0-only)',
  'MIT AND ISC',
  '(MIT AND (BSD-3-Clause OR GPL-2.0-only))',
]) {
  test(`the licence check passes ${expression}`, () => {
    assert.equal(isAllowed(expression), true)
  })
}

for (const expression of [
  'GPL-3.0-only',
  'LGPL-3.0-or-later',
  'AGPL-3.0-only',
  'MIT AND GPL-3.0-only',
  'MIT*',
  'UNLICENSED',
  'none',
  'MIT OR',
  '(MIT',
  'MIT ISC',
  '',
  'GPL-2.0-only WITH Classpath-exception-2.0',
]) {
  test(`the licence check refuses "${expression}"`, () => {
    assert.equal(isAllowed(expression), false)
  })
}
