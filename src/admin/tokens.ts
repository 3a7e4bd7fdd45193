import { createHash, timingSafeEqual } from 'node:crypto'
import { openToken, replaceToken } from '../config/index.ts'
import { SCOPES, type Scope } from './routes.ts'

const ALL_SCOPES: ReadonlySet<Scope> = new Set(SCOPES)
const digest = (token: string): Buffer => createHash('sha256').update(token).digest()

/** The tokens that callers may present. There is one, with all scopes, kept in the data dir. */
export class Tokens {
  readonly #dataDir: string
  #digest: Buffer

  private constructor(dataDir: string, token: string) {
    this.#dataDir = dataDir
    this.#digest = digest(token)
  }

  /** Reads the token of the data dir, or makes one. @throws OrbError CORRUPT, IO, STORAGE_FULL */
  static async open(dataDir: string): Promise<Tokens> {
    return new Tokens(dataDir, await openToken(dataDir))
  }

  /** What this token may do; undefined: nobody's. Digests are compared, so that time tells neither length nor content. */
  scopesOf(presented: string): ReadonlySet<Scope> | undefined {
    return timingSafeEqual(digest(presented), this.#digest) ? ALL_SCOPES : undefined
  }

  /** A new token; the old one counts no more once the new one is on disk. @throws OrbError IO, STORAGE_FULL */
  async rotate(): Promise<string> {
    const token = await replaceToken(this.#dataDir)
    this.#digest = digest(token)
    return token
  }
}
