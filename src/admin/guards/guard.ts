import type { IncomingHttpHeaders } from 'node:http'
import { OrbError } from '../../base/index.ts'
import type { Limits } from '../limits.ts'
import type { Lockout } from '../lockout.ts'
import type { RouteSpec } from '../routes.ts'
import type { Caller } from '../tokens.ts'

/** Requests under way, the one at hand included. */
export interface UnderWay {
  readonly here: number
  readonly all: number
  /** Of the bodies of all of them, as announced, or the most there may be. */
  readonly bodyBytes: number
}

/** What a guard may know of a request: nothing of its body. */
export interface GuardInput {
  readonly method: string
  /** As it stands in the request line. */
  readonly target: string
  readonly headers: IncomingHttpHeaders
  /** Names and values by turns, as they came: `headers` keeps only the first of some that came twice. */
  readonly rawHeaders: readonly string[]
  /** Of the socket's other end. */
  readonly remoteAddress: string | undefined
  /** Undefined: no route has this path. */
  readonly route: RouteSpec | undefined
  /** Methods that the path takes, when this one is not among them. */
  readonly allowed: readonly string[] | undefined
  readonly takesBody: boolean
  /** Requests under way on this connection, and on all, this one included. */
  readonly underWay: UnderWay
  /** Found by the token guard; undefined: nobody who said who they are. */
  caller: Caller | undefined
}

export interface GuardSettings {
  /** Host names that a request may name, besides IP addresses as `anyAddress` says. Lower case. */
  readonly hosts: ReadonlySet<string>
  /** True on an address that others can reach: any IP address may stand in Host, since no name can be rebound to it. */
  readonly anyAddress: boolean
  readonly anonymousReads: boolean
  readonly findToken: (presented: string) => Caller | undefined
  readonly lockout: Lockout
  /** Told when an address is locked out. */
  readonly onLockout: (address: string | undefined, failures: number, lockMs: number) => void
  readonly limits: Limits
  /** A monotonic clock, in milliseconds. */
  readonly nowMs: () => number
}

/** A guard lets a request pass (undefined) or says why not. */
export type Guard = (request: GuardInput, settings: GuardSettings) => OrbError | undefined

/** Too many requests, and when to come again. */
export class RateLimited extends OrbError {
  readonly retryAfterMs: number
  constructor(message: string, retryAfterMs: number, hint: string) {
    super('RATE_LIMITED', message, { hint })
    this.retryAfterMs = retryAfterMs
  }
}

/** How many header lines have this name (lower case). */
export function linesOf(rawHeaders: readonly string[], name: string): number {
  let lines = 0
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const given = rawHeaders[at] ?? ''
    if (given.length === name.length && given.toLowerCase() === name) lines++
  }
  return lines
}

export const twice = (name: string): OrbError =>
  new OrbError('INVALID_ARGUMENT', `the request has more than one ${name} header`)
