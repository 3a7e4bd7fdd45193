import type { ResponseOf } from '../../admin/client.ts'
import { OrbError } from '../../base/index.ts'
import { programVersion } from '../../config/index.ts'
import { clocksOf } from './clocks.ts'
import { bad, ok, warn, wordsOf, type Check, type Finding, type Running } from './check.ts'

export const admin: Check = async ({ running }) => {
  if (running === undefined) return [warn('daemon', 'does not run', '`orbweaver start` starts it')]
  const { client, file } = running
  const status = await client.call('status', {})
  const own = programVersion()
  const daemon =
    status.version === own
      ? ok('daemon', `answers at ${client.url}${file === undefined ? '' : `, process ${file.pid}`}`)
      : warn('daemon', `runs version ${status.version}, this program is ${own}`, 'restart the daemon')
  try {
    await client.call('config', {})
    return [daemon, ok('token', 'accepted, with scope admin')]
  } catch (error) {
    const hint = 'is it the data dir of this daemon? `orbweaver token show` prints its token'
    return [daemon, bad('token', wordsOf(error), hint)]
  }
}

export const readiness: Check = async ({ running }) => {
  if (running === undefined) return []
  try {
    await running.client.call('readyz', {})
    return [ok('ready', 'joined, and others find this daemon')]
  } catch (error) {
    if (!(error instanceof OrbError) || error.code !== 'NOT_JOINED') throw error
    return [bad('ready', error.message, 'see `orbweaver ring` and the log; is the daemon to be joined through up?')]
  }
}

export const peers: Check = async ({ running, config }) => {
  if (running === undefined) return []
  const { peers: all } = await running.client.call('peers', {})
  const wantsPeers = (config?.join?.addresses.length ?? 0) > 0
  const connected =
    all.length > 0
      ? ok('peers', `${all.length} connected`)
      : wantsPeers
        ? bad('peers', 'none connected', 'can the addresses of overlay.join be reached from here?')
        : ok('peers', 'none yet; `orbweaver join-string` prints what others need')
  if (all.length === 0) return [connected]
  return [connected, await versions(all), ...clocksOf(all), await reachability(running, all)]
}

type Peers = ResponseOf<'peers'>['peers']

async function versions(all: Peers): Promise<Finding> {
  const { WIRE_VERSION } = await import('../../daemon/index.ts')
  const old = all.filter(({ wireVersion }) => wireVersion < WIRE_VERSION).length
  if (old === 0) return ok('versions', `all peers speak version ${WIRE_VERSION} of the protocol`)
  return warn(
    'versions',
    `${old} of ${all.length} peers speak an older version of the protocol`,
    'update orbweaver there',
  )
}

async function reachability({ client }: Running, all: Peers): Promise<Finding> {
  const inbound = all.filter(({ direction }) => direction === 'inbound').length
  const { addresses } = await client.call('status', {})
  const isLocal = addresses.every((address) => /^\/(?:ip4\/127\.|ip6\/::1\/)/.test(address))
  if (inbound > 0) return ok('reachable', `${inbound} ${inbound === 1 ? 'peer has' : 'peers have'} dialled this daemon`)
  if (isLocal) return ok('reachable', 'on this machine alone, as overlay.listen says')
  const hint = 'behind NAT or a firewall: let the port through, and set overlay.announce to the address that others see'
  return warn('reachable', 'no peer has connected to this daemon by itself so far', hint)
}

export const ring: Check = async ({ running }) => {
  if (running === undefined) return []
  const { positions } = await running.client.call('ring', {})
  const own = new Set(positions.map(({ ringId }) => ringId))
  const others = positions.flatMap(({ successors }) => successors).filter(({ ringId }) => !own.has(ringId))
  const joining = positions.filter(({ state }) => state === 'joining').length
  // Of several positions: how many of them.
  const of = (count: number): string => (positions.length === 1 ? '' : `${count} of ${positions.length} positions: `)
  if (joining > 0) return [bad('ring', `${of(joining)}not joined yet`, 'the log says what it waits for')]
  if (others.length === 0) return [ok('ring', 'alone: no other daemon is in the ring')]
  const fewest = Math.min(...positions.map(({ successors }) => successors.length))
  const unpreceded = positions.filter(({ predecessor }) => predecessor === null).length
  if (unpreceded > 0) {
    const words = `${of(unpreceded)}${fewest} successors, no predecessor yet`
    return [warn('ring', words, 'right after a join; else see the log')]
  }
  if (positions.length === 1) return [ok('ring', `member, ${fewest} successors`)]
  return [ok('ring', `member at ${positions.length} positions, each with ${fewest} successors or more`)]
}
