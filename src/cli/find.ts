import { Option, type Command } from 'commander'
import { FIND_SORTS, MAX_FOUND_NODES, type ResponseOf } from '../admin/client.ts'
import { counted, OrbError } from '../base/index.ts'
import { Ended } from './context.ts'
import { EXIT } from './exit-codes.ts'
import { duration, harmless, size, speed, table } from './format.ts'
import { limitField } from './limit.ts'
import { patience, timeoutField } from './lookup.ts'
import type { Configure, RunAction } from './verb.ts'

type Sort = (typeof FIND_SORTS)[number]

interface Flags {
  readonly sort?: Sort
  readonly near?: boolean
  readonly reverse?: boolean
  readonly limit?: string
}

export const configure: Configure = (command, run) => {
  command
    .argument('<expression>', "conditions that all must hold, such as 'freeBytes>10GB uptime>1h load<0.5 rtt<50ms'")
    .description(
      'Daemons by what they tell of themselves: freeBytes, uploadRate, uptime, load; and by rtt, the round trip that network coordinates foretell. FREE, UPLOAD and LOAD are as each told them, AS OF says when; UP has been carried on to now. Sizes in B, kB … PB, KiB … PiB, rates the same with /s, times in ms, s, m, h, d, w.',
    )
    .addOption(new Option('--sort <attribute>', 'best first').choices(FIND_SORTS))
    .option('--near', 'nearest first: the same as --sort rtt')
    .option('--reverse', 'worst first, or farthest')
    .option('--limit <n>', `how many, 1 to ${MAX_FOUND_NODES} (default 20)`)
    .action((expression: string) => find(command, run, expression))
}

const find = (command: Command, run: RunAction, expression: string): Promise<void> =>
  run(command, async (context) => {
    const { sort, near = false, reverse = false, limit } = command.opts<Flags>()
    if (near && sort !== undefined) throw new OrbError('USAGE', '--near and --sort exclude each other')
    if (reverse && !near && sort === undefined) throw new OrbError('USAGE', '--reverse wants --sort or --near')
    const by: Sort | undefined = near ? 'rtt' : sort
    const query = {
      expr: expression,
      ...(by === undefined ? {} : { sort: by }),
      ...(reverse ? { reverse: '1' as const } : {}),
      ...limitField(limit, MAX_FOUND_NODES),
      timeoutMs: timeoutField(context.timeoutMs),
    }
    const client = await context.client()
    const found = await client.call('find', { query }, patience(context.timeoutMs))
    context.print(found, foundText)
    if (found.missingParts > 0) throw new Ended(EXIT.unfinished)
  })

function foundText({ nodes, matched, hasMore, missingParts }: ResponseOf<'find'>): string {
  const rows = table(nodes, [
    { title: 'PEER', value: ({ peerId }) => peerId },
    { title: 'RTT', right: true, value: ({ rttMs }) => duration(rttMs) },
    { title: 'UP', right: true, value: ({ uptimeMs }) => duration(uptimeMs) },
    { title: 'FREE', right: true, value: ({ freeBytes }) => size(freeBytes) },
    { title: 'UPLOAD', right: true, value: ({ uploadRate }) => speed(uploadRate) },
    { title: 'LOAD', right: true, value: ({ load }) => load.toFixed(2) },
    { title: 'AS OF', right: true, value: ({ ageMs }) => `${duration(ageMs)} ago` },
    { title: 'ADDRESS', value: ({ addresses: [address = ''] }) => harmless(address) },
  ])
  const all = hasMore ? `at least ${matched}` : String(matched)
  const words = [
    ...(nodes.length === 0 ? ['no daemon matches'] : nodes.length < matched ? [`${nodes.length} of ${all}`] : []),
    ...(missingParts > 0 ? [`${counted(missingParts, 'part')} of the space did not answer: there may be more`] : []),
  ]
  return [...(nodes.length > 0 ? [rows] : []), ...words].join('\n')
}
