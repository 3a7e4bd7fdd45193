/** `npm run check`: every `check:*` script of package.json, one after another; all of them run, also after a failure. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../', import.meta.url))
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> }
const parts = Object.entries(manifest.scripts).filter(([name]) => name.startsWith('check:'))

const failed: string[] = []
for (const [name, command] of parts) {
  const startedAtMs = performance.now()
  const { status } = spawnSync(command, { cwd: root, shell: true, stdio: 'inherit' })
  const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(1)
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${name.padEnd(16)} ${seconds.padStart(6)} s`)
  if (status !== 0) failed.push(name)
}
if (failed.length > 0) console.error(`check failed: ${failed.join(', ')}`)
process.exitCode = failed.length > 0 || parts.length === 0 ? 1 : 0
