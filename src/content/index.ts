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
export type { HashOptions, HashProgress } from './hashing.ts'
export { type ContentFile, type Info, type PieceIndex, pieceIndex, pieceLengthFor } from './info.ts'
export {
  LEAF_BYTES,
  MAX_BLOCK_BYTES,
  MAX_INFO_BYTES,
  MAX_PIECE_BYTES,
  MAX_PIECES,
  MAX_TORRENT_BYTES,
} from './limits.ts'
export { formatMagnet, parseMagnet } from './magnet.ts'
export { acceptInfo, type InfoVerdict, type LayerVerdict, Manifest } from './manifest.ts'
export { type HashRange, proveLeafRun, verifyLeafRun } from './merkle.ts'
export { OpenFiles } from './open-files.ts'
export { PieceStore } from './piece-store.ts'
export type { PieceStoreEvents, PieceStoreOptions, ReadResult, WriteResult } from './piece-store-types.ts'
export type { Place } from './placement.ts'
export type { ProgressStore } from './progress-record.ts'
export { hashContent, scanContent, shareContent, type Shared, type ShareOptions, type Skipped } from './share.ts'
export { decodeTorrent, encodeTorrent } from './torrent-file.ts'
