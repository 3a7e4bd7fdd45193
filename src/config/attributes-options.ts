import { ATTRIBUTES_DEFAULTS } from '../protocols/attributes/params.ts'
import { integer, toggle } from './option.ts'

/** The section `attributes` of the table of options. */
export const ATTRIBUTES_OPTIONS = {
  publish: toggle({
    default: ATTRIBUTES_DEFAULTS.publish,
    doc: 'Does this daemon tell others what it is like (free disk, upload rate, uptime, load, where it is in the network), so that `orbweaver find` finds it? Off: what it told ends with its lease, three intervals; it can still find others. Needs can.enabled.',
    reloadable: true,
  }),
  intervalMs: integer({
    default: ATTRIBUTES_DEFAULTS.intervalMs,
    min: 1_000,
    max: 3_600_000,
    unit: 'ms',
    doc: 'How often it tells; after a quarter of it already when something has doubled or halved. What was told holds for three intervals: so long is a daemon found that has crashed.',
    reloadable: true,
  }),
  sampleMs: integer({
    default: ATTRIBUTES_DEFAULTS.sampleMs,
    min: 1_000,
    max: 3_600_000,
    unit: 'ms',
    doc: 'How often the way to some other daemon is measured, one small question each, for the network coordinate; every second for the first 48.',
    reloadable: true,
  }),
  uploadRate: integer({
    default: 0,
    min: 0,
    max: 1_000_000_000_000,
    unit: 'bytes/s',
    doc: 'What this daemon says that it can send, bytes per second. 0: the most that it has been seen to send to peers of swarms in ten seconds, half as much after each hour.',
    reloadable: true,
  }),
} as const
