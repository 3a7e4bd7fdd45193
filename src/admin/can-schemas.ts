import { z } from 'zod'
import { MAX_DIMENSIONS } from '../base/index.ts'
import { MAX_LEASE_MS } from '../config/index.ts'
import { MAX_CAN_ITEMS, MAX_ITEM_KEY_BYTES } from './bounds.ts'
import { bytes, count, flag, instant, ms, multiaddr, node, peerId, timeoutMs, whole } from './fields.ts'
import { durationUpTo } from './record-schemas.ts'

export const DEFAULT_CAN_ITEMS = 100
/** Indices of spaces: realities 0 to 7, attributes 16. */
const MAX_SPACE = 16
/** Of a point: 16 numbers of 24 digits with commas; a box has two. */
const MAX_POINT_CHARS = 400
/** With the sign, so that what is negative is told the range. */
const NUMBER = /^-?(?:\d{1,40}(?:\.\d{0,40})?|\.\d{1,40})(?:[eE][-+]?\d{1,3})?$/
const NUMBERS_WORDS = `must be 1 to ${MAX_DIMENSIONS} numbers with commas between, each at least 0 and below 1`

const numbers = (text: string): number[] | undefined => {
  const parts = text.split(',')
  const fit = parts.length <= MAX_DIMENSIONS && parts.every((part) => NUMBER.test(part))
  return fit ? parts.map(Number) : undefined
}

const point = z
  .string()
  .max(MAX_POINT_CHARS)
  .transform((text, context) => {
    const found = numbers(text)
    const words = found === undefined ? NUMBERS_WORDS : 'each coordinate must be at least 0 and below 1'
    if (found?.every((x) => x >= 0 && x < 1) === true) return found
    context.addIssue({ code: 'custom', message: words })
    return z.NEVER
  })

const box = z
  .string()
  .max(2 * MAX_POINT_CHARS)
  .transform((text, context) => {
    const [low, high, ...others] = text.split(':').map(numbers)
    if (low === undefined || high === undefined || others.length > 0 || low.length !== high.length)
      context.addIssue({ code: 'custom', message: 'must be two corners of as many numbers, such as 0,0.5:0.25,1' })
    else if (!low.every((x, i) => x >= 0 && x < (high[i] ?? 0) && (high[i] ?? 2) <= 1))
      context.addIssue({
        code: 'custom',
        message:
          'each lower bound must be at least 0 and below its upper bound, which is at most 1: a box does not wrap',
      })
    else return { low, high }
    return z.NEVER
  })

const coordinates = z.array(z.number().min(0).max(1))
const zone = z.strictObject({
  path: z.string().describe('its halvings in turn, dimension by dimension: 0 the lower half, 1 the upper'),
  low: coordinates,
  high: coordinates,
})
const claimed = zone.extend({ epoch: count.describe('grows with each change of hands') })
const pointAnswer = coordinates.describe('one coordinate for each dimension, at least 0 and below 1')
const version = z.string().min(1).describe('of two the one with the higher number before the dash is later')
const space = whole(0, MAX_SPACE).describe(
  'which space: 0 when not given; other realities from 1 on, 16 that of attributes',
)
const key = z.string().describe(`the key, 1 to ${MAX_ITEM_KEY_BYTES} bytes of UTF-8`)
const key64 = z.string().describe('the key in base64url')
const named = {
  key: z.string().optional().describe('absent when it is not UTF-8'),
  key64: z.string().optional().describe('base64url of a key that is not UTF-8'),
}
const itemQuery = {
  key: key.optional(),
  key64: key64.optional(),
  point: point.optional().describe('where it lies, such as 0.2,0.7; at the point of its key when not given'),
  timeoutMs: timeoutMs.optional(),
}
const item = z.strictObject({
  ...named,
  point: pointAnswer,
  value: z.string().optional().describe('absent when it is not UTF-8'),
  value64: z.string().optional().describe('base64 of a value that is not UTF-8'),
  sizeBytes: bytes,
  version,
  writer: peerId.describe('the daemon that put it'),
  expiresAt: instant.describe('when its lease ends'),
})
const limit = whole(1, MAX_CAN_ITEMS).describe(`how many, 1 to ${MAX_CAN_ITEMS}; ${DEFAULT_CAN_ITEMS} when not given`)
const place = z
  .string()
  .regex(/^[01]{64}\/(?:[0-9a-f]{2}){1,256}$/, 'must be what an answer said as `next`')
  .describe('what the answer before said as `next`; only with a box or a point')
const missing = z
  .array(zone)
  .describe('parts of what was asked for that nobody answered for in time, 64 at most: empty when it is complete')

