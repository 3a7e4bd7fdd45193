import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { checked } from '../../../src/admin/request.ts'
import { SCHEMAS, type RouteSchemas } from '../../../src/admin/schemas.ts'

const said = (schema: z.ZodType, value: unknown): string => {
  try {
    checked(schema, value, 'body')
    return ''
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

for (const { schema, value, words } of [
  { schema: z.strictObject({ a: z.string() }), value: {}, words: 'body.a: is missing' },
  { schema: z.strictObject({ a: z.string() }), value: { a: 5 }, words: 'body.a: must be a text' },
  { schema: z.strictObject({ a: z.int() }), value: { a: 1.5 }, words: 'body.a: must be a whole number' },
  { schema: z.strictObject({ a: z.boolean() }), value: { a: 'x' }, words: 'body.a: must be true or false' },
  { schema: z.strictObject({ a: z.array(z.string()) }), value: { a: 'x' }, words: 'body.a: must be a list' },
  { schema: z.strictObject({}), value: [], words: 'body: must be an object' },
  { schema: z.string().max(3), value: 'four', words: 'body: must be at most 3 characters' },
  { schema: z.string().min(1), value: '', words: 'body: must not be empty' },
  { schema: z.array(z.string()).max(1), value: ['a', 'b'], words: 'body: must be at most 1 items' },
  { schema: z.int().min(5), value: 4, words: 'body: must be at least 5' },
  { schema: z.enum(['keep', 'delete']), value: 'x', words: 'body: must be one of keep, delete' },
  { schema: z.string().startsWith('/'), value: 'x', words: 'body: must begin with "/"' },
  { schema: z.string().regex(/^x$/), value: 'y', words: 'body: has the wrong form' },
  { schema: z.string().regex(/^x$/, 'must be an x'), value: 'y', words: 'body: must be an x' },
]) {
  test(`in our words: ${words}`, () => {
    assert.equal(said(schema, value), words)
  })
}

test("no schema of a route lets the library's words out, whatever comes in", () => {
  const values = [undefined, null, 5, -1, 1.5, 'x', '', true, [], {}, { a: 1 }, 'x'.repeat(10_000)]
  for (const [name, schemas] of Object.entries(SCHEMAS) as [string, RouteSchemas][]) {
    for (const part of ['params', 'query', 'body'] as const) {
      const schema = schemas[part]
      if (schema === undefined) continue
      const keys = schema instanceof z.ZodObject ? Object.keys(schema.shape) : ['path', 'magnet', 'torrent', 'output']
      for (const value of [...values, ...keys.flatMap((key) => values.map((inner) => ({ [key]: inner })))]) {
        assert.doesNotMatch(said(schema, value), /Invalid|expected|received|Too (?:big|small)/, `${name} ${part}`)
      }
    }
  }
})
