import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { forJoining, reachable, type InterfaceAddress } from '../../../src/cli/join-addresses.ts'
import { readJoins } from '../../../src/cli/join-input.ts'
import { MAX_JOIN_CHARS } from '../../../src/config/index.ts'
import type { OrbError } from '../../../src/base/index.ts'

const MACHINE: InterfaceAddress[] = [
  { family: 'IPv4', address: '127.0.0.1', internal: true },
  { family: 'IPv6', address: '::1', internal: true },
  { family: 'IPv4', address: '10.0.0.5', internal: false },
  { family: 'IPv4', address: '192.168.1.5', internal: false },
  { family: 'IPv6', address: 'fe80::1', internal: false },
  { family: 'IPv6', address: '2001:db8::5', internal: false },
]

test('any address becomes those of the machine, without loopback and link-local ones', () => {
  assert.deepEqual(reachable(['/ip4/0.0.0.0/tcp/7461', '/ip6/::/tcp/7462'], [], 'P', MACHINE), [
    '/ip4/10.0.0.5/tcp/7461/p2p/P',
    '/ip4/192.168.1.5/tcp/7461/p2p/P',
    '/ip6/2001:db8::5/tcp/7462/p2p/P',
  ])
})

test('a machine without a network is reached over loopback', () => {
  assert.deepEqual(reachable(['/ip4/0.0.0.0/tcp/1'], [], 'P', MACHINE.slice(0, 2)), ['/ip4/127.0.0.1/tcp/1/p2p/P'])
  assert.deepEqual(reachable(['/ip4/127.0.0.1/tcp/1'], [], 'P', MACHINE), ['/ip4/127.0.0.1/tcp/1/p2p/P'])
})

test('announced addresses replace those listened on; port 0 names nothing', () => {
  assert.deepEqual(reachable(['/ip4/0.0.0.0/tcp/0'], ['/dns4/a.example/tcp/1'], 'P', MACHINE), [
    '/dns4/a.example/tcp/1/p2p/P',
  ])
  assert.deepEqual(reachable(['/ip4/0.0.0.0/tcp/0'], [], 'P', MACHINE), [])
})

test('the addresses of a running daemon: each once, with its peer id, at most eight', () => {
  const many = Array.from({ length: 12 }, (_, i) => `/ip4/10.0.0.${i}/tcp/1`)
  assert.equal(forJoining([...many, ...many], 'P').length, 8)
  assert.deepEqual(forJoining(['/ip4/10.0.0.1/tcp/1/p2p/Q'], 'P'), ['/ip4/10.0.0.1/tcp/1/p2p/Q'])
})

test('--join takes a file, standard input or a multiaddr, never the secret itself', async (t) => {
  const dir = await mkdtemp(join(tmpdir(), 'orb-join-'))
  t.after(() => rm(dir, { recursive: true }))
  const path = join(dir, 'join')
  await writeFile(path, 'from file\n')
  const stdin = (text: string): Readable => Readable.from([Buffer.from(text)])
  assert.deepEqual(await readJoins([`@${path}`, '/ip4/1.1.1.1/tcp/1', '-'], stdin('from stdin')), [
    'from file\n',
    '/ip4/1.1.1.1/tcp/1',
    'from stdin',
  ])
  const secret = 'orbweaver-join:1:c2VjcmV0'
  await assert.rejects(readJoins([secret], stdin('')), (error: OrbError) => {
    assert.equal(error.code, 'USAGE')
    assert.equal(`${error.message}${error.hint ?? ''}`.includes(secret), false)
    return true
  })
  await assert.rejects(readJoins(['-', '-'], stdin('')), { code: 'USAGE' })
  await assert.rejects(readJoins([`@${path}.not`], stdin('')), { code: 'USAGE' })
  assert.equal((await readJoins(['-'], stdin('a'.repeat(MAX_JOIN_CHARS))))[0]?.length, MAX_JOIN_CHARS)
  await assert.rejects(readJoins(['-'], stdin('a'.repeat(MAX_JOIN_CHARS + 1))), { code: 'USAGE' })
  await writeFile(path, 'a'.repeat(MAX_JOIN_CHARS + 1))
  await assert.rejects(readJoins([`@${path}`], stdin('')), { code: 'USAGE' })
})
