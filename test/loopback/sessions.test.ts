import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { swarmId, type SwarmId } from '../../src/base/index.ts'
import type { Session } from '../../src/adapters/libp2p/index.ts'
import type { BlockRef, PieceBlock } from '../../src/protocols/index.ts'
import { sessionIdOf } from '../../src/protocols/index.ts'
import { encodeBlockHeader, encodeSessionOpen, FRAME_BLOCK, SESSION_PROTOCOL } from '../../src/wire/index.ts'
import { eventually, TestNet, type TestNode } from './harness.ts'
import { frame, Stranger } from './stranger.ts'

const SWARM = swarmId('ab'.repeat(32))
const OTHER = swarmId('cd'.repeat(32))
const KIB = 1024

const pieceOf = (piece: number, length: number): PieceBlock => ({ kind: 'piece', piece, begin: 0, length })

function open(from: TestNode, to: TestNode, swarm: SwarmId = SWARM): void {
  from.transport.openSession(sessionIdOf(swarm, to.peer), swarm, to.ref)
}

async function sessionOf(node: TestNode, swarm: SwarmId = SWARM): Promise<Session> {
  return (await node.sink.until('sessionUp', ({ session }) => session.swarm === swarm)).session
}

/** A link with one session. */
async function joined(net: TestNet): Promise<[TestNode, Session, TestNode, Session]> {
  const [a, b] = [await net.node(), await net.node()]
  open(a, b)
  return [a, await sessionOf(a), b, await sessionOf(b)]
}

test('opening a session dials, and both ends name it by the swarm and the other peer', async () => {
  await using net = new TestNet()
  const [a, atA, b, atB] = await joined(net)
  assert.deepEqual([atA.id, atA.peer, atA.swarm], [sessionIdOf(SWARM, b.peer), b.peer, SWARM])
  assert.deepEqual([atB.id, atB.peer, atB.swarm], [sessionIdOf(SWARM, a.peer), a.peer, SWARM])
  assert.equal(a.transport.links()[0]?.sessions, 1)
  // Asked for again it is there already.
  open(a, b)
  open(a, b, OTHER)
  await sessionOf(b, OTHER)
  assert.equal(b.sink.of('sessionUp').length, 2)
})

test('blocks arrive whole and in order, both ways at once', async () => {
  await using net = new TestNet()
  const [a, atA, b, atB] = await joined(net)
  const refs: BlockRef[] = [
    pieceOf(0xffff_ffff, 64 * KIB),
    { kind: 'piece', piece: 1, begin: 16 * KIB, length: 1 },
    { kind: 'info', index: 3 },
    { kind: 'layer', file: 70_000, index: 9 },
  ]
  const bytesOf = (ref: BlockRef): Uint8Array => randomBytes(ref.kind === 'piece' ? ref.length : 1234)
  const expected = refs.map((ref) => ({ ref, hash: '' }))
  const got: Record<string, { ref: BlockRef; hash: string }[]> = { a: [], b: [] }
  const sha = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
  for (const [name, node] of [
    ['a', a],
    ['b', b],
  ] as const) {
    node.sink.onBlock = (_session, ref, bytes) => {
      got[name]?.push({ ref, hash: sha(bytes) })
      return undefined
    }
  }
  for (const each of expected) {
    const bytes = bytesOf(each.ref)
    each.hash = sha(bytes)
    await Promise.all([atA.sendBlock(each.ref, bytes), atB.sendBlock(each.ref, bytes)])
  }
  await eventually(() => got['a']?.length === refs.length && got['b']?.length === refs.length, 'all there')
  assert.deepEqual(got, { a: expected, b: expected })
})

test('32 MiB through it-pipe arrive with the same hash', async () => {
  await using net = new TestNet()
  const [, atA, b] = await joined(net)
  const [sent, received] = [createHash('sha256'), createHash('sha256')]
  let receivedBytes = 0
  b.sink.onBlock = async (_session, _ref, bytes) => {
    received.update(bytes)
    receivedBytes += bytes.byteLength
    await Promise.resolve()
  }
  const total = 32 * KIB * KIB
  async function* blocks() {
    for (let piece = 0; piece < total / (64 * KIB); piece++) {
      const bytes = randomBytes(64 * KIB)
      sent.update(bytes)
      yield { ref: pieceOf(piece, bytes.byteLength), bytes }
      await Promise.resolve()
    }
  }
  await atA.sendBlocks(blocks())
  await eventually(() => receivedBytes === total, 'all there')
  assert.equal(received.digest('hex'), sent.digest('hex'))
})

