import { Option, type Command } from 'commander'
import { MAX_TIMEOUT_MS, type LookupAnswer } from '../admin/client.ts'
import { duration, harmless, pairs, table } from './format.ts'
import type { Configure, RunAction } from './verb.ts'

export interface LookupFlags {
  readonly trace?: boolean
  readonly iterative?: boolean
  readonly verify?: boolean
}

export const configure: Configure = (command, run) => {
  addLookupFlags(command.argument('<key>', 'the key: any text, also the empty one'))
  command.action((key: string) => lookup(command, run, key))
}

export const addLookupFlags = (command: Command): Command =>
  command
    .option('--trace', 'show every hop with its round trip, as the daemons on the way tell it')
    .option('--iterative', 'ask every hop from here instead of having the request passed on')
    .addOption(
      new Option(
        '--verify',
        'ask a group at every hop, and believe only what it bears out; fails when that proves nothing (exit code 6)',
      ).conflicts('iterative'),
    )

const lookup = (command: Command, run: RunAction, key: string): Promise<void> =>
  run(command, async (context) => {
    const client = await context.client()
    const query = lookupQuery(command.opts<LookupFlags>(), context.timeoutMs)
    const answer = await client.call('lookup', { params: { key }, query }, patience(context.timeoutMs))
    context.print(answer, lookupText)
  })

/** How long the daemon may take, as its routes take it: no longer than they allow. */
export const timeoutField = (timeoutMs: number): string => String(Math.min(timeoutMs, MAX_TIMEOUT_MS))

/** The daemon gives up at the deadline and says so; the client waits a little longer for that word. */
export const patience = (timeoutMs: number): { timeoutMs: number } => ({ timeoutMs: timeoutMs + 1_000 })

export const lookupQuery = (
  flags: LookupFlags,
  timeoutMs: number,
): { timeoutMs: string; trace?: '1'; mode?: 'iterative' | 'verified' } => ({
  timeoutMs: timeoutField(timeoutMs),
  ...(flags.trace === true ? { trace: '1' } : {}),
  ...(flags.iterative === true ? { mode: 'iterative' } : {}),
  ...(flags.verify === true ? { mode: 'verified' } : {}),
})

export function lookupText(answer: Omit<LookupAnswer, 'key' | 'key64'> & Pick<Partial<LookupAnswer>, 'key'>): string {
  const { owner, predecessor, path, verification } = answer
  const summary = pairs([
    ...(answer.key === undefined ? [] : [['key', harmless(answer.key)] as const]),
    ['id', answer.id],
    ['owner', owner.peerId],
    ['ring id', owner.ringId],
    ...owner.addresses.map((address) => ['address', address] as const),
    ...(predecessor === null ? [] : [['predecessor', predecessor.ringId] as const]),
    ['hops', String(answer.hops)],
    ['time', duration(answer.durationMs)],
    ...(verification === undefined ? [] : [['verified', verifiedText(verification)] as const]),
  ])
  return [summary, ...disagreementsText(verification), ...(path === undefined ? [] : [pathText(path)])].join('\n\n')
}

type Verification = NonNullable<LookupAnswer['verification']>

const verifiedText = ({ asked, witnesses, disagreements }: Verification): string =>
  asked === 0
    ? 'this daemon is responsible itself'
    : `by ${String(witnesses)} of those before it, ${String(disagreements.length)} disagree, ${String(asked)} asked`

function disagreementsText(verification: Verification | undefined): readonly string[] {
  if (verification === undefined || verification.disagreements.length === 0) return []
  const columns = [
    { title: 'disagrees', value: ({ ringId }: Verification['disagreements'][number]) => ringId.slice(0, 16) },
    { title: 'peer', value: ({ peerId }: Verification['disagreements'][number]) => peerId },
    { title: 'names', value: ({ names }: Verification['disagreements'][number]) => names.ringId.slice(0, 16) },
  ]
  return [table(verification.disagreements, columns)]
}

function pathText(path: NonNullable<LookupAnswer['path']>): string {
  const hops = table(
    path.map((hop, at) => ({ ...hop, at: at + 1 })),
    [
      { title: 'hop', right: true, value: (hop) => String(hop.at) },
      { title: 'ring id', value: (hop) => hop.ringId.slice(0, 16) },
      { title: 'peer', value: (hop) => hop.peerId },
      { title: 'round trip', right: true, value: (hop) => duration(hop.rttMs) },
      { title: 'outcome', value: (hop) => hop.outcome },
    ],
  )
  return path.length === 0 ? 'no hops: this daemon is responsible itself' : hops
}
