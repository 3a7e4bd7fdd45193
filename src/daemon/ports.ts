import type { Logger } from '../observe/index.ts'
import type { Transport } from '../adapters/libp2p/index.ts'
import type { AuditRecord, Ports, Pump } from '../runtime/index.ts'

/** Where a host's rows are. */
export type StorePort = Pick<Ports, 'write' | 'read'>

export interface PortsInit {
  /** Opened after the host is made: it needs to know where frames go. */
  readonly transport: () => Transport
  readonly store: StorePort
  readonly blocks: () => Pick<Ports, 'fetchBlock' | 'serveBlock' | 'cancelBlock'>
  readonly logger: Logger
  readonly audit: (record: AuditRecord) => void
  /** The pump is made from the host, which is made from these ports. */
  readonly pump: () => Pump
  /** The ring, or who lives in it, is not what it was. */
  readonly ringChanged: () => void
  /** Has this daemon been asked to leave, or to stop? */
  readonly isLeaving: () => boolean
}

/** The outward side of the daemon's host: each effect to the adapter that carries it out. */
export function makePorts(init: PortsInit): Ports {
  const { transport, store, blocks, logger, pump } = init
  return {
    send: (to, envelope) => {
      transport().send(to, envelope)
    },
    probe: (peer) => {
      transport().probe(peer)
    },
    write: (group, batch, sync) => {
      store.write(group, batch, sync)
    },
    read: (id, range, limit) => {
      store.read(id, range, limit)
    },
    settled: (id, result) => {
      pump().settled(id, result)
    },
    progress: (id, item) => {
      pump().progress(id, item)
    },
    news: newsPort(init),
    dial: (address) => {
      transport().dial(address)
    },
    keep: (peer) => {
      transport().keep(peer)
    },
    release: (peer) => {
      transport().release(peer)
    },
    ban: (peer, why) => {
      logger.event('peer.banned', { peerId: peer, why })
      init.audit({ what: 'banned', peer, detail: why })
      transport().ban(peer, why)
    },
    openSession: (session, swarm, to) => {
      transport().openSession(session, swarm, to)
    },
    closeSession: (session) => {
      transport().closeSession(session)
    },
    fetchBlock: (session, ref) => {
      blocks().fetchBlock(session, ref)
    },
    serveBlock: (session, ref) => {
      blocks().serveBlock(session, ref)
    },
    cancelBlock: (session, ref) => {
      blocks().cancelBlock(session, ref)
    },
  }
}

/** What has become of the ring, of zones and of swarms goes to the log, and what concerns the ring is told on. */
function newsPort({ logger, ringChanged, isLeaving }: PortsInit): Ports['news'] {
  return (news) => {
    if (news.type === 'zoneChanged') {
      const { space, change, path, epoch, peer } = news
      logger.event('can.zone', { space, change, zone: path, epoch, peerId: peer })
      return
    }
    if (news.type === 'dimensionsDiffer') {
      const { space, dimensions, peer, theirs } = news
      logger.event('can.dimensions', { space, dimensions, peerId: peer, theirs })
      return
    }
    ringChanged()
    if (news.type === 'ringState') {
      // Whoever has left could join again, for all that Chord knows.
      const state = news.state === 'joining' && isLeaving() ? 'left' : news.state
      logger.event('ring.state', { state })
    } else if (news.type === 'swarmState') {
      logger.event('swarm.state', { swarmId: news.swarm, state: news.state, reason: news.reason })
    } else if (news.type === 'peerDead') logger.event('peer.dead', { peerId: news.peer })
    else if (news.type === 'peerAlive') logger.event('peer.alive', { peerId: news.peer })
  }
}
