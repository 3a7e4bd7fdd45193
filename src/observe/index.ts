export { createLogger, SILENT_LOGGER, type AdjustableLogger, type Logger, type LogLevels } from './logger.ts'
export {
  LOG_EVENTS,
  LOG_LEVELS,
  moduleOf,
  type LogEvent,
  type LogEventName,
  type LogFields,
  type LogLevel,
  type LogModule,
  type LogValue,
} from './log-events.ts'
export { METRICS, type MetricName } from './metric-catalogue.ts'
export { Metrics, type Count } from './metrics.ts'
export { TraceBuffer } from './trace.ts'
