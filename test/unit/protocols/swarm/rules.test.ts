import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  epoch,
  lamport,
  Random,
  type MonoMs,
  type PeerKey,
  type SwarmId,
  type WallInterval,
} from '../../../../src/base/index.ts'
import {
  sessionIdOf,
  type BlockRef,
  type CommandId,
  type Effect,
  type Input,
  type Result,
} from '../../../../src/protocols/index.ts'
import {
  MAX_INFO_BYTES,
  MAX_PIECES,
  MAX_REQUESTS,
  SWARM_DEFAULTS,
  Swarms,
  type SwarmMessage,
  type SwarmParams,
  type SwarmProtocol,
  type SwarmStatus,
} from '../../../../src/protocols/swarm/index.ts'
import { KEY, layoutOf, SWARM } from './network.ts'

const KIB = 1024
const PIECES = 12
const LAYOUT = layoutOf(PIECES, 128 * KIB, 70_000)
const PEER = 'peer' as PeerKey
const SESSION = sessionIdOf(SWARM, PEER)
const wall = { earliest: 0, latest: 0 } as WallInterval

/** One machine, spoken to by hand. */
class Bench {
  now = 0
  readonly machine: Swarms
  effects: readonly Effect<SwarmProtocol>[] = []

  constructor(params: Partial<SwarmParams> = {}) {
    const all = { ...SWARM_DEFAULTS, ...params }
    this.machine = new Swarms(all, { self: 'self' as PeerKey, keyOf: () => KEY }, new Random(1))
  }

  step(input: Input<SwarmProtocol>): readonly Effect<SwarmProtocol>[] {
    this.effects = this.machine.step({ now: this.now as MonoMs, wall, lamport: lamport(1), epoch: epoch(1) }, input)
    return this.effects
  }

  command(name: string, args: unknown): Result {
    const effects = this.step({ type: 'command', id: 1 as CommandId, command: { name, args } as never, leftMs: 1_000 })
    const done = effects.find((effect) => effect.type === 'done')
    assert.ok(done?.type === 'done')
    return done.result
  }

  add(swarm: SwarmId = SWARM): Result {
    return this.command('add', { swarm })
  }

  /** A swarm that knows all and has these pieces. */
  ready(pieces: readonly number[]): this {
    this.add()
    this.command('describe', { swarm: SWARM, infoBytes: 300, layout: LAYOUT, missingLayers: [] })
    const have = new Uint8Array(Math.ceil(PIECES / 8))
    for (const piece of pieces) have[piece >> 3]! |= 0x80 >> (piece & 7)
    assert.ok(this.command('begin', { swarm: SWARM, have }).ok)
    return this
  }

  up(peer: PeerKey = PEER): readonly Effect<SwarmProtocol>[] {
    return this.step({ type: 'sessionUp', session: sessionIdOf(SWARM, peer), peer, swarm: SWARM })
  }

  hear(body: SwarmMessage, peer: PeerKey = PEER): readonly Effect<SwarmProtocol>[] {
    return this.step({ type: 'message', from: peer, body, session: sessionIdOf(SWARM, peer) })
  }

  meet(peer: PeerKey = PEER): this {
    this.up(peer)
    this.hear({ type: 'hello', infoBytes: 300, pieces: PIECES }, peer)
    return this
  }

  status(): SwarmStatus {
    const result = this.command('get', { swarm: SWARM })
    assert.ok(result.ok)
    return result.value as SwarmStatus
  }

  /** The messages of the last step. */
  get said(): SwarmMessage[] {
    return this.effects.flatMap((effect) => (effect.type === 'send' ? [effect.body] : []))
  }

  get closed(): boolean {
    return this.effects.some((effect) => effect.type === 'closeSession')
  }
}

const piece = (index: number, begin = 0, length = 64 * KIB): BlockRef => ({
  kind: 'piece',
  piece: index,
  begin,
  length,
})
const request = (ref: BlockRef): SwarmMessage => ({ type: 'request', ref })

