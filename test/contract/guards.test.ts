import assert from 'node:assert/strict'
import { test } from 'node:test'
import { GUARDS, MAX_BODY_BYTES } from '../../src/admin/guards.ts'
import { ROUTES, ROUTE_NAMES } from '../../src/admin/routes.ts'
import { STATUS_OF } from '../../src/admin/problem.ts'
import type { ErrorCode } from '../../src/base/index.ts'
import { fakeBackend } from './fake-backend.ts'
import { running, type Answer, type Ask } from './server.ts'

function assertProblem(answer: Answer, code: ErrorCode, context = ''): void {
  assert.equal(answer.json['code'], code, `${context} ${answer.text}`)
  assert.equal(answer.status, STATUS_OF[code])
  assert.equal(answer.json['status'], answer.status)
  assert.match(String(answer.headers['content-type']), /^application\/problem\+json/)
  assert.equal(typeof answer.json['detail'], 'string')
  assert.equal(answer.headers['x-content-type-options'], 'nosniff')
}

const POST_SWARM: Ask = {
  method: 'POST',
  path: '/v1/swarms',
  body: '{"path":"/a"}',
  headers: { 'content-type': 'application/json' },
}

test('method: each path refuses those it does not take, and says which it takes', async (t) => {
  const run = await running(t)
  const takes = new Map<string, string[]>()
  for (const name of ROUTE_NAMES) {
    const { method, path } = ROUTES[name]
    takes.set(path, [...(takes.get(path) ?? []), ...(method === 'GET' ? ['GET', 'HEAD'] : [method])])
  }
  for (const [path, allowed] of takes) {
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE']) {
      if (allowed.includes(method)) continue
      const answer = await run.askAs({ method, path: path.replace(/\{.*\}/, 'x') })
      assertProblem(answer, 'METHOD_NOT_ALLOWED', `${method} ${path}`)
      assert.equal(answer.headers['allow'], allowed.join(', '))
      assert.equal(answer.headers['access-control-allow-origin'], undefined)
    }
  }
})

test('method: those that HTTP knows and we do not, and those that nobody knows', async (t) => {
  const run = await running(t)
  assertProblem(await run.askAs({ method: 'PROPFIND', path: '/v1/status' }), 'METHOD_NOT_ALLOWED')
  assert.match(
    await run.raw('BREW /pot HTTP/1.1\r\nHost: localhost\r\n\r\n'),
    /^HTTP\/1\.1 405 .*"METHOD_NOT_ALLOWED"/s,
  )
})

for (const [host, good] of [
  ['127.0.0.1', true],
  ['127.0.0.1:7460', true],
  ['127.9.9.9', true],
  ['localhost:1', true],
  ['LOCALHOST', true],
  ['[::1]:7460', true],
  ['overlay.example', true],
  ['evil.example', false],
  ['localhost.evil.example', false],
  ['127.0.0.1.evil.example', false],
  ['10.0.0.7', false],
  ['127.0.0.1@evil.example', false],
  ['localhost:7460:1', false],
] as const) {
  test(`host: ${JSON.stringify(host)} is ${good ? 'ours' : 'misdirected'}`, async (t) => {
    const run = await running(t, { admin: { hosts: ['Overlay.example'] } })
    const answer = await run.ask({ path: '/v1/status', headers: { host } })
    if (good) assert.equal(answer.status, 200)
    else assertProblem(answer, 'MISDIRECTED_HOST')
  })
}

test('host: none at all, and one that hides in the request line', async (t) => {
  const run = await running(t)
  assert.match(await run.raw('GET /v1/status HTTP/1.0\r\n\r\n'), /^HTTP\/1\.1 421 /)
  assert.match(await run.raw('GET /v1/status HTTP/1.1\r\nConnection: close\r\n\r\n'), /^HTTP\/1\.1 421 /)
  assert.match(await run.raw('GET /v1/status HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n'), /^HTTP\/1\.1 421 /)
  const absolute = 'GET http://evil.example/v1/status HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'
  assert.match(await run.raw(absolute), /^HTTP\/1\.1 421 /)
})

for (const [headers, good] of [
  [{ origin: 'null' }, false],
  [{ origin: 'https://evil.example' }, false],
  [{ origin: 'http://localhost:9' }, false],
  [{ 'sec-fetch-site': 'cross-site' }, false],
  [{ 'sec-fetch-site': 'same-site' }, false],
  [{ 'sec-fetch-site': 'none' }, true],
  [{ 'sec-fetch-site': 'same-origin' }, true],
] as const) {
  test(`origin: ${JSON.stringify(headers)} is ${good ? 'taken' : 'refused'}, also with the token`, async (t) => {
    const run = await running(t)
    const answer = await run.askAs({ path: '/v1/peers', headers })
    if (good) assert.equal(answer.status, 200)
    else assertProblem(answer, 'FORBIDDEN')
  })
}

test('origin: our own page is taken with a token and never read anonymously', async (t) => {
  const run = await running(t)
  const origin = `http://127.0.0.1:${run.port}`
  assert.equal((await run.askAs({ path: '/v1/status', headers: { origin } })).status, 200)
  assertProblem(await run.ask({ path: '/v1/status', headers: { origin } }), 'UNAUTHENTICATED')
})

test('token: wrong, malformed and missing ones', async (t) => {
  const run = await running(t)
  for (const authorization of [
    `Bearer ${run.token}x`,
    `Bearer ${run.token.slice(1)}`,
    'Bearer',
    'Bearer ',
    `Basic ${run.token}`,
    run.token,
    `Bearer ${'a'.repeat(257)}`,
  ]) {
    const answer = await run.ask({ path: '/v1/status', headers: { authorization } })
    assertProblem(answer, 'UNAUTHENTICATED', authorization)
    assert.match(String(answer.headers['www-authenticate']), /^Bearer/)
    assert.equal(answer.text.includes(run.token), false)
  }
  assertProblem(await run.ask({ path: '/v1/peers' }), 'UNAUTHENTICATED')
  assert.equal((await run.ask({ path: '/v1/peers', headers: { authorization: `bearer ${run.token}` } })).status, 200)
})

