import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { Tokens } from '../../../src/admin/index.ts'
import { MAX_TOKEN_TTL_MS, dataDirFiles, readToken } from '../../../src/config/index.ts'

async function dir(t: TestContext): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'orb-tokens-'))
  t.after(() => rm(path, { recursive: true }))
  return path
}

const own = async (dataDir: string): Promise<string> => (await readToken(dataDirFiles(dataDir).token)) ?? ''

test('the token of the data dir has all scopes, any other none; after rotation the new one counts', async (t) => {
  const dataDir = await dir(t)
  const tokens = await Tokens.open(dataDir)
  const first = await own(dataDir)
  assert.deepEqual(tokens.find(first), { name: 'admin', scope: 'admin' })
  for (const other of ['', 'x', first.slice(0, -1), `${first} `]) assert.equal(tokens.find(other), undefined)
  const { token: second, oldEndsAt } = await tokens.rotate()
  assert.equal(oldEndsAt, null)
  assert.equal(tokens.find(first), undefined)
  assert.ok(tokens.find(second) !== undefined)
  assert.equal(await own(dataDir), second)
  assert.equal(await readFile(dataDirFiles(dataDir).header, 'utf8'), `Authorization: Bearer ${second}\n`)
  for (const file of [dataDirFiles(dataDir).token, dataDirFiles(dataDir).header]) {
    assert.equal((await stat(file)).mode & 0o777, 0o600)
  }
  assert.ok((await Tokens.open(dataDir)).find(second) !== undefined)
})

test('a grace that was asked for: the old token counts until then, not a moment longer, nor after a restart', async (t) => {
  const dataDir = await dir(t)
  let now = Date.parse('2030-01-01T00:00:00Z')
  const tokens = await Tokens.open(dataDir, { now: () => now })
  const first = await own(dataDir)
  const { token: second, oldEndsAt } = await tokens.rotate(60_000)
  assert.equal(oldEndsAt, '2030-01-01T00:01:00.000Z')
  assert.equal(tokens.find(first)?.name, 'admin')
  assert.equal((await Tokens.open(dataDir)).find(first), undefined)
  now += 59_999
  assert.equal(tokens.find(first)?.name, 'admin')
  now += 1
  assert.equal(tokens.find(first), undefined)
  assert.equal(tokens.find(second)?.name, 'admin')
  assert.equal(tokens.list().length, 1)
})

test('created tokens: only their hash is on disk, with scope and end; they survive a restart', async (t) => {
  const dataDir = await dir(t)
  let now = Date.parse('2030-01-01T00:00:00Z')
  const tokens = await Tokens.open(dataDir, { now: () => now })
  const { token, ...info } = await tokens.create({ name: 'prometheus', scope: 'read', ttlMs: 1_000 })
  assert.match(token, /^orb_[\w-]{43}$/)
  const createdAt = '2030-01-01T00:00:00.000Z'
  const expiresAt = '2030-01-01T00:00:01.000Z'
  assert.deepEqual(info, { name: 'prometheus', scope: 'read', createdAt, expiresAt, lastUsedAt: null })
  const path = dataDirFiles(dataDir).tokens
  assert.equal((await stat(path)).mode & 0o777, 0o600)
  assert.equal((await readFile(path, 'utf8')).includes(token), false)
  for (const open of [tokens, await Tokens.open(dataDir, { now: () => now })]) {
    assert.deepEqual(open.find(token), { name: 'prometheus', scope: 'read' })
  }
  await assert.rejects(tokens.create({ name: 'prometheus', scope: 'read' }), { code: 'CONFLICT' })
  await assert.rejects(tokens.create({ name: 'admin', scope: 'read' }), { code: 'CONFLICT' })
  now += 1_000
  assert.equal(tokens.find(token), undefined, 'its time is over')
  assert.deepEqual(
    tokens.list().map(({ name }) => name),
    ['admin'],
  )
  const again = await tokens.create({ name: 'prometheus', scope: 'write' })
  assert.equal(again.expiresAt, null)
  assert.equal(tokens.find(again.token)?.scope, 'write')
})

test('revoking ends a token at once and on disk; the own one stays', async (t) => {
  const dataDir = await dir(t)
  const tokens = await Tokens.open(dataDir)
  const { token } = await tokens.create({ name: 'a', scope: 'write' })
  const kept = await tokens.create({ name: 'b', scope: 'write' })
  await tokens.revoke('a')
  assert.equal(tokens.find(token), undefined)
  assert.equal(tokens.find(kept.token)?.name, 'b')
  assert.equal((await Tokens.open(dataDir)).find(token), undefined)
  await assert.rejects(tokens.revoke('a'), { code: 'NOT_FOUND' })
  await assert.rejects(tokens.revoke('admin'), { code: 'INVALID_ARGUMENT' })
})

