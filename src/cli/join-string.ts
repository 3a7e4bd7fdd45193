import type { Command } from 'commander'
import { OrbError } from '../base/index.ts'
import { encodeJoinString, loadConfig, readNetwork } from '../config/index.ts'
import type { Context } from './context.ts'
import type { OpenIdentity } from './init.ts'
import { forJoining, reachable } from './join-addresses.ts'
import type { Configure, RunAction } from './verb.ts'

export const configure: Configure = (command, run) => {
  command.action(() => joinString(command, run))
}

const joinString = (command: Command, run: RunAction): Promise<void> =>
  run(command, async (context) => {
    const network = await readNetwork(context.dataDir)
    if (network === undefined) {
      throw new OrbError('NOT_FOUND', `${context.dataDir} has no network yet`, {
        hint: '`orbweaver init` or the first `orbweaver start` makes one; --data-dir names another folder',
      })
    }
    const addresses = (await addressesOfDaemon(context)) ?? (await addressesOfConfig(context))
    if (addresses.length === 0) {
      throw new OrbError('NOT_FOUND', 'the daemon does not run, and its listen addresses have port 0', {
        hint: 'start it: its real port is then known',
      })
    }
    const text = encodeJoinString({ addresses, network })
    context.print({ joinString: text, network: network.name, addresses }, () => text)
  })

/** Those of the running daemon, with its real ports; undefined when none runs. */
async function addressesOfDaemon(context: Context): Promise<string[] | undefined> {
  try {
    const { addresses, peerId } = await (await context.client()).call('status', {})
    return forJoining(addresses, peerId)
  } catch (error) {
    if (error instanceof OrbError && error.code === 'DAEMON_UNREACHABLE') return undefined
    throw error
  }
}

async function addressesOfConfig(context: Context): Promise<string[]> {
  const { dataDir, values } = await loadConfig(context.configFlags, context.io.env)
  const { openIdentity }: { openIdentity: OpenIdentity } = await import('../daemon/index.ts')
  const { peerId } = await openIdentity(dataDir)
  return reachable(values.overlay.listen, values.overlay.announce, peerId)
}
