import {
  agreementParams,
  attributesParams,
  canParams,
  chordParams,
  describeOrigin,
  OPTION_ROWS,
  optionValue,
  patchedConfig,
  providersParams,
  reconfigure,
  recordsParams,
  swarmParams,
  type Config,
  type LoadedConfig,
  type OptionChange,
  type OptionKey,
  type Reconfiguration,
} from '../config/index.ts'
import type { ConfigValue } from '../admin/index.ts'

/** Carries out a change of some options; `config` is what runs from now on. */
export type Apply = (config: LoadedConfig, changed: ReadonlySet<OptionKey>) => void

export type Tell = (change: Reconfiguration) => void

/** The parameters of the machines in a configuration. */
const paramsOf = (values: Config) => ({
  chord: chordParams(values),
  providers: providersParams(values),
  swarm: swarmParams(values),
  records: recordsParams(values),
  agreement: agreementParams(values),
  can: canParams(values),
  attributes: attributesParams(values),
})

/**
 * The configuration as it runs. Machines read their parameters at each use from objects that live as long as they do: a
 * change takes place between two of their steps. All else is told to those who listen.
 */
export class Settings {
  readonly params: ReturnType<typeof paramsOf>
  readonly #listeners: Apply[] = []
  #config: LoadedConfig

  constructor(config: LoadedConfig) {
    this.#config = config
    this.params = paramsOf(config.values)
  }

  get config(): LoadedConfig {
    return this.#config
  }

  /** `apply` is called after each change that concerns one of `keys`. */
  onChange(keys: readonly OptionKey[], apply: Apply): void {
    this.#listeners.push((config, changed) => {
      if (keys.some((key) => changed.has(key))) apply(config, changed)
    })
  }

  /** Takes what is reloadable of a newly loaded configuration. `tell` is called before any of it is in effect. */
  reload(loaded: LoadedConfig, tell: Tell = () => undefined): Reconfiguration {
    return this.#take(reconfigure(this.#config, loaded), tell)
  }

  /** Changes some options until the next reload or restart. @throws OrbError INVALID_ARGUMENT: nothing was changed */
  patch(patch: Readonly<Record<string, unknown>>, tell: Tell = () => undefined): Reconfiguration {
    return this.#take(reconfigure(this.#config, patchedConfig(this.#config, patch)), tell)
  }

  #take(change: Reconfiguration, tell: Tell): Reconfiguration {
    tell(change)
    this.#config = change.config
    const { chord, providers, swarm, records, agreement, can, attributes } = paramsOf(change.config.values)
    Object.assign(this.params.chord, chord)
    Object.assign(this.params.providers, providers)
    Object.assign(this.params.swarm, swarm)
    Object.assign(this.params.records, records)
    Object.assign(this.params.agreement, agreement)
    Object.assign(this.params.can, can)
    Object.assign(this.params.attributes, attributes)
    const changed = new Set(change.applied.map(({ key }) => key))
    for (const listener of this.#listeners) listener(change.config, changed)
    return change
  }

  /** Every option as it runs, for people. */
  list(): ConfigValue[] {
    const { values, origins } = this.#config
    return OPTION_ROWS.map((row) => ({
      key: row.key,
      value: optionValue(values, row),
      origin: describeOrigin(origins.get(row.key) ?? { kind: 'default' }),
      reloadable: row.reloadable,
    }))
  }
}

/** `log.level: "info" → "debug"`, for the log. */
export const changeText = ({ key, from, to }: OptionChange): string =>
  `${key}: ${JSON.stringify(from)} → ${JSON.stringify(to)}`
