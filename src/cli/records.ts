import type { Command } from 'commander'
import { MAX_KEPT_RECORDS, type ResponseOf } from '../admin/client.ts'
import { harmless, parseDurationMs, short, size, table } from './format.ts'
import { limitField } from './limit.ts'
import { patience, timeoutField } from './lookup.ts'
import type { Configure, RunAction } from './verb.ts'

const LONGEST_MS = 36_525 * 86_400_000

interface RecordsFlags {
  readonly expiring?: string
  readonly after?: string
  readonly limit?: string
}

export const configure: Configure = (command, run) => {
  command
    .option('--expiring <duration>', 'only values that expire within this time, such as 24h')
    .option('--after <id>', 'only those with higher ids')
    .option('--limit <n>', `how many, 1 to ${MAX_KEPT_RECORDS} (default 100)`)
    .action(() => records(command, run))
}

const records = (command: Command, run: RunAction): Promise<void> =>
  run(command, async (context) => {
    const { expiring, after, limit } = command.opts<RecordsFlags>()
    const query = {
      timeoutMs: timeoutField(context.timeoutMs),
      ...(expiring === undefined ? {} : { expiresWithin: `${parseDurationMs(expiring, LONGEST_MS)}ms` }),
      ...(after === undefined ? {} : { after }),
      ...limitField(limit, MAX_KEPT_RECORDS),
    }
    const client = await context.client()
    context.print(await client.call('keptRecords', { query }, patience(context.timeoutMs)), keptText)
  })

function keptText({ records: kept, next }: ResponseOf<'keptRecords'>): string {
  const rows = table(kept, [
    { title: 'id', value: ({ id }) => short(id) },
    { title: 'kind', value: ({ kind }) => kind },
    { title: 'size', right: true, value: ({ sizeBytes }) => size(sizeBytes) },
    { title: 'expires', value: ({ expiresAt }) => expiresAt },
    { title: 'version', value: ({ version }) => short(version) },
    { title: 'key', value: ({ key, key64 }) => harmless(key ?? `(base64url) ${key64 ?? ''}`) },
  ])
  return next === null ? rows : `${rows}\nmore: --after ${next}`
}
