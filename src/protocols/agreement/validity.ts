import { fail, type Result } from '../machine.ts'
import { MAX_CONTENT_TYPE_CHARS, MAX_KEY_BYTES, MAX_TTL_MS, MAX_VALUE_BYTES, type Change } from './messages.ts'

/** Why a change cannot be asked for; undefined: it can. */
export function wrongWith(
  key: Uint8Array,
  change: Change,
  maxTtlMs: number,
): Result<never, 'INVALID_ARGUMENT' | 'TOO_LARGE'> | undefined {
  if (key.byteLength === 0) return fail('INVALID_ARGUMENT', 'a key has at least one byte')
  if (key.byteLength > MAX_KEY_BYTES) return fail('TOO_LARGE', `a key has at most ${MAX_KEY_BYTES} bytes`)
  if (change.type !== 'put') return undefined
  const { value, contentType, ttlMs } = change
  if (value.byteLength > MAX_VALUE_BYTES) {
    return fail('TOO_LARGE', `the value of a consistent record has at most ${MAX_VALUE_BYTES} bytes`)
  }
  if (contentType.length > MAX_CONTENT_TYPE_CHARS || !/^[ -~]*$/.test(contentType)) {
    return fail('INVALID_ARGUMENT', `a content type is at most ${MAX_CONTENT_TYPE_CHARS} characters of printable ASCII`)
  }
  const longest = Math.min(maxTtlMs, MAX_TTL_MS)
  if (ttlMs !== undefined && !(Number.isInteger(ttlMs) && ttlMs >= 1 && ttlMs <= longest)) {
    return fail('INVALID_ARGUMENT', `a lifetime is 1 to ${longest} ms`)
  }
  return undefined
}
