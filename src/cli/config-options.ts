import { Option, type Command } from 'commander'
import { OPTION_ROWS, type OptionKey } from '../config/index.ts'

const collect = (value: string, before: readonly string[] | undefined): readonly string[] => [...(before ?? []), value]

/** Gives a command a flag for every row of the table of options. Those with a short name stand first in the help. */
export function addConfigOptions(command: Command): void {
  for (const row of [...OPTION_ROWS].sort((a, b) => Number(b.flag !== undefined) - Number(a.flag !== undefined))) {
    const isList = row.kind === 'list' || row.kind === 'paths'
    const argument =
      row.kind === 'toggle' ? `--${row.longFlag} [boolean]` : `--${row.longFlag} <${placeholder(row.kind)}>`
    const option = new Option(argument, `${row.key}; ${row.range}`).helpGroup(
      row.flag === undefined ? 'Configuration:' : 'Options:',
    )
    command.addOption(isList ? option.argParser(collect) : option)
  }
}

const placeholder = (kind: string): string =>
  kind === 'integer' ? 'n' : kind === 'list' ? 'address' : kind === 'path' || kind === 'paths' ? 'path' : 'value'

/** Values of those flags that were given. */
export function configOptions(command: Command): Partial<Record<OptionKey, string | readonly string[]>> {
  const given: Partial<Record<OptionKey, string | readonly string[]>> = {}
  const values = command.opts<Record<string, string | true | readonly string[]>>()
  for (const row of OPTION_ROWS) {
    const name = row.longFlag.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())
    const value = values[name]
    if (value === undefined || command.getOptionValueSource(name) !== 'cli') continue
    // A toggle without a word is on.
    given[row.key] = value === true ? 'true' : value
  }
  return given
}