test('token: a proxy on this machine that speaks for others does not make them local', async (t) => {
  const run = await running(t)
  for (const headers of [{ 'x-forwarded-for': '8.8.8.8' }, { forwarded: 'for=8.8.8.8' }]) {
    assertProblem(await run.ask({ path: '/v1/status', headers }), 'UNAUTHENTICATED')
    assert.equal((await run.askAs({ path: '/v1/status', headers })).status, 200)
  }
})

test('token: admin.anonymousReads off wants it everywhere', async (t) => {
  const run = await running(t, { admin: { anonymousReads: false } })
  for (const name of ROUTE_NAMES) {
    const { method, path } = ROUTES[name]
    assertProblem(await run.ask({ method, path: path.replace(/\{.*\}/, 'x') }), 'UNAUTHENTICATED', name)
  }
})

test('a non-loopback address never reads anonymously, takes any IP as Host, and is warned of', async (t) => {
  const events: string[] = []
  const logger = {
    event: (name: string) => void events.push(name),
    enabled: () => true,
    flush: () => Promise.resolve(),
  }
  const run = await running(t, { admin: { listen: '0.0.0.0:0', allowNonLoopback: true }, logger })
  assert.equal(run.server.url, `http://127.0.0.1:${run.port}`)
  assert.deepEqual(events, ['admin.listening', 'admin.exposed'])
  assertProblem(await run.ask({ path: '/v1/status' }), 'UNAUTHENTICATED')
  assert.equal((await run.askAs({ path: '/v1/status', headers: { host: '10.0.0.7:7460' } })).status, 200)
  assertProblem(await run.askAs({ path: '/v1/status', headers: { host: 'evil.example' } }), 'MISDIRECTED_HOST')
})

test('content type: only JSON, and only where a body belongs', async (t) => {
  const run = await running(t)
  for (const type of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'application/jsonx',
    '',
  ]) {
    assertProblem(await run.askAs({ ...POST_SWARM, headers: { 'content-type': type } }), 'UNSUPPORTED_MEDIA_TYPE', type)
  }
  const good = await run.askAs({ ...POST_SWARM, headers: { 'content-type': 'Application/JSON; charset=utf-8' } })
  assert.equal(good.status, 201)
  const json = { 'content-type': 'application/json' }
  assertProblem(await run.askAs({ method: 'POST', path: '/v1/stop', body: '{}', headers: json }), 'INVALID_ARGUMENT')
  assertProblem(await run.askAs({ path: '/v1/status', body: '{}', headers: json }), 'INVALID_ARGUMENT')
})

test('size: one byte above the limit, told beforehand or not', async (t) => {
  const run = await running(t)
  const body = (bytes: number): string => `{"path":"/a"}${' '.repeat(bytes - 13)}`
  assert.equal((await run.askAs({ ...POST_SWARM, body: body(MAX_BODY_BYTES) })).status, 201)
  assertProblem(await run.askAs({ ...POST_SWARM, body: body(MAX_BODY_BYTES + 1) }), 'TOO_LARGE')
  assertProblem(await run.askAs({ ...POST_SWARM, body: body(MAX_BODY_BYTES + 1), chunked: true }), 'TOO_LARGE')
})

test('rate: above the limit 429 with Retry-After', async (t) => {
  const run = await running(t, { admin: { requestsPerSecond: 3 } })
  const answers = await Promise.all(Array.from({ length: 10 }, () => run.ask({ path: '/v1/status' })))
  const refused = answers.filter((answer) => answer.status === 429)
  assert.ok(refused.length >= 5, `${refused.length} refused`)
  assert.ok(refused.length <= 7, `${refused.length} refused`)
  assertProblem(refused[0]!, 'RATE_LIMITED')
  assert.equal(refused[0]!.headers['retry-after'], '1')
})

test('the guards run in the stated order: a request that all of them refuse is let further one by one', async (t) => {
  assert.deepEqual(
    GUARDS.map(([name]) => name),
    ['method', 'host', 'origin', 'token', 'contentType', 'size', 'rate'],
  )
  const run = await running(t, { backend: fakeBackend(), admin: { requestsPerSecond: 1 } })
  assert.equal((await run.ask({ path: '/v1/status' })).status, 200)
  const body = ' '.repeat(MAX_BODY_BYTES + 1)
  let ask: Ask = {
    method: 'PUT',
    path: '/v1/swarms',
    body,
    headers: { host: 'evil.example', origin: 'http://evil.example', 'content-type': 'text/plain' },
  }
  const step = async (code: ErrorCode, change: Partial<Ask>): Promise<void> => {
    assertProblem(await run.ask(ask), code)
    ask = { ...ask, ...change, headers: { ...ask.headers, ...change.headers } }
  }
  await step('METHOD_NOT_ALLOWED', { method: 'POST' })
  await step('MISDIRECTED_HOST', { headers: { host: 'localhost', origin: 'http://evil.example' } })
  await step('FORBIDDEN', { headers: { origin: 'http://localhost' } })
  await step('UNAUTHENTICATED', { headers: { authorization: `Bearer ${run.token}` } })
  await step('UNSUPPORTED_MEDIA_TYPE', { headers: { 'content-type': 'application/json' } })
  await step('TOO_LARGE', { body: '{"path":"/a"}' })
  await step('RATE_LIMITED', {})
})
