/** For dht.ts: @libp2p/kad-dht (Apache-2.0 OR MIT) on TCP with Noise and yamux. */
import { randomBytes } from 'node:crypto'
import { importFrom, pickFrom, runSubject, type Subject } from './dht-measure.ts'

interface Kad {
  getClosestPeers(key: Uint8Array): AsyncIterable<unknown>
  put(key: Uint8Array, value: Uint8Array): AsyncIterable<unknown>
  get(key: Uint8Array): AsyncIterable<{ readonly name: string }>
  setMode(mode: 'server'): Promise<void>
}
interface LibNode {
  readonly services: { readonly dht: Kad }
  getMultiaddrs(): readonly unknown[]
  dial(address: unknown): Promise<unknown>
  stop(): Promise<void>
}
type Make = (init?: object) => unknown

const RECORDS = 20
const ASK_MS = 30_000

await runSubject(async ({ nodes: count }, peers): Promise<Subject> => {
  const take = async (name: string, member: string): Promise<Make> =>
    ((await importFrom(peers, name)) as Readonly<Record<string, Make>>)[member] as Make
  const createLibp2p = (await take('libp2p', 'createLibp2p')) as (init: object) => Promise<LibNode>
  const [tcp, noise, yamux, identify, ping, kadDHT] = await Promise.all([
    take('@libp2p/tcp', 'tcp'),
    take('@chainsafe/libp2p-noise', 'noise'),
    take('@libp2p/yamux', 'yamux'),
    take('@libp2p/identify', 'identify'),
    take('@libp2p/ping', 'ping'),
    take('@libp2p/kad-dht', 'kadDHT'),
  ])
  const anything = { any: (): void => undefined }
  const nodes: LibNode[] = []
  for (let i = 0; i < count; i++) {
    const node = await createLibp2p({
      addresses: { listen: ['/ip4/127.0.0.1/tcp/0'] },
      transports: [tcp()],
      connectionEncrypters: [noise()],
      streamMuxers: [yamux()],
      connectionManager: { inboundConnectionThreshold: 10_000 },
      services: {
        identify: identify(),
        ping: ping(),
        dht: kadDHT({
          protocol: '/bench/kad/1.0.0',
          clientMode: false,
          peerInfoMapper: (info: unknown) => info,
          validators: { bench: anything.any },
          selectors: { bench: () => 0 },
        }),
      },
    })
    await node.services.dht.setMode('server')
    for (const other of nodes.slice(-2)) await node.dial(other.getMultiaddrs()[0])
    nodes.push(node)
  }
  // Tables fill by look-ups.
  for (const node of nodes) for await (const _ of node.services.dht.getClosestPeers(randomBytes(32)));
  const keyOf = (i: number): Uint8Array => Buffer.from(`/bench/record ${i}`)
  for (let i = 0; i < RECORDS; i++)
    for await (const _ of pickFrom(nodes).services.dht.put(keyOf(i), Buffer.alloc(100, 'x')));
  return {
    lookup: async () => {
      for await (const _ of pickFrom(nodes).services.dht.getClosestPeers(randomBytes(32)));
    },
    get: async (i) => {
      const signal = AbortSignal.timeout(ASK_MS)
      for await (const event of pickFrom(nodes).services.dht.get(keyOf(i % RECORDS))) {
        if (event.name === 'VALUE') return
        signal.throwIfAborted()
      }
      throw new Error(`record ${i % RECORDS} is gone`)
    },
    close: async () => {
      await Promise.all(nodes.map((node) => node.stop()))
    },
  }
})
