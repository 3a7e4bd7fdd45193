import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Exempt, prefixOf } from '../../../../src/adapters/libp2p/prefixes.ts'
import { OrbError } from '../../../../src/base/index.ts'

test('the prefix of an address is its /24, or its /48', () => {
  const cases: [string, string][] = [
    ['192.0.2.7', '192.0.2.0/24'],
    ['::ffff:192.0.2.7', '192.0.2.0/24'],
    ['2001:db8:1:2::3', '2001:db8:1::/48'],
    ['2001:db8::1', '2001:db8:0::/48'],
    ['2001:0DB8:0000:ffff:1:2:3:4', '2001:db8:0::/48'],
    ['::1', '0:0:0::/48'],
    ['fe80::1%eth0', 'fe80:0:0::/48'],
    ['1:2:3:4:5:6:7:8', '1:2:3::/48'],
    ['1::', '1:0:0::/48'],
    ['host.example', 'host.example'],
  ]
  for (const [host, prefix] of cases) assert.equal(prefixOf(host), prefix, host)
})

test('loopback and what is configured is exempt, in every spelling', () => {
  const exempt = new Exempt(['192.0.2.0/24', '2001:db8::/32', '203.0.113.9'])
  for (const host of [
    '127.0.0.1',
    '127.9.9.9',
    '::1',
    '::ffff:127.0.0.1',
    '192.0.2.255',
    '2001:db8:ffff::1',
    '203.0.113.9',
  ]) {
    assert.equal(exempt.has(host), true, host)
  }
  for (const host of ['128.0.0.1', '192.0.3.0', '2001:db9::1', '203.0.113.10', '::2', 'localhost']) {
    assert.equal(exempt.has(host), false, host)
  }
  assert.equal(new Exempt([], false).has('127.0.0.1'), false)
})

test('what is no prefix is refused with a hint', () => {
  for (const bad of ['', '1.2.3', '1.2.3.4/33', '::/129', '1.2.3.4/-1', '1.2.3.4/x', 'localhost', '1.2.3.4/ 8']) {
    assert.throws(
      () => new Exempt([bad]),
      (err) => err instanceof OrbError && err.code === 'CONFIG_INVALID' && err.hint !== undefined,
      bad,
    )
  }
})
