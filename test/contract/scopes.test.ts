import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { ROUTES, ROUTE_NAMES, type RouteSpec } from '../../src/admin/routes.ts'
import { SCOPES, dataDirFiles, type Scope } from '../../src/config/index.ts'
import { assertProblem } from './problem.ts'
import { running, STOPPED, type Answer, type Running } from './server.ts'

const as = (token: string) => ({ headers: { authorization: `Bearer ${token}` } })

async function tokenOf(run: Running, scope: Scope): Promise<string> {
  return (await run.client().call('createToken', { body: { name: `a-${scope}`, scope } })).token
}

test('every route of the table: a token with less scope is refused, one with as much or more is not', async (t) => {
  const run = await running(t)
  for (const scope of SCOPES) {
    const token = await tokenOf(run, scope)
    for (const name of ROUTE_NAMES) {
      const route: RouteSpec = ROUTES[name]
      // Nothing is done by it: a body where none belongs, or none where one does.
      const ask = { method: route.method, path: `${route.path.replace(/\{.*\}/, 'x')}?no-such-parameter=1` }
      const answer = await run.ask({ ...ask, ...as(token) })
      const enough = SCOPES.indexOf(scope) >= SCOPES.indexOf(route.scope)
      if (enough) assert.equal(answer.status, 400, `${name} as ${scope}: ${answer.text}`)
      else assertProblem(answer, 'FORBIDDEN', `${name} as ${scope}`)
    }
  }
})

test('what a scope means: reading is read, changing is write, tokens, configuration and stopping are admin', () => {
  for (const name of ROUTE_NAMES) {
    const { method, scope, anonymous }: RouteSpec = ROUTES[name]
    if (method !== 'GET') assert.notEqual(scope, 'read', name)
    if (anonymous) assert.equal(`${method} ${scope}`, 'GET read', name)
  }
  const admin = ROUTE_NAMES.filter((name) => ROUTES[name].scope === 'admin')
  for (const name of [
    'stop',
    'leave',
    'setInterceptors',
    'config',
    'patchConfig',
    'reload',
    'rotateToken',
    'tokens',
    'audit',
  ] as const) {
    assert.ok(admin.includes(name), name)
  }
})

test('tokens: made, listed, used, ended; told once, never again', async (t) => {
  const run = await running(t)
  const made = await run.askAs({
    method: 'POST',
    path: '/v1/tokens',
    body: JSON.stringify({ name: 'backup', scope: 'write', ttlMs: 60_000 }),
    headers: { 'content-type': 'application/json' },
  })
  assert.equal(made.status, 201)
  const token = String(made.json['token'])
  assert.equal((await run.ask({ path: '/v1/peers', ...as(token) })).status, 200)
  const listed = await run.askAs({ path: '/v1/tokens' })
  assert.equal(listed.text.includes(token), false)
  const tokens = listed.json['tokens'] as { name: string; scope: string; lastUsedAt: string | null }[]
  assert.deepEqual(
    tokens.map(({ name, scope }) => `${name} ${scope}`),
    ['admin admin', 'backup write'],
  )
  assert.ok(tokens.every(({ lastUsedAt }) => lastUsedAt !== null))
  const again = await run
    .client()
    .call('createToken', { body: { name: 'backup', scope: 'read' } })
    .catch((e: unknown) => e)
  assert.equal((again as { code?: string }).code, 'CONFLICT')
  await run.client().call('revokeToken', { params: { name: 'backup' } })
  assertProblem(await run.ask({ path: '/v1/peers', ...as(token) }), 'UNAUTHENTICATED')
  assertProblem(await run.askAs({ method: 'DELETE', path: '/v1/tokens/backup' }), 'NOT_FOUND')
  assertProblem(await run.askAs({ method: 'DELETE', path: '/v1/tokens/admin' }), 'INVALID_ARGUMENT')
  assertProblem(await run.askAs({ method: 'DELETE', path: '/v1/tokens/Not%20A%20Name' }), 'INVALID_ARGUMENT')
  for (const body of [
    { name: 'x' },
    { name: 'x', scope: 'root' },
    { name: 'X', scope: 'read' },
    { name: 'x', scope: 'read', ttlMs: 0 },
    { name: 'x', scope: 'read', ttlMs: 1.5 },
    { name: 'x', scope: 'read', token: 'mine' },
  ]) {
    const headers = { 'content-type': 'application/json' }
    const answer = await run.askAs({ method: 'POST', path: '/v1/tokens', body: JSON.stringify(body), headers })
    assertProblem(answer, 'INVALID_ARGUMENT', JSON.stringify(body))
  }
})

