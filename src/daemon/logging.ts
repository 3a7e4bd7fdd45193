import {
  createLogger,
  LOG_EVENTS,
  LOG_LEVELS,
  moduleOf,
  type AdjustableLogger,
  type LogEventName,
  type LogLevel,
  type LogLevels,
  type LogModule,
} from '../observe/index.ts'
import type { Config } from '../config/index.ts'

/** The daemon's logger on standard error: for people on a terminal, else JSON. */
export async function openLogger(log: Config['log']): Promise<AdjustableLogger> {
  const { format } = log
  const pretty = format === 'pretty' || (format === 'auto' && process.stderr.isTTY)
  if (!pretty) return createLogger(logLevels(log))
  // Loaded only where a person reads along.
  const { default: prettyStream } = await import('pino-pretty')
  return createLogger({
    ...logLevels(log),
    destination: prettyStream({ destination: 2, sync: true, ignore: 'event', translateTime: 'SYS:HH:MM:ss.l' }),
  })
}

/** The levels of a configuration; its items have the form `module=level`, the last one of a module counts. */
export function logLevels({ level, modules }: Pick<Config['log'], 'level' | 'modules'>): LogLevels {
  const pairs = modules.map((item) => item.split('=') as [LogModule, LogLevel | 'silent'])
  return { level, modules: Object.fromEntries(pairs) }
}

/** Is an event written at these levels? */
export function writes({ level, modules = {} }: LogLevels, name: LogEventName): boolean {
  const least = modules[moduleOf(name)] ?? level
  return least !== 'silent' && LOG_LEVELS.indexOf(LOG_EVENTS[name].level) >= LOG_LEVELS.indexOf(least)
}
