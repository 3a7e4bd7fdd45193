import assert from 'node:assert/strict'
import { once } from 'node:events'
import { appendFileSync, readFileSync, readdirSync, rmSync, mkdirSync, statSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import { ROUTES, ROUTE_NAMES } from '../../src/admin/routes.ts'
import type { AuditEntry } from '../../src/admin/schemas.ts'
import { dataDirFiles } from '../../src/config/index.ts'
import { fakeBackend } from './fake-backend.ts'
import { assertProblem } from './problem.ts'
import { running, STOPPED, type Ask, type Running, type RunOptions } from './server.ts'

const POST_SWARM: Ask = {
  method: 'POST',
  path: '/v1/swarms',
  body: '{"path":"/a"}',
  headers: { 'content-type': 'application/json' },
}
type RequestEntry = Extract<AuditEntry, { event: 'request' }>

/** What stands on disk, oldest first. */
function entries(run: Running): AuditEntry[] {
  const lines = readFileSync(dataDirFiles(run.dataDir).audit, 'utf8').split('\n')
  assert.equal(lines.pop(), '', 'the last line is whole')
  return lines.map((line) => JSON.parse(line) as AuditEntry)
}
const requests = (run: Running): RequestEntry[] =>
  entries(run).filter((entry): entry is RequestEntry => entry.event === 'request')

const written = (run: Running, count: number): Promise<void> =>
  run.metricsUntil(new RegExp(`^orbweaver_admin_audit_entries_total\\{outcome="written"\\} ${count}$`, 'm'))

test('who changed what: an entry on disk and in the log, with the route as in the table and the request id', async (t) => {
  const events: { name: string; fields: Record<string, unknown> }[] = []
  const logger = {
    event: (name: string, fields: object) => void events.push({ name, fields: { ...fields } }),
    enabled: () => true,
    flush: () => Promise.resolve(),
  }
  const run = await running(t, { logger })
  const { token } = await run.client().call('createToken', { body: { name: 'backup', scope: 'write' } })
  const answer = await run.ask({ ...POST_SWARM, headers: { ...POST_SWARM.headers, authorization: `Bearer ${token}` } })
  await run.askAs({ method: 'DELETE', path: '/v1/swarms/nope' })
  await written(run, 3)
  const [made, posted, failed] = requests(run)
  assert.deepEqual([made?.who, made?.route, made?.status], ['admin', 'POST /v1/tokens', 201])
  const { at, durationMs, ...rest } = posted ?? ({} as RequestEntry)
  assert.deepEqual(rest, {
    event: 'request',
    who: 'backup',
    from: '127.0.0.1',
    route: 'POST /v1/swarms',
    status: 201,
    requestId: answer.headers['x-request-id'],
  })
  assert.ok(Math.abs(Date.parse(at) - Date.now()) < 60_000)
  assert.ok(durationMs >= 0 && durationMs < 60_000)
  assert.deepEqual([failed?.route, failed?.status, failed?.code], ['DELETE /v1/swarms/{id}', 400, 'INVALID_ARGUMENT'])
  const logged = events.filter(({ name }) => name === 'admin.audited').map(({ fields }) => fields['requestId'])
  assert.deepEqual(
    logged,
    requests(run).map(({ requestId }) => requestId),
  )
  assert.equal(statSync(dataDirFiles(run.dataDir).audit).mode & 0o777, 0o600)
})

test('every route that changes something is written, none that only reads', async (t) => {
  const run = await running(t)
  for (const name of ROUTE_NAMES) {
    const { method, path } = ROUTES[name]
    await run.askAs({ method, path: `${path.replace(/\{.*\}/, 'x')}?no-such-parameter=1` })
  }
  const changing = ROUTE_NAMES.map((name) => ROUTES[name])
    .filter(({ method }) => method !== 'GET')
    .map(({ method, path }) => `${method} ${path}`)
  await written(run, changing.length)
  assert.deepEqual(
    requests(run).map(({ route }) => route),
    changing,
  )
})

test('who was refused, and why; never what they wrote', async (t) => {
  const run = await running(t)
  const secret = 'orb_secret-that-was-nearly-right'
  const evil = 'evil.example'
  await run.ask({ path: '/v1/peers' })
  await run.ask({ path: `/v1/lookup/${secret}`, headers: { authorization: `Bearer ${secret}` } })
  await run.askAs({ path: '/v1/status', headers: { host: evil } })
  await run.askAs({ path: '/v1/status', headers: { origin: `http://${evil}` } })
  await run.ask({ ...POST_SWARM, headers: { ...POST_SWARM.headers, authorization: `Bearer ${run.token}`, host: evil } })
  // Refused for what was asked, not for who asked: no entry.
  await run.askAs({ method: 'PUT', path: '/v1/status' })
  await run.askAs({ ...POST_SWARM, headers: { 'content-type': 'text/plain' } })
  await written(run, 5)
  assert.deepEqual(
    requests(run).map(({ who, route, code }) => `${who} ${route} ${code ?? ''}`),
    [
      'anonymous GET /v1/peers UNAUTHENTICATED',
      'anonymous GET /v1/lookup/{key} UNAUTHENTICATED',
      'anonymous GET /v1/status MISDIRECTED_HOST',
      'anonymous GET /v1/status FORBIDDEN',
      'anonymous POST /v1/swarms MISDIRECTED_HOST',
    ],
  )
  const text = readFileSync(dataDirFiles(run.dataDir).audit, 'utf8')
  for (const word of [secret, evil, run.token]) assert.equal(text.includes(word), false, word)
})

test('a token with too little scope is named', async (t) => {
  const run = await running(t)
  const { token } = await run.client().call('createToken', { body: { name: 'reader', scope: 'read' } })
  await run.ask({ ...POST_SWARM, headers: { ...POST_SWARM.headers, authorization: `Bearer ${token}` } })
  await written(run, 2)
  const { who, code, status } = requests(run)[1] ?? {}
  assert.deepEqual([who, code, status], ['reader', 'FORBIDDEN', 403])
})

test('a flood of refused requests is counted, not written: it cannot push out what matters', async (t) => {
  const run = await running(t, STOPPED)
  await run.askAs(POST_SWARM)
  for (let i = 0; i < 200; i++) await run.ask({ path: '/v1/peers' })
  await run.metricsUntil(/^orbweaver_admin_audit_entries_total\{outcome="unwritten"\} 190$/m)
  assert.equal(requests(run).length, 11)
  assert.equal(requests(run)[0]?.status, 201)
})

test('lock-outs are entries, as long as they last; what is refused meanwhile is not', async (t) => {
  const run = await running(t, { admin: { lockoutFailures: 2, lockoutMaxMs: 600_000 }, ...STOPPED })
  for (let i = 0; i < 3; i++) await run.ask({ path: '/v1/status', headers: { authorization: 'Bearer wrong' } })
  await written(run, 4)
  const [, locked] = entries(run)
  const { at, ...rest } = locked ?? { at: '' }
  assert.ok(at !== '')
  assert.deepEqual(rest, { event: 'locked-out', from: '127.0.0.1', failures: 2, lockMs: 1_000 })
})

test('a caller that goes away before the answer leaves an entry too', async (t) => {
  const entered = Promise.withResolvers<undefined>()
  const backend = fakeBackend({
    addSwarm: (_what, signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          reject(signal.reason as Error)
        })
        entered.resolve(undefined)
      }),
  })
  const run = await running(t, { backend })
  const body = String(POST_SWARM.body)
  const socket = connect(run.port, '127.0.0.1')
  socket.write(
    `POST /v1/swarms HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${run.token}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  )
  await entered.promise
  socket.destroy()
  await once(socket, 'close')
  await written(run, 1)
  assert.deepEqual([requests(run)[0]?.route, requests(run)[0]?.status], ['POST /v1/swarms', 0])
})

/** Files that fill soon, and a rate that a fast machine does not reach. */
const SMALL: RunOptions = { admin: { auditMaxBytes: 65_536, auditFiles: 2, writesPerSecond: 100_000 } }

test('its disk is bounded, and the last entries are what GET /v1/audit answers, newest first', async (t) => {
  const run = await running(t, SMALL)
  const client = run.client()
  const rounds = 900
  for (let i = 0; i < rounds; i++) await client.call('dial', { body: { address: '/ip4/10.0.0.1/tcp/1' } })
  await written(run, rounds)
  const files = readdirSync(run.dataDir).filter((name) => name.startsWith('audit.log'))
  assert.deepEqual(files.sort(), ['audit.log', 'audit.log.1'])
  for (const name of files) assert.ok(statSync(join(run.dataDir, name)).size <= 65_536, name)
  const { entries: last } = await client.call('audit', { query: { limit: '300' } })
  assert.equal(last.length, 300)
  const times = last.map(({ at }) => at)
  assert.deepEqual(times, times.toSorted().toReversed())
  assert.equal((await client.call('audit', {})).entries.length, 100)
  for (const limit of ['0', '1001', '1.5', '-1', 'all']) {
    assertProblem(await run.askAs({ path: `/v1/audit?limit=${limit}` }), 'INVALID_ARGUMENT', limit)
  }
})

test('lines that are no entries are left out', async (t) => {
  const run = await running(t)
  await run.askAs(POST_SWARM)
  await written(run, 1)
  appendFileSync(dataDirFiles(run.dataDir).audit, 'cut off\n{"at":"x"}\n')
  assert.equal((await run.client().call('audit', {})).entries.length, 1)
})

test('when entries cannot be written requests are answered still, and the log and the metrics say it once', async (t) => {
  const events: string[] = []
  const logger = {
    event: (name: string) => void events.push(name),
    enabled: () => true,
    flush: () => Promise.resolve(),
  }
  const run = await running(t, { ...SMALL, logger })
  const path = dataDirFiles(run.dataDir).audit
  const client = run.client()
  const dial = () => client.call('dial', { body: { address: '/ip4/10.0.0.1/tcp/1' } })
  // A folder in the place of audit.log.1 that is not empty: the file can grow no further, and not be renamed.
  mkdirSync(join(`${path}.1`, 'x'), { recursive: true })
  const failures = async (): Promise<number> =>
    Number(/audit_entries_total\{outcome="failed"\} (\d+)/.exec(await run.metrics.render())?.[1] ?? 0)
  while ((await failures()) < 3) await dial()
  assert.equal(events.filter((name) => name === 'admin.audit-failed').length, 1)
  assert.ok(statSync(path).size <= 65_536)
  rmSync(`${path}.1`, { recursive: true })
  const before = await failures()
  const done = Number(/audit_entries_total\{outcome="written"\} (\d+)/.exec(await run.metrics.render())?.[1])
  await dial()
  await written(run, done + 1)
  assert.equal(await failures(), before, 'it works again')
})
