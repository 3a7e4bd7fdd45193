/**
 * `npm run build`: compiles src to dist. With `--if-stale`, only when dist is missing or was made from other sources.
 * The new dist is made beside the old one and takes its place at the end, so that a failed build breaks nothing.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../', import.meta.url))
const dist = join(root, 'dist')
const stamp = join(dist, '.built-from')

/** A digest of everything that the build depends on: sources, compiler settings and locked versions. */
function sourceDigest(): string {
  const sources = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
  const settings = ['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json', 'scripts/build.ts']
  const hash = createHash('sha256')
  for (const path of [...sources.sort(), ...settings.map((name) => join(root, name))]) {
    hash.update(path.slice(root.length)).update('\0').update(readFileSync(path)).update('\0')
  }
  return hash.digest('hex')
}

const isFresh = (): boolean => existsSync(stamp) && readFileSync(stamp, 'utf8') === sourceDigest()

/** @returns true when dist now stands for the sources. */
export function build(): boolean {
  const startedAtMs = performance.now()
  const digest = sourceDigest()
  const next = `${dist}.next-${process.pid}`
  const compiler = join(root, 'node_modules/typescript/bin/tsc')
  const args = [compiler, '-p', join(root, 'tsconfig.build.json'), '--outDir', next]
  try {
    const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' })
    if (status !== 0) {
      console.error('build failed: dist is left as it was')
      return false
    }
    writeFileSync(join(next, '.built-from'), digest)
    const old = `${dist}.old-${process.pid}`
    if (existsSync(dist)) renameSync(dist, old)
    renameSync(next, dist)
    rmSync(old, { recursive: true, force: true })
  } finally {
    rmSync(next, { recursive: true, force: true })
  }
  console.error(`built dist in ${((performance.now() - startedAtMs) / 1000).toFixed(1)} s`)
  return true
}

/** @returns true when dist stands for the sources, built now or before. */
export const buildIfStale = (): boolean => isFresh() || build()

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const onlyIfStale = process.argv.includes('--if-stale')
  process.exitCode = (onlyIfStale ? buildIfStale() : build()) ? 0 : 1
}
