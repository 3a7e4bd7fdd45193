import { OrbError } from '../base/index.ts'

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const

/** `1.5 MiB`: for people only; machines get bytes. */
export function size(bytes: number): string {
  let value = bytes
  let unit = 0
  while (value >= 1_024 && unit < UNITS.length - 1) {
    value /= 1_024
    unit++
  }
  return `${unit === 0 || value >= 100 ? value.toFixed(0) : value.toFixed(1)} ${UNITS[unit] ?? ''}`
}

export const speed = (bytesPerSecond: number): string => `${size(bytesPerSecond)}/s`

/** `0.42 ms`, `38 s`, `2 h 05 min`. */
export function duration(ms: number): string {
  if (ms < 10) return `${ms.toFixed(2)} ms`
  if (ms < 1_000) return `${ms.toFixed(0)} ms`
  const seconds = Math.round(ms / 1_000)
  if (seconds < 120) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 120) return `${minutes} min ${String(seconds % 60).padStart(2, '0')} s`
  const hours = Math.floor(minutes / 60)
  if (hours < 48) return `${hours} h ${String(minutes % 60).padStart(2, '0')} min`
  return `${Math.floor(hours / 24)} d ${hours % 24} h`
}

export const percent = (part: number, whole: number): string =>
  whole === 0 ? '100 %' : `${Math.floor((part / whole) * 100)} %`

/** First digits of a ring id or info-hash: enough for the eye. */
export const short = (id: string): string => (id.length > 14 ? `${id.slice(0, 12)}…` : id)

const UNIT_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const

const EXAMPLES = 'for instance 500ms, 5s, 2m or 1h; units are ms, s, m, h, d, w'

/**
 * Milliseconds of `500ms`, `5s`, `2m`, `1h`, `7d`, `1w`; a bare number counts seconds.
 * @param hint what to do about one that is too long
 * @throws OrbError USAGE
 */
export function parseDurationMs(text: string, longestMs: number = 1_000 * UNIT_MS.h, hint = EXAMPLES): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d|w)?$/.exec(text)
  const amount = Number(match?.[1])
  const ms = amount * UNIT_MS[(match?.[2] ?? 's') as keyof typeof UNIT_MS]
  if (match === null) {
    throw new OrbError('USAGE', `not a duration: ${harmless(text.slice(0, 40))}`, { hint: EXAMPLES })
  }
  if (!(ms >= 1) || ms > longestMs) {
    const words = `a duration from 1 ms to ${duration(longestMs)} is wanted here, not ${harmless(text.slice(0, 40))}`
    throw new OrbError('USAGE', words, { hint: ms > longestMs ? hint : EXAMPLES })
  }
  return Math.round(ms)
}

/** What a terminal would take as a command in text that others wrote (names of files, of peers) is shown as �. */
export const harmless = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '\uFFFD')

export interface Column<Row> {
  readonly title: string
  readonly right?: boolean
  value(row: Row): string
}

/** Rows under titles, columns two blanks apart; the last one is not padded. */
export function table<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  const cells = [
    columns.map((column) => column.title),
    ...rows.map((row) => columns.map((column) => column.value(row))),
  ]
  const widths = columns.map((_, at) => Math.max(...cells.map((line) => (line[at] ?? '').length)))
  return cells
    .map((line) =>
      line
        .map((cell, at) => {
          const blanks = ' '.repeat(Math.max(0, (widths[at] ?? 0) - cell.length))
          return columns[at]?.right === true ? blanks + cell : cell + blanks
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** `name  value` lines, values in one column. */
export function pairs(entries: readonly (readonly [name: string, value: string])[]): string {
  const width = Math.max(...entries.map(([name]) => name.length))
  return entries.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n')
}
