import { OrbError, type SwarmId, swarmId } from '../base/index.ts'
import { MAX_MAGNET_CHARS } from './limits.ts'

export interface Magnet {
  readonly swarmId: SwarmId
  /** What the link calls the content: for display until the info dictionary is there, never for a path. */
  readonly name: string | undefined
}

/** SHA-256 (0x12) of 32 bytes (0x20) as a multihash. */
const MULTIHASH_SHA256 = '1220'
const V2_TOPIC = 'urn:btmh:'
const V1_TOPIC = 'urn:btih:'

/** The magnet link of a swarm (BEP 9 with BEP 52's multihash): `magnet:?xt=urn:btmh:1220<64 hex digits>&dn=<name>`. */
export function formatMagnet(id: SwarmId, name?: string): string {
  const link = `magnet:?xt=${V2_TOPIC}${MULTIHASH_SHA256}${id}`
  return name === undefined ? link : `${link}&dn=${encodeURIComponent(name.toWellFormed())}`
}

/**
 * Reads a magnet link to a v2 or hybrid swarm; parameters other than `xt` and `dn` are passed over.
 * @throws OrbError INVALID_ARGUMENT with a hint, for anything else; a link to a v1 swarm says so.
 */
export function parseMagnet(link: string): Magnet {
  if (link.length > MAX_MAGNET_CHARS) throw malformed(`it is longer than ${MAX_MAGNET_CHARS} characters`)
  const query = /^magnet:\?(.*)$/is.exec(link.trim())?.[1]
  if (query === undefined) throw malformed('it does not begin with "magnet:?"')
  const topics: string[] = []
  let name: string | undefined
  for (const parameter of query.split('&')) {
    const [key, value] = split(parameter)
    // Several topics may be numbered: xt.1, xt.2.
    if (/^xt(?:\.\d+)?$/i.test(key)) topics.push(decoded(value))
    else if (key.toLowerCase() === 'dn') name ??= decoded(value)
  }
  return { swarmId: swarmOf(topics), name }
}

function swarmOf(topics: readonly string[]): SwarmId {
  const ids = new Set<string>()
  for (const topic of topics) {
    if (!topic.toLowerCase().startsWith(V2_TOPIC)) continue
    const multihash = topic.slice(V2_TOPIC.length).toLowerCase()
    if (!/^1220[0-9a-f]{64}$/.test(multihash)) {
      throw malformed('its "urn:btmh:" is not followed by 1220 and 64 hexadecimal digits')
    }
    ids.add(multihash.slice(MULTIHASH_SHA256.length))
  }
  const [id, second] = ids
  if (second !== undefined) throw malformed('it names two different swarms')
  if (id !== undefined) return swarmId(id)
  if (topics.some((topic) => topic.toLowerCase().startsWith(V1_TOPIC))) {
    throw new OrbError('INVALID_ARGUMENT', 'this magnet link names a BitTorrent v1 swarm ("urn:btih:")', {
      hint: 'only v2 is supported: ask for a link with "urn:btmh:1220…", or share the content anew with `orbweaver share`',
    })
  }
  throw malformed(topics.length === 0 ? 'it has no "xt"' : 'its "xt" is not of the kind "urn:btmh:"')
}

function split(parameter: string): [key: string, value: string] {
  const equals = parameter.indexOf('=')
  return equals < 0 ? [parameter, ''] : [parameter.slice(0, equals), parameter.slice(equals + 1)]
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value.replaceAll('+', ' '))
  } catch (cause) {
    throw malformed('its percent-encoding is broken', cause)
  }
}

const malformed = (what: string, cause?: unknown): OrbError =>
  new OrbError('INVALID_ARGUMENT', `malformed magnet link: ${what}`, {
    hint: 'a link looks like "magnet:?xt=urn:btmh:1220<64 hexadecimal digits>&dn=<name>"; quote it in a shell, as it holds an "&"',
    cause,
  })
