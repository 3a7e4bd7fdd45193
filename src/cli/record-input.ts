import { open } from 'node:fs/promises'
import { MAX_VALUE_BYTES, type Condition } from '../admin/client.ts'
import { OrbError } from '../base/index.ts'
import type { Context } from './context.ts'
import { harmless } from './format.ts'

/* What the verbs of records take. */

export const KEY_WORDS = 'the key: any text but the empty one'
export const CONSISTENT_WORDS = 'linearizable, by a majority of those that keep the key; a key has one mode'
export const IF_MATCH_WORDS = 'only if this is the present version; any: if there is one; absent: if there is none'
const MAX_VERSION_CHARS = 160

/** @throws OrbError USAGE */
export function recordKey(key: string): { readonly key: string } {
  if (key === '') throw new OrbError('USAGE', 'the key of a record has at least one byte')
  return { key }
}

/** The condition of `--if-match`. @throws OrbError USAGE */
export function conditionOf(text: string | undefined): { readonly condition?: Condition } {
  if (text === undefined) return {}
  if (text === 'absent') return { condition: { ifNoneMatch: '*' } }
  if (text === 'any' || text === '*') return { condition: { ifMatch: '*' } }
  const version = text.replace(/^"(.*)"$/, '$1')
  if (/^[!#-~]+$/.test(version) && version.length <= MAX_VERSION_CHARS)
    return { condition: { ifMatch: `"${version}"` } }
  throw new OrbError('USAGE', `not a version: ${harmless(text.slice(0, 80))}`, {
    hint: 'a version as put and get tell it, or any, or absent',
  })
}

/** What `--content-type` says: it travels in a header, which takes printable ASCII. @throws OrbError USAGE */
export function contentTypeOf(text: string | undefined): { readonly contentType?: string } {
  if (text === undefined) return {}
  if (/^[ -~]+$/.test(text)) return { contentType: text }
  throw new OrbError('USAGE', `not a content type: ${harmless(text.slice(0, 80))}`, {
    hint: 'printable ASCII, such as text/plain; charset=utf-8',
  })
}

/** The value to put: what was given, what the file has, or, without either or for `-`, standard input. @throws OrbError */
export async function valueBytes(
  context: Context,
  given: string | undefined,
  file: string | undefined,
): Promise<Uint8Array> {
  if (given !== undefined && file !== undefined) throw new OrbError('USAGE', 'either a value or --file, not both')
  if (given !== undefined && given !== '-') return notTooLarge(Buffer.from(given, 'utf8'))
  if (file === undefined) return bytesFrom(context.io.stdin as AsyncIterable<Buffer | string>)
  const path = context.absolute(file)
  try {
    await using handle = await open(path, 'r')
    return await bytesFrom(handle.createReadStream())
  } catch (error) {
    if (error instanceof OrbError) throw error
    throw ioError(`cannot read ${path}`, error)
  }
}

async function bytesFrom(source: AsyncIterable<Buffer | string>): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of source) {
    const part = typeof chunk === 'string' ? Buffer.from(chunk, 'utf8') : chunk
    chunks.push(part)
    bytes += part.byteLength
    // Nobody waits for the end of what is too large already.
    if (bytes > MAX_VALUE_BYTES) break
  }
  return notTooLarge(Buffer.concat(chunks))
}

function notTooLarge(bytes: Buffer): Buffer {
  if (bytes.byteLength <= MAX_VALUE_BYTES) return bytes
  throw new OrbError('TOO_LARGE', `the value of a record has at most ${MAX_VALUE_BYTES} bytes`, {
    hint: 'share larger things as files: `orbweaver share`',
  })
}

export function ioError(what: string, cause: unknown): OrbError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  const words = `${what}: ${cause instanceof Error ? cause.message : String(cause)}`
  return new OrbError(code === 'ENOSPC' ? 'STORAGE_FULL' : code === 'ENOENT' ? 'NOT_FOUND' : 'IO', words, { cause })
}
