import type { Command } from 'commander'
import type { ResponseOf } from '../admin/client.ts'
import { harmless } from './format.ts'
import type { Configure, RunAction } from './verb.ts'

export const configure: Configure = (command, run) => {
  command.action(() => reload(command, run))
}

const reload = (command: Command, run: RunAction): Promise<void> =>
  run(command, async (context) => {
    const client = await context.client()
    context.print(await client.call('reload', {}), reportText)
  })

/** One line for each option that is another one now, or would be after a restart. */
export function reportText({ applied, restartNeeded }: ResponseOf<'reload'>): string {
  const lines = [
    ...applied.map(({ key, from, to }) => `applied        ${key}: ${valueText(from)} → ${valueText(to)}`),
    ...restartNeeded.map(
      ({ key, running, wanted }) => `needs restart  ${key}: ${valueText(running)} → ${valueText(wanted)}`,
    ),
  ]
  return lines.length === 0 ? 'nothing has changed' : lines.join('\n')
}

const valueText = (value: unknown): string => harmless(JSON.stringify(value))