void test('a session begins with hello, then what is here; a seed says so in one word', () => {
  const some = new Bench().ready([0, 9])
  some.up()
  assert.deepEqual(some.said, [{ type: 'hello', infoBytes: 300, pieces: PIECES }])
  some.hear({ type: 'hello', infoBytes: 0, pieces: 0 })
  assert.deepEqual(some.said, [], 'it could not tell what a bitfield means')
  some.hear({ type: 'hello', infoBytes: 300, pieces: PIECES })
  assert.deepEqual(some.said, [{ type: 'bitfield', bits: new Uint8Array([0x80, 0x40]) }])
  const none = new Bench().ready([]).meet()
  assert.deepEqual(none.said, [{ type: 'haveNone' }])
  const seed = new Bench().ready(Array.from({ length: PIECES }, (_, i) => i)).meet()
  assert.deepEqual(seed.said, [{ type: 'haveAll' }])
})

void test('a request is answered by exactly one block or reject', () => {
  const bench = new Bench().ready([0, 1]).meet()
  bench.hear({ type: 'haveNone' })
  bench.hear(request(piece(0)))
  assert.deepEqual(bench.effects, [{ type: 'serveBlock', session: SESSION, ref: piece(0) }])
  bench.step({ type: 'served', session: SESSION, ref: piece(0), ok: true })
  assert.deepEqual(bench.effects, [])
  bench.step({ type: 'served', session: SESSION, ref: piece(0), ok: true })
  assert.equal(bench.status().uploadedBytes, 64 * KIB, 'booked once')
  bench.hear(request(piece(5)))
  assert.deepEqual(bench.said, [{ type: 'reject', ref: piece(5) }], 'not here')
  bench.hear(request(piece(1)))
  bench.hear({ type: 'cancel', ref: piece(1) })
  assert.deepEqual(bench.effects, [{ type: 'cancelBlock', session: SESSION, ref: piece(1) }])
  bench.step({ type: 'served', session: SESSION, ref: piece(1), ok: false })
  assert.deepEqual(bench.said, [{ type: 'reject', ref: piece(1) }])
  bench.hear({ type: 'cancel', ref: piece(1) })
  assert.deepEqual(bench.effects, [], 'a cancel too late is no fault')
  bench.hear(request({ kind: 'info', index: 0 }))
  assert.deepEqual(bench.effects, [{ type: 'serveBlock', session: SESSION, ref: { kind: 'info', index: 0 } }])
})

void test(`the ${MAX_REQUESTS + 1}th open request is rejected, not queued`, () => {
  const layout = layoutOf(16, 16 * KIB * KIB)
  const bench = new Bench()
  bench.add()
  bench.command('describe', { swarm: SWARM, infoBytes: 300, layout, missingLayers: [] })
  bench.command('begin', { swarm: SWARM, have: new Uint8Array([0xff, 0xff]) })
  bench.up()
  bench.hear({ type: 'hello', infoBytes: 300, pieces: 16 })
  for (let i = 0; i < MAX_REQUESTS; i++) {
    bench.hear(request(piece(0, i * 16 * KIB, 16 * KIB)))
    assert.equal(bench.effects[0]?.type, 'serveBlock')
  }
  bench.hear(request(piece(0, MAX_REQUESTS * 16 * KIB, 16 * KIB)))
  assert.deepEqual(
    bench.said.map(({ type }) => type),
    ['reject'],
  )
  bench.step({ type: 'served', session: SESSION, ref: piece(0, 0, 16 * KIB), ok: true })
  bench.hear(request(piece(0, MAX_REQUESTS * 16 * KIB, 16 * KIB)))
  assert.equal(bench.effects[0]?.type, 'serveBlock')
})

