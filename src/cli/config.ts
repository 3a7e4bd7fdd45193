import type { Command } from 'commander'
import { describeOrigin, loadConfig, OPTION_ROWS, type LoadedConfig, type OptionRow } from '../config/index.ts'
import { addConfigOptions, configOptions } from './config-options.ts'
import type { Context } from './context.ts'
import { table, type Column } from './format.ts'
import type { Configure, RunAction } from './verb.ts'

export const configure: Configure = (command, run) => {
  const show = command.command('show').description('Print every option with its value.')
  show.option('--origin', 'say where each value comes from')
  addConfigOptions(show)
  show.action(() => showConfig(show, run))
  const validate = command
    .command('validate')
    .description('Check file, environment and flags; exit code 10 when invalid.')
  addConfigOptions(validate)
  validate.action(() => validateConfig(validate, run))
}

const load = (command: Command, context: Context): Promise<LoadedConfig> =>
  loadConfig({ ...context.configFlags, options: configOptions(command) }, context.io.env)

const showConfig = (command: Command, run: RunAction): Promise<void> =>
  run(command, async (context) => {
    const config = await load(command, context)
    const withOrigin = command.opts<{ origin?: boolean }>().origin === true
    const rows = OPTION_ROWS.map((row) => ({
      key: row.key,
      value: valueOf(config, row),
      origin: originOf(config, row),
    }))
    const answer = withOrigin
      ? { dataDir: config.dataDir, file: config.file ?? null, options: rows }
      : { dataDir: config.dataDir, file: config.file ?? null, values: config.values }
    const columns: Column<(typeof rows)[number]>[] = [
      { title: 'option', value: (row) => row.key },
      { title: 'value', value: (row) => JSON.stringify(row.value) },
    ]
    if (withOrigin) columns.push({ title: 'origin', value: (row) => row.origin })
    context.print(answer, () => table(rows, columns))
  })

const validateConfig = (command: Command, run: RunAction): Promise<void> =>
  run(command, async (context) => {
    const { file, dataDir } = await load(command, context)
    context.print({ valid: true, dataDir, file: file ?? null }, () =>
      file === undefined ? `valid: defaults only, there is no config file in ${dataDir}` : `valid: ${file}`,
    )
  })

const valueOf = (config: LoadedConfig, row: OptionRow): unknown =>
  (config.values as unknown as Record<string, Record<string, unknown>>)[row.section]?.[row.name]

const originOf = (config: LoadedConfig, row: OptionRow): string =>
  describeOrigin(config.origins.get(row.key) ?? { kind: 'default' })
