import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readJson, readText } from './tree.ts'

interface Manifest {
  version: string
  engines: { node: string }
  dependencies: Record<string, string>
  devDependencies: Record<string, string>
  optionalDependencies: Record<string, string>
}
interface LockedPackage {
  version?: string
  integrity?: string
  hasInstallScript?: boolean
}

const manifest = readJson('package.json') as Manifest & { allowScripts: Record<string, boolean> }
const lock = readJson('package-lock.json') as { packages: Record<string, LockedPackage> }
const locked = Object.entries(lock.packages).filter(([path]) => path !== '')

test('every dependency is pinned to one exact version', () => {
  const { dependencies, devDependencies, optionalDependencies } = manifest
  const all = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })
  assert.ok(all.length > 0)
  assert.deepEqual(
    all.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version)),
    [],
  )
})

test('the lock file names no registry: whoever installs chooses where from', () => {
  assert.ok(!readText('package-lock.json').includes('"resolved"'))
  assert.ok(!/https?:\/\/[^"]*\.tgz/.test(readText('package-lock.json')))
})

test('every locked package carries an integrity hash', () => {
  assert.deepEqual(
    locked.filter(([, { integrity }]) => integrity === undefined).map(([path]) => path),
    [],
  )
})

test('the lock file has an entry for every optional package that a package of it names', () => {
  const optionals = Object.entries(lock.packages).flatMap(([, entry]) =>
    Object.keys((entry as Partial<Manifest>).optionalDependencies ?? {}),
  )
  // npm ci refuses a lock file with gaps, and they appear when a platform's package is not published.
  const missing = optionals.filter((name) => !locked.some(([path]) => path.endsWith(`node_modules/${name}`)))
  assert.deepEqual(missing, [])
})

test('no package needs its install script, and each that has one is declined by name', () => {
  const scripted = locked.filter(([, { hasInstallScript }]) => hasInstallScript === true)
  const names = scripted.map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length))
  const undecided = names.filter((name) => manifest.allowScripts[name] !== false)
  // fsevents is for macOS alone and works without its script.
  assert.deepEqual(
    undecided.filter((name) => name !== 'fsevents'),
    [],
  )
})

test('the bundled Node is the same version for every platform, at least 24', () => {
  const versions = new Set(
    Object.entries(manifest.optionalDependencies)
      .filter(([name]) => name.startsWith('node-'))
      .map(([, version]) => version),
  )
  assert.equal(versions.size, 1)
  const [version = ''] = versions
  assert.ok(Number(version.split('.')[0]) >= 24)
})
