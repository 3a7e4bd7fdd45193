import { z } from 'zod'
import { count, timeoutMs } from './fields.ts'

/** Of the whole chain, as the runtime has it. */
const MAX_INTERCEPTORS = 16
const MAX_PARAMETER_CHARS = 128
const interceptorName = z.string().min(1).max(MAX_PARAMETER_CHARS).describe('its kind, or kind:label')
const parameterValue = z.union([z.string().max(MAX_PARAMETER_CHARS), z.number(), z.boolean()])
const interceptorChain = z.strictObject({
  version: count.describe('counts the changes of the chain since the start, from 1'),
  changing: z.boolean().describe('a change waits for those that leave or move'),
  interceptors: z
    .array(
      z.strictObject({
        name: interceptorName,
        fixed: z.boolean().describe('always there, in this place'),
        parameters: z.record(z.string(), parameterValue),
        seen: count.describe('envelopes that came to it, both directions'),
        swallowed: count.describe('of these it let not pass at once'),
        held: count.describe('kept back at present'),
        open: count.describe('calls that it sees to their end'),
        state: z.enum(['active', 'draining']).describe('draining: is to move or leave as soon as it holds nothing'),
      }),
    )
    .describe('nearest to the wire first'),
})

/** Schemas of the routes of the interceptors. */
export const INTERCEPTOR_SCHEMAS = {
  interceptors: { response: interceptorChain },
  setInterceptors: {
    query: z.strictObject({ timeoutMs: timeoutMs.optional() }),
    body: z.strictObject({
      interceptors: z
        .array(
          z.strictObject({
            name: interceptorName,
            parameters: z
              .record(z.string().max(MAX_PARAMETER_CHARS), parameterValue)
              .optional()
              .describe('those not given have their defaults; numbers may be text'),
          }),
        )
        .max(MAX_INTERCEPTORS)
        .describe(
          'the whole chain, lamport and dedup included; one that is there already, with the same parameters, keeps its state',
        ),
      version: count.optional().describe('CONFLICT unless it is that of the present chain'),
    }),
    response: interceptorChain,
  },
} as const
