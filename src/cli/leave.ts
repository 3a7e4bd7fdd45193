import type { Command } from 'commander'
import { OrbError } from '../base/index.ts'
import { readAdminFile, readLeftFile } from '../config/index.ts'
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
    // Which start it is: how it left stands in left.json, where that of an earlier start may still be.
    const { epoch } = await client.call('status', {})
    const answer = await client.call('leave', {})
    client.close()
    const pid = file?.url === client.url ? file.pid : undefined
    if (pid === undefined) {
      context.print({ ...answer, left: false }, () => 'leaving')
      return
    }
    context.say('handing over …')
    await untilGone(pid, context.chosenTimeoutMs ?? PATIENCE_MS, 'leaving')
    const end = await readLeftFile(context.dataDir, epoch)
    const unfinished = end === undefined ? 'it ended without saying how far it came' : end.unfinished
    if (unfinished !== undefined) {
      throw new OrbError('UNFINISHED', `the daemon has stopped, but its leave was cut short: ${unfinished}`, {
        hint: 'its data stays in the data dir: start it and leave again, or others notice its absence by themselves',
      })
    }
    context.print({ ...answer, left: true }, () => 'left')
  })