/** What no correct peer says; each in a session that has met, with `before` said first. */
const BAD: readonly { what: string; before?: readonly SwarmMessage[]; bad: SwarmMessage; why: RegExp }[] = [
  { what: 'a bitfield too short', bad: { type: 'bitfield', bits: new Uint8Array(1) }, why: /bitfield/ },
  { what: 'a bitfield too long', bad: { type: 'bitfield', bits: new Uint8Array(3) }, why: /bitfield/ },
  { what: 'spare bits', bad: { type: 'bitfield', bits: new Uint8Array([0, 0x08]) }, why: /bitfield/ },
  { what: 'two bitfields', before: [{ type: 'haveNone' }], bad: { type: 'haveAll' }, why: /twice/ },
  { what: 'a have before a bitfield', bad: { type: 'have', piece: 0 }, why: /before/ },
  { what: 'a have out of range', before: [{ type: 'haveNone' }], bad: { type: 'have', piece: PIECES }, why: /none/ },
  { what: 'a have of no number', before: [{ type: 'haveNone' }], bad: { type: 'have', piece: NaN }, why: /none/ },
  { what: 'a piece out of range', bad: request(piece(PIECES)), why: /no piece/ },
  { what: 'a block out of its piece', bad: request(piece(0, 128 * KIB, 16 * KIB)), why: /no block/ },
  { what: 'a block over the end', bad: request(piece(PIECES - 1, 64 * KIB, 16 * KIB)), why: /no block/ },
  { what: 'a block too large', bad: request(piece(0, 0, 64 * KIB + 16 * KIB)), why: /no block/ },
  { what: 'a block of nothing', bad: request(piece(0, 0, 0)), why: /no block/ },
  { what: 'a block inside a leaf', bad: request(piece(0, 1, 16 * KIB)), why: /leaf/ },
  { what: 'half a leaf', bad: request(piece(0, 0, 100)), why: /leaf/ },
  { what: 'a chunk beyond the dictionary', bad: request({ kind: 'info', index: 1 }), why: /metainfo chunk/ },
  { what: 'a chunk beyond the layers', bad: request({ kind: 'layer', file: 0, index: 1 }), why: /layer chunk/ },
  { what: 'the same request twice', before: [request(piece(0))], bad: request(piece(0)), why: /twice/ },
  { what: 'a reject of nothing', bad: { type: 'reject', ref: piece(3) }, why: /not asked/ },
  { what: 'another number of pieces', bad: { type: 'hello', infoBytes: 300, pieces: 11 }, why: /contradicts|lies/ },
  { what: 'another size of the metainfo', bad: { type: 'hello', infoBytes: 301, pieces: PIECES }, why: /contradicts/ },
  {
    what: 'a fourth hello',
    before: [
      { type: 'hello', infoBytes: 300, pieces: PIECES },
      { type: 'hello', infoBytes: 300, pieces: PIECES },
    ],
    bad: { type: 'hello', infoBytes: 300, pieces: PIECES },
    why: /again/,
  },
]
for (const { what, before = [], bad, why } of BAD) {
  void test(`a peer is dropped and refused for ${what}`, () => {
    const bench = new Bench().ready([0, PIECES - 1]).meet()
    for (const message of before) bench.hear(message)
    assert.equal(bench.closed, false)
    bench.hear(bad)
    assert.ok(bench.closed)
    assert.match(bench.status().banned[0]?.why ?? '', why)
    bench.up()
    assert.ok(bench.closed)
    bench.now += SWARM_DEFAULTS.banMs + 1
    bench.up()
    assert.equal(bench.closed, false, 'not for ever')
  })
}

void test('before hello nothing may be said, and too large a hello is refused', () => {
  for (const bad of [
    { type: 'interested' },
    { type: 'hello', infoBytes: MAX_INFO_BYTES + 1, pieces: 0 },
    { type: 'hello', infoBytes: 0, pieces: MAX_PIECES + 1 },
  ] as const) {
    const bench = new Bench()
    bench.add()
    bench.up()
    bench.hear(bad)
    assert.ok(bench.closed)
  }
  const limit = new Bench()
  limit.add()
  limit.up()
  limit.hear({ type: 'hello', infoBytes: MAX_INFO_BYTES, pieces: MAX_PIECES })
  assert.equal(limit.closed, false)
})

void test('a block that nobody asked for ends the session', () => {
  const bench = new Bench().ready([]).meet()
  bench.step({ type: 'block', session: SESSION, ref: piece(0), verdict: 'late' })
  assert.ok(bench.closed)
})

