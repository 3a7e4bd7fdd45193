import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { epoch, monoMs, Random, wallMs, type NodeRef, type RingId } from '../../../../src/base/index.ts'
import {
  makeChord,
  MAX_CONTACTS,
  MAX_HOPS,
  MAX_LOOKUPS,
  MAX_TRANSITS,
  type ChordMachine,
  type ChordProtocol,
  type ChordRequest,
  type ChordResponse,
  type LookupResult,
} from '../../../../src/protocols/chord/index.ts'
import {
  NO_EFFECTS,
  type CommandId,
  type Effect,
  type Input,
  type ReplyId,
  type Result,
} from '../../../../src/protocols/index.ts'
import { MAX_ABSENT } from '../../../../src/protocols/chord/limits.ts'
import { grown, idOf, Net, PARAMS, refOf } from './net.ts'

const QUIET = { ...PARAMS, fixFingerMs: 1e9 }

/** One machine whose neighbours are played by the test. */
class Solo {
  readonly ref = refOf('m', idOf('5'))
  readonly machine: ChordMachine
  now = 0
  dead = new Set<string>()
  #ids = 0
  self: NodeRef[] = [this.ref]

  constructor(params = { ...QUIET, successors: 3 }) {
    const detector = { isDead: (node: NodeRef) => this.dead.has(node.peer) }
    this.machine = makeChord(params, { detector, self: () => this.self }, new Random(1), [])
  }

