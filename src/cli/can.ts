import type { Command } from 'commander'
import type { ResponseOf } from '../admin/client.ts'
import { counted, OrbError } from '../base/index.ts'
import { configureItems } from './can-items.ts'
import { mapText } from './can-map.ts'
import { Ended, type Context } from './context.ts'
import { EXIT } from './exit-codes.ts'
import { duration, harmless, pairs, size, table } from './format.ts'
import { patience, timeoutField } from './lookup.ts'
import type { Configure, RunAction } from './verb.ts'
import { pathText, share, zoneText } from './zones.ts'

/** Of a terminal that does not say, and of what is no terminal. */
const COLUMNS = 80

export const configure: Configure = (command, run) => {
  command
    .option('--space <n>', 'which space: 0 that of items, further realities from 1 on, 16 that of attributes')
    .option('--no-map', 'only what this daemon itself knows: the map asks every daemon with a zone')
    .action(() => show(command, run))
  const locate = command
    .command('locate [key]')
    .description('The daemon that holds the point of a key (any text of at most 1024 bytes), or a point.')
    .option('--point <point>', 'a point instead of a key, such as 0.2,0.7')
    .option('--trace', 'show who handled it on the way')
  locate.action((key: string | undefined) => locatePoint(locate, run, key))
  configureItems(command.command('items').description('Items: soft state at points, with leases.'), run)
}

const show = (command: Command, run: RunAction): Promise<void> =>
  run(command, async (context) => {
    const { space, map } = command.opts<{ space?: string; map: boolean }>()
    const client = await context.client()
    const query = space === undefined ? {} : { space }
    const own = await client.call('can', { query })
    const all = map && own.state === 'member' ? await mapOf(context, query) : undefined
    context.print({ ...own, ...(all === undefined ? {} : { map: all }) }, () =>
      [ownText(own), ...(all === undefined ? [] : [mapText(all, columnsOf(context))])].join('\n\n'),
    )
    if (all !== undefined && all.missing.length > 0) throw new Ended(EXIT.unfinished)
  })

async function mapOf(context: Context, query: { readonly space?: string }): Promise<ResponseOf<'canMap'>> {
  const client = await context.client()
  const timed = { ...query, timeoutMs: timeoutField(context.timeoutMs) }
  return client.call('canMap', { query: timed }, patience(context.timeoutMs))
}

const columnsOf = ({ io }: Context): number => (io.stdout as { readonly columns?: number }).columns ?? COLUMNS

type Own = ResponseOf<'can'>

const STATES: Readonly<Record<Own['state'], string>> = {
  joining: 'joining: it holds no zone yet',
  resuming: 'resuming: it holds what it held before its restart, unless others have taken it over',
  member: 'member',
}

function ownText(own: Own): string {
  const { zones, granted, neighbours, mismatch } = own
  const head = pairs([
    [
      'space',
      `${own.space}, ${counted(own.dimensions, 'dimension')}${own.spaces.length > 1 ? ` (of ${own.spaces.join(', ')})` : ''}`,
    ],
    [
      'state',
      own.mateOf === undefined ? STATES[own.state] : `mate of ${harmless(own.mateOf)}: it shares that one's zones`,
    ],
    ['volume', `${counted(zones.length, 'zone')}, ${share(own.volume)} of the space`],
    ...zones.map(
      (zone) => ['zone', zoneText(zone) + (zone.givenTo === undefined ? '' : `, going to ${zone.givenTo}`)] as const,
    ),
    ...own.mates.map((peerId) => ['mate', harmless(peerId)] as const),
    ...granted.map((zone) => ['granted', `${zoneText(zone)} to ${zone.to}`] as const),
    [
      'stored',
      `${counted(own.items, 'item')}, ${size(own.bytes)} of ${size(own.maxBytes)} allowed: its own in all spaces, and copies of others'`,
    ],
    ...(mismatch === undefined
      ? []
      : [
          [
            'warning',
            `${mismatch.peerId} counts ${counted(mismatch.dimensions, 'dimension')}: can.dimensions differs`,
          ] as const,
        ]),
  ])
  if (neighbours.length === 0) return head
  const rows = table(neighbours, [
    { title: 'neighbour', value: ({ peerId }) => harmless(peerId) },
    { title: 'volume', right: true, value: ({ volume }) => share(volume) },
    { title: 'zones', value: (each) => each.zones.map(({ path }) => pathText(path)).join(' ') },
    { title: 'address', value: ({ addresses }) => harmless(addresses[0] ?? '') },
  ])
  return `${head}\n\n${rows}`
}

const locatePoint = (command: Command, run: RunAction, key: string | undefined): Promise<void> =>
  run(command, async (context) => {
    const { point, trace } = command.opts<{ point?: string; trace?: boolean }>()
    if ((key === undefined) === (point === undefined)) {
      throw new OrbError('USAGE', 'either a key or --point', { hint: 'orbweaver can locate --point 0.2,0.7' })
    }
    const client = await context.client()
    const query = {
      ...(key === undefined ? {} : { key }),
      ...(point === undefined ? {} : { point }),
      ...(trace === true ? { trace: '1' as const } : {}),
      timeoutMs: timeoutField(context.timeoutMs),
    }
    context.print(await client.call('canLocate', { query }, patience(context.timeoutMs)), locatedText)
  })

function locatedText({ key, point, owner, zone, hops, durationMs, path }: ResponseOf<'canLocate'>): string {
  const head = pairs([
    ...(key === undefined ? [] : [['key', harmless(key)] as const]),
    ['point', point.join(',')],
    ['owner', owner.peerId],
    ['zone', zoneText(zone)],
    ...owner.addresses.map((address) => ['address', address] as const),
    ['hops', String(hops)],
    ['time', duration(durationMs)],
  ])
  if (path === undefined || path.length === 0) return head
  const hopsText = table(
    path.map(({ peerId }, at) => ({ at: at + 1, peerId })),
    [
      { title: 'hop', right: true, value: ({ at }) => String(at) },
      { title: 'peer', value: ({ peerId }) => peerId },
    ],
  )
  return `${head}\n\n${hopsText}`
}
