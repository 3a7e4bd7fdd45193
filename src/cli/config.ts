import type { Command } from 'commander'
import {
  describeOrigin,
  loadConfig,
  optionValue,
  OPTION_ROWS,
  suggestion,
  valueOfText,
  type LoadedConfig,
} from '../config/index.ts'
import { OrbError } from '../base/index.ts'
import { addConfigOptions, configOptions } from './config-options.ts'
import type { Context } from './context.ts'
import { harmless, table, type Column } from './format.ts'
import { reportText } from './reload.ts'
import type { Configure, RunAction } from './verb.ts'

export const configure: Configure = (command, run) => {
  const show = command.command('show').description('Print every option with its value.')
  show.option('--origin', 'say where each value comes from')
  show.option('--running', 'ask the running daemon what it runs with, instead of reading file and environment')
  addConfigOptions(show)
  show.action(() => showConfig(show, run))
  const validate = command
    .command('validate')
    .description('Check file, environment and flags; exit code 10 when invalid.')
  addConfigOptions(validate)
  validate.action(() => validateConfig(validate, run))
  const set = command
    .command('set')
    .description('Change an option of the running daemon, until its next reload or restart; the file stays as it is.')
    .argument('<key>', 'the option, such as log.level')
    .argument('[value...]', 'its value; of a list, its items')
  set.action((key: string, words: readonly string[]) => setOption(set, run, key, words))
}

const load = (command: Command, context: Context): Promise<LoadedConfig> =>
  loadConfig({ ...context.configFlags, options: configOptions(command) }, context.io.env)

interface Row {
  readonly key: string
  readonly value: unknown
  readonly origin: string
  readonly reloadable: boolean
}

const columnsOf = (withOrigin: boolean): Column<Row>[] => [
  { title: 'option', value: (row) => row.key },
  { title: 'value', value: (row) => harmless(JSON.stringify(row.value)) },
  ...(withOrigin
    ? [
        { title: 'reloadable', value: (row: Row) => (row.reloadable ? 'yes' : '') },
        { title: 'origin', value: (row: Row) => harmless(row.origin) },
      ]
    : []),
]

const showConfig = (command: Command, run: RunAction): Promise<void> =>
  run(command, async (context) => {
    const { origin: withOrigin = false, running = false } = command.opts<{ origin?: boolean; running?: boolean }>()
    if (running) {
      if (Object.keys(configOptions(command)).length > 0) {
        throw new OrbError('USAGE', '--running asks the daemon: options do not go with it')
      }
      const answer = await (await context.client()).call('config', {})
      context.print(answer, ({ options }) => table(options, columnsOf(withOrigin)))
      return
    }
    const config = await load(command, context)
    const rows: Row[] = OPTION_ROWS.map((row) => ({
      key: row.key,
      value: optionValue(config.values, row),
      origin: describeOrigin(config.origins.get(row.key) ?? { kind: 'default' }),
      reloadable: row.reloadable,
    }))
    const answer = withOrigin
      ? { dataDir: config.dataDir, file: config.file ?? null, options: rows }
      : { dataDir: config.dataDir, file: config.file ?? null, values: config.values }
    context.print(answer, () => table(rows, columnsOf(withOrigin)))
  })

/** What `validate` needs of src/daemon/index.ts: addresses are judged by libp2p's own parser. */
type CheckAddresses = (config: LoadedConfig) => void

const validateConfig = (command: Command, run: RunAction): Promise<void> =>
  run(command, async (context) => {
    const config = await load(command, context)
    const { checkAddresses }: { checkAddresses: CheckAddresses } = await import('../daemon/index.ts')
    checkAddresses(config)
    const { file, dataDir } = config
    context.print({ valid: true, dataDir, file: file ?? null }, () =>
      file === undefined ? `valid: defaults only, there is no config file in ${dataDir}` : `valid: ${file}`,
    )
  })

const setOption = (command: Command, run: RunAction, key: string, words: readonly string[]): Promise<void> =>
  run(command, async (context) => {
    const row = OPTION_ROWS.find((known) => known.key === key)
    if (row === undefined) {
      const near = suggestion(
        key,
        OPTION_ROWS.map((known) => known.key),
      )
      throw new OrbError('USAGE', `there is no option ${JSON.stringify(key.slice(0, 80))}${near}`, {
        hint: '`orbweaver config show` lists all options',
      })
    }
    const isList = row.kind === 'list' || row.kind === 'paths'
    if (!isList && words.length !== 1) throw new OrbError('USAGE', `${key} takes one value: ${row.range}`)
    const texts = row.kind === 'path' || row.kind === 'paths' ? words.map((path) => context.absolute(path)) : words
    const value = isList ? texts : valueOfText(row.kind, texts[0] ?? '')
    const client = await context.client()
    const body = { [key]: value as string | number | boolean | string[] }
    context.print(await client.call('patchConfig', { body }), reportText)
  })
