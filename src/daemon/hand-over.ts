import type { Logger } from '../observe/index.ts'
import type { Pump } from '../runtime/index.ts'
import type { SwarmService } from './swarms/index.ts'

export interface HandOverInit {
  readonly pump: Pick<Pump, 'command'>
  readonly swarms: Pick<SwarmService, 'leave'>
  readonly logger: Logger
  /** Does this daemon hold zones of the CAN? */
  readonly hasZones: boolean
}

/** Parts of the time that is left which handing over tallies, records, the groups of agreement and zones may take. */
const TALLIES_SHARE = 0.3
const RECORDS_SHARE = 0.6
const GROUPS_SHARE = 0.7
const ZONES_SHARE = 0.7
const WITHDRAW_SHARE = 0.2

/**
 * Leaves the network in good order, the reverse of coming in: nobody is sent here for content any more, then what is kept
 * for others goes to who is responsible next, then the neighbours close the ring. Each part goes on when the one before
 * could not be done. Never rejects. @returns what was not done, in words; undefined: all was
 */
export async function handOver(
  init: HandOverInit,
  deadlineMs: number,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { pump, logger } = init
  const begun = performance.now()
  const options = (share = 1): { deadlineMs: number; signal: AbortSignal } => ({
    deadlineMs: Math.max(1, (deadlineMs - (performance.now() - begun)) * share),
    signal,
  })
  const swarms = await init.swarms.leave()
  const leases = await pump.command('providers', { name: 'handOver', args: {} }, options())
  // Whoever comes next may be slow to take them: enough time must be left to close the ring.
  const tallies = await pump.command('tally', { name: 'handOver', args: {} }, options(TALLIES_SHARE))
  const records = await pump.command('records', { name: 'handOver', args: {} }, options(RECORDS_SHARE))
  const groups = await pump.command('agreement', { name: 'handOver', args: {} }, options(GROUPS_SHARE))
  // What it told of itself lies in that space, so first it is taken back; what is left ends with its lease.
  if (init.hasZones) await pump.command('attributes', { name: 'withdraw', args: {} }, options(WITHDRAW_SHARE))
  // Its machine looks for members through the ring: the zones go while this daemon is still in it.
  const zones = init.hasZones
    ? await pump.command('can', { name: 'handOver', args: {} }, options(ZONES_SHARE))
    : ({ ok: true, value: { zones: 0 } } as const)
  const ring = await pump.command('chord', { name: 'leave', args: {} }, options())
  logger.event('daemon.left', {
    ring: ring.ok ? 'ok' : `${ring.code}: ${ring.detail}`,
    swarms,
    leases: leases.ok ? leases.value.leases : 0,
    tallies: tallies.ok
      ? `${tallies.value.given} of ${tallies.value.given + tallies.value.left}`
      : `${tallies.code}: ${tallies.detail}`,
    records: records.ok
      ? `${records.value.given} of ${records.value.given + records.value.left} arcs`
      : `${records.code}: ${records.detail}`,
    groups: groups.ok
      ? `${groups.value.given} of ${groups.value.given + groups.value.left}`
      : `${groups.code}: ${groups.detail}`,
    zones: zones.ok ? String(zones.value.zones) : `${zones.code}: ${zones.detail}`,
    tookMs: Math.round(performance.now() - begun),
  })
  const undone = [
    ...(ring.ok ? [] : [`the ring was not told (${ring.code}: ${ring.detail})`]),
    ...(tallies.ok ? [] : [`tallies were not handed over (${tallies.code}: ${tallies.detail})`]),
    ...(tallies.ok && tallies.value.left > 0 ? [`${tallies.value.left} tallies stay here: nobody took them`] : []),
    ...(records.ok ? [] : [`records were not handed over (${records.code}: ${records.detail})`]),
    ...(records.ok && records.value.left > 0
      ? [`records of ${records.value.left} arcs are not known to be in good hands elsewhere`]
      : []),
    ...(groups.ok ? [] : [`groups of consistent registers were not left (${groups.code}: ${groups.detail})`]),
    ...(groups.ok && groups.value.left > 0
      ? [`${groups.value.left} groups of consistent registers still count on this daemon`]
      : []),
    ...(zones.ok ? [] : [`zones were not handed over (${zones.code}: ${zones.detail})`]),
  ]
  return undone.length > 0 ? undone.join('; ') : undefined
}
