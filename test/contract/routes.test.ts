import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { z } from 'zod'
import { OrbError } from '../../src/base/index.ts'
import { openApiDocument } from '../../src/admin/index.ts'
import { COMMON_CODES, ROUTES, ROUTE_NAMES, type RouteSpec } from '../../src/admin/routes.ts'
import { SCHEMAS, type RouteSchemas } from '../../src/admin/schemas.ts'
import { STATUS_OF } from '../../src/admin/problem.ts'
import { OWNER, PEER, RELOADED, RING_ID, SWARM, VERIFICATION, fakeBackend, swarmInfo } from './fake-backend.ts'
import { GOOD } from './good.ts'
import { assertProblem } from './problem.ts'
import { running } from './server.ts'

for (const name of ROUTE_NAMES) {
  test(`${name} answers as its row and schema say`, async (t) => {
    const run = await running(t)
    const route: RouteSpec = ROUTES[name]
    const schemas: RouteSchemas = SCHEMAS[name]
    if (name === 'revokeToken') await run.client().call('createToken', { body: { name: 'old', scope: 'write' } })
    const answer = await run.askAs(GOOD[name])
    assert.equal(answer.status, route.success, answer.text)
    assert.equal(answer.headers['x-content-type-options'], 'nosniff')
    assert.equal(answer.headers['cache-control'], 'no-store')
    assert.equal(answer.headers['access-control-allow-origin'], undefined, 'no CORS headers')
    if (route.content === 'none') assert.equal(answer.text, '')
    if (route.content === 'json') {
      assert.ok(String(answer.headers['content-type']).startsWith('application/json'))
      const parsed = (schemas.response ?? z.never()).safeParse(answer.json)
      assert.ok(parsed.success, JSON.stringify(parsed.error?.issues))
    }
  })

  test(`${name} without a token: ${ROUTES[name].anonymous ? 'answered from loopback' : 'refused'}`, async (t) => {
    const run = await running(t)
    const answer = await run.ask(GOOD[name])
    assert.equal(answer.status, ROUTES[name].anonymous ? ROUTES[name].success : 401, answer.text)
  })

  test(`${name} is in the OpenAPI document with its statuses and parameters`, () => {
    const route: RouteSpec = ROUTES[name]
    const schemas: RouteSchemas = SCHEMAS[name]
    const paths = openApiDocument('1.2.3')['paths'] as Record<string, Record<string, Record<string, unknown>>>
    const operation = paths[route.path]?.[route.method.toLowerCase()]
    assert.ok(operation !== undefined)
    const statuses = Object.keys(operation['responses'] as object)
    const expected = new Set([route.success, ...[...COMMON_CODES, ...route.codes].map((code) => STATUS_OF[code])])
    assert.deepEqual(statuses.map(Number).sort(), [...expected].sort())
    const names = (operation['parameters'] as { name: string }[]).map((parameter) => parameter.name)
    const known = [
      ...Object.keys(schemas.params?.shape ?? {}),
      ...Object.keys(schemas.query?.shape ?? {}),
      ...(route.conditions ?? []),
    ]
    assert.deepEqual(names.sort(), known.sort())
    assert.equal('requestBody' in operation, schemas.body !== undefined)
    assert.deepEqual(
      operation['security'],
      route.anonymous ? [{}, { token: [route.scope] }] : [{ token: [route.scope] }],
    )
  })
}

test('the OpenAPI document has the routes of the table and no others, and is what the server sends', async (t) => {
  const run = await running(t)
  const document = (await run.ask({ path: '/openapi.json' })).json
  assert.deepEqual(document, JSON.parse(JSON.stringify(openApiDocument('1.2.3'))))
  const operations = Object.entries(document['paths'] as Record<string, Record<string, unknown>>).flatMap(
    ([path, byMethod]) => Object.keys(byMethod).map((method) => `${method.toUpperCase()} ${path}`),
  )
  const rows = ROUTE_NAMES.map((name) => `${ROUTES[name].method} ${ROUTES[name].path}`)
  const byQuery = [
    'GET /v1/lookup',
    'GET /v1/records',
    'PUT /v1/records',
    'DELETE /v1/records',
    'GET /v1/records//watch',
  ]
  assert.deepEqual(operations.sort(), [...rows, ...byQuery].sort())
})

