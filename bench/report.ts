import { readFileSync } from 'node:fs'
import { cpus } from 'node:os'

/** The middle value; of an even number the mean of the two middle ones. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/** Linear interpolation between the closest ranks, 0 ≤ q ≤ 1. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (sorted.length - 1) * q
  const low = sorted[Math.floor(at)] ?? NaN
  const high = sorted[Math.ceil(at)] ?? NaN
  return low + (high - low) * (at - Math.floor(at))
}

/** A figure with as many digits as it deserves. */
export const show = (value: number): string =>
  Math.abs(value) >= 100 ? value.toFixed(0) : Math.abs(value) >= 10 ? value.toFixed(1) : value.toFixed(2)

/** One line of a result: what was measured, against which limit or gate. */
export interface Row {
  readonly what: string
  readonly value: number
  readonly unit: string
  /** The gate, e.g. `≤ 0.7`. */
  readonly gate?: string
  readonly note?: string
}

export function printTable(title: string, rows: readonly Row[]): void {
  const cells = rows.map(({ what, value, unit, gate, note }) => [
    what,
    `${show(value)} ${unit}`,
    gate ?? '',
    note ?? '',
  ])
  const widths = [0, 1, 2, 3].map((column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)))
  const line = (row: readonly string[]): string => row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ')
  console.log(`\n${title}  (${cpus().length} cores, Node ${process.versions.node})`)
  for (const row of cells) console.log(`  ${line(row).trimEnd()}`)
}

/** Resident memory, without the pages of files in it (`anonBytes`), and CPU time of a process, from /proc (Linux). */
export function processUsage(pid: number): { rssBytes: number; anonBytes: number; cpuMs: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const rss = /VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? '0'
  const anon = /RssAnon:\s+(\d+) kB/.exec(status)?.[1] ?? '0'
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // Fields after the command name, which may hold spaces: utime and stime are the 14th and 15th of all, in 1/100 s.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return {
    rssBytes: Number(rss) * 1024,
    anonBytes: Number(anon) * 1024,
    cpuMs: (Number(fields[11]) + Number(fields[12])) * 10,
  }
}

/** Highest resident memory of a process so far, bytes. */
export function peakRss(pid: number): number {
  const hwm = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '0'
  return Number(hwm) * 1024
}
