import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Random } from '../../../../src/base/index.ts'
import { becomeMember } from '../../../../src/protocols/chord/become.ts'
import { newState } from '../../../../src/protocols/chord/initial.ts'
import { replicasOf } from '../../../../src/protocols/chord/likely-owner.ts'
import { liveNode } from '../../../../src/protocols/index.ts'
import { grown, grownRing, idOf, Net, randomId, refOf } from './net.ts'

describe('likelyOwner', () => {
  it('is this node, a successor, or whom an answer has shown; nobody where only a look-up can tell', () => {
    const net = new Net({ params: { ...new Net().params, successors: 2, fixFingerMs: 600_000 } })
    const { a, b, c, d, e } = grown(net, { a: '1', b: '3', c: '5', d: '7', e: '9' })
    const named = (digits: string): string | undefined => a.machine.view.likelyOwner(idOf(digits))?.peer
    assert.deepEqual(['1', '2', '3', '4', '5', 'a', 'f'].map(named), [
      a.ref.peer,
      b.ref.peer,
      b.ref.peer,
      c.ref.peer,
      c.ref.peer,
      a.ref.peer,
      a.ref.peer,
    ])
    assert.equal(named('6'), undefined, 'behind the own list')
    assert.ok(net.lookup(a, idOf('6')).ok)
    assert.equal(named('68'), d.ref.peer, 'shown by an answer')
    net.crash(d)
    net.run(1000)
    assert.notEqual(named('68'), d.ref.peer, 'dead')
    net.run(5000)
    assert.ok(net.lookup(a, idOf('68')).ok)
    assert.equal(named('68'), e.ref.peer)
  })

  it('is not known to one that is in no ring; who is alone owns all', () => {
    const net = new Net()
    const node = net.add(refOf('a', idOf('4')))
    assert.equal(node.machine.view.likelyOwner(idOf('2')), undefined)
    net.join(node, [])
    net.run(10)
    assert.equal(node.machine.view.likelyOwner(idOf('2'))?.peer, node.ref.peer)
  })

  it('is known of nearly all ids in a ring of 60 with lists of 4, without a look-up: nodes ask each other for their lists', () => {
    const random = new Random(6)
    const net = new Net({ seed: 6 })
    const nodes = grownRing(net, 60, random, 15, 60_000)
    let [named, right] = [0, 0]
    for (let i = 0; i < 500; i++) {
      const target = randomId(random)
      const owner = random.pick(nodes)!.machine.view.likelyOwner(target)
      if (owner === undefined) continue
      named++
      if (owner.peer === net.owner(target).peer) right++
    }
    assert.ok(named > 450, `${named.toString()} of 500 named`)
    assert.ok(right > 0.8 * named, `${right.toString()} of ${named.toString()} right`)
  })

  it('is the owner wherever a look-up has just shown it', () => {
    const random = new Random(5)
    const net = new Net({ seed: 5 })
    const nodes = grownRing(net, 20, random, 4, 20_000)
    for (let i = 0; i < 400; i++) {
      const target = randomId(random)
      const asked = random.pick(nodes)!
      assert.ok(net.lookup(asked, target).ok)
      assert.equal(asked.machine.view.likelyOwner(target)?.peer, net.owner(target).peer)
    }
  })
})

describe('replicas', () => {
  it('are the next positions of distinct other peers', () => {
    const at = (name: string, digits: string) => refOf(name, idOf(digits))
    const { positions } = newState([at('me', '1')], 1)
    const position = positions[0]!
    assert.deepEqual(replicasOf(position, 3), [], 'in no ring there are none')
    const b = at('b', '2')
    const head = liveNode(b.peer, b)!
    const rest = [at('me', '3'), at('b', '4'), at('c', '5'), at('c', '6'), at('d', '7'), at('e', '8')]
    becomeMember(position, head, rest, undefined)
    const replicas = (count: number): string[] => replicasOf(position, count).map(({ id }) => id.slice(0, 1))
    assert.deepEqual(replicas(0), [])
    assert.deepEqual(replicas(2), ['2', '5'])
    assert.deepEqual(replicas(4), ['2', '5', '7', '8'])
    assert.deepEqual(replicas(9), ['2', '5', '7', '8'])
  })
})
