import { z } from 'zod'
import { FIND_SORTS, MAX_EXPRESSION_CHARS, MAX_FOUND_NODES } from './bounds.ts'
import { bytes, count, flag, ms, node, rate, timeoutMs, whole } from './fields.ts'

export const DEFAULT_FOUND_NODES = 20

const figures = {
  freeBytes: bytes.describe("bytes that the disk of the daemon's data folder has free"),
  uploadRate: rate.describe('bytes per second that it can send'),
  uptimeMs: ms.describe('since it started'),
  load: z.number().min(0).describe('of the last minute, per processor'),
}
const coordinate = z.strictObject({
  place: z.array(z.number()).describe('milliseconds'),
  height: ms,
  error: z.number().min(0).max(1).describe('mean relative error of its predictions'),
})
const found = node.extend({
  ...figures,
  coordinate,
  rttMs: ms.describe('the round trip from this daemon that the coordinates foretell; 0: it is this one'),
  ageMs: ms.describe(
    'how long ago it told its figures: freeBytes, uploadRate, load and coordinate are of then, uptimeMs has been carried on',
  ),
})

export const FIND_SCHEMAS = {
  find: {
    query: z.strictObject({
      expr: z
        .string()
        .min(1)
        .max(MAX_EXPRESSION_CHARS)
        .describe('conditions side by side that all must hold, such as `freeBytes>10GB uptime>1h`'),
      sort: z.enum(FIND_SORTS).optional().describe('best first: the least load and rtt, the most of the others'),
      reverse: flag.optional().describe('worst first'),
      limit: whole(1, MAX_FOUND_NODES)
        .optional()
        .describe(`how many, 1 to ${MAX_FOUND_NODES}; ${DEFAULT_FOUND_NODES} when not given`),
      timeoutMs: timeoutMs.optional(),
    }),
    response: z.strictObject({
      nodes: z.array(found),
      matched: count.describe('daemons that match, those left out included; with hasMore at least so many'),
      hasMore: z.boolean().describe('not all of the space was looked at: there was enough, or too much'),
      missingParts: count.describe('parts of the space that nobody answered for'),
      asked: count.describe('daemons that answered'),
    }),
  },
  attributes: {
    response: z.strictObject({
      ...figures,
      coordinate,
      samples: count.describe('round trips that the coordinate was made of'),
      neighbours: count.describe('daemons whose last round trips draw it'),
      sampledAgoMs: ms.optional().describe('since the last of them; absent: there was none'),
      publishedAgoMs: ms.optional().describe('since this daemon told others; absent: it has not'),
    }),
  },
} as const
