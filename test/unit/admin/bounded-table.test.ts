import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BoundedTable } from '../../../src/admin/bounded-table.ts'

const table = (capacity: number) =>
  new BoundedTable<{ busy: boolean }>({ capacity, make: () => ({ busy: true }), idle: ({ busy }) => !busy })

test('the same key has the same value; when full, newcomers share one and nobody is forgotten', () => {
  const values = table(2)
  const [a, b] = [values.get('a', 0), values.get('b', 0)]
  assert.notEqual(a, b)
  assert.equal(values.get('a', 0), a)
  const shared = values.get('c', 0)
  assert.notEqual(shared, a)
  assert.equal(values.get('d', 5_000), shared)
  assert.equal(values.get('b', 5_000), b)
  assert.equal(values.size, 2)
})

test('what is idle makes room, looked for at most once a second', () => {
  const values = table(2)
  values.get('a', 0)
  const b = values.get('b', 0)
  const shared = values.get('c', 0)
  b.busy = false
  assert.equal(values.get('c', 999), shared)
  assert.notEqual(values.get('c', 1_000), shared)
  assert.deepEqual([values.size, [...values.values()].length], [2, 2])
})
