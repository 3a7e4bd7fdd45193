import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { cycleIn, importsOf, violationsOf, type ImportLaw } from './imports.ts'
import { projectRoot, readJson, sourcesBelow } from './tree.ts'

const law = readJson('scripts/import-law.json') as ImportLaw

/** A small house that keeps the law; every seeded file below is put into it. */
const house: Readonly<Record<string, string>> = {
  'src/base/index.ts': `export * from './ids.ts'`,
  'src/base/ids.ts': 'export const id = 1',
  'src/protocols/index.ts': `export * from './machine.ts'`,
  'src/protocols/machine.ts': `export const m = 1`,
  'src/protocols/chord/index.ts': `export { chord } from './chord.ts'`,
  'src/protocols/chord/chord.ts': `import { m } from '../machine.ts'\nexport const chord = m`,
  'src/protocols/chord/messages.ts': 'export interface Ping { n: number }\nexport const n = 1',
  'src/protocols/chord/params.ts': 'export const params = { n: 1 }',
  'src/protocols/chord/commands.ts': 'export interface Lookup { n: number }\nexport const n = 1',
  'src/wire/index.ts': `export { wire } from './chord.ts'`,
  'src/wire/chord.ts': `import { gen } from './generated/chord.ts'\nexport const wire = gen`,
  'src/wire/generated/chord.ts': 'export const gen = 1',
  'src/runtime/index.ts': `export { host } from './host.ts'`,
  'src/runtime/host.ts': 'export const host = 1',
  'src/runtime/ports.ts': 'export interface Ports { n: number }',
  'src/content/index.ts': 'export const content = 1',
  'src/observe/index.ts': 'export const observe = 1',
  'src/adapters/libp2p/index.ts': 'export const net = 1',
  'src/adapters/level/index.ts': 'export const store = 1',
  'src/sim/index.ts': 'export const sim = 1',
  'src/config/index.ts': 'export const config = 1',
  'src/admin/index.ts': 'export const admin = 1',
  'src/admin/client.ts': 'export const client = 1',
  'src/daemon/index.ts': 'export const daemon = 1',
  'src/cli/index.ts': 'export const cli = 1',
}

const kept: readonly (readonly [string, string])[] = [
  ['src/protocols/chord/a.ts', `import { id } from '../../base/index.ts'\nexport const a = id`],
  ['src/protocols/b.ts', `import type { Ping } from './chord/messages.ts'\nexport type B = Ping`],
  ['src/wire/c.ts', `import type { Ping } from '../protocols/chord/messages.ts'\nexport type C = Ping`],
  ['src/wire/d.ts', `import { Uint8ArrayList } from 'uint8arraylist'\nexport const d = Uint8ArrayList`],
  ['src/config/e.ts', `import { params } from '../protocols/chord/params.ts'\nexport const e = params`],
  ['src/admin/f.ts', `import type { Lookup } from '../protocols/chord/commands.ts'\nexport type F = Lookup`],
  ['src/adapters/libp2p/g.ts', `import { createLibp2p } from 'libp2p'\nexport const g = createLibp2p`],
  ['src/adapters/libp2p/h.ts', `import type { Ports } from '../../runtime/ports.ts'\nexport type H = Ports`],
  ['src/daemon/i.ts', `import { store } from '../adapters/level/index.ts'\nexport const i = store`],
  ['src/cli/j.ts', `import { client } from '../admin/client.ts'\nexport const j = client`],
  ['src/adapters/level/l.ts', `import type { m } from '../../protocols/index.ts'\nexport type L = typeof m`],
  ['src/wire/m.ts', `import type { m } from '../protocols/index.ts'\nexport type M = typeof m`],
  ['src/cli/n.ts', `export const n = [1].map(() => new URL('../../bin/orbweaver.js', import.meta.url))`],
  ['src/content/k.ts', `import { open } from 'node:fs/promises'\nexport const k = open`],
]

