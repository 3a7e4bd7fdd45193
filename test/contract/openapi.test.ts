import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openApiDocument } from '../../src/admin/index.ts'
import { ROUTES, ROUTE_NAMES, type RouteName, type RouteSpec } from '../../src/admin/routes.ts'
import { STATUS_OF } from '../../src/admin/problem.ts'
import { ERROR_CODES, OrbError, type ErrorCode } from '../../src/base/index.ts'
import { Promised } from './document.ts'
import { fakeBackend, type FakeBackend } from './fake-backend.ts'
import { GOOD } from './good.ts'
import { assertProblem } from './problem.ts'
import { running, type Ask } from './server.ts'

const promised = new Promised(JSON.parse(JSON.stringify(openApiDocument('1.2.3'))))

for (const name of ROUTE_NAMES) {
  test(`${name}: what it answers is what the document promises, good or bad`, async (t) => {
    const run = await running(t)
    const good = GOOD[name]
    if (name === 'revokeToken') await run.client().call('createToken', { body: { name: 'old', scope: 'write' } })
    const mark = good.path.includes('?') ? '&' : '?'
    const { takes }: RouteSpec = ROUTES[name]
    const badBodies: readonly Ask[] =
      takes === 'json'
        ? [
            { ...good, body: ' '.repeat(70_000), headers: { ...good.headers, 'content-type': 'application/json' } },
            { ...good, body: '{', headers: { ...good.headers, 'content-type': 'text/plain' } },
            { ...good, body: '{', headers: { ...good.headers, 'content-type': 'application/json' } },
          ]
        : [
            { ...good, body: Buffer.alloc(takes.maxBytes + 1) },
            { ...good, body: Buffer.alloc(takes.maxBytes + 1), chunked: true },
          ]
    const bad: readonly Ask[] = [
      { ...good, path: `${good.path}${mark}no-such-parameter=1` },
      { ...good, headers: { ...good.headers, host: 'evil.example' } },
      { ...good, headers: { ...good.headers, origin: 'https://evil.example' } },
      { ...good, headers: { ...good.headers, authorization: 'Bearer wrong' } },
      ...badBodies,
    ]
    for (const ask of bad) {
      const answer = await run.askAs(ask)
      assert.ok(answer.status >= 400, `${JSON.stringify(ask).slice(0, 200)}: ${answer.text}`)
      promised.assertKept(name, answer)
    }
    const answer = await run.askAs(good)
    assert.equal(String(answer.status), Object.keys(promised.operation(name).responses)[0], answer.text)
    promised.assertKept(name, answer)
  })

  test(`${name}: unknown parameters of the query are refused, known ones given twice too`, async (t) => {
    const run = await running(t)
    const { path, method }: RouteSpec = ROUTES[name]
    const filled = path.replace(/\{.*\}/, 'x')
    const unknown = await run.askAs({ method, path: `${filled}?no-such-parameter=1` })
    assertProblem(unknown, 'INVALID_ARGUMENT')
    for (const { name: parameter, in: place } of promised.operation(name).parameters) {
      if (place !== 'query') continue
      const twice = await run.askAs({ method, path: `${filled}?${parameter}=1&${parameter}=1` })
      assertProblem(twice, 'INVALID_ARGUMENT', parameter)
    }
  })
}

/** How a route's backend fails, for those that can. */
const FAILING: { readonly [N in RouteName]?: (error: Error) => Partial<FakeBackend> } = {
  lookup: (error) => ({ lookup: () => Promise.reject(error) }),
  succ: (error) => ({ lookup: () => Promise.reject(error) }),
  dial: (error) => ({ dial: () => Promise.reject(error) }),
  putRecord: (error) => ({ putRecord: () => Promise.reject(error) }),
  record: (error) => ({ record: () => Promise.reject(error) }),
  removeRecord: (error) => ({ removeRecord: () => Promise.reject(error) }),
  watchRecord: (error) => ({ watchRecord: () => Promise.reject(error) }),
  keptRecords: (error) => ({ keptRecords: () => Promise.reject(error) }),
  swarm: (error) => ({ swarm: () => thrown(error) }),
  torrent: (error) => ({ torrent: () => Promise.reject(error) }),
  addSwarm: (error) => ({ addSwarm: () => Promise.reject(error) }),
  removeSwarm: (error) => ({ removeSwarm: () => Promise.reject(error) }),
  leave: (error) => ({ leave: () => Promise.reject(error) }),
  reload: (error) => ({ reload: () => Promise.reject(error) }),
  patchConfig: (error) => ({ patchConfig: () => Promise.reject(error) }),
}

function thrown(error: Error): never {
  throw error
}