test('when both open at once there is one session', async () => {
  await using net = new TestNet()
  const [a, b] = await net.pair()
  for (let round = 0; round < 20; round++) {
    const swarm = swarmId(randomBytes(32).toString('hex'))
    open(a, b, swarm)
    open(b, a, swarm)
    const [atA, atB] = [await sessionOf(a, swarm), await sessionOf(b, swarm)]
    const done = new Promise<void>((resolve) => {
      b.sink.onBlock = (session) => {
        assert.equal(session, atB)
        resolve()
        return undefined
      }
    })
    await atA.sendBlock(pieceOf(1, 1), Uint8Array.of(1))
    await done
  }
  for (const node of [a, b]) {
    assert.equal(node.sink.of('sessionUp').length, 20)
    assert.equal(node.sink.of('sessionDown').length, 0)
    assert.equal(node.transport.sizes.sessions, 20)
  }
})

test('the same while both still dial each other', async () => {
  await using net = new TestNet()
  for (let round = 0; round < 6; round++) {
    const [a, b] = [await net.node(), await net.node()]
    open(a, b)
    open(b, a)
    const [atA, atB] = [await sessionOf(a), await sessionOf(b)]
    await atA.sendBlock(pieceOf(1, 1), Uint8Array.of(1))
    await atB.sendBlock(pieceOf(1, 1), Uint8Array.of(1))
    await eventually(() => [a, b].every((node) => node.transport.sizes.links === 1), 'one link')
    assert.deepEqual(
      [a, b].map((node) => node.transport.sizes.sessions),
      [1, 1],
    )
    assert.ok(atA.open && atB.open)
  }
})

test('an unwanted session is refused', async () => {
  await using net = new TestNet()
  const [a, b] = await net.pair()
  b.sink.wants = (peer, swarm) => peer === a.peer && swarm === OTHER
  open(a, b)
  const down = await a.sink.until('sessionDown')
  assert.deepEqual([down.id, down.peer, down.swarm], [sessionIdOf(SWARM, b.peer), b.peer, SWARM])
  open(a, b, OTHER)
  await sessionOf(b, OTHER)
  assert.equal(b.sink.of('sessionUp').length, 1)
  assert.equal(a.transport.links().length, 1, 'the link is none the worse')
})

test('one session above the limit of a peer is refused', async () => {
  await using net = new TestNet()
  const [a, b] = await net.pair({}, { limits: { sessionsPerPeer: 2 } })
  const swarms = [1, 2, 3].map((n) => swarmId(String(n).repeat(64)))
  for (const swarm of swarms) {
    open(a, b, swarm)
    await eventually(
      () => a.sink.of('sessionUp').length + a.sink.of('sessionDown').length === swarms.indexOf(swarm) + 1,
      'told',
    )
  }
  assert.deepEqual(
    a.sink.of('sessionDown').map((told) => told.swarm),
    [swarms[2]],
  )
  assert.equal(b.transport.sizes.sessions, 2)
})

test('a session with a peer that cannot be reached goes down', async () => {
  await using net = new TestNet()
  const [a, b] = [await net.node(), await net.node()]
  await b.transport.stop()
  open(a, b)
  assert.equal((await a.sink.until('sessionDown')).peer, b.peer)
  assert.equal(a.transport.sizes.sessions, 0)
})

test('closing ends it at both ends, once, and it can be opened again', async () => {
  await using net = new TestNet()
  const [a, atA, b, atB] = await joined(net)
  a.transport.closeSession(atA.id)
  await assert.rejects(atA.sendBlock(pieceOf(1, 1), Uint8Array.of(1)), { code: 'CANCELLED' })
  await Promise.all([a.sink.until('sessionDown'), b.sink.until('sessionDown')])
  assert.equal(atB.open, false)
  await assert.rejects(atB.sendBlock(pieceOf(1, 1), Uint8Array.of(1)), { code: 'CANCELLED' })
  open(b, a)
  await a.sink.until('sessionUp', ({ session }) => session !== atA)
  assert.deepEqual(
    [a, b].map((node) => node.sink.of('sessionDown').length),
    [1, 1],
  )
})

