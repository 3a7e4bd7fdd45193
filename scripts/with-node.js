/**
 * Runs a development command on the Node that is installed with the project, whatever Node the system has:
 *
 *   node scripts/with-node.js scripts/test.ts unit     a TypeScript file
 *   node scripts/with-node.js eslint .                 a tool of node_modules/.bin
 *
 * npm 11 links that Node into node_modules/.bin by itself; npm 10 removes the link again together with the packages of
 * other platforms, which carry the same name. So the npm scripts rely on this file instead of the link.
 */
import { spawn } from 'node:child_process'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundledNode, isNewEnough, noNode } from '../bin/bundled-node.js'

const [command = '', ...args] = process.argv.slice(2)
const node = bundledNode() ?? (isNewEnough ? process.execPath : undefined)

if (node === undefined) {
  process.stderr.write(`${noNode}\n`)
  process.exitCode = 1
} else {
  const isScript = command.endsWith('.ts')
  const tool = fileURLToPath(new URL(`../node_modules/.bin/${command}`, import.meta.url))
  const child = spawn(isScript ? node : tool, isScript ? ['--import', 'tsx', command, ...args] : args, {
    stdio: 'inherit',
    env: { ...process.env, PATH: [path.dirname(node), process.env['PATH']].join(path.delimiter) },
    // The tools of node_modules/.bin are batch files there.
    shell: !isScript && process.platform === 'win32',
  })
  // Ctrl-C reaches the child by itself; the parent only has to outlive it.
  process.on('SIGINT', () => undefined)
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  child.on('error', (error) => {
    process.stderr.write(`cannot run ${command}: ${error.message}\n`)
    process.exitCode = 1
  })
  child.on('exit', (code) => {
    process.exitCode = code ?? 1
  })
}
