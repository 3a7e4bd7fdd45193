import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { referenceFiles } from '../../scripts/reference/files.ts'
import { loadConfig } from '../../src/config/index.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))

for (const [path, content] of await referenceFiles()) {
  test(`${path} is what \`npm run generate\` would write`, async () => {
    assert.equal(await readFile(join(root, path), 'utf8'), content)
  })
}

for (const name of ['default.yaml', 'three-machines.example.yaml']) {
  test(`config/${name} is valid`, async (t) => {
    const dataDir = await mkdtemp(join(tmpdir(), 'orb-reference-'))
    t.after(() => rm(dataDir, { recursive: true }))
    const { file } = await loadConfig({ dataDir, config: join(root, 'config', name) }, {})
    assert.equal(file, join(root, 'config', name))
  })
}
