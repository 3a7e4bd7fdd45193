import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { jsonObject } from './json.ts'

/** Version of this program, from the package.json above this file, in the sources, after the build and when installed. */
export function programVersion(): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  for (;;) {
    const manifest = join(folder, 'package.json')
    if (existsSync(manifest)) {
      const { name, version } = jsonObject(readFileSync(manifest, 'utf8')) ?? {}
      if (name === 'orbweaver' && typeof version === 'string') return version
    }
    const parent = dirname(folder)
    if (parent === folder) return '0.0.0'
    folder = parent
  }
}
