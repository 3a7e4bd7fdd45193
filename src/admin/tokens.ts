import { hash, timingSafeEqual } from 'node:crypto'
import {
  ADMIN_TOKEN_NAME,
  openToken,
  readTokenRecords,
  replaceToken,
  withNewToken,
  withoutToken,
  writeTokenRecords,
  type Scope,
  type TokenRecord,
  type TokenWish,
} from '../config/index.ts'

/** How often the times of last use are written, at most: a crash loses no more of them. */
const WRITE_USES_MS = 60_000

/** In one call: a Hash object for each request costs the garbage collector more than the hashing. */
const digest = (token: string): Buffer => hash('sha256', token, 'buffer')
const instant = (ms: number): string => new Date(ms).toISOString()

/** Who a valid token speaks for. */
export interface Caller {
  /** Of the token. */
  readonly name: string
  readonly scope: Scope
}

/** What can be told of a token: neither itself nor its hash. Instants are RFC 3339. */
export interface TokenInfo {
  readonly name: string
  readonly scope: Scope
  /** Null for the data dir's own token. */
  readonly createdAt: string | null
  readonly expiresAt: string | null
  readonly lastUsedAt: string | null
}

interface Entry {
  readonly caller: Caller
  readonly digest: Buffer
  /** Milliseconds since 1970; infinite: it does not end by itself. */
  readonly expiresMs: number
  /** 0: not yet. */
  lastUsedMs: number
}

export interface TokensOptions {
  /** The calendar, in milliseconds since 1970. */
  readonly now?: () => number
}

/**
 * The tokens that callers may present: the data dir's own (admin.token, all scopes, in clear for its owner) and those
 * made with a scope and an end (admin.tokens.json, hashes only). The daemon owns both files while it runs.
 */
export class Tokens {
  readonly #dataDir: string
  readonly #now: () => number
  #onError: (error: unknown) => void = () => undefined
  #records: readonly TokenRecord[]
  #own: Entry
  /** The data dir's token before the last rotation, for as long as it was asked to stay. */
  #previous: Entry | undefined
  #entries: readonly Entry[] = []
  #usesChanged = false
  #usesWrittenMs: number
  /** Changes run one after the other. */
  #last: Promise<unknown> = Promise.resolve()

  private constructor(dataDir: string, token: string, records: readonly TokenRecord[], options: TokensOptions) {
    this.#dataDir = dataDir
    this.#now = options.now ?? Date.now
    this.#records = records
    this.#own = ownEntry(token, Number.POSITIVE_INFINITY)
    this.#usesWrittenMs = this.#now()
    this.#becomeKnown()
  }

  /** Reads the tokens of the data dir; makes admin.token if there is none. @throws OrbError CORRUPT, IO, STORAGE_FULL */
  static async open(dataDir: string, options: TokensOptions = {}): Promise<Tokens> {
    return new Tokens(dataDir, await openToken(dataDir), await readTokenRecords(dataDir), options)
  }

