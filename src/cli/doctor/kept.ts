import type { ResponseOf } from '../../admin/client.ts'
import { counted } from '../../base/index.ts'
import { percent, size } from '../format.ts'
import { bad, ok, warn, type Check, type Finding } from './check.ts'

/** Parts of a cap from which on it is time to do something, and from which on the next write may be refused. */
const NEAR = 0.8
const AT = 0.98

/** What the status and the ring tell of what is kept. */
export interface Kept {
  readonly status: Pick<ResponseOf<'status'>, 'records' | 'agreement' | 'names' | 'can'>
  readonly ring: ResponseOf<'ring'>
}

/** What the daemon keeps for the network: is there room, are there copies enough, can it be had? */
export const kept: Check = async ({ running }) => {
  if (running === undefined) return []
  const [status, ring] = await Promise.all([running.client.call('status', {}), running.client.call('ring', {})])
  return findingsOf({ status, ring })
}

export function findingsOf({ status, ring }: Kept): Finding[] {
  const { records, agreement, names, can } = status
  return [
    room('records', `${records.count} kept here`, records, 'records.maxBytes'),
    copies(records, ring),
    ranges(records),
    room('registers', `${agreement.registers} names and consistent records kept here`, agreement, 'agreement.maxBytes'),
    groups(agreement),
    ...space(can),
    names.lost === 0
      ? ok('names', `${names.leased} leased by this daemon`)
      : warn(
          'names',
          `${names.lost} that this daemon had leased belong to others now`,
          'it was away for longer than the lease: `orbweaver name get` says whose they are',
        ),
  ]
}

function room(name: string, what: string, of: { readonly bytes: number; readonly maxBytes: number }, option: string) {
  const { bytes, maxBytes } = of
  const detail = `${what}: ${size(bytes)}, ${percent(bytes, maxBytes)} of ${option}`
  const hint = `raise ${option}, start more daemons, or let less be kept: shorter times to live, smaller quotas`
  if (bytes < maxBytes * NEAR) return ok(name, detail)
  return bytes < maxBytes * AT ? warn(name, detail, hint) : bad(name, `${detail}: writes are refused`, hint)
}

function copies({ replicas }: Kept['status']['records'], { positions }: Kept['ring']): Finding {
  const others = new Set(positions.flatMap(({ successors }) => successors.map(({ peerId }) => peerId)))
  const daemons = others.size + 1
  if (daemons >= replicas) return ok('replicas', `${replicas} of each record: there are daemons enough`)
  const detail = `only ${daemons} of the ${replicas} daemons that records.replicas wants for each record`
  return warn('replicas', detail, 'what they lose is lost: start more daemons, each on a machine of its own')
}

function ranges({ ranges: of, hints }: Kept['status']['records']): Finding {
  const parts = [
    ...(of.underReplicated === 0 ? [] : [`${of.underReplicated} of ${of.owned} ranges lack copies`]),
    ...(of.repairing === 0 ? [] : [`${of.repairing} of ${of.owned} ranges are being repaired`]),
    ...(of.leaving === 0 ? [] : [`${of.leaving} wait to be handed over`]),
    ...(hints === 0 ? [] : [`${hints} records wait for daemons that could not be reached`]),
  ]
  if (parts.length === 0) return ok('copies', `${of.owned} ${of.owned === 1 ? 'range' : 'ranges'} owned, all complete`)
  const hint = 'right for a minute after daemons came or went; if it lasts, one is down, cut off, or has no room'
  return warn('copies', parts.join(', '), hint)
}

function groups({ groups: count, withoutQuorum, changing }: Kept['status']['agreement']): Finding {
  if (withoutQuorum > 0) {
    const hint = 'bring back the daemons that are down: without a majority nobody may decide in their place'
    return bad('agreement', `${withoutQuorum} of ${count} groups have no majority: their names cannot be had`, hint)
  }
  return ok('agreement', `member of ${count} groups${changing === 0 ? '' : `, ${changing} of them changing`}`)
}

function space(can: Kept['status']['can']): Finding[] {
  if (!can.enabled) return [ok('space', 'takes no part in CAN')]
  const neighbours = counted(can.neighbours, 'neighbour')
  const items = room(
    'items',
    `${counted(can.items, 'item')} of the CAN kept here, copies included`,
    can,
    'can.maxBytes',
  )
  if (can.state === 'member' && can.zones === 0)
    return [ok('space', `shares the zone of another daemon in the CAN, ${neighbours}`), items]
  if (can.state === 'member')
    return [ok('space', `${counted(can.zones, 'zone')} of the CAN held, ${neighbours}`), items]
  const hint =
    'right for seconds after a start; if it lasts, can.dimensions may differ from that of the others: `orbweaver can` says whose'
  return [warn('space', `${can.state}: holds no zone of the CAN that it is sure of`, hint), items]
}