test('the typed client reaches every route', async (t) => {
  const backend = fakeBackend()
  const run = await running(t, { backend })
  const client = run.client()
  assert.deepEqual(await client.call('livez', {}), { ok: true })
  assert.deepEqual(await client.call('readyz', {}), { ok: true })
  assert.equal((await client.call('status', {})).lamport, 42)
  assert.equal((await client.call('lookup', { params: { key: 'alpha' } })).owner.peerId, OWNER.peer)
  assert.equal((await client.call('succ', { params: { id: RING_ID } })).id, RING_ID)
  assert.equal((await client.call('ring', {})).positions.length, 2)
  assert.equal((await client.call('clock', {})).lamport, 42)
  assert.deepEqual((await client.call('peers', {})).peers, [PEER])
  assert.deepEqual(await client.call('dial', { body: { address: '/ip4/10.0.0.1/tcp/1' } }), PEER)
  assert.equal((await client.call('swarms', {})).swarms.length, 2)
  assert.deepEqual(await client.call('swarm', { params: { id: SWARM } }), swarmInfo())
  assert.deepEqual([...(await client.call('torrent', { params: { id: SWARM } }))], [100, 101])
  assert.deepEqual(await client.call('addSwarm', { body: { path: '/data/a.bin' } }), swarmInfo())
  await client.call('removeSwarm', { params: { id: SWARM } })
  assert.deepEqual(backend.removed, { id: SWARM, data: 'keep' })
  assert.match(await client.call('metrics', {}), /orbweaver_up 1/)
  assert.equal((await client.call('openapi', {})).openapi, '3.1.0')
  assert.deepEqual(await client.call('stop', {}), { state: 'leaving' })
  assert.deepEqual(await client.call('leave', {}), { state: 'leaving' })
  assert.equal((await client.call('config', {})).options.length, 2)
  assert.deepEqual(await client.call('patchConfig', { body: { 'log.level': 'debug' } }), RELOADED)
  assert.deepEqual(await client.call('reload', {}), RELOADED)
  const { token } = await client.call('rotateToken', {})
  await assert.rejects(client.call('peers', {}), { code: 'UNAUTHENTICATED' })
  assert.deepEqual((await run.client(token).call('peers', {})).peers, [PEER])
})

test('what fails for want of the little time that was given says so, and not that the ring is at fault', async (t) => {
  let failure = new OrbError('LOOKUP_TIMEOUT', 'late', { hint: 'the ring may be mending' })
  const fails = () => Promise.reject(failure)
  const run = await running(t, { backend: fakeBackend({ lookup: fails, removeItem: fails }) })
  const scarce = await run.ask({ path: '/v1/lookup/alpha?timeoutMs=99' })
  assertProblem(scarce, 'LOOKUP_TIMEOUT')
  assert.equal(scarce.json['detail'], 'no answer within the 99 ms given')
  assert.match(String(scarce.json['hint']), /timeoutMs \(--timeout\), 5000 ms when not given$/)
  for (const query of ['', '?timeoutMs=100']) {
    const patient = await run.ask({ path: `/v1/lookup/alpha${query}` })
    assert.deepEqual([patient.json['detail'], patient.json['hint']], ['late', 'the ring may be mending'])
  }
  failure = new OrbError('TIMEOUT', 'late')
  const change = await run.askAs({ method: 'DELETE', path: '/v1/can/items?key=a&timeoutMs=1' })
  assertProblem(change, 'TIMEOUT')
  assert.match(String(change.json['hint']), /it may have been done, so read it first$/)
  failure = new OrbError('NOT_JOINED', 'not yet')
  assert.equal((await run.ask({ path: '/v1/lookup/alpha?timeoutMs=1' })).json['detail'], 'not yet')
})

test('durations are told to the microsecond', async (t) => {
  const found = { id: RING_ID, owner: OWNER, predecessor: undefined, hops: 0, durationMs: 41.81359900001553 }
  const run = await running(t, { backend: fakeBackend({ lookup: () => Promise.resolve(found) }) })
  assert.equal((await run.ask({ path: '/v1/lookup/alpha' })).json['durationMs'], 41.814)
})

