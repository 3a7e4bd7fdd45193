import type { Effect, Protocol } from '../protocols/index.ts'
import type { Ports } from './ports.ts'

/** Effects of which the host keeps no account. */
export type OutwardEffect = Extract<
  Effect<Protocol>,
  {
    type:
      | 'progress'
      | 'dial'
      | 'keep'
      | 'release'
      | 'ban'
      | 'openSession'
      | 'closeSession'
      | 'fetchBlock'
      | 'serveBlock'
      | 'cancelBlock'
  }
>

/** Hands an effect to its port. */
export function carryOut(ports: Ports, effect: OutwardEffect): void {
  switch (effect.type) {
    case 'progress':
      ports.progress(effect.id, effect.item)
      return
    case 'dial':
      ports.dial(effect.address)
      return
    case 'keep':
      ports.keep(effect.peer)
      return
    case 'release':
      ports.release(effect.peer)
      return
    case 'ban':
      ports.ban(effect.peer, effect.why)
      return
    case 'openSession':
      ports.openSession(effect.session, effect.swarm, effect.to)
      return
    case 'closeSession':
      ports.closeSession(effect.session)
      return
    case 'fetchBlock':
      ports.fetchBlock(effect.session, effect.ref)
      return
    case 'serveBlock':
      ports.serveBlock(effect.session, effect.ref)
      return
    case 'cancelBlock':
      ports.cancelBlock(effect.session, effect.ref)
  }
}
