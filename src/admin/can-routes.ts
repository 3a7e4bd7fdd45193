import { MAX_ITEM_VALUE_BYTES } from './bounds.ts'
import { changes, guarded } from './route-rows.ts'
import type { RouteSpec } from './route-spec.ts'

const CAN_CODES = ['NOT_JOINED', 'LOOKUP_TIMEOUT', 'UNREACHABLE', 'TIMEOUT', 'STORAGE_FULL', 'IO', 'NOT_FOUND'] as const

/** The rows of CAN. */
export const CAN_ROUTES = {
  can: {
    ...guarded,
    path: '/v1/can',
    tag: 'can',
    codes: ['NOT_JOINED', 'NOT_FOUND'],
    summary: 'What this daemon holds of the space, who is around it, and how many items it keeps.',
  },
  canLocate: {
    ...guarded,
    path: '/v1/can/locate',
    tag: 'can',
    codes: CAN_CODES,
    summary: 'The daemon that holds the point of a key, or a point.',
  },
  canItems: {
    ...guarded,
    path: '/v1/can/items',
    tag: 'can',
    codes: CAN_CODES,
    summary:
      'One item by its key (and point), all items at a point, all in a box, or the nearest to a point. Answers when all is covered, or else says in time what is missing.',
  },
  putCanItem: {
    ...changes,
    method: 'PUT',
    path: '/v1/can/items',
    takes: { maxBytes: MAX_ITEM_VALUE_BYTES },
    bulk: true,
    tag: 'can',
    codes: [...CAN_CODES, 'UNKNOWN_OUTCOME'],
    summary:
      'Put an item at a point, or at the point of its key: at most 8 KiB, for a lease of at most a week. Answers when its owner has it on disk and, if there is another daemon, a neighbour too. TIMEOUT and UNKNOWN_OUTCOME leave open whether it was done.',
  },
  removeCanItem: {
    ...changes,
    method: 'DELETE',
    path: '/v1/can/items',
    bulk: true,
    tag: 'can',
    codes: [...CAN_CODES, 'UNKNOWN_OUTCOME'],
    summary: 'Remove an item before its lease ends.',
  },
  canMap: {
    ...guarded,
    path: '/v1/can/map',
    tag: 'can',
    codes: CAN_CODES,
    summary: 'All zones of the space with their holders and how many items they have; asks every one of them.',
  },
  canMapSvg: {
    ...guarded,
    content: 'svg',
    path: '/v1/can/map.svg',
    tag: 'can',
    codes: CAN_CODES,
    summary: 'The same as a picture (SVG).',
  },
} as const satisfies Record<string, RouteSpec>
