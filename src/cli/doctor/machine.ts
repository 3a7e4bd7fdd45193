import { readFile, stat } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { dataDirFiles, errorCode } from '../../config/index.ts'
import { bad, ok, warn, wordsOf, type Check, type Finding } from './check.ts'

/** libp2p 3 needs it. */
const MIN_NODE = 22
/** Besides connections: files of swarms, the database, the admin API, Node itself. */
const OTHER_FILES = 512
/** A clock before this was never set: this version did not exist then. */
const RELEASED = Date.UTC(2025, 0, 1)
/** Files a little ahead of the clock are no sign of anything. */
const AHEAD_MS = 60_000
/** How long a connection to our own port may take. */
const CONNECT_MS = 2_000

export const node: Check = () => {
  const version = process.versions.node
  if (Number(version.split('.')[0]) >= MIN_NODE) return [ok('node', version)]
  return [bad('node', version, `install Node ${MIN_NODE} or newer`)]
}

export const descriptors: Check = async ({ config, running }) => {
  if (process.platform !== 'linux') return []
  const pid = running?.file?.pid ?? process.pid
  const limits = await readFile(`/proc/${pid}/limits`, 'utf8').catch((error: unknown) => {
    if (errorCode(error) === undefined) throw error
    return ''
  })
  const limit = Number(/^Max open files\s+(\d+)/m.exec(limits)?.[1] ?? Number.NaN)
  const wanted = (config?.values.overlay.maxConnections ?? 64) * 2 + OTHER_FILES
  if (Number.isNaN(limit)) return []
  const detail = `${limit} may be open; ${wanted} are enough for overlay.maxConnections`
  if (limit >= wanted) return [ok('open files', detail)]
  return [warn('open files', detail, `ulimit -n ${wanted}, or LimitNOFILE= in a systemd unit`)]
}

export const clock: Check = async ({ dataDir }) => {
  const now = Date.now()
  const shown = new Date(now).toISOString()
  if (now < RELEASED) return [bad('clock', `it is not ${shown}`, 'set the clock; NTP keeps it right')]
  const files = Object.values(dataDirFiles(dataDir)) as string[]
  for (const path of files) {
    const written = await stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => 0,
    )
    if (written > now + AHEAD_MS) {
      const hint = 'set the clock, or wait: leases and expiry times go by it'
      return [warn('clock', `${path} was written in the future: the clock was set back, or is wrong`, hint)]
    }
  }
  const isKept = await stat('/run/systemd/timesync/synchronized').then(
    () => true,
    () => false,
  )
  return [ok('clock', isKept ? `${shown}, kept by NTP` : `${shown}; whether NTP keeps it is not known`)]
}

/** With the daemon down: can its addresses be listened on? With it up: does its port answer on this machine? */
export const overlayPort: Check = async ({ config, running }) => {
  if (running !== undefined) {
    const { addresses } = await running.client.call('status', {})
    const [address] = addresses
    const at = address === undefined ? undefined : tcpOf(address)
    if (address === undefined || at === undefined) {
      return [bad('overlay port', 'the daemon listens on nothing', 'overlay.listen names the addresses')]
    }
    const why = await unanswered(at)
    if (why === undefined) return [ok('overlay port', `${address} answers`)]
    return [bad('overlay port', `${address} does not answer: ${why}`, 'does a firewall of this machine keep it shut?')]
  }
  const findings: Finding[] = []
  for (const address of config?.values.overlay.listen ?? []) {
    const at = tcpOf(address)
    const why = at === undefined ? undefined : await unbindable(at)
    if (why === undefined) findings.push(ok('overlay port', `${address} is free`))
    else findings.push(bad('overlay port', `${address} cannot be listened on: ${why}`, 'overlay.listen names others'))
  }
  return findings
}

interface Endpoint {
  readonly host: string
  readonly port: number
}

/** Where a multiaddr of TCP leads; names are left to the resolver. */
function tcpOf(address: string): Endpoint | undefined {
  const parts = /^\/(?:ip4|ip6|dns[46]?)\/([^/]+)\/tcp\/(\d+)/.exec(address)
  return parts === null ? undefined : { host: parts[1] ?? '', port: Number(parts[2]) }
}

function unbindable({ host, port }: Endpoint): Promise<string | undefined> {
  const server = createServer()
  return new Promise((resolve) => {
    server.once('error', (error) => {
      resolve(wordsOf(error))
    })
    server.listen(port, host, () => {
      server.close(() => {
        resolve(undefined)
      })
    })
  })
}

function unanswered({ host, port }: Endpoint): Promise<string | undefined> {
  const socket = connect({ host, port, timeout: CONNECT_MS })
  return new Promise((resolve) => {
    const end = (why: string | undefined): void => {
      socket.destroy()
      resolve(why)
    }
    socket.once('connect', () => {
      end(undefined)
    })
    socket.once('error', (error) => {
      end(wordsOf(error))
    })
    socket.once('timeout', () => {
      end(`no answer within ${CONNECT_MS} ms`)
    })
  })
}