for (const [name, failing] of Object.entries(FAILING) as [RouteName, (error: Error) => Partial<FakeBackend>][]) {
  test(`${name}: every code of its row, and a fault of our own, is answered as promised`, async (t) => {
    const route: RouteSpec = ROUTES[name]
    for (const code of [...route.codes, 'INTERNAL', 'CANCELLED', 'OVERLOAD'] as const) {
      const run = await running(t, { backend: fakeBackend(failing(new OrbError(code, 'made to fail'))) })
      const answer = await run.askAs(GOOD[name])
      assertProblem(answer, code, name)
      promised.assertKept(name, answer)
    }
    const run = await running(t, { backend: fakeBackend(failing(new TypeError('secret internals'))) })
    const answer = await run.askAs(GOOD[name])
    assertProblem(answer, 'INTERNAL')
    assert.equal(/secret|\.ts|at /.test(answer.text), false, answer.text)
    promised.assertKept(name, answer)
  })
}

test('the document is whole: unique names, every parameter of a path, every scope, no reference into nothing', () => {
  const ids = new Set<string>()
  for (const [route, { operationId, parameters, security, responses }] of promised.operations) {
    assert.equal(ids.has(operationId), false, operationId)
    ids.add(operationId)
    const inPath = [...route.matchAll(/\{(\w+)\}/g)].map((match) => match[1])
    const declared = parameters.filter((parameter) => parameter.in === 'path')
    assert.deepEqual(
      declared.map(({ name }) => name),
      inPath,
      route,
    )
    assert.ok(declared.every(({ required }) => required === true))
    assert.equal(new Set(parameters.map(({ name, in: place }) => `${place} ${name}`)).size, parameters.length)
    for (const scopes of security.flatMap((one) => Object.values(one))) assert.equal(scopes.length, 1, route)
    for (const { content = {} } of Object.values(responses)) {
      for (const { schema } of Object.values(content)) promised.issues(schema, null) // resolves and compiles
    }
    for (const status of ['400', '401', '403', '405', '408', '413', '415', '421', '429', '431', '500']) {
      assert.ok(status in responses, `${route} ${status}`)
    }
  }
})

test('the schemas of the document refuse what the server would not send', () => {
  const schemaOf = (id: string, status: string) => {
    const content = promised.operation(id).responses[status]?.content ?? {}
    return Object.values(content)[0]?.schema ?? assert.fail(`${id} ${status}`)
  }
  assert.notDeepEqual(promised.issues(schemaOf('status', '200'), { peerId: 7 }), [])
  assert.notDeepEqual(promised.issues(schemaOf('clock', '200'), { lamport: 1, peerId: 'p', more: 1 }), [])
  assert.deepEqual(promised.issues(schemaOf('clock', '200'), { lamport: 1, peerId: 'p' }), [])
  const problem = { type: 'urn:x', title: 't', status: 404, detail: 'd', code: 'NOT_FOUND', instance: 'urn:y' }
  assert.deepEqual(promised.issues(schemaOf('swarm', '404'), problem), [])
  assert.notDeepEqual(promised.issues(schemaOf('swarm', '404'), { ...problem, code: 'NO_SUCH' }), [])
  assert.notDeepEqual(promised.issues(schemaOf('swarm', '404'), { ...problem, stack: 'at …' }), [])
})

test('what the document has no word of does not exist', async (t) => {
  const run = await running(t)
  const documented = new Set(promised.operations.keys())
  const paths = [...new Set([...documented].map((route) => route.split(' ')[1] ?? ''))]
  for (const path of paths) {
    const filled = path.replace(/\{.*\}/, 'x')
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
      const answer = await run.askAs({ method, path: `${filled}?no-such-parameter=1` })
      const expected = documented.has(`${method} ${path}`) ? 400 : 405
      assert.equal(answer.status, expected, `${method} ${path}: ${answer.text}`)
    }
    const isOpen = ROUTE_NAMES.some((name) => ROUTES[name].path === path && 'slashes' in ROUTES[name])
    if (!isOpen && !paths.some((other) => other.startsWith(`${path}/{`))) {
      assertProblem(await run.askAs({ path: `${filled}/more` }), 'NOT_FOUND', path)
    }
    if (!path.includes('{')) assertProblem(await run.askAs({ path: filled.toUpperCase() }), 'NOT_FOUND', path)
  }
  for (const path of ['/', '/v1', '/v1/', '/v2/status', '/docs', '/documentation', '/favicon.ico', '/.well-known/x']) {
    assertProblem(await run.askAs({ path }), 'NOT_FOUND', path)
  }
})

test('every code has a status and a title; codes that the API answers with are in the problem schema', () => {
  for (const code of ERROR_CODES) assert.ok(STATUS_OF[code] >= 400, code)
  const answered = new Set<ErrorCode>(ROUTE_NAMES.flatMap((name): readonly ErrorCode[] => ROUTES[name].codes))
  for (const code of answered) {
    const { content = {} } = promised.operation('status').responses['400'] ?? {}
    const problem = { type: 'urn:x', title: 't', status: 400, detail: 'd', code, instance: 'urn:y' }
    const schema = content['application/problem+json']?.schema ?? assert.fail('no problem')
    assert.deepEqual(promised.issues(schema, problem), [], code)
  }
})
