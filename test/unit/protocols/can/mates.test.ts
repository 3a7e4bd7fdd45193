import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { peerKey, type PeerKey } from '../../../../src/base/index.ts'
import { MAX_MATES, type Claim } from '../../../../src/protocols/can/index.ts'
import { Bench, claim, refOf } from './rig.ts'

void describe('the mates of a CAN node', () => {
  const mates = (bench: Bench): PeerKey[] => (bench.can.describe()[0]?.mates ?? []).map(({ peer }) => peer)
  const follow = (bench: Bench, name: string, claims: readonly Claim[] = []): unknown => {
    const picture = { version: 2 ** 33 + bench.lamport, shown: { claims, around: [] } }
    const body = {
      type: 'update',
      space: 0,
      dimensions: 2,
      self: refOf(name),
      have: 0,
      picture,
      follows: true,
    } as const
    return bench.ask(name, body)
  }

  void it('are as many as there may be, each once however often it starts again; for one more the set is divided', () => {
    const bench = new Bench({ overload: MAX_MATES + 1 })
    for (let i = 0; i < MAX_MATES; i++) {
      for (const epoch of [1, 2]) {
        const answer = bench.join(`n${i}`, epoch)
        assert.equal(typeof answer === 'object' && answer.type, 'mate')
      }
      assert.equal(mates(bench).length, i + 1)
    }
    const answer = bench.join('more')
    assert.ok(typeof answer === 'object' && answer.type === 'granted')
    assert.deepEqual([...mates(bench), ...(answer.mates ?? []).map(({ peer }) => peer)], ['n0', 'n1', 'n2'].map(peerKey)) // prettier-ignore
    assert.deepEqual([mates(bench).length, answer.mates?.length], [1, 2])
    assert.deepEqual(
      [new Bench().join('n0')].map((each) => typeof each === 'object' && each.type),
      ['granted'],
    )
  })

  void it('are those that were taken in, and no longer than they follow and hold nothing', () => {
    const bench = new Bench({ overload: 3 })
    follow(bench, 'stranger')
    assert.deepEqual(mates(bench), [])
    for (const name of ['n0', 'n1', 'n0']) bench.join(name)
    for (const name of ['n0', 'n1']) follow(bench, name)
    assert.deepEqual(mates(bench), [peerKey('n1'), peerKey('n0')])
    bench.update('n0', [])
    assert.deepEqual(mates(bench), [peerKey('n1')])
    follow(bench, 'n1', [claim('1', 1)])
    assert.deepEqual(mates(bench), [])
  })

  void it('give a find back that they are no nearer to than its sender', () => {
    const bench = new Bench()
    const granted = bench.join('n0')
    assert.ok(typeof granted === 'object' && granted.type === 'granted')
    const find = { type: 'find', space: 0, point: [0.9, 0.9], hops: 0, detour: undefined } as const
    assert.equal(bench.ask('n1', find), undefined)
    assert.deepEqual(bench.ask('n1', { ...find, than: 0 }), { type: 'failed', code: 'NO_ROUTE' })
  })
})
