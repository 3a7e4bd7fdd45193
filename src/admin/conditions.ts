import type { IncomingHttpHeaders } from 'node:http'
import { OrbError } from '../base/index.ts'

/** What a change is bound to: a version as text, any version there is, or that there is none; undefined: nothing. */
export type Condition = { readonly version: string } | 'present' | 'absent' | undefined

const MAX_VERSION_CHARS = 160

/**
 * The condition of If-Match and If-None-Match (RFC 9110 §13.1), of which one version, `*`, or `If-None-Match: *` is taken.
 * @throws OrbError INVALID_ARGUMENT for what it cannot mean
 */
export function conditionOf(headers: IncomingHttpHeaders): Condition {
  const match = headers['if-match']?.trim()
  const noneMatch = headers['if-none-match']?.trim()
  if (match !== undefined && noneMatch !== undefined) throw invalid('If-Match and If-None-Match exclude each other')
  if (noneMatch !== undefined) {
    if (noneMatch === '*') return 'absent'
    throw invalid('If-None-Match takes * alone: only when there is none')
  }
  if (match === undefined) return undefined
  if (match === '*') return 'present'
  const version = /^"([!#-~]+)"$/.exec(match)?.[1]
  if (version !== undefined && version.length <= MAX_VERSION_CHARS) return { version }
  throw invalid('If-Match takes one version in quotation marks, as it stands in an ETag, or *')
}

/** A version as an entity tag. */
export const etagOf = (version: string): string => `"${version}"`

const invalid = (detail: string): OrbError =>
  new OrbError('INVALID_ARGUMENT', detail, { hint: 'for instance If-Match: "42-12D3KooW…"' })
