/**
 * Which Node runs Orbweaver. libp2p 3 needs Node 22; where the system's is older, the Node that comes as a package
 * (node-<os>-<arch>, an optional dependency) takes its place. Plain JavaScript that any ESM-capable Node can parse.
 */
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'

const oldestMajor = 22

export const isNewEnough = Number(process.versions.node.split('.')[0]) >= oldestMajor

/** @returns {string | undefined} the Node that was installed with us for this machine */
export function bundledNode() {
  const isWindows = process.platform === 'win32'
  const name = `node-${isWindows ? 'win' : process.platform}-${process.arch}`
  try {
    const manifest = createRequire(import.meta.url).resolve(`${name}/package.json`)
    const node = path.join(path.dirname(manifest), 'bin', isWindows ? 'node.exe' : 'node')
    return existsSync(node) ? node : undefined
  } catch (error) {
    if (error.code === 'MODULE_NOT_FOUND') return undefined
    throw error
  }
}

/** The one line for a machine that has neither. */
export const noNode =
  `orbweaver needs Node ${oldestMajor} or newer; this is ${process.version}, and no bundled Node is installed ` +
  `for ${process.platform} ${process.arch}`
