import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { OrbError } from '../../../../src/base/index.ts'
import { MAX_INTERCEPTORS, type ChangeOutcome, type Interceptor } from '../../../../src/runtime/index.ts'
import { at, bob, chainOf, FIRST, Keeping, message, noting } from './chain-rig.ts'

const invalid = (words: RegExp) => (error: unknown) =>
  error instanceof OrbError && error.code === 'INVALID_ARGUMENT' && words.test(error.message)
const named = (name: string): Interceptor => ({ name, inbound: () => true })

describe('InterceptorChain: the way through', () => {
  it('runs inbound from the wire to the host, outbound back', () => {
    const log: string[] = []
    const { receive, send } = chainOf(noting('a', log), noting('b', log), noting('c', log))
    receive(message(1))
    send(message(2))
    assert.deepEqual(log, ['a>1', 'b>1', 'c>1', 'c<2', 'b<2', 'a<2'])
  })

  it('stops at the one that swallows, and counts', () => {
    const log: string[] = []
    const wall: Interceptor = { name: 'wall', inbound: () => false }
    const { chain, receive, send, arrived, left } = chainOf(noting('a', log), wall, noting('b', log))
    receive(message(1))
    send(message(2))
    assert.deepEqual(log, ['a>1', 'b<2', 'a<2'])
    assert.deepEqual([arrived.length, left.length], [0, 1])
    assert.deepEqual(
      chain.report().map(({ name, seen, swallowed }) => [name, seen, swallowed]),
      [
        ['a', 2, 0],
        ['wall', 1, 1],
        ['b', 1, 0],
      ],
    )
  })

  it('passes on from the place of the one that passes on, in either direction, in a step of its own', () => {
    const log: string[] = []
    const twice: Interceptor = {
      name: 'twice',
      inbound: (envelope, from, epoch, now, onward) => {
        onward.inbound({ ...envelope }, from, epoch, now)
        onward.outbound(message(9), from, now)
        return true
      },
    }
    const ends = chainOf(noting('a', log), twice, noting('b', log))
    ends.receive(message(1))
    assert.deepEqual(log, ['a>1', 'b>1', 'a<9', 'b>1'])
    assert.deepEqual(
      ends.arrived.map(({ number }) => number),
      [1, 1],
    )
    assert.deepEqual(
      ends.left.map(({ number }) => number),
      [9],
    )
    assert.equal(ends.begun, 1, 'what leaves by itself wants a step')
  })

  it('wakes those whose time has come, and says when', () => {
    const slow = new Keeping('slow', 50)
    const slower = new Keeping('slower', 80)
    const { chain, receive, arrived } = chainOf(slow, slower)
    assert.equal(chain.wakeAt, undefined)
    receive(message(1), 0)
    assert.equal(chain.wakeAt, 50)
    chain.wake(at(49))
    assert.equal(chain.held, 1)
    chain.wake(at(50))
    assert.equal(chain.wakeAt, 130)
    chain.wake(at(130))
    assert.deepEqual(
      arrived.map(({ number, now }) => [number, now]),
      [[1, 130]],
    )
  })

  it('tells all of links', () => {
    const seen: unknown[] = []
    const { chain } = chainOf(
      { name: 'up', linkUp: (peer, epoch) => seen.push(['up', peer, epoch]) },
      { name: 'down', linkDown: (peer) => seen.push(['down', peer]) },
    )
    chain.linkUp(bob, FIRST)
    chain.linkDown(bob)
    assert.deepEqual(seen, [
      ['up', bob, 1],
      ['down', bob],
    ])
  })

  it('faults on two that answer each other without end', () => {
    const left: Interceptor = {
      name: 'left',
      outbound: (_envelope, _to, now, onward) => {
        onward.inbound(message(1), bob, FIRST, now)
        return false
      },
    }
    const right: Interceptor = {
      name: 'right',
      inbound: (_envelope, from, _epoch, now, onward) => {
        onward.outbound(message(2), from, now)
        return false
      },
    }
    const { receive } = chainOf(left, right)
    assert.throws(() => {
      receive(message(1))
    }, /without end/)
  })
})

describe('InterceptorChain: order', () => {
  it('keeps lamport at the wire and dedup at the host', () => {
    assert.throws(() => chainOf(named('trace'), named('lamport')), invalid(/lamport must be first/))
    assert.throws(() => chainOf(named('dedup'), named('trace')), invalid(/dedup must be last/))
    chainOf(named('lamport'), named('trace'), named('dedup'))
  })

  it('lets nobody take out, or put another in the place of, one that has its place', () => {
    const lamport = named('lamport')
    const { chain } = chainOf(lamport, named('trace'))
    assert.throws(
      () => {
        chain.replace([named('trace')], at(0), 0)
      },
      invalid(/lamport cannot be taken out: it merges/),
    )
    assert.throws(
      () => {
        chain.replace([named('lamport')], at(0), 0)
      },
      invalid(/cannot be replaced/),
    )
    chain.replace([lamport], at(0), 0)
    assert.equal(chain.version, 2)
  })

  it('wants names that differ, and at most so many', () => {
    assert.throws(() => chainOf(named('faults'), named('faults')), invalid(/twice/))
    chainOf(named('faults'), named('faults:second'))
    const many = Array.from({ length: MAX_INTERCEPTORS + 1 }, (_, i) => named(`a${i}`))
    chainOf(...many.slice(1))
    assert.throws(() => chainOf(...many), invalid(/at most 16/))
  })
})