test('the time of last use: in the list at once, on disk within a minute of use and at the end', async (t) => {
  const dataDir = await dir(t)
  let now = Date.parse('2030-01-01T00:00:00Z')
  const tokens = await Tokens.open(dataDir, { now: () => now })
  const { token } = await tokens.create({ name: 'a', scope: 'read' })
  const used = async (): Promise<string | null | undefined> =>
    (await Tokens.open(dataDir, { now: () => now })).list().find(({ name }) => name === 'a')?.lastUsedAt
  now += 1_000
  tokens.find(token)
  assert.equal(tokens.list().at(-1)?.lastUsedAt, '2030-01-01T00:00:01.000Z')
  assert.equal(await used(), null)
  now += 60_000
  tokens.find(token)
  await tokens.rotate() // after what was queued before
  assert.equal(await used(), '2030-01-01T00:01:01.000Z')
  now += 1_000
  tokens.find(token)
  await tokens.close()
  assert.equal(await used(), '2030-01-01T00:01:02.000Z')
})

test('times of last use that cannot be written are told, and hold nobody up', async (t) => {
  const dataDir = await dir(t)
  let now = Date.parse('2030-01-01T00:00:00Z')
  const tokens = await Tokens.open(dataDir, { now: () => now })
  const { token } = await tokens.create({ name: 'a', scope: 'read' })
  const told: unknown[] = []
  tokens.onWriteError((error) => told.push(error))
  await rm(dataDir, { recursive: true })
  now += 60_000
  assert.equal(tokens.find(token)?.name, 'a')
  await tokens.close()
  await writeFile(dataDir, '') // for the clean-up
  assert.equal((told[0] as { code?: string }).code, 'IO')
})

test('limits: names, times, and one token too many', async (t) => {
  const dataDir = await dir(t)
  const tokens = await Tokens.open(dataDir)
  for (const name of ['', 'A', '-a', 'a b', 'a/b', 'é', 'a\n', 'n'.repeat(65)]) {
    await assert.rejects(tokens.create({ name, scope: 'read' }), { code: 'INVALID_ARGUMENT' }, name)
  }
  for (const ttlMs of [0, -1, 0.5, Number.NaN, MAX_TOKEN_TTL_MS + 1]) {
    await assert.rejects(tokens.create({ name: 'a', scope: 'read', ttlMs }), { code: 'INVALID_ARGUMENT' })
  }
  await tokens.create({ name: 'n'.repeat(64), scope: 'read', ttlMs: MAX_TOKEN_TTL_MS })
  for (let i = 1; i < 64; i++) await tokens.create({ name: `t${i}`, scope: 'read' })
  await assert.rejects(tokens.create({ name: 'one-more', scope: 'read' }), { code: 'CONFLICT' })
  assert.equal((await Tokens.open(dataDir)).list().length, 65)
})

test('changes at the same time all count', async (t) => {
  const dataDir = await dir(t)
  const tokens = await Tokens.open(dataDir)
  const made = await Promise.all(['a', 'b', 'c', 'd'].map((name) => tokens.create({ name, scope: 'read' })))
  const [, , rotated] = await Promise.all([tokens.revoke('a'), tokens.revoke('d'), tokens.rotate(), tokens.rotate()])
  const reopened = await Tokens.open(dataDir)
  assert.deepEqual(
    made.map(({ token }) => reopened.find(token)?.name),
    [undefined, 'b', 'c', undefined],
  )
  assert.equal(tokens.find(rotated.token), undefined, 'the second rotation ended the first')
})

for (const content of [
  'x',
  '[]',
  '{"version":2,"tokens":[]}',
  '{"version":1,"tokens":[{"name":"a"}]}',
  JSON.stringify({ version: 1, tokens: [record('a'), record('a')] }),
  JSON.stringify({ version: 1, tokens: Array.from({ length: 65 }, (_, i) => record(`t${i}`)) }),
]) {
  test(`a file of tokens that is damaged is told, not guessed: ${content.slice(0, 40)}`, async (t) => {
    const dataDir = await dir(t)
    await writeFile(dataDirFiles(dataDir).tokens, content)
    await assert.rejects(Tokens.open(dataDir), { code: 'CORRUPT' })
  })
}

function record(name: string): unknown {
  return {
    name,
    scope: 'read',
    sha256: '00'.repeat(32),
    createdAt: '2030-01-01T00:00:00Z',
    expiresAt: null,
    lastUsedAt: null,
  }
}