void test('an interest is said once, and taken back', () => {
  const bench = new Bench().ready([0]).meet()
  bench.hear({ type: 'bitfield', bits: new Uint8Array([0x80, 0]) })
  assert.deepEqual(bench.said, [])
  bench.hear({ type: 'have', piece: 1 })
  const ref = piece(1)
  assert.deepEqual(bench.said, [{ type: 'interested' }, request(ref), request(piece(1, 64 * KIB))])
  for (const begin of [0, 64 * KIB]) {
    bench.step({ type: 'block', session: SESSION, ref: piece(1, begin), verdict: 'received' })
  }
  bench.step({ type: 'block', session: SESSION, ref: piece(1, 0, 128 * KIB), verdict: 'stored' })
  assert.deepEqual(bench.said, [{ type: 'notInterested' }, { type: 'have', piece: 1 }])
})

void test('a rejected block is not asked for again at once, but goes to another peer', () => {
  const other = 'other' as PeerKey
  const bench = new Bench().ready([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]).meet()
  bench.hear({ type: 'haveAll' })
  assert.equal(bench.said.filter(({ type }) => type === 'request').length, 2)
  bench.hear({ type: 'reject', ref: piece(11) })
  bench.hear({ type: 'reject', ref: piece(11, 64 * KIB, 70_000 - 64 * KIB) })
  assert.deepEqual(bench.said, [])
  bench.up(other)
  bench.hear({ type: 'hello', infoBytes: 300, pieces: PIECES }, other)
  bench.hear({ type: 'haveAll' }, other)
  assert.equal(bench.said.filter(({ type }) => type === 'request').length, 2)
})

void test('limits: swarms, sessions; a useless session makes room for a new one', () => {
  const limits = { ...SWARM_DEFAULTS.limits, swarms: 2, sessions: 3 }
  const bench = new Bench({ limits }).ready([0])
  assert.ok(bench.add('01'.repeat(32) as SwarmId).ok)
  const third = bench.add('02'.repeat(32) as SwarmId)
  assert.deepEqual([third.ok, !third.ok && third.code], [false, 'OVERLOAD'])
  const again = bench.add()
  assert.deepEqual([again.ok, !again.ok && again.code], [false, 'CONFLICT'])
  for (const name of ['a', 'b', 'c']) {
    bench.meet(name as PeerKey)
    bench.hear({ type: 'interested' }, name as PeerKey)
  }
  bench.up('d' as PeerKey)
  assert.deepEqual(bench.effects, [{ type: 'closeSession', session: sessionIdOf(SWARM, 'd' as PeerKey) }])
  bench.hear({ type: 'notInterested' }, 'b' as PeerKey)
  bench.now += SWARM_DEFAULTS.helloMs
  bench.up('d' as PeerKey)
  assert.deepEqual(bench.effects[0], { type: 'closeSession', session: sessionIdOf(SWARM, 'b' as PeerKey) })
  assert.equal(bench.machine.sizes.sessions, 3)
})

void test('the bytes under way never exceed the budget', () => {
  const bench = new Bench({ inFlightBytes: 4 * 128 * KIB, maxPipeline: 1_000, minPipeline: 1_000 }).ready([]).meet()
  bench.hear({ type: 'haveAll' })
  assert.equal(bench.said.filter(({ type }) => type === 'request').length, 8)
  const { inFlightBytes } = bench.machine.sizes
  // The last piece is shorter, and may be among them.
  assert.ok(inFlightBytes <= 4 * 128 * KIB && inFlightBytes > 3 * 128 * KIB, `${inFlightBytes}`)
})

void test('commands on what is not there or not possible fail with a code', () => {
  const bench = new Bench()
  for (const name of ['describe', 'begin', 'changed', 'remove', 'pause', 'resume', 'fail', 'get']) {
    const result = bench.command(name, { swarm: SWARM })
    assert.deepEqual([result.ok, !result.ok && result.code], [false, 'NOT_FOUND'], name)
  }
  bench.add()
  const codeOf = (result: Result): string => (result.ok ? 'ok' : result.code)
  assert.equal(codeOf(bench.command('begin', { swarm: SWARM, have: new Uint8Array(2) })), 'CONFLICT')
  const bad = layoutOf(1, 100)
  assert.equal(
    codeOf(bench.command('describe', { swarm: SWARM, infoBytes: 1, layout: bad, missingLayers: [] })),
    'CONFLICT',
  )
  bench.command('describe', { swarm: SWARM, infoBytes: 1, layout: LAYOUT, missingLayers: [] })
  assert.equal(codeOf(bench.command('begin', { swarm: SWARM, have: new Uint8Array(3) })), 'INVALID_ARGUMENT')
})