describe('InterceptorChain: change', () => {
  const changed = () => {
    const outcomes: ChangeOutcome[] = []
    return { outcomes, done: (outcome: ChangeOutcome) => outcomes.push(outcome) }
  }

  it('takes effect at once when all that leave or move hold nothing', () => {
    const log: string[] = []
    const [a, b, c] = [noting('a', log), noting('b', log), noting('c', log)]
    const { chain, receive } = chainOf(a, b)
    const { outcomes, done } = changed()
    receive(message(1))
    chain.replace([c, b, a], at(5), 100, done)
    receive(message(2))
    assert.deepEqual(outcomes, [{ ok: true, version: 2 }])
    assert.deepEqual(log, ['a>1', 'b>1', 'c>2', 'b>2', 'a>2'])
    assert.deepEqual(
      chain.report().map(({ seen }) => seen),
      [1, 2, 2],
      'those that stay keep their counts',
    )
  })

  it('waits for one that leaves: it takes no new work and ends what it has, in order', () => {
    const slow = new Keeping('slow', 50)
    const ends = chainOf(slow)
    const { outcomes, done } = changed()
    ends.receive(message(1), 0)
    ends.chain.replace([], at(10), 1_000, done)
    assert.equal(ends.chain.changing, true)
    assert.deepEqual(outcomes, [])
    ends.receive(message(2), 20)
    assert.equal(ends.chain.report()[0]?.draining, true)
    ends.chain.wake(at(50))
    ends.chain.settle(at(50))
    ends.receive(message(3), 51)
    assert.deepEqual(outcomes, [{ ok: true, version: 2 }])
    assert.deepEqual(
      ends.arrived.map(({ number, now }) => [number, now]),
      [
        [1, 50],
        [2, 50],
        [3, 51],
      ],
    )
    assert.deepEqual(ends.chain.report(), [])
    assert.deepEqual([...ends.chain.totals()], [['slow', { seen: 2, swallowed: 2 }]])
  })

  it('does not wait for one that stays where it is', () => {
    const slow = new Keeping('slow', 50)
    const log: string[] = []
    const ends = chainOf(slow, noting('a', log))
    ends.receive(message(1), 0)
    ends.chain.replace([slow, noting('b', log)], at(1), 0)
    assert.equal(ends.chain.version, 2)
    ends.chain.wake(at(50))
    assert.deepEqual(log, ['b>1'])
    assert.equal(ends.arrived.length, 1)
  })

  it('waits for one that holds something and is overtaken by another', () => {
    const slow = new Keeping('slow', 50)
    const log: string[] = []
    const a = noting('a', log)
    const ends = chainOf(slow, a)
    ends.receive(message(1), 0)
    ends.chain.replace([a, slow], at(1), 1_000)
    assert.equal(ends.chain.changing, true)
    ends.chain.wake(at(50))
    ends.chain.settle(at(50))
    assert.equal(ends.chain.version, 2)
    assert.deepEqual(log, ['a>1'], 'seen by each, once')
    assert.equal(slow.draining, false, 'it works on in its new place')
  })

  it('waits for an open call', () => {
    const counting = { name: 'counting', open: 1, inbound: () => true }
    const { chain } = chainOf(counting)
    const { outcomes, done } = changed()
    chain.replace([], at(0), 100, done)
    chain.settle(at(99))
    assert.deepEqual(outcomes, [])
    counting.open = 0
    chain.settle(at(100))
    assert.deepEqual(outcomes, [{ ok: true, version: 2 }])
  })

  it('gives up at the deadline: the old chain stays, and works on', () => {
    const slow = new Keeping('slow', 50)
    const ends = chainOf(slow)
    const { outcomes, done } = changed()
    ends.receive(message(1), 0)
    ends.chain.replace([], at(0), 30, done)
    assert.equal(ends.chain.wakeAt, 30)
    ends.chain.settle(at(29))
    assert.deepEqual(outcomes, [])
    ends.chain.wake(at(30))
    ends.chain.settle(at(30))
    assert.deepEqual(outcomes, [{ ok: false, version: 1, waitedFor: ['slow'] }])
    assert.equal(slow.draining, false)
    ends.chain.wake(at(50))
    assert.equal(ends.arrived.length, 1)
    ends.chain.replace([], at(50), 0)
    assert.equal(ends.chain.version, 2, 'and it may be asked again')
  })

  it('takes one change at a time', () => {
    const slow = new Keeping('slow', 50)
    const { chain, receive } = chainOf(slow)
    receive(message(1), 0)
    chain.replace([], at(0), 30)
    assert.throws(
      () => {
        chain.replace([], at(1), 30)
      },
      (error) => error instanceof OrbError && error.code === 'CONFLICT',
    )
  })
})