/** Of the daemon in one space, as the status tells it. */
export const canStatus = z.strictObject({
  enabled: z.boolean(),
  state: z
    .enum(['off', 'joining', 'resuming', 'member'])
    .describe(
      'joining: holds no zone yet; resuming: what it held before a restart may be others’ by now; the daemon is ready all the same',
    ),
  zones: count,
  neighbours: count,
  items: count.describe('kept here, copies and remembered removals included'),
  bytes: bytes.describe('of these, keys and values'),
  maxBytes: bytes.describe('what all writers together may have stored here'),
})

/** Schemas of the routes of CAN. */
export const CAN_SCHEMAS = {
  can: {
    query: z.strictObject({ space: space.optional() }),
    response: z.strictObject({
      space: count,
      spaces: z.array(count).describe('all that this daemon has'),
      dimensions: count,
      state: canStatus.shape.state.exclude(['off']),
      peerId,
      volume: z.number().min(0).describe('of all its zones; the whole space is 1'),
      zones: z.array(
        claimed.extend({
          givenTo: peerId.optional().describe('is being given to that peer, and held until it has it'),
        }),
      ),
      granted: z.array(zone.extend({ to: peerId })).describe('halves on their way to newcomers'),
      mates: z.array(peerId).describe('who shares its zones, when can.overload is above 1'),
      mateOf: peerId.optional().describe('it holds no zone of its own, and shares those of that peer'),
      neighbours: z.array(
        z.strictObject({
          peerId,
          addresses: z.array(multiaddr),
          volume: z.number().min(0),
          zones: z.array(claimed),
        }),
      ),
      mismatch: z
        .strictObject({ peerId, dimensions: count.describe('0: it has no such space') })
        .optional()
        .describe('a peer that counts other dimensions: one of the two is configured wrong'),
      items: count.describe('kept here in all spaces, copies and remembered removals included'),
      bytes,
      maxBytes: bytes,
    }),
  },
  canLocate: {
    query: z.strictObject({
      key: z.string().optional().describe('the key, at most 1024 bytes of UTF-8, or none'),
      key64: key64.optional(),
      point: point.optional().describe('instead of a key, such as 0.2,0.7'),
      space: space.optional(),
      trace: flag.optional(),
      timeoutMs: timeoutMs.optional(),
    }),
    response: z.strictObject({
      ...named,
      point: pointAnswer,
      owner: node,
      zone: claimed.describe("the owner's zone in which the point lies"),
      hops: count.describe('remote peers that handled the request; 0 when this daemon is responsible itself'),
      durationMs: ms.describe('inside the daemon'),
      path: z.array(node).optional().describe('with trace=1: who handled it, in order, the owner last'),
    }),
  },
  canItems: {
    query: z.strictObject({
      ...itemQuery,
      point: point.optional().describe('all items at exactly this point; with a key the one of that name'),
      box: box
        .optional()
        .describe('all items in the box, as low corner:high corner, such as 0,0.5:0.25,1; upper bounds are outside'),
      near: point.optional().describe('the items nearest to this point, on the torus, nearest first'),
      limit: limit.optional(),
      after: place.optional(),
    }),
    response: z.strictObject({
      items: z.array(item).describe('of a box in the order of the partition tree (z-order)'),
      next: z.string().nullable().describe('what to pass as `after` for the next ones; null: these were all'),
      missing,
      asked: count.describe('daemons that answered'),
    }),
  },
  putCanItem: {
    query: z.strictObject({
      ...itemQuery,
      lease: durationUpTo(MAX_LEASE_MS)
        .optional()
        .describe('how long it lives, such as 90s, 1h or 7d, which is the longest; can.leaseMs when not given'),
    }),
    body: z.instanceof(Uint8Array),
    response: z.strictObject({
      ...named,
      point: pointAnswer,
      owner: node,
      version,
      copies: count.describe('daemons that had it on disk when this was answered'),
      expiresAt: instant,
    }),
  },
  removeCanItem: {
    query: z.strictObject(itemQuery),
    response: z.strictObject({ ...named, point: pointAnswer, owner: node }),
  },
  canMap: {
    query: z.strictObject({ space: space.optional(), timeoutMs: timeoutMs.optional() }),
    response: z.strictObject({
      space: count,
      dimensions: count,
      peerId: peerId.describe('this daemon'),
      zones: z
        .array(
          zone.extend({
            peerId: peerId.describe('its holder'),
            items: count.optional().describe('that its holder keeps of it; absent: it has not counted'),
          }),
        )
        .describe('by path; 4,096 at most'),
      missing,
    }),
  },
  canMapSvg: {
    query: z.strictObject({ space: space.optional(), timeoutMs: timeoutMs.optional() }),
    response: z.string(),
  },
} as const