test('rotation: the new token counts at once, also on disk; the old one only for a grace that was asked for', async (t) => {
  const run = await running(t)
  const rotate = (token: string, query = ''): Promise<Answer> =>
    run.ask({ method: 'POST', path: `/v1/token/rotate${query}`, ...as(token) })
  const first = await rotate(run.token)
  const second = String(first.json['token'])
  assert.equal(first.json['oldEndsAt'], null)
  assertProblem(await rotate(run.token), 'UNAUTHENTICATED')
  assert.equal((await readFile(dataDirFiles(run.dataDir).token, 'utf8')).trim(), second)
  const third = await rotate(second, '?graceMs=60000')
  assert.ok(Date.parse(String(third.json['oldEndsAt'])) > Date.now())
  for (const token of [second, String(third.json['token'])]) {
    assert.equal((await run.ask({ path: '/v1/peers', ...as(token) })).status, 200)
  }
  for (const query of ['?graceMs=3600001', '?graceMs=-1', '?graceMs=1e3', '?grace=1']) {
    assertProblem(await rotate(second, query), 'INVALID_ARGUMENT', query)
  }
})

test('wrong tokens: an address is locked out for further wrong ones, the right one works all the same', async (t) => {
  const events: string[] = []
  const logger = {
    event: (name: string) => void events.push(name),
    enabled: () => true,
    flush: () => Promise.resolve(),
  }
  const run = await running(t, { admin: { lockoutFailures: 3, lockoutMaxMs: 600_000 }, logger, ...STOPPED })
  const wrong = () => run.ask({ path: '/v1/status', ...as('wrong') })
  for (let i = 0; i < 3; i++) assertProblem(await wrong(), 'UNAUTHENTICATED')
  const locked = await wrong()
  assertProblem(locked, 'RATE_LIMITED')
  assert.equal(locked.headers['retry-after'], '1')
  for (let i = 0; i < 50; i++) assert.equal((await run.askAs({ path: '/v1/peers' })).status, 200)
  assert.equal((await run.ask({ path: '/v1/status' })).status, 200, 'nor is who has no token concerned')
  const metrics = await run.metrics.render()
  assert.match(metrics, /^orbweaver_admin_lockouts_total 1$/m)
  assert.match(metrics, /^orbweaver_admin_locked_addresses 1$/m)
  assert.equal(events.filter((name) => name === 'admin.locked-out').length, 1)
})

test('options that are reloadable count from the next request on; what stays is not forgotten', async (t) => {
  const run = await running(t, { admin: { lockoutFailures: 1, lockoutMaxMs: 600_000 }, ...STOPPED })
  const wrong = () => run.ask({ path: '/v1/peers', ...as('wrong') })
  assertProblem(await wrong(), 'UNAUTHENTICATED')
  const { admin } = run.config
  run.server.reconfigure({ ...admin, anonymousReads: false, hosts: ['Proxy.example'] })
  assertProblem(await wrong(), 'RATE_LIMITED', 'still locked')
  assertProblem(await run.ask({ path: '/v1/status' }), 'UNAUTHENTICATED')
  assert.equal((await run.askAs({ path: '/v1/status', headers: { host: 'proxy.example' } })).status, 200)
  run.server.reconfigure({ ...admin, lockoutFailures: 2, anonymousPerSecond: 1 })
  assertProblem(await wrong(), 'UNAUTHENTICATED', 'counted anew')
  assert.equal((await run.ask({ path: '/v1/status' })).status, 200)
  assertProblem(await run.ask({ path: '/v1/status' }), 'RATE_LIMITED')
})