test('a look-up hashes the key, and has a path only when a trace is asked for', async (t) => {
  const backend = fakeBackend()
  const run = await running(t, { backend })
  const id = createHash('sha256').update('alpha').digest('hex')
  const plain = await run.ask({ path: '/v1/lookup/alpha' })
  assert.equal(plain.json['id'], id)
  assert.equal(plain.json['key'], 'alpha')
  assert.equal('path' in plain.json, false)
  const traced = await run.ask({ path: '/v1/lookup/alpha?trace=1&timeoutMs=750' })
  assert.equal((traced.json['path'] as unknown[]).length, 2)
  assert.equal('path' in (await run.ask({ path: '/v1/lookup/alpha?mode=iterative' })).json, false)
  await run.ask({ path: '/v1/lookup/alpha?mode=iterative&trace=1' })
  const calls = backend.asked.map(
    ({ args }) => args as [{ target: string; mode: string; trace: boolean }, { deadlineMs: number }],
  )
  assert.deepEqual(
    calls.map(([{ target, mode, trace }, { deadlineMs }]) => ({ target, mode, trace, deadlineMs })),
    [
      { target: id, mode: 'recursive', trace: false, deadlineMs: 5_000 },
      { target: id, mode: 'recursive', trace: true, deadlineMs: 750 },
      { target: id, mode: 'iterative', trace: false, deadlineMs: 5_000 },
      { target: id, mode: 'iterative', trace: true, deadlineMs: 5_000 },
    ],
  )
})

test('a verified look-up says who bears it out and who disagrees', async (t) => {
  const run = await running(t, { backend: fakeBackend() })
  for (const path of ['/v1/lookup/alpha', `/v1/succ/${RING_ID}`]) {
    const { json } = await run.ask({ path: `${path}?mode=verified` })
    const { asked, witnesses, disagreements } = json['verification'] as Record<string, unknown>
    assert.deepEqual([asked, witnesses], [VERIFICATION.asked, VERIFICATION.witnesses])
    const [{ node, names }] = VERIFICATION.disagreements as [(typeof VERIFICATION.disagreements)[number]]
    assert.deepEqual(disagreements, [
      {
        peerId: node.peer,
        ringId: node.id,
        names: { peerId: names.peer, ringId: names.id, addresses: names.addresses },
      },
    ])
    assert.equal('verification' in (await run.ask({ path })).json, false)
  }
  const { status, json } = await (
    await running(t, {
      backend: fakeBackend({ lookup: () => Promise.reject(new OrbError('NO_QUORUM', 'nobody could be proved')) }),
    })
  ).ask({ path: '/v1/lookup/alpha?mode=verified' })
  assert.deepEqual([status, json['code']], [503, 'NO_QUORUM'])
})

test('not ready is 503 with reasons, not alive 500', async (t) => {
  const backend = fakeBackend({
    ready: () => ({ reasons: ['still joining', 'no look-up yet'] }),
    live: () => ({ reasons: ['broken'] }),
  })
  const run = await running(t, { backend })
  const ready = await run.ask({ path: '/readyz' })
  assert.equal(ready.status, 503)
  assert.match(String(ready.headers['content-type']), /^application\/problem\+json/)
  assert.equal(ready.json['code'], 'NOT_JOINED')
  assert.deepEqual(ready.json['reasons'], ['still joining', 'no look-up yet'])
  assert.equal((await run.ask({ path: '/livez' })).status, 500)
})

test('HEAD answers as GET without a body', async (t) => {
  const run = await running(t)
  const answer = await run.ask({ method: 'HEAD', path: '/v1/status' })
  assert.equal(answer.status, 200)
  assert.equal(answer.text, '')
  assert.equal((await run.ask({ method: 'HEAD', path: '/v1/peers' })).status, 401)
})

test('deleting keeps the data unless asked', async (t) => {
  const backend = fakeBackend()
  const run = await running(t, { backend })
  await run.askAs({ method: 'DELETE', path: `/v1/swarms/${SWARM}` })
  assert.deepEqual(backend.removed, { id: SWARM, data: 'keep' })
  await run.askAs({ method: 'DELETE', path: `/v1/swarms/${SWARM}?data=delete` })
  assert.deepEqual(backend.removed, { id: SWARM, data: 'delete' })
})

test('requests are counted and timed by route', async (t) => {
  const run = await running(t)
  await run.ask({ path: '/v1/status' })
  await run.ask({ path: '/v1/peers' })
  await run.ask({ path: '/nowhere' })
  const text = await run.metrics.render()
  assert.match(text, /orbweaver_admin_requests_total\{route="status",status="200"\} 1/)
  assert.match(text, /orbweaver_admin_requests_total\{route="peers",status="401"\} 1/)
  assert.match(text, /orbweaver_admin_requests_total\{route="none",status="404"\} 1/)
  assert.match(text, /orbweaver_admin_refused_total\{guard="token"\} 1/)
  assert.match(text, /orbweaver_admin_request_duration_seconds_count\{route="status"\} 1/)
})
