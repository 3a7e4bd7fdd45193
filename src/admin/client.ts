import { Agent, request as httpRequest, type IncomingMessage } from 'node:http'
import { OrbError } from '../base/index.ts'
import { errorOfProblem } from './problem.ts'
import { MAX_KEY_BYTES, ROUTES, type RouteName, type RouteSpec } from './routes.ts'
import type { BodyInput, ParamsInput, QueryInput, ResponseOf } from './schemas.ts'

export type {
  InterceptorsAnswer,
  LookupAnswer,
  PeerInfo,
  ResponseOf,
  RingAnswer,
  SwarmInfo,
  TalliesAnswer,
  TallyAnswer,
} from './schemas.ts'
export { MAX_TALLIES, MAX_TALLY_ADD, MAX_TIMEOUT_MS } from './bounds.ts'
export type { RouteName } from './routes.ts'

/** The longest answer taken: the metainfo of the largest swarm is 48 MiB. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024

type KeyedName = { [N in RouteName]: (typeof ROUTES)[N]['keyed'] extends true ? N : never }[RouteName]
type Part<Name extends string, Value> = [Value] extends [undefined] ? unknown : Readonly<Record<Name, Value>>
type OptionalPart<Name extends string, Value> = [Value] extends [undefined]
  ? unknown
  : Readonly<Partial<Record<Name, Value>>>

/** What a route is called with. Keys may be any bytes. */
export type CallInput<N extends RouteName> = (N extends KeyedName
  ? { readonly params: { readonly key: string | Uint8Array } }
  : Part<'params', ParamsInput<N>>) &
  OptionalPart<'query', QueryInput<N>> &
  Part<'body', BodyInput<N>>

export interface CallSettings {
  /** How long to wait for the answer; Infinity: for ever. */
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
}

export interface ClientOptions {
  /** `http://host:port`, a path before the routes is kept. */
  readonly url: string
  readonly token?: string | undefined
  readonly timeoutMs?: number
}

const DEFAULT_TIMEOUT_MS = 5_000

/** A typed client of the admin API, over connections that are kept. Every failure is an OrbError. */
export class AdminClient {
  readonly url: string
  readonly #base: URL
  readonly #token: string | undefined
  readonly #timeoutMs: number
  readonly #agent = new Agent({ keepAlive: true })

  /** @throws OrbError USAGE unless `url` is an http URL. */
  constructor(options: ClientOptions) {
    const base = URL.parse(options.url)
    if (base?.protocol !== 'http:') {
      throw new OrbError('USAGE', `not an http:// URL: ${options.url}`, { hint: 'for instance http://127.0.0.1:7460' })
    }
    this.#base = base
    this.url = options.url.replace(/\/+$/, '')
    this.#token = options.token
    this.#timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS
  }

  /**
   * Calls a route of the table.
   * @throws OrbError the daemon's own code; DAEMON_UNREACHABLE, TIMEOUT, CANCELLED; INTERNAL for an answer that is no
   *   Orbweaver's.
   */
  async call<N extends RouteName>(name: N, input: CallInput<N>, settings: CallSettings = {}): Promise<ResponseOf<N>> {
    const { method, content }: RouteSpec = ROUTES[name]
    const parts = input as { params?: Record<string, unknown>; query?: Record<string, unknown>; body?: unknown }
    const body = parts.body === undefined ? undefined : Buffer.from(JSON.stringify(parts.body))
    const answer = await this.#exchange(method, pathOf(name, parts.params ?? {}, parts.query ?? {}), body, settings)
    if (answer.status >= 300) throw errorOf(answer, this.url)
    switch (content) {
      case 'none':
        return undefined as ResponseOf<N>
      case 'text':
        return answer.body.toString('utf8') as ResponseOf<N>
      case 'foreign':
        return new Uint8Array(answer.body) as ResponseOf<N>
      case 'json':
        return jsonOf(answer.body, this.url) as ResponseOf<N>
    }
  }

  /** Closes the connections. */
  close(): void {
    this.#agent.destroy()
  }

