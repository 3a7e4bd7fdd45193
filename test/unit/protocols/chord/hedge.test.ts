import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Random } from '../../../../src/base/index.ts'
import { HedgeBudget } from '../../../../src/protocols/chord/hedge.ts'
import { grownRing, Net, randomId, type NetNode } from './net.ts'

describe('hedges', () => {
  it('are a twentieth of the finds, one a second besides, and what was saved up', () => {
    const budget = new HedgeBudget()
    let sent = 0
    for (let i = 0; i < 1_000; i++) {
      budget.deposit()
      if (budget.withdraw(0)) sent++
    }
    assert.ok(sent >= 16 && sent <= 16 + 50, `${sent.toString()} of 1,000`)
    assert.equal(budget.withdraw(0), false)
    assert.ok(budget.withdraw(1_000))
    assert.equal(budget.withdraw(1_000), false)
  })

  /** Hops of look-ups from `from` that pass `slow`, measured first, which then is so much slower. */
  function world(): { net: Net; nodes: NetNode[]; slow: (node: NetNode, ms: number) => void } {
    const delays = new Map<NetNode, number>()
    const net = new Net({ seed: 3, delayMs: (from, to) => 5 + (delays.get(from) ?? 0) + (delays.get(to) ?? 0) })
    const nodes = grownRing(net, 40, new Random(3), 4, 30_000)
    return { net, nodes, slow: (node, ms) => void delays.set(node, ms) }
  }

  it('a look-up does not wait for a hop that is slow all of a sudden: another is asked after the usual time', () => {
    const { net, nodes, slow } = world()
    const random = new Random(4)
    const [asked] = nodes as [NetNode]
    let hedged = 0
    for (let i = 0; i < 60; i++) {
      const target = randomId(random)
      const way = net.lookup(asked, target, 'recursive', 10_000, true)
      assert.ok(way.ok && way.value.path !== undefined)
      // Two hops at least, and the first of them is not the owner.
      const [first] = way.value.path
      if (way.value.hops < 3 || first === undefined) continue
      const node = net.nodes.get(first.peer)!
      slow(node, 300)
      const before = asked.machine.view.counts().hedges
      const result = net.lookup(asked, target, 'recursive', 10_000, true)
      slow(node, 0)
      net.run(2_000)
      assert.ok(result.ok)
      assert.equal(result.value.owner.peer, net.owner(target).peer)
      if (asked.machine.view.counts().hedges === before) continue
      hedged++
      assert.ok(result.value.durationMs < 300, `${result.value.durationMs.toString()} ms`)
      assert.ok(result.value.path?.some(({ peer, outcome }) => peer === node.ref.peer && outcome === 'late'))
    }
    assert.ok(hedged >= 5, `${hedged.toString()} hedged`)
  })

  it('whoever is late is asked after the others until it gives a word', () => {
    const { net, nodes, slow } = world()
    const random = new Random(5)
    const [asked] = nodes as [NetNode]
    let seen = 0
    for (let i = 0; i < 200 && seen < 3; i++) {
      const target = randomId(random)
      const way = net.lookup(asked, target, 'recursive', 10_000, true)
      assert.ok(way.ok)
      const [first] = way.value.path ?? []
      if (way.value.hops < 3 || first === undefined) continue
      const node = net.nodes.get(first.peer)!
      slow(node, 100_000)
      assert.ok(net.lookup(asked, target, 'recursive', 10_000, true).ok)
      const { hedges } = asked.machine.view.counts()
      const again = net.lookup(asked, target, 'recursive', 10_000, true)
      assert.ok(again.ok && again.value.path?.every(({ peer }) => peer !== node.ref.peer))
      assert.equal(asked.machine.view.counts().hedges, hedges, 'nothing to hedge: it was not asked')
      slow(node, 0)
      net.run(300_000)
      seen++
    }
    assert.equal(seen, 3)
  })
})
