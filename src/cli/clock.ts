import type { Command } from 'commander'
import type { Configure, RunAction } from './verb.ts'

export const configure: Configure = (command, run) => {
  command.action(() => clock(command, run))
}

const clock = (command: Command, run: RunAction): Promise<void> =>
  run(command, async (context) => {
    const client = await context.client()
    context.print(await client.call('clock', {}), (answer) => String(answer.lamport))
  })
