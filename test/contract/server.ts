import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { AdminClient } from '../../src/admin/client.ts'
import type { Timeouts } from '../../src/admin/connections.ts'
import { startAdmin, Tokens, type AdminBackend, type AdminServer } from '../../src/admin/index.ts'
import { dataDirFiles, loadConfig, readToken, type Config } from '../../src/config/index.ts'
import { Metrics, SILENT_LOGGER, type Logger } from '../../src/observe/index.ts'
import { fakeBackend } from './fake-backend.ts'

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly text: string
  readonly json: Record<string, unknown>
}

export interface Ask {
  readonly method?: string
  /** As it goes into the request line: nothing is normalised. */
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  /** Sends the body in chunks, without telling its size. */
  readonly chunked?: boolean
}

/** A real server on a port of the system's choice, on a fake daemon. */
export interface Running {
  readonly server: AdminServer
  readonly backend: AdminBackend
  readonly token: string
  readonly dataDir: string
  readonly port: number
  readonly config: Config
  readonly metrics: Metrics
  client(token?: string): AdminClient
  ask(ask: Ask): Promise<Answer>
  /** The same with the token. */
  askAs(ask: Ask): Promise<Answer>
  raw(text: string): Promise<string>
  /** Looks at the metrics until they match: for what the server does a moment later. */
  metricsUntil(pattern: RegExp): Promise<void>
}

export interface RunOptions {
  readonly backend?: AdminBackend
  readonly admin?: Partial<Config['admin']>
  readonly logger?: Logger
  readonly timeouts?: Timeouts
  readonly nowMs?: () => number
}

/** A clock that stands still: what a rate has let pass it does not pour again, however slow the machine is. */
export const STOPPED: Pick<RunOptions, 'nowMs'> = { nowMs: () => 0 }

/** For what happens within milliseconds on a machine that has nothing else to do. */
const PATIENCE_MS = 20_000

export async function running(t: TestContext, options: RunOptions = {}): Promise<Running> {
  const dataDir = await mkdtemp(join(tmpdir(), 'orb-contract-'))
  const { values } = await loadConfig({ dataDir }, {})
  const backend = options.backend ?? fakeBackend()
  const metrics = new Metrics()
  const config = { ...values, admin: { ...values.admin, listen: '127.0.0.1:0', ...options.admin } }
  const server = await startAdmin({
    config: config.admin,
    backend,
    tokens: await Tokens.open(dataDir),
    auditPath: dataDirFiles(dataDir).audit,
    logger: options.logger ?? SILENT_LOGGER,
    metrics,
    version: '1.2.3',
    ...(options.timeouts === undefined ? {} : { timeouts: options.timeouts }),
    ...(options.nowMs === undefined ? {} : { nowMs: options.nowMs }),
  })
  const token = (await readToken(dataDirFiles(dataDir).token)) ?? ''
  const port = Number(new URL(server.url).port)
  const clients: AdminClient[] = []
  t.after(async () => {
    for (const client of clients) client.close()
    await server.close()
    await rm(dataDir, { recursive: true })
  })
  return {
    server,
    backend,
    token,
    dataDir,
    port,
    config,
    metrics,
    client: (given = token) => {
      const client = new AdminClient({ url: server.url, token: given })
      clients.push(client)
      return client
    },
    ask: (ask) => exchange(port, ask),
    askAs: (ask) => exchange(port, { ...ask, headers: { authorization: `Bearer ${token}`, ...ask.headers } }),
    raw: (text) => rawExchange(port, text),
    metricsUntil: async (pattern) => {
      const until = performance.now() + PATIENCE_MS
      while (!pattern.test(await metrics.render())) {
        if (performance.now() > until) throw new Error(`${String(pattern)} not within ${PATIENCE_MS} ms`)
        await setImmediate()
      }
    },
  }
}

export function exchange(port: number, ask: Ask): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      {
        host: '127.0.0.1',
        port,
        method: ask.method ?? 'GET',
        path: ask.path,
        agent: false,
        headers: {
          ...(ask.body !== undefined && ask.chunked !== true ? { 'content-length': Buffer.byteLength(ask.body) } : {}),
          ...ask.headers,
        },
      },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8')
          const isJson = /json/.test(response.headers['content-type'] ?? '') && text !== ''
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text,
            json: isJson ? (JSON.parse(text) as Record<string, unknown>) : {},
          })
        })
      },
    )
    request.on('error', reject)
    if (ask.body !== undefined) request.write(ask.body)
    request.end()
  })
}

/** Bytes in, bytes out, until the other side closes. */
function rawExchange(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text))
    let answer = ''
    socket.setEncoding('utf8')
    socket.on('data', (chunk: string) => (answer += chunk))
    socket.on('close', () => {
      resolve(answer)
    })
    socket.on('error', reject)
  })
}
