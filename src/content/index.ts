/*
 * Files as verified pieces, BitTorrent v2 (BEP 52) exactly.
 *
 * To share:  shareContent(path, pool) → { manifest, record }; save the record; PieceStore.open({ place: shared }).
 * To fetch:  parseMagnet → info dictionary from peers → acceptInfo → Manifest; piece layers from peers → acceptRange or
 *            acceptLayer until manifest.complete; PieceStore.open({ place: download }); writePiece …; finish.
 * To serve:  manifest.infoBytes, manifest.layerRange or layerBytes; store.readBlock.
 * One HashPool, one OpenFiles and one BufferPool serve all swarms of a daemon.
 */
export { BufferPool } from './buffer-pool.ts'
export { HashPool } from './hash-pool.ts'
export type { HashProgress } from './hashing.ts'
export { type PieceIndex, pieceIndex, pieceLengthFor } from './info.ts'
export {
  LEAF_BYTES,
  MAX_BLOCK_BYTES,
  MAX_INFO_BYTES,
  MAX_PIECE_BYTES,
  MAX_PIECES,
  MAX_TORRENT_BYTES,
} from './limits.ts'
export { formatMagnet, parseMagnet } from './magnet.ts'
export { acceptInfo, Manifest } from './manifest.ts'
export { OpenFiles } from './open-files.ts'
export { PieceStore } from './piece-store.ts'
export type { PieceStoreOptions } from './piece-store-types.ts'
export type { Place } from './placement.ts'
export type { ProgressStore } from './progress-record.ts'
export { hashContent, scanContent, shareContent, type SkippedList } from './share.ts'
export { decodeTorrent, encodeTorrent } from './torrent-file.ts'
