import type { ResponseOf } from '../admin/client.ts'
import { volumeOf, type ZonePath } from '../base/index.ts'

/* Zones of the CAN in words. */

type ZoneAnswer = ResponseOf<'canMap'>['missing'][number]

/** `25 %`: of the space, whose volume is 1. */
export const share = (volume: number): string => `${Number((100 * volume).toPrecision(3))} %`

export const pathText = (path: string): string => (path === '' ? '(all)' : path)

export const zoneText = ({ path, low, high }: ZoneAnswer): string =>
  `${pathText(path)}  ${low.map((from, i) => `[${from}, ${high[i] ?? 1})`).join(' × ')}`

/** The daemon answers with paths alone. */
export const volumeOfAll = (zones: readonly ZoneAnswer[]): number =>
  zones.reduce((sum, { path }) => sum + volumeOf(path as ZonePath), 0)
