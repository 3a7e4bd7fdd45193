import { Option, type Command } from 'commander'
import { MAX_TIMEOUT_MS, type LookupAnswer } from '../admin/client.ts'
import { counted } from '../base/index.ts'
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
    : `by ${witnesses} of those before it; ${counted(asked, 'position')} asked, ${disagreements.length} of them name another`

function disagreementsText(verification: Verification | undefined): readonly string[] {
  if (verification === undefined || verification.disagreements.length === 0) return []
  const columns = [
    { title: 'disagrees', value: ({ ringId }: Verification['disagreements'][number]) => start(ringId) },
    { title: 'peer', value: ({ peerId }: Verification['disagreements'][number]) => peerId },
    { title: 'names', value: ({ names }: Verification['disagreements'][number]) => start(names.ringId) },
  ]
  return [table(verification.disagreements, columns)]
}

type Hop = NonNullable<LookupAnswer['path']>[number]

function pathText(path: readonly Hop[]): string {
  if (path.length === 0) return 'no hops: this daemon is responsible itself'
  const verifying = path.flatMap((hop) => (hop.verifying === undefined ? [] : [{ ...hop, ...hop.verifying }]))
  if (verifying.length > 0) return verifyingText(verifying)
  return table(
    path.map((hop, at) => ({ ...hop, at: at + 1 })),
    [
      { title: 'hop', right: true, value: (hop) => String(hop.at) },
      { title: 'ring id', value: (hop) => start(hop.ringId) },
      { title: 'peer', value: (hop) => hop.peerId },
      { title: 'round trip', right: true, value: (hop) => duration(hop.rttMs) },
      { title: 'outcome', value: (hop) => hop.outcome },
    ],
  )
}

type Asked = Hop & NonNullable<Hop['verifying']>
/** What one position was asked for at one place of the way: its list, the nearest that it knows, or both. */
interface Contact {
  readonly hop: Asked
  readonly list?: Asked
  readonly nearest?: Asked
}

/** Groups are asked at once: the order is that of the places, and there that of the first answers. */
function verifyingText(hops: readonly Asked[]): string {
  const contacts = new Map<string, Contact>()
  for (const hop of hops) {
    const name = `${hop.place} ${hop.ringId}`
    contacts.set(name, { hop, ...contacts.get(name), [hop.asked]: hop })
  }
  const rows = [...contacts.values()].sort((a, b) => a.hop.place - b.hop.place)
  const last = rows.at(-1)?.hop.place
  return table(rows, [
    { title: 'place', value: ({ hop: { place } }) => (place === last ? `${place}, the key` : `${place}, on the way`) },
    { title: 'ring id', value: ({ hop }) => start(hop.ringId) },
    { title: 'peer', value: ({ hop }) => hop.peerId },
    { title: 'round trip', right: true, value: ({ hop }) => duration(hop.rttMs) },
    { title: 'its list', value: ({ list }) => (list === undefined ? '' : listSays(list)) },
    { title: 'asked itself', value: ({ nearest }) => (nearest === undefined ? '' : itselfSays(nearest, last)) },
  ])
}

const listSays = ({ outcome, names }: Asked): string =>
  outcome === 'closer' ? (names === undefined ? 'shows no owner' : `shows ${start(names)} as owner`) : outcome

function itselfSays({ outcome, place }: Asked, last: number | undefined): string {
  if (outcome === 'owner') return 'owns it'
  if (outcome !== 'closer') return outcome
  return place === last ? 'does not own it' : 'names nearer ones'
}

/** So much of a ring id tells it from all others. */
const start = (ringId: string): string => ringId.slice(0, 16)
