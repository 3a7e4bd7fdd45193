import { isDeepStrictEqual } from 'node:util'
import { isAbsolute } from 'node:path'
import { OrbError, multiaddr } from '../base/index.ts'
import { follow } from './followers.ts'
import { broken, meansSomething, shown, type LoadedConfig, type Origin } from './load.ts'
import { suggestion } from './nearest.ts'
import { OPTION_ROWS, RELATIONS, type Config, type OptionKey, type OptionRow } from './options.ts'

/** An option whose value is another one now. */
export interface OptionChange {
  readonly key: OptionKey
  readonly from: unknown
  readonly to: unknown
}

/** What a running daemon makes of a newly loaded configuration. */
export interface Reconfiguration {
  /** What runs from now on: the new values of reloadable options, the old ones of the others. */
  readonly config: LoadedConfig
  readonly applied: readonly OptionChange[]
  /** Differ, and count after a restart. */
  readonly restartNeeded: readonly OptionChange[]
}

/** The value of a row in a configuration. */
export const optionValue = (values: Config, row: OptionRow): unknown =>
  (values as unknown as Readonly<Record<string, Readonly<Record<string, unknown>>>>)[row.section]?.[row.name]

/** Compares what runs with what was loaded. Nothing is applied here. */
export function reconfigure(running: LoadedConfig, loaded: LoadedConfig): Reconfiguration {
  const applied: OptionChange[] = []
  const restartNeeded: OptionChange[] = []
  const origins = new Map<OptionKey, Origin>()
  const sections: Record<string, Record<string, unknown>> = {}
  for (const row of OPTION_ROWS) {
    const from = optionValue(running.values, row)
    const to = optionValue(loaded.values, row)
    const differs = !isDeepStrictEqual(from, to)
    const source = !differs || row.reloadable ? loaded : running
    ;(sections[row.section] ??= {})[row.name] = optionValue(source.values, row)
    origins.set(row.key, source.origins.get(row.key) ?? { kind: 'default' })
    if (differs) (row.reloadable ? applied : restartNeeded).push({ key: row.key, from, to })
  }
  holdBack({ running, sections, origins, applied, restartNeeded })
  // Which network it belongs to, and where its data lie, a running daemon does not change.
  const join = loaded.join && { addresses: loaded.join.addresses, network: running.join?.network }
  const values = sections as unknown as Config
  return { config: { ...loaded, dataDir: running.dataDir, values, origins, join }, applied, restartNeeded }
}

/**
 * What is reloadable may not fit to what is not: with the new value of one and the old value of the other together a
 * relation would not hold. Then both wait for the restart.
 */
function holdBack(mixed: {
  readonly running: LoadedConfig
  readonly sections: Record<string, Record<string, unknown>>
  readonly origins: Map<OptionKey, Origin>
  readonly applied: OptionChange[]
  readonly restartNeeded: OptionChange[]
}): void {
  const { running, sections, origins, applied, restartNeeded } = mixed
  for (const { keys } of RELATIONS.filter((relation) => !relation.holds(sections as unknown as Config))) {
    for (const row of OPTION_ROWS.filter(({ key }) => keys.includes(key))) {
      const at = applied.findIndex(({ key }) => key === row.key)
      if (at < 0) continue
      restartNeeded.push(...applied.splice(at, 1))
      ;(sections[row.section] ??= {})[row.name] = optionValue(running.values, row)
      origins.set(row.key, running.origins.get(row.key) ?? { kind: 'default' })
    }
  }
}

/**
 * What runs with some options changed: `patch` is `{ "section.name": value }`, values of the options' own kinds.
 * @throws OrbError INVALID_ARGUMENT naming everything that is wrong: unknown keys, bad values, options that need a
 *   restart, what does not hold between options
 */
export function patchedConfig(running: LoadedConfig, patch: Readonly<Record<string, unknown>>): LoadedConfig {
  const problems: string[] = []
  const origins = new Map(running.origins)
  const sections: Record<string, Record<string, unknown>> = structuredClone(running.values)
  for (const [key, value] of Object.entries(patch)) {
    const row = OPTION_ROWS.find((known) => known.key === key)
    const why = row === undefined ? unknownOption(key) : refusal(row, value)
    if (why !== undefined) problems.push(why)
    if (row === undefined || why !== undefined) continue
    ;(sections[row.section] ??= {})[row.name] = value
    origins.set(row.key, { kind: 'patch' })
  }
  follow(sections, origins)
  const values = sections as unknown as Config
  if (problems.length === 0) problems.push(...broken(values, origins))
  if (problems.length > 0) {
    throw new OrbError('INVALID_ARGUMENT', problems.join('\n'), {
      hint: 'GET /v1/config (orbweaver config show --running) lists all options; docs/reference/configuration.md describes them',
    })
  }
  const join =
    'overlay.join' in patch
      ? { network: running.join?.network, addresses: values.overlay.join.map(multiaddr) }
      : running.join
  return { ...running, values, origins, join }
}

const unknownOption = (key: string): string =>
  `there is no option ${shown(key)}${suggestion(
    key,
    OPTION_ROWS.map((row) => row.key),
  )}`

function refusal(row: OptionRow, value: unknown): string | undefined {
  if (!row.reloadable)
    return `${row.key} cannot be changed while the daemon runs: change it in the config file and restart`
  const paths = row.kind === 'path' ? [value] : row.kind === 'paths' && Array.isArray(value) ? value : []
  const relative = paths.some((path) => typeof path === 'string' && !isAbsolute(path))
  if (relative) return `${row.key} = ${shown(value)} is not an absolute path`
  const result = row.schema.safeParse(value)
  if (result.success && meansSomething(row, result.data)) return undefined
  return `${row.key} = ${shown(value)} is not ${row.range}`
}
