import { createHash } from 'node:crypto'
import { z } from 'zod'
import { OrbError } from '../base/index.ts'
import { dataDirFiles, readPrivateFile, writePrivateFile } from './data-dir.ts'
import { newToken } from './token.ts'

/** What a token may do, least first: each scope includes those before it. */
export const SCOPES = ['read', 'write', 'admin'] as const
export type Scope = (typeof SCOPES)[number]

/** The name of the data dir's own token (admin.token); no other can have it. */
export const ADMIN_TOKEN_NAME = 'admin'
/** Names stand in the audit log and in paths. */
export const TOKEN_NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/
/** Every request that presents a token is compared with all of them: 64 cost some 10 µs. */
export const MAX_TOKENS = 64
/** Ten years; longer is without end. */
export const MAX_TOKEN_TTL_MS = 315_360_000_000
/** 64 records of at most 400 bytes, with room. */
const MAX_FILE_BYTES = 64 * 1024

const instant = z.iso.datetime()
const recordSchema = z.strictObject({
  name: z.string().regex(TOKEN_NAME),
  scope: z.enum(SCOPES),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  createdAt: instant,
  expiresAt: instant.nullable(),
  lastUsedAt: instant.nullable(),
})
const fileSchema = z.strictObject({
  version: z.literal(1),
  tokens: z.array(recordSchema).max(MAX_TOKENS),
})

/** A token that somebody was given. The token itself is nowhere: only its hash is kept. Instants are RFC 3339. */
export type TokenRecord = Readonly<z.output<typeof recordSchema>>

/** What a new token shall be. */
export interface TokenWish {
  readonly name: string
  readonly scope: Scope
  /** Absent: it does not end by itself. */
  readonly ttlMs?: number | undefined
}

/**
 * SHA-256 in hex. A plain hash, since a token has 256 random bits: there is nothing to guess that a slow hash would
 * have to protect.
 */
export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex')

/** The tokens of admin.tokens.json; none when there is no such file. @throws OrbError CORRUPT, IO */
export async function readTokenRecords(dataDir: string): Promise<readonly TokenRecord[]> {
  const path = dataDirFiles(dataDir).tokens
  const content = await readPrivateFile(path, MAX_FILE_BYTES)
  if (content === undefined) return []
  const parsed = fileSchema.safeParse(jsonOf(content))
  if (parsed.success && new Set(parsed.data.tokens.map(({ name }) => name)).size === parsed.data.tokens.length) {
    return parsed.data.tokens
  }
  throw new OrbError('CORRUPT', `${path} is not a list of tokens`, {
    hint: 'remove the file: the tokens made with `orbweaver token create` end then, admin.token stays',
  })
}

/** Replaces admin.tokens.json in one step. @throws OrbError IO, STORAGE_FULL */
export async function writeTokenRecords(dataDir: string, tokens: readonly TokenRecord[]): Promise<void> {
  await writePrivateFile(dataDirFiles(dataDir).tokens, `${JSON.stringify({ version: 1, tokens }, null, 2)}\n`)
}

/** Is it past its end? */
export const isExpired = ({ expiresAt }: TokenRecord, nowMs: number): boolean =>
  expiresAt !== null && Date.parse(expiresAt) <= nowMs

/**
 * The records with a new token's among them, and the token, which nobody can read again later. Expired ones make room.
 * @throws OrbError INVALID_ARGUMENT for a bad name or time; CONFLICT when the name is taken or there are too many
 */
export function withNewToken(
  records: readonly TokenRecord[],
  { name, scope, ttlMs }: TokenWish,
  nowMs: number,
): { readonly token: string; readonly record: TokenRecord; readonly records: readonly TokenRecord[] } {
  if (!TOKEN_NAME.test(name)) {
    throw new OrbError('INVALID_ARGUMENT', 'a token has a name of at most 64 of a-z, 0-9, dot, dash and underscore', {
      hint: 'for instance prometheus or backup-host-3',
    })
  }
  if (ttlMs !== undefined && !(Number.isSafeInteger(ttlMs) && ttlMs > 0 && ttlMs <= MAX_TOKEN_TTL_MS)) {
    throw new OrbError('INVALID_ARGUMENT', `a token lives from 1 to ${MAX_TOKEN_TTL_MS} ms`)
  }
  const living = records.filter((record) => !isExpired(record, nowMs))
  if (name === ADMIN_TOKEN_NAME || living.some((record) => record.name === name)) {
    throw new OrbError('CONFLICT', `there is a token named ${name}`, {
      hint: '`orbweaver token list` shows all; take another name, or revoke that one first',
    })
  }
  if (living.length >= MAX_TOKENS) {
    throw new OrbError('CONFLICT', `there are ${MAX_TOKENS} tokens already`, { hint: 'revoke one that is not used' })
  }
  const token = newToken()
  const record: TokenRecord = {
    name,
    scope,
    sha256: tokenHash(token),
    createdAt: new Date(nowMs).toISOString(),
    expiresAt: ttlMs === undefined ? null : new Date(nowMs + ttlMs).toISOString(),
    lastUsedAt: null,
  }
  return { token, record, records: [...living, record] }
}

/** The records without that of a name. @throws OrbError NOT_FOUND; INVALID_ARGUMENT for the data dir's own token */
export function withoutToken(records: readonly TokenRecord[], name: string): readonly TokenRecord[] {
  if (name === ADMIN_TOKEN_NAME) {
    throw new OrbError('INVALID_ARGUMENT', 'the admin token cannot be revoked', {
      hint: '`orbweaver token rotate` replaces it',
    })
  }
  const rest = records.filter((record) => record.name !== name)
  if (rest.length < records.length) return rest
  throw new OrbError('NOT_FOUND', 'there is no token of this name', { hint: '`orbweaver token list` shows all' })
}

function jsonOf(content: string): unknown {
  try {
    return JSON.parse(content)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
