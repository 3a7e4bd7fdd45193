import { z } from 'zod'
import { count, flag, ms, node, peerId, ringId, timeoutMs } from './fields.ts'

const hop = z.strictObject({
  peerId,
  ringId,
  rttMs: ms.describe('from the question to the first word of the answer, as the daemon that asked saw it'),
  outcome: z
    .enum(['owner', 'relayed', 'closer', 'late', 'timeout', 'unreachable', 'refused'])
    .describe('owner: is responsible; relayed: passed it on; closer: named others; late: another answered first'),
  verifying: z
    .strictObject({
      place: count.describe(
        'of the places on the way that groups are asked about, from 1 on; the last is the id itself',
      ),
      asked: z
        .enum(['list', 'nearest'])
        .describe('list: for its successors; nearest: for those nearest to the next place, or whether it is the owner'),
      names: ringId
        .optional()
        .describe('whom its list shows as owner; absent: it does not reach so far, or was not told'),
    })
    .optional()
    .describe('with mode=verified: what it was asked; rounds that prove nothing are repeated'),
})
const measuredNode = node.extend({ rttMs: ms.optional().describe('smoothed round trip; left out: not measured yet') })
const located = {
  id: ringId,
  owner: node,
  predecessor: node.nullable().describe("the owner's, as the owner knows it"),
  hops: count.describe('remote peers that handled the request; 0 when this daemon is responsible itself'),
  durationMs: ms.describe('inside the daemon'),
  path: z
    .array(hop)
    .optional()
    .describe(
      'with trace=1: whom this daemon and those on the way asked, as they tell it, in the order of the answers',
    ),
  verification: z
    .strictObject({
      asked: count.describe('positions that have answered; 0 when this daemon is responsible itself'),
      witnesses: count.describe('of the 16 nearest before the id, those whose lists show this owner'),
      disagreements: z
        .array(z.strictObject({ peerId, ringId, names: node.describe('the owner by its word') }))
        .describe('those who name another owner: liars, or who has not heard of a change yet'),
    })
    .optional()
    .describe('with mode=verified'),
}
const lookupQuery = z.strictObject({
  trace: flag.optional(),
  mode: z
    .enum(['recursive', 'iterative', 'verified'])
    .optional()
    .describe(
      'recursive: through standing connections; iterative: this daemon asks every hop; verified: it asks groups of up to 16 at each hop, and answers only what they bear out',
    ),
  timeoutMs: timeoutMs.optional(),
})

/** Schemas of the routes of the ring. */
export const RING_SCHEMAS = {
  lookup: {
    params: z.strictObject({ key: z.string() }),
    query: lookupQuery,
    response: z.strictObject({
      key: z.string().optional().describe('when it is UTF-8'),
      key64: z.string().optional().describe('else in base64url'),
      ...located,
    }),
  },
  succ: { params: z.strictObject({ id: ringId }), query: lookupQuery, response: z.strictObject(located) },
  ring: {
    response: z.strictObject({
      positions: z.array(
        z.strictObject({
          ringId,
          state: z.enum(['alone', 'joining', 'member']),
          predecessor: measuredNode.nullable(),
          successors: z.array(measuredNode),
          fingers: z.array(
            z.strictObject({
              start: ringId,
              node: measuredNode,
              near: measuredNode
                .optional()
                .describe('the nearest of the interval by round trip, routed by besides; left out: it is the finger'),
            }),
          ),
        }),
      ),
    }),
  },
} as const
