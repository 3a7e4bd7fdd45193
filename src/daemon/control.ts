import type { AdminBackend, ReloadReport } from '../admin/index.ts'
import { OrbError } from '../base/index.ts'
import type { LoadedConfig } from '../config/index.ts'
import type { Logger } from '../observe/index.ts'
import { checkAddresses } from './addresses.ts'
import { changeText, type Settings } from './settings.ts'

/** The part of the admin API that changes how the daemon itself runs. */
export type ControlBackend = Pick<AdminBackend, 'leave' | 'reload' | 'configuration' | 'patchConfig'>

export interface ControlInit {
  readonly settings: Settings
  /** Reads file and environment again, with the flags of the start. */
  readonly load: () => Promise<LoadedConfig>
  readonly logger: Logger
  readonly leave: (why: string) => void
}

/** Reload, run-time changes and leave; says in the log what came of each. */
export class Control implements ControlBackend {
  readonly #init: ControlInit
  /** Reloads follow each other: the one that began last counts. */
  #last: Promise<unknown> = Promise.resolve()

  constructor(init: ControlInit) {
    this.#init = init
  }

  reload(): Promise<ReloadReport> {
    const next = this.#last.then(() => this.#reload())
    this.#last = next.catch(() => undefined)
    return next
  }

  async #reload(): Promise<ReloadReport> {
    const { settings, load, logger } = this.#init
    try {
      const loaded = await load()
      checkAddresses(loaded)
      const { applied, restartNeeded } = settings.reload(loaded)
      logger.event('config.reloaded', {
        applied: applied.map(changeText),
        restartNeeded: restartNeeded.map(changeText),
      })
      return reportOf(applied, restartNeeded)
    } catch (error) {
      this.#refused(error)
      throw error
    }
  }

  configuration(): ReturnType<ControlBackend['configuration']> {
    return this.#init.settings.list()
  }

  patchConfig(patch: Readonly<Record<string, unknown>>): Promise<ReloadReport> {
    const { settings, logger } = this.#init
    const { applied } = settings.patch(patch)
    logger.event('config.changed', { applied: applied.map(changeText) })
    return Promise.resolve(reportOf(applied, []))
  }

  leave(): Promise<void> {
    this.#init.leave('asked over the admin API')
    return Promise.resolve()
  }

  #refused(error: unknown): void {
    const code = error instanceof OrbError ? error.code : 'INTERNAL'
    const detail = error instanceof Error ? error.message : String(error)
    this.#init.logger.event('config.refused', { code, detail })
  }
}

const reportOf = (
  applied: ReloadReport['applied'],
  restartNeeded: readonly { readonly key: string; readonly from: unknown; readonly to: unknown }[],
): ReloadReport => ({
  applied,
  restartNeeded: restartNeeded.map(({ key, from, to }) => ({ key, running: from, wanted: to })),
})
