import type { Command } from 'commander'
import { MAX_NAMES, type ResponseOf } from '../admin/client.ts'
import { OrbError } from '../base/index.ts'
import { harmless, pairs, parseDurationMs, short, table } from './format.ts'
import { limitField } from './limit.ts'
import { patience, timeoutField } from './lookup.ts'
import { conditionOf, IF_MATCH_WORDS } from './record-input.ts'
import type { Configure, RunAction } from './verb.ts'

const LONGEST_TTL_MS = 365 * 86_400_000
const NAME_WORDS = 'labels with / between them, such as printers/floor-2/laser'
const KINDS = ['held', 'peer', 'address', 'text', 'record', 'swarm'] as const
type Entry = ResponseOf<'name'>

interface SetFlags {
  readonly kind?: string
  readonly ttl?: string
  readonly ifMatch?: string
  readonly delegate?: readonly string[]
  readonly renew: boolean
}
interface ListFlags {
  readonly recursive?: boolean
  readonly after?: string
  readonly limit?: string
}

export const configure: Configure = (command, run) => {
  const set = command
    .command('set <name> [value]')
    .description("Set a name for this daemon's peer; without a value it is only held. Its lease is renewed meanwhile.")
    .option('--kind <kind>', `what the value is: ${KINDS.join(', ')} (else by its form)`)
    .option('--ttl <duration>', 'the lease, such as 90s, 1h or 7d (default 1d)')
    .option('--no-renew', 'let the lease end unless it is set again')
    .option('--if-match <version>', IF_MATCH_WORDS)
    .option('--delegate <peer...>', 'peers that may set names below it too (else those that it has)')
  set.action((name: string, value: string | undefined) => setName(set, run, name, value))
  const get = command.command('get <name>').description(`What a name stands for: ${NAME_WORDS}.`)
  get.action((name: string) =>
    run(get, async (context) => {
      const client = await context.client()
      const input = { params: named(name), query: { timeoutMs: timeoutField(context.timeoutMs) } }
      context.print(await client.call('name', input, patience(context.timeoutMs)), entryText)
    }),
  )
  const list = command
    .command('list [name]')
    .description('The names one level below a name; without one the top labels.')
    .option('--recursive', 'all names below it')
    .option('--after <name>', 'only names after this one')
    .option('--limit <n>', `how many, 1 to ${MAX_NAMES} (default 100)`)
  list.action((name: string | undefined) => listNames(list, run, name))
  const del = command
    .command('del <name>')
    .description("Remove a name of this daemon's peer; names below it stay.")
    .option('--if-match <version>', 'only if this is the present version')
  del.action((name: string) => removeName(del, run, name))
}

const setName = (command: Command, run: RunAction, name: string, value: string | undefined): Promise<void> =>
  run(command, async (context) => {
    const { kind: text, ttl, ifMatch, delegate, renew } = command.opts<SetFlags>()
    const kind = KINDS.find((known) => known === text)
    if (text !== undefined && kind === undefined) {
      throw new OrbError('USAGE', `no kind of value: ${harmless(text.slice(0, 40))}`, { hint: KINDS.join(', ') })
    }
    const query = {
      timeoutMs: timeoutField(context.timeoutMs),
      ...(ttl === undefined ? {} : { ttl: `${parseDurationMs(ttl, LONGEST_TTL_MS)}ms` }),
    }
    const body = {
      ...(kind === undefined ? {} : { kind }),
      ...(value === undefined ? {} : { value }),
      ...(delegate === undefined ? {} : { delegates: [...delegate] }),
      renew,
    }
    const client = await context.client()
    const input = { params: named(name), query, ...conditionOf(ifMatch), body }
    context.print(await client.call('setName', input, patience(context.timeoutMs)), entryText)
  })

const listNames = (command: Command, run: RunAction, name: string | undefined): Promise<void> =>
  run(command, async (context) => {
    const { recursive, after, limit } = command.opts<ListFlags>()
    if (recursive === true && name === undefined) {
      throw new OrbError('USAGE', '--recursive needs a name', { hint: '`orbweaver name list` shows the top labels' })
    }
    const query = {
      timeoutMs: timeoutField(context.timeoutMs),
      ...(name === undefined ? {} : { prefix: name }),
      ...(recursive === true ? { recursive: '1' as const } : {}),
      ...(after === undefined ? {} : { after }),
      ...limitField(limit, MAX_NAMES),
    }
    const client = await context.client()
    context.print(await client.call('names', { query }, patience(context.timeoutMs)), namesText)
  })

const removeName = (command: Command, run: RunAction, name: string): Promise<void> =>
  run(command, async (context) => {
    const { ifMatch } = command.opts<{ ifMatch?: string }>()
    if (ifMatch === 'absent') throw new OrbError('USAGE', 'what is absent cannot be removed')
    const query = { timeoutMs: timeoutField(context.timeoutMs) }
    const client = await context.client()
    const input = { params: named(name), query, ...conditionOf(ifMatch) }
    const answer = await client.call('removeName', input, patience(context.timeoutMs))
    context.print(answer, (gone) => pairs([['removed', harmless(gone.name)]]))
  })

/** @throws OrbError USAGE */
function named(name: string): { readonly name: string } {
  if (name === '') throw new OrbError('USAGE', 'a name has at least one label', { hint: NAME_WORDS })
  return { name }
}

const entryText = ({ name, kind, value, owner, version, delegates, expiresAt }: Entry): string =>
  pairs([
    ['name', harmless(name)],
    [kind, kind === 'held' ? '(no value)' : harmless(value)],
    ['owner', owner],
    ...(delegates.length === 0 ? [] : [['delegates', delegates.map(harmless).join(' ')] as const]),
    ['version', version],
    ...(expiresAt === null ? [] : [['leased until', expiresAt] as const]),
  ])

function namesText({ names, next }: ResponseOf<'names'>): string {
  const rows = table(names, [
    { title: 'name', value: ({ name }) => harmless(name) },
    { title: 'kind', value: ({ kind }) => kind },
    { title: 'value', value: ({ value }) => harmless(value) },
    { title: 'owner', value: ({ owner }) => short(owner) },
  ])
  return next === null ? rows : `${rows}\nmore: --after ${JSON.stringify(harmless(next))}`
}
