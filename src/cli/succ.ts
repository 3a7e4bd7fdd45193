import type { Command } from 'commander'
import { addLookupFlags, lookupQuery, lookupText, patience, type LookupFlags } from './lookup.ts'
import type { Configure, RunAction } from './verb.ts'

export const configure: Configure = (command, run) => {
  addLookupFlags(command.argument('<id>', 'a ring id: 64 hex digits'))
  command.action((id: string) => succ(command, run, id))
}

const succ = (command: Command, run: RunAction, id: string): Promise<void> =>
  run(command, async (context) => {
    const client = await context.client()
    const query = lookupQuery(command.opts<LookupFlags>(), context.timeoutMs)
    const answer = await client.call('succ', { params: { id: id.toLowerCase() }, query }, patience(context.timeoutMs))
    context.print(answer, lookupText)
  })
