/**
 * `npm run generate [folder]`: makes src/wire/generated from the .proto files, or writes the same to another folder.
 * Without a folder it also writes what is made from the tables in src: docs/reference and config/default.yaml.
 */
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** protons assigns undefined to optional fields, which exactOptionalPropertyTypes forbids; the types it exports are right. */
const header = '// Made by `npm run generate`; do not edit.\n// @ts-nocheck\n'

const root = fileURLToPath(new URL('../', import.meta.url))
const wire = join(root, 'src/wire')
const output = resolve(process.argv[2] ?? join(wire, 'generated'))
const protoFiles = readdirSync(wire).filter((name) => name.endsWith('.proto'))

const { status } = spawnSync(
  process.execPath,
  [join(root, 'node_modules/.bin/protons'), ...protoFiles, '--output', relative(wire, output)],
  { cwd: wire, stdio: 'inherit' },
)
if (status === 0) {
  for (const name of protoFiles) {
    const path = join(output, name.replace(/\.proto$/, '.ts'))
    writeFileSync(path, header + readFileSync(path, 'utf8'))
  }
}
process.exitCode = status === 0 ? 0 : 1
if (status === 0 && process.argv[2] === undefined) await import('./reference.ts')
