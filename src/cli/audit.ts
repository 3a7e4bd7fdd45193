import type { Command } from 'commander'
import type { ResponseOf } from '../admin/client.ts'
import { table } from './format.ts'
import type { Configure, RunAction } from './verb.ts'

type Entry = ResponseOf<'audit'>['entries'][number]

export const configure: Configure = (command, run) => {
  command
    .option('--limit <count>', 'how many of the newest entries, 1 to 1000 (default 100); the newest is printed last')
    .action(() => audit(command, run))
}

const audit = (command: Command, run: RunAction): Promise<void> =>
  run(command, async (context) => {
    const { limit } = command.opts<{ limit?: string }>()
    const client = await context.client()
    const answer = await client.call('audit', limit === undefined ? {} : { query: { limit } })
    context.print(answer, ({ entries }) => auditText(entries))
  })

/** Oldest first: the newest stands next to the prompt. */
const auditText = (entries: readonly Entry[]): string =>
  table(entries.toReversed(), [
    { title: 'at', value: ({ at }) => at },
    { title: 'who', value: (entry) => (entry.event === 'request' ? entry.who : '') },
    { title: 'from', value: ({ from }) => from },
    { title: 'what', value: whatText },
    { title: 'outcome', value: outcomeText },
  ])

const whatText = (entry: Entry): string =>
  entry.event === 'request' ? entry.route : `locked out for ${entry.lockMs / 1_000} s`

function outcomeText(entry: Entry): string {
  if (entry.event === 'locked-out') return `${entry.failures} wrong tokens`
  const { status, code, unwritten } = entry
  const outcome = status === 0 ? 'caller went away' : code === undefined ? String(status) : `${status} ${code}`
  return unwritten === undefined ? outcome : `${outcome} (and ${unwritten} more refused before)`
}
