import type { NodeRef, PeerKey, Random, RingId, SwarmId } from '../base/index.ts'
import { makeChord, type ChordParams, type ChordView } from './chord/index.ts'
import type { Machine, MachineName, Protocol } from './machine.ts'
import { Providers, type ProvidersParams } from './providers/index.ts'
import { Swarms, type SwarmParams } from './swarm/index.ts'

export interface PeerInit {
  readonly chord: ChordParams
  /** Left out: the machine is not made, and neither is what builds on it. */
  readonly providers?: ProvidersParams
  readonly swarm?: SwarmParams
  readonly self: PeerKey
  /** Own positions; the same objects as long as nothing has changed. */
  readonly positions: () => readonly NodeRef[]
  readonly detector: { isDead(node: NodeRef): boolean }
  /** Ring id at which the providers of a swarm are kept. */
  readonly keyOf: (swarm: SwarmId) => RingId
  readonly random: Random
}

/** One peer: its machines wired together, and what others may read of them. */
export interface Peer {
  readonly machines: readonly (readonly [MachineName, Machine<Protocol>])[]
  readonly ring: ChordView
  readonly providers: Providers | undefined
  readonly swarms: Swarms | undefined
}

/** Makes the machines of one peer. The order is that of the wire slots and never changes. */
export function makePeer(init: PeerInit): Peer {
  const { random, keyOf, self, detector } = init
  const chord = makeChord(init.chord, { detector, self: init.positions }, random.fork('chord'))
  const machines: (readonly [MachineName, Machine<Protocol>])[] = [['chord', chord]]
  const ring = chord.view
  if (init.providers === undefined) return { machines, ring, providers: undefined, swarms: undefined }
  const providers = new Providers(init.providers, { ring, keyOf }, random.fork('providers'))
  machines.push(['providers', providers])
  const swarms = init.swarm && new Swarms(init.swarm, { self, keyOf }, random.fork('swarm'))
  if (swarms !== undefined) machines.push(['swarm', swarms])
  return { machines, ring, providers, swarms }
}
