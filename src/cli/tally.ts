import { Option, type Command } from 'commander'
import { MAX_TALLIES, MAX_TALLY_ADD, type TalliesAnswer, type TallyAnswer } from '../admin/client.ts'
import { OrbError } from '../base/index.ts'
import { harmless, pairs, table } from './format.ts'
import { limitField } from './limit.ts'
import { patience, timeoutField } from './lookup.ts'
import type { Configure, RunAction } from './verb.ts'

const SEMANTICS = ['maybe', 'at-least-once', 'at-most-once'] as const

export const configure: Configure = (command, run) => {
  const add = command
    .command('add <name> [n]')
    .description('Add n (1 if not given) to a tally; told at once by its keeper, wherever that is.')
    .addOption(
      new Option(
        '--semantics <semantics>',
        'how often it may count: maybe (0 or 1), at-least-once (repeated until answered), at-most-once (1 when answered)',
      )
        .choices(SEMANTICS)
        .default('at-most-once'),
    )
  add.action((name: string, n: string | undefined) => addTo(add, run, name, n ?? '1'))
  const get = command.command('get <name>').description('What a tally has counted; 0 when nobody has.')
  get.action((name: string) =>
    run(get, async (context) => {
      const client = await context.client()
      const input = { params: { name }, query: { timeoutMs: timeoutField(context.timeoutMs) } }
      context.print(await client.call('tally', input, patience(context.timeoutMs)), tallyText)
    }),
  )
  const list = command
    .command('list')
    .description('The tallies that this daemon itself keeps.')
    .option('--prefix <text>', 'only names that begin so')
    .option('--after <name>', 'only names after this one')
    .option('--limit <n>', `how many, 1 to ${MAX_TALLIES} (default 100)`)
  list.action(() =>
    run(list, async (context) => {
      const client = await context.client()
      // The flags that all verbs take stand there as well: those are not for the daemon.
      const { prefix, after, limit } = list.opts<{ prefix?: string; after?: string; limit?: string }>()
      if (prefix !== undefined && after?.startsWith(prefix) === false) {
        throw new OrbError('USAGE', '--after must begin with the --prefix', { hint: 'it is a name of the same list' })
      }
      const query = {
        ...(prefix === undefined ? {} : { prefix }),
        ...(after === undefined ? {} : { after }),
        ...limitField(limit, MAX_TALLIES),
      }
      context.print(await client.call('tallies', { query }), talliesText)
    }),
  )
}

const addTo = (command: Command, run: RunAction, name: string, n: string): Promise<void> =>
  run(command, async (context) => {
    if (!/^[+-]?\d+$/.test(n)) {
      throw new OrbError('USAGE', `not a whole number: ${harmless(n)}`, { hint: 'for instance 1, 25 or -3' })
    }
    if (Math.abs(Number(n)) > MAX_TALLY_ADD) throw tooLarge(n)
    if (Number(n) === 0) throw new OrbError('USAGE', 'n must not be 0', { hint: '`orbweaver tally get` reads a tally' })
    const { semantics } = command.opts<{ semantics: (typeof SEMANTICS)[number] }>()
    const client = await context.client()
    const query = { timeoutMs: timeoutField(context.timeoutMs) }
    const input = { params: { name }, query, body: { add: Number(n), semantics } }
    context.print(await client.call('addToTally', input, patience(context.timeoutMs)), tallyText)
  })

const tooLarge = (n: string): OrbError =>
  new OrbError('USAGE', `too large: ${n.length > 40 ? `${n.slice(0, 40)}…` : n}`, {
    hint: `one add is at most ${MAX_TALLY_ADD}, or as much taken away`,
  })

const tallyText = ({ name, value, keeper, attempts }: TallyAnswer): string =>
  pairs([
    ['tally', harmless(name)],
    ['value', String(value)],
    ['keeper', keeper.peerId],
    ...(attempts > 1 ? [['peers asked', String(attempts)] as const] : []),
  ])

function talliesText({ tallies, next }: TalliesAnswer): string {
  const rows = table(tallies, [
    { title: 'value', right: true, value: ({ value }) => String(value) },
    { title: 'name', value: ({ name }) => harmless(name) },
  ])
  return next === null ? rows : `${rows}\nmore: --after ${JSON.stringify(harmless(next))}`
}
