/** What a metric counts or measures. */
export interface MetricSpec {
  readonly type: 'counter' | 'gauge' | 'histogram'
  readonly help: string
  /** Names of labels; their values come from our own unions, never from peers, so that their number is bounded. */
  readonly labels: readonly string[]
  /** Upper bounds of a histogram's buckets. */
  readonly buckets?: readonly number[]
}

interface Labelled<Type extends MetricSpec['type'], Labels extends readonly string[]> extends MetricSpec {
  readonly type: Type
  readonly labels: Labels
}

function counter(help: string): Labelled<'counter', readonly []>
function counter<const L extends readonly string[]>(help: string, labels: L): Labelled<'counter', L>
function counter(help: string, labels: readonly string[] = []): MetricSpec {
  return { type: 'counter', help, labels }
}

function gauge(help: string): Labelled<'gauge', readonly []>
function gauge<const L extends readonly string[]>(help: string, labels: L): Labelled<'gauge', L>
function gauge(help: string, labels: readonly string[] = []): MetricSpec {
  return { type: 'gauge', help, labels }
}

const histogram = <const L extends readonly string[]>(
  help: string,
  buckets: readonly number[],
  labels: L,
): Labelled<'histogram', L> => ({ type: 'histogram', help, buckets, labels })

/** From a tenth of a millisecond, below which nothing crosses a socket, to ten seconds, where everybody gave up. */
const SECONDS = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
/** A ring of 100,000 takes 8 hops on average. */
const HOPS = [0, 1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 24]

