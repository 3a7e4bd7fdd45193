import { Agent, request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http'
import { OrbError } from '../base/index.ts'
import { readEvents } from './event-reader.ts'
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
export { VersionMismatch } from './problem.ts'
export { MAX_VALUE_BYTES } from './routes.ts'
export {
  FIND_SORTS,
  MAX_CAN_ITEMS,
  MAX_FOUND_NODES,
  MAX_ITEM_VALUE_BYTES,
  MAX_KEPT_RECORDS,
  MAX_NAMES,
  MAX_TALLIES,
  MAX_TALLY_ADD,
  MAX_TIMEOUT_MS,
} from './bounds.ts'
export type { RouteName } from './routes.ts'

/** The longest event taken: the largest value of a record in base64, and what is said of it. */
const MAX_EVENT_CHARS = 2 * 1024 * 1024
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
  Part<'body', BodyInput<N>> & {
    /** Of routes that take bytes: what they are, as their writer says. */
    readonly contentType?: string
    /** Of routes that take conditions. */
    readonly condition?: Condition
  }

/** What must hold for a change to be made: see the header of that name. */
export type Condition = { readonly ifMatch: string } | { readonly ifNoneMatch: '*' }

/** What a route answered, and the headers that its row names, in lower case. */
export interface Answered<N extends RouteName> {
  readonly value: ResponseOf<N>
  readonly headers: Readonly<Record<string, string | undefined>>
}

/** One server-sent event. */
export interface ClientEvent<N extends RouteName> {
  readonly name: string
  readonly id: string | undefined
  readonly data: ResponseOf<N>
}

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
    return (await this.exchange(name, input, settings)).value
  }

  /** The same, with the answer's headers. @throws as `call` */
  async exchange<N extends RouteName>(name: N, input: CallInput<N>, settings: CallSettings = {}): Promise<Answered<N>> {
    const outgoing = outgoingOf(name, input)
    const answer = await this.#exchange(outgoing, settings)
    if (answer.status >= 300) throw errorOf(answer, this.url)
    return { value: this.#valueOf(name, answer.body), headers: answer.headers }
  }

  /**
   * The events of a route that streams them, until it ends or the signal aborts, which ends it without an error.
   * `timeoutMs` is how long the first may take to come.
   * @throws as `call`, also later, when the daemon says that it cannot go on or is gone
   */
  async *events<N extends RouteName>(
    name: N,
    input: CallInput<N>,
    settings: CallSettings = {},
  ): AsyncGenerator<ClientEvent<N>, void, undefined> {
    const incoming = await this.#open(outgoingOf(name, input), settings)
    try {
      if ((incoming.statusCode ?? 0) >= 300) {
        throw errorOf({ status: incoming.statusCode ?? 0, headers: {}, body: await collect(incoming) }, this.url)
      }
      for await (const event of readEvents(incoming, MAX_EVENT_CHARS)) {
        const data = jsonOf(Buffer.from(event.data), this.url)
        if (event.name === 'problem') throw errorOfProblem(data) ?? foreign(this.url, undefined)
        yield { name: event.name, id: event.id, data: data as ResponseOf<N> }
      }
    } catch (error) {
      if (settings.signal?.aborted !== true) throw this.#failure(error)
    } finally {
      incoming.destroy()
    }
  }

  #valueOf<N extends RouteName>(name: N, body: Buffer): ResponseOf<N> {
    const { content }: RouteSpec = ROUTES[name]
    switch (content) {
      case 'none':
        return undefined as ResponseOf<N>
      case 'text':
      case 'svg':
        return body.toString('utf8') as ResponseOf<N>
      case 'foreign':
        return new Uint8Array(body) as ResponseOf<N>
      case 'json':
        return jsonOf(body, this.url) as ResponseOf<N>
      case 'events':
        throw new OrbError('INTERNAL', `${name} streams events: call events()`)
    }
  }

  /** Closes the connections. */
  close(): void {
    this.#agent.destroy()
  }

  #request({ method, path, headers, body }: Outgoing, settings: CallSettings, agent: Agent | false): ClientRequest {
    return httpRequest({
      agent,
      method,
      host: this.#base.hostname.replace(/^\[|\]$/g, ''),
      port: this.#base.port === '' ? 80 : Number(this.#base.port),
      path: this.#base.pathname.replace(/\/+$/, '') + path,
      headers: {
        accept: 'application/json, */*',
        ...(this.#token === undefined ? {} : { authorization: `Bearer ${this.#token}` }),
        ...(body === undefined ? {} : { 'content-length': body.byteLength }),
        ...headers,
      },
      ...(settings.signal === undefined ? {} : { signal: settings.signal }),
    })
  }

  /** The head of an answer that goes on, on a connection of its own. */
  #open(outgoing: Outgoing, settings: CallSettings): Promise<IncomingMessage> {
    const timeoutMs = settings.timeoutMs ?? this.#timeoutMs
    return new Promise((resolve, reject) => {
      const request = this.#request(outgoing, settings, false)
      const timer = Number.isFinite(timeoutMs)
        ? setTimeout(() => request.destroy(tooLate(this.url, timeoutMs)), timeoutMs)
        : undefined
      request.on('error', (error) => {
        clearTimeout(timer)
        reject(this.#failure(error))
      })
      request.on('response', (incoming) => {
        clearTimeout(timer)
        resolve(incoming)
      })
      request.end(outgoing.body)
    })
  }

  #exchange(wanted: Outgoing, settings: CallSettings): Promise<Answer> {
    const timeoutMs = settings.timeoutMs ?? this.#timeoutMs
    return new Promise((resolve, reject) => {
      const outgoing = this.#request(wanted, settings, this.#agent)
      const timer = Number.isFinite(timeoutMs)
        ? setTimeout(() => {
            outgoing.destroy(tooLate(this.url, timeoutMs))
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
              resolve({ status: incoming.statusCode ?? 0, headers: singleHeaders(incoming), body: bytes })
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
      outgoing.end(wanted.body)
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

interface Outgoing {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer | undefined
}

function outgoingOf<N extends RouteName>(name: N, input: CallInput<N>): Outgoing {
  const { method, takes }: RouteSpec = ROUTES[name]
  const { params, query, body, contentType, condition } = input as Parts
  const bytes = takes !== 'json' && body instanceof Uint8Array
  return {
    method,
    path: pathOf(name, params ?? {}, query ?? {}),
    headers: {
      ...(body === undefined || bytes ? {} : { 'content-type': 'application/json' }),
      ...(contentType === undefined ? {} : { 'content-type': contentType }),
      ...(condition === undefined
        ? {}
        : 'ifMatch' in condition
          ? { 'if-match': condition.ifMatch }
          : { 'if-none-match': condition.ifNoneMatch }),
    },
    body: body === undefined ? undefined : bytes ? bufferOf(body) : Buffer.from(JSON.stringify(body)),
  }
}

interface Parts {
  readonly params?: Record<string, unknown>
  readonly query?: Record<string, unknown>
  readonly body?: unknown
  readonly contentType?: string
  readonly condition?: Condition
}

const bufferOf = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)

const tooLate = (url: string, timeoutMs: number): OrbError =>
  new OrbError('TIMEOUT', `no answer from ${url} within ${timeoutMs} ms`, { hint: 'allow more with --timeout' })

const singleHeaders = ({ headers }: IncomingMessage): Record<string, string | undefined> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]))

interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | undefined>>
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
      filled = filled.replace(/\/\{key\}$/, '').replace('{key}', '')
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
