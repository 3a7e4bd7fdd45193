/**
 * For benches of many daemons: what their metrics say in sum, and when a ring that has just been started is at rest.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { FleetDaemon } from '../src/cli/fleet.ts'
import { processUsage } from './report.ts'

export async function metricsOf(daemon: FleetDaemon): Promise<string> {
  const response = await fetch(`${daemon.url}/metrics`, { headers: { authorization: `Bearer ${daemon.token}` } })
  return await response.text()
}

/** The sum of all series of one metric over all daemons, of those whose labels fit. */
export function sumOf(texts: readonly string[], name: string, labels = ''): number {
  const line = new RegExp(String.raw`^${name}\{[^}]*${labels}[^}]*\} (\S+)$`, 'gm')
  let sum = 0
  for (const text of texts) for (const [, count] of text.matchAll(line)) sum += Number(count)
  return sum
}

/** Joins are digested when nothing has been open, and nothing has changed hands, for so long. */
const QUIET_MS = 10_000

/**
 * All ranges of records are whole and all groups of consistent ones formed: what is measured is not the mending after the
 * joins. Returns how long that took, ms, and the CPU of all daemons together until then, ms.
 */
export async function settled(
  daemons: readonly FleetDaemon[],
  begun: number,
): Promise<{ tookMs: number; cpuMs: number }> {
  let last = ''
  let since = performance.now()
  let cpuMs = 0
  while (performance.now() - since < QUIET_MS) {
    await sleep(500)
    const texts = await Promise.all(daemons.map(metricsOf))
    const open =
      sumOf(texts, 'orbweaver_records_arcs', 'state="(?:unsettled|under_target)"') +
      sumOf(texts, 'orbweaver_agreement_groups', 'state="(?:sealed|incomplete)"')
    const now = `${open} ${sumOf(texts, 'orbweaver_agreement_groups')}`
    if (open > 0 || now !== last) {
      since = performance.now()
      cpuMs = cpuOf(daemons)
    }
    last = now
  }
  return { tookMs: since - begun, cpuMs }
}

/** CPU of all daemons together since they were started, ms. */
export const cpuOf = (daemons: readonly FleetDaemon[]): number =>
  daemons.reduce((sum, { pid }) => sum + processUsage(pid ?? 0).cpuMs, 0)
