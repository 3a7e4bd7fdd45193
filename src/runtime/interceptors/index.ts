export { Audit, type AuditRecord, type AuditReport } from './audit.ts'
export { InterceptorChain, type ChangeOutcome } from './chain.ts'
export { peerOf, type Destination, type Interceptor, type Onward } from './interceptor.ts'
export { Dedup } from './dedup.ts'
export { Faults, noFaults, type Corrupt, type FaultCounts } from './faults.ts'
export { MAX_HELD } from './held.ts'
export { lamportInterceptor } from './lamport.ts'
export { corruptThrough, InterceptorMaker } from './make.ts'
export { metricsInterceptor } from './metrics.ts'
export { MAX_INTERCEPTORS } from './order.ts'
export { MAX_BUCKETS, RateLimit } from './rate-limit.ts'
export {
  INTERCEPTOR_KINDS,
  interceptorSpec,
  parseChain,
  parseInterceptorSpec,
  type InterceptorSpec,
  type ParametersOf,
} from './specs.ts'
export { traceInterceptor, typeOf, type TraceEvent } from './trace.ts'
