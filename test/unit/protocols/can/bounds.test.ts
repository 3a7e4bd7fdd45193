import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { peerKey, Random, type PeerKey } from '../../../../src/base/index.ts'
import { CAN_DEFAULTS, type CanResponse, type Item } from '../../../../src/protocols/can/index.ts'
import { MAX_CONTESTS } from '../../../../src/protocols/can/contest.ts'
import { Core } from '../../../../src/protocols/can/core.ts'
import { placeOf } from '../../../../src/protocols/can/items.ts'
import { MAX_SILENT } from '../../../../src/protocols/can/params.ts'
import { MAX_WRITERS, Shelf } from '../../../../src/protocols/can/shelf.ts'
import { MAX_PROBES } from '../../../../src/protocols/can/updates.ts'
import { Bench, claim, key, refOf, siblingsOf, WALL_MS, type Asking } from './rig.ts'

const coreOf = (): Core => new Core(CAN_DEFAULTS, siblingsOf(), new Random('bounds'))
const ALIVE = { type: 'alive' }
const AGREED = { type: 'agreed' }

void describe('what a CAN node remembers', () => {
  void it('of silent peers is bounded: the first is forgotten when there is one more', () => {
    const core = coreOf()
    const refs = Array.from({ length: MAX_SILENT + 1 }, (_, i) => refOf(`s${i}`))
    for (const ref of refs.slice(0, -1)) core.silent(ref)
    assert.ok(refs.slice(0, -1).every((ref) => core.isDead(ref)))
    for (const ref of refs.slice(-1)) core.silent(ref)
    assert.deepEqual(refs.map((ref) => core.isDead(ref)).indexOf(true), 1) // prettier-ignore
    assert.equal(refs.filter((ref) => core.isDead(ref)).length, MAX_SILENT)
  })

  void it('of writers is bounded: those beyond share one count', () => {
    const shelf = new Shelf(coreOf())
    const write = (writer: string): void => {
      const point = [0.5, 0.5]
      const version = { lamport: 1, peer: peerKey(writer) }
      const item: Item = { point, key, value: key, version, expiresAtMs: WALL_MS, keepUntilMs: WALL_MS }
      shelf.restore(0, placeOf(point, key), item)
    }
    for (let i = 0; i < MAX_WRITERS; i++) write(`w${i}`)
    write('one more')
    assert.deepEqual(['w0', `w${MAX_WRITERS - 1}`, 'one more'].map((w) => shelf.writtenBy(peerKey(w))), [1, 1, 1]) // prettier-ignore
    write('another')
    write('w0')
    assert.deepEqual(['w0', 'one more', 'another', 'unheard of'].map((w) => shelf.writtenBy(peerKey(w))), [2, 2, 2, 2]) // prettier-ignore
  })
})

void describe('who is asked whether a neighbour may be taken over', () => {
  const asks = (bench: Bench, of: string): CanResponse | 'refused' | undefined =>
    bench.ask('c', { type: 'claim', space: 0, self: refOf('c'), claims: [claim('1', 3)], volume: 0.1, of: peerKey(of) })
  const besides = (count: number): Bench => {
    const bench = new Bench()
    bench.join('n0')
    for (let i = 0; i < count; i++) bench.update(`s${i}`, [claim('1', 2)])
    bench.take('update')
    return bench
  }

  void it('says that it lives when it heard it in the last two seconds, and asks it first after that', () => {
    const bench = besides(1)
    bench.now += 1_999
    assert.deepEqual(asks(bench, 's0'), ALIVE)
    for (const [lives, verdict] of [
      [true, ALIVE],
      [false, AGREED],
    ] as const) {
      // prettier-ignore
      bench.now += 2_000
      let said: unknown
      const reply = 9_000 + bench.now
      const body = { type: 'claim', space: 0, self: refOf('c'), claims: [claim('1', 3)], volume: 0.1, of: peerKey('s0') } as const // prettier-ignore
      bench.heard = (at, answer) => {
        if (at === reply) said = answer
      }
      bench.give({ type: 'request', from: peerKey('c'), reply: reply as never, body, leftMs: 1_000 })
      const [probe] = bench.take('update')
      assert.ok(probe !== undefined && said === undefined)
      if (lives) bench.answer(probe, { type: 'updated', picture: { version: 2 ** 33 }, have: 0 })
      else bench.fail(probe)
      assert.deepEqual(said, verdict)
    }
  })

  void it('asks so many at once, for so many each; of one more it says that it lives', () => {
    const bench = besides(MAX_PROBES + 1)
    bench.now += 2_000
    for (let i = 0; i < MAX_PROBES; i++) assert.equal(asks(bench, `s${i}`), undefined)
    assert.deepEqual(asks(bench, `s${MAX_PROBES}`), ALIVE)
    for (let i = 1; i < MAX_PROBES; i++) assert.equal(asks(bench, 's0'), undefined)
    assert.deepEqual(asks(bench, 's0'), ALIVE)
    assert.equal(bench.take('update').length, MAX_PROBES)
  })
})

