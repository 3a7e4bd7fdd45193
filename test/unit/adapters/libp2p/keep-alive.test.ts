import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Connection } from '@libp2p/interface'
import { KeepAlive } from '../../../../src/adapters/libp2p/keep-alive.ts'
import { DEFAULT_LIMITS } from '../../../../src/adapters/libp2p/limits.ts'

const limits = { ...DEFAULT_LIMITS, watchMs: 1_000, silentMs: 25_000 }

function rig(count: number) {
  const bytes = new Map<Connection, number | undefined>()
  const connections = Array.from({ length: count }, () => ({}) as Connection)
  for (const connection of connections) bytes.set(connection, 100)
  const keepAlive = new KeepAlive(limits, (connection) => bytes.get(connection))
  const look = (now: number): number[] =>
    keepAlive.look(now, connections).map(({ connection }) => connections.indexOf(connection))
  return { bytes, connections, look }
}

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
