import { readFile } from 'node:fs/promises'
import { OrbError } from '../base/index.ts'
import { errorCode, ioError } from './data-dir.ts'

/** A config file larger than this is a mistake: all options with long lists take a tenth of it. */
export const MAX_CONFIG_BYTES = 256 * 1024

/** The text of a config file, or undefined when there is none. @throws OrbError CONFIG_INVALID, IO */
export async function readConfigFile(path: string): Promise<string | undefined> {
  let bytes: Buffer
  try {
    bytes = await readFile(path)
  } catch (error) {
    const code = errorCode(error)
    if (code === 'ENOENT') return undefined
    if (code === 'EISDIR') throw new OrbError('CONFIG_INVALID', `the config file ${path} is a folder`)
    throw ioError(`cannot read the config file ${path}`, error)
  }
  if (bytes.byteLength > MAX_CONFIG_BYTES) {
    throw new OrbError('CONFIG_INVALID', `${path} has ${bytes.byteLength} bytes, at most ${MAX_CONFIG_BYTES} are read`)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    throw new OrbError('CONFIG_INVALID', `${path} is not UTF-8 text`, { cause: error })
  }
}
