import { MAX_POSITIONS } from '../base/index.ts'
import { integer } from './option.ts'

/** Options of the ring. */
export const CHORD_OPTIONS = {
  positions: integer({
    default: 2,
    min: 1,
    max: MAX_POSITIONS,
    unit: 'positions',
    doc: 'Places on the ring that this daemon takes (virtual nodes): with more, what each daemon is responsible for evens out, and so does what a crash leaves to the others. Daemons may differ: twice the positions, twice the share. Costs maintenance traffic, connections in networks of hundreds of daemons, and a longer start.',
    reloadable: false,
  }),
  successors: integer({
    default: 8,
    min: 2,
    max: 32,
    unit: 'entries',
    doc: 'Length r of the successor list: the ring survives r - 1 neighbours failing at once. Longer lists cost bytes in each stabilisation that changes something.',
    reloadable: false,
  }),
  stabilizeMs: integer({
    default: 1_000,
    min: 50,
    max: 600_000,
    unit: 'ms',
    doc: 'Mean time between two stabilisations where the ring changes, jittered by a fifth. Shorter mends the ring sooner and costs traffic in proportion.',
    reloadable: true,
  }),
  stabilizeMaxMs: integer({
    default: 10_000,
    min: 50,
    max: 600_000,
    unit: 'ms',
    doc: 'Mean time between two stabilisations where nothing has changed for long; no shorter than chord.stabilizeMs. News makes them come sooner. Longer saves idle traffic; a neighbour that fails in silence, without its connection being reset, is then noticed by the transport or by a look-up.',
    reloadable: true,
  }),
  fixFingerMs: integer({
    default: 2_000,
    min: 50,
    max: 600_000,
    unit: 'ms',
    doc: 'Mean time between two refreshes of a distinct finger. Longer keeps stale fingers for longer: look-ups stay right but take more hops.',
    reloadable: true,
  }),
  proximity: integer({
    default: 16,
    min: 0,
    max: 32,
    unit: 'nodes',
    doc: 'Of so many nodes a finger may be, the nearest by round trip is routed by. Below 2 only the exact fingers are. More finds little more, and takes longer.',
    reloadable: true,
  }),
  queryMs: integer({
    default: 1_500,
    min: 50,
    max: 60_000,
    unit: 'ms',
    doc: 'How long a maintenance query may take before it counts as failed. Must be well above the slowest round trip in the network.',
    reloadable: true,
  }),
  firstWordMs: integer({
    default: 400,
    min: 20,
    max: 60_000,
    unit: 'ms',
    doc: 'How long a hop of a look-up may take to say its first word before another way is tried. Shorter passes dead hops sooner; below the round trip it doubles messages.',
    reloadable: true,
  }),
}
