import type { Command } from 'commander'
import { duration, pairs } from './format.ts'
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
        ['lamport', String(answer.lamport)],
        ...answer.ringIds.map((id) => ['ring id', id] as const),
        ...answer.addresses.map((address) => ['address', address] as const),
        ['admin', client.url],
        ['version', answer.version],
      ]),
    )
  })
