import type { IncomingHttpHeaders } from 'node:http'
import type { Logger } from '../observe/index.ts'
import type { Audit } from './audit.ts'
import type { AdminBackend } from './backend.ts'
import type { Key } from './request.ts'
import type { AnswerHeader } from './route-spec.ts'
import type { RouteName } from './routes.ts'
import type { BodyOf, ParamsOf, QueryOf, ResponseOf } from './schemas.ts'
import type { Tokens } from './tokens.ts'

/** A request whose parts have been checked against the schemas of its route. */
export interface RouteInput<N extends RouteName> {
  readonly params: ParamsOf<N>
  readonly query: QueryOf<N>
  readonly body: BodyOf<N>
  /** Of keyed routes. */
  readonly key: Key | undefined
  readonly headers: IncomingHttpHeaders
  /** Sets headers of the answer that its route has; of one that is not a problem. */
  readonly answerHeaders: (headers: Readonly<Partial<Record<AnswerHeader, string>>>) => void
  /** Aborts when the caller goes away; made when asked for. */
  readonly signal: () => AbortSignal
  /** Name of the token; undefined: anonymous. */
  readonly who: string | undefined
}

export interface HandlerContext {
  readonly backend: AdminBackend
  readonly tokens: Tokens
  readonly openApi: () => ResponseOf<'openapi'>
  readonly audit: Audit
  readonly logger: Logger
}

export type Handler<N extends RouteName> = (
  input: RouteInput<N>,
  context: HandlerContext,
) => ResponseOf<N> | Promise<ResponseOf<N>>