/** A node with neighbours n0 to n3, of which n0 has died; the others answer its claims in turn. */
function takeover(verdicts: readonly CanResponse['type'][], rounds: number): { rounds: number; taken: boolean } {
  const bench = new Bench()
  const names = ['n0', 'n1', 'n2', 'n3']
  for (const name of names) bench.join(name)
  const granted = bench.can.describe()[0]?.granted ?? []
  const pathOf = (name: string): string => granted.find(({ to }) => to.peer === peerKey(name))?.path ?? ''
  for (const name of names) {
    bench.ask(name, { type: 'accept', space: 0, claim: claim(pathOf(name), 9) })
    // All say that they are around each other.
    const around = names.filter((other) => other !== name).map((other) => ({ ref: refOf(other), claims: [claim(pathOf(other), 9)] })) // prettier-ignore
    bench.update(name, [claim(pathOf(name), 9)], around)
  }
  bench.take('update')
  bench.dead.add(peerKey('n0'))
  const holds = (): boolean => (bench.can.describe()[0]?.zones ?? []).some(({ path }) => pathOf('n0').startsWith(path))
  let claimed = 0
  for (let i = 0; i < 4_000 && claimed < rounds && !holds(); i++) {
    bench.pass(100)
    const claims = bench.take('claim')
    if (claims.length > 0) claimed++
    claims.forEach((each, at) => {
      bench.answer(each, { type: verdicts[at] ?? 'agreed' } as CanResponse)
    })
    for (const each of bench.asked.splice(0)) {
      if (each.body.type === 'update' && each.to !== peerKey('n0')) {
        bench.answer(each, { type: 'updated', picture: { version: 2 ** 33 }, have: each.body.picture.version })
      } else bench.fail(each)
    }
  }
  return { rounds: claimed, taken: holds() }
}

void describe('objections to a take-over', () => {
  void it('count four times, then only when they are more than those that agree', () => {
    assert.deepEqual(takeover(['agreed', 'agreed', 'agreed'], 20), { rounds: 1, taken: true })
    assert.deepEqual(takeover(['better', 'agreed', 'agreed'], 20), { rounds: 4, taken: true })
    assert.deepEqual(takeover(['alive', 'agreed', 'agreed'], 20), { rounds: 4, taken: true })
    assert.deepEqual(takeover(['better', 'alive', 'agreed'], 20), { rounds: 20, taken: false })
  })
})

/** Somebody claims what the node holds, at a higher epoch. */
function contested(jurors: number, rivals = 1): { readonly bench: Bench; readonly path: string } {
  const bench = new Bench()
  bench.join('n0')
  const [own] = bench.can.describe()[0]?.zones ?? []
  assert.ok(own !== undefined)
  for (let i = 0; i < jurors; i++) bench.known.push(refOf(`juror ${i}`))
  for (let i = 0; i < rivals; i++) bench.update(`rival ${i}`, [claim(own.path, 9)])
  return { bench, path: own.path }
}
/** Found by the first so many jurors: that one; the others find nobody. */
function judge(bench: Bench, asked: readonly Asking[], path: string, found: readonly (PeerKey | undefined)[]): void {
  asked.forEach((each, i) => {
    const peer = found[i]
    const ref = peer === undefined ? undefined : refOf(peer)
    if (ref === undefined) bench.fail(each)
    else {
      const at = claim(path, 9)
      bench.answer(each, { type: 'found', space: 0, holder: { ref, claims: [at] }, claim: at, hops: 1, path: [] })
    }
  })
}
const held = (bench: Bench): readonly (readonly [string, number])[] =>
  (bench.can.describe()[0]?.zones ?? []).map(({ path, epoch }) => [path, epoch])

void describe('a contest', () => {
  const [a, rival] = [peerKey('a'), peerKey('rival 0')]

  void it('is lost to who is found more often, or as often with the higher epoch, and won by who is found more often', () => {
    for (const [votes, isKept] of [
      [[rival, rival, a, undefined, undefined], false],
      [[rival, a, undefined, undefined, undefined], false],
      [[a, a, rival, undefined, undefined], true],
    ] as const) {
      const { bench, path } = contested(9)
      const asked = bench.take('find')
      assert.equal(asked.length, 5)
      judge(bench, asked, path, votes)
      assert.deepEqual(held(bench), isKept ? [[path, 10]] : [])
    }
  })

  void it('in which nobody was found is held again, five times in all; then the claims decide', () => {
    const { bench, path } = contested(3)
    const before = held(bench)
    let rounds = 0
    for (let i = 0; i < 200 && held(bench).length > 0; i++) {
      assert.deepEqual(held(bench), before)
      const asked = bench.take('find').filter(({ to }) => to.startsWith('juror'))
      // A find to one alone is the look whether others see its zone as it does.
      if (asked.length === 3) rounds++
      judge(bench, asked, path, [])
      if (held(bench).length > 0) bench.pass(100)
    }
    assert.deepEqual([rounds, held(bench)], [5, []])
  })

  void it('is held with so many at once', () => {
    const { bench } = contested(1, MAX_CONTESTS + 1)
    assert.equal(bench.take('find').length, MAX_CONTESTS)
  })
})

