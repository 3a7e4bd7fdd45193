import type { Command } from 'commander'
import { resolveSwarmId } from './swarm-ids.ts'
import type { Configure, RunAction } from './verb.ts'

export const configure: Configure = (command, run) => {
  command
    .argument('<id>', 'the swarm: its id or the beginning of it')
    .option('--delete-data', 'delete its files too')
    .action((id: string) => remove(command, run, id))
}

const remove = (command: Command, run: RunAction, given: string): Promise<void> =>
  run(command, async (context) => {
    const client = await context.client()
    const id = await resolveSwarmId(client, given)
    const data = command.opts<{ deleteData?: boolean }>().deleteData === true ? 'delete' : 'keep'
    await client.call('removeSwarm', { params: { id }, query: { data } })
    context.print({ swarmId: id, data }, () => `removed ${id}${data === 'delete' ? ' and its data' : ''}`)
  })
