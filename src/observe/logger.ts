import { pino, type DestinationStream } from 'pino'
import {
  LOG_EVENTS,
  LOG_LEVELS,
  moduleOf,
  type FieldsOf,
  type LogEventName,
  type LogFields,
  type LogLevel,
  type LogModule,
} from './log-events.ts'

/** From which level on events are written; `modules` has other levels for the first words of events. */
export interface LogLevels {
  readonly level: LogLevel | 'silent'
  readonly modules?: Readonly<Partial<Record<LogModule, LogLevel | 'silent'>>>
}

/** Writes events of the catalogue. Injected wherever something is worth telling. */
export interface Logger {
  event<Name extends LogEventName>(name: Name, fields: FieldsOf<Name>): void
  /** Would an event of this level be written, whatever its module? Spares the making of costly fields. */
  enabled(level: LogLevel): boolean
  /** Returns when all has been handed to the destination. */
  flush(): Promise<void>
}

/** A logger whose levels can be changed while it is in use. */
export interface AdjustableLogger extends Logger {
  setLevels(levels: LogLevels): void
}

export interface LoggerOptions extends LogLevels {
  /** Where lines go, one JSON object each; standard error when absent. A terminal's formatter can stand here. */
  readonly destination?: DestinationStream
}

/** Standard error, synchronously: log lines are rare, and the last ones before a crash matter most. */
const STDERR_FD = 2

/** A logger of JSON lines `{level, time, event, msg, …fields}`; `time` is RFC 3339 in UTC, `level` a word. */
export function createLogger(options: LoggerOptions): AdjustableLogger {
  const sink = pino(
    {
      // What is written is decided here, by level and module.
      level: 'trace',
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { error: pino.stdSerializers.err },
    },
    options.destination ?? pino.destination({ fd: STDERR_FD, sync: true }),
  )
  let passes = filterOf(options)
  return {
    event: (name, fields) => {
      if (!passes.event(name)) return
      const { level, message } = LOG_EVENTS[name]
      const line: LogFields = { event: name, ...fields }
      sink[level](line, message)
    },
    enabled: (level) => passes.level(level),
    setLevels: (levels) => {
      passes = filterOf(levels)
    },
    flush: () =>
      new Promise((resolve, reject) => {
        sink.flush((error?: Error) => {
          if (error === undefined) resolve()
          else reject(error)
        })
      }),
  }
}

const RANKS: readonly (LogLevel | 'silent')[] = [...LOG_LEVELS, 'silent']

interface Filter {
  event(name: LogEventName): boolean
  level(level: LogLevel): boolean
}

function filterOf({ level: from, modules = {} }: LogLevels): Filter {
  const atLeast = (level: LogLevel, least: LogLevel | 'silent'): boolean => RANKS.indexOf(level) >= RANKS.indexOf(least)
  const written = new Set<LogEventName>()
  for (const name of Object.keys(LOG_EVENTS) as LogEventName[]) {
    if (atLeast(LOG_EVENTS[name].level, modules[moduleOf(name)] ?? from)) written.add(name)
  }
  const least = Object.values(modules).reduce((a, b) => (RANKS.indexOf(a) < RANKS.indexOf(b) ? a : b), from)
  return { event: (name) => written.has(name), level: (level) => atLeast(level, least) }
}

/** Writes nothing: for tests and for those who do not care. */
export const SILENT_LOGGER: Logger = {
  event: () => undefined,
  enabled: () => false,
  flush: () => Promise.resolve(),
}
