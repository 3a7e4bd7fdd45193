import type { Count, Metrics } from '../observe/index.ts'

/** Counts and times requests; what it looks up for a route and a status it looks up once. */
export function requestMeter(metrics: Metrics): (route: string, status: number, ms: number) => void {
  const counts = new Map<string, Count>()
  const timers = new Map<string, (seconds: number) => void>()
  return (route, status, ms) => {
    const key = `${route} ${status}`
    let count = counts.get(key)
    if (count === undefined) {
      count = metrics.count('orbweaver_admin_requests_total', { route, status: String(status) })
      counts.set(key, count)
    }
    count.value++
    let timer = timers.get(route)
    if (timer === undefined) {
      timer = metrics.observer('orbweaver_admin_request_duration_seconds', { route })
      timers.set(route, timer)
    }
    timer(ms / 1_000)
  }
}
