import type { Epoch, MonoMs, NodeRef, PeerKey } from '../base/index.ts'
import type { CommandId, News, Result } from '../protocols/index.ts'
import { QUIET_PORTS, type Ports } from '../runtime/index.ts'
import type { Links } from './links.ts'
import type { SimPeer } from './node.ts'

/** What a simulated node's ports lead to. */
export interface PortsInit {
  readonly nodeOf: (peer: PeerKey) => SimPeer | undefined
  readonly links: Links
  readonly settled: (node: SimPeer, id: CommandId, result: Result) => void
  readonly news: (node: SimPeer, news: News) => void
  /** Runs a step of the node at a (true) time, unless its incarnation has ended by then. */
  readonly at: (node: SimPeer, incarnation: Epoch, atMs: number, step: () => void) => void
  /** True time, ms. */
  readonly now: () => number
  /** What the node's own clock shows. */
  readonly clockOf: (node: SimPeer) => MonoMs
}

/** The ports of one incarnation of a node. */
export function portsOf(node: SimPeer, incarnation: Epoch, init: PortsInit): Ports {
  const { nodeOf, links } = init
  const peerOf = (to: PeerKey | NodeRef): PeerKey => (typeof to === 'string' ? to : to.peer)
  // Known from damaged bytes alone: there is no address to dial.
  const noSuchPeer = (peer: PeerKey): void => {
    init.at(node, incarnation, init.now(), () => {
      node.host.unreachable(init.clockOf(node), peer, 0)
    })
  }
  return {
    // Connections cost nothing here, so there is no budget to keep; bulk data is simulated by the swarm's own tests, above
    // the session port.
    ...QUIET_PORTS,
    send: (to, envelope) => {
      const target = nodeOf(peerOf(to))
      if (target === undefined) noSuchPeer(peerOf(to))
      else links.send(node, target, envelope)
    },
    probe: (peer) => {
      const target = nodeOf(peer)
      if (target === undefined) noSuchPeer(peer)
      else links.probe(node, target)
    },
    write: (group, batch, sync) => {
      const { atMs, finish } = node.disk.write(init.now(), batch, sync)
      init.at(node, incarnation, atMs, () => {
        node.host.durable(init.clockOf(node), group, finish())
      })
    },
    read: (id, range, limit) => {
      const { atMs, finish } = node.disk.read(init.now(), range, limit)
      init.at(node, incarnation, atMs, () => {
        node.host.rowsRead(init.clockOf(node), id, finish())
      })
    },
    settled: (id, result) => {
      init.settled(node, id, result)
    },
    news: (news) => {
      init.news(node, news)
    },
  }
}
