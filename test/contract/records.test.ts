import assert from 'node:assert/strict'
import { request as httpRequest } from 'node:http'
import { test } from 'node:test'
import { VersionMismatch, type AdminBackend } from '../../src/admin/index.ts'
import { MAX_BODIES_BYTES } from '../../src/admin/guards/rate.ts'
import { MAX_VALUE_BYTES } from '../../src/admin/routes.ts'
import { OrbError } from '../../src/base/index.ts'
import type { CallOptions } from '../../src/admin/call-options.ts'
import type { PutRecord, RecordState } from '../../src/admin/record-backend.ts'
import { fakeBackend, FOUND, RING_ID, WRITTEN } from './fake-backend.ts'
import { assertProblem } from './problem.ts'
import { running, type Ask, type Running } from './server.ts'

const put = (path: string, more: Partial<Ask> = {}): Ask => ({ method: 'PUT', path, body: 'x', ...more })
const lastPut = (run: Running): PutRecord => {
  const { asked } = run.backend as ReturnType<typeof fakeBackend>
  return asked.filter(({ method }) => method === 'putRecord').at(-1)?.args[0] as PutRecord
}

test('put: bytes of whatever type come to the daemon as they are, and the answer says what was stored', async (t) => {
  const run = await running(t)
  const body = Buffer.from([0, 255, 10, 13, 123])
  for (const type of ['application/json', 'text/plain; charset=latin1', 'x/y', undefined]) {
    const headers = type === undefined ? {} : { 'content-type': type }
    const answer = await run.askAs(put('/v1/records/alpha', { body, headers }))
    assert.equal(answer.status, 200, answer.text)
    assert.equal(answer.headers['etag'], `"${WRITTEN.version}"`)
    assert.deepEqual(answer.json, {
      key: 'alpha',
      id: RING_ID,
      version: WRITTEN.version,
      replicas: 3,
      expiresAt: '2030-01-01T00:00:00.000Z',
    })
    const { key, value, contentType, ttlMs, condition, sign } = lastPut(run)
    assert.deepEqual([Buffer.from(key).toString(), Buffer.from(value)], ['alpha', body])
    assert.deepEqual([contentType, ttlMs, condition, sign], [type ?? '', undefined, undefined, false])
  }
})

test('put: what is no media type is refused as such', async (t) => {
  const run = await running(t)
  const answer = await run.askAs(put('/v1/records/alpha', { headers: { 'content-type': 'nonsense' } }))
  assertProblem(answer, 'UNSUPPORTED_MEDIA_TYPE')
  assert.match(answer.text, /not a media type/)
})

test('put: a value may be empty, and has at most a mebibyte, announced or not', async (t) => {
  const run = await running(t)
  for (const size of [0, MAX_VALUE_BYTES]) {
    for (const chunked of [false, true]) {
      const answer = await run.askAs(put('/v1/records/alpha', { body: Buffer.alloc(size, 7), chunked }))
      assert.equal(answer.status, 200, answer.text)
      assert.equal(lastPut(run).value.byteLength, size)
    }
  }
  const none = await run.askAs({ method: 'PUT', path: '/v1/records/alpha' })
  assert.deepEqual([none.status, lastPut(run).value.byteLength], [200, 0])
  const { asked } = run.backend as ReturnType<typeof fakeBackend>
  const before = asked.length
  for (const chunked of [false, true]) {
    const answer = await run.askAs(put('/v1/records/alpha', { body: Buffer.alloc(MAX_VALUE_BYTES + 1), chunked }))
    assertProblem(answer, 'TOO_LARGE')
    assert.match(answer.text, /at most 1048576 bytes/)
  }
  assert.equal(asked.length, before)
})

