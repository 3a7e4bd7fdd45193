import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { PeerKey } from '../../../../src/base/index.ts'
import type { Result } from '../../../../src/protocols/index.ts'
import type { FindResult, ProvidersResponse } from '../../../../src/protocols/providers/index.ts'
import { MAX_PULLS } from '../../../../src/protocols/providers/keeper.ts'
import { MAX_ANNOUNCING, MAX_ATTEMPTS } from '../../../../src/protocols/providers/seeker.ts'
import { keyOf, liesBetween, swarmOf, TestMember, TestRing } from './ring.ts'

const S = swarmOf(1)

function ringOf(size: number, params = {}, detectMs = 1_000): { ring: TestRing; nodes: TestMember[] } {
  const ring = new TestRing(params, detectMs)
  const nodes = Array.from({ length: size }, (_, i) => ring.add(`node${i}`))
  ring.run(1_000)
  return { ring, nodes }
}

function found(node: TestMember, swarm = S): string[] {
  const result = node.do('find', { swarm, limit: 50 })
  assert.ok(result.ok, JSON.stringify(result))
  return (result.value as FindResult).providers.map(({ ref }) => ref.peer as string).sort()
}

const codeOf = (result: Result | undefined): string =>
  result === undefined ? 'running' : result.ok ? 'ok' : result.code

const announce = (node: TestMember, seeding = false, swarm = S): void => {
  assert.ok(node.do('announce', { swarm, seeding }).ok)
}

/** Nodes that have no part in keeping the swarm: they only announce and ask. */
const strangersTo = (ring: TestRing, swarm = S): TestMember[] => ring.from(keyOf(swarm)).slice(3)

void test('alone: a node keeps its own announcement and does not find itself', () => {
  const { nodes } = ringOf(1)
  const result = nodes[0]!.do('announce', { swarm: S, seeding: true })
  assert.ok(result.ok)
  assert.equal((result.value as { replicas: number }).replicas, 1)
  assert.deepEqual(found(nodes[0]!), [])
})

void test('what is announced is found, on the owner and two that follow, and withdrawn is gone', () => {
  const { ring } = ringOf(8)
  const [a, b, c] = strangersTo(ring) as [TestMember, TestMember, TestMember]
  announce(a, true)
  announce(b)
  ring.run(100)
  assert.deepEqual(found(c), [a.ref.peer, b.ref.peer].sort())
  assert.deepEqual(found(a), [b.ref.peer])
  const kept = [...ring.nodes.values()].filter((node) => node.keeps(S).length > 0)
  assert.deepEqual(
    kept.map(({ ref }) => ref.peer).sort(),
    ring
      .from(keyOf(S))
      .slice(0, 3)
      .map(({ ref }) => ref.peer)
      .sort(),
  )
  a.do('withdraw', { swarm: S })
  ring.run(100)
  for (const node of ring.from(keyOf(S)).slice(0, 3)) assert.deepEqual(node.keeps(S), [b.ref.peer])
})

void test('a peer that dies is forgotten when its lease ends; one that lives stays', () => {
  const { ring } = ringOf(6, { leaseMs: 3_000, refreshMs: 1_000 })
  const [a, b, c] = strangersTo(ring) as [TestMember, TestMember, TestMember]
  announce(a)
  announce(b)
  ring.kill(a)
  ring.run(2_000)
  assert.deepEqual(found(c), [a.ref.peer, b.ref.peer].sort())
  ring.run(2_000)
  assert.deepEqual(found(c), [b.ref.peer])
  ring.run(20_000)
  assert.deepEqual(found(c), [b.ref.peer])
})

