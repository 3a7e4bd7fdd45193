import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Connection } from '@libp2p/interface'
import { KeepAlive } from '../../../../src/adapters/libp2p/keep-alive.ts'
import { DEFAULT_LIMITS } from '../../../../src/adapters/libp2p/limits.ts'

const limits = { ...DEFAULT_LIMITS, watchMs: 1_000, keepAliveMs: 10_000, silentMs: 25_000 }

function rig(count: number) {
  const bytes = new Map<Connection, number | undefined>()
  const connections = Array.from({ length: count }, () => ({}) as Connection)
  for (const connection of connections) bytes.set(connection, 100)
  const keepAlive = new KeepAlive(limits, (connection) => bytes.get(connection))
  const both = (now: number): { silent: number[]; quiet: number[] } => {
    const { silent, quiet } = keepAlive.look(now, connections)
    return {
      silent: silent.map(({ connection }) => connections.indexOf(connection)),
      quiet: quiet.map((connection) => connections.indexOf(connection)),
    }
  }
  return { bytes, connections, look: (now: number) => both(now).silent, quiet: (now: number) => both(now).quiet }
}

test('a connection is to be pinged when it has brought nothing for the interval, and again after each further one', () => {
  const { bytes, connections, quiet } = rig(2)
  const pinged: [at: number, connection: number][] = []
  for (let now = 0; now <= 24_000; now += 1_000) {
    // The other one brings something every nine seconds.
    if (now % 9_000 === 0) bytes.set(connections[1] as Connection, 1_000 + now)
    for (const connection of quiet(now)) pinged.push([now, connection])
  }
  assert.deepEqual(pinged, [
    [10_000, 0],
    [20_000, 0],
  ])
})

test('the ping of the other end is the sign of life that one waits for', () => {
  const bytes = [0, 0]
  const connections = [{} as Connection, {} as Connection]
  const ends = [0, 1].map((end) => new KeepAlive(limits, () => bytes[end]))
  let pings = 0
  for (let now = 0; now <= 60_000; now += 500) {
    const end = (now / 500) % 2
    const { quiet, silent } = (ends[end] as KeepAlive).look(now, [connections[end] as Connection])
    assert.deepEqual(silent, [])
    for (const _ of quiet) {
      pings++
      bytes[0] = bytes[1] = now
    }
  }
  // One after every ten seconds, which the end that looks first notices at most a second later.
  assert.ok(pings === 5 || pings === 6, `${pings}`)
})

test('a connection that brings no byte for the time is found, one that brings some is not', () => {
  const { bytes, connections, look } = rig(2)
  for (let now = 0; now < 25_000; now += 1_000) {
    bytes.set(connections[1] as Connection, 100 + now)
    assert.deepEqual(look(now), [])
  }
  assert.deepEqual(look(25_000), [0])
})

test('time in which this process was stopped does not count', () => {
  const { look } = rig(1)
  for (let now = 0; now <= 20_000; now += 1_000) look(now)
  // Ten minutes later, as after SIGSTOP and SIGCONT.
  assert.deepEqual(look(620_000), [])
  for (let now = 621_000; now < 625_000; now += 1_000) assert.deepEqual(look(now), [])
  assert.deepEqual(look(625_000), [0])
})

test('a connection whose socket is not known is left alone', () => {
  const { bytes, connections, look } = rig(1)
  bytes.set(connections[0] as Connection, undefined)
  for (let now = 0; now < 60_000; now += 1_000) assert.deepEqual(look(now), [])
})
