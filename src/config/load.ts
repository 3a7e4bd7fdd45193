import { dirname, isAbsolute, resolve } from 'node:path'
import { OrbError } from '../base/index.ts'
import { readConfigFile } from './config-file.ts'
import { dataDirFiles, resolveDataDir } from './data-dir.ts'
import { follow } from './followers.ts'
import { mergeJoins, parseJoin, type Join } from './join-string.ts'
import { suggestion } from './nearest.ts'
import { OPTION_ROWS, RELATIONS, hostAndPort, type Config, type OptionKey, type OptionRow } from './options.ts'
import { valueOfText } from './option.ts'

/** Where a value came from. */
export type Origin =
  | { readonly kind: 'flag'; readonly name: string }
  | { readonly kind: 'env'; readonly name: string }
  | { readonly kind: 'file'; readonly path: string; readonly line: number }
  | { readonly kind: 'default' }
  /** Changed while the daemon ran. */
  | { readonly kind: 'patch' }

export interface LoadedConfig {
  readonly values: Config
  readonly origins: ReadonlyMap<OptionKey, Origin>
  /** Absolute. */
  readonly dataDir: string
  /** The config file that was read; undefined when there is none. */
  readonly file: string | undefined
  /** Through whom to join, and which network: from `--join`, else ORBWEAVER_JOIN, else `overlay.join`. */
  readonly join: Join | undefined
}

/** What the command line says. Texts as typed; `joins` already read from their files or standard input. */
export interface ConfigFlags {
  readonly dataDir?: string | undefined
  readonly config?: string | undefined
  readonly options?: Partial<Readonly<Record<OptionKey, string | readonly string[]>>>
  readonly joins?: readonly string[]
}

/** Names beside those of options, with what reads them. */
export const OTHER_ENV_NAMES = {
  ORBWEAVER_HOME: 'the data dir',
  ORBWEAVER_JOIN: 'a join string or multiaddr, as --join takes it',
} as const

/**
 * Reads the configuration: flag over environment over file over default.
 * @throws OrbError CONFIG_INVALID naming every unknown name (with the nearest known one) and every bad value (with key,
 *   value, range and origin); INVALID_ARGUMENT for a join string that cannot be read; IO when a file cannot be.
 */
export async function loadConfig(flags: ConfigFlags, env: NodeJS.ProcessEnv): Promise<LoadedConfig> {
  const dataDir = resolveDataDir(flags.dataDir, env)
  const path = resolve(flags.config ?? dataDirFiles(dataDir).config)
  const content = await readConfigFile(path)
  if (content === undefined && flags.config !== undefined) {
    throw new OrbError('CONFIG_INVALID', `there is no config file ${path}`, {
      hint: 'leave --config out to use defaults',
    })
  }
  const problems: string[] = unknownEnvironment(env)
  const found = new Map<OptionKey, Found>()
  if (content !== undefined) {
    // Most runs have no file: those do not load the parser.
    const { parseConfigText } = await import('./yaml-source.ts')
    const parsed = parseConfigText(content)
    problems.push(...parsed.problems.map((problem) => `${path}, ${problem}`))
    for (const { key, value, line } of parsed.values) found.set(key, { value, origin: { kind: 'file', path, line } })
  }
  for (const row of OPTION_ROWS) {
    const fromEnv = env[row.envName]
    if (fromEnv !== undefined) {
      found.set(row.key, { value: valueOfText(row.kind, fromEnv), origin: { kind: 'env', name: row.envName } })
    }
    const fromFlag = flags.options?.[row.key]
    if (fromFlag !== undefined) {
      found.set(row.key, { value: valueOfFlag(row, fromFlag), origin: { kind: 'flag', name: `--${row.longFlag}` } })
    }
  }
  const { values, origins } = checked(found, dataDir, problems)
  if (problems.length === 0) problems.push(...broken(values, origins))
  if (problems.length > 0) throw invalid(problems)
  return { values, origins, dataDir, file: content === undefined ? undefined : path, join: joinOf(flags, env, values) }
}

interface Found {
  readonly value: unknown
  readonly origin: Origin
}