test('put: times to live', async (t) => {
  const run = await running(t)
  for (const [ttl, ms] of [
    ['1', 1],
    ['1500', 1_500],
    ['250ms', 250],
    ['90s', 90_000],
    ['5m', 300_000],
    ['1h', 3_600_000],
    ['7d', 604_800_000],
  ] as const) {
    assert.equal((await run.askAs(put(`/v1/records/alpha?ttl=${ttl}`))).status, 200)
    assert.equal(lastPut(run).ttlMs, ms, ttl)
  }
  for (const ttl of ['', '0', '0s', '-1', '1y', '1.5h', 'h', '1 h', '36526d', '99999999999999', 'Infinity', '1h1m']) {
    const answer = await run.askAs(put(`/v1/records/alpha?ttl=${encodeURIComponent(ttl)}`))
    assertProblem(answer, 'INVALID_ARGUMENT', ttl)
  }
})

test('conditions: what they mean, and what they cannot mean', async (t) => {
  const run = await running(t)
  for (const [headers, condition] of [
    [{ 'if-match': '"7-12D3KooX"' }, { version: '7-12D3KooX' }],
    [{ 'if-match': '*' }, 'present'],
    [{ 'if-none-match': '*' }, 'absent'],
  ] as const) {
    assert.equal((await run.askAs(put('/v1/records/alpha', { headers }))).status, 200)
    assert.deepEqual(lastPut(run).condition, condition)
  }
  for (const headers of [
    { 'if-match': '7-12D3KooX' },
    { 'if-match': 'W/"7-12D3KooX"' },
    { 'if-match': '"a", "b"' },
    { 'if-match': '' },
    { 'if-match': '""' },
    { 'if-match': `"${'7'.repeat(161)}"` },
    { 'if-none-match': '"7-12D3KooX"' },
    { 'if-match': '*', 'if-none-match': '*' },
  ]) {
    assertProblem(await run.askAs(put('/v1/records/alpha', { headers })), 'INVALID_ARGUMENT', JSON.stringify(headers))
  }
})

test('a condition that does not hold is 412 and tells the present version, to the typed client too', async (t) => {
  for (const [version, words] of [
    ['9-12D3KooX', '9-12D3KooX'],
    [null, 'absent'],
  ] as const) {
    const failing = (): Promise<never> =>
      Promise.reject(new VersionMismatch(`the present version is ${words}`, version))
    const run = await running(t, { backend: fakeBackend({ putRecord: failing, removeRecord: failing }) })
    const answer = await run.askAs(put('/v1/records/alpha', { headers: { 'if-match': '"7-12D3KooX"' } }))
    assertProblem(answer, 'VERSION_MISMATCH')
    assert.equal(answer.json['version'], version)
    await assert.rejects(
      run.client().call('removeRecord', { params: { key: 'alpha' }, condition: { ifMatch: '"7-12D3KooX"' } }),
      (error) => error instanceof VersionMismatch && error.version === version,
    )
  }
})

test('keys: any bytes but none, in the path or the query', async (t) => {
  const run = await running(t)
  const keyOf = async (path: string): Promise<string> => {
    const answer = await run.askAs(put(path))
    assert.equal(answer.status, 200, `${path}: ${answer.text}`)
    return Buffer.from(lastPut(run).key).toString('latin1')
  }
  assert.equal(await keyOf('/v1/records/a%2Fb'), 'a/b')
  assert.equal(await keyOf('/v1/records/watch'), 'watch')
  assert.equal(await keyOf('/v1/records?key=..'), '..')
  assert.equal(await keyOf('/v1/records/?key64=_wA'), '\xff\0')
  assert.equal((await run.askAs({ path: '/v1/records/watch' })).status, 200)
  assert.equal((await run.askAs({ path: '/v1/records//watch?key=watch' })).status, 200)
  for (const path of ['/v1/records', '/v1/records/', '/v1/records?key=', '/v1/records?key64=', '/v1/records/a?key=b']) {
    assertProblem(await run.askAs(put(path)), 'INVALID_ARGUMENT', path)
  }
  assertProblem(await run.askAs(put(`/v1/records/${'k'.repeat(1_025)}`)), 'TOO_LARGE')
  assertProblem(await run.askAs({ path: '/v1/records//watch' }), 'INVALID_ARGUMENT')
})

