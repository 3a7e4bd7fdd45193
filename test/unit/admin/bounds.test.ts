import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  FIND_SORTS,
  MAX_EXPRESSION_CHARS,
  MAX_FOUND_NODES,
  MAX_ITEM_KEY_BYTES,
  MAX_ITEM_VALUE_BYTES,
} from '../../../src/admin/bounds.ts'
import { CAN_SCHEMAS } from '../../../src/admin/can-schemas.ts'
import { MAX_LEASE_MS } from '../../../src/config/index.ts'
import { MAX_FOUND } from '../../../src/protocols/attributes/commands.ts'
import * as expression from '../../../src/protocols/attributes/expression.ts'
import * as messages from '../../../src/protocols/can/messages.ts'
import { ATTRIBUTE_SPACE } from '../../../src/protocols/can/index.ts'

// The API stands on another floor than the machines and has their limits in its own words.
test('what the API and the configuration allow is what the machines of the space take', () => {
  assert.deepEqual(
    [MAX_ITEM_KEY_BYTES, MAX_ITEM_VALUE_BYTES, MAX_LEASE_MS],
    [messages.MAX_ITEM_KEY_BYTES, messages.MAX_ITEM_VALUE_BYTES, messages.MAX_LEASE_MS],
  )
  assert.deepEqual([MAX_EXPRESSION_CHARS, MAX_FOUND_NODES], [expression.MAX_EXPRESSION_CHARS, MAX_FOUND])
  assert.deepEqual([...FIND_SORTS], [...expression.SUBJECTS])
})

test('the highest space of the API is that of attributes', () => {
  const takes = (space: number): boolean => CAN_SCHEMAS.can.query.safeParse({ space: String(space) }).success
  assert.deepEqual([takes(ATTRIBUTE_SPACE), takes(ATTRIBUTE_SPACE + 1)], [true, false])
})
