import type { Command } from 'commander'
import { resolveSwarmId } from './swarm-ids.ts'
import { swarmText } from './swarm-text.ts'
import type { Configure, RunAction } from './verb.ts'

export const configure: Configure = (command, run) => {
  command.argument('<id>', 'the swarm: its id or the beginning of it').action((id: string) => swarm(command, run, id))
}

const swarm = (command: Command, run: RunAction, given: string): Promise<void> =>
  run(command, async (context) => {
    const client = await context.client()
    const id = await resolveSwarmId(client, given)
    context.print(await client.call('swarm', { params: { id } }), swarmText)
  })
