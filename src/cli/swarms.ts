import type { Command } from 'commander'
import { swarmsText } from './swarm-text.ts'
import type { Configure, RunAction } from './verb.ts'

export const configure: Configure = (command, run) => {
  command.action(() => swarms(command, run))
}

const swarms = (command: Command, run: RunAction): Promise<void> =>
  run(command, async (context) => {
    const client = await context.client()
    context.print(await client.call('swarms', {}), (answer) => swarmsText(answer.swarms))
  })
