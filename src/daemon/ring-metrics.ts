import type { Metrics } from '../observe/index.ts'
import {
  disjointRanges,
  memberState,
  noDuplicates,
  orderedSuccessorList,
  wellFormed,
  type ChordView,
  type InvariantName,
} from '../protocols/chord/index.ts'

/** Those of the ring's invariants that one daemon can see broken in its own positions. */
const OWN_INVARIANTS = [
  'WellFormed',
  'NoDuplicates',
  'OrderedSuccessorLists',
  'DisjointRanges',
] as const satisfies readonly InvariantName[]

/** How many of the daemon's positions break each invariant now. All 0 unless the maintenance of the ring has a fault. */
export function brokenInvariants(ring: ChordView): ReadonlyMap<InvariantName, number> {
  const members = ring.positions().flatMap((position) => memberState(ring, position) ?? [])
  const world = { length: 1, members: new Map(members.map((member) => [member.id, member])) }
  const violations = [
    ...members.flatMap((each) => [wellFormed(each, 0, true), noDuplicates(each), orderedSuccessorList(each)]),
    ...disjointRanges(world),
  ]
  const counts = new Map<InvariantName, number>(OWN_INVARIANTS.map((name) => [name, 0]))
  for (const violation of violations) {
    if (violation !== undefined) counts.set(violation.invariant, (counts.get(violation.invariant) ?? 0) + 1)
  }
  return counts
}

/** Distinct other peers in the shortest successor list of all positions: so many neighbours may die at once, but one. */
export function fewestSuccessors(ring: ChordView): number {
  const peersAt = (position: number): number => {
    const { peer: own } = ring.self(position)
    const peers = new Set(ring.successors(position).map(({ peer }) => peer))
    return peers.size - (peers.has(own) ? 1 : 0)
  }
  return Math.min(...ring.positions().map(peersAt))
}

/** Feeds what is measured of the ring, read at each scrape. */
export function wireRingMetrics(metrics: Metrics, ring: ChordView): void {
  const joined = (): number[] => ring.positions().filter((position) => ring.state(position) !== 'joining')
  metrics.value('orbweaver_ring_member', () => (joined().length > 0 ? 1 : 0))
  metrics.source('orbweaver_ring_positions', () => {
    const members = joined()
    const onRing = members.filter((position) => ring.onRing(position)).length
    return [
      { labels: { state: 'joining' }, value: ring.positions().length - members.length },
      { labels: { state: 'appendage' }, value: members.length - onRing },
      { labels: { state: 'on-ring' }, value: onRing },
    ]
  })
  metrics.value('orbweaver_ring_successors', () => fewestSuccessors(ring))
  metrics.source('orbweaver_ring_invariants_broken', () =>
    Array.from(brokenInvariants(ring), ([invariant, value]) => ({ labels: { invariant }, value })),
  )
  metrics.value('orbweaver_lookup_hop_timeouts_total', () => ring.counts().timeouts)
  metrics.source('orbweaver_lookup_hedges_total', () => {
    const { hedges, hedgesWon, hedgesForgone } = ring.counts()
    return [
      { labels: { outcome: 'sent' }, value: hedges },
      { labels: { outcome: 'won' }, value: hedgesWon },
      { labels: { outcome: 'forgone' }, value: hedgesForgone },
    ]
  })
  metrics.value('orbweaver_lookup_verify_questions_total', () => ring.counts().verifyQuestions)
  metrics.value('orbweaver_lookup_disagreements_total', () => ring.counts().disagreements)
  metrics.source('orbweaver_lookup_learned_hops_total', () => {
    const { learned, learnedWrong } = ring.counts()
    return [
      { labels: { outcome: 'taken' }, value: learned },
      { labels: { outcome: 'wrong' }, value: learnedWrong },
    ]
  })
}
