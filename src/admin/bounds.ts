/* What the API takes at most, where its callers have to know it too: without the schemas, which cost them a start. */

/** How long an answer may take, in milliseconds. */
export const MAX_TIMEOUT_MS = 60_000
/** Tallies that one answer may have, at some 300 bytes each. */
export const MAX_TALLIES = 1_000
/** Kept records that one answer may have, at some 400 bytes each. */
export const MAX_KEPT_RECORDS = 1_000
/** Names that one answer may have, at some 1,500 bytes each. */
export const MAX_NAMES = 256
/** Bytes that the key of an item of CAN may have. */
export const MAX_ITEM_KEY_BYTES = 256
/** Bytes that the value of an item may have. */
export const MAX_ITEM_VALUE_BYTES = 8_192
/** Items of CAN that one answer may have, at some 11,000 bytes each when their values are as large as can be. */
export const MAX_CAN_ITEMS = 1_000
/** Characters that the expression of a find may have. */
export const MAX_EXPRESSION_CHARS = 512
/** Daemons that one find may answer with, at some 900 bytes each. */
export const MAX_FOUND_NODES = 1_000
/** What they can be sorted by: attributes, and the round trip that network coordinates foretell. */
export const FIND_SORTS = ['freeBytes', 'uploadRate', 'uptime', 'load', 'rtt'] as const
/** What one add to a tally may add or take away. */
export const MAX_TALLY_ADD = 2 ** 40
