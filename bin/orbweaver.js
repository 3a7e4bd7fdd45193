#!/usr/bin/env node
/**
 * The installed command. libp2p 3 needs Node 22 or newer; an older Node re-executes this file on the Node that comes
 * as a package (node-<os>-<arch>) and stays behind as a thin parent that passes signals down and the exit code up.
 * Plain JavaScript that any ESM-capable Node can parse, since it has to run before the choice is made.
 */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import module from 'node:module'
import { constants, homedir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { setFlagsFromString } from 'node:v8'
import { bundledNode, isNewEnough, noNode } from './bundled-node.js'

const here = fileURLToPath(import.meta.url)
const main = new URL('../dist/cli/main.js', import.meta.url)

if (!existsSync(main)) {
  refuse(`orbweaver is not built: run "npm run build" in ${path.dirname(path.dirname(here))}`)
} else if (isNewEnough) {
  await run()
} else {
  reexecute()
}

/** @param {string} line */
function refuse(line) {
  process.stderr.write(`${line}\n`)
  process.exitCode = 1
}

async function run() {
  if (process.env['ORBWEAVER_REEXECUTED_BY'] !== undefined) {
    delete process.env['ORBWEAVER_REEXECUTED_BY']
    dieWithParent()
  }
  // Blocks on their way are buffers outside of V8's heap, freed by its small collections. With a young generation that
  // grows to 16 MB these come so rarely that the large ones, due after every 64 MB of buffers, did it instead: a third of
  // the CPU and 100 MB of memory of a fetch (bench/fetch.ts).
  setFlagsFromString('--semi-space-growth-factor=1')
  // Below the user's own cache folder: the default lies in the shared /tmp, where others could plant code.
  module.enableCompileCache?.(process.env['NODE_COMPILE_CACHE'] ?? path.join(cacheFolder(), 'orbweaver', 'compiled'))
  await import(main.href)
}

/** A parent killed with -9 can pass nothing on; the channel to it closes, and that must mean the same here. */
function dieWithParent() {
  process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'))
  process.channel?.unref()
  if (!process.connected) process.kill(process.pid, 'SIGKILL')
}

function cacheFolder() {
  if (process.platform === 'win32') return process.env['LOCALAPPDATA'] ?? path.join(homedir(), 'AppData', 'Local')
  if (process.platform === 'darwin') return path.join(homedir(), 'Library', 'Caches')
  return process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache')
}

function reexecute() {
  const node = bundledNode()
  if (node === undefined) {
    refuse(noNode)
    return
  }
  const isWindows = process.platform === 'win32'
  const child = spawn(node, [...process.execArgv, here, ...process.argv.slice(2)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, ORBWEAVER_REEXECUTED_BY: String(process.pid) },
    // A session of its own, so that Ctrl-C reaches it once, from here, and not a second time from the terminal: the
    // second signal means "stop at once".
    detached: !isWindows,
  })
  const forwarders = isWindows ? [] : ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2', 'SIGQUIT', 'SIGWINCH']
  for (const signal of forwarders) process.on(signal, () => child.kill(signal))
  // On Windows the console gives Ctrl-C to both; the parent only has to outlive it.
  if (isWindows) process.on('SIGINT', () => undefined)

  child.on('error', (error) => {
    refuse(`orbweaver could not start the bundled Node ${node}: ${error.message}`)
  })
  child.on('exit', (code, signal) => {
    if (signal === null) {
      process.exitCode = code ?? 1
      return
    }
    for (const name of forwarders) process.removeAllListeners(name)
    // Where the signal is caught or ignored by default, the shell's convention tells of it instead.
    process.exitCode = 128 + constants.signals[signal]
    process.kill(process.pid, signal)
  })
}