test('get: what a peer wrote is never active content, whatever it says of itself', async (t) => {
  const html = Buffer.from('<html><script>alert(1)</script>')
  const png = Buffer.from('89504e470d0a1a0a00', 'hex')
  for (const [value, type, disposition] of [
    [html, 'application/octet-stream', 'attachment'],
    [png, 'image/png', 'inline'],
  ] as const) {
    const run = await running(t, { backend: fakeBackend({ record: () => Promise.resolve({ ...FOUND, value }) }) })
    for (const method of ['GET', 'HEAD']) {
      const { status, headers, text } = await run.askAs({ method, path: '/v1/records/alpha' })
      assert.equal(status, 200)
      assert.equal(headers['content-type'], type)
      assert.equal(headers['content-disposition'], disposition)
      assert.match(String(headers['content-security-policy']), /sandbox/)
      assert.equal(headers['x-content-type-options'], 'nosniff')
      assert.equal(headers['etag'], `"${FOUND.version}"`)
      assert.equal(headers['orbweaver-expires-at'], '2030-01-01T00:00:00.000Z')
      assert.equal(headers['orbweaver-content-type'], 'text/html')
      assert.equal(headers['orbweaver-owner'], FOUND.owner)
      assert.equal(text === '', method === 'HEAD')
    }
  }
})

test('records are not read without a token, even from this machine', async (t) => {
  const run = await running(t)
  for (const path of ['/v1/records/alpha', '/v1/records/alpha/watch', '/v1/kept-records']) {
    assertProblem(await run.ask({ path }), 'UNAUTHENTICATED', path)
  }
})

test('bodies under way are bounded in bytes', async (t) => {
  const held = Promise.withResolvers<undefined>()
  const backend = fakeBackend({
    putRecord: async () => {
      await held.promise
      return WRITTEN
    },
  })
  const run = await running(t, { backend })
  const body = Buffer.alloc(MAX_VALUE_BYTES)
  const many = Array.from({ length: MAX_BODIES_BYTES / MAX_VALUE_BYTES }, () =>
    run.askAs(put('/v1/records/alpha', { body })),
  )
  await run.metricsUntil(new RegExp(`^orbweaver_admin_requests_open ${many.length}$`, 'm'))
  assertProblem(await run.askAs(put('/v1/records/alpha', { body: 'x' })), 'RATE_LIMITED')
  assert.equal((await run.askAs({ path: '/v1/status' })).status, 200, 'what has no body is not held up')
  held.resolve(undefined)
  for (const answer of await Promise.all(many)) assert.equal(answer.status, 200)
  assert.equal((await run.askAs(put('/v1/records/alpha', { body: 'x' }))).status, 200)
})

interface Watched {
  tell: (state: RecordState) => void
  fail: (error: Error) => void
  readonly call: CallOptions
}

/** A backend whose watch a test drives. */
function watching(): { backend: AdminBackend; watched: Promise<Watched> } {
  const begun = Promise.withResolvers<Watched>()
  const backend = fakeBackend({
    watchRecord: (_key, told, call) =>
      new Promise<void>((_resolve, reject) => {
        call.signal.addEventListener('abort', () => reject(new OrbError('CANCELLED', 'given up')))
        begun.resolve({ tell: told, fail: reject, call })
      }),
  })
  return { backend, watched: begun.promise }
}

const state = (value: Uint8Array | undefined, version = '7-12D3KooX'): RecordState => ({
  version,
  value,
  contentType: '',
  expiresAtMs: FOUND.expiresAtMs,
  owner: undefined,
})

