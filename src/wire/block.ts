import type { BlockRef } from '../protocols/index.ts'
import { WireError } from './errors.ts'
import { MAX_BLOCK_PAYLOAD_BYTES } from './limits.ts'

/**
 * A block on a session stream, as big-endian uint32 words before the bytes themselves:
 * piece (1): piece, begin, length · info (2): index · layer (3): file, index. The first byte is the kind.
 * Not protobuf: the payload is passed on as a view, never copied.
 */
const HEADER_BYTES = { piece: 13, info: 5, layer: 9 } as const satisfies Record<BlockRef['kind'], number>
const KIND_NUMBERS = { piece: 1, info: 2, layer: 3 } as const satisfies Record<BlockRef['kind'], number>

export function encodeBlockHeader(ref: BlockRef): Uint8Array {
  const header = new Uint8Array(HEADER_BYTES[ref.kind])
  const view = new DataView(header.buffer)
  view.setUint8(0, KIND_NUMBERS[ref.kind])
  switch (ref.kind) {
    case 'piece':
      view.setUint32(1, ref.piece)
      view.setUint32(5, ref.begin)
      view.setUint32(9, ref.length)
      break
    case 'info':
      view.setUint32(1, ref.index)
      break
    case 'layer':
      view.setUint32(1, ref.file)
      view.setUint32(5, ref.index)
      break
  }
  return header
}

/**
 * Splits a block frame. `bytes` is a view of `frame`.
 * @throws WireError
 */
export function decodeBlock(frame: Uint8Array): { readonly ref: BlockRef; readonly bytes: Uint8Array } {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength)
  const { ref, headerBytes } = headerFrom(view)
  const bytes = frame.subarray(headerBytes)
  if (bytes.byteLength > MAX_BLOCK_PAYLOAD_BYTES) throw new WireError('limit', 'a block is too large')
  if (bytes.byteLength === 0) throw new WireError('malformed', 'a block without bytes')
  if (ref.kind === 'piece' && ref.length !== bytes.byteLength) {
    throw new WireError('malformed', 'a block is not as long as it says')
  }
  return { ref, bytes }
}

function headerFrom(view: DataView): { ref: BlockRef; headerBytes: number } {
  const kind = view.byteLength > 0 ? view.getUint8(0) : 0
  const headerBytes = kind === 1 ? HEADER_BYTES.piece : kind === 2 ? HEADER_BYTES.info : HEADER_BYTES.layer
  if (kind < 1 || kind > 3) throw new WireError('unknown', `block kind ${kind}`)
  if (view.byteLength < headerBytes) throw new WireError('malformed', 'a block header is cut short')
  if (kind === 1) {
    const ref = {
      kind: 'piece',
      piece: view.getUint32(1),
      begin: view.getUint32(5),
      length: view.getUint32(9),
    } as const
    return { ref, headerBytes }
  }
  if (kind === 2) return { ref: { kind: 'info', index: view.getUint32(1) }, headerBytes }
  return { ref: { kind: 'layer', file: view.getUint32(1), index: view.getUint32(5) }, headerBytes }
}
