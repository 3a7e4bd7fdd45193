import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OrbError } from '../../../src/base/index.ts'
import { Departure, type DepartureInit } from '../../../src/daemon/departure.ts'
import { SILENT_LOGGER, type LogEventName } from '../../../src/observe/index.ts'

interface Rig {
  readonly departure: Departure
  readonly told: LogEventName[]
  /** Lets the hand-over come to its end. */
  readonly handedOver: () => void
  readonly signal: () => AbortSignal | undefined
}

function rig(change: Partial<DepartureInit> = {}): Rig {
  const told: LogEventName[] = []
  const over = Promise.withResolvers<undefined>()
  let given: AbortSignal | undefined
  const departure = new Departure({
    logger: { ...SILENT_LOGGER, event: (name) => void told.push(name) },
    startedAt: 0,
    cannotLeave: () => undefined,
    handOver: (_deadlineMs, signal) => {
      given = signal
      signal.addEventListener('abort', () => {
        over.resolve(undefined)
      })
      return over.promise
    },
    close: () => Promise.resolve(),
    ...change,
  })
  return { departure, told, handedOver: () => over.resolve(undefined), signal: () => given }
}

test('leaving hands over, then stops, and says so', async () => {
  const { departure, told, handedOver } = rig()
  departure.leave('test')
  assert.equal(departure.state, 'leaving')
  assert.deepEqual(told, ['daemon.leaving'])
  handedOver()
  await departure.ended
  assert.deepEqual(told, ['daemon.leaving', 'daemon.stopping', 'daemon.stopped'])
  assert.equal(departure.state, 'stopping')
})

test('a signal while it leaves stops at once: the hand-over is given up', async () => {
  const { departure, signal } = rig()
  departure.leave('test')
  await departure.stop('SIGTERM')
  assert.equal(signal()?.aborted, true)
  await departure.ended
})

test('it leaves once, not while it stops, and not before it has joined', async () => {
  const leaving = rig()
  leaving.departure.leave('test')
  assert.throws(() => leaving.departure.leave('again'), { code: 'CONFLICT', message: /leaving already/ })
  await leaving.departure.stop('end')
  assert.throws(() => leaving.departure.leave('late'), { code: 'CONFLICT', message: /stopping already/ })
  const joining = rig({ cannotLeave: () => new OrbError('NOT_JOINED', 'not yet') })
  assert.throws(() => joining.departure.leave('early'), { code: 'NOT_JOINED' })
  assert.equal(joining.departure.state, 'staying')
  await joining.departure.stop('end')
})

test('stop is one promise, however often it is asked; a fault of closing is told to all', async () => {
  let closed = 0
  const fine = rig({
    close: () => {
      closed++
      return Promise.resolve()
    },
  })
  assert.equal(fine.departure.stop('a'), fine.departure.stop('b'))
  await fine.departure.ended
  assert.equal(closed, 1)
  const broken = rig({ close: () => Promise.reject(new Error('stuck')) })
  await assert.rejects(broken.departure.stop('a'), /stuck/)
  await assert.rejects(broken.departure.ended, /stuck/)
})

test('a fault ends it with that fault, also in the middle of leaving, and not when it stops already', async () => {
  const { departure, told, signal } = rig()
  departure.leave('test')
  departure.fail(new OrbError('NETWORK_MISMATCH', 'wrong'))
  assert.equal(signal()?.aborted, true)
  await assert.rejects(departure.ended, { code: 'NETWORK_MISMATCH' })
  assert.ok(told.includes('daemon.failed'))
  const stopping = rig()
  await stopping.departure.stop('a')
  stopping.departure.fail(new Error('too late'))
  await stopping.departure.ended
})
