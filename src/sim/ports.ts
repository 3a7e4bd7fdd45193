import type { Epoch, NodeRef, PeerKey } from '../base/index.ts'
import type { CommandId, News, Result } from '../protocols/index.ts'
import type { Ports } from '../runtime/index.ts'
import type { Links } from './links.ts'
import type { SimPeer } from './node.ts'

/** What a simulated node's ports lead to. */
export interface PortsInit {
  readonly nodeOf: (peer: PeerKey) => SimPeer | undefined
  readonly links: Links
  readonly settled: (node: SimPeer, id: CommandId, result: Result) => void
  readonly news: (node: SimPeer, news: News) => void
  /** Runs a step of the node after so long, unless its incarnation has ended by then. */
  readonly later: (node: SimPeer, incarnation: Epoch, delayMs: number, step: () => void) => void
  readonly now: () => Parameters<SimPeer['host']['durable']>[0]
}

/** A simulated disk takes so long to make a group durable when nothing slows it. */
const WRITE_MS = 1
/** And so long to read a page. */
const READ_MS = 1

const nothing = (): void => undefined

/** The ports of one incarnation of a node. */
export function portsOf(node: SimPeer, incarnation: Epoch, init: PortsInit): Ports {
  const { nodeOf, links } = init
  const peerOf = (to: PeerKey | NodeRef): PeerKey => (typeof to === 'string' ? to : to.peer)
  return {
    send: (to, envelope) => {
      const target = nodeOf(peerOf(to))
      if (target !== undefined) links.send(node, target, envelope)
    },
    probe: (peer) => {
      const target = nodeOf(peer)
      if (target !== undefined) links.probe(node, target)
    },
    write: (group, batch, sync) => {
      node.disk.write(batch, sync)
      init.later(node, incarnation, WRITE_MS, () => {
        node.host.durable(init.now(), group)
      })
    },
    read: (id, range, limit) => {
      init.later(node, incarnation, READ_MS, () => {
        node.host.rowsRead(init.now(), id, node.disk.page(range, limit))
      })
    },
    settled: (id, result) => {
      init.settled(node, id, result)
    },
    progress: nothing,
    news: (news) => {
      init.news(node, news)
    },
    // Connections cost nothing here, so there is no budget to keep.
    dial: nothing,
    keep: nothing,
    release: nothing,
    ban: nothing,
    // Bulk data is simulated by the swarm's own tests, above the session port.
    openSession: nothing,
    closeSession: nothing,
    fetchBlock: nothing,
    serveBlock: nothing,
    cancelBlock: nothing,
  }
}
