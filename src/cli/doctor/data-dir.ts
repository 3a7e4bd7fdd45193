import { access, constants, readFile, stat, statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { dataDirFiles, errorCode, readNetwork, readToken, readTokenRecords } from '../../config/index.ts'
import { size } from '../format.ts'
import { isRunning } from '../stop.ts'
import { bad, ok, warn, wordsOf, type Check, type Finding, type Patient } from './check.ts'

/** Below this the next piece of a large swarm or the next table of the database may not fit. */
const TIGHT_BYTES = 1024 * 1024 * 1024
const FULL_BYTES = 64 * 1024 * 1024

/** What stat says, or undefined when there is nothing. */
async function found(path: string): Promise<Awaited<ReturnType<typeof stat>> | undefined> {
  try {
    return await stat(path)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined
    throw error
  }
}

/** Rights and owner say something on POSIX systems alone. */
const isPosix = process.platform !== 'win32'
const isForeign = (uid: number | bigint): boolean => {
  const own = process.getuid?.()
  return own !== undefined && own !== 0 && Number(uid) !== own
}

export const dataDir: Check = async ({ dataDir: path }) => {
  const folder = await found(path)
  if (folder === undefined) {
    return [warn('data dir', `${path} does not exist yet`, '`orbweaver init` or the first `orbweaver start` makes it')]
  }
  if (!folder.isDirectory()) return [bad('data dir', `${path} is no folder`, 'name another with --data-dir')]
  const findings: Finding[] = []
  if (isForeign(folder.uid)) {
    findings.push(bad('data dir', `${path} belongs to user ${folder.uid}`, 'run orbweaver as that user, or chown it'))
  } else if (!(await isWritable(path))) {
    findings.push(bad('data dir', `${path} cannot be written`, 'give the user who runs orbweaver write access to it'))
  } else if (isPosix && (Number(folder.mode) & 0o077) !== 0) {
    findings.push(warn('data dir', `others may look into ${path}`, `chmod 700 ${path}`))
  } else findings.push(ok('data dir', path))
  findings.push(await space('free space', path))
  return findings
}

async function isWritable(path: string): Promise<boolean> {
  try {
    await access(path, constants.W_OK | constants.X_OK)
    return true
  } catch (error) {
    if (errorCode(error) === undefined) throw error
    return false
  }
}

async function space(name: string, path: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(path)
  const free = bavail * bsize
  const detail = `${size(free)} where ${path} lies`
  if (free < FULL_BYTES) return bad(name, detail, 'free some space: writing fails soon')
  return free < TIGHT_BYTES ? warn(name, detail, 'free some space') : ok(name, detail)
}

export const lock: Check = async ({ dataDir: path, running }) => {
  const content = await readFile(dataDirFiles(path).lock, 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return undefined
    throw error
  })
  const pid = Number(/^\d+/.exec(content ?? '')?.[0] ?? 0)
  if (content === undefined) return [ok('lock', 'free')]
  if (pid > 0 && isRunning(pid)) {
    if (running !== undefined) return [ok('lock', `held by the daemon, process ${pid}`)]
    const hint = 'it may be starting or stopping; if not, end that process'
    return [warn('lock', `process ${pid} is named as the holder, and no daemon answers`, hint)]
  }
  return [ok('lock', `free; process ${pid} was killed without giving it back, which does no harm`)]
}

/** Files with secrets: there, private, and to be understood. */
export const secrets: Check = async (patient) => {
  const files = dataDirFiles(patient.dataDir)
  if ((await found(patient.dataDir)) === undefined) return []
  return [
    await secret('identity', files.identity, async () => {
      // Loaded only where it is used: it brings libp2p with it.
      const { openIdentity } = await import('../../daemon/index.ts')
      return `peer ${(await openIdentity(patient.dataDir)).peerId}`
    }),
    await secret('network key', files.network, async () => {
      const network = await readNetwork(patient.dataDir)
      return `network "${network?.name ?? ''}", ${network?.secret === undefined ? 'open' : 'with a secret'}`
    }),
    await secret('admin token', files.token, async () => {
      await readToken(files.token)
      return 'can be read'
    }),
    ...((await found(files.tokens)) === undefined
      ? []
      : [
          await secret('further tokens', files.tokens, async () => {
            return `${(await readTokenRecords(patient.dataDir)).length} of them`
          }),
        ]),
  ]
}

/** @param read not called unless the file is there and private: the readers would make it so */
async function secret(name: string, path: string, read: () => Promise<string>): Promise<Finding> {
  const file = await found(path)
  if (file === undefined) return warn(name, `${path} does not exist yet`, 'the first start makes it')
  if (isForeign(file.uid)) return bad(name, `${path} belongs to user ${file.uid}`, 'run orbweaver as that user')
  if (isPosix && (Number(file.mode) & 0o077) !== 0) {
    const mode = (Number(file.mode) & 0o777).toString(8)
    return bad(name, `others may read ${path} (mode ${mode})`, `chmod 600 ${path}; if others could, make a new one`)
  }
  try {
    return ok(name, await read())
  } catch (error) {
    return bad(name, wordsOf(error), 'put back a copy of it')
  }
}

export const store: Check = async ({ dataDir: path, running }: Patient) => {
  const dir = dataDirFiles(path).level
  const { inspectStore } = await import('../../daemon/index.ts')
  const seen = await inspectStore(dir, running !== undefined)
  if (seen === undefined) return [ok('database', 'none yet')]
  const hint = 'put back a copy of the data dir, or move its folder level away: the next start makes a new one'
  if (seen.damaged.length > 0) return [bad('database', `damaged: ${seen.damaged.slice(0, 3).join('; ')}`, hint)]
  if (seen.unreadable !== undefined) return [bad('database', `cannot be opened: ${seen.unreadable}`, hint)]
  const opened = seen.rows === undefined ? '' : `, ${seen.rows} rows read`
  return [ok('database', `${size(seen.bytes)}, checksums of ${seen.blocks} blocks right${opened}`)]
}

export const downloads: Check = async ({ config }) => {
  if (config === undefined) return []
  const path = config.values.content.downloadRoot
  // The first part of the way that exists: the rest is made when it is needed.
  let at = path
  while ((await found(at)) === undefined && dirname(at) !== at) at = dirname(at)
  const folder = await found(at)
  if (folder?.isDirectory() !== true) {
    return [bad('downloads', `${at} is no folder`, 'content.downloadRoot names the folder that fetches go to')]
  }
  if (!(await isWritable(at))) {
    return [bad('downloads', `${at} cannot be written`, 'content.downloadRoot names the folder that fetches go to')]
  }
  return [ok('downloads', at === path ? path : `${path}, to be made`)]
}
