import { OrbError } from '../base/index.ts'
import { harmless } from './format.ts'

/** What `--limit` says, as the API takes it. @throws OrbError USAGE unless it is a whole number from 1 to `most` */
export function limitField(limit: string | undefined, most: number): { readonly limit?: string } {
  if (limit === undefined) return {}
  if (/^\d{1,9}$/.test(limit) && Number(limit) >= 1 && Number(limit) <= most) return { limit }
  throw new OrbError('USAGE', `--limit must be from 1 to ${most}: ${harmless(limit.slice(0, 40))}`)
}
