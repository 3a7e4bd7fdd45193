import type { AdminBackend, ReloadReport } from '../admin/index.ts'
import { OrbError } from '../base/index.ts'
import type { LoadedConfig, Reconfiguration } from '../config/index.ts'
import type { LogEventName, Logger } from '../observe/index.ts'
import { checkAddresses } from './addresses.ts'
import { logLevels, writes } from './logging.ts'
import { changeText, type Settings, type Tell } from './settings.ts'

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
      const { applied, restartNeeded } = this.#told(
        'config.reloaded',
        (tell) => settings.reload(loaded, tell),
        (change) => {
          logger.event('config.reloaded', {
            applied: change.applied.map(changeText),
            restartNeeded: change.restartNeeded.map(changeText),
          })
        },
      )
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
    const { applied } = this.#told(
      'config.changed',
      (tell) => settings.patch(patch, tell),
      (change) => {
        logger.event('config.changed', { applied: change.applied.map(changeText) })
      },
    )
    return Promise.resolve(reportOf(applied, []))
  }

  leave(): Promise<void> {
    this.#init.leave('asked over the admin API')
    return Promise.resolve()
  }

  /** A change of the log's own levels must not swallow its report: it is told at the old levels or at the new ones. */
  #told(event: LogEventName, take: (tell: Tell) => Reconfiguration, tell: Tell): Reconfiguration {
    const isWritten = writes(logLevels(this.#init.settings.config.values.log), event)
    const change = take(isWritten ? tell : () => undefined)
    if (!isWritten) tell(change)
    return change
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
