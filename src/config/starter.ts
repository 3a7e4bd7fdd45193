import { OPTION_ROWS } from './options.ts'

/** The config.yaml that `init` leaves: every option, commented out, so that later defaults still count. JSON is YAML. */
export function starterYaml(): string {
  const lines = [
    '# Configuration of this Orbweaver daemon. All options with their defaults; take the # away from what you change.',
  ]
  let section = ''
  for (const row of OPTION_ROWS) {
    if (row.section !== section) lines.push('', `${row.section}:`)
    section = row.section
    lines.push(`  # ${row.name}: ${JSON.stringify(row.default)}`)
  }
  return `${lines.join('\n')}\n`
}