test('watch: states arrive as they are told, and the client going away ends the watch', async (t) => {
  const { backend, watched } = watching()
  const run = await running(t, { backend })
  const left = new AbortController()
  const events = run.client().events('watchRecord', { params: { key: 'alpha' } }, { signal: left.signal })
  const first = events.next()
  const { tell, call } = await watched
  tell(state(Buffer.from([0, 255])))
  const { value } = await first
  assert.ok(value !== undefined)
  assert.deepEqual([value.name, value.id, value.data.value64], ['value', '7-12D3KooX', 'AP8='])
  const second = events.next()
  tell({ ...state(undefined, '8-12D3KooX'), expiresAtMs: undefined })
  const gone = (await second).value
  assert.ok(gone !== undefined)
  assert.deepEqual([gone.name, gone.data.version, gone.data.value64], ['absent', '8-12D3KooX', null])
  const end = events.next()
  left.abort()
  assert.equal((await end).done, true)
  await new Promise((resolve) => {
    if (call.signal.aborted) resolve(undefined)
    else call.signal.addEventListener('abort', resolve)
  })
})

test('watch: what fails before the first state is a problem, later an event that says so', async (t) => {
  const failing = fakeBackend({ watchRecord: () => Promise.reject(new OrbError('NO_QUORUM', 'too few')) })
  const early = await running(t, { backend: failing })
  assertProblem(await early.askAs({ path: '/v1/records/alpha/watch' }), 'NO_QUORUM')
  const { backend, watched } = watching()
  const run = await running(t, { backend })
  const answer = run.askAs({ path: '/v1/records/alpha/watch' })
  const { tell, fail } = await watched
  tell(state(Buffer.from('one')))
  fail(new OrbError('UNREACHABLE', 'the owner is gone'))
  const { status, headers, text } = await answer
  assert.deepEqual([status, headers['content-type']], [200, 'text/event-stream; charset=utf-8'])
  assert.equal(headers['x-content-type-options'], 'nosniff')
  assert.match(
    text,
    /^event: value\nid: 7-12D3KooX\ndata: \{"version":"7-12D3KooX".*\}\n\nevent: problem\ndata: \{.*"UNREACHABLE".*\}\n\n$/,
  )
})

test('watch: of a reader that is slow one state waits, the newest; memory is bounded and the last one arrives', async (t) => {
  const { backend, watched } = watching()
  const run = await running(t, { backend })
  const received: string[] = []
  const done = Promise.withResolvers<undefined>()
  const request = httpRequest(
    {
      host: '127.0.0.1',
      port: run.port,
      path: '/v1/records/alpha/watch',
      headers: { authorization: `Bearer ${run.token}` },
    },
    (response) => {
      response.pause()
      response.setEncoding('utf8')
      response.on('data', (text: string) => {
        received.push(text)
        if (text.includes('last-12D3KooX') || received.join('').includes('"last-12D3KooX"')) done.resolve(undefined)
      })
      resume.promise.then(() => response.resume()).catch(done.reject)
    },
  )
  const resume = Promise.withResolvers<undefined>()
  request.on('error', () => undefined)
  request.end()
  const { tell } = await watched
  const large = Buffer.alloc(MAX_VALUE_BYTES, 7)
  const count = 200
  for (let i = 1; i <= count; i++) {
    tell(state(large, `${i}-12D3KooX`))
    await new Promise((resolve) => setImmediate(resolve))
  }
  tell(state(Buffer.from('the end'), 'last-12D3KooX'))
  resume.resolve(undefined)
  await done.promise
  const versions = [...received.join('').matchAll(/^id: (\w+)-/gm)].map((match) => match[1])
  assert.equal(versions.at(-1), 'last')
  assert.ok(versions.length < count / 2, `${versions.length} of ${count} states were kept for who did not read`)
  request.destroy()
})

test('the audit log tells of a few changes of records and counts the others', async (t) => {
  const run = await running(t, { nowMs: () => 0 })
  for (let i = 0; i < 100; i++) assert.equal((await run.askAs(put('/v1/records/alpha'))).status, 200)
  await run.metricsUntil(/^orbweaver_admin_audit_entries_total\{outcome="unwritten"\} 40$/m)
  const { json } = await run.askAs({ path: '/v1/audit?limit=1000' })
  const routes = (json['entries'] as { route: string }[]).filter(({ route }) => route === 'PUT /v1/records/{key}')
  assert.equal(routes.length, 60)
})
