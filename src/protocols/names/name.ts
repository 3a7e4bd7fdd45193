import { ringIdOfBytes, type RingId, type Sha256 } from '../../base/index.ts'

/** Labels of a name: `printers/floor-2/laser` has three. */
export const MAX_DEPTH = 8
/** Bytes of UTF-8 of a label, as in DNS (RFC 1035 §2.3.4). */
export const MAX_LABEL_BYTES = 63
/** Bytes of UTF-8 of a whole name, its slashes included. */
export const MAX_NAME_BYTES = 255
/** Characters of the text that is made a name of: what normalises to more is none, and not looked at. */
const MAX_TEXT_CHARS = 1_024

/** A name in its one form, which is what is stored, compared and shown. */
export interface Name {
  readonly text: string
  /** 1 to MAX_DEPTH. */
  readonly labels: readonly string[]
}

/** Why a text is no name, as a sentence. */
export interface NotAName {
  readonly problem: string
}

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
/** Controls, formats (joiners, directions), surrogates, private use and what Unicode has not assigned yet. */
const UNSEEN = /\p{C}/u
/** Blanks and line breaks of every kind, but the common space. */
const BLANK = /[^\P{Z} ]/u
/** A mark would join with the slash before it. */
const BEGINS_WITH_MARK = /^\p{M}/u

/**
 * A name in its one form: Unicode NFC (UAX 15), lower case (the full, locale-independent mapping of Unicode), NFC again.
 * So `Printers/Floor-2` and `printers/floor-2` are one name, and so are a composed and a decomposed `é`. Letters that only
 * look alike (Latin a, Cyrillic а) are different. Characters that are not assigned are refused, so that two versions of
 * Unicode never normalise a name differently (UAX 15 §3, stability).
 */
export function nameOf(text: string): Name | NotAName {
  if (text.length > MAX_TEXT_CHARS) return { problem: `it has more than ${MAX_NAME_BYTES} bytes` }
  const form = text.normalize('NFC').toLowerCase().normalize('NFC')
  const labels = form.split('/')
  if (labels.length > MAX_DEPTH) return { problem: `it has ${labels.length} labels, ${MAX_DEPTH} are allowed` }
  for (const label of labels) {
    const problem = problemOf(label)
    if (problem !== undefined) return { problem }
  }
  if (encoder.encode(form).byteLength > MAX_NAME_BYTES) return { problem: `it has more than ${MAX_NAME_BYTES} bytes` }
  return { text: form, labels }
}

function problemOf(label: string): string | undefined {
  if (label === '') return 'it has an empty label'
  if (UNSEEN.test(label)) return 'it has a control character, or another that cannot be seen or is not assigned'
  if (BLANK.test(label) || label.startsWith(' ') || label.endsWith(' ')) {
    return 'a label has no blanks but single spaces within it'
  }
  if (label.includes('  ')) return 'a label has no blanks but single spaces within it'
  if (BEGINS_WITH_MARK.test(label)) return 'a label begins with a combining mark'
  // Clients take these out of paths (RFC 3986 §5.2.4).
  if (label === '.' || label === '..') return 'a label is . or ..'
  if (encoder.encode(label).byteLength > MAX_LABEL_BYTES) return `a label has more than ${MAX_LABEL_BYTES} bytes`
  return undefined
}

/** The names above it, nearest last: of `a/b/c` those are `a` and `a/b`. */
export const namesAbove = ({ labels }: Name): readonly Name[] =>
  labels.slice(1).map((_, i) => nameOfLabels(labels.slice(0, i + 1)))

export const nameOfLabels = (labels: readonly string[]): Name => ({ text: labels.join('/'), labels })

/** Does the second stand below the first, at whatever depth? */
export const isBelow = (above: Name, name: Name): boolean => name.text.startsWith(`${above.text}/`)

const DOMAIN = encoder.encode('orbweaver/name/1')

/**
 * The ring id at which a tree of names is kept: SHA-256("orbweaver/name/1" ‖ its top label). The names of one tree are
 * together, so that what stands above a name can be read with it, and a level be listed.
 */
export const ringIdOfTree = (sha256: Sha256, { labels }: Name): RingId =>
  ringIdOfBytes(sha256(DOMAIN, encoder.encode(labels[0] ?? '')))

/** What keys of names begin with. */
const KEY_PREFIX = encoder.encode('name\0')

/**
 * The key of a name's register: "name", 0, the depth, the labels with 0 between them. Since 0 comes before all that labels
 * are made of, the keys of one depth are in the order of the names, label by label.
 */
export const keyOfName = (name: Name): Uint8Array => keyOfLabels(name.labels.length, name.labels)

/** What the keys of all names of a depth below a name begin with; `above` undefined: of all names of the depth. */
export function keyPrefixBelow(above: Name | undefined, depth: number): Uint8Array {
  return above === undefined ? keyOfLabels(depth, []) : keyOfLabels(depth, [...above.labels, ''])
}

/** For `after` of a list of a depth: the key that all keys up to the name, and no others, come before or are. */
export const keyAtDepth = (name: Name, depth: number): Uint8Array => keyOfLabels(depth, name.labels)

function keyOfLabels(depth: number, labels: readonly string[]): Uint8Array {
  const text = encoder.encode(labels.join('\0'))
  const key = new Uint8Array(KEY_PREFIX.byteLength + 1 + text.byteLength)
  key.set(KEY_PREFIX)
  key[KEY_PREFIX.byteLength] = depth
  key.set(text, KEY_PREFIX.byteLength + 1)
  return key
}

export const isKeyOfName = (key: Uint8Array): boolean => KEY_PREFIX.every((byte, i) => key[i] === byte)

/** The name of a key; undefined: it is none that `keyOfName` makes. */
export function nameOfKey(key: Uint8Array): Name | undefined {
  if (!isKeyOfName(key)) return undefined
  let text: string
  try {
    text = decoder.decode(key.subarray(KEY_PREFIX.byteLength + 1))
  } catch (error) {
    if (error instanceof TypeError) return undefined
    throw error
  }
  const name = nameOf(text.replaceAll('\0', '/'))
  if (!('labels' in name) || name.labels.join('\0') !== text || key[KEY_PREFIX.byteLength] !== name.labels.length) {
    return undefined
  }
  return name
}

/** In the order of lists: label by label, by the bytes of UTF-8; what stands above comes first. */
export function compareNames(a: Name, b: Name): number {
  const [x, y] = [a, b].map(({ labels }) => encoder.encode(labels.join('\0'))) as [Uint8Array, Uint8Array]
  const common = Math.min(x.byteLength, y.byteLength)
  for (let i = 0; i < common; i++) {
    const difference = (x[i] ?? 0) - (y[i] ?? 0)
    if (difference !== 0) return difference
  }
  return x.byteLength - y.byteLength
}
