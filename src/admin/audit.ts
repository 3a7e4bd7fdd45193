import { OrbError, TokenBucket, type ErrorCode } from '../base/index.ts'
import type { Logger, Metrics } from '../observe/index.ts'
import { addressGroup } from './address.ts'
import type { AuditFile } from './audit-file.ts'
import { BoundedTable } from './bounded-table.ts'
import type { AuditEntry } from './schemas.ts'

/** Refused requests that are written one by one: the first ten of an address, then one a minute; the rest is counted. */
const REFUSED_RATE = { perSecond: 1 / 60, burst: 10 }
/** Of all addresses together. At 300 bytes an entry that is 4 MB a day, so that nobody can push out what matters soon. */
const ALL_REFUSED_RATE = { perSecond: 10 / 60, burst: 100 }
const MAX_ADDRESSES = 1_024
/** Of requests that programs make many times a second, records put and removed, so many are written; the rest is counted. */
const BULK_RATE = { perSecond: 1, burst: 60 }

/** A request that changed something, or was to, or came from somebody who may not ask. */
export interface AuditedRequest {
  /** Name of the token; undefined: none. */
  readonly who: string | undefined
  readonly from: string | undefined
  /** Method and path as in the route table, `none` for what is not in it: never what the caller wrote. */
  readonly route: string
  /** Of the answer; 0: the caller went away before there was one. */
  readonly status: number
  readonly code: ErrorCode | undefined
  readonly durationMs: number
  readonly requestId: string
}

export interface AuditOptions {
  readonly file: AuditFile
  readonly logger: Logger
  readonly metrics: Metrics
  /** A monotonic clock, in milliseconds. */
  readonly nowMs: () => number
}

/**
 * Who asked to change what, from where, and how it ended: in a file of its own and in the log. It holds no secret and
 * nothing that a caller could write into it. When the disk is full requests are still answered: that entries are missing
 * is said in the log and counted.
 */
export class Audit {
  readonly #options: AuditOptions
  readonly #perAddress = new BoundedTable<TokenBucket>({
    capacity: MAX_ADDRESSES,
    make: (nowMs) => new TokenBucket(REFUSED_RATE, nowMs),
    idle: (bucket, nowMs) => bucket.isFull(nowMs),
  })
  readonly #all: TokenBucket
  /** Refused requests since the last one that was written. */
  #unwritten = 0
  readonly #bulk: TokenBucket
  /** Bulk requests since the last one that was written. */
  #unwrittenBulk = 0
  #broken = false

  constructor(options: AuditOptions) {
    this.#options = options
    this.#all = new TokenBucket(ALL_REFUSED_RATE, options.nowMs())
    this.#bulk = new TokenBucket(BULK_RATE, options.nowMs())
  }

  /** A request that passed the guards. */
  request(request: AuditedRequest): void {
    this.#write(entryOf(request))
  }

  /** One of many: a few a second are written, that they push out nothing that matters, and the others are counted. */
  bulk(request: AuditedRequest): void {
    if (!this.#bulk.take(this.#options.nowMs())) {
      this.#unwrittenBulk++
      this.#count('unwritten')
      return
    }
    const unwritten = this.#unwrittenBulk
    this.#unwrittenBulk = 0
    this.#write({ ...entryOf(request), ...(unwritten === 0 ? {} : { unwritten }) })
  }

  /** A request that a guard refused because of who asked or from where. */
  refused(request: AuditedRequest): void {
    const nowMs = this.#options.nowMs()
    const own = this.#perAddress.get(addressGroup(request.from), nowMs)
    if (!own.take(nowMs) || !this.#all.take(nowMs)) {
      this.#unwritten++
      this.#count('unwritten')
      return
    }
    const unwritten = this.#unwritten
    this.#unwritten = 0
    this.#write({ ...entryOf(request), ...(unwritten === 0 ? {} : { unwritten }) })
  }

  /** An address was locked out for wrong tokens. */
  lockedOut(from: string | undefined, failures: number, lockMs: number): void {
    this.#options.logger.event('admin.locked-out', { from: from ?? 'unknown', failures, lockMs })
    this.#write({ at: new Date().toISOString(), event: 'locked-out', from: from ?? 'unknown', failures, lockMs })
  }

  /** The last entries, newest first, as they stand on disk. @throws OrbError IO */
  last(limit: number): unknown[] {
    return this.#options.file.last(limit).map(jsonOf)
  }

  close(): void {
    this.#options.file.close()
  }

  #write(entry: AuditEntry): void {
    const { file, logger } = this.#options
    if (entry.event === 'request') {
      const { at: _at, event: _event, code, unwritten, ...fields } = entry
      logger.event('admin.audited', { ...fields, code, unwritten })
    }
    try {
      file.append(JSON.stringify(entry))
      this.#broken = false
      this.#count('written')
    } catch (error) {
      if (!(error instanceof OrbError)) throw error
      this.#count('failed')
      if (this.#broken) return
      this.#broken = true
      logger.event('admin.audit-failed', { error })
    }
  }

  #count(outcome: 'written' | 'unwritten' | 'failed'): void {
    this.#options.metrics.count('orbweaver_admin_audit_entries_total', { outcome }).value++
  }
}

const entryOf = ({ who, from, route, status, code, durationMs, requestId }: AuditedRequest): AuditEntry => ({
  at: new Date().toISOString(),
  event: 'request',
  who: who ?? 'anonymous',
  from: from ?? 'unknown',
  route,
  status,
  ...(code === undefined ? {} : { code }),
  durationMs: Math.round(durationMs * 100) / 100,
  requestId,
})

/** A line that a crash cut off is no entry. */
function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
