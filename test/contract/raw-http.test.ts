import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { test, type TestContext } from 'node:test'
import { MAX_CONNECTIONS, TIMEOUTS } from '../../src/admin/connections.ts'
import { MAX_UNDER_WAY_HERE } from '../../src/admin/guards/index.ts'
import { fakeBackend } from './fake-backend.ts'
import { running, type Running, type RunOptions } from './server.ts'

/** Each answer in what came over a connection, with a body of the announced length. */
function answersIn(text: string): { readonly status: number; readonly head: string; readonly body: string }[] {
  const answers: { status: number; head: string; body: string }[] = []
  for (let rest = text; rest !== '';) {
    const end = rest.indexOf('\r\n\r\n')
    assert.ok(end > 0, `a head without an end: ${rest}`)
    const head = rest.slice(0, end)
    const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(head)?.[1])
    const length = Number(/^content-length: (\d+)$/im.exec(head)?.[1] ?? 0)
    const body = Buffer.from(rest.slice(end + 4))
      .subarray(0, length)
      .toString('utf8')
    rest = Buffer.from(rest.slice(end + 4))
      .subarray(length)
      .toString('utf8')
    answers.push({ status, head, body })
  }
  return answers
}

/** The only answer, which must be a problem with this status and all that every answer has. */
function assertProblem(text: string, status: number, context: string): void {
  const [answer, ...more] = answersIn(text)
  assert.deepEqual(more, [], context)
  assert.equal(answer?.status, status, `${context}: ${text}`)
  assert.match(answer.head, /^content-type: application\/problem\+json/im)
  for (const header of ['x-request-id', 'x-content-type-options', 'content-security-policy', 'cache-control']) {
    assert.match(answer.head, new RegExp(`^${header}: `, 'im'), `${context} ${header}`)
  }
  const problem = JSON.parse(answer.body) as Record<string, unknown>
  assert.equal(problem['status'], status)
  assert.equal(problem['instance'], `urn:orbweaver:request:${/^x-request-id: (.*)$/im.exec(answer.head)?.[1] ?? ''}`)
}

interface Open {
  readonly socket: Socket
  /** Resolves with all that came, once as much matches or the other side has closed. */
  until(pattern: RegExp): Promise<string>
  readonly closed: Promise<string>
}

async function open(t: TestContext, run: Running): Promise<Open> {
  const socket = connect(run.port, '127.0.0.1').setEncoding('utf8')
  t.after(() => socket.destroy())
  let text = ''
  const waiting = new Set<() => void>()
  socket.on('data', (chunk: string) => {
    text += chunk
    for (const look of waiting) look()
  })
  socket.on('error', () => undefined)
  const closed = new Promise<string>((resolve) => {
    socket.once('close', () => {
      for (const look of waiting) look()
      resolve(text)
    })
  })
  await once(socket, 'connect')
  const until = (pattern: RegExp): Promise<string> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (!pattern.test(text) && !socket.destroyed) return
        waiting.delete(look)
        resolve(text)
      }
      waiting.add(look)
      look()
    })
  return { socket, until, closed }
}

const HOST = 'Host: localhost\r\n'
const CLOSE = 'Connection: close\r\n'
const head = (run: Running, line: string, more = ''): string =>
  `${line} HTTP/1.1\r\n${HOST}Authorization: Bearer ${run.token}\r\n${more}\r\n`
const body = '{"path":"/a"}'
const JSON_BODY = 'Content-Type: application/json\r\n'

