import { constants } from 'node:fs'
import { link, lstat, mkdir, open, rename, rm, rmdir, stat, statfs, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { OrbError } from '../base/index.ts'
import { forEachLimited } from './concurrency.ts'
import type { ContentFile, Info } from './info.ts'
import { describing, errnoOf, ioError, isMissing } from './io-errors.ts'
import { quoted } from './names.ts'
import { type Signature, signatureOf } from './signature.ts'

/**
 * Where content lies: `shared` = the user's own file or folder, only ever read; `download` = to be fetched into this
 * folder, under the content's own name.
 */
export type Place =
  { readonly kind: 'shared'; readonly path: string } | { readonly kind: 'download'; readonly folder: string }

/** Files made or looked at together: more only wait for Node's four IO threads. */
export const FILE_CONCURRENCY = 8

/** The hidden folder beside the destination in which a download grows: on the same disk, so that finishing is a rename. */
const stagingFolderOf = (folder: string, info: Info): string => join(folder, `.orbweaver-${info.swarmId}`)

/** The paths of one swarm's content, and its way from the staging folder to its final place. */
export class Placement {
  readonly info: Info
  readonly place: Place
  /** Where the content stands when it is finished. */
  readonly finalRoot: string
  /** Holds the content while it is fetched; undefined when shared. */
  readonly stagingFolder: string | undefined
  /** Where it stands now. */
  root: string
  /** The root is the one file itself. */
  flat: boolean

  constructor(info: Info, place: Place) {
    this.info = info
    this.place = place
    this.flat = info.singleFile
    this.finalRoot = place.kind === 'shared' ? place.path : join(place.folder, info.name)
    this.stagingFolder = place.kind === 'shared' ? undefined : stagingFolderOf(place.folder, info)
    this.root = this.finalRoot
  }

  pathOf(file: ContentFile): string {
    return this.flat ? this.root : join(this.root, ...file.path)
  }

  /** What a file looks like now; undefined when there is none (or a link, or a folder) in its place. */
  async signatureOf(file: ContentFile): Promise<Signature | undefined> {
    try {
      const stats = await lstat(this.pathOf(file))
      return stats.isFile() ? signatureOf(stats) : undefined
    } catch (error) {
      if (isMissing(error)) return undefined
      throw error
    }
  }

  /** What stands in the final place. */
  async finalKind(): Promise<'nothing' | 'file' | 'folder' | 'other'> {
    try {
      const stats = await describing(`cannot look at ${quoted(this.finalRoot)}`, () => lstat(this.finalRoot))
      return stats.isFile() ? 'file' : stats.isDirectory() ? 'folder' : 'other'
    } catch (error) {
      if (error instanceof OrbError && isMissing(error.cause)) return 'nothing'
      throw error
    }
  }

  /**
   * Makes the staging folder with all files in full length, as holes. Returns what the new ones look like, by index; files
   * that are not in it had bytes before, left by an earlier run.
   * @throws OrbError STORAGE_FULL when the disk has too little room for all of it; FORBIDDEN, NOT_FOUND, IO …; CONFLICT when
   *   the file system takes two names for one.
   */
  async prepareStaging(): Promise<Map<number, Signature>> {
    const folder = this.stagingFolder
    if (folder === undefined || this.place.kind !== 'download')
      throw new OrbError('INTERNAL', 'shared content needs no staging')
    await this.#makeFolder(this.place.folder, folder)
    this.root = join(folder, this.info.name)
    const parents = new Set<string>()
    const inodes = new Set<bigint>()
    const made = new Map<number, Signature>()
    // Folders first and in turn, since several files want the same one.
    for (const file of this.info.files) {
      const parent = dirname(this.pathOf(file))
      if (parents.has(parent)) continue
      await describing(`cannot make the folder ${quoted(parent)}`, () => makeFolders(parent, lstat))
      parents.add(parent)
    }
    await forEachLimited(this.info.files, FILE_CONCURRENCY, async (file) => {
      const path = this.pathOf(file)
      const { inode, signature } = await describing(`cannot make the file ${quoted(path)}`, () =>
        makeSparse(path, file.bytes),
      )
      if (inodes.has(inode)) {
        throw new OrbError('CONFLICT', `this file system takes ${quoted(path)} and another name for one file`, {
          hint: 'choose a folder on a file system that tells upper and lower case apart',
        })
      }
      inodes.add(inode)
      if (signature !== undefined) made.set(file.index, signature)
    })
    return made
  }

  /**
   * Puts finished content into its place, atomically, and never over something that is there.
   * @throws OrbError CONFLICT when something is; FORBIDDEN, IO …
   */
  async moveIntoPlace(): Promise<void> {
    const from = this.root
    const to = this.finalRoot
    await describing(`cannot put ${quoted(to)} into place`, () =>
      this.flat ? moveFile(from, to) : moveFolder(from, to),
    )
    this.root = to
    await describing(`cannot sync the folder of ${quoted(to)}`, () => syncFolder(dirname(to)))
    await this.removeStaging()
  }

  /** Deletes the staging folder and what is in it. */
  async removeStaging(): Promise<void> {
    const folder = this.stagingFolder
    if (folder === undefined) return
    await describing(`cannot remove ${quoted(folder)}`, () => rm(folder, { recursive: true, force: true }))
  }

  /** Deletes the finished files, but nothing else that somebody put beside them, and folders that are empty then. */
  async removeFinal(): Promise<void> {
    const folders = new Set<string>()
    for (const file of this.info.files) {
      const path = this.pathOf(file)
      await describing(`cannot delete ${quoted(path)}`, () => rm(path, { force: true }))
      for (let depth = this.flat ? 0 : file.path.length; depth > 0; depth--) {
        folders.add(join(this.root, ...file.path.slice(0, depth - 1)))
      }
    }
    for (const folder of [...folders].sort((a, b) => b.length - a.length)) {
      try {
        await rmdir(folder)
      } catch (error) {
        if (!isMissing(error) && errnoOf(error) !== 'ENOTEMPTY' && errnoOf(error) !== 'EEXIST') throw error
      }
    }
  }

  async #makeFolder(folder: string, staging: string): Promise<void> {
    await describing(`cannot make the folder ${quoted(folder)}`, () => makeFolders(folder, stat))
    const doing = `cannot make the folder ${quoted(staging)}`
    try {
      await mkdir(staging, { mode: 0o700 })
    } catch (error) {
      if (errnoOf(error) !== 'EEXIST') throw ioError(errnoOf(error), doing, error)
      const stats = await describing(doing, () => lstat(staging))
      if (stats.isDirectory()) return
      throw new OrbError('CONFLICT', `${quoted(staging)} is no folder`, { hint: 'move it away' })
    }
    const { bavail, bsize } = await describing(`cannot look at ${quoted(folder)}`, () => statfs(folder))
    if (bavail * bsize >= this.info.totalBytes) return
    await rmdir(staging)
    throw new OrbError(
      'STORAGE_FULL',
      `${quoted(this.info.name)} needs ${this.info.totalBytes} bytes, and only ${bavail * bsize} are free in ${quoted(folder)}`,
      { hint: 'make room or choose another folder' },
    )
  }
}