const broken: readonly (readonly [string, string])[] = [
  ['src/base/upward.ts', `import { m } from '../protocols/index.ts'\nexport const x = m`],
  ['src/base/upward-type.ts', `import type { m } from '../protocols/index.ts'\nexport type X = typeof m`],
  ['src/base/upward-dynamic.ts', `export const x = () => import('../runtime/index.ts')`],
  ['src/base/upward-re-export.ts', `export * from '../wire/index.ts'`],
  ['src/protocols/node.ts', `import { createHash } from 'node:crypto'\nexport const x = createHash`],
  ['src/protocols/package.ts', `import { z } from 'zod'\nexport const x = z`],
  ['src/protocols/chord/wire.ts', `import { wire } from '../../wire/index.ts'\nexport const x = wire`],
  ['src/protocols/past-door.ts', `import { chord } from './chord/chord.ts'\nexport const x = chord`],
  ['src/protocols/value-messages.ts', `import { n } from './chord/messages.ts'\nexport const x = n`],
  ['src/wire/value-messages.ts', `import { n } from '../protocols/chord/messages.ts'\nexport const x = n`],
  ['src/wire/protocols.ts', `import { m } from '../protocols/index.ts'\nexport const x = m`],
  ['src/runtime/past-door.ts', `import { id } from '../base/ids.ts'\nexport const x = id`],
  ['src/runtime/adapter.ts', `import { net } from '../adapters/libp2p/index.ts'\nexport const x = net`],
  ['src/runtime/node.ts', `import { hrtime } from 'node:process'\nexport const x = hrtime`],
  ['src/runtime/generated.ts', `import { gen } from '../wire/generated/chord.ts'\nexport const x = gen`],
  ['src/adapters/level/libp2p.ts', `import { createLibp2p } from 'libp2p'\nexport const x = createLibp2p`],
  ['src/adapters/level/sibling.ts', `import { net } from '../libp2p/index.ts'\nexport const x = net`],
  ['src/adapters/level/protocols.ts', `import { m } from '../../protocols/index.ts'\nexport const x = m`],
  ['src/adapters/libp2p/host.ts', `import { host } from '../../runtime/host.ts'\nexport const x = host`],
  ['src/sim/daemon.ts', `import { daemon } from '../daemon/index.ts'\nexport const x = daemon`],
  ['src/admin/runtime.ts', `import { host } from '../runtime/index.ts'\nexport const x = host`],
  ['src/admin/value-commands.ts', `import { n } from '../protocols/chord/commands.ts'\nexport const x = n`],
  ['src/daemon/sim.ts', `import { sim } from '../sim/index.ts'\nexport const x = sim`],
  ['src/daemon/level.ts', `import { Level } from 'level'\nexport const x = Level`],
  ['src/cli/admin.ts', `import { admin } from '../admin/index.ts'\nexport const x = admin`],
  ['src/cli/protocols.ts', `import type { m } from '../protocols/index.ts'\nexport type X = typeof m`],
  ['src/utils/new-folder.ts', `import { id } from '../base/index.ts'\nexport const x = id`],
  ['src/cli/outside.ts', `import { t } from '../../test/t.ts'\nexport const x = t`],
]

const seeded = new Map([...Object.entries(house), ...kept, ...broken])
const sorted = (names: Iterable<string>): string[] => [...new Set(names)].sort()
const brokenNames = sorted(broken.map(([path]) => path))

test('the sources keep the import law', () => {
  const sources = sourcesBelow('src')
  assert.ok(sources.size > 0)
  assert.deepEqual(violationsOf(sources, law), [])
})

test('the sources import each other without a cycle', () => {
  assert.equal(cycleIn(sourcesBelow('src')), undefined)
})

test('our own scan finds every seeded violation and nothing else', () => {
  assert.deepEqual(sorted(violationsOf(seeded, law).map(({ file }) => file)), brokenNames)
})

test('dependency-cruiser finds the same seeded violations and nothing else', async (t) => {
  const root = await mkdtemp(join(tmpdir(), 'orbweaver-law-'))
  t.after(() => rm(root, { recursive: true, force: true }))
  for (const [path, text] of [...seeded, ['test/t.ts', 'export const t = 1'] as const]) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), `${text}\n`)
  }
  for (const path of ['.dependency-cruiser.cjs', 'scripts/import-law.json', 'tsconfig.json', 'package.json']) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await cp(join(projectRoot, path), join(root, path))
  }
  await symlink(join(projectRoot, 'node_modules'), join(root, 'node_modules'), 'dir')
  const cruiser = join(projectRoot, 'node_modules/.bin/depcruise')
  const args = [cruiser, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', '--no-progress', 'src']
  const output = await promisify(execFile)(process.execPath, args, { cwd: root, maxBuffer: 64 << 20 })
  const report = JSON.parse(output.stdout) as { summary: { violations: { from: string; rule: { name: string } }[] } }
  const guilty = report.summary.violations.filter(({ rule }) => rule.name !== 'no-orphans').map(({ from }) => from)
  assert.deepEqual(sorted(guilty), brokenNames)
})

test('imports are found in every form', () => {
  const text = `
    import a, { type B } from './a.ts'
    import type { C } from './c.ts'
    export * from './e.ts'
    export type { F } from './f.ts'
    type G = import('./g.ts').G
    const h = await import('./h.ts')
    new Worker(new URL('./i-worker.ts', import.meta.url))
    // import './comment.ts'
    const s = "import './string.ts'"
  `
  const found = importsOf('src/x.ts', text).map(({ specifier, typeOnly }) => `${specifier}${typeOnly ? ' type' : ''}`)
  const wanted = ['./a.ts', './c.ts type', './e.ts', './f.ts type', './g.ts type', './h.ts', './i-worker.ts']
  assert.deepEqual(found, wanted)
})

test('a cycle is found, also through type-only imports', () => {
  const files = new Map([
    ['src/base/a.ts', `import { b } from './b.ts'`],
    ['src/base/b.ts', `import type { C } from './c.ts'`],
    ['src/base/c.ts', `export { a } from './a.ts'`],
    ['src/base/d.ts', `import './a.ts'`],
  ])
  assert.deepEqual(cycleIn(files), ['src/base/a.ts', 'src/base/b.ts', 'src/base/c.ts', 'src/base/a.ts'])
  files.set('src/base/c.ts', '')
  assert.equal(cycleIn(files), undefined)
})
