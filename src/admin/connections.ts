import type { IncomingMessage, RequestListener, Server } from 'node:http'
import { Socket } from 'node:net'
import { OrbError } from '../base/index.ts'
import { errorCode, isLoopbackHost } from '../config/index.ts'
import type { Metrics } from '../observe/index.ts'
import { addressGroup } from './address.ts'
import { SECURITY_HEADERS } from './content.ts'
import type { UnderWay } from './guards/index.ts'
import { PROBLEM_TYPE, problemOf } from './problem.ts'

/** Connections to the admin API at once; each costs some 10 kB. More are closed at once. */
export const MAX_CONNECTIONS = 512
/** Of one other machine (v6: one /64), so that a single one cannot take them all. */
export const MAX_CONNECTIONS_OF_ONE = 128
/** From so many on those that wait for their next request make room. */
const CROWDED = (MAX_CONNECTIONS * 7) / 8

/** How long a connection may take over what; milliseconds. */
export interface Timeouts {
  /** Request line and headers: a slow sender holds a connection no longer. */
  readonly headersMs: number
  /** The whole request. */
  readonly requestMs: number
  /** Nothing, between two requests. */
  readonly idleMs: number
  /** How often the first two are looked at. */
  readonly checkMs: number
}
export const TIMEOUTS: Timeouts = { headersMs: 10_000, requestMs: 30_000, idleMs: 30_000, checkMs: 1_000 }

/** Bytes of the request line and all headers; Node's own default. */
export const MAX_HEAD_BYTES = 16 * 1024

/** How long a refused connection stays half open. */
const LINGER_MS = 1_000

interface Connection {
  underWay: number
  /** The newest request. */
  latest: IncomingMessage | undefined
}

/** The connections of the admin API, what is under way on them, and what comes over them that is no request. */
export class Connections {
  readonly #newId: () => string
  readonly #refused: { value: number }
  readonly #dropped: { value: number }
  readonly #connections = new WeakMap<Socket, Connection>()
  readonly #perAddress = new Map<string, number>()
  #open = 0
  #underWay = 0
  #bodyBytes = 0

  constructor(metrics: Metrics, newId: () => string) {
    this.#newId = newId
    this.#refused = metrics.count('orbweaver_admin_refused_total', { guard: 'http' })
    this.#dropped = metrics.count('orbweaver_admin_connections_dropped_total', {})
    metrics.value('orbweaver_admin_requests_open', () => this.#underWay)
    metrics.value('orbweaver_admin_connections', () => this.#open)
  }

  /** Sets the limits of a server; `listener` gets the requests for which Node has events of their own. */
  attach(server: Server, listener: RequestListener, timeouts: Timeouts): void {
    server.maxConnections = MAX_CONNECTIONS
    server.headersTimeout = timeouts.headersMs
    server.requestTimeout = timeouts.requestMs
    server.keepAliveTimeout = timeouts.idleMs
    // No limit by number: beyond it Node would drop headers unseen. MAX_HEAD_BYTES bounds them.
    server.maxHeadersCount = 0
    // A body is asked for once the guards have passed its request; other expectations may be ignored (RFC 9110 §10.1.1).
    server.on('checkContinue', listener)
    server.on('checkExpectation', listener)
    server.on('connect', (_request, socket) => {
      if (socket instanceof Socket) this.#refuse(socket, new OrbError('METHOD_NOT_ALLOWED', 'CONNECT is not taken'))
    })
    server.on('drop', () => {
      this.#dropped.value++
    })
    server.on('connection', (socket) => {
      this.#opened(server, socket)
    })
  }

  /** A request with a body of so many bytes begins: what is under way, this one included. */
  begin(request: IncomingMessage, bodyBytes: number): UnderWay {
    const connection = this.#of(request.socket)
    connection.latest = request
    this.#bodyBytes += bodyBytes
    return { here: ++connection.underWay, all: ++this.#underWay, bodyBytes: this.#bodyBytes }
  }

  /** @param bodyBytes as it began */
  end(request: IncomingMessage, bodyBytes: number): void {
    this.#of(request.socket).underWay--
    this.#underWay--
    this.#bodyBytes -= bodyBytes
  }

  /**
   * Answers what is not HTTP, or no HTTP that Node takes, and closes. Not while another request waits for its answer on
   * the same connection: that one would be given this answer.
   */
  readonly malformed = (error: Error, socket: Socket): void => {
    const { underWay, latest } = this.#of(socket)
    const ofLatest = underWay === 1 && latest?.complete === false
    if (errorCode(error) === 'ECONNRESET' || (underWay > 0 && !ofLatest)) socket.destroy()
    else this.#refuse(socket, malformed(error))
  }

  #refuse(socket: Socket, error: OrbError): void {
    this.#refused.value++
    if (!socket.writable) {
      socket.destroy()
      return
    }
    const requestId = this.#newId()
    const problem = problemOf(error, requestId)
    const body = JSON.stringify(problem)
    const head = [
      `HTTP/1.1 ${problem.status} ${problem.title}`,
      `content-type: ${PROBLEM_TYPE}`,
      `content-length: ${Buffer.byteLength(body)}`,
      `x-request-id: ${requestId}`,
      ...Object.entries(SECURITY_HEADERS).map(([name, value]) => `${name}: ${value}`),
      'connection: close',
    ]
    socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
    // Time to read it, for whoever still sends; who never closes is not waited for.
    socket.setTimeout(LINGER_MS, () => {
      socket.destroy()
    })
  }

  #opened(server: Server, socket: Socket): void {
    const address = socket.remoteAddress
    const group = addressGroup(address)
    const same = (this.#perAddress.get(group) ?? 0) + 1
    this.#perAddress.set(group, same)
    this.#open++
    socket.once('close', () => {
      this.#open--
      const left = (this.#perAddress.get(group) ?? 1) - 1
      if (left > 0) this.#perAddress.set(group, left)
      else this.#perAddress.delete(group)
    })
    if (same > MAX_CONNECTIONS_OF_ONE && !isLoopbackHost(address ?? '')) {
      this.#dropped.value++
      socket.destroy()
    } else if (this.#open > CROWDED) {
      server.closeIdleConnections()
    }
  }

  #of(socket: Socket): Connection {
    let connection = this.#connections.get(socket)
    if (connection === undefined) {
      connection = { underWay: 0, latest: undefined }
      this.#connections.set(socket, connection)
    }
    return connection
  }
}

/** A method's name (RFC 9110 §5.6.2), and what else a request line begins with. */
const METHOD_FIRST = /^[!#$%&'*+.^_`|~\w-]+ /

function malformed(error: Error & { readonly rawPacket?: Buffer }): OrbError {
  switch (errorCode(error)) {
    case 'HPE_HEADER_OVERFLOW':
      return new OrbError('HEADERS_TOO_LARGE', `the request line and headers have more than ${MAX_HEAD_BYTES} bytes`)
    case 'HPE_INVALID_METHOD':
      return METHOD_FIRST.test(error.rawPacket?.toString('latin1', 0, MAX_METHOD_CHARS) ?? '')
        ? new OrbError('METHOD_NOT_ALLOWED', 'the method is not one of HTTP')
        : notHttp()
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new OrbError('REQUEST_TIMEOUT', 'the request was not whole in time')
    default:
      return notHttp()
  }
}

/** The longest registered method has 17. */
const MAX_METHOD_CHARS = 64

const notHttp = (): OrbError => new OrbError('INVALID_ARGUMENT', 'not an HTTP/1.1 request')
