import { randomBytes } from 'node:crypto'
import { OrbError } from '../base/index.ts'
import { createPrivateFile, dataDirFiles, readPrivateFile } from './data-dir.ts'
import { jsonObject } from './json.ts'

/** A network: its name, and the secret that its members know. An open network has none. */
export interface Network {
  readonly name: string
  readonly secret: Uint8Array | undefined
}

export const NETWORK_SECRET_BYTES = 32
export const MAX_NETWORK_NAME_CHARS = 64
const NAME = /^[a-z0-9][a-z0-9._-]*$/i
export const DEFAULT_NETWORK_NAME = 'orbweaver'
const MAX_FILE_BYTES = 4_096

/** @throws OrbError INVALID_ARGUMENT */
export function checkNetworkName(name: string): string {
  if (name.length <= MAX_NETWORK_NAME_CHARS && NAME.test(name)) return name
  throw new OrbError('INVALID_ARGUMENT', `not a network name: ${JSON.stringify(name.slice(0, 80))}`, {
    hint: `1 to ${MAX_NETWORK_NAME_CHARS} letters, digits, dots, dashes and underscores, beginning with a letter or digit`,
  })
}

/** What is wanted of the network when a data dir has none yet. */
export interface NetworkWish {
  readonly name?: string
  /** True: without a secret. */
  readonly open: boolean
  /** The network that a join string names. */
  readonly joining?: Network
}

/**
 * The network of a data dir; made at the first call, from the join string's or with a new secret. An existing key is
 * never overwritten.
 * @throws OrbError NETWORK_MISMATCH when the data dir belongs to another network than the wished one; CORRUPT when
 *   network.key cannot be understood.
 */
export async function openNetwork(dataDir: string, wish: NetworkWish): Promise<Network> {
  const known = await readNetwork(dataDir)
  if (known !== undefined) return agreed(known, wish, dataDir)
  const network = wish.joining ?? {
    name: checkNetworkName(wish.name ?? DEFAULT_NETWORK_NAME),
    secret: wish.open ? undefined : new Uint8Array(randomBytes(NETWORK_SECRET_BYTES)),
  }
  if (wish.open && network.secret !== undefined) throw notOpen('the join string is of a network with a secret')
  const created = await createPrivateFile(dataDirFiles(dataDir).network, render(network))
  // Another process was quicker: its network counts.
  return created ? network : openNetwork(dataDir, wish)
}

/** The network of a data dir, or undefined when it has none yet. @throws OrbError CORRUPT */
export async function readNetwork(dataDir: string): Promise<Network | undefined> {
  const path = dataDirFiles(dataDir).network
  const content = await readPrivateFile(path, MAX_FILE_BYTES)
  if (content === undefined) return undefined
  const network = parse(content)
  if (network !== undefined) return network
  throw new OrbError('CORRUPT', `${path} is not a network key`, {
    hint: 'put back a copy of it, or move it away and start again with a join string of the network',
  })
}

function agreed(known: Network, wish: NetworkWish, dataDir: string): Network {
  const path = dataDirFiles(dataDir).network
  if (wish.joining !== undefined && !sameNetwork(known, wish.joining)) {
    throw new OrbError(
      'NETWORK_MISMATCH',
      `the join string is of network "${wish.joining.name}", ${path} belongs to "${known.name}" with ${known.secret === undefined ? 'no' : 'another'} secret`,
      { hint: 'use another --data-dir for the other network, or move network.key away' },
    )
  }
  if (wish.name !== undefined && wish.name !== known.name) {
    throw new OrbError('NETWORK_MISMATCH', `${path} belongs to network "${known.name}", not "${wish.name}"`, {
      hint: 'use another --data-dir for the other network',
    })
  }
  if (wish.open && known.secret !== undefined) throw notOpen(`${path} holds a network with a secret`)
  return known
}

const notOpen = (why: string): OrbError =>
  new OrbError('NETWORK_MISMATCH', `${why}, so it cannot be open`, {
    hint: 'leave --open (network.open) out, or use another --data-dir',
  })

function sameNetwork(a: Network, b: Network): boolean {
  if (a.name !== b.name || (a.secret === undefined) !== (b.secret === undefined)) return false
  return a.secret === undefined || b.secret === undefined || Buffer.compare(a.secret, b.secret) === 0
}

function render(network: Network): string {
  const secret = network.secret === undefined ? null : Buffer.from(network.secret).toString('base64url')
  return `${JSON.stringify({ version: 1, name: network.name, secret })}\n`
}

function parse(content: string): Network | undefined {
  const { version, name, secret } = jsonObject(content) ?? {}
  return version === 1 ? networkOf(name, secret) : undefined
}

/** Name and base64url secret (null: open) as they stand in network.key and join strings; undefined when malformed. */
export function networkOf(name: unknown, secret: unknown): Network | undefined {
  if (typeof name !== 'string' || name.length > MAX_NETWORK_NAME_CHARS || !NAME.test(name)) return undefined
  if (secret === null) return { name, secret: undefined }
  if (typeof secret !== 'string' || !/^[\w-]{43}$/.test(secret)) return undefined
  const bytes = new Uint8Array(Buffer.from(secret, 'base64url'))
  return bytes.byteLength === NETWORK_SECRET_BYTES ? { name, secret: bytes } : undefined
}
