import type { Command } from 'commander'
import { OrbError } from '../base/index.ts'
import {
  checkNetworkName,
  createPrivateFile,
  dataDirFiles,
  encodeJoinString,
  ensureDataDir,
  loadConfig,
  openNetwork,
  openToken,
  starterYaml,
} from '../config/index.ts'
import { reachable } from './join-addresses.ts'
import type { Configure, RunAction } from './verb.ts'

/** What `init` and `join-string` need of src/daemon/index.ts: the peer id of the data dir, its key made if there is none. */
export type OpenIdentity = (dataDir: string) => Promise<{ readonly peerId: string }>

export const configure: Configure = (command, run) => {
  command
    .option('--network <name>', 'name of the network (default orbweaver)')
    .option('--open', 'a network without a secret: anybody who reaches a daemon may join')
    .action(() => init(command, run))
}

const init = (command: Command, run: RunAction): Promise<void> =>
  run(command, async (context) => {
    const { network: name, open = false } = command.opts<{ network?: string; open?: boolean }>()
    // Before anything is made: a wrong name leaves no folder behind.
    if (name !== undefined) checkNetworkName(name)
    const { dataDir, values } = await loadConfig(context.configFlags, context.io.env)
    await ensureDataDir(dataDir)
    const network = await openNetwork(dataDir, {
      ...(name === undefined ? {} : { name }),
      open: open || values.network.open,
    })
    const { openIdentity }: { openIdentity: OpenIdentity } = await import('../daemon/index.ts')
    const { peerId } = await openIdentity(dataDir)
    await openToken(dataDir)
    await createPrivateFile(dataDirFiles(dataDir).config, starterYaml())
    const addresses = reachable(values.overlay.listen, values.overlay.announce, peerId)
    if (addresses.length === 0) {
      throw new OrbError('CONFIG_INVALID', 'all listen addresses have port 0, so the join string cannot name one', {
        hint: 'the data dir is ready; `orbweaver join-string` prints the join string once the daemon runs',
      })
    }
    const joinString = encodeJoinString({ addresses, network })
    context.say(`data dir ${dataDir}, network "${network.name}", peer ${peerId}`)
    context.print(
      { dataDir, peerId, network: network.name, open: network.secret === undefined, joinString },
      () => joinString,
    )
  })
