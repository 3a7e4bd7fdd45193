import type { Transport } from '../adapters/libp2p/index.ts'
import type { Metrics } from '../observe/index.ts'
import type { LamportClock } from '../protocols/clock/index.ts'
import type { Peer } from '../protocols/index.ts'
import type { PeerHost } from '../runtime/index.ts'
import type { Interceptors } from './interceptors.ts'

export interface MetricSources {
  readonly host: PeerHost
  readonly peer: Peer
  readonly clock: LamportClock
  readonly transport: Transport
  readonly interceptors: Interceptors
  readonly epoch: number
}

/** Feeds the catalogue from what the daemon's parts count anyway, read at each scrape. The swarms feed their own. */
export function wireMetrics(metrics: Metrics, sources: MetricSources): void {
  const { host, peer, clock, transport } = sources
  const { ring } = peer
  sources.interceptors.wire(metrics)
  metrics.source('orbweaver_envelope_bytes_total', () =>
    Object.entries(transport.envelopeBytes).flatMap(([direction, { control, data }]) => [
      { labels: { direction, stream: 'control' }, value: control },
      { labels: { direction, stream: 'data' }, value: data },
    ]),
  )
  metrics.source('orbweaver_transport_events_total', () =>
    Array.from(transport.counters, ([event, value]) => ({ labels: { event }, value })),
  )
  metrics.source('orbweaver_transport_entries', () =>
    Object.entries(transport.sizes).map(([table, value]) => ({ labels: { table }, value })),
  )
  metrics.value('orbweaver_ring_member', () => (ring.state(0) === 'joining' ? 0 : 1))
  metrics.value('orbweaver_ring_successors', () => ring.successors(0).length)
  metrics.value('orbweaver_lamport_time', () => clock.time)
  metrics.value('orbweaver_lamport_capped_total', () => clock.capped)
  metrics.value('orbweaver_epoch', () => sources.epoch)
  metrics.value('orbweaver_connections', () => transport.sizes.links)
  metrics.value('orbweaver_asks_open', () => host.sizes.asks)
  metrics.value('orbweaver_replies_owed', () => host.sizes.replies)
  metrics.value('orbweaver_commands_open', () => host.sizes.commands)
  metrics.value('orbweaver_effects_held', () => host.sizes.heldBack)
  metrics.value('orbweaver_peers_dead', () => host.sizes.dead)
  metrics.source('orbweaver_tallies', () => [
    { labels: { state: 'kept' }, value: peer.tally?.sizes.kept ?? 0 },
    { labels: { state: 'moving' }, value: peer.tally?.sizes.moving ?? 0 },
  ])
  metrics.value('orbweaver_provider_leases', () => peer.providers?.sizes.leases ?? 0)
}
