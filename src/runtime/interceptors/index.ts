export { Audit, type AuditCounts, type AuditRecord, type AuditReport, type AuditSink } from './audit.ts'
export { InterceptorChain, type ChainEnds, type ChangeOutcome, type PlaceReport } from './chain.ts'
export { peerOf, type Destination, type Interceptor, type Onward } from './interceptor.ts'
export { Dedup } from './dedup.ts'
export { Faults, noFaults, type Corrupt, type FaultCounts } from './faults.ts'
export { MAX_HELD } from './held.ts'
export { lamportInterceptor } from './lamport.ts'
export { corruptThrough, InterceptorMaker, type InterceptorCounts, type InterceptorServices } from './make.ts'
export { metricsInterceptor, type EnvelopeCount } from './metrics.ts'
export { FIXED_PLACES, kindOf, MAX_INTERCEPTORS, type FixedPlace } from './order.ts'
export { MAX_BUCKETS, RateLimit, type RateLimitCounts } from './rate-limit.ts'
export {
  INTERCEPTOR_KINDS,
  interceptorSpec,
  parseChain,
  parseInterceptorSpec,
  type InterceptorKind,
  type InterceptorSpec,
  type ParametersOf,
  type ParameterValue,
} from './specs.ts'
export { traceInterceptor, typeOf, type TraceEvent } from './trace.ts'
