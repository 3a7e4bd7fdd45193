import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { peerKey, type NodeRef, type PeerKey } from '../../../src/base/index.ts'
import type { AskId } from '../../../src/protocols/index.ts'
import { hopOf, Relay, type Hop, type RelayRules, type Transit } from '../../../src/protocols/relay.ts'
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
    return to === undefined ? 'none' : { to, body: 'query', lateMs: 50 }
  }
  secondHop({ goal, tried }: Transit<Goal, string>): { to: NodeRef; body: Query } | undefined {
    const to = goal.hops.find((hop) => !tried.includes(hop.peer))
    return to === undefined ? undefined : { to, body: 'query' }
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
    relay.acknowledge(transit, transit.hop!.ask)
    assert.ok(transit.hop!.acknowledged)
    relay.failed(1200, transit, transit.hop!, rules)
    assert.equal(transit.hop?.acknowledged, false)
    assert.deepEqual(rules.asked, [
      { to: a.peer, leftMs: 900 },
      { to: b.peer, leftMs: 700 },
    ])
    relay.failed(1300, transit, transit.hop, rules)
    assert.deepEqual(rules.lost, ['up'])
    assert.equal(relay.size, 0)
  })

  test('asks nobody when the time is over', () => {
    const [relay, rules] = [new Relay<Goal, string>(10, 8), new Rules()]
    const transit = relay.open(0, goal(a, b), 'up', 100)!
    relay.forward(0, transit, rules)
    relay.failed(100, transit, transit.hop!, rules)
    assert.equal(rules.asked.length, 1)
    assert.deepEqual(rules.lost, ['up'])
  })

  test('at most so many alternates', () => {
    const [relay, rules] = [new Relay<Goal, string>(10, 2), new Rules()]
    const transit = relay.open(0, goal(a, b, c), 'up', 100)!
    relay.forward(0, transit, rules)
    relay.failed(1, transit, transit.hop!, rules)
    relay.failed(2, transit, transit.hop!, rules)
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

  test('a late hop is hedged once, by another one, and either may answer', () => {
    const [relay, rules] = [new Relay<Goal, string>(10, 8), new Rules()]
    const transit = relay.open(0, goal(a, b, c), 'up', 1000)!
    relay.forward(0, transit, rules)
    assert.equal(relay.hedgesAt, 50)
    assert.deepEqual(relay.late(49), [])
    assert.deepEqual(relay.late(50), [transit])
    assert.ok(relay.hedge(50, transit, rules))
    assert.deepEqual(
      rules.asked.map(({ to, leftMs }) => [to, leftMs]),
      [
        [a.peer, 1000],
        [b.peer, 950],
      ],
    )
    assert.equal(hopOf(transit, 1 as AskId)?.peer, a.peer)
    assert.equal(hopOf(transit, 2 as AskId)?.peer, b.peer)
    assert.equal(hopOf(transit, 3 as AskId), undefined)
    assert.deepEqual(relay.late(1000), [], 'only once')
    assert.equal(relay.hedge(60, transit, rules), false, 'no third one')
    relay.failed(100, transit, transit.second!, rules)
    assert.equal(rules.asked.length, 2, 'the first is still waited for')
    assert.equal(transit.hop?.peer, a.peer)
    relay.failed(200, transit, transit.hop, rules)
    assert.equal(rules.asked[2]?.to, c.peer)
  })

  test('when the first fails the second is left, and no hop is needed while it may answer', () => {
    const [relay, rules] = [new Relay<Goal, string>(10, 8), new Rules()]
    const transit = relay.open(0, goal(a, b), 'up', 1000)!
    relay.forward(0, transit, rules)
    assert.ok(relay.late(50).length === 1 && relay.hedge(50, transit, rules))
    relay.failed(60, transit, transit.hop!, rules)
    assert.equal(transit.hop?.peer, b.peer)
    assert.deepEqual(rules.lost, [])
    relay.failed(70, transit, transit.hop, rules)
    assert.deepEqual(rules.lost, ['up'])
  })

  test('who has acknowledged is not late, nor is one hedged when nobody else is there or the alternates are used up', () => {
    const [relay, rules] = [new Relay<Goal, string>(10, 2), new Rules()]
    const transit = relay.open(0, goal(a, b), 'up', 1000)!
    relay.forward(0, transit, rules)
    relay.acknowledge(transit, transit.hop!.ask)
    assert.deepEqual(relay.late(500), [])
    const lonely = relay.open(0, goal(a), 'up', 1000)!
    relay.forward(0, lonely, rules)
    assert.deepEqual(relay.late(500), [lonely])
    assert.equal(relay.hedge(500, lonely, rules), false)
    const worn = relay.open(0, goal(b, c), 'up', 1000, [a.peer])!
    relay.forward(0, worn, rules)
    assert.equal(relay.hedge(500, worn, rules), false)
    assert.equal(worn.hop?.peer, b.peer)
  })
})