  /**
   * Whose token this is; undefined: nobody's, or its time is over. Digests are compared, and with all tokens, so that
   * time tells neither length nor content nor which one came close.
   */
  find(presented: string): Caller | undefined {
    const presentedDigest = digest(presented)
    let found: Entry | undefined
    for (const entry of this.#entries) if (timingSafeEqual(presentedDigest, entry.digest)) found = entry
    const nowMs = this.#now()
    if (found === undefined || nowMs >= found.expiresMs) return undefined
    found.lastUsedMs = nowMs
    this.#usesChanged = true
    if (nowMs - this.#usesWrittenMs >= WRITE_USES_MS) {
      this.#usesWrittenMs = nowMs
      this.#queue(() => this.#writeUses()).catch((error: unknown) => {
        this.#onError(error)
      })
    }
    return found.caller
  }

  /** All that are valid, the data dir's own first. */
  list(): TokenInfo[] {
    const nowMs = this.#now()
    return this.#entries
      .filter((entry) => entry !== this.#previous && nowMs < entry.expiresMs)
      .map(({ caller, expiresMs, lastUsedMs }) => ({
        ...caller,
        createdAt: this.#records.find(({ name }) => name === caller.name)?.createdAt ?? null,
        expiresAt: Number.isFinite(expiresMs) ? instant(expiresMs) : null,
        lastUsedAt: lastUsedMs === 0 ? null : instant(lastUsedMs),
      }))
  }

  /**
   * A new token, told this once. It counts once it is on disk.
   * @throws OrbError INVALID_ARGUMENT, CONFLICT (the name is taken, or there are too many), IO, STORAGE_FULL
   */
  create(wish: TokenWish): Promise<TokenInfo & { readonly token: string }> {
    return this.#queue(async () => {
      const { token, record, records } = withNewToken(this.#withUses(), wish, this.#now())
      await this.#replace(records)
      const { sha256: _secret, ...info } = record
      return { ...info, token }
    })
  }

  /** Ends a token at once, also on disk. @throws OrbError NOT_FOUND, INVALID_ARGUMENT (the data dir's own), IO */
  revoke(name: string): Promise<void> {
    return this.#queue(() => this.#replace(withoutToken(this.#withUses(), name)))
  }

  /**
   * A new token in admin.token and admin.header. The old one counts no more once the new one is on disk, or `graceMs`
   * later, but not beyond a restart.
   * @throws OrbError IO, STORAGE_FULL
   */
  rotate(graceMs = 0): Promise<{ readonly token: string; readonly oldEndsAt: string | null }> {
    return this.#queue(async () => {
      const token = await replaceToken(this.#dataDir)
      const endsMs = this.#now() + graceMs
      this.#previous = graceMs > 0 ? { ...this.#own, expiresMs: endsMs } : undefined
      this.#own = ownEntry(token, Number.POSITIVE_INFINITY)
      this.#records = this.#withUses()
      this.#becomeKnown()
      return { token, oldEndsAt: graceMs > 0 ? instant(endsMs) : null }
    })
  }

  /** Who is told when times of last use cannot be written: nobody waits for that. */
  onWriteError(listener: (error: unknown) => void): void {
    this.#onError = listener
  }

  /** Writes what is not on disk yet; what cannot be is told to the listener. */
  async close(): Promise<void> {
    await this.#queue(() => this.#writeUses()).catch((error: unknown) => {
      this.#onError(error)
    })
  }

  #queue<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#last.then(work)
    this.#last = result.catch(() => undefined)
    return result
  }

  async #replace(records: readonly TokenRecord[]): Promise<void> {
    await writeTokenRecords(this.#dataDir, records)
    this.#records = records
    this.#becomeKnown()
  }

  async #writeUses(): Promise<void> {
    if (!this.#usesChanged) return
    this.#usesChanged = false
    const records = this.#withUses()
    if (records.every((record, at) => record.lastUsedAt === this.#records[at]?.lastUsedAt)) return
    await writeTokenRecords(this.#dataDir, records)
    this.#records = records
  }

  /** The records with the times of last use as they are known here. */
  #withUses(): readonly TokenRecord[] {
    return this.#records.map((record) => {
      const used = this.#entries.find(({ caller }) => caller.name === record.name)?.lastUsedMs ?? 0
      return used === 0 ? record : { ...record, lastUsedAt: instant(used) }
    })
  }

  #becomeKnown(): void {
    this.#entries = [
      this.#own,
      ...(this.#previous === undefined ? [] : [this.#previous]),
      ...this.#records.map((record) => ({
        caller: { name: record.name, scope: record.scope },
        digest: Buffer.from(record.sha256, 'hex'),
        expiresMs: record.expiresAt === null ? Number.POSITIVE_INFINITY : Date.parse(record.expiresAt),
        lastUsedMs: record.lastUsedAt === null ? 0 : Date.parse(record.lastUsedAt),
      })),
    ]
  }
}

const ownEntry = (token: string, expiresMs: number): Entry => ({
  caller: { name: ADMIN_TOKEN_NAME, scope: 'admin' },
  digest: digest(token),
  expiresMs,
  lastUsedMs: 0,
})
