import { open, stat } from 'node:fs/promises'
import { OrbError } from '../../base/index.ts'
import { MAX_TORRENT_BYTES } from '../../content/index.ts'

/** The bytes of a .torrent file that a person named. @throws OrbError NOT_FOUND, FORBIDDEN, TOO_LARGE, INVALID_ARGUMENT, IO */
export async function readTorrent(path: string): Promise<Uint8Array> {
  try {
    // Looked at before it is opened: opening a pipe waits for its writer, and a device never ends.
    const found = await stat(path)
    if (found.isDirectory()) {
      throw new OrbError('INVALID_ARGUMENT', `${JSON.stringify(path)} is a folder`, { hint: 'name the .torrent file' })
    }
    if (!found.isFile()) throw new OrbError('INVALID_ARGUMENT', `${JSON.stringify(path)} is not a regular file`)
    const { size } = found
    if (size > MAX_TORRENT_BYTES) {
      throw new OrbError('TOO_LARGE', `${JSON.stringify(path)} is too large for a .torrent`)
    }
    const file = await open(path, 'r')
    try {
      const bytes = Buffer.alloc(size)
      const { bytesRead } = await file.read(bytes, 0, size, 0)
      return bytes.subarray(0, bytesRead)
    } finally {
      await file.close()
    }
  } catch (cause) {
    if (cause instanceof OrbError) throw cause
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
    const known = code === 'ENOENT' ? 'NOT_FOUND' : code === 'EACCES' ? 'FORBIDDEN' : 'IO'
    throw new OrbError(known, `cannot read the .torrent file ${JSON.stringify(path)}`, { cause })
  }
}