void test('killing owner after owner loses nobody: the next one has the copies at once', () => {
  const { ring } = ringOf(12)
  const strangers = strangersTo(ring).slice(4)
  for (const node of strangers) announce(node)
  const all = strangers.map(({ ref }) => ref.peer as string).sort()
  for (let i = 0; i < 4; i++) {
    const [owner] = ring.from(keyOf(S))
    ring.kill(owner!)
    const asker = strangers[i]!
    const others = all.filter((name) => name !== asker.ref.peer)
    assert.deepEqual(found(asker), others, `during the failure of owner ${i}`)
    ring.run(3_000)
    assert.deepEqual(found(asker), others, `after owner ${i}`)
    assert.equal(ring.from(keyOf(S))[2]!.keeps(S).length, all.length, 'three keep it again')
  }
})

void test('all three keepers die at once: announced again as soon as that is known', () => {
  const { ring } = ringOf(12)
  const strangers = strangersTo(ring).slice(3)
  for (const node of strangers) announce(node)
  for (const node of ring.from(keyOf(S)).slice(0, 3)) ring.kill(node)
  ring.run(4_000)
  const [asker, ...others] = strangers
  assert.deepEqual(found(asker!), others.map(({ ref }) => ref.peer as string).sort())
})

void test('a node that joins before the owner takes over, and finds work meanwhile', () => {
  const { ring } = ringOf(6)
  const [a, b] = strangersTo(ring) as [TestMember, TestMember]
  announce(a)
  let newcomers = 0
  const owner = ring.from(keyOf(S))[0]!
  for (let i = 0; ring.from(keyOf(S))[0] === owner; i++) {
    ring.add(`newcomer${i}`)
    newcomers++
  }
  assert.deepEqual(found(b), [a.ref.peer], `right after the last of ${newcomers} joins`)
  ring.run(2_000)
  assert.deepEqual(ring.from(keyOf(S))[0]!.keeps(S), [a.ref.peer], 'the set was handed over')
})

void test('nobody can announce another, and a stranger can neither add to a set nor take from it', () => {
  const { ring } = ringOf(10)
  const [owner, follower] = ring.from(keyOf(S)) as [TestMember, TestMember]
  const strangers = strangersTo(ring)
  const [a, liar] = [strangers[0]!, strangers.at(-1)!]
  announce(a)
  const forged = { type: 'announce', position: 0, swarm: S, self: a.ref, seeding: true } as const
  assert.deepEqual(owner.answer(liar.ref.peer, forged), { type: 'failed', code: 'NOT_YOURS' })
  const own = { ...forged, self: liar.ref }
  assert.deepEqual(a.answer(liar.ref.peer, own), { type: 'failed', code: 'NOT_OWNER' })
  const fake = { ref: { ...liar.ref, peer: 'fake' as PeerKey }, seeding: true, leftMs: 1e9 }
  const change = { position: 0, swarm: S, providers: [fake], gone: [a.ref.peer] }
  const replicate = { type: 'replicate', self: liar.ref, ...change } as const
  for (const keeper of [owner, follower]) {
    keeper.answer(liar.ref.peer, replicate)
    const notYours = { type: 'failed', code: 'NOT_YOURS' } as const
    assert.deepEqual(keeper.answer(liar.ref.peer, { ...replicate, self: owner.ref }), notYours)
    keeper.step({ type: 'message', from: liar.ref.peer, body: { type: 'withdraw', swarm: S } })
  }
  assert.deepEqual(owner.keeps(S), [a.ref.peer])
  if (!liesBetween({ ...owner.ref, id: keyOf(S) }, liar.ref, follower.ref))
    assert.deepEqual(follower.keeps(S), [a.ref.peer])
})

void test('an owner that never answers: find fails with what happened, announcing goes on by itself', () => {
  const { ring } = ringOf(6, { askMs: 500 }, 4_000)
  const strangers = strangersTo(ring)
  const [owner] = ring.from(keyOf(S))
  ring.kill(owner!)
  const result = strangers[0]!.do('find', { swarm: S, limit: 5 }, 2_000)
  assert.deepEqual([result.ok, !result.ok && result.code], [false, 'UNREACHABLE'])
  const first = strangers[1]!.do('announce', { swarm: S, seeding: false })
  assert.equal(first.ok, false)
  ring.run(6_000)
  assert.deepEqual(found(strangers[0]!), [strangers[1]!.ref.peer])
})

