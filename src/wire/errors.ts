/** What was wrong with bytes from outside. */
export type WireReason =
  /** Not the protobuf message it should be, or a field that must be there is not. */
  | 'malformed'
  /** A field or the whole is larger than its limit. */
  | 'limit'
  /** A kind, machine or body that this version does not know. */
  | 'unknown'

/**
 * Bytes of a peer that cannot be taken. The only thing that decoding throws; the adapter counts it and ends the
 * connection, since a peer that sends such bytes is broken or hostile.
 */
export class WireError extends Error {
  override readonly name = 'WireError'
  readonly reason: WireReason

  constructor(reason: WireReason, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.reason = reason
  }
}