void test('paused: all sessions end, new ones are refused; resumed: it goes on', () => {
  const bench = new Bench().ready([0]).meet()
  bench.hear({ type: 'haveAll' })
  bench.command('pause', { swarm: SWARM })
  assert.ok(bench.closed)
  assert.equal(bench.status().state, 'paused')
  assert.equal(bench.machine.sizes.inFlightBytes, 0)
  bench.up()
  assert.ok(bench.closed)
  bench.command('resume', { swarm: SWARM })
  bench.meet()
  bench.hear({ type: 'haveAll' })
  assert.ok(bench.said.some(({ type }) => type === 'request'))
})

void test('files that changed on disk are served no more, and that is said', () => {
  const bench = new Bench().ready(Array.from({ length: PIECES }, (_, i) => i)).meet()
  bench.command('changed', { swarm: SWARM, pieces: [3, 4], here: false })
  bench.hear(request(piece(3)))
  assert.deepEqual(bench.said, [{ type: 'reject', ref: piece(3) }])
  bench.now += 1_000
  bench.step({ type: 'tick' })
  assert.match(bench.status().reason ?? '', /^2 pieces changed on disk/)
  bench.command('changed', { swarm: SWARM, pieces: [3, 4], here: true })
  bench.hear(request(piece(3)))
  assert.equal(bench.effects[0]?.type, 'serveBlock')
})

void test('the info dictionary comes from one peer at a time; a liar about its size or bytes is refused', () => {
  const bench = new Bench()
  bench.add()
  bench.up()
  bench.hear({ type: 'hello', infoBytes: 40_000, pieces: 0 })
  const chunk = (index: number): BlockRef => ({ kind: 'info', index })
  assert.deepEqual(
    bench.said.filter(({ type }) => type === 'request'),
    [request(chunk(0)), request(chunk(1)), request(chunk(2))],
  )
  const other = 'other' as PeerKey
  bench.up(other)
  bench.hear({ type: 'hello', infoBytes: 300, pieces: 0 }, other)
  assert.deepEqual(bench.said, [])
  for (const index of [0, 1, 2]) bench.step({ type: 'block', session: SESSION, ref: chunk(index), verdict: 'received' })
  assert.ok(bench.closed, 'all is here and it is not the dictionary')
  assert.match(bench.status().banned[0]?.why ?? '', /metainfo with a wrong hash/)
  bench.step({ type: 'tick' })
  bench.step({ type: 'block', session: sessionIdOf(SWARM, other), ref: chunk(0), verdict: 'stored' })
  bench.command('describe', { swarm: SWARM, infoBytes: 300, layout: LAYOUT, missingLayers: [{ file: 0, bytes: 384 }] })
  assert.deepEqual(bench.said, [{ type: 'hello', infoBytes: 300, pieces: 0 }])
  bench.hear({ type: 'hello', infoBytes: 300, pieces: PIECES }, other)
  const layer: BlockRef = { kind: 'layer', file: 0, index: 0 }
  assert.deepEqual(bench.said, [request(layer)])
  bench.step({ type: 'block', session: sessionIdOf(SWARM, other), ref: layer, verdict: 'corrupt' })
  assert.ok(bench.closed)
  assert.equal(bench.status().banned.length, 2)
})

const requests = (bench: Bench): string[] =>
  bench.effects.flatMap((effect) =>
    effect.type === 'send' && effect.body.type === 'request' && effect.body.ref.kind === 'piece'
      ? [`${effect.to as string} ${effect.body.ref.piece}:${effect.body.ref.begin / KIB}`]
      : [],
  )

/** All pieces but these are here; the peers are seeds. */
function lacking(pieces: readonly number[], peers: readonly string[], params: Partial<SwarmParams> = {}): Bench {
  const here = Array.from({ length: PIECES }, (_, i) => i).filter((piece) => !pieces.includes(piece))
  const bench = new Bench(params).ready(here)
  for (const name of peers) {
    bench.meet(name as PeerKey)
    bench.hear({ type: 'haveAll' }, name as PeerKey)
  }
  return bench
}

