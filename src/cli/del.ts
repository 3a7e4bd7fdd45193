import type { Command } from 'commander'
import type { ResponseOf } from '../admin/client.ts'
import { OrbError } from '../base/index.ts'
import { harmless, pairs } from './format.ts'
import { patience, timeoutField } from './lookup.ts'
import { CONSISTENT_WORDS, conditionOf, KEY_WORDS, recordKey } from './record-input.ts'
import type { Configure, RunAction } from './verb.ts'

interface DelFlags {
  readonly consistent?: boolean
  readonly ifMatch?: string
}

export const configure: Configure = (command, run) => {
  command
    .argument('<key>', KEY_WORDS)
    .option('--if-match <version>', 'only if this is the present version')
    .option('--consistent', CONSISTENT_WORDS)
    .action((key: string) => del(command, run, key))
}

const del = (command: Command, run: RunAction, key: string): Promise<void> =>
  run(command, async (context) => {
    const { ifMatch, consistent } = command.opts<DelFlags>()
    if (ifMatch === 'absent') throw new OrbError('USAGE', 'what is absent cannot be removed')
    const query = {
      timeoutMs: timeoutField(context.timeoutMs),
      ...(consistent === true ? { consistent: '1' as const } : {}),
    }
    const input = { params: recordKey(key), query, ...conditionOf(ifMatch) }
    const client = await context.client()
    context.print(await client.call('removeRecord', input, patience(context.timeoutMs)), removedText)
  })

const removedText = ({ key, key64, version, replicas }: ResponseOf<'removeRecord'>): string =>
  pairs([
    ['removed', harmless(key ?? key64 ?? '')],
    ['version', version],
    ...(replicas === undefined ? [] : [['replicas', String(replicas)] as const]),
  ])
