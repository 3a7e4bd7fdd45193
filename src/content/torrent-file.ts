import { OrbError } from '../base/index.ts'
import { byteString, type BencodeDict, type Bencoded, bytesOf, decodeBencode, encodeBencode } from './bencode.ts'
import { parseInfo } from './info.ts'
import { MAX_TORRENT_BYTES } from './limits.ts'
import { Manifest } from './manifest.ts'
import { type Platform, quoted, textOf } from './names.ts'

export interface TorrentFile {
  readonly manifest: Manifest
  /** The URL of a tracker. Orbweaver asks none, but hands it on. */
  readonly announce?: string
}

/**
 * The bytes of a `.torrent` file (BEP 52, metainfo), the same for the same content: no date, no author.
 * @throws OrbError UNFINISHED while a piece layer is missing.
 */
export function encodeTorrent({ manifest, announce }: TorrentFile): Uint8Array<ArrayBuffer> {
  if (!manifest.complete) {
    throw new OrbError('UNFINISHED', 'the piece hashes of this swarm are not known yet', {
      hint: 'try again once it is downloading',
    })
  }
  const layers: BencodeDict = new Map()
  for (const file of manifest.info.files) {
    const layer = manifest.layerBytes(file.index)
    if (layer !== undefined && file.root !== undefined) layers.set(byteString(file.root), layer)
  }
  const torrent: BencodeDict = new Map<string, Bencoded>([
    ['info', decodeBencode(manifest.infoBytes, { bytes: manifest.infoBytes.byteLength })],
    ['piece layers', layers],
  ])
  if (announce !== undefined) torrent.set('announce', new TextEncoder().encode(announce))
  return encodeBencode(torrent)
}

/**
 * Reads a `.torrent` file with a v2 or hybrid description by any author. All piece layers must be there and match.
 * @throws OrbError INVALID_ARGUMENT, TOO_LARGE.
 */
export function decodeTorrent(bytes: Uint8Array, platform: Platform = process.platform): TorrentFile {
  const torrent = decodeBencode(bytes, { bytes: MAX_TORRENT_BYTES })
  const info = torrent instanceof Map ? torrent.get('info') : undefined
  if (!(torrent instanceof Map) || !(info instanceof Map)) throw malformed('there is no info dictionary')
  // Encoding what was decoded gives the same bytes, since the decoder takes the canonical form only.
  const manifest = new Manifest(parseInfo(encodeBencode(info), platform))
  const layers = torrent.get('piece layers')
  if (!(layers instanceof Map)) throw malformed('the piece layers are missing')
  for (const [root, layer] of layers) {
    if (!(layer instanceof Uint8Array)) throw malformed('a piece layer is no string')
    const verdict = manifest.acceptLayer(bytesOf(root), layer)
    if (verdict !== 'complete')
      throw malformed(`a piece layer ${verdict === 'unknown' ? 'belongs to no file' : 'is wrong'}`)
  }
  const missing = manifest.missingLayers()[0]
  if (missing !== undefined) throw malformed(`the piece layer of ${quoted(missing.path.join('/'))} is missing`)
  const announce = torrent.get('announce')
  return announce instanceof Uint8Array ? { manifest, announce: textOf(announce) } : { manifest }
}

const malformed = (what: string): OrbError =>
  new OrbError('INVALID_ARGUMENT', `not a BitTorrent v2 .torrent file: ${what}`)
