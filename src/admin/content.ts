/**
 * What the bytes of an answer are, which decides how they are labelled: none; JSON of ours; plain text of ours; svg, a
 * picture of ours, which the policy on every answer keeps from running anything; or foreign, which somebody else wrote: a peer, or whoever gave a peer its file; or events, a stream of JSON of ours. Strings
 * of others inside JSON are inert.
 */
export type ContentClass = 'none' | 'json' | 'text' | 'svg' | 'foreign' | 'events'

/** Types of foreign bytes that no browser runs or shows, for routes whose bytes are always of one kind. */
export type InertType = 'application/x-bittorrent'

/** On every answer. Nothing of the API is a page: whoever opens one in a browser sees text and runs nothing. */
export const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
  'cache-control': 'no-store',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
} as const

/**
 * The headers of foreign bytes, besides SECURITY_HEADERS: never active content. Audio, video and raster images carry the
 * type that their first bytes show and may be shown; all else is an attachment of no known type. What a peer says about
 * the type or the name of its bytes plays no part.
 */
export function foreignHeaders(
  bytes: Uint8Array,
  inert?: InertType,
): { readonly 'content-type': string; readonly 'content-disposition': 'inline' | 'attachment' } {
  const media = inert === undefined ? mediaTypeOf(bytes) : undefined
  if (media !== undefined) return { 'content-type': media, 'content-disposition': 'inline' }
  return { 'content-type': inert ?? 'application/octet-stream', 'content-disposition': 'attachment' }
}

/** Bytes at a place that show a type. A pattern's blanks stand for any byte. */
interface Signature {
  readonly type: string
  readonly at: number
  /** Hex, two digits a byte, `..` for any. */
  readonly hex: string
}

/**
 * Signatures of the WHATWG's MIME sniffing standard (§6), for media that cannot carry scripts. SVG and PDF are not among
 * them: they can.
 */
const SIGNATURES: readonly Signature[] = [
  { type: 'image/png', at: 0, hex: '89504e470d0a1a0a' },
  { type: 'image/jpeg', at: 0, hex: 'ffd8ff' },
  { type: 'image/gif', at: 0, hex: '474946383761' },
  { type: 'image/gif', at: 0, hex: '474946383961' },
  { type: 'image/webp', at: 0, hex: '52494646........57454250565038' },
  { type: 'image/avif', at: 4, hex: '6674797061766966' },
  { type: 'audio/wave', at: 0, hex: '52494646........57415645' },
  { type: 'audio/mpeg', at: 0, hex: '494433' },
  { type: 'audio/flac', at: 0, hex: '664c6143' },
  { type: 'audio/mp4', at: 4, hex: '667479704d344120' },
  { type: 'application/ogg', at: 0, hex: '4f67675300' },
  { type: 'video/webm', at: 0, hex: '1a45dfa3' },
  { type: 'video/mp4', at: 4, hex: '66747970' },
]

/** The media type that the first bytes show; undefined for all that is no audio, video or raster image. */
export function mediaTypeOf(bytes: Uint8Array): string | undefined {
  return SIGNATURES.find((signature) => matches(bytes, signature))?.type
}

function matches(bytes: Uint8Array, { at, hex }: Signature): boolean {
  if (bytes.byteLength < at + hex.length / 2) return false
  for (let digit = 0; digit < hex.length; digit += 2) {
    const wanted = hex.slice(digit, digit + 2)
    if (wanted !== '..' && bytes[at + digit / 2] !== Number.parseInt(wanted, 16)) return false
  }
  return true
}
