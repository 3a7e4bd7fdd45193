import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { epoch, peerKey, type NodeRef, type RingId } from '../../../../src/base/index.ts'
import { inOrder, majorityOf, nextMembers, shardOf, startOf } from '../../../../src/protocols/agreement/group.ts'

/** A node by its name, at a place on the ring: its first hex digits. */
const node = (name: string, at: string): NodeRef => ({
  peer: peerKey(name),
  position: 0,
  epoch: epoch(1),
  addresses: [],
  id: at.padEnd(64, '0') as RingId,
})
const [a, b, c, d, e] = [node('a', '10'), node('b', '20'), node('c', '30'), node('d', '40'), node('e', '50')]

interface Case {
  readonly group: NodeRef[]
  readonly target: NodeRef[]
  readonly mayGo?: NodeRef[]
  readonly leaving?: NodeRef[]
  readonly replicas?: number
}

const next = ({ group, target, mayGo = [], leaving = [], replicas = 3 }: Case): string | undefined =>
  nextMembers({
    shard: 0,
    group: { epoch: 1, members: group },
    target,
    replicas,
    mayGo: (member) => mayGo.includes(member),
    isLeaving: (member) => leaving.includes(member),
  })
    ?.map(({ peer }) => peer)
    .join('')

void describe('the next members of a group', () => {
  const CASES: Record<string, [Case, string | undefined]> = {
    'one alone stays alone': [{ group: [a], target: [a] }, undefined],
    'two are no group': [{ group: [a], target: [a, b] }, undefined],
    'one grows to three at once': [{ group: [a], target: [a, b, c] }, 'abc'],
    'a founder far away hands on to those who should have it': [{ group: [e], target: [a, b, c, d] }, 'abc'],
    'three of three are right': [{ group: [a, b, c], target: [a, b, c, d] }, undefined],
    'who is pushed out goes when its time has come': [{ group: [b, c, d], target: [a, b, c], mayGo: [d] }, 'abc'],
    'and not before': [{ group: [b, c, d], target: [a, b, c] }, undefined],
    'one changes at a time': [{ group: [c, d, e], target: [a, b, c], mayGo: [d, e] }, 'ace'],
    'who is dead stays while there is nobody else': [{ group: [a, b, c], target: [a, b], mayGo: [c] }, undefined],
    'who leaves is replaced': [{ group: [a, b, c], target: [a, b, c, d], leaving: [b] }, 'acd'],
    'who leaves before the others have settled too': [{ group: [b, c, d], target: [a, b, c, d], leaving: [c] }, 'abd'],
    'without anybody else the group shrinks to one': [{ group: [a, b, c], target: [a, b, c], leaving: [a] }, 'b'],
    'the last one gives to any other': [{ group: [a], target: [a, b], leaving: [a] }, 'b'],
    'or stays when there is none': [{ group: [a], target: [a], leaving: [a] }, undefined],
    'even numbers are rounded down': [{ group: [a], target: [a, b, c, d], replicas: 4 }, 'abc'],
    'five when five are wanted': [{ group: [a, b, c], target: [a, b, c, d, e], replicas: 5 }, 'abcde'],
    'no more than seven': [{ group: [a], target: [a, b, c], replicas: 9 }, 'abc'],
  }
  for (const [about, [given, expected]] of Object.entries(CASES)) {
    void it(about, () => {
      assert.equal(next(given), expected)
    })
  }

  void it('stand in the order in which they follow the beginning of the shard', () => {
    assert.deepEqual(
      inOrder(0x25, [a, b, c, d]).map(({ peer }) => peer),
      ['c', 'd', 'a', 'b'],
    )
  })

  void it('decide by more than half of them', () => {
    assert.deepEqual(
      [1, 3, 5, 7].map((size) => majorityOf({ epoch: 1, members: new Array<NodeRef>(size).fill(a) })),
      [1, 2, 3, 4],
    )
  })

  void it('keep the shard of the first byte of an id', () => {
    assert.equal(shardOf(startOf(0xa7)), 0xa7)
    assert.equal(startOf(3), '03'.padEnd(64, '0'))
  })
})
