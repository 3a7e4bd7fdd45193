import type { Command } from 'commander'
import type { ResponseOf } from '../admin/client.ts'
import { counted } from '../base/index.ts'
import { duration, pairs, percent, size } from './format.ts'
import type { Configure, RunAction } from './verb.ts'

export const configure: Configure = (command, run) => {
  command.action(() => status(command, run))
}

const status = (command: Command, run: RunAction): Promise<void> =>
  run(command, async (context) => {
    const client = await context.client()
    context.print(await client.call('status', {}), (answer) =>
      pairs([
        ['peer', answer.peerId],
        ['state', answer.state],
        ['network', `${answer.network.name}${answer.network.open ? ' (open)' : ''}`],
        ['up', duration(answer.uptimeMs)],
        ['start', `number ${answer.epoch}`],
        ['connections', String(answer.connections)],
        ['swarms', String(answer.swarms)],
        ...kept(answer),
        ['lamport', String(answer.lamport)],
        ...answer.ringIds.map((id) => ['ring id', id] as const),
        ...answer.addresses.map((address) => ['address', address] as const),
        ['admin', client.url],
        ['version', answer.version],
      ]),
    )
  })

/** What the daemon keeps for the network; what is amiss only when there is something. */
function kept({ records, agreement, names, can }: ResponseOf<'status'>): (readonly [string, string])[] {
  const { ranges } = records
  const share = (bytes: number, most: number): string =>
    `${size(bytes)}, ${percent(bytes, most)} of the ${size(most)} allowed`
  const unless = (count: number, words: string): string[] => (count === 0 ? [] : [`${count} ${words}`])
  const line = (parts: readonly string[]): string => parts.join('; ')
  return [
    ['records', `${records.count}: ${share(records.bytes, records.maxBytes)}`],
    [
      'ranges',
      line([
        `${ranges.owned} owned`,
        ...unless(ranges.underReplicated, 'under-replicated'),
        ...unless(ranges.repairing, 'being repaired'),
        ...unless(ranges.leaving, 'to be handed over'),
        ...unless(records.hints, 'records waiting for daemons that could not be reached'),
      ]),
    ],
    [
      'groups',
      line([
        `${agreement.groups} of agreement`,
        ...unless(agreement.withoutQuorum, 'without quorum'),
        ...unless(agreement.changing, 'changing'),
        `${agreement.registers} registers: ${share(agreement.bytes, agreement.maxBytes)}`,
      ]),
    ],
    [
      'space',
      can.enabled
        ? line([
            can.state === 'member' ? `${counted(can.zones, 'zone')} held` : can.state,
            counted(can.neighbours, 'neighbour'),
            `${counted(can.items, 'item')} stored, copies included: ${share(can.bytes, can.maxBytes)}`,
          ])
        : 'takes no part in CAN',
    ],
    ['names', line([`${names.leased} leased by this daemon`, ...unless(names.lost, 'lost to others')])],
  ]
}
