import type { ServerResponse } from 'node:http'
import type { FastifyReply } from 'fastify'
import { OrbError } from '../base/index.ts'
import { problemOf } from './problem.ts'

/** One event of a stream (WHATWG HTML §9.2, server-sent events). */
export interface FeedEvent {
  readonly name: string
  /** What a client names to say how far it has come; without line breaks. */
  readonly id?: string
  /** Becomes JSON in one line. */
  readonly data: unknown
}

/** Tells states until it ends; each takes the place of the one before. Rejects when it cannot go on. */
export type Feed = (tell: (event: FeedEvent) => void) => Promise<void>

/** A comment so often, for whatever stands between and closes what is silent. */
const KEEP_ALIVE_MS = 15_000

/**
 * Answers with a feed as server-sent events. Nothing is sent before the first event, so that a feed that cannot begin is
 * answered with a problem. Of a reader that is slow at most one event waits besides what its socket holds: the newest.
 * @throws what the feed fails with before its first event
 */
export async function streamed(reply: FastifyReply, feed: Feed): Promise<FastifyReply> {
  const stream = new EventStream(reply)
  try {
    await feed((event) => {
      stream.tell(event)
    })
    if (!stream.begun) throw new OrbError('CANCELLED', 'the daemon ended the stream')
    stream.end()
  } catch (error) {
    if (!stream.begun) throw error
    stream.fail(error)
  }
  return reply
}

class EventStream {
  begun = false
  readonly #reply: FastifyReply
  readonly #raw: ServerResponse
  #waiting: FeedEvent | undefined
  #keepAlive: NodeJS.Timeout | undefined

  constructor(reply: FastifyReply) {
    this.#reply = reply
    this.#raw = reply.raw
  }

  tell(event: FeedEvent): void {
    this.#waiting = event
    if (!this.begun) this.#begin()
    this.#flush()
  }

  /** The last event is never left out. */
  end(): void {
    clearInterval(this.#keepAlive)
    this.#raw.off('drain', this.#flush)
    if (this.#waiting !== undefined) this.#write(eventText(this.#waiting))
    this.#raw.end()
  }

  fail(error: unknown): void {
    const known =
      error instanceof OrbError ? error : new OrbError('INTERNAL', 'a fault of the daemon', { cause: error })
    const requestId = String(this.#reply.getHeader('x-request-id') ?? '')
    if (this.#waiting !== undefined) this.#write(eventText(this.#waiting))
    this.#waiting = { name: 'problem', data: problemOf(known, requestId) }
    this.end()
  }

  /** From here on the answer is ours alone. */
  #begin(): void {
    this.begun = true
    this.#reply.hijack()
    const headers = Object.entries(this.#reply.getHeaders()).filter(([, value]) => value !== undefined)
    this.#raw.writeHead(200, {
      ...(Object.fromEntries(headers) as Record<string, string>),
      'content-type': 'text/event-stream; charset=utf-8',
    })
    this.#raw.on('drain', this.#flush)
    this.#keepAlive = setInterval(() => {
      if (!this.#raw.writableNeedDrain) this.#write(': still here\n\n')
    }, KEEP_ALIVE_MS)
    this.#keepAlive.unref()
  }

  readonly #flush = (): void => {
    if (this.#waiting === undefined || this.#raw.writableNeedDrain) return
    const event = this.#waiting
    this.#waiting = undefined
    this.#write(eventText(event))
  }

  #write(text: string): void {
    if (!this.#raw.destroyed && !this.#raw.writableEnded) this.#raw.write(text)
  }
}

function eventText({ name, id, data }: FeedEvent): string {
  return `event: ${name}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`
}
