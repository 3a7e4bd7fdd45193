/** Writes config/default.yaml and docs/reference from the tables in src. test/contract/reference.test.ts keeps them current. */
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { referenceFiles } from './reference/files.ts'

const root = fileURLToPath(new URL('../', import.meta.url))

for (const [path, content] of await referenceFiles()) {
  await mkdir(dirname(join(root, path)), { recursive: true })
  await writeFile(join(root, path), content)
}