/**
 * A folder and those around it. Not `mkdir` with `recursive`, which on file systems that answer ENOENT below an existing
 * folder (/proc) never returns. `look` is `lstat` where no link must be followed.
 */
async function makeFolders(path: string, look: typeof lstat): Promise<void> {
  const parent = dirname(path)
  try {
    await mkdir(path)
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') {
      if (!(await look(path)).isDirectory()) throw ioError('ENOTDIR', `cannot make the folder ${quoted(path)}`, error)
    } else if (errnoOf(error) === 'ENOENT' && parent !== path && !(await exists(parent))) {
      await makeFolders(parent, look)
      await makeFolders(path, look)
    } else {
      throw error
    }
  }
}

/** A file of this length; with a signature when it is new, all one hole. */
async function makeSparse(path: string, bytes: number): Promise<{ inode: bigint; signature: Signature | undefined }> {
  const file = await open(path, constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW, 0o666)
  try {
    const { ino, size } = await file.stat({ bigint: true })
    if (size !== BigInt(bytes)) await file.truncate(bytes)
    return { inode: ino, signature: size === 0n ? signatureOf(await file.stat()) : undefined }
  } finally {
    await file.close()
  }
}

/** `rename` would replace an existing file; a hard link cannot. Where there are none (FAT), looking first must do. */
async function moveFile(from: string, to: string): Promise<void> {
  try {
    await link(from, to)
  } catch (error) {
    const errno = errnoOf(error) ?? ''
    if (errno === 'EEXIST') throw inTheWay(to)
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(errno)) throw error
    if (await exists(to)) throw inTheWay(to)
    await rename(from, to)
    return
  }
  await unlink(from)
}

/** A folder cannot be renamed over a file or over a folder with something in it; an empty one is replaced. */
async function moveFolder(from: string, to: string): Promise<void> {
  if (await exists(to)) throw inTheWay(to)
  try {
    await rename(from, to)
  } catch (error) {
    if (['ENOTEMPTY', 'EEXIST', 'ENOTDIR'].includes(errnoOf(error) ?? '')) throw inTheWay(to)
    throw error
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path)
    return true
  } catch (error) {
    if (isMissing(error)) return false
    throw error
  }
}

/** The name that content needs is taken. */
export const inTheWay = (path: string): OrbError =>
  new OrbError('CONFLICT', `${quoted(path)} exists and is something else`, {
    hint: 'move it away, or choose another folder',
  })

/** Makes a rename durable. Windows neither needs nor allows it. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = await open(path, constants.O_RDONLY)
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
