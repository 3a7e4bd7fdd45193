import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { AdminClient } from '../../src/admin/client.ts'
import { startAdmin, Tokens } from '../../src/admin/index.ts'
import { MAX_KEY_BYTES } from '../../src/admin/routes.ts'
import { OrbError } from '../../src/base/index.ts'
import { loadConfig } from '../../src/config/index.ts'
import { Metrics, SILENT_LOGGER } from '../../src/observe/index.ts'
import { RING_ID, SWARM, fakeBackend, swarmInfo } from './fake-backend.ts'
import { assertProblem } from './problem.ts'
import { running } from './server.ts'

const key64 = (bytes: Uint8Array | string): string => Buffer.from(bytes).toString('base64url')
const FULL = 'k'.repeat(MAX_KEY_BYTES)

for (const [path, key] of [
  ['/v1/lookup/alpha', 'alpha'],
  ['/v1/lookup/%F0%9F%95%B8', '🕸'],
  ['/v1/lookup/a%2Fb', 'a/b'],
  ['/v1/lookup/%2F', '/'],
  ['/v1/lookup/.', '.'],
  ['/v1/lookup/..', '..'],
  ['/v1/lookup/%2e%2e', '..'],
  ['/v1/lookup/a+b', 'a+b'],
  ['/v1/lookup/a%20b%3Fc%23d%25e', 'a b?c#d%e'],
  ['/v1/lookup/%2541', '%41'],
  ['/v1/lookup/%00', '\0'],
  ['/v1/lookup?key=', ''],
  ['/v1/lookup/?key=', ''],
  ['/v1/lookup?key=a+b%2Bc', 'a b+c'],
  ['/v1/lookup?key=..', '..'],
  ['/v1/lookup?key64=', ''],
  [`/v1/lookup?key64=${key64('..')}`, '..'],
  [`/v1/lookup?key64=${key64('🕸')}`, '🕸'],
  [`/v1/lookup?key64=${key64('\uFEFFx')}`, '\uFEFFx'],
  ['/v1/lookup?key64=YQ==', 'a'],
  [`/v1/lookup/${FULL}`, FULL],
  [`/v1/lookup/${'%F0%9F%95%B8'.repeat(MAX_KEY_BYTES / 4)}`, '🕸'.repeat(MAX_KEY_BYTES / 4)],
  ['/v1/lookup/__proto__', '__proto__'],
  ['/v1/lookup?key=__proto__', '__proto__'],
] as const) {
  test(`key ${JSON.stringify(key.slice(0, 20))} by ${path.slice(0, 40)}`, async (t) => {
    const run = await running(t)
    const answer = await run.ask({ path })
    assert.equal(answer.status, 200, answer.text)
    assert.equal(answer.json['key'], key)
    assert.equal('key64' in answer.json, false)
  })
}

test('a key that is not UTF-8 comes back in base64url', async (t) => {
  const run = await running(t)
  const answer = await run.ask({ path: `/v1/lookup?key64=${key64(new Uint8Array([0xff, 0, 0xfe]))}` })
  assert.equal(answer.status, 200)
  assert.equal(answer.json['key64'], '_wD-')
  assert.equal('key' in answer.json, false)
})