/** A node that holds two zones and has begun to give one of them to n1. */
function crowded(): { readonly bench: Bench; readonly give: Asking; readonly path: string; readonly rest: string } {
  const bench = new Bench()
  bench.join('n0')
  bench.join('n1')
  const [first, second] = (bench.can.describe()[0]?.granted ?? []).map(({ path }) => path as string)
  assert.ok(first !== undefined && second !== undefined)
  for (const [name, path] of [
    ['n0', first],
    ['n1', second],
  ] as const) {
    // prettier-ignore
    bench.ask(name, { type: 'accept', space: 0, claim: claim(path, 9) })
    bench.update(name, [claim(path, 9)])
  }
  const body = { type: 'give', space: 0, self: refOf('n0'), claim: claim(first, 10), around: [] } as const
  assert.deepEqual(bench.ask('n0', body), { type: 'taken' })
  bench.update('n0', [])
  assert.equal(held(bench).length, 2)
  for (let i = 0; i < 600; i++) {
    bench.pass(100)
    const [give] = bench.take('give')
    for (const each of bench.asked.splice(0)) {
      if (each.body.type === 'update') {
        bench.answer(each, { type: 'updated', picture: { version: 2 ** 33 }, have: each.body.picture.version })
      } else if (each.body.type === 'pair') {
        bench.answer(each, { type: 'pair', path: claim(second).path, lower: refOf('n1'), upper: refOf('n1') })
      } else bench.fail(each)
    }
    if (give?.body.type !== 'give') continue
    const { path } = give.body.claim
    const [rest] = held(bench).flatMap(([each]) => (each === path ? [] : [each]))
    assert.ok(rest !== undefined)
    return { bench, give, path, rest }
  }
  throw new Error('it keeps both zones')
}

void describe('a node that gives a zone away', () => {
  void it('asks for another when it was its last, though what it held besides was lost while it gave', () => {
    const { bench, give, path, rest } = crowded()
    // Meanwhile another takes the rest by a higher right, and nobody is there to say otherwise.
    bench.update('n2', [claim(rest, 90)])
    for (let i = 0; i < 300 && held(bench).length > 1; i++) bench.pass(100)
    assert.deepEqual(held(bench).map(([each]) => each), [path]) // prettier-ignore
    bench.take('find')
    bench.known.push(refOf('n1'))
    bench.answer(give, { type: 'taken' })
    assert.deepEqual(held(bench), [])
    bench.pass(1_000)
    assert.ok(bench.take('find').length > 0, 'it asks for no zone')
  })

  void it('grants a newcomer the other one, and nothing of what is on its way', () => {
    const { bench, path, rest } = crowded()
    const granted = bench.join('x')
    assert.ok(typeof granted === 'object' && granted.type === 'granted')
    assert.equal(granted.claim.path, rest)
    assert.deepEqual(bench.join('y'), { type: 'failed', code: 'BUSY' })
    assert.deepEqual(held(bench).map(([each]) => each), [path]) // prettier-ignore
  })

  void it('does not make it one with its sibling before it is known what came of it, and then does', () => {
    for (const isTaken of [true, false]) {
      const { bench, give, path } = crowded()
      const sibling = path.slice(0, -1) + (path.endsWith('0') ? '1' : '0')
      bench.update('n1', [claim(sibling, 12)])
      const body = { type: 'give', space: 0, self: refOf('n1'), claim: claim(sibling, 13), around: [] } as const
      assert.deepEqual(bench.ask('n1', body), { type: 'taken' })
      assert.ok(held(bench).some(([each]) => each === path))
      bench.answer(give, isTaken ? { type: 'taken' } : { type: 'failed', code: 'BUSY' })
      assert.equal(held(bench).some(([each]) => each === path || path.startsWith(each)), !isTaken) // prettier-ignore
      assert.equal(held(bench).some(([each]) => each === sibling), isTaken) // prettier-ignore
    }
  })

  void it('takes none, and grants none, while it leaves, and waits for what comes of one that is on its way', () => {
    const { bench, give, path } = crowded()
    assert.equal(bench.command({ name: 'handOver', args: {} }), undefined)
    const refused = { type: 'failed', code: 'BUSY' }
    assert.deepEqual(bench.join('x'), refused)
    const body = { type: 'give', space: 0, self: refOf('n1'), claim: claim(`${path}0`, 99), around: [] } as const
    assert.deepEqual(bench.ask('n1', body), refused)
    const before = bench.take('give')
    bench.answer(give, { type: 'taken' })
    for (const each of [...before, ...bench.take('give')]) bench.answer(each, { type: 'taken' })
    assert.deepEqual(held(bench), [])
  })
})
