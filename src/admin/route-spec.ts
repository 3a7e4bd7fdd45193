import type { ErrorCode } from '../base/index.ts'
import type { Scope } from '../config/index.ts'
import type { ContentClass, InertType } from './content.ts'

/** Headers of answers besides those that every answer has. */
export type AnswerHeader = 'ETag' | 'Orbweaver-Expires-At' | 'Orbweaver-Content-Type' | 'Orbweaver-Owner'

/** One row of the route table. */
export interface RouteSpec {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** With `{name}` for parameters, as in OpenAPI. */
  readonly path: string
  /** What a token must at least have: read < write < admin. */
  readonly scope: Scope
  /** May it be read from loopback without a token (`admin.anonymousReads`)? */
  readonly anonymous: boolean
  /** The path has a `{key}` of any bytes, which may come as `?key=` or `?key64=` instead. */
  readonly keyed: boolean
  /** Its last parameter may have slashes that are not percent-encoded. */
  readonly slashes?: true
  /** What its body is: JSON of ours, or bytes that are nobody's business, with the most there may be of them. */
  readonly takes: 'json' | { readonly maxBytes: number }
  /** Carried out for programs, perhaps many times a second: the audit log tells of a few a second and counts the others. */
  readonly bulk: boolean
  readonly success: 200 | 201 | 202 | 204
  /** Whose bytes the answer has: it decides how they are labelled. none: there are none. */
  readonly content: ContentClass
  /** Of foreign content that is always of one kind. */
  readonly inert?: InertType
  /** Conditions that it takes. */
  readonly conditions?: readonly ('If-Match' | 'If-None-Match')[]
  /** What the answer may say in headers. */
  readonly headers?: readonly AnswerHeader[]
  /** Codes besides those that every route can answer with. */
  readonly codes: readonly ErrorCode[]
  readonly summary: string
  readonly tag: 'health' | 'overlay' | 'can' | 'records' | 'files' | 'daemon'
}