for (const [path, code, hint] of [
  ['/v1/lookup', 'INVALID_ARGUMENT', /key64/],
  ['/v1/lookup/', 'INVALID_ARGUMENT', /key64/],
  ['/v1/lookup/%ff', 'INVALID_ARGUMENT', /key64/],
  ['/v1/lookup/%c3%28', 'INVALID_ARGUMENT', /key64/],
  ['/v1/lookup/%ed%a0%80', 'INVALID_ARGUMENT', /key64/],
  ['/v1/lookup/%f', 'INVALID_ARGUMENT', /key64/],
  ['/v1/lookup/%', 'INVALID_ARGUMENT', /key64/],
  ['/v1/lookup?key=%ff', 'INVALID_ARGUMENT', /key64/],
  ['/v1/lookup?key64=a/b', 'INVALID_ARGUMENT', /no \+ and \//],
  ['/v1/lookup?key64=a', 'INVALID_ARGUMENT', /no \+ and \//],
  ['/v1/lookup/a?key=b', 'INVALID_ARGUMENT', /key64/],
  ['/v1/lookup?key=a&key=b', 'INVALID_ARGUMENT', undefined],
  ['/v1/lookup?key=a&key64=YQ', 'INVALID_ARGUMENT', /key64/],
  ['/v1/lookup/a/b', 'NOT_FOUND', /%2F/],
  [`/v1/lookup/${FULL}k`, 'TOO_LARGE', undefined],
  [`/v1/lookup?key=${FULL}k`, 'TOO_LARGE', undefined],
  [`/v1/lookup?key64=${key64(`${FULL}k`)}`, 'TOO_LARGE', undefined],
  [`/v1/lookup/${'%F0%9F%95%B8'.repeat(MAX_KEY_BYTES / 4)}a`, 'TOO_LARGE', undefined],
  [`/v1/lookup/${'k'.repeat(14_000)}`, 'TOO_LARGE', undefined],
  ['/v1/lookup/a?trace=yes', 'INVALID_ARGUMENT', undefined],
  ['/v1/lookup/a?trase=1', 'INVALID_ARGUMENT', undefined],
  ['/v1/lookup/a?mode=fast', 'INVALID_ARGUMENT', undefined],
  ['/v1/lookup/a?timeoutMs=0', 'INVALID_ARGUMENT', undefined],
  ['/v1/lookup/a?timeoutMs=60001', 'INVALID_ARGUMENT', undefined],
  ['/v1/lookup/a?timeoutMs=1e3', 'INVALID_ARGUMENT', undefined],
  [`/v1/lookup/a?${Array.from({ length: 17 }, (_, i) => `p${i}=1`).join('&')}`, 'INVALID_ARGUMENT', undefined],
  ['/v1/succ/xyz', 'INVALID_ARGUMENT', undefined],
  [`/v1/succ/${RING_ID.toUpperCase()}`, 'INVALID_ARGUMENT', undefined],
  [`/v1/succ/${RING_ID}0`, 'INVALID_ARGUMENT', undefined],
  ['/v1/status?verbose=1', 'INVALID_ARGUMENT', undefined],
  ['/v1/statsu', 'NOT_FOUND', undefined],
  ['/v1/status/', 'NOT_FOUND', undefined],
  ['/', 'NOT_FOUND', undefined],
  ['/v1/swarms/nope', 'INVALID_ARGUMENT', undefined],
  [`/v1/swarms/${'00'.repeat(32)}`, 'NOT_FOUND', /list them/],
] as const) {
  test(`${path.slice(0, 50)} is ${code}`, async (t) => {
    const run = await running(t)
    const answer = await run.askAs({ path })
    assertProblem(answer, code)
    if (hint !== undefined) assert.match(String(answer.json['hint']), hint)
  })
}

test('unknown names are answered with the nearest known one', async (t) => {
  const run = await running(t)
  assert.match(String((await run.ask({ path: '/v1/lookup/a?trase=1' })).json['detail']), /did you mean trace\?/)
  assert.match(String((await run.ask({ path: '/v1/statsu' })).json['detail']), /did you mean \/v1\/status\?/)
  const body = JSON.stringify({ magnet: 'magnet:?xt=urn:btmh:1', outptu: '/tmp' })
  const headers = { 'content-type': 'application/json' }
  const answer = await run.askAs({ method: 'POST', path: '/v1/swarms', body, headers })
  assert.match(String(answer.json['detail']), /did you mean output\?/)
})

test('a request line and headers above 16 KiB', async (t) => {
  const run = await running(t)
  const path = `/v1/lookup/${'k'.repeat(17_000)}`
  assert.match(
    await run.raw(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`),
    /^HTTP\/1\.1 431 .*"HEADERS_TOO_LARGE"/s,
  )
})

test('what is not HTTP is answered with a problem, and the server lives on', async (t) => {
  const run = await running(t)
  for (const garbage of [
    '\0\x01\x02\r\n\r\n',
    'hello\r\n\r\n',
    'GET\r\n\r\n',
    'GET / HTTP/9.9\r\n\r\n',
    '{"a":1}\n\n\n',
  ]) {
    assert.match(await run.raw(garbage), /^HTTP\/1\.1 4\d\d .*application\/problem\+json/s, garbage)
  }
  const smuggled =
    'POST /v1/swarms HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n'
  assert.match(await run.raw(smuggled), /^HTTP\/1\.1 400 /)
  assert.equal((await run.ask({ path: '/v1/status' })).status, 200)
})

for (const [body, why] of [
  ['', /empty/],
  ['{', /not JSON/],
  ['{"path":"/a"', /not JSON/],
  ['[]', /body/],
  ['null', /body/],
  ['"/a"', /body/],
  ['{}', /body/],
  ['{"path":""}', /body\.path/],
  ['{"path":"relative/a"}', /absolute/],
  ['{"path":"/a\\u0000b"}', /NUL/],
  ['{"path":7}', /body\.path/],
  [`{"path":"/${'a'.repeat(4_095)}"}`, /body\.path/],
  ['{"path":"/a","extra":1}', /extra/],
  ['{"path":"/a","magnet":"magnet:?xt=1"}', /magnet|path/],
  ['{"__proto__":{"path":"/a"}}', /body|JSON/],
  ['{"magnet":"http://x"}', /body\.magnet/],
  [`{"magnet":"magnet:?${'a'.repeat(8_192)}"}`, /body\.magnet/],
  ['{"magnet":"magnet:?xt=1","output":"here"}', /absolute/],
  ['{"torrent":"a.torrent"}', /absolute/],
  [Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]), /UTF-8/],
] as const) {
  test(`POST /v1/swarms with ${String(body).slice(0, 40) || 'nothing'} is INVALID_ARGUMENT`, async (t) => {
    const backend = fakeBackend()
    const run = await running(t, { backend })
    const headers = { 'content-type': 'application/json' }
    const answer = await run.askAs({ method: 'POST', path: '/v1/swarms', body, headers })
    assertProblem(answer, 'INVALID_ARGUMENT')
    assert.match(String(answer.json['detail']), why)
    assert.deepEqual(backend.asked, [])
  })
}

test('codes of the backend become problems; a fault of our own is logged and tells nothing of our insides', async (t) => {
  const events: string[] = []
  const logger = {
    event: (name: string) => void events.push(name),
    enabled: () => true,
    flush: () => Promise.resolve(),
  }
  let failure: Error = new OrbError('NOT_JOINED', 'still joining', { hint: 'wait' })
  const run = await running(t, { backend: fakeBackend({ lookup: () => Promise.reject(failure) }), logger })
  const first = await run.ask({ path: '/v1/lookup/a' })
  assertProblem(first, 'NOT_JOINED')
  assert.equal(first.json['hint'], 'wait')
  assert.equal(first.json['type'], 'urn:orbweaver:error:not-joined')
  failure = new OrbError('LOOKUP_TIMEOUT', 'no answer within 5000 ms')
  assertProblem(await run.ask({ path: '/v1/lookup/a' }), 'LOOKUP_TIMEOUT')
  assert.deepEqual(events, ['admin.listening'])
  failure = new TypeError('secret internals')
  const fault = await run.ask({ path: '/v1/lookup/a' })
  assertProblem(fault, 'INTERNAL')
  assert.equal(fault.text.includes('secret'), false)
  assert.deepEqual(events, ['admin.listening', 'admin.failed'])
})

test('a caller that goes away aborts its call; closing the server aborts those under way', async (t) => {
  const signals: AbortSignal[] = []
  const called: (() => void)[] = []
  const backend = fakeBackend({
    addSwarm: (_what, signal) =>
      new Promise((_resolve, reject) => {
        signals.push(signal)
        signal.addEventListener('abort', () => {
          reject(signal.reason as OrbError)
        })
        called.shift()?.()
      }),
  })
  const run = await running(t, { backend })
  const entered = (): Promise<void> => new Promise((resolve) => called.push(resolve))
  const body = '{"path":"/a"}'
  const request = `POST /v1/swarms HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${run.token}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`
  const first = entered()
  const socket = connect(run.port, '127.0.0.1', () => socket.write(request))
  await first
  socket.destroy()
  await once(signals[0]!, 'abort')
  const second = entered()
  const answer = run.client().call('addSwarm', { body: { path: '/b' } })
  await second
  const closed = run.server.close()
  await assert.rejects(answer, { code: 'CANCELLED' })
  await closed
  assert.equal(signals[1]?.aborted, true)
})

test('a taken port and an address that is not ours say what to do', async (t) => {
  const run = await running(t)
  const { values } = await loadConfig({ dataDir: run.dataDir }, {})
  const tokens = await Tokens.open(run.dataDir)
  const start = (listen: string): Promise<unknown> =>
    startAdmin({
      config: { ...values.admin, listen },
      backend: fakeBackend(),
      tokens,
      auditPath: join(run.dataDir, 'other.log'),
      logger: SILENT_LOGGER,
      metrics: new Metrics(),
      version: '1',
    })
  await assert.rejects(start(`127.0.0.1:${run.port}`), (error: OrbError) => {
    assert.equal(error.code, 'PORT_IN_USE')
    assert.match(error.hint ?? '', /--admin HOST:PORT/)
    return true
  })
  await assert.rejects(start('192.0.2.1:0'), { code: 'CONFIG_INVALID' })
})

test('the client tells a daemon that is not there, one that is silent, and what is no daemon', async (t) => {
  const silent = createServer(() => undefined).listen(0, '127.0.0.1')
  const other = createServer((_request, response) => response.end('<html>')).listen(0, '127.0.0.1')
  await Promise.all([once(silent, 'listening'), once(other, 'listening')])
  t.after(() => {
    for (const server of [silent, other]) {
      server.closeAllConnections()
      server.close()
    }
  })
  const clientOf = (port: number, timeoutMs = 20_000): AdminClient => {
    const client = new AdminClient({ url: `http://127.0.0.1:${port}`, timeoutMs })
    t.after(() => {
      client.close()
    })
    return client
  }
  const portOf = (server: typeof silent): number => (server.address() as { port: number }).port
  await assert.rejects(clientOf(portOf(silent), 50).call('status', {}), { code: 'TIMEOUT' })
  await assert.rejects(clientOf(portOf(other)).call('status', {}), { code: 'INTERNAL' })
  const { port } = other.address() as { port: number }
  other.closeAllConnections()
  other.close()
  await once(other, 'close')
  await assert.rejects(clientOf(port).call('status', {}), { code: 'DAEMON_UNREACHABLE' })
  assert.throws(() => new AdminClient({ url: 'ftp://x' }), { code: 'USAGE' })
})

test('property: any key reaches the daemon as it is, through the client', async (t) => {
  const run = await running(t)
  const client = run.client()
  const keys = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 100 }),
    fc.string({
      unit: fc.constantFrom('/', '.', '%', '?', '#', '+', '&', '=', ' ', '\\', '\0', 'a', '🕸'),
      maxLength: 8,
    }),
    fc.uint8Array({ maxLength: 64 }),
  )
  await fc.assert(
    fc.asyncProperty(keys, async (key) => {
      const answer = await client.call('lookup', { params: { key } })
      const back = answer.key === undefined ? Buffer.from(answer.key64 ?? '', 'base64url') : Buffer.from(answer.key)
      assert.deepEqual(back, Buffer.from(key as Uint8Array))
    }),
    { numRuns: 200 },
  )
})