void test('one more swarm than a node may announce is refused', () => {
  const limits = { swarms: 10, perSwarm: 10, perPeer: 10, total: 100, perReplicator: 100, own: 3 }
  const { nodes } = ringOf(2, { limits })
  for (const n of [1, 2, 3]) announce(nodes[0]!, false, swarmOf(n))
  const result = nodes[0]!.do('announce', { swarm: swarmOf(4), seeding: false })
  assert.deepEqual([result.ok, !result.ok && result.code], [false, 'OVERLOAD'])
  nodes[0]!.do('withdraw', { swarm: swarmOf(1) })
  announce(nodes[0]!, false, swarmOf(4))
})

void test('what an owner answers beside the question, or refuses without reason, is no answer and no overload', () => {
  const { ring } = ringOf(6, { askMs: 500 })
  const [asker] = strangersTo(ring) as [TestMember]
  const [owner] = ring.from(keyOf(S)) as [TestMember]
  const answers: readonly (readonly [ProvidersResponse, string])[] = [
    [{ type: 'replicated' }, 'UNREACHABLE'],
    [{ type: 'pulled', settled: true }, 'UNREACHABLE'],
    [{ type: 'announced', leaseMs: 1_000, replicas: 3 }, 'UNREACHABLE'],
    [{ type: 'found', providers: [], total: 0, replicas: [] }, 'UNREACHABLE'],
    [{ type: 'failed', code: 'NOT_YOURS' }, 'UNREACHABLE'],
    [{ type: 'failed', code: 'NOT_YET' }, 'UNREACHABLE'],
    [{ type: 'failed', code: 'FULL' }, 'OVERLOAD'],
    [{ type: 'failed', code: 'NOT_OWNER' }, 'LOOKUP_TIMEOUT'],
  ]
  for (const [answer, code] of answers) {
    for (const name of ['find', 'announce'] as const) {
      if (answer.type === (name === 'find' ? 'found' : 'announced')) continue
      owner.request = (_from, _body, answered) => {
        answered(answer)
      }
      const result = asker.do(name, name === 'find' ? { swarm: S, limit: 5 } : { swarm: S, seeding: true }, 1_500)
      assert.deepEqual([answer, result.ok ? 'ok' : result.code], [answer, code], name)
    }
  }
  owner.request = (from, body, answered) => {
    TestMember.prototype.request.call(owner, from, body, answered)
  }
  ring.run(30_000)
  assert.deepEqual(owner.keeps(S), [asker.ref.peer], 'it has gone on announcing')
})

void test(`${MAX_ATTEMPTS} look-ups are under way at once; one more find is refused, an announcement waits`, () => {
  const { ring } = ringOf(6, { askMs: 500 }, 60_000)
  const [asker] = strangersTo(ring) as [TestMember]
  ring.kill(ring.from(keyOf(S))[0]!)
  const find = (): number => asker.command('find', { swarm: S, limit: 5 }, 1_500)
  const finds = Array.from({ length: MAX_ATTEMPTS + 1 }, find)
  const codes = (): (string | undefined)[] => finds.map((id) => codeOf(asker.results.get(id)))
  assert.deepEqual(new Set(codes().slice(0, -1)), new Set(['running']))
  assert.equal(codes().at(-1), 'OVERLOAD')
  // Of another swarm, whose owner lives.
  const other = Array.from({ length: 100 }, (_, n) => swarmOf(n)).find((swarm) => {
    return ring.ownerOf(keyOf(swarm)) !== ring.ownerOf(keyOf(S)) && ring.ownerOf(keyOf(swarm)) !== asker.ref
  })
  const announced = asker.command('announce', { swarm: other, seeding: true })
  ring.run(200)
  assert.equal(codeOf(asker.results.get(announced)), 'running')
  ring.run(4_000)
  assert.deepEqual(new Set(codes().slice(0, -1)), new Set(['UNREACHABLE']))
  assert.equal(codeOf(asker.results.get(announced)), 'ok')
})

