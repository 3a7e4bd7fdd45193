import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { peerKey } from '../../src/base/index.ts'
import { generateKeyPair } from '@libp2p/crypto/keys'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import { withPeer } from '../../src/adapters/libp2p/index.ts'
import { TestNet, type NodeOptions } from './harness.ts'
import { Stranger } from './stranger.ts'

const secret = randomBytes(32)

const matrix: {
  name: string
  from: NodeOptions
  to: NodeOptions
  code?: 'NETWORK_MISMATCH'
  refusedBy?: 'from' | 'to'
}[] = [
  { name: 'open meets open', from: {}, to: {} },
  { name: 'the same secret', from: { secret }, to: { secret } },
  { name: 'open meets private', from: {}, to: { secret }, code: 'NETWORK_MISMATCH', refusedBy: 'to' },
  { name: 'private meets open', from: { secret }, to: {}, code: 'NETWORK_MISMATCH', refusedBy: 'to' },
  // The one that dialled sees the other's proof first.
  {
    name: 'another secret',
    from: { secret },
    to: { secret: randomBytes(32) },
    code: 'NETWORK_MISMATCH',
    refusedBy: 'from',
  },
]
for (const { name, from, to, code, refusedBy } of matrix) {
  test(`hello: ${name}`, async () => {
    await using net = new TestNet()
    const a = await net.node(from)
    const b = await net.node(to)
    if (code === undefined) {
      await a.transport.connect(b.address)
      await b.sink.until('linkUp')
      return
    }
    await assert.rejects(a.transport.connect(b.address), { name: 'OrbError', code })
    const heard = await b.sink.until('event')
    assert.deepEqual(heard.event, { type: 'helloRefused', peer: a.peer, code, by: refusedBy === 'to' ? 'us' : 'them' })
    assert.equal(a.transport.links().length + b.transport.links().length, 0)
    assert.deepEqual([...a.sink.of('linkUp'), ...b.sink.of('linkUp')], [])
  })
}

test('the secret itself never travels, and is not in an error', async () => {
  await using net = new TestNet()
  const a = await net.node({ secret })
  const b = await net.node({ secret: randomBytes(32) })
  await assert.rejects(a.transport.connect(b.address), (err: Error) => {
    const words = JSON.stringify(err, Object.getOwnPropertyNames(err)) + String(err.cause)
    return !words.includes(secret.toString('hex')) && !words.includes(secret.toString('base64url'))
  })
})

test('a peer that comes back with a lower epoch is refused, one with a higher takes the place of its past', async () => {
  await using net = new TestNet()
  const a = await net.node()
  const second = await net.node({ epoch: 2 })
  await second.transport.connect(a.address)
  await a.sink.until('linkUp', (told) => told.epoch === 2)

  const first = await net.node({ epoch: 1, privateKey: second.privateKey })
  await assert.rejects(first.transport.connect(a.address), { code: 'STALE_EPOCH' })
  assert.equal(a.transport.counters.get('refused.us.STALE_EPOCH'), 1)

  const third = await net.node({ epoch: 3, privateKey: second.privateKey })
  await third.transport.connect(a.address)
  await a.sink.until('linkUp', (told) => told.epoch === 3)
  const order = a.sink.told.flatMap((told): (number | string)[] =>
    told.type === 'linkUp' ? [told.epoch] : told.type === 'linkDown' ? ['down'] : [],
  )
  assert.deepEqual(order, [2, 'down', 3])
})

test('a daemon that dials itself is told so', async () => {
  await using net = new TestNet()
  const a = await net.node()
  await assert.rejects(a.transport.connect(a.address), { code: 'INVALID_ARGUMENT', message: /itself/ })
  const bare = a.address.slice(0, a.address.indexOf('/p2p/'))
  await assert.rejects(a.transport.connect(bare), { code: 'INVALID_ARGUMENT', message: /itself/ })
})

test('an address at which somebody else answers is not taken for the peer', async () => {
  await using net = new TestNet()
  const a = await net.node()
  const b = await net.node()
  const stranger = peerKey(peerIdFromPrivateKey(await generateKeyPair('Ed25519')).toString())
  const bare = b.transport.addresses[0]!
  await assert.rejects(a.transport.connect(withPeer(bare, stranger)), { code: 'UNREACHABLE' })
  assert.equal((await a.transport.connect(bare)).peer, b.peer)
})

test('a full daemon refuses one more with OVERLOAD', async () => {
  await using net = new TestNet()
  const full = await net.node({ limits: { hardLinks: 2 } })
  for (let i = 0; i < 2; i++) await (await net.node()).transport.connect(full.address)
  await full.sink.until('linkUp', () => full.transport.links().length === 2)
  const late = await net.node()
  await assert.rejects(late.transport.connect(full.address), { code: 'OVERLOAD' })
  assert.equal(full.transport.links().length, 2)
})

test('nobody can listen twice on a port', async () => {
  await using net = new TestNet()
  const a = await net.node()
  await assert.rejects(net.node({ listen: [a.address.slice(0, a.address.indexOf('/p2p/'))] }), { code: 'PORT_IN_USE' })
  await assert.rejects(net.node({ listen: ['/ip4/192.0.2.77/tcp/0'] }), { code: 'CONFIG_INVALID' })
  await assert.rejects(net.node({ listen: ['nonsense'] }), { code: 'INVALID_ARGUMENT' })
})

test('each side learns how far the calendar of the other is from its own', async () => {
  await using net = new TestNet()
  const node = await net.node()
  await using stranger = await Stranger.make()
  const aheadMs = 3_600_000
  const before = Date.now()
  const { clockOffsetMs } = await stranger.meet(node, { wall: () => Date.now() + aheadMs })
  const tookMs = Date.now() - before
  const [link] = node.transport.links()
  // What hello took is the most that either may be wrong by.
  assert.ok(Math.abs((link?.clockOffsetMs ?? 0) - aheadMs) <= tookMs + 1, `${link?.clockOffsetMs}`)
  assert.ok(Math.abs((clockOffsetMs ?? 0) + aheadMs) <= tookMs + 1, `${clockOffsetMs}`)
})
