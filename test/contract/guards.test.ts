import assert from 'node:assert/strict'
import { test } from 'node:test'
import { GUARDS, MAX_BODY_BYTES, type GuardName } from '../../src/admin/guards/index.ts'
import { ROUTES, ROUTE_NAMES } from '../../src/admin/routes.ts'
import type { ErrorCode } from '../../src/base/index.ts'
import { assertProblem } from './problem.ts'
import { running, STOPPED, type Answer, type Ask } from './server.ts'

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
    const { method, path, content } = ROUTES[name]
    // A stream of events has no HEAD: it has no end.
    const both = method === 'GET' && content !== 'events'
    takes.set(path, [...(takes.get(path) ?? []), method, ...(both ? ['HEAD'] : [])])
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
  ['localhost.', false],
  ['127.0.0.1.', false],
  ['overlay.example.', false],
  ['user@localhost', false],
  ['localhost@evil.example', false],
  ['[::1', false],
  ['::1', false],
  ['[::1]evil.example', false],
  ['[::ffff:127.0.0.1]', true],
  ['[2001:db8::1]', false],
  ['[fe80::1%25lo]', false],
  ['localhost:', false],
  ['localhost:123456', false],
  ['localhost:7460/', false],
  ['localhost, evil.example', false],
  ['127.1', false],
  ['0x7f000001', false],
  ['2130706433', false],
  ['0.0.0.0', false],
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

test('host, token, content type: given twice, also where Node would keep the first', async (t) => {
  const run = await running(t)
  const good = `Host: localhost\r\nAuthorization: Bearer ${run.token}\r\nConnection: close\r\n`
  const get = (lines: string): Promise<string> => run.raw(`GET /v1/peers HTTP/1.1\r\n${good}${lines}\r\n`)
  assert.match(await get(''), /^HTTP\/1\.1 200 /)
  assert.match(await get('host: localhost\r\n'), /^HTTP\/1\.1 400 .*more than one Host/s)
  assert.match(await get('HOST: evil.example\r\n'), /^HTTP\/1\.1 400 .*more than one Host/s)
  assert.match(await get('AUTHORIZATION: Bearer x\r\n'), /^HTTP\/1\.1 400 .*more than one Authorization/s)
  const post = `POST /v1/swarms HTTP/1.1\r\n${good}Content-Length: 2\r\nContent-Type: application/json\r\nContent-Type: text/plain\r\n\r\n{}`
  assert.match(await run.raw(post), /^HTTP\/1\.1 400 .*more than one Content-Type/s)
  // Header lines are not dropped, however many there are: the second Host is the last of some 3,000.
  assert.match(await get(`${'a:\r\n'.repeat(3_000)}Host: evil.example\r\n`), /^HTTP\/1\.1 400 .*more than one Host/s)
})

for (const [headers, good] of [
  [{ origin: 'null' }, false],
  [{ origin: 'https://evil.example' }, false],
  [{ origin: 'http://localhost:9' }, false],
  [{ origin: '' }, false],
  [{ origin: 'https://127.0.0.1' }, false],
  [{ origin: 'file://' }, false],
  [{ 'sec-fetch-site': '' }, false],
  [{ 'sec-fetch-site': 'SAME-ORIGIN' }, false],
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
  const gzip = { 'content-type': 'application/json', 'content-encoding': 'gzip' }
  assertProblem(await run.askAs({ ...POST_SWARM, headers: gzip }), 'UNSUPPORTED_MEDIA_TYPE')
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
  const run = await running(t, { admin: { anonymousPerSecond: 3 }, ...STOPPED })
  const answers = await Promise.all(Array.from({ length: 10 }, () => run.ask({ path: '/v1/status' })))
  const refused = answers.filter((answer) => answer.status === 429)
  assert.equal(refused.length, 7)
  assertProblem(refused[0]!, 'RATE_LIMITED')
  assert.equal(refused[0]!.headers['retry-after'], '1')
})

