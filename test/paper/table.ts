/** Prints the table of a long form: what was published beside what was measured. */
export function printTable(title: string, rows: readonly Readonly<Record<string, number | string>>[]): void {
  const [first] = rows
  if (first === undefined) return
  const columns = Object.keys(first)
  const shown = (value: number | string | undefined): string =>
    typeof value === 'number' ? String(Math.round(value * 10_000) / 10_000) : (value ?? '')
  const widths = columns.map((column) => Math.max(column.length, ...rows.map((row) => shown(row[column]).length)))
  const line = (cells: readonly string[]): string => cells.map((cell, i) => cell.padStart(widths[i] ?? 0)).join('  ')
  console.log(`\n${title}`)
  console.log(`  ${line(columns)}`)
  for (const row of rows) console.log(`  ${line(columns.map((column) => shown(row[column])))}`)
}
