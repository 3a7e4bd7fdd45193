import type { Config } from '../config/index.ts'
import type { GuardSettings } from './guards/index.ts'
import { Limits } from './limits.ts'
import { Lockout } from './lockout.ts'

/** What the guards work with that no option moves. */
type Fixed = Pick<GuardSettings, 'findToken' | 'onLockout' | 'nowMs'> & {
  /** Only this machine can reach the address. */
  readonly loopback: boolean
}

/** What the guards go by, as the options of `admin` say at present. */
export class Settings {
  readonly #fixed: Fixed
  #config: Config['admin']
  #limits: Limits
  #lockout: Lockout
  #guards: GuardSettings

  constructor(config: Config['admin'], fixed: Fixed) {
    this.#fixed = fixed
    this.#config = config
    this.#limits = new Limits(config)
    this.#lockout = new Lockout(config)
    this.#guards = this.#made()
  }

  get guards(): GuardSettings {
    return this.#guards
  }

  change(config: Config['admin']): void {
    const changed = (...keys: (keyof Config['admin'])[]): boolean =>
      keys.some((key) => config[key] !== this.#config[key])
    if (changed('readsPerSecond', 'writesPerSecond', 'anonymousPerSecond')) this.#limits = new Limits(config)
    if (changed('lockoutFailures', 'lockoutMaxMs')) this.#lockout = new Lockout(config)
    this.#config = config
    this.#guards = this.#made()
  }

  #made(): GuardSettings {
    const { loopback, ...fixed } = this.#fixed
    const { hosts, anonymousReads } = this.#config
    return {
      ...fixed,
      hosts: new Set(hosts.map((name) => name.toLowerCase())),
      anyAddress: !loopback,
      anonymousReads: anonymousReads && loopback,
      limits: this.#limits,
      lockout: this.#lockout,
    }
  }
}
