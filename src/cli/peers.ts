import type { Command } from 'commander'
import type { PeerInfo } from '../admin/client.ts'
import { duration, table } from './format.ts'
import { patience, timeoutField } from './lookup.ts'
import type { Configure, RunAction } from './verb.ts'

export const configure: Configure = (command, run) => {
  command.option('--dial <multiaddr>', 'connect to this address instead of listing').action(() => peers(command, run))
}

const peers = (command: Command, run: RunAction): Promise<void> =>
  run(command, async (context) => {
    const client = await context.client()
    const { dial } = command.opts<{ dial?: string }>()
    if (dial === undefined) {
      context.print(await client.call('peers', {}), (answer) => peersText(answer.peers))
      return
    }
    const query = { timeoutMs: timeoutField(context.timeoutMs) }
    const peer = await client.call('dial', { body: { address: dial }, query }, patience(context.timeoutMs))
    context.print(peer, () => peersText([peer]))
  })

function peersText(list: readonly PeerInfo[]): string {
  if (list.length === 0) return 'no peers'
  return table(list, [
    { title: 'peer', value: (peer) => peer.peerId },
    { title: 'ring id', value: (peer) => peer.ringIds[0]?.slice(0, 16) ?? '' },
    { title: 'direction', value: (peer) => peer.direction },
    { title: 'since', right: true, value: (peer) => duration(peer.connectedMs) },
    { title: 'kept', value: (peer) => (peer.kept ? 'yes' : 'no') },
    { title: 'address', value: (peer) => peer.address },
  ])
}
