import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { projectRoot, readText } from './tree.ts'

test('src/wire/generated is what `npm run generate` makes of the .proto files', async (t) => {
  const output = await mkdtemp(join(tmpdir(), 'orbweaver-generated-'))
  t.after(() => rm(output, { recursive: true, force: true }))
  const protoNames = (await readdir(join(projectRoot, 'src/wire'))).filter((name) => name.endsWith('.proto')).sort()
  assert.ok(protoNames.length > 0)
  const protons = join(projectRoot, 'node_modules/.bin/protons')
  const sources = protoNames.map((name) => `src/wire/${name}`)
  await promisify(execFile)(process.execPath, [protons, ...sources, '--output', output], { cwd: projectRoot })

  const made = (await readdir(output)).sort()
  assert.deepEqual((await readdir(join(projectRoot, 'src/wire/generated'))).sort(), made)
  for (const name of made) {
    assert.equal(readText(`src/wire/generated/${name}`), await readFile(join(output, name), 'utf8'), name)
  }
})
