import type { TransportSink } from '../adapters/libp2p/index.ts'
import type { Logger } from '../observe/index.ts'
import type { AuditRecord, Pump } from '../runtime/index.ts'

/** The part of the sink that concerns sessions and blocks. */
export type SessionSink = Pick<TransportSink, 'sessionUp' | 'sessionDown' | 'block' | 'wantsSession'>

/** What the transport reports goes to the host, a step each; sessions and blocks to the swarms. */
export function makeSink(
  pump: Pump,
  sessions: SessionSink,
  logger: Logger,
  linked: () => void,
  audit: (record: AuditRecord) => void,
): TransportSink {
  return {
    frame: (from, epoch, envelope) => {
      pump.run((host, now) => {
        host.deliver(now, from, epoch, envelope)
      })
    },
    linkUp: (peer, epoch) => {
      logger.event('peer.connected', { peerId: peer, epoch })
      linked()
      pump.run((host, now) => {
        host.linkUp(now, peer, epoch)
      })
    },
    linkDown: (peer) => {
      logger.event('peer.disconnected', { peerId: peer })
      pump.run((host, now) => {
        host.linkDown(now, peer)
      })
    },
    unreachable: (peer, epoch) => {
      pump.run((host, now) => {
        host.unreachable(now, peer, epoch)
      })
    },
    sessionUp: (session) => {
      sessions.sessionUp(session)
    },
    sessionDown: (id, peer, swarm) => {
      sessions.sessionDown(id, peer, swarm)
    },
    block: (session, ref, bytes) => sessions.block(session, ref, bytes),
    wantsSession: (peer, swarm) => sessions.wantsSession(peer, swarm),
    event: (event) => {
      switch (event.type) {
        case 'helloRefused': {
          const detail = event.by === 'us' ? 'this daemon refused it' : 'it refused this daemon'
          logger.event('peer.refused', {
            peerId: event.peer,
            code: event.code === 'BANNED' || event.code === 'OTHER' ? 'FORBIDDEN' : event.code,
            detail,
          })
          return
        }
        case 'violation':
          logger.event('peer.violation', { peerId: event.peer, reason: event.reason, detail: event.detail })
          audit({ what: 'violation', peer: event.peer, detail: event.reason })
          return
        case 'inboundRefused':
          logger.event('transport.inbound-refused', { reason: event.reason, last: event.last, count: event.count })
          return
        case 'dropped':
          logger.event('peer.dropped', { peerId: event.peer, reason: event.reason, afterMs: event.afterMs })
          return
        case 'notSent':
          logger.event('peer.not-sent', { peerId: event.peer, reason: event.reason })
      }
    },
  }
}
