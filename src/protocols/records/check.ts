import { ringIdOfKey, type RingId, type Sha256 } from '../../base/index.ts'
import { fail, type Result } from '../machine.ts'
import type { RecordsCommands } from './commands.ts'
import { MAX_CONTENT_TYPE_CHARS, MAX_KEY_BYTES, MAX_VALUE_BYTES } from './messages.ts'

/** Printable ASCII. */
const CONTENT_TYPE = /^[ -~]*$/

export const isContentType = (text: string): boolean => text.length <= MAX_CONTENT_TYPE_CHARS && CONTENT_TYPE.test(text)

/** Is it 1 to MAX_KEY_BYTES bytes, and the id theirs? */
export const isKeyOf = (sha256: Sha256, key: Uint8Array, id: RingId): boolean =>
  key.byteLength >= 1 && key.byteLength <= MAX_KEY_BYTES && ringIdOfKey(sha256, key) === id

/** What is wrong with the arguments of a put or a mark; undefined: nothing. */
export function putProblem(
  sha256: Sha256,
  maxTtlMs: number,
  args: RecordsCommands['put']['args'],
): Result<never, 'INVALID_ARGUMENT' | 'TOO_LARGE'> | undefined {
  if (args.key.byteLength > MAX_KEY_BYTES) return fail('TOO_LARGE', `a key has at most ${MAX_KEY_BYTES} bytes`)
  if (args.value.byteLength > MAX_VALUE_BYTES) {
    return fail('TOO_LARGE', `a value has at most ${MAX_VALUE_BYTES} bytes, this one ${args.value.byteLength}`)
  }
  if (!isKeyOf(sha256, args.key, args.id)) return fail('INVALID_ARGUMENT', 'the id is not the SHA-256 of the key')
  if (!isContentType(args.contentType ?? '')) {
    return fail(
      'INVALID_ARGUMENT',
      `a content type has at most ${MAX_CONTENT_TYPE_CHARS} characters of printable ASCII`,
    )
  }
  return isTtl(args.ttlMs, maxTtlMs)
    ? undefined
    : fail('INVALID_ARGUMENT', `a time to live is a whole number of milliseconds from 1 to ${maxTtlMs}`)
}

export const isTtl = (ttlMs: number, maxTtlMs: number): boolean =>
  Number.isInteger(ttlMs) && ttlMs >= 1 && ttlMs <= maxTtlMs