/** The catalogue of metrics: there are no others. Base units: seconds and bytes. */
export const METRICS = {
  orbweaver_envelopes_total: counter('Envelopes between this daemon and its peers.', [
    'direction',
    'kind',
    'machine',
    'type',
  ]),
  orbweaver_interceptor_envelopes_total: counter(
    'Envelopes that came to the interceptors of a kind, by whether they went on at once.',
    ['interceptor', 'outcome'],
  ),
  orbweaver_interceptors_held: gauge('Envelopes that interceptors keep back.'),
  orbweaver_interceptors_version: gauge('Changes of the chain of interceptors since the start, from 1.'),
  orbweaver_rate_limited_total: counter('Requests refused and messages dropped by rate limits.', ['kind']),
  orbweaver_faults_total: counter('Faults injected on purpose, by what was done.', ['fault']),
  orbweaver_audit_records_total: counter('Audit records, by whether the rate let them be written.', ['outcome']),
  orbweaver_envelope_bytes_total: counter(
    'Bytes of envelopes on control and data streams, before framing and encryption.',
    ['direction', 'stream'],
  ),
  orbweaver_transport_events_total: counter('What the transport had to do or to refuse, by kind.', ['event']),
  orbweaver_transport_entries: gauge('Entries of the bounded tables of the transport.', ['table']),
  orbweaver_lookups_total: counter('Look-ups asked of this daemon, by how they ended.', ['mode', 'outcome']),
  orbweaver_lookup_duration_seconds: histogram('Time of successful look-ups inside the daemon.', SECONDS, ['mode']),
  orbweaver_lookup_hops: histogram('Remote peers that handled a look-up.', HOPS, ['mode']),
  orbweaver_ring_member: gauge('1 when this daemon is in the ring (alone counts), else 0.'),
  orbweaver_ring_positions: gauge(
    'Positions of this daemon: joining, in the ring but owning nothing yet (appendage), and on the ring.',
    ['state'],
  ),
  orbweaver_ring_successors: gauge(
    'Other daemons in the successor list; of several positions the one with the fewest.',
  ),
  orbweaver_ring_invariants_broken: gauge(
    'Own positions that break an invariant of the ring now; 0 unless its maintenance has a fault.',
    ['invariant'],
  ),
  orbweaver_lookup_hop_timeouts_total: counter('Hops of look-ups that gave no first word in time.'),
  orbweaver_lookup_hedges_total: counter(
    'Second hops asked beside a late one: sent, those that brought the answer, and those forgone as the budget was used up.',
    ['outcome'],
  ),
  orbweaver_lookup_verify_questions_total: counter('Questions that verified look-ups have asked.'),
  orbweaver_lookup_disagreements_total: counter(
    'Nodes that named another owner than the one that a verified look-up has proved: liars, or who had not heard of a change yet.',
  ),
  orbweaver_lookup_learned_hops_total: counter(
    'Hops straight to whom answers had shown as owner, and how many were not the owner any more.',
    ['outcome'],
  ),
  orbweaver_lamport_time: gauge('Lamport time.'),
  orbweaver_lamport_capped_total: counter('Received times that were too far ahead to be followed.'),
  orbweaver_epoch: gauge('Start counter of this daemon.'),
  orbweaver_connections: gauge('Open connections to peers.'),
  orbweaver_asks_open: gauge('Requests to peers that wait for an answer.'),
  orbweaver_replies_owed: gauge('Requests of peers that wait for our answer.'),
  orbweaver_effects_held: gauge('Effects that wait for the disk.'),
  orbweaver_peers_dead: gauge('Peers that the failure detector holds for dead.'),
  orbweaver_commands_open: gauge('Commands of users and siblings under way.'),
  orbweaver_provider_leases: gauge('Leases kept here: who has which swarm.'),
  orbweaver_tallies: gauge('Tallies: kept (counted here, on disk), moving (on their way to a new keeper).', ['state']),
  orbweaver_agreement_groups: gauge(
    'Groups of consistent registers of which this daemon is a member: serving; incomplete (some members have not taken over yet); sealed (giving way to the next group).',
    ['state'],
  ),
  orbweaver_agreement_groups_without_quorum: gauge(
    'Those of which no majority is known to be alive: what they keep cannot be read or changed.',
  ),
  orbweaver_agreement_registers: gauge(
    'Consistent registers kept here, those included that are removed but not forgotten.',
  ),
  orbweaver_names_renewed: gauge('Names whose leases this daemon renews.'),
  orbweaver_names_lost_total: counter('Names that were renewed here until somebody else had them.'),
  orbweaver_records: gauge('Records kept here, tombstones and markers included.'),
  orbweaver_records_bytes: gauge('Bytes of records kept here, as quotas count them.'),
  orbweaver_records_arcs: gauge(
    'Arcs of the ring: known here; owned; unsettled (owned, not known to be whole); under_target (owned, fewer replicas than wanted); leaving (to be handed over).',
    ['state'],
  ),
  orbweaver_records_hints: gauge('Records kept here for daemons that could not be reached.'),
  orbweaver_records_watches: gauge('Leases of those who watch records here.'),
  orbweaver_records_staged_bytes: gauge('Bytes of values on their way in, in memory.'),
  orbweaver_records_open: gauge('Operations on records under way, by what they are.', ['operation']),
  orbweaver_records_moved_total: counter('Records copied between replicas to mend or move ranges.', ['direction']),
  orbweaver_records_hints_total: counter('Hints left with others, and given back to whom they belong.', ['outcome']),
  orbweaver_records_repaired_total: counter('Replicas that a read found behind and mended.'),
  orbweaver_records_corrupt_total: counter('Damaged rows found on disk: taken for absent, and fetched from replicas.'),
  orbweaver_records_expired_total: counter('Records swept from disk after their end.'),
  orbweaver_can_member: gauge('1 when this daemon holds a zone of the space and is sure of it, else 0.', ['space']),
  orbweaver_can_zones: gauge(
    'Zones of the space that this daemon holds; more than one only until they are reassigned.',
    ['space'],
  ),
  orbweaver_can_volume: gauge('Volume of these zones; the whole space is 1.', ['space']),
  orbweaver_can_neighbours: gauge('Daemons with zones beside them.', ['space']),
  orbweaver_can_items: gauge('Items of the CAN kept here, copies and remembered removals included.'),
  orbweaver_can_items_bytes: gauge('Bytes of their keys and values.'),
  orbweaver_can_open: gauge(
    'What is under way: halves granted to newcomers, zones whose items are being collected, zones of dead neighbours that may be taken over, commands on items, queries.',
    ['operation'],
  ),
  orbweaver_can_zone_changes_total: counter(
    'Zones that came to this daemon (founded, joined, received, taken, reclaimed, merged) and that left it (split, given, lost).',
    ['change'],
  ),
  orbweaver_can_invariants_broken: gauge(
    'Zones and neighbours known here that break an invariant of the tiling now; above 0 for moments after zones have changed hands, and for longer only when the maintenance has a fault.',
    ['invariant'],
  ),
  orbweaver_can_operations_total: counter('Operations on the CAN asked of this daemon, by how they ended.', [
    'operation',
    'outcome',
  ]),
  orbweaver_can_operation_duration_seconds: histogram('Time of those that succeeded, inside the daemon.', SECONDS, [
    'operation',
  ]),
  orbweaver_coordinate_error: gauge(
    'Mean relative error of what the network coordinate foretells, as this daemon has it: 1 before anything was measured.',
  ),
  orbweaver_coordinate_samples_total: counter('Round trips that the coordinate was made of.'),
  orbweaver_coordinate_age_seconds: gauge('Since the last of them; 0 before the first.'),
  orbweaver_attributes_age_seconds: gauge('Since this daemon told others what it is like; 0 before the first time.'),
  orbweaver_finds_open: gauge('Finds of nodes by their attributes that are under way.'),
  orbweaver_swarms: gauge('Swarms of this daemon.', ['state']),
  orbweaver_swarm_sessions: gauge('Open sessions with peers of swarms.'),
  orbweaver_swarm_bytes_total: counter('Bytes of content, verified when received.', ['direction']),
  orbweaver_swarm_corrupt_total: counter('Blocks or pieces that failed verification.'),
  orbweaver_admin_requests_total: counter('Requests to the admin API.', ['route', 'status']),
  orbweaver_admin_request_duration_seconds: histogram('Time to answer a request to the admin API.', SECONDS, ['route']),
  orbweaver_admin_refused_total: counter(
    'Requests that a guard of the admin API refused; http: those that are no request at all.',
    ['guard'],
  ),
  orbweaver_admin_requests_open: gauge('Requests to the admin API under way.'),
  orbweaver_admin_connections: gauge('Open connections to the admin API.'),
  orbweaver_admin_connections_dropped_total: counter('Connections to the admin API that were one too many.'),
  orbweaver_admin_lockouts_total: counter('Times that an address was locked out for wrong tokens.'),
  orbweaver_admin_locked_addresses: gauge('Addresses that are locked out at present.'),
  orbweaver_admin_audit_entries_total: counter('Entries of the audit log, by what became of them.', ['outcome']),
} as const satisfies Record<string, MetricSpec>

export type MetricName = keyof typeof METRICS
export type NamesOf<Type extends MetricSpec['type']> = {
  [Name in MetricName]: (typeof METRICS)[Name]['type'] extends Type ? Name : never
}[MetricName]
/** Values of a metric's labels. */
export type LabelsOf<Name extends MetricName> = Readonly<Record<(typeof METRICS)[Name]['labels'][number], string>>
