import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Random } from '../../../../src/base/index.ts'
import { grownRing, idOf, Net, randomId, refOf } from './net.ts'

for (const count of [1, 2, 3, 4, 5, 6, 9, 20, 60]) {
  test(`a ring of ${count} grown from one: lists, predecessors and look-ups are those of the sorted ids`, () => {
    const random = new Random(count)
    const net = new Net({ seed: count })
    const nodes = grownRing(net, count, random, 4, 20_000)
    const sorted = nodes.map((node) => node.ref).sort((a, b) => (a.id < b.id ? -1 : 1))
    for (const node of nodes) {
      const { view } = node.machine
      const at = sorted.indexOf(node.ref)
      const length = Math.min(net.params.successors, count - 1)
      const expected = Array.from({ length }, (_, i) => sorted[(at + 1 + i) % count]!)
      assert.equal(view.state(0), count === 1 ? 'alone' : 'member')
      assert.deepEqual(
        view.successors(0).map((ref) => ref.peer),
        expected.map((ref) => ref.peer),
      )
      assert.equal(view.predecessor(0)?.peer, count === 1 ? undefined : sorted[(at + count - 1) % count]!.peer)
    }
    for (let i = 0; i < 100; i++) {
      const target = randomId(random)
      for (const mode of ['recursive', 'iterative'] as const) {
        const asked = nodes[i % count]!
        const result = net.lookup(asked, target, mode)
        assert.ok(result.ok, `${mode} ${JSON.stringify(result)}`)
        assert.equal(result.value.owner.peer, net.owner(target).peer)
        assert.equal(result.value.hops === 0, asked.ref.peer === net.owner(target).peer)
      }
    }
  })
}

test('a survivor of a ring of two is alone', () => {
  const net = new Net()
  const [a, b] = [net.add(refOf('a', idOf('4'))), net.add(refOf('b', idOf('9')))]
  net.join(a, [])
  net.join(b, [a.ref])
  net.run(3000)
  assert.equal(a.machine.view.state(0), 'member')
  net.crash(a)
  net.run(3000)
  assert.equal(b.machine.view.state(0), 'alone')
  assert.ok(b.machine.view.owns(0, idOf('3')))
})
