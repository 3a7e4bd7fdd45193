import type { Command } from 'commander'
import { MAX_CAN_ITEMS, MAX_ITEM_VALUE_BYTES, type ResponseOf } from '../admin/client.ts'
import { counted, OrbError } from '../base/index.ts'
import { MAX_LEASE_MS } from '../config/index.ts'
import { Ended } from './context.ts'
import { EXIT } from './exit-codes.ts'
import { harmless, pairs, parseDurationMs, size, table } from './format.ts'
import { limitField } from './limit.ts'
import { patience, timeoutField } from './lookup.ts'
import { valueBytes } from './record-input.ts'
import { showValue, writeValue } from './value-output.ts'
import type { RunAction } from './verb.ts'
import { pathText, share, volumeOfAll } from './zones.ts'

const LEASE_HINT = 'put it again before its lease ends: 7d is the longest'
const POINT_WORDS = 'where it lies, such as 0.2,0.7 (else at the point of its key)'
const KEY_WORDS = 'the key: any text of 1 to 256 bytes'
/** Characters of a value in a table. */
const SHOWN_CHARS = 40

type Items = ResponseOf<'canItems'>
type Item = Items['items'][number]

interface PutFlags {
  readonly point?: string
  readonly file?: string
  readonly lease?: string
}
interface ListFlags {
  readonly box?: string
  readonly near?: string
  readonly point?: string
  readonly limit?: string
  readonly after?: string
}

export function configureItems(command: Command, run: RunAction): void {
  const put = command
    .command('put <key> [value]')
    .description('Put an item; with - for the value, or neither it nor --file, standard input is read.')
    .option('--point <point>', POINT_WORDS)
    .option('--file <file>', 'the file that has the value')
    .option('--lease <duration>', 'how long it lives, such as 90s, 1h or 7d, which is the longest (else can.leaseMs)')
  put.action((key: string, value: string | undefined) => putItem(put, run, key, value))
  const get = command
    .command('get <key>')
    .description('The value of an item; --json tells all of it.')
    .option('--point <point>', POINT_WORDS)
    .option('--file <file>', 'write the value there instead of to standard output')
  get.action((key: string) => getItem(get, run, key))
  const rm = command
    .command('rm <key>')
    .description('Remove an item before its lease ends.')
    .option('--point <point>', POINT_WORDS)
  rm.action((key: string) => removeItem(rm, run, key))
  const list = command
    .command('list')
    .description('Items in a box, at a point, or nearest to a point; without any of these, of the whole space.')
    .option('--box <box>', 'low corner:high corner, such as 0,0.5:0.25,1')
    .option('--near <point>', 'the nearest to this point, nearest first')
    .option('--point <point>', 'those at exactly this point')
    .option('--limit <n>', `how many, 1 to ${MAX_CAN_ITEMS} (default 100)`)
    .option('--after <place>', 'go on where the answer before ended')
  list.action(() => listItems(list, run))
}

const putItem = (command: Command, run: RunAction, key: string, value: string | undefined): Promise<void> =>
  run(command, async (context) => {
    const { point, file, lease } = command.opts<PutFlags>()
    const query = {
      ...itemQuery(key, point, context.timeoutMs),
      ...(lease === undefined ? {} : { lease: `${parseDurationMs(lease, MAX_LEASE_MS, LEASE_HINT)}ms` }),
    }
    const body = (await valueBytes(context, value, file)) as Uint8Array<ArrayBuffer>
    if (body.byteLength > MAX_ITEM_VALUE_BYTES) {
      throw new OrbError('TOO_LARGE', `the value of an item has at most ${MAX_ITEM_VALUE_BYTES} bytes`, {
        hint: 'put what is larger as a record (`orbweaver put`) and its key here',
      })
    }
    const client = await context.client()
    context.print(await client.call('putCanItem', { query, body }, patience(context.timeoutMs)), (kept) =>
      pairs([
        ['key', harmless(kept.key ?? kept.key64 ?? '')],
        ['point', kept.point.join(',')],
        ['owner', kept.owner.peerId],
        ['version', kept.version],
        ['copies', String(kept.copies)],
        ['expires', kept.expiresAt],
      ]),
    )
  })