const blockDone = (
  bench: Bench,
  name: string,
  ref: BlockRef,
  verdict: 'received' | 'stored' | 'corrupt' | 'late',
): void => {
  bench.step({ type: 'block', session: sessionIdOf(SWARM, name as PeerKey), ref, verdict })
}
const down = (bench: Bench, name: string): void => {
  bench.step({ type: 'sessionDown', session: sessionIdOf(SWARM, name as PeerKey), peer: name as PeerKey, swarm: SWARM })
}

void test('a snubbed peer may still answer what was cancelled, and is asked for nothing twice before it has', () => {
  const bench = lacking([4], ['slow'])
  assert.deepEqual(requests(bench), ['slow 4:0', 'slow 4:64'])
  const all: SwarmMessage[] = []
  for (let second = 0; second <= SWARM_DEFAULTS.snubMs / 1000; second++) {
    bench.now += 1_000
    bench.step({ type: 'tick' })
    all.push(...bench.said)
  }
  assert.deepEqual(
    all.map(({ type }) => type),
    ['cancel', 'cancel'],
  )
  assert.equal(bench.status().peers[0]?.snubbed, true)
  bench.meet('fast' as PeerKey)
  bench.hear({ type: 'haveAll' }, 'fast' as PeerKey)
  assert.deepEqual(requests(bench), ['fast 4:0', 'fast 4:64'])
  down(bench, 'fast')
  assert.deepEqual(requests(bench), [], 'two answers for one block could not be told apart')
  blockDone(bench, 'slow', piece(4), 'late')
  bench.hear({ type: 'reject', ref: piece(4, 64 * KIB) }, 'slow' as PeerKey)
  assert.equal(bench.status().banned.length, 0)
  assert.equal(bench.status().wastedBytes, 64 * KIB)
  blockDone(bench, 'slow', piece(4), 'late')
  assert.equal(bench.status().banned.length, 1, 'the second answer to one request')
})

void test('a piece of two peers that is bad condemns neither; then one peer does all of it', () => {
  const bench = lacking([4], ['a'])
  blockDone(bench, 'a', piece(4), 'received')
  down(bench, 'a')
  bench.meet('b' as PeerKey)
  bench.hear({ type: 'haveAll' }, 'b' as PeerKey)
  assert.deepEqual(requests(bench), ['b 4:64'], 'what has come is not asked for again')
  blockDone(bench, 'b', piece(4, 64 * KIB), 'received')
  blockDone(bench, 'b', piece(4, 0, 128 * KIB), 'corrupt')
  assert.equal(bench.status().banned.length, 0)
  bench.now += 1_000
  bench.step({ type: 'tick' })
  blockDone(bench, 'b', piece(4), 'received')
  down(bench, 'b')
  const dropped = bench.effects.flatMap((effect) => (effect.type === 'cancelBlock' ? [effect.ref] : []))
  assert.deepEqual(dropped, [piece(4, 64 * KIB), piece(4)], 'what was asked for, and what has come')
  bench.meet('c' as PeerKey)
  bench.hear({ type: 'haveAll' }, 'c' as PeerKey)
  assert.deepEqual(requests(bench), ['c 4:0', 'c 4:64'], 'from the beginning')
  for (const begin of [0, 64 * KIB]) blockDone(bench, 'c', piece(4, begin), 'received')
  blockDone(bench, 'c', piece(4, 0, 128 * KIB), 'corrupt')
  assert.deepEqual(
    bench.status().banned.map(({ peer }) => peer),
    ['c'],
  )
})

