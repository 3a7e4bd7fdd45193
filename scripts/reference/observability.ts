import {
  LOG_EVENTS,
  METRICS,
  type LogEvent,
  type LogEventName,
  type LogFields,
  type MetricName,
} from '../../src/observe/index.ts'

/** docs/reference/observability.md: the catalogues of metrics and log events. */
export function observabilityMarkdown(): string {
  const lines = [
    '# Metrics and log events',
    '',
    '<!-- Written by `npm run generate` from src/observe: do not edit. -->',
    '',
    '## Metrics',
    '',
    '`GET /metrics` answers in the text format of Prometheus: these, and the usual `process_` and `nodejs_` ones.',
    '',
    '| metric | type | labels | what |',
    '|---|---|---|---|',
    ...(Object.keys(METRICS) as MetricName[]).map((name) => {
      const { type, labels, help } = METRICS[name]
      return `| \`${name}\` | ${type} | ${labels.join(', ')} | ${help} |`
    }),
    '',
    '## Log events',
    '',
    'One JSON object a line on standard error (`log.format`), with `level`, `time` (RFC 3339 in UTC), `event`, `msg` and fields of its',
    'own. A line is written once per change of state. On a terminal the same is written for people.',
    '',
    '| event | level | meaning |',
    '|---|---|---|',
    ...(Object.keys(LOG_EVENTS) as LogEventName[]).map((name) => {
      const { level, message, fields }: LogEvent<LogFields> = LOG_EVENTS[name]
      return `| \`${name}\` | ${level} | ${message}${fields === undefined ? '' : `; ${fields}`} |`
    }),
  ]
  return `${lines.join('\n')}\n`
}
