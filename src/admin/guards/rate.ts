import { RateLimited, type Guard } from './guard.ts'

/** Requests under way on one connection: pipelining sends them without waiting, and each may hold memory for long. */
export const MAX_UNDER_WAY_HERE = 64
/** Requests under way on all connections: two for each connection there can be. */
export const MAX_UNDER_WAY = 1_024
/** Bytes of bodies of all requests under way, which lie in memory until they are whole and carried out. */
export const MAX_BODIES_BYTES = 64 * 1024 * 1024
/** What is under way ends within seconds, as a rule. */
const UNDER_WAY_RETRY_MS = 1_000

/** Neither too many at once nor too many a second. */
export const rate: Guard = (request, settings) => {
  const { caller, remoteAddress, method, underWay } = request
  if (underWay.here > MAX_UNDER_WAY_HERE || underWay.all > MAX_UNDER_WAY || underWay.bodyBytes > MAX_BODIES_BYTES) {
    return new RateLimited('too many requests are under way', UNDER_WAY_RETRY_MS, 'wait for answers before asking more')
  }
  const reads = method === 'GET' || method === 'HEAD'
  const waitMs = settings.limits.take(caller?.name, remoteAddress, reads, settings.nowMs())
  if (waitMs === 0) return undefined
  const option = caller === undefined ? 'anonymousPerSecond' : reads ? 'readsPerSecond' : 'writesPerSecond'
  return new RateLimited('too many requests', waitMs, `admin.${option} is the limit`)
}
