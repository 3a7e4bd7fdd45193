import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { between, Random, type NodeRef, type PeerKey } from '../../../../src/base/index.ts'
import { slotBehind, slotsOf, startOfSlot } from '../../../../src/protocols/chord/fingers.ts'
import { cheapestBefore, partBetween } from '../../../../src/protocols/chord/route-cost.ts'
import { nearOf } from '../../../../src/protocols/chord/routing.ts'
import { grownRing, idOf, Net, randomId, refOf, type NetNode } from './net.ts'

/** Nodes on a line; delays are their distances. */
function lineRing(proximity: number): { net: Net; nodes: NetNode[]; delayMs: (a: PeerKey, b: PeerKey) => number } {
  const place = (peer: PeerKey): number => (Number(peer.slice(1)) * 7919) % 100
  const delayMs = (a: PeerKey, b: PeerKey): number => 1 + Math.abs(place(a) - place(b))
  const net = new Net({
    seed: 8,
    delayMs: (from, to) => delayMs(from.ref.peer, to.ref.peer),
    params: { ...new Net().params, proximity, fixFingerMs: 100 },
  })
  return { net, nodes: grownRing(net, 120, new Random(8), 20, 60_000), delayMs }
}

describe('proximity neighbour selection', () => {
  const world = lineRing(16)

  it('chooses nodes of the finger’s own interval alone, nearer than the finger, and none that is a successor', () => {
    const { nodes, delayMs } = world
    let chosen = 0
    let fingers = 0
    for (const { machine, ref } of nodes) {
      const position = machine.state.positions[0]!
      for (const [i, anchor] of position.fingers.nodes.entries()) {
        fingers++
        const near = nearOf(position, anchor)
        if (near === undefined) continue
        chosen++
        const { fingers: table } = position
        const slot = table.slots[i]!
        const end = slot + 1 < slotsOf(table) ? startOfSlot(ref.id, slot + 1, table.perDoubling) : ref.id
        assert.ok(between(anchor.id, near.id, end) || near.id === end, 'in its interval')
        assert.ok(delayMs(ref.peer, near.peer) < delayMs(ref.peer, anchor.peer), 'nearer')
        assert.ok(machine.view.successors(0).every(({ id }) => id !== near.id))
        assert.notEqual(slotBehind(ref.id, near.id, table.perDoubling), undefined)
      }
    }
    assert.ok(chosen > fingers / 3, `${chosen.toString()} of ${fingers.toString()}`)
  })

  it('keeps the exact fingers, and none besides them when it is off', () => {
    const { net, nodes } = lineRing(0)
    for (const { machine } of [...nodes, ...world.nodes]) {
      for (const { start, node } of machine.view.describe()[0]!.fingers) assert.equal(node.peer, net.owner(start).peer)
    }
    assert.ok(nodes.every(({ machine }) => machine.state.positions[0]!.near === undefined))
  })

  it('look-ups find the owner, also right after those chosen have died', () => {
    const { net, nodes } = world
    const random = new Random(9)
    const asked = nodes[5]!
    const { near } = asked.machine.state.positions[0]!
    const chosen = [...(near?.values() ?? [])].flatMap((entry) => entry.chosen ?? [])
    assert.ok(chosen.length > 0)
    for (const { peer } of chosen) net.crash(net.nodes.get(peer)!)
    for (let i = 0; i < 60; i++) {
      const target = randomId(random)
      const result = net.lookup(asked, target)
      assert.ok(result.ok)
      assert.equal(result.value.owner.peer, net.owner(target).peer)
    }
    for (const entry of near?.values() ?? []) {
      assert.ok(entry.chosen === undefined || chosen.every(({ peer }) => peer !== entry.chosen?.peer))
    }
  })
})

describe('the way that takes the least time', () => {
  const anyNodes = fc.array(fc.tuple(fc.nat(2 ** 32 - 1), fc.option(fc.nat(500), { nil: undefined })), { minLength: 1 })

  it('goes by a node between, by one that is usable, and by the nearest to the target where all are alike', () => {
    fc.assert(
      fc.property(anyNodes, fc.nat(2 ** 32 - 1), fc.boolean(), (drawn, targetAt, alike) => {
        const [self, target] = [idOf('0'), idOf(targetAt.toString(16).padStart(8, '0'))]
        const rtts = new Map<string, number | undefined>()
        const nodes: NodeRef[] = drawn
          .toSorted(([a], [b]) => a - b)
          .map(([at, rtt], i) => {
            const ref = refOf(`n${i.toString()}`, idOf(at.toString(16).padStart(8, '0')))
            rtts.set(ref.peer, alike ? 1 : rtt)
            return ref
          })
        const banned = nodes.at(-1)!
        const isUsable = (node: NodeRef): boolean => node !== banned
        const costs = { rttOf: (peer: PeerKey) => rtts.get(peer), meanMs: () => 100 }
        const best = cheapestBefore(nodes, { self, target, reach: 0.01 }, costs, isUsable)
        const between_ = nodes.filter((node) => isUsable(node) && between(self, node.id, target))
        assert.equal(best === undefined, between_.length === 0)
        if (best === undefined) return
        assert.ok(between_.includes(best))
        if (alike) assert.equal(best.id, between_.at(-1)!.id)
      }),
    )
  })

  it('takes a detour over a quick node, but not at any price', () => {
    const [self, target] = [idOf('0'), idOf('8')]
    const [far, close] = [refOf('far', idOf('4')), refOf('close', idOf('78'))]
    const by = (farMs: number, closeMs: number): string | undefined =>
      cheapestBefore(
        [far, close],
        { self, target, reach: 0.01 },
        { rttOf: (peer) => (peer === far.peer ? farMs : closeMs), meanMs: () => 100 },
        () => true,
      )?.peer
    assert.equal(by(100, 100), 'close')
    assert.equal(by(10, 150), 'far')
    assert.equal(by(120, 150), 'close')
    assert.equal(by(0.1, 1.9), 'close', 'within two milliseconds all are alike')
  })

  it('parts of the ring add up', () => {
    assert.equal(partBetween(idOf('0'), idOf('8')), 0.5)
    assert.equal(partBetween(idOf('c'), idOf('4')), 0.5)
    assert.equal(partBetween(idOf('4'), idOf('4')), 0)
  })
})
