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

test('levels change while it is in use, for all and for single modules', () => {
  const lines: { event: string }[] = []
  const write = (line: string): void => void lines.push(JSON.parse(line) as { event: string })
  const logger = createLogger({ level: 'warn', modules: { peer: 'debug', ring: 'silent' }, destination: { write } })
  const all = (): string[] => {
    lines.length = 0
    logger.event('peer.connected', { peerId: 'p', epoch: 1 })
    logger.event('ring.state', { state: 'member' })
    logger.event('ring.join-failed', { contacts: 0, code: 'UNREACHABLE', detail: '', retryMs: 1 })
    logger.event('daemon.stopping', { why: 'test' })
    logger.event('daemon.failed', { error: new Error('x') })
    return lines.map(({ event }) => event)
  }
  assert.deepEqual(all(), ['peer.connected', 'daemon.failed'])
  assert.ok(logger.enabled('debug'), 'of some module')
  logger.setLevels({ level: 'info' })
  assert.deepEqual(all(), ['ring.state', 'ring.join-failed', 'daemon.stopping', 'daemon.failed'])
  logger.setLevels({ level: 'silent', modules: { ring: 'warn' } })
  assert.deepEqual(all(), ['ring.join-failed'])
  logger.setLevels({ level: 'error' })
  assert.deepEqual(all(), ['daemon.failed'])
})

test('flush ends', async () => {
  await logging('info').logger.flush()
  await SILENT_LOGGER.flush()
})
