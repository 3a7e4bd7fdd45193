import { randomBytes } from 'node:crypto'
import { chmod, link, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { basename, dirname, isAbsolute, join, resolve } from 'node:path'
import envPaths from 'env-paths'
import { OrbError } from '../base/index.ts'
import { jsonObject } from './json.ts'

/** Files of the data dir. Those with secrets are 0600, the folder is 0700. */
export interface DataDirFiles {
  /** The user's configuration; the daemon never writes it. */
  readonly config: string
  /** The libp2p private key. */
  readonly identity: string
  /** Name and secret of the network. */
  readonly network: string
  readonly token: string
  /** A ready `Authorization:` line for `curl -H @file`. */
  readonly header: string
  /** Names, scopes and hashes of the further tokens (`orbweaver token create`). */
  readonly tokens: string
  /** Who changed what over the admin API; older entries in audit.log.1 and so on. */
  readonly audit: string
  /** The running daemon's real addresses. */
  readonly admin: string
  /** How the last leave ended. */
  readonly left: string
  readonly lock: string
  readonly level: string
}

export function dataDirFiles(dataDir: string): DataDirFiles {
  return {
    config: join(dataDir, 'config.yaml'),
    identity: join(dataDir, 'identity.key'),
    network: join(dataDir, 'network.key'),
    token: join(dataDir, 'admin.token'),
    header: join(dataDir, 'admin.header'),
    tokens: join(dataDir, 'admin.tokens.json'),
    audit: join(dataDir, 'audit.log'),
    admin: join(dataDir, 'admin.json'),
    left: join(dataDir, 'left.json'),
    lock: join(dataDir, 'lock'),
    level: join(dataDir, 'level'),
  }
}

/** The data dir: the flag, else `$ORBWEAVER_HOME`, else the platform's place for data of programs. Absolute. */
export function resolveDataDir(flag: string | undefined, env: NodeJS.ProcessEnv): string {
  const chosen = flag ?? env['ORBWEAVER_HOME']
  if (chosen === undefined || chosen === '') return envPaths('orbweaver', { suffix: '' }).data
  if (chosen.includes('\0')) throw new OrbError('INVALID_ARGUMENT', 'the data dir has a NUL in its name')
  const home = chosen === '~' || chosen.startsWith('~/') ? join(homedir(), chosen.slice(1)) : chosen
  return isAbsolute(home) ? home : resolve(home)
}

/**
 * Makes the data dir if need be and proves that it can be written.
 * @throws OrbError IO when it cannot; nothing is deleted.
 */
export async function ensureDataDir(dataDir: string): Promise<void> {
  try {
    await makeFolder(dataDir)
    const probe = join(dataDir, `.probe-${randomBytes(6).toString('hex')}`)
    await (await open(probe, 'wx', 0o600)).close()
    await rm(probe)
  } catch (error) {
    throw new OrbError('IO', `the data dir ${dataDir} cannot be written: ${reason(error)}`, {
      hint: 'give the user who runs orbweaver write access to it, or name another with --data-dir or ORBWEAVER_HOME',
      cause: error,
    })
  }
}

/** Makes a folder and those above it. Level by level: Node's own way never ends below /proc, where none can be made. */
async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 })
  } catch (error) {
    const code = errorCode(error)
    if (code === 'EEXIST') return // what it is shows when something is made in it
    if (code !== 'ENOENT' || dirname(path) === path) throw error
    await makeFolder(dirname(path))
    await mkdir(path, { mode: 0o700 })
  }
}

/** Replaces a file in one step: readers see the old text or the new one, also after a crash. Mode 0600. */
export async function writePrivateFile(path: string, content: string | Uint8Array): Promise<void> {
  await withTemporary(path, content, (temporary) => rename(temporary, path))
}

/** Makes a file whole in one step, only if there is none yet. False: there was one, it is untouched. Mode 0600. */
export function createPrivateFile(path: string, content: string | Uint8Array): Promise<boolean> {
  return withTemporary(path, content, async (temporary) => {
    try {
      await link(temporary, path)
      return true
    } catch (error) {
      if (errorCode(error) === 'EEXIST') return false
      throw error
    }
  })
}

