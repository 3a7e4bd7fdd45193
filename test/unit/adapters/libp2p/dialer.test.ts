import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Connection } from '@libp2p/interface'
import { Dialer } from '../../../../src/adapters/libp2p/dialer.ts'
import { DEFAULT_LIMITS, MAX_WAITING_DIALS } from '../../../../src/adapters/libp2p/limits.ts'

interface Call {
  readonly address: string
  readonly signal: AbortSignal
  readonly resolve: (connection: Connection) => void
  readonly reject: (err: Error) => void
}

function rig(over: Partial<typeof DEFAULT_LIMITS> = {}) {
  const calls: Call[] = []
  const dialer = new Dialer(
    (address, signal) =>
      new Promise((resolve, reject) => {
        calls.push({ address, signal, resolve, reject })
        signal.addEventListener('abort', () => reject(signal.reason as Error))
      }),
    { ...DEFAULT_LIMITS, dialStaggerMs: 60_000, ...over },
  )
  return { dialer, calls }
}

function connection(): Connection & { aborted: boolean } {
  const fake = {
    aborted: false,
    abort: () => {
      fake.aborted = true
    },
  }
  return fake as unknown as Connection & { aborted: boolean }
}
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

test('the next address is tried as soon as one fails', async () => {
  const { dialer, calls } = rig()
  const dialling = dialer.dial(['/a', '/b'])
  calls[0]?.reject(new Error('refused'))
  await turn()
  assert.deepEqual(
    calls.map((call) => call.address),
    ['/a', '/b'],
  )
  const made = connection()
  calls[1]?.resolve(made)
  assert.deepEqual(await dialling, { connection: made, address: '/b' })
})

test('the next address is tried when one is slow; the winner is never aborted, the loser is', async () => {
  const { dialer, calls } = rig({ dialStaggerMs: 1 })
  const dialling = dialer.dial(['/slow', '/quick'])
  while (calls.length < 2) await turn()
  const [made, late] = [connection(), connection()]
  calls[1]?.resolve(made)
  assert.equal((await dialling).address, '/quick')
  assert.equal(calls[0]?.signal.aborted, true)
  // Node keeps the signal bound to the socket: aborting it later would break the connection.
  assert.equal(calls[1]?.signal.aborted, false)
  calls[0]?.resolve(late)
  await turn()
  assert.equal(made.aborted, false)
})

test('a connection that comes too late is dropped', async () => {
  const late = connection()
  let resolveLate = (_: Connection): void => undefined
  const dialer = new Dialer(
    (address) =>
      address === '/late' ? new Promise((resolve) => (resolveLate = resolve)) : Promise.resolve(connection()),
    { ...DEFAULT_LIMITS, dialStaggerMs: 1 },
  )
  await dialer.dial(['/late', '/b'])
  resolveLate(late)
  await turn()
  assert.equal(late.aborted, true)
})

test('the last error is what is told when all fail, and none is left running', async () => {
  const { dialer, calls } = rig()
  const dialling = dialer.dial(['/a', '/b'])
  calls[0]?.reject(new Error('first'))
  await turn()
  calls[1]?.reject(new Error('second'))
  await assert.rejects(dialling, { message: 'second' })
  assert.equal(dialer.running, 0)
  await assert.rejects(dialer.dial([]), { message: 'no address to dial' })
})

test('all addresses together have one time limit', async () => {
  const { dialer, calls } = rig({ dialTimeoutMs: 20 })
  await assert.rejects(dialer.dial(['/a', '/b']), { name: 'TimeoutError' })
  assert.equal(calls[0]?.signal.aborted, true)
})

test('a bounded number of peers is dialled at once, and a bounded number waits', async () => {
  const { dialer, calls } = rig({ parallelDials: 2, urgentDials: 0 })
  const dials = Array.from({ length: 2 + MAX_WAITING_DIALS }, () => dialer.dial(['/a']).catch(() => undefined))
  await turn()
  assert.equal(calls.length, 2)
  await assert.rejects(dialer.dial(['/a']), { message: 'too many dials wait' })
  calls[0]?.resolve(connection())
  await turn()
  assert.equal(calls.length, 3)
  dialer.stop()
  await Promise.all(dials)
  assert.equal(dialer.running, 0)
})

test('probes and redials have places of their own, and go before all that wait', async () => {
  const { dialer, calls } = rig({ parallelDials: 3, urgentDials: 1 })
  const dials = ['/a', '/b', '/c', '/d'].map((address) => dialer.dial([address]).catch(() => undefined))
  dials.push(...['/u', '/v'].map((address) => dialer.dial([address], true).catch(() => undefined)))
  const called = (): string[] => calls.map(({ address }) => address)
  await turn()
  assert.deepEqual(called(), ['/a', '/b', '/u'])
  assert.equal(dialer.waiting, 3)
  calls[0]?.reject(new Error('refused'))
  await turn()
  assert.deepEqual(called(), ['/a', '/b', '/u', '/v'], 'the urgent one, although two others waited before it')
  calls[1]?.reject(new Error('refused'))
  await turn()
  assert.equal(called().length, 4, 'one of three places stays free for the next urgent one')
  calls[2]?.reject(new Error('refused'))
  calls[3]?.reject(new Error('refused'))
  await turn()
  assert.deepEqual(called().slice(4), ['/c', '/d'])
  dialer.stop()
  await Promise.all(dials)
})

test('it is told of each address whether anybody answered there, and of none that was given up', async () => {
  const told: [string, boolean][] = []
  const pending: Call[] = []
  const dialerOf = (dialTimeoutMs: number): Dialer =>
    new Dialer(
      (address, signal) =>
        new Promise((resolve, reject) => {
          pending.push({ address, signal, resolve, reject })
          signal.addEventListener('abort', () => reject(signal.reason as Error))
        }),
      { ...DEFAULT_LIMITS, dialStaggerMs: 1, dialTimeoutMs },
      (address, reached) => told.push([address, reached]),
    )
  const imposter = Object.assign(new Error('somebody else'), { name: 'EncryptionFailedError' })
  const won = dialerOf(60_000).dial(['/refused', '/imposter', '/slow', '/good'])
  pending[0]?.reject(new Error('ECONNREFUSED'))
  while (pending.length < 2) await turn()
  pending[1]?.reject(imposter)
  while (pending.length < 4) await turn()
  pending[3]?.resolve(connection())
  await won
  const expected: [string, boolean][] = [
    ['/refused', false],
    ['/imposter', true],
    ['/good', true],
  ]
  assert.deepEqual(told, expected)
  await assert.rejects(dialerOf(20).dial(['/black-hole']), { name: 'TimeoutError' })
  assert.deepEqual(told.slice(3), [['/black-hole', false]])
})
