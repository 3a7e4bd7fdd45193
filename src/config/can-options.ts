import { MAX_DIMENSIONS } from '../base/index.ts'
import { CAN_DEFAULTS, MAX_OVERLOAD, MAX_REALITIES } from '../protocols/can/params.ts'
import { integer, toggle } from './option.ts'

const GIB = 1_073_741_824
const HOUR_MS = 3_600_000
/** The longest lease of the protocol: soft state is renewed, or goes. */
export const MAX_LEASE_MS = 7 * 24 * HOUR_MS

/** The section `can` of the table of options: what there is a reason to set. */
export const CAN_OPTIONS = {
  enabled: toggle({
    default: true,
    doc: 'Does this daemon take part in the CAN, the space that is divided among the daemons? Off: it holds no zone, and the routes and verbs of CAN and of attributes answer with NOT_JOINED. At rest it costs about one small message in two seconds.',
    reloadable: false,
  }),
  dimensions: integer({
    default: CAN_DEFAULTS.dimensions,
    min: 1,
    max: MAX_DIMENSIONS,
    unit: 'dimensions',
    doc: 'Dimensions of the space of items. More make ways shorter, (d/4) n^(1/d) hops, and give each daemon more neighbours, some 2 d. Must be the same on all daemons of a network: one that counts others holds no zone.',
    reloadable: false,
  }),
  realities: integer({
    default: CAN_DEFAULTS.realities,
    min: 1,
    max: MAX_REALITIES,
    unit: 'realities',
    doc: 'Independent spaces that keep every item, each divided in its own way, so that each item has so many owners besides their copies, and ways to it are shorter; each costs the upkeep of a space. Must be the same on all daemons of a network.',
    reloadable: false,
  }),
  overload: integer({
    default: CAN_DEFAULTS.overload,
    min: 1,
    max: MAX_OVERLOAD,
    unit: 'daemons',
    doc: 'How many daemons share one zone of this daemon: one holds it, the others, its mates, have all its items, forward to its neighbours, and take it over when it dies. Zones are the fewer and larger, ways the shorter, and each daemon has so many more to choose the nearest of; each item is kept by all of them.',
    reloadable: false,
  }),
  replicas: integer({
    default: CAN_DEFAULTS.replicas,
    min: 1,
    max: 8,
    unit: 'daemons',
    doc: 'How many daemons keep an item, its owner included: the neighbours that hold least, since they are the likely heirs. An item is acknowledged when two have it on disk.',
    reloadable: true,
  }),
  leaseMs: integer({
    default: 24 * HOUR_MS,
    min: 1_000,
    max: MAX_LEASE_MS,
    unit: 'ms',
    doc: 'How long an item put through this daemon lives when its writer does not say. What nobody puts again ends.',
    reloadable: true,
  }),
  takeoverMs: integer({
    default: CAN_DEFAULTS.takeoverMs,
    min: 100,
    max: 60_000,
    unit: 'ms',
    doc: 'How long the holder of a zone as large as that of a dead neighbour waits before it takes that over; others in proportion to their zones. Shorter makes more of them claim it at once, and a pause of a busy daemon an absence.',
    reloadable: true,
  }),
  silentMs: integer({
    default: CAN_DEFAULTS.silentMs,
    min: 2_000,
    max: 3_600_000,
    unit: 'ms',
    doc: 'A neighbour in the space that is not heard for so long is taken for dead, even when its connection stands. Well above four seconds, in which each is heard once at rest.',
    reloadable: true,
  }),
  syncMs: integer({
    default: CAN_DEFAULTS.syncMs,
    min: 1_000,
    max: 24 * HOUR_MS,
    unit: 'ms',
    doc: 'How often what an owner has of a zone is compared with its copies. Each comparison costs a message per copy when they agree. Longer leaves a copy that missed an item behind for longer.',
    reloadable: true,
  }),
  maxBytes: integer({
    default: CAN_DEFAULTS.maxBytes,
    min: 0,
    max: 1_024 * GIB,
    unit: 'bytes',
    doc: 'What all writers together may have stored here in items, copies included. More is refused with STORAGE_FULL, whatever room the disk has.',
    reloadable: true,
  }),
  quotaItems: integer({
    default: CAN_DEFAULTS.quotaItems,
    min: 0,
    max: 1_000_000_000,
    unit: 'items',
    doc: 'Items of one daemon, as writer, that this one takes as their owner. More are refused with STORAGE_FULL; what is stored already stays.',
    reloadable: true,
  }),
} as const