void test(`${MAX_ANNOUNCING} swarms are announced at once, and not one above: the others follow`, () => {
  const { ring } = ringOf(6)
  const [asker] = strangersTo(ring) as [TestMember]
  const swarms = Array.from({ length: MAX_ANNOUNCING + 1 }, (_, n) => swarmOf(n))
  const announced = swarms.map((swarm) => asker.command('announce', { swarm, seeding: true }))
  assert.deepEqual([asker.machine.sizes.own, asker.machine.sizes.attempts], [MAX_ANNOUNCING + 1, MAX_ANNOUNCING])
  ring.run(200)
  assert.deepEqual(new Set(announced.map((id) => codeOf(asker.results.get(id)))), new Set(['ok']))
})

void test('drawn churn: within a refresh after it stops everybody who lives is found', () => {
  const event = fc.record({ what: fc.constantFrom('kill', 'join'), who: fc.nat(99), pauseMs: fc.nat(3_000) })
  fc.assert(
    fc.property(fc.array(event, { maxLength: 12 }), (events) => {
      const { ring, nodes } = ringOf(10, { leaseMs: 9_000, refreshMs: 3_000, askMs: 300 }, 500)
      for (const node of nodes) node.command('announce', { swarm: S, seeding: false })
      for (const [i, { what, who, pauseMs }] of events.entries()) {
        const alive = [...ring.nodes.values()].filter(({ ref }) => !ring.isDead(ref.peer))
        if (what === 'kill' && alive.length > 2) ring.kill(alive[who % alive.length]!)
        if (what === 'join') ring.add(`late${i}`).command('announce', { swarm: S, seeding: false })
        ring.run(pauseMs)
      }
      ring.run(13_000)
      const alive = [...ring.nodes.values()]
      const asker = alive[0]!
      const others = alive.slice(1).map(({ ref }) => ref.peer as string)
      assert.deepEqual(found(asker), others.sort())
    }),
    { numRuns: 60 },
  )
})

void test('an owner that leaves hands its sets over: with a single keeper nobody is lost, and nobody has to announce again', () => {
  for (const replicas of [1, 3]) {
    const { ring } = ringOf(8, { replicas })
    const strangers = strangersTo(ring)
    for (const node of strangers) announce(node)
    // More sets than go out in one batch.
    const many = Array.from({ length: 600 }, (_, i) => swarmOf(1_000 + i)).filter((swarm) => {
      return ring.ownerOf(keyOf(swarm)) === ring.ownerOf(keyOf(S))
    })
    for (const swarm of many) announce(strangers[0]!, true, swarm)
    const [owner] = ring.from(keyOf(S)) as [TestMember]
    const before = ring.now
    const result = owner.do('handOver', {})
    assert.ok(result.ok)
    assert.deepEqual(result.value, { leases: strangers.length + many.length })
    assert.ok(ring.now - before < 1_000)
    ring.run(20)
    ring.nodes.delete(owner.ref.peer)
    ring.tell({ type: 'rangeChanged', position: 0 })
    const asker = strangers[1]!
    const all = strangers.map(({ ref }) => ref.peer as string).sort()
    assert.deepEqual(
      found(asker),
      all.filter((name) => name !== asker.ref.peer),
      `replicas ${replicas}`,
    )
    for (const swarm of many) assert.deepEqual(found(asker, swarm), [strangers[0]!.ref.peer])
  }
})

void test('handing over ends at once when there is nothing to give or nobody to give it to', () => {
  const { nodes } = ringOf(1)
  announce(nodes[0]!)
  assert.deepEqual(nodes[0]!.do('handOver', {}), { ok: true, value: { leases: 1 } })
  const { nodes: two } = ringOf(2)
  assert.deepEqual(two[0]!.do('handOver', {}), { ok: true, value: { leases: 0 } })
})

