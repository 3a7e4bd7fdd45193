/** For dht.ts: hyperdht (MIT), nodes on loopback as its own test network makes them. */
import { randomBytes } from 'node:crypto'
import { importFrom, pickFrom, runSubject, type Subject } from './dht-measure.ts'

interface HyperNode {
  lookup(target: Uint8Array): { finished(): Promise<void> }
  immutablePut(value: Uint8Array): Promise<{ readonly hash: Uint8Array }>
  immutableGet(hash: Uint8Array): Promise<{ readonly value: Uint8Array } | null>
  fullyBootstrapped(): Promise<void>
  address(): { readonly port: number }
  destroy(): Promise<void>
}
interface HyperOptions {
  readonly ephemeral: false
  readonly firewalled: false
  readonly bootstrap: readonly { readonly host: string; readonly port: number }[]
  readonly host: string
  readonly port?: number
}

const RECORDS = 200

await runSubject(async ({ nodes: count }, peers): Promise<Subject> => {
  const { default: HyperDHT } = (await importFrom(peers, 'hyperdht')) as {
    readonly default: new (options: HyperOptions) => HyperNode
  }
  const nodes: HyperNode[] = []
  const bootstrap: { host: string; port: number }[] = []
  for (let i = 0; i < count; i++) {
    const node = new HyperDHT({ ephemeral: false, firewalled: false, bootstrap: [...bootstrap], host: '127.0.0.1' })
    await node.fullyBootstrapped()
    if (i === 0) bootstrap.push({ host: '127.0.0.1', port: node.address().port })
    nodes.push(node)
  }
  const hashes: Uint8Array[] = []
  for (let i = 0; i < RECORDS; i++) {
    hashes.push((await pickFrom(nodes).immutablePut(Buffer.alloc(100, `record ${i} `))).hash)
  }
  return {
    lookup: () => pickFrom(nodes).lookup(randomBytes(32)).finished(),
    get: async (i) => {
      const found = await pickFrom(nodes).immutableGet(hashes[i % RECORDS] as Uint8Array)
      if (found === null) throw new Error(`record ${i % RECORDS} is gone`)
    },
    close: async () => {
      for (const node of nodes) await node.destroy()
    },
  }
})
