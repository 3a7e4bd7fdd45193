import { createHash, type Hash } from 'node:crypto'
import { fault, type OrbError } from '../../base/index.ts'
import { acceptInfo, MAX_INFO_BYTES, type Manifest } from '../../content/index.ts'
import type { InfoBlock, LayerBlock, SessionId } from '../../protocols/index.ts'
import { METADATA_CHUNK_BYTES } from '../../protocols/swarm/index.ts'
import type { SwarmHost } from './host.ts'
import type { ManagedSwarm } from './managed-swarm.ts'

/** A hash in a piece layer. */
const HASH_BYTES = 32

/** The info dictionary as one peer sends it, in order. */
interface InfoAssembly {
  readonly hash: Hash
  readonly chunks: Uint8Array[]
  bytes: number
}
/** The piece layer of a file as one peer sends it. */
interface LayerAssembly {
  readonly bytes: Uint8Array
  readonly got: Set<number>
}

interface FromSession {
  info: InfoAssembly | undefined
  readonly layers: Map<number, LayerAssembly>
  /** Asked for and not here. */
  readonly expected: Set<string>
}

export interface DescriptionEvents {
  /** The info dictionary is here and verified. */
  described(swarm: ManagedSwarm, manifest: Manifest): void
  /** The last piece layer is here. */
  complete(swarm: ManagedSwarm): void
  /** It is what the swarm id names, but it cannot be used here. */
  unusable(swarm: ManagedSwarm, error: OrbError): void
}

/** Info dictionaries and piece layers as they arrive in chunks. Each is taken from one peer alone, so a bad one has one author. */
export class Descriptions {
  readonly #host: SwarmHost
  readonly #events: DescriptionEvents
  readonly #sessions = new Map<SessionId, FromSession>()

  constructor(host: SwarmHost, events: DescriptionEvents) {
    this.#host = host
    this.#events = events
  }

  expect(session: SessionId, ref: InfoBlock | LayerBlock): void {
    let from = this.#sessions.get(session)
    if (from === undefined) {
      from = { info: undefined, layers: new Map(), expected: new Set() }
      this.#sessions.set(session, from)
    }
    from.expected.add(keyOf(ref))
  }

  /** Not wanted any more. What has come of it already goes too: it will be asked for again from the beginning. */
  cancel(session: SessionId, ref: InfoBlock | LayerBlock): void {
    const from = this.#sessions.get(session)
    if (from === undefined) return
    from.expected.delete(keyOf(ref))
    if (ref.kind === 'info') from.info = undefined
    else from.layers.delete(ref.file)
  }

  sessionDown(session: SessionId): void {
    this.#sessions.delete(session)
  }

  arrived(swarm: ManagedSwarm, session: SessionId, ref: InfoBlock | LayerBlock, bytes: Uint8Array): void {
    const from = this.#sessions.get(session)
    if (from?.expected.delete(keyOf(ref)) !== true) this.#host.blockDone(session, ref, 'late')
    else if (ref.kind === 'info') this.#info(swarm, session, from, ref, bytes)
    else this.#layer(swarm, session, from, ref, bytes)
  }

  /**
   * The size of the dictionary is only the peer's word, so the hash decides when it is complete; the machine knows the
   * dictionary to be bad when the last chunk comes and it is not.
   */
  #info(swarm: ManagedSwarm, session: SessionId, from: FromSession, ref: InfoBlock, bytes: Uint8Array): void {
    const info = (from.info ??= { hash: createHash('sha256'), chunks: [], bytes: 0 })
    const isNext = ref.index === info.chunks.length && bytes.byteLength <= METADATA_CHUNK_BYTES
    if (isNext && info.bytes + bytes.byteLength <= MAX_INFO_BYTES) {
      // A view of a larger frame must not keep that in memory.
      info.chunks.push(bytes.slice())
      info.bytes += bytes.byteLength
      info.hash.update(bytes)
    }
    if (info.hash.copy().digest('hex') !== swarm.id) {
      this.#host.blockDone(session, ref, 'received')
      return
    }
    from.info = undefined
    const verdict = acceptInfo(Buffer.concat(info.chunks), swarm.id)
    this.#host.blockDone(session, ref, 'stored')
    if (verdict.verdict === 'accepted') this.#events.described(swarm, verdict.manifest)
    else if (verdict.verdict === 'unusable') this.#events.unusable(swarm, verdict.error)
    else fault('a dictionary with the right hash was refused for its hash')
  }

  #layer(swarm: ManagedSwarm, session: SessionId, from: FromSession, ref: LayerBlock, bytes: Uint8Array): void {
    const { manifest } = swarm
    const file = manifest?.info.files[ref.file]
    if (manifest === undefined || file?.root === undefined) fault(`a layer of file ${ref.file} was asked for`)
    let layer = from.layers.get(ref.file)
    if (layer === undefined) {
      layer = { bytes: new Uint8Array(file.pieces * HASH_BYTES), got: new Set() }
      from.layers.set(ref.file, layer)
    }
    const begin = ref.index * METADATA_CHUNK_BYTES
    if (bytes.byteLength !== Math.min(METADATA_CHUNK_BYTES, layer.bytes.byteLength - begin)) {
      from.layers.delete(ref.file)
      this.#host.blockDone(session, ref, 'corrupt')
      return
    }
    layer.bytes.set(bytes, begin)
    layer.got.add(ref.index)
    if (layer.got.size < Math.ceil(layer.bytes.byteLength / METADATA_CHUNK_BYTES)) {
      this.#host.blockDone(session, ref, 'received')
      return
    }
    from.layers.delete(ref.file)
    const isRight = manifest.acceptLayer(file.root, layer.bytes) !== 'corrupt'
    this.#host.blockDone(session, ref, isRight ? 'stored' : 'corrupt')
    if (isRight && manifest.complete) this.#events.complete(swarm)
  }
}

const keyOf = (ref: InfoBlock | LayerBlock): string =>
  ref.kind === 'info' ? `${ref.index}` : `${ref.file}/${ref.index}`

/** A chunk of what this side knows, or undefined. */
export function descriptionChunk(swarm: ManagedSwarm, ref: InfoBlock | LayerBlock): Uint8Array | undefined {
  const whole = ref.kind === 'info' ? swarm.manifest?.infoBytes : swarm.manifest?.layerBytes(ref.file)
  const begin = ref.index * METADATA_CHUNK_BYTES
  return whole !== undefined && begin < whole.byteLength
    ? whole.subarray(begin, begin + METADATA_CHUNK_BYTES)
    : undefined
}
