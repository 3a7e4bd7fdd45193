import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OPTIONS, RELATIONS, type Config } from '../../../src/config/options.ts'
import { transportLimits } from '../../../src/daemon/transport-limits.ts'

const defaults = Object.fromEntries(
  Object.entries(OPTIONS).map(([section, options]) => [
    section,
    Object.fromEntries(Object.entries(options).map(([name, option]) => [name, option.default])),
  ]),
) as unknown as Config

test('each option of connections reaches the limit that it is about', () => {
  const connections = { most: 1_001, perPeer: 3, perPrefix: 5, handshakesPerSecond: 7, exempt: [], keepAliveMs: 2_000 }
  assert.deepEqual(
    transportLimits({ ...defaults, connections, overlay: { ...defaults.overlay, maxConnections: 99 } }),
    {
      softLinks: 99,
      hardLinks: 1_001,
      peerConnections: 3,
      prefixConnections: 5,
      prefixHandshakesPerSecond: 7,
      keepAliveMs: 2_000,
      silentMs: 5_000,
    },
  )
})

test('more connections to keep than to have at most is a contradiction', () => {
  const relation = RELATIONS.find(({ keys }) => keys.includes('connections.most')) ?? assert.fail('no relation')
  const of = (maxConnections: number, most: number): Config => ({
    ...defaults,
    overlay: { ...defaults.overlay, maxConnections },
    connections: { ...defaults.connections, most },
  })
  assert.deepEqual(
    [relation.holds(of(64, 64)), relation.holds(of(65, 64)), relation.holds(defaults)],
    [true, false, true],
  )
})
