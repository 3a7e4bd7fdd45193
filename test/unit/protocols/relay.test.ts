import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { peerKey, type NodeRef, type PeerKey } from '../../../src/base/index.ts'
import type { AskId } from '../../../src/protocols/index.ts'
import { Relay, type Hop, type RelayRules, type Transit } from '../../../src/protocols/relay.ts'
import { idOf, refOf } from './chord/net.ts'

interface Goal {
  readonly hops: readonly NodeRef[]
  readonly waits: boolean
}
type Query = 'query'

/** A protocol that forwards along a fixed list. */
class Rules implements RelayRules<Goal, string, Query> {
  readonly asked: { to: PeerKey; leftMs: number }[] = []
  readonly parked: string[] = []
  readonly lost: string[] = []

  nextHop({ goal, tried }: Transit<Goal, string>): Hop<Query> {
    if (goal.waits) return 'wait'
    const to = goal.hops.find((hop) => !tried.includes(hop.peer))
    return to === undefined ? 'none' : { to, body: 'query' }
  }
  ask(_transit: Transit<Goal, string>, to: NodeRef, _body: Query, leftMs: number): AskId {
    this.asked.push({ to: to.peer, leftMs })
    return this.asked.length as AskId
  }
  park(transit: Transit<Goal, string>): void {
    this.parked.push(transit.upstream)
  }
  gaveUp(transit: Transit<Goal, string>): void {
    this.lost.push(transit.upstream)
  }
}

const [a, b, c] = ['a', 'b', 'c'].map((name) => refOf(name, idOf(name))) as [NodeRef, NodeRef, NodeRef]
const goal = (...hops: NodeRef[]): Goal => ({ hops, waits: false })

describe('relay', () => {
  test('tries one hop after another with the time that is left, and gives up when none is left', () => {
    const [relay, rules] = [new Relay<Goal, string>(10, 8), new Rules()]
    const transit = relay.open(1000, goal(a, b), 'up', 900)!
    relay.forward(1000, transit, rules)
    relay.acknowledge(transit)
    assert.ok(transit.acknowledged)
    relay.failed(1200, transit, a.peer, rules)
    assert.equal(transit.acknowledged, false)
    assert.deepEqual(rules.asked, [
      { to: a.peer, leftMs: 900 },
      { to: b.peer, leftMs: 700 },
    ])
    relay.failed(1300, transit, b.peer, rules)
    assert.deepEqual(rules.lost, ['up'])
    assert.equal(relay.size, 0)
  })

  test('asks nobody when the time is over', () => {
    const [relay, rules] = [new Relay<Goal, string>(10, 8), new Rules()]
    const transit = relay.open(0, goal(a, b), 'up', 100)!
    relay.forward(0, transit, rules)
    relay.failed(100, transit, a.peer, rules)
    assert.equal(rules.asked.length, 1)
    assert.deepEqual(rules.lost, ['up'])
  })

  test('at most so many alternates', () => {
    const [relay, rules] = [new Relay<Goal, string>(10, 2), new Rules()]
    const transit = relay.open(0, goal(a, b, c), 'up', 100)!
    relay.forward(0, transit, rules)
    relay.failed(1, transit, a.peer, rules)
    relay.failed(2, transit, b.peer, rules)
    assert.equal(rules.asked.length, 2)
    assert.deepEqual(rules.lost, ['up'])
  })

  test('at most so many under way, and one more when one is done', () => {
    const relay = new Relay<Goal, string>(2, 8)
    const first = relay.open(0, goal(a), '1', 100)!
    assert.ok(relay.open(0, goal(a), '2', 100))
    assert.equal(relay.open(0, goal(a), '3', 100), undefined)
    assert.ok(relay.close(first))
    assert.equal(relay.close(first), false)
    assert.ok(relay.open(0, goal(a), '3', 100))
  })

  test('waits when routing cannot say, and leaves out whom the origin has tried', () => {
    const [relay, rules] = [new Relay<Goal, string>(10, 8), new Rules()]
    const waiting = relay.open(0, { hops: [a], waits: true }, 'w', 100)!
    relay.forward(0, waiting, rules)
    assert.deepEqual(rules.parked, ['w'])
    const again = relay.open(0, goal(a, b), 'again', 100, [peerKey('a')])!
    relay.forward(0, again, rules)
    assert.deepEqual(rules.asked, [{ to: b.peer, leftMs: 100 }])
  })
})
