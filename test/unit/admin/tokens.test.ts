import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { Tokens } from '../../../src/admin/index.ts'
import { dataDirFiles, readToken } from '../../../src/config/index.ts'

test('the token of the data dir has all scopes, any other none; after rotation the new one counts', async (t) => {
  const dir = await mkdtemp(join(tmpdir(), 'orb-tokens-'))
  t.after(() => rm(dir, { recursive: true }))
  const tokens = await Tokens.open(dir)
  const first = (await readToken(dataDirFiles(dir).token)) ?? ''
  assert.deepEqual([...(tokens.scopesOf(first) ?? [])], ['read', 'write', 'admin'])
  for (const other of ['', 'x', first.slice(0, -1), `${first} `]) assert.equal(tokens.scopesOf(other), undefined)
  const second = await tokens.rotate()
  assert.equal(tokens.scopesOf(first), undefined)
  assert.ok(tokens.scopesOf(second) !== undefined)
  assert.equal(await readToken(dataDirFiles(dir).token), second)
  assert.ok((await Tokens.open(dir)).scopesOf(second) !== undefined)
})