const getItem = (command: Command, run: RunAction, key: string): Promise<void> =>
  run(command, async (context) => {
    const { point, file } = command.opts<{ point?: string; file?: string }>()
    const client = await context.client()
    const query = itemQuery(key, point, context.timeoutMs)
    const { items } = await client.call('canItems', { query }, patience(context.timeoutMs))
    const [item] = items
    if (item === undefined) throw new OrbError('INTERNAL', 'the daemon answered without the item')
    const { value, value64 = '', ...about } = item
    const bytes = value === undefined ? Buffer.from(value64, 'base64') : Buffer.from(value, 'utf8')
    if (file !== undefined) {
      await writeValue(context.absolute(file), bytes)
      context.say(`${harmless(file)}: ${size(bytes.byteLength)}, version ${item.version}, expires ${item.expiresAt}`)
      if (context.json) context.print(about, () => '')
    } else if (context.json) context.print(item, () => '')
    else await showValue(context, bytes)
  })

const removeItem = (command: Command, run: RunAction, key: string): Promise<void> =>
  run(command, async (context) => {
    const { point } = command.opts<{ point?: string }>()
    const client = await context.client()
    const query = itemQuery(key, point, context.timeoutMs)
    context.print(await client.call('removeCanItem', { query }, patience(context.timeoutMs)), (removed) =>
      pairs([
        ['removed', harmless(removed.key ?? removed.key64 ?? '')],
        ['point', removed.point.join(',')],
      ]),
    )
  })

const listItems = (command: Command, run: RunAction): Promise<void> =>
  run(command, async (context) => {
    const { box, near, point, limit, after } = command.opts<ListFlags>()
    if ([box, near, point].filter((way) => way !== undefined).length > 1)
      throw new OrbError('USAGE', '--box, --near and --point exclude each other', { hint: 'give one of them' })
    if (near !== undefined && after !== undefined)
      throw new OrbError('USAGE', 'the nearest items have no next page', { hint: 'ask for more of them with --limit' })
    const limited = limitField(limit, MAX_CAN_ITEMS)
    const client = await context.client()
    const given = {
      ...(box === undefined ? {} : { box }),
      ...(near === undefined ? {} : { near }),
      ...(point === undefined ? {} : { point }),
    }
    const where = Object.keys(given).length > 0 ? given : { box: await wholeSpace(client) }
    const query = {
      ...where,
      ...limited,
      ...(after === undefined ? {} : { after }),
      timeoutMs: timeoutField(context.timeoutMs),
    }
    const answer = await client.call('canItems', { query }, patience(context.timeoutMs))
    context.print(answer, itemsText)
    if (answer.missing.length === 0) return
    context.say(missingText(answer))
    throw new Ended(EXIT.unfinished)
  })

/** A box that covers everything has as many numbers as the space has dimensions. */
async function wholeSpace(client: { call(name: 'can', input: object): Promise<ResponseOf<'can'>> }): Promise<string> {
  const { dimensions } = await client.call('can', {})
  const corner = (x: number): string => new Array<number>(dimensions).fill(x).join(',')
  return `${corner(0)}:${corner(1)}`
}

function itemQuery(key: string, point: string | undefined, timeoutMs: number) {
  if (key === '') throw new OrbError('USAGE', 'the key of an item has at least one byte', { hint: KEY_WORDS })
  return { key, ...(point === undefined ? {} : { point }), timeoutMs: timeoutField(timeoutMs) }
}

function itemsText({ items, next }: Items): string {
  const rows = table(items, [
    { title: 'point', value: ({ point }) => point.map((x) => Number(x.toFixed(6))).join(',') },
    { title: 'key', value: keyText },
    { title: 'size', right: true, value: ({ sizeBytes }) => size(sizeBytes) },
    { title: 'expires', value: ({ expiresAt }) => expiresAt },
    { title: 'value', value: ({ value }) => harmless(cut(value ?? '(binary)')) },
  ])
  return next === null ? rows : `${rows}\nmore: --after ${next}`
}

const keyText = ({ key, key64 }: Item): string => harmless(key ?? `(base64url) ${key64 ?? ''}`)
const cut = (words: string): string => (words.length > SHOWN_CHARS ? `${words.slice(0, SHOWN_CHARS - 1)}…` : words)

function missingText({ missing }: Items): string {
  const first = missing.slice(0, 4).map(({ path }) => pathText(path))
  const zones = [...first, ...(missing.length > first.length ? ['…'] : [])].join(', ')
  return `not complete: nobody answered in time for ${counted(missing.length, 'part')}, ${share(volumeOfAll(missing))} of the space (zones ${zones})`
}
