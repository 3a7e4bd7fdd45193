import { setTimeout as sleep } from 'node:timers/promises'
import type { Command } from 'commander'
import { OrbError } from '../base/index.ts'
import { readAdminFile } from '../config/index.ts'
import type { Configure, RunAction } from './verb.ts'

/** A daemon stops within 10 s; a little more for a loaded machine. */
const PATIENCE_MS = 15_000
const LOOK_EVERY_MS = 50

export const configure: Configure = (command, run) => {
  command.action(() => stop(command, run))
}

const stop = (command: Command, run: RunAction): Promise<void> =>
  run(command, async (context) => {
    const client = await context.client()
    const file = await readAdminFile(context.dataDir)
    const answer = await client.call('stop', {})
    client.close()
    // Its own data dir tells the process, whose end frees the lock; of a daemon elsewhere only the answer is known.
    const pid = file?.url === client.url ? file.pid : undefined
    if (pid !== undefined) await untilGone(pid, context.chosenTimeoutMs ?? PATIENCE_MS, 'stopping')
    context.print({ ...answer, stopped: pid !== undefined }, () => (pid === undefined ? 'stopping' : 'stopped'))
  })

/** Waits for the end of a process. @throws OrbError TIMEOUT */
export async function untilGone(pid: number, patienceMs: number, doing: 'stopping' | 'leaving'): Promise<void> {
  if (await gone(pid, patienceMs)) return
  const hint = {
    stopping: 'wait, or send the process a second signal: that ends it at once',
    leaving: 'wait, or `orbweaver stop` it: others then notice its absence by themselves',
  }
  throw new OrbError('TIMEOUT', `the daemon (process ${pid}) is still ${doing} after ${patienceMs} ms`, {
    hint: hint[doing],
  })
}

async function gone(pid: number, patienceMs: number): Promise<boolean> {
  const until = performance.now() + patienceMs
  while (isRunning(pid)) {
    if (performance.now() > until) return false
    await sleep(LOOK_EVERY_MS)
  }
  return true
}

/** Does a process run? */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it runs, as another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
