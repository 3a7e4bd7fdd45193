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
  const { dialer, calls } = rig({ parallelDials: 2 })
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
