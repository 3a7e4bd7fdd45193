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
  const args = ['--import', 'tsx', 'scripts/generate.ts', output]
  await promisify(execFile)(process.execPath, args, { cwd: projectRoot })

  const made = (await readdir(output)).sort()
  assert.ok(made.length > 0)
  assert.deepEqual((await readdir(join(projectRoot, 'src/wire/generated'))).sort(), made)
  for (const name of made) {
    assert.equal(readText(`src/wire/generated/${name}`), await readFile(join(output, name), 'utf8'), name)
  }
})
