/**
 * What connections cost: one transport in a process of its own, to which so many peers connect, each with its own key, hello
 * and control stream, over real sockets. Memory of that process before, with all, and after they are gone.
 *
 *   npx tsx bench/connections.ts [--peers 1000]
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { parseArgs } from 'node:util'
import { generateKeyPair } from '@libp2p/crypto/keys'
import { peerSpelling, Transport } from '../src/adapters/libp2p/index.ts'
import { sha256 } from '../src/adapters/system/index.ts'
import { epoch } from '../src/base/index.ts'
import { WireContext } from '../src/wire/index.ts'
import { QUIET_SINK } from './quiet-sink.ts'
import { printTable, processUsage, type Row } from './report.ts'

const { values } = parseArgs({
  options: { peers: { type: 'string', default: '1000' }, server: { type: 'boolean', default: false } },
})
const peers = Number(values.peers)
/** Peers that connect at a time: the handshakes are the cost, and both ends share the machine. */
const AT_A_TIME = 16
const GATE_KIB = 200

interface Sizes {
  readonly links: number
  readonly connections: number
  readonly inbound: number
  readonly heapUsed: number
}

const start = async (listen: readonly string[]): Promise<Transport> =>
  Transport.start({
    privateKey: await generateKeyPair('Ed25519'),
    listen,
    epoch: epoch(1),
    wire: new WireContext(sha256, peerSpelling),
    sink: QUIET_SINK,
    // The budget would close most of them: what is asked is what they cost.
    limits: { softLinks: 2 * peers, hardLinks: 2 * peers, handshakeBurstSeconds: 100 },
  })

async function serve(): Promise<void> {
  const transport = await start(['/ip4/127.0.0.1/tcp/0'])
  process.on('message', () => {
    globalThis.gc?.()
    const { links, connections, inbound } = transport.sizes
    process.send?.({ links, connections, inbound, heapUsed: process.memoryUsage().heapUsed } satisfies Sizes)
  })
  process.on('disconnect', () => process.exit(0))
  process.send?.(transport.listening[0])
}

async function main(): Promise<void> {
  const execArgv = [...process.execArgv, '--expose-gc']
  const child = fork(import.meta.filename, ['--server', '--peers', values.peers], { execArgv })
  const [address] = (await once(child, 'message')) as [string]
  const pid = child.pid ?? 0
  const look = async (): Promise<Sizes & { rss: number; cpuMs: number }> => {
    child.send('look')
    const [sizes] = (await once(child, 'message')) as [Sizes]
    const { rssBytes, cpuMs } = processUsage(pid)
    return { ...sizes, rss: rssBytes, cpuMs }
  }
  /** Connects so many, and says what that came to. */
  const connect = async (count: number): Promise<Transport[]> => {
    const made: Transport[] = []
    while (made.length < count) {
      const some = await Promise.all(Array.from({ length: Math.min(AT_A_TIME, count - made.length) }, () => start([])))
      await Promise.all(some.map((each) => each.connect(address)))
      made.push(...some)
    }
    return made
  }
  const stop = async (all: readonly Transport[]): Promise<void> => {
    await Promise.all(all.map((each) => each.stop()))
    while ((await look()).inbound > 0);
  }
  // Code is compiled, pools are made.
  await stop(await connect(50))
  const before = await look()
  const all = await connect(peers)
  const full = await look()
  if (full.links !== peers) throw new Error(`${full.links} of ${peers} links`)
  await stop(all)
  const after = await look()
  const kib = (bytes: number): number => bytes / 1024 / peers
  const rows: Row[] = [
    { what: 'resident memory per connection', value: kib(full.rss - before.rss), unit: 'KiB', gate: `≤ ${GATE_KIB}` },
    { what: 'heap per connection', value: kib(full.heapUsed - before.heapUsed), unit: 'KiB' },
    { what: 'CPU per connection, answering side', value: (full.cpuMs - before.cpuMs) / peers, unit: 'ms' },
    { what: 'resident memory without connections', value: before.rss / 1e6, unit: 'MB' },
    { what: 'resident memory with all', value: full.rss / 1e6, unit: 'MB' },
    { what: 'heap per connection that is gone', value: kib(after.heapUsed - before.heapUsed), unit: 'KiB' },
    { what: 'connections left afterwards', value: after.connections + after.links, unit: '' },
  ]
  printTable(`${peers} connections of ${peers} peers`, rows)
  child.disconnect()
  process.exit(0)
}

await (values.server ? serve() : main())
