import assert from 'node:assert/strict'
import { test } from 'node:test'
import { VersionMismatch, type AdminBackend } from '../../src/admin/index.ts'
import { fakeBackend, NAMED, OWNER, RING_ID, SELF } from './fake-backend.ts'
import { assertProblem } from './problem.ts'
import { running, type Ask, type Running } from './server.ts'

const put = (path: string, body: unknown, headers: Record<string, string> = {}): Ask => ({
  method: 'PUT',
  path,
  body: JSON.stringify(body),
  headers: { 'content-type': 'application/json', ...headers },
})
const askedOf = (run: Running, method: string): readonly unknown[] => {
  const { asked } = run.backend as ReturnType<typeof fakeBackend>
  return asked.filter((each) => each.method === method).at(-1)?.args ?? []
}

test('a name stands in the path, its slashes percent-encoded or not', async (t) => {
  const run = await running(t)
  const cases: [string, string][] = [
    ['printers', 'printers'],
    ['printers/floor-2/laser', 'printers/floor-2/laser'],
    ['printers%2Ffloor-2%2flaser', 'printers/floor-2/laser'],
    ['caf%C3%A9/a%20b', 'café/a b'],
    ['a%2Fb/c?timeoutMs=100', 'a/b/c'],
    ['', ''],
    ['a//b/', 'a//b/'],
  ]
  for (const [path, name] of cases) {
    const answer = await run.askAs({ path: `/v1/names/${path}` })
    assert.equal(answer.status, 200, answer.text)
    assert.equal(askedOf(run, 'name')[0], name, path)
    assert.equal(answer.headers['etag'], '"n42"')
  }
  const { json } = await run.askAs({ path: '/v1/names/printers/floor-2' })
  assert.deepEqual(json, {
    name: 'printers/floor-2',
    id: RING_ID,
    kind: 'address',
    value: 'nas:445',
    owner: OWNER.peer,
    version: 'n42',
    delegates: [SELF.peer],
    expiresAt: '2030-01-01T00:00:00.000Z',
  })
  assertProblem(await run.askAs({ path: '/v1/names/%ff' }), 'INVALID_ARGUMENT')
  assertProblem(await run.askAs({ path: `/v1/names/${'x'.repeat(1_025)}` }), 'INVALID_ARGUMENT')
  assertProblem(await run.askAs({ method: 'POST', path: '/v1/names/a/b' }), 'METHOD_NOT_ALLOWED')
})

test('set: what is not said is left to the daemon; conditions are those of the headers', async (t) => {
  const run = await running(t)
  const ask = async (...args: Parameters<typeof put>): Promise<unknown> => {
    const answer = await run.askAs(put(...args))
    assert.equal(answer.status, 200, answer.text)
    assert.equal(answer.headers['etag'], '"n42"')
    return askedOf(run, 'setName')[0]
  }
  const nothing = { kind: undefined, value: undefined, delegates: undefined, ttlMs: undefined, renew: true }
  assert.deepEqual(await ask('/v1/names/a/b', {}), { name: 'a/b', ...nothing, condition: undefined })
  const all = { kind: 'text', value: 'x', delegates: ['12D3KooA'], renew: false }
  assert.deepEqual(await ask('/v1/names/a?ttl=90s', all, { 'if-match': '"n7"' }), {
    name: 'a',
    ...all,
    ttlMs: 90_000,
    condition: { version: 'n7' },
  })
  assert.deepEqual(await ask('/v1/names/a', {}, { 'if-none-match': '*' }), {
    name: 'a',
    ...nothing,
    condition: 'absent',
  })
  for (const body of [
    { kind: 'link' },
    { value: 7 },
    { value: 'x'.repeat(601) },
    { delegates: ['1', '2', '3', '4', '5'] },
    { delegates: ['x'.repeat(65)] },
    { delegates: [''] },
    { renew: 'yes' },
    { ttl: '1h' },
    'text',
  ]) {
    assertProblem(await run.askAs(put('/v1/names/a', body)), 'INVALID_ARGUMENT', JSON.stringify(body))
  }
  for (const query of ['ttl=0', 'ttl=1y', 'ttl=-1', 'timeoutMs=0']) {
    assertProblem(await run.askAs(put(`/v1/names/a?${query}`, {})), 'INVALID_ARGUMENT', query)
  }
})

test('a version that is not the present one gets 412 with that one', async (t) => {
  const mismatch = (): Promise<never> => Promise.reject(new VersionMismatch('the present version is n43', 'n43'))
  const overrides: Partial<AdminBackend> = { setName: mismatch, removeName: mismatch }
  const run = await running(t, { backend: fakeBackend(overrides) })
  for (const ask of [put('/v1/names/a', {}), { method: 'DELETE', path: '/v1/names/a' }]) {
    const answer = await run.askAs({
      ...ask,
      headers: { ...('headers' in ask ? ask.headers : {}), 'if-match': '"n42"' },
    })
    assertProblem(answer, 'VERSION_MISMATCH')
    assert.equal(answer.json['version'], 'n43')
  }
})

test('list: a level or all below a name, and where to go on', async (t) => {
  const run = await running(t)
  const first = await run.askAs({ path: '/v1/names' })
  assert.deepEqual(askedOf(run, 'names')[0], { above: undefined, recursive: false, after: undefined, limit: 100 })
  assert.equal(first.json['next'], null)
  const more = await run.askAs({ path: '/v1/names?prefix=a/b&recursive=1&after=a/b/c&limit=1' })
  assert.deepEqual(askedOf(run, 'names')[0], { above: 'a/b', recursive: true, after: 'a/b/c', limit: 1 })
  assert.equal(more.json['next'], NAMED.name)
  for (const query of ['limit=0', 'limit=257', 'limit=x', 'recursive=2', 'above=a']) {
    assertProblem(await run.askAs({ path: `/v1/names?${query}` }), 'INVALID_ARGUMENT', query)
  }
})
