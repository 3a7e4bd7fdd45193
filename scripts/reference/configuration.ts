import { stringify } from 'yaml'
import { z } from 'zod'
import { OPTION_ROWS, type OptionRow } from '../../src/config/index.ts'

const WIDTH = 96

/** config/default.yaml: every option with its default, commented. Loading it changes nothing. */
export function defaultYaml(): string {
  const lines = [
    '# Every option of Orbweaver with its default. Written by `npm run generate` from src/config/options.ts: do not edit.',
    '# Copy what you want to change to config.yaml in the data dir. A flag or an environment variable stands above a file.',
  ]
  let section = ''
  for (const row of OPTION_ROWS) {
    if (row.section !== section) lines.push('', `${row.section}:`)
    else lines.push('')
    section = row.section
    lines.push(...wrapped(row.doc).map((line) => `  # ${line}`))
    lines.push(`  # ${described(row)}. --${row.longFlag}, ${row.envName}`)
    lines.push(`  ${row.name}: ${inline(row.default)}`)
  }
  return `${lines.join('\n')}\n`
}

function described(row: OptionRow): string {
  const unit = row.unit === undefined ? '' : `, in ${row.unit}`
  return `${row.range.charAt(0).toUpperCase()}${row.range.slice(1)}${unit}`
}

const inline = (value: unknown): string =>
  stringify(value, { collectionStyle: 'flow', flowCollectionPadding: false, lineWidth: 0 }).trim()

function wrapped(text: string): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > WIDTH) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}

export function configurationMarkdown(): string {
  const lines = [
    '# Configuration',
    '',
    '<!-- Written by `npm run generate` from src/config/options.ts: do not edit. -->',
    '',
    'A value comes from the first of: a flag of `orbweaver start`, an environment variable, the config file (`config.yaml` in',
    'the data dir, or `--config`), the default. An unknown name is an error that names the nearest known one.',
    '`orbweaver config show --origin` prints all values and where each comes from; `orbweaver config validate` only checks.',
    'Relative paths count from the folder of the config file, from the working folder for flags and variables, and from the',
    'data dir for defaults. Lists: repeat the flag, or part the items by commas in a variable. Editors can check a file against',
    '[config.schema.json](config.schema.json).',
    '',
    'Options marked _reloadable_ can be changed while the daemon runs: change the file, then `orbweaver reload` or SIGHUP, which',
    'say what was applied and what needs a restart; a file that is not valid changes nothing. `orbweaver config set` changes one',
    'without the file, until the next reload or restart.',
    '',
    'Besides these, `ORBWEAVER_HOME` names the data dir and `ORBWEAVER_JOIN` holds a join string.',
  ]
  let section = ''
  for (const row of OPTION_ROWS) {
    if (row.section !== section) lines.push('', `## ${row.section}`)
    section = row.section
    lines.push('', `### \`${row.key}\``, '', row.doc, '')
    lines.push(`- Default: \`${inline(row.default)}\``)
    lines.push(`- Range: ${row.range}${row.unit === undefined ? '' : `; unit: ${row.unit}`}`)
    lines.push(`- Flag: \`--${row.longFlag}\`, environment: \`${row.envName}\``)
    lines.push(`- ${row.reloadable ? 'Reloadable' : 'Changes count at the next start'}`)
  }
  return `${lines.join('\n')}\n`
}

/** JSON schema of the config file, for editors. */
export function configSchema(): string {
  const properties: Record<
    string,
    { type: 'object'; additionalProperties: false; properties: Record<string, unknown> }
  > = {}
  for (const row of OPTION_ROWS) {
    const section = (properties[row.section] ??= { type: 'object', additionalProperties: false, properties: {} })
    const { $schema: _dialect, ...schema } = z.toJSONSchema(row.schema)
    section.properties[row.name] = { ...schema, description: row.doc, default: row.default }
  }
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Orbweaver configuration',
    type: 'object',
    additionalProperties: false,
    properties,
  }
  return `${JSON.stringify(schema, null, 2)}\n`
}
