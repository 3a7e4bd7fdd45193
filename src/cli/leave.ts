import type { Command } from 'commander'
import { readAdminFile } from '../config/index.ts'
import type { Configure, RunAction } from './verb.ts'
import { untilGone } from './stop.ts'

/** Handing over may take 20 s, stopping 10 s; a little more for a loaded machine. */
const PATIENCE_MS = 40_000

export const configure: Configure = (command, run) => {
  command.action(() => leave(command, run))
}

const leave = (command: Command, run: RunAction): Promise<void> =>
  run(command, async (context) => {
    const client = await context.client()
    const file = await readAdminFile(context.dataDir)
    const answer = await client.call('leave', {})
    client.close()
    const pid = file?.url === client.url ? file.pid : undefined
    if (pid === undefined) {
      context.print({ ...answer, left: false }, () => 'leaving')
      return
    }
    context.say('handing over …')
    await untilGone(pid, context.chosenTimeoutMs ?? PATIENCE_MS, 'leaving')
    context.print({ ...answer, left: true }, () => 'left')
  })