/** Writes a synced file beside `path`, which `place` puts into its place; both are on disk at the end. */
async function withTemporary<Result>(
  path: string,
  content: string | Uint8Array,
  place: (temporary: string) => Promise<Result>,
): Promise<Result> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}`)
  try {
    const file = await open(temporary, 'wx', 0o600)
    try {
      try {
        await file.writeFile(content)
        await file.sync()
      } finally {
        await file.close()
      }
      const result = await place(temporary)
      await syncFolder(dirname(path))
      return result
    } finally {
      await rm(temporary, { force: true })
    }
  } catch (error) {
    throw ioError(`cannot write ${path}`, error)
  }
}

/** What `ensureDataDir` and `withTemporary` call what they are making. */
const TEMPORARY = /^\.(?:probe-|[a-z.]+\.)[0-9a-f]{12}$/
/** Younger ones may belong to a command that is writing just now. */
const STALE_MS = 10_000

/** Removes what a process that was killed had begun to write. Called by the holder of the lock. @throws OrbError IO */
export async function clearTemporaries(dataDir: string, nowMs: number): Promise<void> {
  try {
    for (const name of await readdir(dataDir)) {
      if (!TEMPORARY.test(name)) continue
      const path = join(dataDir, name)
      const written = await stat(path).then(
        ({ mtimeMs }) => mtimeMs,
        () => undefined,
      )
      if (written !== undefined && nowMs - written > STALE_MS) await rm(path, { force: true })
    }
  } catch (error) {
    throw ioError(`cannot tidy ${dataDir} up`, error)
  }
}

/** A file's name lives in its folder. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

/** The text of a private file, or undefined when there is none. Takes back rights that others have on it. */
export async function readPrivateFile(path: string, maxBytes: number): Promise<string | undefined> {
  try {
    const file = await open(path, 'r')
    try {
      const { mode, size } = await file.stat()
      if (size > maxBytes)
        throw new OrbError('CORRUPT', `${path} has ${size} bytes, more than the ${maxBytes} it can have`)
      if ((mode & 0o077) !== 0) await chmod(path, 0o600)
      return await file.readFile('utf8')
    } finally {
      await file.close()
    }
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined
    if (error instanceof OrbError) throw error
    throw ioError(`cannot read ${path}`, error)
  }
}

/** What a running daemon tells local programs about itself (admin.json). */
export interface AdminFile {
  /** Base of the admin API, without a slash at the end. */
  readonly url: string
  readonly peerId: string
  /** Overlay addresses with /p2p/. */
  readonly overlay: readonly string[]
  readonly pid: number
  readonly version: string
}

const MAX_ADMIN_FILE_BYTES = 64 * 1024

export async function writeAdminFile(dataDir: string, content: AdminFile): Promise<void> {
  await writePrivateFile(dataDirFiles(dataDir).admin, `${JSON.stringify(content, null, 2)}\n`)
}

export async function removeAdminFile(dataDir: string): Promise<void> {
  await rm(dataDirFiles(dataDir).admin, { force: true })
}

/** Undefined when no daemon has written one, or none that can be read: the caller then tries the default address. */
export async function readAdminFile(dataDir: string): Promise<AdminFile | undefined> {
  const path = dataDirFiles(dataDir).admin
  let content: string
  try {
    content = await readFile(path, 'utf8')
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined
    throw ioError(`cannot read ${path}`, error)
  }
  if (content.length > MAX_ADMIN_FILE_BYTES) return undefined
  return adminFileOf(content)
}

function adminFileOf(content: string): AdminFile | undefined {
  const { url, peerId, overlay, pid, version } = jsonObject(content) ?? {}
  if (typeof url !== 'string' || typeof peerId !== 'string' || typeof version !== 'string') return undefined
  if (typeof pid !== 'number' || !Array.isArray(overlay)) return undefined
  return { url, peerId, overlay: overlay.filter((address) => typeof address === 'string'), pid, version }
}

/** How a leave ended (left.json): written when handing over is over, before the daemon closes. */
export interface LeftFile {
  /** Of the start that left: another start's file says nothing. */
  readonly epoch: number
  /** What was not done, in words; undefined: all was handed over, and the ring knows. */
  readonly unfinished?: string
}

export async function writeLeftFile(dataDir: string, content: LeftFile): Promise<void> {
  await writePrivateFile(dataDirFiles(dataDir).left, `${JSON.stringify(content)}\n`)
}

/** Undefined when that start has not written one, or one that cannot be read. */
export async function readLeftFile(dataDir: string, epoch: number): Promise<LeftFile | undefined> {
  const content = jsonObject((await readPrivateFile(dataDirFiles(dataDir).left, MAX_ADMIN_FILE_BYTES)) ?? '')
  if (content?.['epoch'] !== epoch) return undefined
  const { unfinished } = content
  return typeof unfinished === 'string' ? { epoch, unfinished } : { epoch }
}

/** `ENOENT` and the like, or undefined. */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** An operating system error as one of ours: a full disk is told apart. */
export function ioError(what: string, error: unknown): OrbError {
  const code = errorCode(error)
  const full = code === 'ENOSPC' || code === 'EDQUOT'
  return new OrbError(full ? 'STORAGE_FULL' : 'IO', `${what}: ${reason(error)}`, { cause: error })
}
