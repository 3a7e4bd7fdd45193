export type { Interceptor } from './interceptor.ts'
export { lamportInterceptor } from './lamport.ts'
export { metricsInterceptor, type EnvelopeCount } from './metrics.ts'
export { traceInterceptor, typeOf, type TraceEvent } from './trace.ts'