test('rate: reads, writes and those without a token have limits of their own, and so has each token', async (t) => {
  const run = await running(t, {
    admin: { readsPerSecond: 3, writesPerSecond: 2, anonymousPerSecond: 1 },
    ...STOPPED,
  })
  const { token } = await run.client().call('createToken', { body: { name: 'other', scope: 'write' } })
  const until429 = async (ask: () => Promise<Answer>): Promise<number> => {
    for (let passed = 0; ; passed++) if ((await ask()).status === 429) return passed
  }
  const status = { path: '/v1/status' }
  const other = { authorization: `Bearer ${token}` }
  assert.equal(await until429(() => run.ask(status)), 1)
  assert.equal(await until429(() => run.askAs(status)), 3)
  assert.equal(await until429(() => run.askAs(POST_SWARM)), 1, 'one was used for the token')
  assert.equal(await until429(() => run.ask({ ...status, headers: other })), 3)
  assert.equal(await until429(() => run.ask({ ...POST_SWARM, headers: { ...POST_SWARM.headers, ...other } })), 2)
  assert.match(String((await run.askAs(POST_SWARM)).json['hint']), /admin\.writesPerSecond/)
})

/** Of each guard, what it refuses in a request that is otherwise good, and with which code. */
const VIOLATIONS = {
  method: { code: 'METHOD_NOT_ALLOWED', change: { method: 'PUT' } },
  host: { code: 'MISDIRECTED_HOST', change: { headers: { host: 'evil.example' } } },
  origin: { code: 'FORBIDDEN', change: { headers: { origin: 'https://evil.example' } } },
  token: { code: 'UNAUTHENTICATED', change: { headers: { authorization: 'Bearer wrong' } } },
  contentType: { code: 'UNSUPPORTED_MEDIA_TYPE', change: { headers: { 'content-type': 'text/plain' } } },
  size: { code: 'TOO_LARGE', change: { body: ' '.repeat(MAX_BODY_BYTES + 1) } },
  // No change: the limit is used up.
  rate: { code: 'RATE_LIMITED', change: {} },
} as const satisfies Record<GuardName, { code: ErrorCode; change: Partial<Ask> }>

test('the guards run in the stated order: what violates two is answered by the first of them', async (t) => {
  const order = GUARDS.map(([name]) => name)
  assert.deepEqual(order, ['method', 'host', 'origin', 'token', 'contentType', 'size', 'rate'])
  const run = await running(t, { admin: { writesPerSecond: 1 }, ...STOPPED })
  const ask = (...names: GuardName[]): Promise<Answer> =>
    run.askAs(
      names.reduce<Ask>((asked, name) => {
        const change: Partial<Ask> = VIOLATIONS[name].change
        return { ...asked, ...change, headers: { ...asked.headers, ...change.headers } }
      }, POST_SWARM),
    )
  for (const [at, first] of order.entries()) {
    // Nothing but the last guard has let anything pass by then, so that nothing is used up.
    if (first === 'rate') assert.equal((await ask()).status, 201, 'without a violation it passes')
    assertProblem(await ask(first), VIOLATIONS[first].code, first)
    for (const second of order.slice(at + 1)) {
      assertProblem(await ask(first, second), VIOLATIONS[first].code, `${first} before ${second}`)
    }
  }
  const refused = await run.metrics.render()
  for (const name of order) assert.match(refused, new RegExp(`admin_refused_total\\{guard="${name}"\\} [1-9]`))
})

test('every violation at once is let further one guard after the other', async (t) => {
  const run = await running(t, { admin: { writesPerSecond: 1 }, ...STOPPED })
  assert.equal((await run.askAs(POST_SWARM)).status, 201)
  const order = GUARDS.map(([name]) => name)
  for (const [at, name] of order.entries()) {
    const asked = order.slice(at).reduce<Ask>((ask, later) => {
      const change: Partial<Ask> = VIOLATIONS[later].change
      return { ...ask, ...change, headers: { ...ask.headers, ...change.headers } }
    }, POST_SWARM)
    assertProblem(await run.askAs(asked), VIOLATIONS[name].code, name)
  }
})
