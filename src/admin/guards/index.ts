import type { OrbError } from '../../base/index.ts'
import { contentType } from './content-type.ts'
import type { Guard, GuardInput, GuardSettings } from './guard.ts'
import { host } from './host.ts'
import { method } from './method.ts'
import { origin } from './origin.ts'
import { rate } from './rate.ts'
import { size } from './size.ts'
import { token } from './token.ts'

export { hasBody } from './content-type.ts'
export { RateLimited, type GuardInput, type GuardSettings, type UnderWay } from './guard.ts'
export { MAX_UNDER_WAY_HERE } from './rate.ts'
export { MAX_BODY_BYTES, maxBodyBytes, tooLargeBody } from './size.ts'

export type GuardName = 'method' | 'host' | 'origin' | 'token' | 'contentType' | 'size' | 'rate'

/** The guards in the order in which they run, before anything else looks at a request. */
export const GUARDS: readonly (readonly [GuardName, Guard])[] = [
  ['method', method],
  ['host', host],
  ['origin', origin],
  ['token', token],
  ['contentType', contentType],
  ['size', size],
  ['rate', rate],
]

/** The first guard that refuses, with its reason. */
export function firstRefusal(
  request: GuardInput,
  settings: GuardSettings,
): { readonly guard: GuardName; readonly error: OrbError } | undefined {
  for (const [guard, check] of GUARDS) {
    const error = check(request, settings)
    if (error !== undefined) return { guard, error }
  }
  return undefined
}