test('property: no path makes the server answer anything but its own kinds of answers', async (t) => {
  const run = await running(t)
  const paths = fc.string({
    unit: fc.constantFrom(...'/v1lookup%2f.?&=key64\u007f~!;:@+#[]'.split('').filter((c) => c > ' ' && c < '\u007f')),
    maxLength: 40,
  })
  await fc.assert(
    fc.asyncProperty(paths, async (path) => {
      const answer = await run.askAs({ path: `/${path}` })
      assert.ok(answer.status < 500, `${path}: ${answer.status}`)
      if (answer.status >= 400) assert.match(String(answer.headers['content-type']), /^application\/problem\+json/)
    }),
    { numRuns: 300 },
  )
})

test('fetching passes magnet, output and torrent on', async (t) => {
  const backend = fakeBackend({
    swarms: () => [swarmInfo({ state: 'stalled', reason: 'no peers', code: 'NOT_FOUND' })],
  })
  const run = await running(t, { backend })
  const client = run.client()
  await client.call('addSwarm', { body: { magnet: `magnet:?xt=urn:btmh:1220${SWARM}`, output: '/tmp/x' } })
  await client.call('addSwarm', { body: { torrent: '/tmp/a.torrent' } })
  assert.deepEqual(
    backend.asked.map(({ args }) => args[0]),
    [{ magnet: `magnet:?xt=urn:btmh:1220${SWARM}`, output: '/tmp/x' }, { torrent: '/tmp/a.torrent' }],
  )
  assert.equal((await client.call('swarms', {})).swarms[0]?.code, 'NOT_FOUND')
})