void test('a part in three bad pieces is one too many, unless a good one lies between', () => {
  for (const redeemed of [false, true]) {
    const bench = lacking([0, 1, 2, 3, 4, 5], [], { minPipeline: 1, maxPipeline: 1 })
    for (let round = 0; round < 3; round++) {
      const helper = `helper${round}`
      bench.meet(helper as PeerKey)
      const index = 3 + round
      bench.hear({ type: 'bitfield', bits: new Uint8Array([0x80 >> index, 0]) }, helper as PeerKey)
      assert.deepEqual(requests(bench), [`${helper} ${index}:0`])
      blockDone(bench, helper, piece(index), 'received')
      bench.meet('suspect' as PeerKey)
      down(bench, helper)
      // It has the helper's piece, and some of its own to prove itself with.
      bench.hear({ type: 'bitfield', bits: new Uint8Array([0xe0 | (0x80 >> index), 0]) }, 'suspect' as PeerKey)
      blockDone(bench, 'suspect', piece(index, 64 * KIB), 'received')
      const next = requests(bench)
      blockDone(bench, 'suspect', piece(index, 0, 128 * KIB), 'corrupt')
      if (redeemed && round === 1) {
        assert.deepEqual(next.length, 1)
        const own = Number(next[0]!.split(' ')[1]!.split(':')[0])
        for (const begin of [0, 64 * KIB]) blockDone(bench, 'suspect', piece(own, begin), 'received')
        blockDone(bench, 'suspect', piece(own, 0, 128 * KIB), 'stored')
      }
      down(bench, 'suspect')
    }
    assert.deepEqual(
      bench.status().banned.map(({ why }) => why),
      redeemed ? [] : ['had a part in 3 pieces with a wrong hash'],
    )
  }
})

void test('a block whose cancelled request is unanswered is not asked for of the same peer', () => {
  const bench = new Bench()
  bench.add()
  bench.up()
  bench.hear({ type: 'hello', infoBytes: 40_000, pieces: 0 })
  bench.hear({ type: 'reject', ref: { kind: 'info', index: 0 } })
  assert.deepEqual(
    bench.said,
    [1, 2].map((index) => ({ type: 'cancel', ref: { kind: 'info', index } })),
    'the dictionary is one whole: what remains of it is given up',
  )
  bench.now += 1_000
  bench.step({ type: 'tick' })
  const asked = bench.said.flatMap((body) =>
    body.type === 'request' && body.ref.kind === 'info' ? [body.ref.index] : [],
  )
  assert.deepEqual(asked, [0])
  for (const index of [0, 1, 2]) bench.hear({ type: 'reject', ref: { kind: 'info', index } })
  assert.equal(bench.status().banned.length, 0)
})

void test('a session that is dropped leaves nothing expected of it', () => {
  const bench = new Bench().ready([]).meet()
  bench.hear({ type: 'haveAll' })
  const asked = bench.effects.flatMap((effect) => (effect.type === 'fetchBlock' ? [effect.ref] : []))
  assert.ok(asked.length > 1)
  bench.hear({ type: 'have', piece: PIECES })
  assert.ok(bench.closed)
  const cancelled = bench.effects.flatMap((effect) => (effect.type === 'cancelBlock' ? [effect.ref] : []))
  assert.deepEqual(cancelled, asked)
})

void test('when the only peer that gave anything is gone, others are looked for at once, not after a minute', () => {
  const bench = new Bench({ findMs: 60_000, findStalledMs: 500 }).ready([])
  /** Look-ups until then; nobody is found. */
  const finds = (until: number): number => {
    let count = 0
    for (; bench.now < until; bench.now += 100) {
      for (;;) {
        const call = bench.effects.find((effect) => effect.type === 'call')
        if (call?.type !== 'call') break
        if (call.command.name === 'find') count++
        bench.step({ type: 'result', call: call.call, result: { ok: true, value: { providers: [] } } as never })
      }
      bench.step({ type: 'tick' })
    }
    return count
  }
  assert.ok(finds(3_000) > 0)
  bench.meet()
  bench.hear({ type: 'haveAll' })
  const [first] = bench.effects.flatMap((effect) => (effect.type === 'fetchBlock' ? [effect.ref] : []))
  assert.ok(first !== undefined)
  bench.step({ type: 'block', session: SESSION, ref: first, verdict: 'received' })
  finds(8_000)
  assert.equal(finds(10_000), 0, 'somebody gives')
  bench.step({ type: 'sessionDown', session: SESSION, peer: PEER, swarm: SWARM })
  assert.ok(finds(12_000) > 0, 'nobody gives any more')
})