  step(input: Input<ChordProtocol>): readonly Effect<ChordProtocol>[] {
    const at = wallMs(this.now)
    return this.machine.step(
      { now: monoMs(this.now), wall: { earliest: at, latest: at }, lamport: 1 as never, epoch: epoch(1) },
      input,
    )
  }
  command(
    command: Extract<Input<ChordProtocol>, { type: 'command' }>['command'],
    leftMs = 10_000,
  ): readonly Effect<ChordProtocol>[] {
    return this.step({ type: 'command', id: ++this.#ids as CommandId, command, leftMs })
  }
  request(from: NodeRef, body: ChordRequest, leftMs = 1000): readonly Effect<ChordProtocol>[] {
    return this.step({ type: 'request', from: from.peer, reply: ++this.#ids as ReplyId, body, leftMs })
  }
  /** Answers the ask among the effects that has this type. */
  answer(
    effects: readonly Effect<ChordProtocol>[],
    type: ChordRequest['type'],
    from: NodeRef,
    body: ChordResponse,
  ): readonly Effect<ChordProtocol>[] {
    return this.step({ type: 'answer', ask: askOf(effects, type).ask, from: from.peer, body })
  }
  /** A member between two nodes that the test plays. */
  joined(before: NodeRef, successors: NodeRef[]): this {
    const [head] = successors as [NodeRef, ...NodeRef[]]
    const found = { owner: head, predecessor: before }
    const finding = this.command({ name: 'join', args: { contacts: [head] } })
    const viewing = this.answer(finding, 'find', head, { type: 'found', found, hops: 1, epoch: head.epoch })
    const view = { version: 1, self: head, predecessor: before, successors: [...successors.slice(1), before] }
    this.answer(viewing, 'view', head, { type: 'view', view })
    this.request(before, { type: 'notify', position: 0, self: before, onRing: true })
    return this
  }
}

function askOf(
  effects: readonly Effect<ChordProtocol>[],
  type: ChordRequest['type'],
): Extract<Effect<ChordProtocol>, { type: 'ask' }> {
  const ask = effects.find((effect) => effect.type === 'ask' && effect.body.type === type)
  assert.ok(ask?.type === 'ask', `no ask ${type} in ${JSON.stringify(effects.map((effect) => effect.type))}`)
  return ask
}
const responses = (effects: readonly Effect<ChordProtocol>[]): ChordResponse[] =>
  effects.filter((effect) => effect.type === 'respond').map((effect) => effect.body)
const doneOf = (effects: readonly Effect<ChordProtocol>[]): Result | undefined =>
  effects.find((effect) => effect.type === 'done')?.result
const toOf = (effects: readonly Effect<ChordProtocol>[], type: ChordRequest['type']): string => {
  const { to } = askOf(effects, type)
  return typeof to === 'string' ? to : to.peer
}

const [b, d, f, h] = [refOf('b', idOf('2')), refOf('d', idOf('8')), refOf('f', idOf('a')), refOf('h', idOf('d'))]
const find = (target: RingId, hops = 0, final = false): ChordRequest => ({
  type: 'find',
  position: 0,
  target,
  hops,
  final,
})

describe('join', () => {
  test('an idle machine answers NOT_JOINED to everything, and look-ups fail so', () => {
    const solo = new Solo()
    for (const body of [
      find(idOf('1')),
      { type: 'view', position: 0, have: 0 },
      { type: 'ping', position: 0 },
      { type: 'step', position: 0, target: idOf('1') },
      { type: 'notify', position: 0, self: b, onRing: true },
    ] satisfies ChordRequest[]) {
      assert.deepEqual(responses(solo.request(b, body)), [{ type: 'failed', code: 'NOT_JOINED' }])
    }
    const result = doneOf(solo.command({ name: 'lookup', args: { target: idOf('1'), mode: 'recursive' } }))
    assert.ok(result?.ok === false && result.code === 'NOT_JOINED')
    assert.equal(solo.machine.view.owns(0, idOf('5')), false)
  })

  test('a position it does not have', () => {
    assert.deepEqual(responses(new Solo().request(b, { type: 'ping', position: 1 })), [
      { type: 'failed', code: 'NO_SUCH_POSITION' },
    ])
  })

  test('to itself, and to one contact too many', () => {
    const solo = new Solo()
    const result = doneOf(solo.command({ name: 'join', args: { contacts: [refOf('m', idOf('5'))] } }))
    assert.ok(result?.ok === false && result.code === 'UNREACHABLE')
    const many = Array.from({ length: MAX_CONTACTS + 1 }, (_, i) => refOf(`c${i.toString()}`, idOf('c')))
    let effects = solo.command({ name: 'join', args: { contacts: many } }, 1e6)
    for (let i = 0; i < MAX_CONTACTS; i++) {
      const { ask, to } = askOf(effects, 'find')
      assert.equal(to, many[i])
      effects = solo.step({ type: 'failed', ask, from: many[i]!.peer, why: 'timeout' })
    }
    assert.equal(effects, NO_EFFECTS, 'after the last one it pauses')
  })

  test('a dead host: UNREACHABLE when the time is up; a silent one: TIMEOUT', () => {
    for (const [why, code] of [
      ['unreachable', 'UNREACHABLE'],
      ['timeout', 'TIMEOUT'],
    ] as const) {
      const solo = new Solo()
      let effects = solo.command({ name: 'join', args: { contacts: [d] } }, 3000)
      for (let i = 0; doneOf(effects) === undefined && i < 20; i++) {
        effects = solo.step({ type: 'failed', ask: askOf(effects, 'find').ask, from: d.peer, why })
        if (doneOf(effects) !== undefined) break
        solo.now = solo.machine.wakeAt!
        effects = solo.step({ type: 'tick' })
      }
      const result = doneOf(effects)
      assert.ok(result?.ok === false && result.code === code)
      assert.equal(solo.machine.view.state(0), 'joining')
    }
  })

  test('a failed or cancelled join of a ring of one leaves it a ring of one', () => {
    const solo = new Solo()
    solo.command({ name: 'join', args: { contacts: [] } })
    assert.equal(solo.machine.view.state(0), 'alone')
    solo.command({ name: 'join', args: { contacts: [d] } }, 100)
    assert.equal(solo.machine.view.state(0), 'joining')
    solo.step({ type: 'cancel', id: 2 as CommandId })
    assert.equal(solo.machine.view.state(0), 'alone')
  })

  test('a second join takes the place of the first', () => {
    const solo = new Solo()
    solo.command({ name: 'join', args: { contacts: [d] } })
    const effects = solo.command({ name: 'join', args: { contacts: [f] } })
    const result = doneOf(effects)
    assert.ok(result?.ok === false && result.code === 'CANCELLED')
    assert.equal(toOf(effects, 'find'), 'f')
  })

  test('goes to the predecessor that has joined meanwhile, and adopts only from the node it asked', () => {
    const solo = new Solo()
    const finding = solo.command({ name: 'join', args: { contacts: [h] } })
    const found = { type: 'found', found: { owner: f, predecessor: b }, hops: 1, epoch: f.epoch } as const
    const viewing = solo.answer(finding, 'find', h, found)
    const seen = { version: 1, self: f, predecessor: d, successors: [h, b, d] }
    const nearer = solo.answer(viewing, 'view', f, { type: 'view', view: seen })
    assert.equal(toOf(nearer, 'view'), 'd')
    // Somebody else's view in d's answer counts for nothing.
    const foreign = solo.answer(nearer, 'view', d, { type: 'view', view: seen })
    assert.equal(solo.machine.view.state(0), 'joining')
    assert.equal(doneOf(foreign), undefined)
  })

  test('the successors of one’s successor, all but the last, never itself, never out of order', () => {
    const solo = new Solo()
    const finding = solo.command({ name: 'join', args: { contacts: [d] } })
    const viewing = solo.answer(finding, 'find', d, {
      type: 'found',
      found: { owner: d, predecessor: b },
      hops: 1,
      epoch: d.epoch,
    })
    const old = refOf('m', idOf('5'), 1)
    const view = { version: 1, self: d, predecessor: old, successors: [f, h, old, b] }
    solo.answer(viewing, 'view', d, { type: 'view', view })
    assert.deepEqual(solo.machine.view.successors(0), [d, f, h])
    assert.equal(solo.machine.view.owns(0, idOf('5')), false, 'an appendage owns nothing')
  })
})

describe('rejoin', () => {
  test('with a higher epoch, at once after the crash or when it has been noticed, in rings of 2 to 6', () => {
    for (const size of [2, 3, 4, 6]) {
      for (const pauseMs of [0, 100, 3000]) {
        const net = new Net({ seed: size, detectMs: 800 })
        const names = ['a', 'b', 'c', 'd', 'e', 'f'].slice(0, size)
        const nodes = Object.values(
          grown(net, Object.fromEntries(names.map((name, i) => [name, (2 * i + 1).toString(16)]))),
        )
        const victim = nodes[1]!
        net.crash(victim)
        net.run(pauseMs)
        const again = net.restart(victim)
        const id = net.join(
          again,
          nodes.filter((node) => node !== victim).map((node) => node.ref),
        )
        net.run(15_000)
        assert.deepEqual(net.result(id)?.ok, true, `${size.toString()} nodes, ${pauseMs.toString()} ms`)
        for (const node of net.live) {
          const { view } = node.machine
          assert.equal(view.successors(0).length, Math.min(size - 1, PARAMS.successors))
          assert.ok(
            view.successors(0).every((ref) => net.nodes.get(ref.peer)!.ref.epoch === ref.epoch),
            'no old incarnation',
          )
          assert.ok(view.onRing(0))
          const result = net.lookup(node, victim.ref.id)
          assert.ok(result.ok && result.value.owner === again.ref)
        }
      }
    }
  })
})

describe('fail over', () => {
  test('never on a mere time-out', () => {
    const solo = new Solo().joined(b, [d, f, h])
    for (let i = 0; i < 20; i++) {
      solo.now = solo.machine.wakeAt!
      const effects = solo.step({ type: 'tick' })
      const ask = effects.find((effect) => effect.type === 'ask' && effect.body.type === 'view')
      if (ask?.type === 'ask') solo.step({ type: 'failed', ask: ask.ask, from: d.peer, why: 'timeout' })
    }
    assert.equal(solo.machine.view.successors(0)[0], d)
  })

  test('on the detector’s verdict, along the list', () => {
    const solo = new Solo().joined(b, [d, f, h])
    solo.dead = new Set(['d', 'f'])
    const effects = solo.step({ type: 'news', news: { type: 'peerDead', peer: d.peer } })
    assert.equal(toOf(effects, 'view'), 'h')
    const view = { version: 1, self: h, predecessor: f, successors: [b, solo.ref] }
    const after = solo.answer(effects, 'view', h, { type: 'view', view })
    assert.deepEqual(solo.machine.view.successors(0), [h, b])
    assert.equal(toOf(after, 'notify'), 'h')
  })

  test('all dead but the predecessor: a ring with it; all dead: alone, and owner of everything', () => {
    const solo = new Solo().joined(b, [d, f, h])
    solo.dead = new Set(['d', 'f', 'h'])
    const effects = solo.step({ type: 'news', news: { type: 'peerDead', peer: d.peer } })
    assert.equal(toOf(effects, 'view'), 'b')
    solo.dead.add('b')
    const { ask } = askOf(effects, 'view')
    const last = solo.step({ type: 'failed', ask, from: b.peer, why: 'unreachable' })
    assert.equal(solo.machine.view.state(0), 'alone')
    assert.ok(last.some((effect) => effect.type === 'news' && effect.news.type === 'ringState'))
    assert.ok(solo.machine.view.owns(0, idOf('d')))
  })
})

describe('who may be predecessor', () => {
  test('only the authenticated sender itself', () => {
    const solo = new Solo().joined(b, [d, f, h])
    const c = refOf('c', idOf('3'))
    const effects = solo.request(f, { type: 'notify', position: 0, self: c, onRing: true })
    assert.deepEqual(
      effects.map((effect) => effect.type),
      ['refuse'],
    )
    assert.equal(solo.machine.view.predecessor(0), b)
  })

  test('an appendage narrows the range, it never widens it', () => {
    const solo = new Solo().joined(b, [d, f, h])
    assert.ok(solo.machine.view.owns(0, idOf('3')))
    const c = refOf('c', idOf('4'))
    solo.request(c, { type: 'notify', position: 0, self: c, onRing: false })
    assert.equal(solo.machine.view.predecessor(0), c)
    assert.equal(solo.machine.view.owns(0, idOf('3')), false)
    solo.dead = new Set(['c'])
    solo.step({ type: 'news', news: { type: 'peerDead', peer: c.peer } })
    const a = refOf('a', idOf('1'))
    solo.request(a, { type: 'notify', position: 0, self: a, onRing: false })
    assert.equal(solo.machine.view.owns(0, idOf('3')), false)
    solo.request(a, { type: 'notify', position: 0, self: a, onRing: true })
    assert.ok(solo.machine.view.owns(0, idOf('3')))
  })

  test('the best of those that wait while the present one is asked', () => {
    const solo = new Solo().joined(b, [d, f, h])
    const [a, z] = [refOf('a', idOf('1')), refOf('z', idOf('f'))]
    const first = solo.request(z, { type: 'notify', position: 0, self: z, onRing: true })
    const second = solo.request(a, { type: 'notify', position: 0, self: a, onRing: true })
    assert.equal(second.filter((effect) => effect.type === 'ask').length, 0, 'asked once')
    solo.step({ type: 'failed', ask: askOf(first, 'ping').ask, from: b.peer, why: 'unreachable' })
    assert.equal(solo.machine.view.predecessor(0), a)
  })
})

describe('leave', () => {
  const leaving = (self: NodeRef, boundary: NodeRef): ChordRequest => ({
    type: 'leave',
    position: 0,
    self,
    heir: true,
    boundary,
    successors: [],
  })

  test('the heir that is asked again says again that it has the range', () => {
    const solo = new Solo().joined(b, [d, f, h])
    for (let i = 0; i < 2; i++) {
      assert.equal(responses(solo.request(b, leaving(b, h)))[0]?.type, 'view')
      assert.equal(solo.machine.view.boundary(0), h)
    }
  })

  test('refused, the leaver owns its range still; not when an earlier answer has not come', () => {
    for (const inDoubt of [false, true]) {
      const solo = new Solo().joined(b, [d, f, h])
      let effects = solo.command({ name: 'leave', args: {} })
      if (inDoubt) {
        solo.step({ type: 'failed', ask: askOf(effects, 'leave').ask, from: d.peer, why: 'timeout' })
        assert.equal(solo.machine.view.owns(0, idOf('4')), false)
        do {
          solo.now = solo.machine.wakeAt!
          effects = solo.step({ type: 'tick' })
        } while (!effects.some((effect) => effect.type === 'ask' && effect.body.type === 'leave'))
      }
      solo.answer(effects, 'leave', d, { type: 'failed', code: 'NOT_HEIR' })
      assert.equal(solo.machine.view.owns(0, idOf('4')), !inDoubt)
    }
  })

  test('a leaver in doubt that was stopped owns nothing still when its head knows it, until it has an heir', () => {
    const solo = new Solo().joined(b, [d, f, h])
    const asked = solo.command({ name: 'leave', args: {} }, 60_000)
    solo.step({ type: 'failed', ask: askOf(asked, 'leave').ask, from: d.peer, why: 'unknown-outcome' })
    solo.now = solo.machine.wakeAt! + 60 * QUIET.firstWordMs
    const woken = solo.step({ type: 'tick' })
    const view = { version: 2, self: d, predecessor: solo.ref, successors: [f, h, b] }
    const known = solo.answer(woken, 'view', d, { type: 'view', view })
    assert.equal(solo.machine.view.owns(0, idOf('4')), false)
    assert.deepEqual(responses(solo.request(h, find(idOf('4'), 0, true))), [{ type: 'relaying' }])
    const again = [woken, known].flat().find((effect) => effect.type === 'ask' && effect.body.type === 'leave')
    assert.ok(again?.type === 'ask')
    const taken = solo.step({ type: 'answer', ask: again.ask, from: d.peer, body: { type: 'view', view } })
    const told = solo.answer(taken, 'leave', b, { type: 'failed', code: 'NOT_JOINED' })
    assert.deepEqual(doneOf(told), { ok: true, value: { handedOver: true, told: 0 } })
  })
})

describe('find', () => {
  test('the owner answers at once; held for it wrongly, it names its predecessor', () => {
    const solo = new Solo().joined(b, [d, f, h])
    const found = { owner: solo.ref, predecessor: b }
    assert.deepEqual(responses(solo.request(h, find(idOf('4'), 3))), [{ type: 'found', found, hops: 4, epoch: 1 }])
    assert.deepEqual(responses(solo.request(h, find(idOf('1'), 3, true))), [{ type: 'closer', candidates: [b] }])
  })

  test('an owner that nobody has claimed yet keeps it until somebody has', () => {
    const solo = new Solo()
    const finding = solo.command({ name: 'join', args: { contacts: [d] } })
    const ownerD = { type: 'found', found: { owner: d, predecessor: b }, hops: 1, epoch: d.epoch } as const
    const viewing = solo.answer(finding, 'find', d, ownerD)
    const view = { version: 1, self: d, predecessor: b, successors: [f, h, b] }
    solo.answer(viewing, 'view', d, { type: 'view', view })
    assert.deepEqual(responses(solo.request(b, find(idOf('4'), 0, true))), [{ type: 'relaying' }])
    const effects = solo.request(b, { type: 'notify', position: 0, self: b, onRing: true })
    assert.ok(responses(effects).some((body) => body.type === 'found' && body.found.owner === solo.ref))
  })

  test('a kept find is given back when its time is over', () => {
    const solo = new Solo()
    const finding = solo.command({ name: 'join', args: { contacts: [d] } })
    const ownerD = { type: 'found', found: { owner: d, predecessor: b }, hops: 1, epoch: d.epoch } as const
    const viewing = solo.answer(finding, 'find', d, ownerD)
    solo.answer(viewing, 'view', d, { type: 'view', view: { version: 1, self: d, predecessor: b, successors: [f] } })
    solo.request(b, find(idOf('4'), 0, true), 50)
    assert.ok(solo.machine.wakeAt! <= 50)
    solo.now = 50
    assert.deepEqual(responses(solo.step({ type: 'tick' })), [{ type: 'failed', code: 'NO_ROUTE' }])
  })

  test('no first word, refusal, no member: the next best hop, within the time that is left', () => {
    for (const why of ['timeout', 'refused', 'overload', 'unreachable', 'NOT_JOINED'] as const) {
      const solo = new Solo().joined(b, [d, f, h])
      const first = solo.request(b, find(idOf('f'), 0), 1000)
      assert.deepEqual(responses(first), [{ type: 'relaying' }])
      const { ask, firstWordMs } = askOf(first, 'find')
      assert.equal(toOf(first, 'find'), 'h')
      assert.equal(firstWordMs, PARAMS.firstWordMs)
      solo.now = 300
      const second =
        why === 'NOT_JOINED'
          ? solo.step({ type: 'answer', ask, from: h.peer, body: { type: 'failed', code: why } })
          : solo.step({ type: 'failed', ask, from: h.peer, why })
      assert.equal(toOf(second, 'find'), 'f')
      assert.equal(askOf(second, 'find').deadlineMs, 700)
    }
  })

  test('NO_ROUTE when nobody is left, and what a hop gave up on is not tried anew here', () => {
    const solo = new Solo().joined(b, [d])
    const first = solo.request(b, find(idOf('c'), 0), 1000)
    const given = solo.answer(first, 'find', d, { type: 'failed', code: 'NO_ROUTE' })
    assert.deepEqual(responses(given), [{ type: 'failed', code: 'NO_ROUTE' }])
    let effects = solo.request(b, find(idOf('c'), 0), 1000)
    for (let i = 0; i < 3 && responses(effects).every((body) => body.type === 'relaying'); i++) {
      const { ask, to } = askOf(effects, 'find')
      effects = solo.step({ type: 'failed', ask, from: (to as NodeRef).peer, why: 'timeout' })
    }
    assert.deepEqual(responses(effects), [{ type: 'failed', code: 'NO_ROUTE' }])
  })

  test('a correction is followed when it lies before the corrected node, else it counts for nothing', () => {
    const e = refOf('e', idOf('7'))
    const solo = new Solo().joined(b, [d, f, h])
    const first = solo.request(b, find(idOf('6'), 0), 1000)
    assert.ok((askOf(first, 'find').body as { final: boolean }).final)
    const corrected = solo.answer(first, 'find', d, { type: 'closer', candidates: [e] })
    assert.equal(toOf(corrected, 'find'), 'e')
    const lie = solo.answer(solo.request(b, find(idOf('6'), 0), 1000), 'find', d, { type: 'closer', candidates: [h] })
    assert.notEqual(toOf(lie, 'find'), 'h')
  })

  test(`at most ${MAX_HOPS.toString()} hops`, () => {
    const solo = new Solo().joined(b, [d, f, h])
    assert.deepEqual(responses(solo.request(b, find(idOf('c'), MAX_HOPS - 1))), [
      { type: 'failed', code: 'HOPS_EXCEEDED' },
    ])
    assert.deepEqual(responses(solo.request(b, find(idOf('c'), MAX_HOPS - 2))), [{ type: 'relaying' }])
  })

  test(`at most ${MAX_TRANSITS.toString()} finds under way: one more is refused`, () => {
    const solo = new Solo().joined(b, [d, f, h])
    for (let i = 0; i < MAX_TRANSITS; i++) {
      assert.deepEqual(responses(solo.request(b, find(idOf('c')))), [{ type: 'relaying' }])
    }
    assert.deepEqual(
      solo.request(b, find(idOf('c'))).map((effect) => effect.type),
      ['refuse'],
    )
    assert.deepEqual(
      responses(solo.request(b, find(idOf('4')))).map((body) => body.type),
      ['found'],
      'its own it still answers',
    )
  })
})

describe('look-up', () => {
  const lookup = (target: RingId, mode: 'recursive' | 'iterative' = 'recursive') =>
    ({ name: 'lookup', args: { target, mode } }) as const

  test('an answer that its own evidence contradicts does not count', () => {
    const solo = new Solo().joined(b, [d, f, h])
    const effects = solo.command(lookup(idOf('9')))
    const body = {
      type: 'found',
      found: { owner: f, predecessor: refOf('e', idOf('95')) },
      hops: 1,
      epoch: f.epoch,
    } as const
    assert.equal(doneOf(solo.answer(effects, 'find', f, body)), undefined)
  })

  test('attempts: a third of the time each, by different first hops, at last iteratively', () => {
    const solo = new Solo().joined(b, [d, f, h])
    let effects = solo.command(lookup(idOf('f')), 9000)
    const seen: string[] = []
    for (let i = 0; i < 3; i++) {
      const ask = effects.find((effect) => effect.type === 'ask' && ['find', 'step'].includes(effect.body.type))
      assert.ok(ask?.type === 'ask')
      seen.push(`${ask.body.type} ${(ask.to as NodeRef).peer}`)
      assert.ok(ask.deadlineMs <= 3000)
      solo.step({ type: 'interim', ask: ask.ask, from: (ask.to as NodeRef).peer, body: { type: 'relaying' } })
      const over = solo.step({
        type: 'answer',
        ask: ask.ask,
        from: (ask.to as NodeRef).peer,
        body: { type: 'failed', code: 'NO_ROUTE' },
      })
      // Between two attempts stabilisation may have its turn.
      effects = over
      for (
        let n = 0;
        n < 5 && !effects.some((effect) => effect.type === 'ask' && ['find', 'step'].includes(effect.body.type));
        n++
      ) {
        solo.now = solo.machine.wakeAt!
        effects = solo.step({ type: 'tick' })
      }
    }
    assert.equal(seen[0], 'find h')
    assert.ok(seen[2]?.startsWith('step '))
  })

  test('LOOKUP_TIMEOUT in time when nobody answers', () => {
    const net = new Net({ params: QUIET, detectMs: 1e9 })
    const nodes = grown(net, { a: '1', b: '4', c: '8', d: 'c' })
    for (const node of [nodes.b, nodes.c, nodes.d]) net.crash(node)
    const started = net.now
    const result = net.lookup(nodes.a, idOf('6'), 'recursive', 5000)
    assert.ok(!result.ok && result.code === 'LOOKUP_TIMEOUT')
    assert.ok(net.now - started <= 5000)
  })

  test('of the own id via another: a neighbour decides', () => {
    const net = new Net({ params: QUIET })
    const nodes = grown(net, { a: '1', b: '4', c: '8' })
    const id = net.command(nodes.a, {
      name: 'lookup',
      args: { target: nodes.a.ref.id, mode: 'recursive', via: 'another' },
    })
    net.run(500)
    const result = net.result(id) as Result<LookupResult>
    assert.ok(result.ok)
    assert.equal(result.value.owner, nodes.a.ref)
    assert.ok(result.value.hops >= 1)
  })

  test('iterative: the path has each contacted node with its time and outcome', () => {
    const net = new Net({ params: { ...QUIET, successors: 2 }, detectMs: 1e9 })
    const nodes = grown(net, { a: '1', b: '3', c: '5', d: '7', e: '9', f: 'b' })
    net.crash(nodes.c)
    const result = net.lookup(nodes.a, idOf('8'), 'iterative')
    assert.ok(result.ok)
    assert.equal(result.value.owner, nodes.e.ref)
    const path = result.value.path!
    // Another is asked beside it when it is late.
    assert.deepEqual(path[0], { peer: 'c', ringId: nodes.c.ref.id, rttMs: QUIET.firstWordMs, outcome: 'late' })
    assert.equal(path.at(-1)?.outcome, 'owner')
    assert.equal(path.at(-1)?.rttMs, 10)
    assert.equal(result.value.hops, path.filter(({ outcome }) => outcome !== 'late').length)
    assert.ok(result.value.durationMs < QUIET.queryMs)
  })

  test('traced: those on the way tell whom they have asked, each with its time and outcome', () => {
    const net = new Net({ params: { ...QUIET, successors: 2 }, detectMs: 1e9 })
    const nodes = grown(net, { a: '1', b: '3', c: '5', d: '7', e: '9', f: 'b' })
    const traced = net.lookup(nodes.a, idOf('8'), 'recursive', 10_000, true)
    assert.ok(traced.ok)
    assert.deepEqual(
      traced.value.path?.map(({ peer, rttMs, outcome }) => [peer, rttMs, outcome]),
      [
        ['c', 10, 'relayed'],
        ['e', 10, 'owner'],
      ],
    )
    assert.equal(traced.value.hops, 2)
    const plain = net.lookup(nodes.a, idOf('8'))
    assert.ok(plain.ok && plain.value.path === undefined)
    net.crash(nodes.c)
    const round = net.lookup(nodes.a, idOf('8'), 'recursive', 10_000, true)
    assert.ok(round.ok)
    assert.deepEqual(
      round.value.path?.map(({ peer, outcome }) => [peer, outcome]),
      [
        ['c', 'late'],
        ['b', 'relayed'],
        ['d', 'relayed'],
        ['e', 'owner'],
      ],
    )
    const own = net.lookup(nodes.a, nodes.a.ref.id, 'recursive', 10_000, true)
    assert.ok(own.ok)
    assert.deepEqual(own.value.path, [])
  })

  test(`at most ${MAX_LOOKUPS.toString()} at once`, () => {
    const solo = new Solo().joined(b, [d, f, h])
    for (let i = 0; i < MAX_LOOKUPS; i++) assert.equal(doneOf(solo.command(lookup(idOf('c')))), undefined)
    const result = doneOf(solo.command(lookup(idOf('c'))))
    assert.ok(result?.ok === false && result.code === 'LOOKUP_TIMEOUT')
  })

  test('cancelled: its find is forgotten', () => {
    const solo = new Solo().joined(b, [d, f, h])
    const effects = solo.step({ type: 'command', id: 77 as CommandId, command: lookup(idOf('c')), leftMs: 1000 })
    const { ask } = askOf(effects, 'find')
    assert.deepEqual(solo.step({ type: 'cancel', id: 77 as CommandId }), [{ type: 'cancelAsk', ask }])
  })
})

describe('idle', () => {
  test('a step with nothing to say allocates no list', () => {
    const solo = new Solo().joined(b, [d, f, h])
    assert.equal(solo.step({ type: 'linkUp', peer: d.peer, epoch: epoch(1) }), NO_EFFECTS)
  })

  test('what has not changed is told again once a minute, and nobody is notified twice', () => {
    const sent = { requests: 0, views: 0, notifies: 0 }
    const net = new Net({
      params: { ...PARAMS, successors: 8 },
      onInput: (_node, input) => {
        if (input.type === 'request') sent.requests++
        if (input.type === 'request' && input.body.type === 'notify') sent.notifies++
        if (input.type === 'answer' && input.body.type === 'view') sent.views++
      },
    })
    const ids = Object.fromEntries(Array.from({ length: 16 }, (_, i) => [`n${i.toString()}`, `${i.toString(16)}7`]))
    grown(net, ids)
    net.run(20_000)
    sent.requests = sent.views = sent.notifies = 0
    net.run(120_000)
    assert.ok(sent.views >= 16 && sent.views <= 2 * 16, `${sent.views.toString()} views`)
    assert.equal(sent.notifies, 0)
    // A stabilisation a second and a finger each half: 3 requests, under 100 bytes each, as many answers.
    assert.ok(sent.requests / 16 / 120 < 3.5, `${(sent.requests / 16 / 120).toString()} requests per second`)
  })

  test('what was heard wrong is put right though the head says that nothing has changed', () => {
    const solo = new Solo().joined(b, [d, f, h])
    const right = { version: 1, self: d, predecessor: solo.ref, successors: [h, b, solo.ref] }
    let unchanged = 0
    while (solo.machine.view.successors(0)[1] !== h) {
      solo.now = solo.machine.wakeAt!
      assert.ok(solo.now < 80_000)
      for (const effect of solo.step({ type: 'tick' })) {
        if (effect.type !== 'ask') continue
        const { ask, body } = effect
        const answer = (say: ChordResponse) => solo.step({ type: 'answer', ask, from: d.peer, body: say })
        if (body.type === 'notify') answer({ type: 'noted' })
        if (body.type !== 'view') continue
        if (body.have === 1) unchanged++
        answer(body.have === 1 ? { type: 'unchanged', version: 1 } : { type: 'view', view: right })
      }
    }
    assert.ok(unchanged > 10)
    assert.deepEqual(solo.machine.view.successors(0), [d, h, b])
  })

  test('addresses that become known reach the neighbours', () => {
    const solo = new Solo().joined(b, [d, f, h])
    const moved = { ...solo.ref, addresses: [] }
    solo.self = [moved]
    const view = responses(solo.request(b, { type: 'view', position: 0, have: 0 }))[0]
    assert.ok(view?.type === 'view' && view.view.self === moved)
  })
})

describe('positions that are not there', () => {
  const e = refOf('e', idOf('6'))
  /** Whom a look-up asks, when `d` has none of these positions but the last one. */
  function asked(ghosts: number): NodeRef[] {
    const invented = Array.from({ length: ghosts }, (_, i) => ({
      ...d,
      position: i + 1,
      id: idOf(`7${i.toString(16)}`),
    }))
    const solo = new Solo({ ...QUIET, successors: 32 }).joined(b, [e, ...invented, d, f])
    let effects = solo.command({ name: 'lookup', args: { target: idOf('68'), mode: 'recursive' } })
    const nodes: NodeRef[] = []
    for (;;) {
      const { to } = askOf(effects, 'find')
      assert.ok(typeof to !== 'string')
      nodes.push(to)
      if (to.position === 0) return nodes
      effects = solo.answer(effects, 'find', to, { type: 'failed', code: 'NO_SUCH_POSITION' })
    }
  }

  test('are passed over, and not their peer', () => {
    assert.deepEqual(
      asked(1).map(({ id }) => id),
      [idOf('7'), d.id],
    )
    assert.deepEqual([asked(MAX_ABSENT).length, asked(MAX_ABSENT).at(-1)?.peer], [MAX_ABSENT + 1, d.peer])
  })

  test(`are no more than ${MAX_ABSENT.toString()} for one find: with the next one it is the peer`, () => {
    const nodes = asked(MAX_ABSENT + 1)
    assert.deepEqual([nodes.length, nodes.at(-1)?.peer], [MAX_ABSENT + 2, f.peer])
  })
})
