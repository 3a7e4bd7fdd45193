export { createLogger, SILENT_LOGGER, type Logger, type LoggerOptions } from './logger.ts'
export {
  LOG_EVENTS,
  LOG_LEVELS,
  type FieldsOf,
  type LogEventName,
  type LogFields,
  type LogLevel,
} from './log-events.ts'
export { METRICS, type LabelsOf, type MetricName, type MetricSpec } from './metric-catalogue.ts'
export { Metrics, type Count, type Sample } from './metrics.ts'
export { TraceBuffer, type Traced } from './trace.ts'
