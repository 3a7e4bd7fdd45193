import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OrbError } from '../../../src/base/index.ts'
import {
  createLogger,
  LOG_EVENTS,
  LOG_LEVELS,
  SILENT_LOGGER,
  type LogLevel,
  type Logger,
} from '../../../src/observe/index.ts'

function logging(level: LogLevel | 'silent'): { logger: Logger; lines: Record<string, unknown>[] } {
  const lines: Record<string, unknown>[] = []
  const write = (line: string): void => void lines.push(JSON.parse(line) as Record<string, unknown>)
  return { logger: createLogger({ level, destination: { write } }), lines }
}

test('an event is one JSON object with its level as a word, UTC time, name, words and fields', () => {
  const { logger, lines } = logging('info')
  logger.event('ring.state', { state: 'member' })
  const [line] = lines
  assert.match(String(line?.['time']), /^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
  assert.deepEqual(
    { ...line, time: '' },
    { level: 'info', time: '', event: 'ring.state', msg: LOG_EVENTS['ring.state'].message, state: 'member' },
  )
})

test('an error is written with its code and stack', () => {
  const { logger, lines } = logging('info')
  logger.event('daemon.failed', { error: new OrbError('IO', 'broken') })
  const error = lines[0]?.['error'] as Record<string, unknown>
  assert.equal(error['message'], 'broken')
  assert.equal(error['code'], 'IO')
  assert.match(String(error['stack']), /logger\.test/)
})

test('levels below the chosen one are not written, and can be asked for', () => {
  const { logger, lines } = logging('warn')
  logger.event('ring.state', { state: 'member' })
  assert.deepEqual(lines, [])
  assert.deepEqual(
    LOG_LEVELS.map((level) => logger.enabled(level)),
    [false, false, false, true, true],
  )
  const silent = logging('silent')
  silent.logger.event('daemon.failed', { error: new Error('x') })
  assert.deepEqual(silent.lines, [])
  assert.equal(SILENT_LOGGER.enabled('error'), false)
})

test('flush ends', async () => {
  await logging('info').logger.flush()
  await SILENT_LOGGER.flush()
})
