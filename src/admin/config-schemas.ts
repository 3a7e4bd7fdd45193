import { z } from 'zod'

/** Limits of PATCH /v1/config; there are some 50 options. */
const MAX_PATCHED_OPTIONS = 64
const MAX_OPTION_KEY_CHARS = 100
const optionKey = z.string().max(MAX_OPTION_KEY_CHARS).describe('section.name')
const optionValue = z
  .union([z.string(), z.number(), z.boolean(), z.array(z.string())])
  .describe('of the kind of the option')
const reloadReport = z.strictObject({
  applied: z.array(z.strictObject({ key: optionKey, from: optionValue, to: optionValue })),
  restartNeeded: z
    .array(z.strictObject({ key: optionKey, running: optionValue, wanted: optionValue }))
    .describe('differ from what runs, and count after a restart'),
})

/** Schemas of the routes of the configuration. */
export const CONFIG_SCHEMAS = {
  config: {
    response: z.strictObject({
      options: z.array(
        z.strictObject({
          key: optionKey,
          value: optionValue,
          origin: z.string().describe('where the value came from'),
          reloadable: z.boolean().describe('can be changed while the daemon runs'),
        }),
      ),
    }),
  },
  patchConfig: {
    body: z
      .record(optionKey, optionValue)
      .refine(
        (patch) => Object.keys(patch).length <= MAX_PATCHED_OPTIONS,
        `has more than ${MAX_PATCHED_OPTIONS} options`,
      )
      .describe('values by key, such as {"log.level": "debug"}'),
    response: reloadReport,
  },
  reload: { response: reloadReport },
} as const
