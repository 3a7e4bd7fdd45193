/** Bytes of UTF-8 of a value. With owner, delegates and signature an entry stays below what lists carry. */
export const MAX_VALUE_BYTES = 600

/**
 * What a name stands for.
 * `held`: nothing yet, the name is only taken (its owner decides on the names below it);
 * `peer`: a peer, by its peer id;
 * `address`: where something can be reached: a multiaddr (`/ip4/…`), a URI (`https://…`), or host:port;
 * `text`: any text of one line or several;
 * `record`: the key of a record;
 * `swarm`: a file or folder, by a magnet link with a BitTorrent v2 info-hash.
 */
export type ValueKind = 'held' | 'peer' | 'address' | 'text' | 'record' | 'swarm'

export interface NameValue {
  readonly kind: ValueKind
  /** Empty when `held`. */
  readonly text: string
}

/** Their numbers in an entry: never re-used. */
export const KIND_NUMBERS: Readonly<Record<ValueKind, number>> = {
  held: 0,
  peer: 1,
  address: 2,
  text: 3,
  record: 4,
  swarm: 5,
}
export const VALUE_KINDS = Object.keys(KIND_NUMBERS) as ValueKind[]

const encoder = new TextEncoder()
/** Ed25519 peer ids in base58, as libp2p writes them (what a peer is called elsewhere is for tests). */
const PEER = /^12D3KooW[1-9A-HJ-NP-Za-km-z]{44}$/
const MULTIADDR = /^(?:\/[a-z0-9-]+(?:\/[^/\s]+)?)+$/i
const URI = /^[a-z][a-z0-9+.-]*:[!-~]+$/i
const HOST_PORT = /^(?:[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?|\[[0-9a-f:.]+\]):\d{1,5}$/i
const MAGNET = /^magnet:\?(?:[!-~]*&)?xt=urn:btmh:1220[0-9a-f]{64}(?:&[!-~]*)?$/i
/** Control characters but tab and line feed, and half characters, which UTF-8 cannot carry. */
const UNPRINTABLE = /[^\P{Cc}\t\n]|\p{Cs}/u

/** Is it well formed for its kind? Else why not, as a sentence. */
export function problemOfValue({ kind, text }: NameValue): string | undefined {
  if (kind === 'held') return text === '' ? undefined : 'a name that is only held has no value'
  if (text === '') return 'the value is empty'
  if (encoder.encode(text).byteLength > MAX_VALUE_BYTES) return `a value has at most ${MAX_VALUE_BYTES} bytes`
  if (UNPRINTABLE.test(text)) return 'the value has a control character'
  switch (kind) {
    case 'peer':
      return PEER.test(text) ? undefined : 'a peer is named by its peer id, 12D3KooW…'
    case 'address':
      return isAddress(text) ? undefined : 'an address is a multiaddr, a URI, or host:port'
    case 'swarm':
      return MAGNET.test(text) ? undefined : 'a swarm is named by a magnet link with xt=urn:btmh:1220…'
    case 'record':
    case 'text':
      return undefined
  }
}

const isAddress = (text: string): boolean => MULTIADDR.test(text) || HOST_PORT.test(text) || URI.test(text)

/** What a text is most likely meant as, when nothing is said: what has the form of a peer, a magnet or an address is one. */
export function kindOf(text: string): ValueKind {
  if (PEER.test(text)) return 'peer'
  if (MAGNET.test(text)) return 'swarm'
  return MULTIADDR.test(text) || /^[a-z][a-z0-9+.-]*:\/\//i.test(text) || HOST_PORT.test(text) ? 'address' : 'text'
}