  #exchange(method: string, path: string, body: Buffer | undefined, settings: CallSettings): Promise<Answer> {
    const timeoutMs = settings.timeoutMs ?? this.#timeoutMs
    return new Promise((resolve, reject) => {
      const outgoing = httpRequest({
        agent: this.#agent,
        method,
        host: this.#base.hostname.replace(/^\[|\]$/g, ''),
        port: this.#base.port === '' ? 80 : Number(this.#base.port),
        path: this.#base.pathname.replace(/\/+$/, '') + path,
        headers: {
          accept: 'application/json, */*',
          ...(this.#token === undefined ? {} : { authorization: `Bearer ${this.#token}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json', 'content-length': body.byteLength }),
        },
        ...(settings.signal === undefined ? {} : { signal: settings.signal }),
      })
      const timer = Number.isFinite(timeoutMs)
        ? setTimeout(() => {
            outgoing.destroy(
              new OrbError('TIMEOUT', `no answer from ${this.url} within ${timeoutMs} ms`, {
                hint: 'allow more with --timeout',
              }),
            )
          }, timeoutMs)
        : undefined
      const end = (settle: () => void): void => {
        clearTimeout(timer)
        settle()
      }
      outgoing.on('error', (error) => {
        end(() => {
          reject(this.#failure(error))
        })
      })
      outgoing.on('response', (incoming) => {
        collect(incoming).then(
          (bytes) => {
            end(() => {
              resolve({ status: incoming.statusCode ?? 0, body: bytes })
            })
          },
          (error: unknown) => {
            end(() => {
              outgoing.destroy()
              reject(this.#failure(error))
            })
          },
        )
      })
      outgoing.end(body)
    })
  }

  #failure(error: unknown): OrbError {
    if (error instanceof OrbError) return error
    if (error instanceof Error && error.name === 'AbortError')
      return new OrbError('CANCELLED', 'given up', { cause: error })
    const reason = error instanceof Error ? error.message : String(error)
    return new OrbError('DAEMON_UNREACHABLE', `no daemon answers at ${this.url}${reason === '' ? '' : `: ${reason}`}`, {
      hint: 'start it with `orbweaver start`, or name the data dir (--data-dir) or address (--admin) of a running one',
      cause: error,
    })
  }
}

interface Answer {
  readonly status: number
  readonly body: Buffer
}

/** Path and query of a call. Keys that a URL's path cannot carry go into the query. */
function pathOf(name: RouteName, params: Record<string, unknown>, query: Record<string, unknown>): string {
  const { path, keyed }: RouteSpec = ROUTES[name]
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) if (typeof value === 'string') search.set(key, value)
  const key = params['key']
  let filled: string = path
  if (keyed && (typeof key === 'string' || key instanceof Uint8Array)) {
    const bytes = typeof key === 'string' ? Buffer.from(key, 'utf8') : key
    if (bytes.byteLength > MAX_KEY_BYTES) {
      throw new OrbError('TOO_LARGE', `a key has at most ${MAX_KEY_BYTES} bytes, this one has ${bytes.byteLength}`)
    }
    if (typeof key === 'string' && !key.isWellFormed()) {
      throw new OrbError('INVALID_ARGUMENT', 'the key is not valid Unicode', { hint: 'pass its bytes instead' })
    }
    if (typeof key === 'string' && key !== '' && key !== '.' && key !== '..') {
      filled = filled.replace('{key}', () => encodeURIComponent(key))
    } else {
      filled = filled.replace('/{key}', '')
      search.set('key64', Buffer.from(bytes).toString('base64url'))
    }
  } else {
    for (const [name, value] of Object.entries(params)) {
      filled = filled.replace(`{${name}}`, () => encodeURIComponent(String(value)))
    }
  }
  return search.size === 0 ? filled : `${filled}?${search.toString()}`
}

async function collect(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength
    if (bytes > MAX_ANSWER_BYTES) throw new OrbError('TOO_LARGE', `the answer has more than ${MAX_ANSWER_BYTES} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function jsonOf(body: Buffer, url: string): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch (error) {
    if (error instanceof SyntaxError) throw foreign(url, error)
    throw error
  }
}

function errorOf(answer: Answer, url: string): OrbError {
  return errorOfProblem(jsonOf(answer.body, url)) ?? foreign(url, undefined)
}

const foreign = (url: string, cause: unknown): OrbError =>
  new OrbError('INTERNAL', `what answers at ${url} is not an Orbweaver daemon`, {
    hint: 'is another program on this port? `orbweaver --admin URL` names the right one',
    cause,
  })
