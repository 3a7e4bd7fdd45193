import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Admission } from '../../../../src/adapters/libp2p/admission.ts'
import { DEFAULT_LIMITS, type TransportLimits } from '../../../../src/adapters/libp2p/limits.ts'
import { MAX_BUCKETS, TokenBuckets } from '../../../../src/adapters/libp2p/token-buckets.ts'
import { peerKey, type PeerKey } from '../../../../src/base/index.ts'

const A = peerKey('a')

function rig(over: Partial<TransportLimits> = {}, exempt: readonly string[] = []) {
  const clock = { now: 0 }
  const refused: string[] = []
  const banned = new Set<PeerKey>()
  const admission = new Admission({
    limits: { ...DEFAULT_LIMITS, prefixHandshakesPerSecond: 1_000, peerHandshakesPerSecond: 1_000, ...over },
    exempt,
    isBanned: (peer) => banned.has(peer),
    refused: (why, from) => refused.push(`${why} ${from}`),
    now: () => clock.now,
  })
  /** A socket; undefined when it was refused. Calling it closes the socket. */
  const knock = (host: string | undefined, peer?: PeerKey): (() => void) | undefined => {
    const key = {}
    let close = (): void => undefined
    if (!admission.connecting(key, { host, onClose: (callback) => (close = callback) })) return undefined
    if (peer !== undefined && !admission.authenticated(key, peer)) {
      close()
      return undefined
    }
    if (peer !== undefined) admission.upgraded(key)
    return close
  }
  return { admission, clock, refused, banned, knock }
}

test('one prefix gets its share of places, another is not touched by it', () => {
  const { admission, refused, knock } = rig({ prefixConnections: 3 })
  const doors = [1, 2, 3].map((n) => knock(`192.0.2.${n}`, peerKey(`p${n}`)))
  assert.ok(doors.every((door) => door !== undefined))
  assert.equal(knock('192.0.2.200'), undefined)
  assert.equal(knock('::ffff:192.0.2.201'), undefined)
  assert.ok(knock('192.0.3.1'))
  assert.deepEqual(refused, ['prefixConnections 192.0.2.0/24', 'prefixConnections 192.0.2.0/24'])
  doors[0]?.()
  doors[0]?.()
  assert.ok(knock('192.0.2.4'), 'a place is free again')
  assert.equal(knock('192.0.2.5'), undefined, 'one, although the socket was closed twice')
  assert.equal(admission.sizes.prefixes, 2)
})

test('an IPv6 site is one prefix, whatever addresses it makes up', () => {
  const { knock } = rig({ prefixConnections: 2 })
  assert.ok(knock('2001:db8:1:1::1'))
  assert.ok(knock('2001:db8:1:2::1'))
  assert.equal(knock('2001:db8:1:ffff:1:2:3:4'), undefined)
  assert.ok(knock('2001:db8:2::1'))
})

test('handshakes per second of a prefix: a burst, then the rate', () => {
  const { clock, refused, knock } = rig({ prefixHandshakesPerSecond: 2, handshakeBurstSeconds: 3 })
  for (let i = 0; i < 6; i++) knock('192.0.2.1')?.()
  assert.equal(refused.length, 0)
  assert.equal(knock('192.0.2.1'), undefined)
  assert.deepEqual(refused, ['prefixRate 192.0.2.0/24'])
  clock.now += 499
  assert.equal(knock('192.0.2.1'), undefined)
  clock.now += 1
  assert.ok(knock('192.0.2.1'))
  assert.equal(knock('192.0.2.1'), undefined)
})

test('loopback and exempt prefixes have no share and no rate', () => {
  const limits = { prefixConnections: 1, prefixHandshakesPerSecond: 1, handshakeBurstSeconds: 1 }
  const { admission, knock } = rig(limits, ['10.0.0.0/8'])
  for (let i = 0; i < 50; i++) assert.ok(knock('127.0.0.1') && knock('::1') && knock(`10.0.0.${i}`))
  assert.equal(admission.sizes.prefixes, 0)
})

test('one peer gets its share of connections, and of handshakes per second', () => {
  const { clock, refused, knock } = rig({ peerConnections: 2, peerHandshakesPerSecond: 1, handshakeBurstSeconds: 4 })
  const doors = [knock('192.0.2.1', A), knock('198.51.100.1', A)]
  assert.equal(knock('203.0.113.1', A), undefined, 'from wherever')
  for (const door of doors) door?.()
  knock('192.0.2.1', A)?.()
  knock('192.0.2.1', A)?.()
  assert.equal(knock('192.0.2.1', A), undefined)
  clock.now += 1_000
  assert.ok(knock('192.0.2.1', A))
  assert.deepEqual(refused, ['peerConnections a', 'peerRate a'])
})

test('in all there are as many as links and pending hellos, and as many handshakes as pending hellos', () => {
  const { admission, refused, knock } = rig({ hardLinks: 3, maxPendingHellos: 2 })
  const slow = [knock(undefined), knock('192.0.2.1')]
  assert.equal(knock('192.0.2.2'), undefined)
  slow[0]?.()
  for (let i = 0; i < 4; i++) assert.ok(knock('192.0.2.1', peerKey(`p${i}`)))
  assert.deepEqual(admission.sizes, { inbound: 5, handshakes: 1, prefixes: 1 })
  assert.equal(knock('192.0.2.3'), undefined)
  assert.deepEqual(refused, ['handshakes 192.0.2.0/24', 'full 192.0.2.0/24'])
})

test('a banned peer is closed as soon as Noise has named it', () => {
  const { admission, banned, refused, knock } = rig()
  banned.add(A)
  assert.equal(knock('192.0.2.1', A), undefined)
  assert.deepEqual(refused, ['banned a'])
  assert.deepEqual(admission.sizes, { inbound: 0, handshakes: 0, prefixes: 0 })
})

test('rates are remembered for a bounded number of keys', () => {
  const buckets = new TokenBuckets<number>({ perSecond: 1, burst: 1 }, () => 0)
  for (let key = 0; key <= MAX_BUCKETS; key++) assert.equal(buckets.take(key), true)
  assert.equal(buckets.size, MAX_BUCKETS)
  assert.equal(buckets.take(MAX_BUCKETS), false)
  assert.equal(buckets.take(0), true, 'forgotten')
})
