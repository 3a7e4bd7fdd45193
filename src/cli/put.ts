import type { Command } from 'commander'
import type { ResponseOf } from '../admin/client.ts'
import { harmless, pairs, parseDurationMs } from './format.ts'
import { patience, timeoutField } from './lookup.ts'
import {
  CONSISTENT_WORDS,
  conditionOf,
  contentTypeOf,
  IF_MATCH_WORDS,
  KEY_WORDS,
  recordKey,
  valueBytes,
} from './record-input.ts'
import type { Configure, RunAction } from './verb.ts'

const LONGEST_TTL_MS = 36_525 * 86_400_000

interface PutFlags {
  readonly consistent?: boolean
  readonly file?: string
  readonly ttl?: string
  readonly ifMatch?: string
  readonly contentType?: string
  readonly sign?: boolean
}

export const configure: Configure = (command, run) => {
  command
    .argument('<key>', KEY_WORDS)
    .argument('[value]', 'the value as text; -, or neither it nor --file: standard input')
    .option('--file <file>', 'the file that has the value')
    .option('--ttl <duration>', 'how long it lives, such as 90s, 1h or 7d (else records.defaultTtlMs)')
    .option('--if-match <version>', IF_MATCH_WORDS)
    .option('--content-type <type>', 'what it is, for those who read it')
    .option('--sign', "the record belongs to this daemon's peer from now on: nobody else may change it")
    .option('--consistent', CONSISTENT_WORDS)
    .action((key: string, value: string | undefined) => put(command, run, key, value))
}

const put = (command: Command, run: RunAction, key: string, value: string | undefined): Promise<void> =>
  run(command, async (context) => {
    const { file, ttl, ifMatch, contentType, sign, consistent } = command.opts<PutFlags>()
    const query = {
      timeoutMs: timeoutField(context.timeoutMs),
      ...(ttl === undefined ? {} : { ttl: `${parseDurationMs(ttl, LONGEST_TTL_MS)}ms` }),
      ...(sign === true ? { sign: '1' as const } : {}),
      ...(consistent === true ? { consistent: '1' as const } : {}),
    }
    const input = {
      params: recordKey(key),
      query,
      ...conditionOf(ifMatch),
      ...contentTypeOf(contentType),
      body: (await valueBytes(context, value, file)) as Uint8Array<ArrayBuffer>,
    }
    const client = await context.client()
    context.print(await client.call('putRecord', input, patience(context.timeoutMs)), writtenText)
  })

const writtenText = ({ key, key64, version, replicas, expiresAt }: ResponseOf<'putRecord'>): string =>
  pairs([
    ['key', harmless(key ?? key64 ?? '')],
    ['version', version],
    ...(replicas === undefined ? [] : [['replicas', String(replicas)] as const]),
    ['expires', expiresAt ?? 'never'],
  ])
