import { pino, type DestinationStream } from 'pino'
import { LOG_EVENTS, type FieldsOf, type LogEventName, type LogFields, type LogLevel } from './log-events.ts'

/** Writes events of the catalogue. Injected wherever something is worth telling. */
export interface Logger {
  event<Name extends LogEventName>(name: Name, fields: FieldsOf<Name>): void
  /** Would an event of this level be written? Spares the making of costly fields. */
  enabled(level: LogLevel): boolean
  /** Returns when all has been handed to the destination. */
  flush(): Promise<void>
}

export interface LoggerOptions {
  readonly level: LogLevel | 'silent'
  /** Where lines go, one JSON object each; standard error when absent. A terminal's formatter can stand here. */
  readonly destination?: DestinationStream
}

/** Standard error, synchronously: log lines are rare, and the last ones before a crash matter most. */
const STDERR_FD = 2

/** A logger of JSON lines `{level, time, event, msg, …fields}`; `time` is RFC 3339 in UTC, `level` a word. */
export function createLogger(options: LoggerOptions): Logger {
  const sink = pino(
    {
      level: options.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { error: pino.stdSerializers.err },
    },
    options.destination ?? pino.destination({ fd: STDERR_FD, sync: true }),
  )
  return {
    event: (name, fields) => {
      const { level, message } = LOG_EVENTS[name]
      const line: LogFields = { event: name, ...fields }
      sink[level](line, message)
    },
    enabled: (level) => sink.isLevelEnabled(level),
    flush: () =>
      new Promise((resolve, reject) => {
        sink.flush((error?: Error) => {
          if (error === undefined) resolve()
          else reject(error)
        })
      }),
  }
}

/** Writes nothing: for tests and for those who do not care. */
export const SILENT_LOGGER: Logger = { event: () => undefined, enabled: () => false, flush: () => Promise.resolve() }