function valueOfFlag(row: OptionRow, given: string | readonly string[]): unknown {
  if (typeof given === 'string') return valueOfText(row.kind, given)
  return row.kind === 'list' || row.kind === 'paths' ? given : valueOfText(row.kind, given.at(-1) ?? '')
}

function checked(
  found: ReadonlyMap<OptionKey, Found>,
  dataDir: string,
  problems: string[],
): { values: Config; origins: Map<OptionKey, Origin> } {
  const sections: Record<string, Record<string, unknown>> = {}
  const origins = new Map<OptionKey, Origin>()
  for (const row of OPTION_ROWS) {
    const { value, origin } = found.get(row.key) ?? { value: row.default, origin: { kind: 'default' } as const }
    const result = row.schema.safeParse(value)
    if (!result.success || !meansSomething(row, result.data)) {
      problems.push(`${describeOrigin(origin)}: ${row.key} = ${shown(value)} is not ${row.range}`)
    }
    ;(sections[row.section] ??= {})[row.name] = result.success ? placed(row, result.data, origin, dataDir) : row.default
    origins.set(row.key, origin)
  }
  follow(sections, origins)
  return { values: sections as unknown as Config, origins }
}

/** What does not hold between options. */
export function broken(values: Config, origins: ReadonlyMap<OptionKey, Origin>): string[] {
  return RELATIONS.filter((relation) => !relation.holds(values)).map(({ keys, says }) => {
    const from = keys.map((key) => `${key} from ${describeOrigin(origins.get(key) ?? { kind: 'default' })}`)
    return `${typeof says === 'string' ? says : says(values)} (${from.join(', ')})`
  })
}

/** What a pattern cannot say. */
export function meansSomething(row: OptionRow, value: unknown): boolean {
  if (row.key !== 'admin.listen') return true
  return hostAndPort(value as string).port <= 65_535
}

/** Relative paths mean what the writer saw: the file's folder, the shell's, or for defaults the data dir. */
function placed(row: OptionRow, value: unknown, origin: Origin, dataDir: string): unknown {
  if (row.kind !== 'path' && row.kind !== 'paths') return value
  const base = origin.kind === 'file' ? dirname(origin.path) : origin.kind === 'default' ? dataDir : process.cwd()
  const place = (path: string): string => (isAbsolute(path) ? path : resolve(base, path))
  return row.kind === 'path' ? place(value as string) : (value as readonly string[]).map(place)
}

function joinOf(flags: ConfigFlags, env: NodeJS.ProcessEnv, values: Config): Join | undefined {
  if (flags.joins !== undefined && flags.joins.length > 0) return mergeJoins(flags.joins.map((join) => parseJoin(join)))
  const fromEnv = env['ORBWEAVER_JOIN']
  if (fromEnv !== undefined && fromEnv.trim() !== '') return parseJoin(fromEnv)
  return mergeJoins(values.overlay.join.map((address) => parseJoin(address)))
}

function unknownEnvironment(env: NodeJS.ProcessEnv): string[] {
  const known = [...OPTION_ROWS.map((row) => row.envName), ...Object.keys(OTHER_ENV_NAMES)]
  return Object.keys(env)
    .filter((name) => name.startsWith('ORBWEAVER_') && !known.includes(name))
    .map((name) => `environment: there is no variable ${name}${suggestion(name, known)}`)
}

/** `file config.yaml, line 3` and the like. */
export function describeOrigin(origin: Origin): string {
  switch (origin.kind) {
    case 'flag':
      return `flag ${origin.name}`
    case 'env':
      return `environment ${origin.name}`
    case 'file':
      return `${origin.path}, line ${origin.line}`
    case 'default':
      return 'default'
    case 'patch':
      return 'PATCH /v1/config'
  }
}

const MAX_SHOWN_CHARS = 120
/** A value in a message, cut to a bearable length. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) as string | undefined
  return text === undefined ? 'nothing' : text.length > MAX_SHOWN_CHARS ? `${text.slice(0, MAX_SHOWN_CHARS)}…` : text
}

function invalid(problems: readonly string[]): OrbError {
  return new OrbError('CONFIG_INVALID', problems.join('\n'), {
    hint: '`orbweaver config show --origin` lists all options; docs/reference/configuration.md describes them',
  })
}
