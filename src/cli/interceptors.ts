import type { Command } from 'commander'
import type { AdminClient, InterceptorsAnswer } from '../admin/client.ts'
import { OrbError } from '../base/index.ts'
import { takesLabel } from '../config/index.ts'
import type { Context } from './context.ts'
import { table } from './format.ts'
import { patience, timeoutField } from './lookup.ts'
import type { Configure, RunAction } from './verb.ts'

type Place = InterceptorsAnswer['interceptors'][number]
/** One interceptor as it is asked for. */
type Wanted = Pick<Place, 'name' | 'parameters'>

export const configure: Configure = (command, run) => {
  command.action(() => list(command, run))
  const add = command
    .command('add <name> [parameters...]')
    .description('Put one in, such as: add faults:slow delayMs=200 machine=chord')
    .option('--at <position>', 'its position, 1 being nearest to the wire (else as near to the host as can be)')
  add.action((name: string, parameters: string[]) =>
    change(add, run, (chain) => {
      const { at } = add.opts<{ at?: string }>()
      const last = chain.findLastIndex(({ fixed }) => !fixed)
      const position = at === undefined ? Math.max(last, 0) + 1 : positionOf(at, chain.length + 1)
      if (chain.some((place) => place.name === name)) {
        throw usage(
          `${name} stands in the chain`,
          takesLabel(name)
            ? `give another one a label, such as ${name}:second, or \`set\` it`
            : 'there can be only one of it',
        )
      }
      return chain.toSpliced(position, 0, { name, parameters: parametersOf(parameters) } as Place)
    }),
  )
  const remove = command.command('remove <name>').description('Take one out.')
  remove.action((name: string) => change(remove, run, (chain) => chain.filter((place) => place !== find(chain, name))))
  const move = command
    .command('move <name> <position>')
    .description('Put one elsewhere; position 1 is nearest to the wire.')
  move.action((name: string, position: string) =>
    change(move, run, (chain) => {
      const place = find(chain, name)
      return chain.filter((other) => other !== place).toSpliced(positionOf(position, chain.length), 0, place)
    }),
  )
  const set = command
    .command('set <name> <parameters...>')
    .description('Change parameters of one, such as: set faults drop=0.2; those not named stay as they are.')
  set.action((name: string, parameters: string[]) =>
    change(set, run, (chain) => {
      const place = find(chain, name)
      const changed = { ...place, parameters: { ...place.parameters, ...parametersOf(parameters) } }
      return chain.map((other) => (other === place ? changed : other))
    }),
  )
}

const list = (command: Command, run: RunAction): Promise<void> =>
  run(command, async (context) => {
    const client = await context.client()
    context.print(await client.call('interceptors', {}), chainText)
  })

/** Reads the chain, changes it, and puts it back unless somebody else has changed it meanwhile. */
const change = (
  command: Command,
  run: RunAction,
  edit: (chain: readonly Place[]) => readonly Wanted[],
): Promise<void> =>
  run(command, async (context) => {
    const client = await context.client()
    const { version, interceptors } = await client.call('interceptors', {})
    const answer = await put(client, context, edit(interceptors), version)
    context.print(answer, chainText)
    context.say(`in effect: version ${answer.version} of the chain`)
  })

const put = (
  client: AdminClient,
  { timeoutMs }: Context,
  chain: readonly Wanted[],
  version: number,
): Promise<InterceptorsAnswer> => {
  const interceptors = chain.map(({ name, parameters }) => ({ name, parameters }))
  const query = { timeoutMs: timeoutField(timeoutMs) }
  return client.call('setInterceptors', { body: { interceptors, version }, query }, patience(timeoutMs))
}

function find(chain: readonly Place[], name: string): Place {
  const place = chain.find((other) => other.name === name)
  if (place === undefined) {
    const names = chain.map((other) => other.name).join(', ')
    throw new OrbError('NOT_FOUND', `${name} does not stand in the chain`, { hint: `there are ${names}` })
  }
  return place
}

/** From 1 in words to 0 in a list. */
function positionOf(text: string, positions: number): number {
  if (!/^\d{1,3}$/.test(text) || Number(text) < 1 || Number(text) > positions) {
    throw usage(`the position must be from 1 to ${positions}`, '1 is nearest to the wire')
  }
  return Number(text) - 1
}

/** The daemon knows which there are, and their ranges. */
function parametersOf(texts: readonly string[]): Record<string, string> {
  const pairs = texts.map((text) => {
    const equals = text.indexOf('=')
    if (equals < 1) throw usage(`not of the form key=value: ${text}`, 'such as drop=0.1')
    return [text.slice(0, equals), text.slice(equals + 1)] as const
  })
  const twice = pairs.find(([key], at) => pairs.findIndex(([other]) => other === key) !== at)
  if (twice !== undefined) throw usage(`${twice[0]} is given twice`, 'each parameter has one value')
  return Object.fromEntries(pairs)
}

const usage = (message: string, hint: string): OrbError => new OrbError('USAGE', message, { hint })

function chainText({ interceptors }: InterceptorsAnswer): string {
  const rows = interceptors.map((place, at) => ({ ...place, at: at + 1 }))
  return table(rows, [
    { title: '#', right: true, value: ({ at }) => String(at) },
    { title: 'name', value: ({ name, fixed }) => (fixed ? `${name} (fixed)` : name) },
    { title: 'seen', right: true, value: ({ seen }) => String(seen) },
    { title: 'swallowed', right: true, value: ({ swallowed }) => String(swallowed) },
    { title: 'held', right: true, value: ({ held }) => String(held) },
    { title: 'state', value: ({ state }) => state },
    {
      title: 'parameters',
      value: ({ parameters }) =>
        Object.entries(parameters)
          .map(([key, value]) => `${key}=${String(value)}`)
          .join(' '),
    },
  ])
}
