import type { Transport } from '../adapters/libp2p/index.ts'
import type { Metrics } from '../observe/index.ts'
import type { LamportClock } from '../protocols/clock/index.ts'
import type { Peer } from '../protocols/index.ts'
import type { PeerHost } from '../runtime/index.ts'
import { wireAttributesMetrics } from './attributes.ts'
import { wireCanMetrics } from './can-metrics.ts'
import type { Interceptors } from './interceptors.ts'
import { wireRingMetrics } from './ring-metrics.ts'

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
  wireRingMetrics(metrics, peer.ring)
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
  if (peer.records !== undefined) wireRecords(metrics, peer.records)
  if (peer.agreement !== undefined) wireAgreement(metrics, peer.agreement)
  if (peer.can !== undefined) wireCanMetrics(metrics, peer.can)
  if (peer.attributes !== undefined) wireAttributesMetrics(metrics, peer.attributes)
  metrics.value('orbweaver_names_renewed', () => peer.names?.sizes.renewed ?? 0)
  metrics.value('orbweaver_names_lost_total', () => peer.names?.sizes.lost ?? 0)
  metrics.value('orbweaver_provider_leases', () => peer.providers?.sizes.leases ?? 0)
}

function wireAgreement(metrics: Metrics, agreement: NonNullable<Peer['agreement']>): void {
  metrics.source('orbweaver_agreement_groups', () => {
    const { groups, incomplete, sealed } = agreement.sizes
    return Object.entries({ serving: groups - incomplete - sealed, incomplete, sealed }).map(([state, value]) => ({
      labels: { state },
      value,
    }))
  })
  metrics.value('orbweaver_agreement_groups_without_quorum', () => agreement.withoutQuorum)
  metrics.value('orbweaver_agreement_registers', () => agreement.sizes.registers)
}

function wireRecords(metrics: Metrics, records: NonNullable<Peer['records']>): void {
  metrics.value('orbweaver_records', () => records.figures.records)
  metrics.value('orbweaver_records_bytes', () => records.figures.bytes)
  metrics.source('orbweaver_records_arcs', () => {
    const { arcs, owned, unsettled, underTarget, leaving } = records.figures.ranges
    return Object.entries({ known: arcs, owned, unsettled, under_target: underTarget, leaving }).map(
      ([state, value]) => ({ labels: { state }, value }),
    )
  })
  metrics.value('orbweaver_records_hints', () => records.figures.hints)
  metrics.value('orbweaver_records_watches', () => records.figures.watches)
  metrics.value('orbweaver_records_staged_bytes', () => records.figures.stagedBytes)
  metrics.source('orbweaver_records_open', () => {
    const { commands, reads, writes } = records.figures
    return Object.entries({ command: commands, read: reads, write: writes }).map(([operation, value]) => ({
      labels: { operation },
      value,
    }))
  })
  metrics.source('orbweaver_records_moved_total', () => [
    { labels: { direction: 'in' }, value: records.figures.ranges.pulled },
    { labels: { direction: 'out' }, value: records.figures.ranges.given },
  ])
  metrics.source('orbweaver_records_hints_total', () => [
    { labels: { outcome: 'left' }, value: records.figures.hintsLeft },
    { labels: { outcome: 'returned' }, value: records.figures.hintsReturned },
  ])
  metrics.value('orbweaver_records_repaired_total', () => records.figures.repaired)
  metrics.value('orbweaver_records_corrupt_total', () => records.figures.damagedRows)
  metrics.value('orbweaver_records_expired_total', () => records.figures.swept)
}