test('a link that ends takes its sessions along', async () => {
  await using net = new TestNet()
  const [a, atA, b] = await joined(net)
  const sending = (async () => {
    for (;;) await atA.sendBlock(pieceOf(1, 64 * KIB), Buffer.alloc(64 * KIB))
  })()
  b.sink.onBlock = () => new Promise(() => undefined)
  await eventually(() => atA.pendingBytes > 0, 'stuck')
  b.transport.ban(a.peer, 'test')
  await assert.rejects(sending, { code: 'CANCELLED' })
  await Promise.all([a.sink.until('sessionDown'), a.sink.until('linkDown')])
  assert.equal(a.transport.sizes.sessions, 0)
})

test('a reader that waits for its disk stops the sender, and memory stays bounded', async () => {
  await using net = new TestNet()
  const [, atA, b] = await joined(net)
  let release = (): void => undefined
  let blocks = 0
  const gate = new Promise<void>((resolve) => {
    release = resolve
  })
  b.sink.onBlock = () => {
    blocks++
    return gate
  }
  const block = Buffer.alloc(64 * KIB, 7)
  const total = 1024
  let sent = 0
  const sending = (async () => {
    for (; sent < total; sent++) await atA.sendBlock(pieceOf(sent, block.byteLength), block)
  })()
  // It comes to a stand: what is under way is one window on each side and the queue.
  let last = -1
  await eventually(() => {
    const stands = sent === last && atA.pendingBytes > 0
    last = sent
    return stands
  }, 'the sender stands')
  for (let turn = 0; turn < 2_000; turn++) await new Promise((resolve) => setImmediate(resolve))
  assert.equal(blocks, 1)
  assert.ok(sent * block.byteLength < 16 * KIB * KIB, `${sent} blocks of 64 KiB were taken from the sender`)
  release()
  await sending
  await eventually(() => blocks === total, 'all there')
})

test('a receiver that cannot take a block ends the session, not the link', async () => {
  await using net = new TestNet()
  const [a, atA, b] = await joined(net)
  b.sink.onBlock = () => Promise.reject(new Error('disk full'))
  await atA.sendBlock(pieceOf(1, 10), Buffer.alloc(10))
  await Promise.all([a.sink.until('sessionDown'), b.sink.until('sessionDown')])
  assert.deepEqual(
    [a, b].map((node) => node.transport.links().length),
    [1, 1],
  )
})

test('a block that is not what it says ends the link', async () => {
  const bad: [string, Uint8Array][] = [
    ['shorter than its header says', Buffer.concat([encodeBlockHeader(pieceOf(1, 10)), Buffer.alloc(9)])],
    ['longer than it says', Buffer.concat([encodeBlockHeader(pieceOf(1, 10)), Buffer.alloc(11)])],
    ['above 64 KiB', Buffer.concat([encodeBlockHeader(pieceOf(1, 64 * KIB + 1)), Buffer.alloc(64 * KIB + 1)])],
    ['empty', encodeBlockHeader({ kind: 'info', index: 0 })],
    ['cut in its header', encodeBlockHeader(pieceOf(1, 10)).subarray(0, 7)],
    ['of no kind', Buffer.of(9, 0, 0, 0, 0, 1)],
  ]
  for (const [what, bytes] of bad) {
    await using net = new TestNet()
    const b = await net.node()
    await using stranger = await Stranger.make()
    const { connection } = await stranger.meet(b)
    const stream = await connection.newStream(SESSION_PROTOCOL)
    stream.send(frame(encodeSessionOpen(SWARM)))
    await b.sink.until('sessionUp')
    stream.send(frame(Buffer.concat([Uint8Array.of(FRAME_BLOCK), bytes])))
    await b.sink.until('linkDown')
    assert.equal(b.sink.of('event')[0]?.event.type, 'violation', what)
  }
})
