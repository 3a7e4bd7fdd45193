import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addressesToAnnounce, parseAddress } from '../../../../src/adapters/libp2p/addresses.ts'
import { OrbError } from '../../../../src/base/index.ts'

const PEER = '12D3KooWJ5qvSEpKBDYzrmBHhTfc1J2k3vks6mpCRyh2ZnAUsc3F'

test('addresses of TCP are read, with a peer or without', () => {
  for (const address of [
    '/ip4/192.0.2.1/tcp/7461',
    '/ip6/2001:db8::1/tcp/0',
    '/dns4/host.example/tcp/1',
    '/dns/a/tcp/2',
  ]) {
    assert.deepEqual(parseAddress(address), { peer: undefined, address })
    assert.deepEqual(parseAddress(`${address}/p2p/${PEER}`), { peer: PEER, address })
  }
})

test('anything else is refused with a hint', () => {
  const bad = [
    '',
    'nonsense',
    '/',
    '/ip4/192.0.2.1',
    '/ip4/192.0.2.1/udp/1',
    '/ip4/192.0.2.1/tcp/1/ws',
    '/ip4/300.0.0.1/tcp/1',
    '/ip4/192.0.2.1/tcp/70000',
    `/p2p/${PEER}`,
    `/ip4/192.0.2.1/tcp/1/p2p/${PEER}/p2p-circuit`,
    '/ip4/192.0.2.1/tcp/1/p2p/nonsense',
    '/unix/tmp/x',
  ]
  for (const text of bad) {
    assert.throws(
      () => parseAddress(text),
      (err) => err instanceof OrbError && err.code === 'INVALID_ARGUMENT' && err.hint !== undefined,
      text,
    )
  }
})

test('what is announced: set addresses, else reachable ones, IPv4 first; loopback only when alone', () => {
  const listening = [
    '/ip4/127.0.0.1/tcp/1',
    '/ip6/::1/tcp/1',
    '/ip6/fe80::1/tcp/1',
    '/ip6/2001:db8::1/tcp/1',
    '/ip4/169.254.3.3/tcp/1',
    '/ip4/192.168.1.2/tcp/1',
  ]
  assert.deepEqual(addressesToAnnounce(listening, []), ['/ip4/192.168.1.2/tcp/1', '/ip6/2001:db8::1/tcp/1'])
  assert.deepEqual(addressesToAnnounce(listening.slice(0, 2), []), listening.slice(0, 2))
  assert.deepEqual(addressesToAnnounce(listening, [`/dns4/a.example/tcp/9/p2p/${PEER}`]), ['/dns4/a.example/tcp/9'])
  assert.deepEqual(addressesToAnnounce([], []), [])
})
