import { realpath } from 'node:fs/promises'
import { basename, dirname, join, relative, isAbsolute, resolve, sep } from 'node:path'
import { OrbError } from '../../base/index.ts'

/** Which folders of this machine the daemon may share from and write to. */
export class Roots {
  readonly downloadRoot: string
  readonly #shareRoots: readonly string[]

  constructor(downloadRoot: string, shareRoots: readonly string[]) {
    this.downloadRoot = resolve(downloadRoot)
    this.#shareRoots = shareRoots
  }

  /** @throws OrbError FORBIDDEN when the path, links resolved, lies outside of content.shareRoots */
  async checkShare(path: string): Promise<void> {
    await this.#check(path, this.#shareRoots, 'shared')
  }

  /** @throws OrbError FORBIDDEN as checkShare; downloadRoot is allowed besides */
  async checkOutput(folder: string): Promise<void> {
    await this.#check(folder, [...this.#shareRoots, this.downloadRoot], 'written to')
  }

  async #check(path: string, roots: readonly string[], what: string): Promise<void> {
    if (this.#shareRoots.length === 0) return
    const real = await resolved(path)
    for (const root of roots) if (isWithin(await resolved(root), real)) return
    throw new OrbError('FORBIDDEN', `${JSON.stringify(path)} may not be ${what}`, {
      hint: 'content.shareRoots in the configuration names the folders that may be used',
    })
  }
}

/** The path without links, as far as it exists. */
async function resolved(path: string): Promise<string> {
  const whole = resolve(path)
  try {
    return await realpath(whole)
  } catch (err) {
    const parent = dirname(whole)
    if (!(err instanceof Error) || !('code' in err) || err.code !== 'ENOENT' || parent === whole) throw err
    return join(await resolved(parent), basename(whole))
  }
}

function isWithin(root: string, path: string): boolean {
  const way = relative(root, path)
  return way === '' || (!isAbsolute(way) && way !== '..' && !way.startsWith(`..${sep}`))
}