/** Ways to make two readers of one request see two different ones (request smuggling), and other bent requests. */
const BENT: readonly (readonly [what: string, status: number, bytes: (run: Running) => string])[] = [
  [
    'content-length and transfer-encoding',
    400,
    (run) =>
      head(run, 'POST /v1/swarms', `${JSON_BODY}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n`) + '0\r\n\r\n',
  ],
  [
    'transfer-encoding and content-length',
    400,
    (run) =>
      head(run, 'POST /v1/swarms', `${JSON_BODY}Transfer-Encoding: chunked\r\nContent-Length: 3\r\n`) + '0\r\n\r\n',
  ],
  [
    'two content-lengths',
    400,
    (run) => head(run, 'POST /v1/swarms', `${JSON_BODY}Content-Length: 13\r\nContent-Length: 2\r\n`) + body,
  ],
  [
    'the same content-length twice',
    400,
    (run) => head(run, 'POST /v1/swarms', `${JSON_BODY}Content-Length: 13\r\nContent-Length: 13\r\n`) + body,
  ],
  [
    'a content-length with a sign',
    400,
    (run) => head(run, 'POST /v1/swarms', `${JSON_BODY}Content-Length: +13\r\n`) + body,
  ],
  ['a negative content-length', 400, (run) => head(run, 'POST /v1/swarms', `${JSON_BODY}Content-Length: -1\r\n`)],
  ['a content-length in hex', 400, (run) => head(run, 'POST /v1/swarms', `${JSON_BODY}Content-Length: 0xd\r\n`) + body],
  [
    'a content-length beyond 64 bits',
    400,
    (run) => head(run, 'POST /v1/swarms', `${JSON_BODY}Content-Length: 99999999999999999999\r\n`),
  ],
  [
    'a list of content-lengths',
    400,
    (run) => head(run, 'POST /v1/swarms', `${JSON_BODY}Content-Length: 13, 13\r\n`) + body,
  ],
  [
    'chunked, but not last',
    400,
    (run) => head(run, 'POST /v1/swarms', `${JSON_BODY}Transfer-Encoding: chunked, identity\r\n`) + '0\r\n\r\n',
  ],
  [
    'an unknown transfer-encoding',
    400,
    (run) => head(run, 'POST /v1/swarms', `${JSON_BODY}Transfer-Encoding: xchunked\r\n`) + '0\r\n\r\n',
  ],
  ['a header folded over two lines', 400, (run) => head(run, 'GET /v1/status', `X-A: b\r\n c\r\n${CLOSE}`)],
  [
    'a folded transfer-encoding',
    400,
    (run) => head(run, 'POST /v1/swarms', `${JSON_BODY}Transfer-Encoding:\r\n chunked\r\n`) + '0\r\n\r\n',
  ],
  [
    'a blank before the colon',
    400,
    (run) => head(run, 'POST /v1/swarms', `${JSON_BODY}Transfer-Encoding : chunked\r\n`) + '0\r\n\r\n',
  ],
  ['a NUL in a header', 400, (run) => head(run, 'GET /v1/status', `X-A: b\0c\r\n${CLOSE}`)],
  ['a lone CR in a header', 400, (run) => head(run, 'GET /v1/status', `X-A: b\rX-B: c\r\n${CLOSE}`)],
  ['lines that end in LF alone', 400, () => 'GET /v1/status HTTP/1.1\nHost: localhost\nConnection: close\n\n'],
  ['a header without a name', 400, (run) => head(run, 'GET /v1/status', `: b\r\n${CLOSE}`)],
  ['a header without a colon', 400, (run) => head(run, 'GET /v1/status', `nothing\r\n${CLOSE}`)],
  [
    'a chunk whose size is no hex',
    400,
    (run) => `${head(run, 'POST /v1/swarms', `${JSON_BODY}Transfer-Encoding: chunked\r\n`)}zz\r\n${body}\r\n0\r\n\r\n`,
  ],
  [
    'a chunk that ends in LF alone',
    400,
    (run) => `${head(run, 'POST /v1/swarms', `${JSON_BODY}Transfer-Encoding: chunked\r\n`)}d\n${body}\r\n0\r\n\r\n`,
  ],
  [
    'a chunk longer than it says',
    400,
    (run) => `${head(run, 'POST /v1/swarms', `${JSON_BODY}Transfer-Encoding: chunked\r\n`)}5\r\n${body}\r\n0\r\n\r\n`,
  ],
  ['HTTP/2 without upgrade', 400, () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ['HTTP/0.9', 421, () => 'GET /v1/status\r\n\r\n'],
  ['TLS', 400, () => '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
  ['an unknown method', 405, () => `BREW /pot HTTP/1.1\r\n${HOST}\r\n`],
  ['a method in lower case', 405, () => `get /v1/status HTTP/1.1\r\n${HOST}\r\n`],
  ['CONNECT', 405, () => `CONNECT example.org:443 HTTP/1.1\r\nHost: example.org:443\r\n\r\n`],
  ['TRACE', 405, (run) => head(run, 'TRACE /v1/status', CLOSE)],
  ['OPTIONS *', 405, (run) => head(run, 'OPTIONS *', CLOSE)],
  ['a target of another host', 421, (run) => head(run, 'GET http://evil.example/v1/status', CLOSE)],
  ['a target that names this host', 421, (run) => head(run, 'GET http://localhost/v1/status', CLOSE)],
  ['a target without its slash', 400, (run) => head(run, 'GET v1/status', CLOSE)],
  ['path traversal', 404, (run) => head(run, 'GET /v1/../../../../etc/passwd', CLOSE)],
  ['path traversal, encoded', 404, (run) => head(run, 'GET /v1/%2e%2e/%2e%2e/etc/passwd', CLOSE)],
  ['path traversal, encoded slash', 400, (run) => head(run, 'GET /v1/swarms/..%2f..%2fetc%2fpasswd', CLOSE)],
  ['path traversal, encoded twice', 400, (run) => head(run, 'GET /v1/swarms/%252e%252e', CLOSE)],
  ['a backslash in the path', 404, (run) => head(run, 'GET /v1\\status', CLOSE)],
  ['a NUL in the path', 400, (run) => head(run, 'GET /v1/swarms/%00', CLOSE)],
  ['a path that is not UTF-8', 400, (run) => head(run, 'GET /v1/swarms/%ff%fe', CLOSE)],
  ['an encoding cut off', 400, (run) => head(run, 'GET /v1/swarms/%e2%82', CLOSE)],
  ['double slashes', 404, (run) => head(run, 'GET //v1/status', CLOSE)],
  ['a semicolon in the path', 404, (run) => head(run, 'GET /v1/status;a=b', CLOSE)],
  ['headers above the limit', 431, (run) => head(run, 'GET /v1/status', `X-A: ${'a'.repeat(17_000)}\r\n`)],
  ['a target above the limit', 431, (run) => head(run, `GET /v1/${'a'.repeat(17_000)}`, CLOSE)],
  ['10 GB announced', 413, (run) => head(run, 'POST /v1/swarms', `${JSON_BODY}Content-Length: 10000000000\r\n`)],
]

for (const [what, status, bytes] of BENT) {
  test(`${what} is answered ${status}, as a problem, and the connection is closed`, async (t) => {
    const backend = fakeBackend()
    const run = await running(t, { backend })
    assertProblem(await run.raw(bytes(run)), status, what)
    assert.deepEqual(backend.asked, [])
  })
}

test('an upgrade is not made: the request is answered as any other', async (t) => {
  const run = await running(t)
  const text = await run.raw(head(run, 'GET /v1/status', 'Connection: close, upgrade\r\nUpgrade: websocket\r\n'))
  assert.equal(answersIn(text)[0]?.status, 200)
})

test('expect: a body is asked for only once the guards have passed its request', async (t) => {
  const run = await running(t)
  const expect = `${JSON_BODY}Content-Length: ${body.length}\r\nExpect: 100-continue\r\n${CLOSE}`
  const good = await open(t, run)
  good.socket.write(head(run, 'POST /v1/swarms', expect))
  assert.match(await good.until(/\r\n\r\n/), /^HTTP\/1\.1 100 Continue\r\n\r\n$/)
  good.socket.write(body)
  assert.match(await good.closed, /HTTP\/1\.1 201 /)
  const refused = `POST /v1/swarms HTTP/1.1\r\n${HOST}${expect}\r\n`
  assertProblem(await run.raw(refused), 401, 'without a token')
  const other = `${JSON_BODY}Content-Length: ${body.length}\r\nExpect: miracles\r\n${CLOSE}`
  assert.match(await run.raw(head(run, 'POST /v1/swarms', other) + body), /HTTP\/1\.1 201 /)
})

test('pipelined requests are answered in their order, each with its own', async (t) => {
  const run = await running(t)
  const text = await run.raw(
    head(run, 'GET /v1/clock') +
      head(run, 'GET /nowhere') +
      head(run, 'GET /v1/peers') +
      head(run, 'GET /livez', CLOSE),
  )
  const answers = answersIn(text)
  assert.deepEqual(
    answers.map(({ status }) => status),
    [200, 404, 200, 200],
  )
  assert.match(answers[0]?.body ?? '', /lamport/)
  assert.match(answers[2]?.body ?? '', /peers/)
  assert.equal(new Set(answers.map(({ head: lines }) => /x-request-id: (.*)/i.exec(lines)?.[1])).size, 4)
})

test('pipelining beyond the limit is refused, and what is under way is answered', async (t) => {
  const release: (() => void)[] = []
  const backend = fakeBackend({
    addSwarm: (_what, signal) =>
      new Promise((resolve, reject) => {
        release.push(() => {
          resolve(fakeBackend().swarms()[0]!)
        })
        signal.addEventListener('abort', () => {
          reject(new Error('aborted'))
        })
        if (release.length === MAX_UNDER_WAY_HERE) for (const one of release) one()
      }),
  })
  const run = await running(t, { backend })
  const post = head(run, 'POST /v1/swarms', `${JSON_BODY}Content-Length: ${body.length}\r\n`) + body
  const text = await run.raw(post.repeat(MAX_UNDER_WAY_HERE + 1) + head(run, 'GET /livez', CLOSE))
  const statuses = answersIn(text).map(({ status }) => status)
  assert.equal(release.length, MAX_UNDER_WAY_HERE)
  assert.deepEqual(statuses.slice(0, MAX_UNDER_WAY_HERE), new Array<number>(MAX_UNDER_WAY_HERE).fill(201))
  assert.equal(statuses[MAX_UNDER_WAY_HERE], 429)
})

test('garbage behind a request that is under way never becomes its answer', async (t) => {
  const entered = Promise.withResolvers<undefined>()
  const backend = fakeBackend({
    lookup: () => {
      entered.resolve(undefined)
      return new Promise(() => undefined)
    },
  })
  const run = await running(t, { backend })
  const { socket, closed } = await open(t, run)
  socket.write(head(run, 'GET /v1/lookup/a'))
  await entered.promise
  socket.write('garbage\r\n\r\n')
  assert.equal(await closed, '')
})

const FAST: RunOptions = { timeouts: { ...TIMEOUTS, headersMs: 150, requestMs: 300, idleMs: 200, checkMs: 20 } }

test('headers that do not end in time are answered 408 and cut off (slowloris)', async (t) => {
  const run = await running(t, FAST)
  const { socket, closed } = await open(t, run)
  socket.write(`GET /v1/status HTTP/1.1\r\n${HOST}X-A: `)
  assertProblem(await closed, 408, 'slow headers')
})

test('a body that does not end in time is answered 408 and cut off', async (t) => {
  const run = await running(t, FAST)
  const { socket, closed } = await open(t, run)
  socket.write(head(run, 'POST /v1/swarms', `${JSON_BODY}Content-Length: ${body.length}\r\n`) + body.slice(0, 5))
  assertProblem(await closed, 408, 'slow body')
})

test('a connection over which nothing comes is closed: before and after a request', async (t) => {
  const run = await running(t, FAST)
  const silent = await open(t, run)
  const idle = await open(t, run)
  idle.socket.write(head(run, 'GET /livez'))
  assert.equal(answersIn(await idle.closed)[0]?.status, 200)
  assertProblem(await silent.closed, 408, 'silent')
})

test('one connection too many is closed; those that only wait for a next request make room', async (t) => {
  const run = await running(t)
  const opened: Open[] = []
  for (let i = 0; i < MAX_CONNECTIONS; i++) {
    const one = await open(t, run)
    // Under way for good, as those of a slow sender: they make no room.
    one.socket.write('GET /livez HTTP/1.1\r\n')
    opened.push(one)
  }
  await run.metricsUntil(new RegExp(`^orbweaver_admin_connections ${MAX_CONNECTIONS}$`, 'm'))
  const dropped = await open(t, run)
  assert.equal(await dropped.closed, '')
  await run.metricsUntil(/^orbweaver_admin_connections_dropped_total 1$/m)
  // The rest of their requests: now they are idle.
  for (const { socket } of opened) socket.write(`${HOST}\r\n`)
  await Promise.all(opened.map((one) => one.until(/\{"ok":true\}/)))
  opened[0]?.socket.destroy()
  await run.metricsUntil(new RegExp(`^orbweaver_admin_connections ${MAX_CONNECTIONS - 1}$`, 'm'))
  const late = await open(t, run)
  late.socket.write(head(run, 'GET /livez'))
  assert.match(await late.until(/\{"ok":true\}/), /^HTTP\/1\.1 200 /)
  await Promise.all(opened.map(({ closed }) => closed))
  await run.metricsUntil(/^orbweaver_admin_connections 1$/m)
})

test('what was under way is counted out again, however it ended', async (t) => {
  const backend = fakeBackend({ lookup: () => new Promise(() => undefined) })
  const run = await running(t, { backend })
  const gone = await open(t, run)
  gone.socket.write(head(run, 'GET /v1/lookup/a') + head(run, 'GET /v1/lookup/b'))
  await run.metricsUntil(/^orbweaver_admin_requests_open 2$/m)
  gone.socket.destroy()
  await run.metricsUntil(/^orbweaver_admin_requests_open 0$/m)
  await run.ask({ path: '/livez' })
  await run.metricsUntil(/^orbweaver_admin_requests_open 0$/m)
})