void test('a position that a node does not have owns nothing, whatever is asked of it', () => {
  const { nodes } = ringOf(1)
  const { ref } = nodes[0]!
  const announced = { type: 'announce', position: 7, swarm: S, self: ref, seeding: true } as const
  assert.deepEqual(nodes[0]!.answer(ref.peer, announced), { type: 'failed', code: 'NOT_OWNER' })
  const asked = { type: 'find', position: 7, swarm: S, limit: 5 } as const
  assert.deepEqual(nodes[0]!.answer(ref.peer, asked), { type: 'failed', code: 'NOT_OWNER' })
})

void test('an arc is given to a live node that stands behind it, not while some of it is owned here', () => {
  const { ring } = ringOf(6)
  const [owner, follower, other] = ring.from(keyOf(S)) as [TestMember, TestMember, TestMember]
  const before = ring.from(keyOf(S)).at(-1)!
  const arc = { from: before.ref.id, to: owner.ref.id }
  const pull = { type: 'pull', position: 0, self: owner.ref, arc } as const
  assert.deepEqual(follower.answer(other.ref.peer, pull), { type: 'failed', code: 'NOT_YOURS' })
  const beyond = { ...pull, self: owner.ref, arc: { from: before.ref.id, to: follower.ref.id } }
  assert.deepEqual(other.answer(owner.ref.peer, beyond), { type: 'failed', code: 'NOT_YOURS' })
  const mine = { ...pull, self: follower.ref }
  assert.deepEqual(owner.answer(follower.ref.peer, mine), { type: 'failed', code: 'NOT_YET' })
  assert.deepEqual(follower.answer(owner.ref.peer, pull), { type: 'pulled', settled: false })
})

void test('so many pulls are served at once, one of a peer; one more is told FULL', () => {
  const { ring } = ringOf(6)
  const [owner, follower] = ring.from(keyOf(S)) as [TestMember, TestMember]
  const before = ring.from(keyOf(S)).at(-1)!
  announce(strangersTo(ring)[0]!)
  const arc = { from: before.ref.id, to: owner.ref.id }
  const answers: string[] = []
  const pull = (peer: PeerKey): void => {
    // Whoever asks is never there to take what it is given.
    const self = { ...owner.ref, peer }
    follower.request(peer, { type: 'pull', position: 0, self, arc }, (answer) => {
      answers.push(answer.type === 'failed' ? answer.code : answer.type)
    })
  }
  for (let i = 0; i < MAX_PULLS; i++) pull(`p${i}` as PeerKey)
  assert.deepEqual(answers, [])
  pull('p0' as PeerKey)
  pull('one more' as PeerKey)
  assert.deepEqual(answers, ['FULL', 'FULL'])
  ring.run(10_000)
  assert.equal(answers.length, MAX_PULLS + 2)
  pull('p0' as PeerKey)
  assert.equal(answers.length, MAX_PULLS + 2, 'there is room again')
})

void test('one that has just become the owner names those who may know more until it has asked them', () => {
  const { ring } = ringOf(6)
  const [a] = strangersTo(ring) as [TestMember]
  announce(a)
  const owner = ring.from(keyOf(S))[0]!
  for (let i = 0; ring.from(keyOf(S))[0] === owner; i++) ring.add(`newcomer${i}`)
  const newcomer = ring.from(keyOf(S))[0]!
  const find = { type: 'find', position: 0, swarm: S, limit: 50 } as const
  const early = newcomer.answer('nobody' as PeerKey, find)
  assert.ok(early.type === 'found' && early.replicas.some(({ peer }) => peer === owner.ref.peer))
  // It is announced there meanwhile: who asks finds both.
  announce(strangersTo(ring)[1]!)
  assert.deepEqual(found(strangersTo(ring).at(-1)!).length, 2)
  ring.run(1_000)
  const late = newcomer.answer('nobody' as PeerKey, find)
  assert.ok(late.type === 'found' && late.replicas.length === 0)
  assert.deepEqual(late.providers.length, 2)
})
