import type { ResponseOf } from '../../admin/client.ts'
import { duration } from '../format.ts'
import { bad, ok, warn, type Finding } from './check.ts'

/** The daemon trusts its calendar this far: leases and expiry times go by it. */
const FAR_MS = 1_000

type Peers = Pick<ResponseOf<'peers'>['peers'][number], 'peerId' | 'clockOffsetMs'>[]

/** Are the calendars of the daemons together? One that differs from most of the others is the one that is off. */
export function clocksOf(peers: Peers): Finding[] {
  const told = peers.flatMap(({ peerId, clockOffsetMs }) => (clockOffsetMs === null ? [] : [{ peerId, clockOffsetMs }]))
  if (told.length === 0) return []
  const far = told.filter(({ clockOffsetMs }) => Math.abs(clockOffsetMs) > FAR_MS)
  const [widest] = far.toSorted((a, b) => Math.abs(b.clockOffsetMs) - Math.abs(a.clockOffsetMs))
  if (widest === undefined) return [ok('clocks', `of ${told.length} peers, all within ${duration(FAR_MS)} of this one`)]
  const { peerId, clockOffsetMs } = widest
  const side = clockOffsetMs > 0 ? 'ahead' : 'behind'
  const widestWords = `${peerId} by ${duration(Math.abs(clockOffsetMs))} ${side}`
  const detail = `${far.length} of ${told.length} peers were more than ${duration(FAR_MS)} off when they connected: ${widestWords}`
  // With one other it cannot be told which of the two is wrong.
  if (far.length * 2 <= told.length) return [warn('clocks', detail, 'set the clocks there; NTP keeps them right')]
  return [
    bad(
      'clocks',
      detail,
      'set the clock of this machine, if not theirs: records and leases end by it; NTP keeps it right',
    ),
  ]
}
