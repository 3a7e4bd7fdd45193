import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { codeOf, get, put, textOf, written } from './deeds.ts'
import { keyOf, Rig, type RigNode } from './rig.ts'

// Directed schedules against configurations (decision 0009): who owns an id changes, and not everybody is told.

/** The owner of a key and those behind it. */
function following(rig: Rig, key: string, count: number): RigNode[] {
  return rig.groupOf(keyOf(key).id, count)
}

/** No message passes between any of `some` and any of `others`, either way. */
function part(rig: Rig, some: readonly RigNode[], others: readonly RigNode[]): void {
  const { loses } = rig
  rig.loses = (from, to) =>
    loses(from, to) || (some.includes(from) && others.includes(to)) || (others.includes(from) && some.includes(to))
}

describe('an owner with a new configuration', () => {
  it('acknowledges nothing before a majority of those before knows of it: the next owner may ask only them', () => {
    const rig = new Rig(8)
    const [owner, second, third, fourth] = following(rig, 'k', 4) as [RigNode, RigNode, RigNode, RigNode]
    written(put(rig, owner, 'k', 'old'))
    rig.run(1_000)
    // The group is to be owner, second and fourth; the second is not told of it.
    part(rig, [second], [owner, fourth])
    rig.crash(third)
    rig.run(1_000)
    const writing = put(rig, owner, 'k', 'new', {}, 3_000)
    // Now the second owns the id, and those that it can ask know nothing newer than it does.
    rig.crash(owner)
    rig.restart(third)
    rig.run(3_000)
    const reading = get(rig, second, 'k', 5_000)
    if (codeOf(writing) === 'ok' && reading.ok) assert.equal(textOf(reading), 'new', 'it was acknowledged')
    assert.equal(codeOf(writing), 'NO_QUORUM')
    assert.equal(codeOf(reading), 'ok', 'two of the three that had acknowledged the old one are there')
  })

  it('acknowledges as soon as a majority of those before knows of it', () => {
    const rig = new Rig(8)
    const [owner, second, third, fourth] = following(rig, 'k', 4) as [RigNode, RigNode, RigNode, RigNode]
    rig.run(1_000)
    part(rig, [second], [owner, fourth])
    rig.crash(third)
    rig.run(1_000)
    const writing = rig.command(owner, {
      name: 'put',
      args: { ...keyOf('k'), value: new Uint8Array(1), ttlMs: 60_000, sign: false },
    })
    rig.run(1_000)
    assert.equal(writing.result, undefined, 'the owner and the fourth have it, and the second is not told')
    rig.loses = () => false
    rig.run(3_000)
    assert.equal(codeOf(writing.result), 'ok')
  })

  it('hears of one that it has not heard of from those whom it tells of its own', () => {
    const rig = new Rig(8)
    const [owner, second, third, fourth] = following(rig, 'k', 4) as [RigNode, RigNode, RigNode, RigNode]
    written(put(rig, owner, 'k', 'old'))
    rig.run(1_000)
    // Owner, third and fourth: the second, which is gone for a moment, has no part in it.
    rig.crash(second)
    rig.run(1_000)
    written(put(rig, owner, 'k', 'new'))
    // What is left of those who have the new one is the third, as a member of both. It says nothing when it is surveyed.
    third.rows.delete(`records/m/${keyOf('k').id}`)
    rig.crash(owner)
    rig.crash(fourth)
    second.lamport = 10_000
    third.liar = (_from, body) => (body.type === 'survey' ? 'silence' : undefined)
    rig.restart(second)
    rig.run(5_000)
    const reading = get(rig, second, 'k', 5_000)
    if (reading.ok) assert.equal(textOf(reading), 'new', 'it was acknowledged')
    else assert.equal(reading.code, 'NO_QUORUM')
    rig.restart(fourth)
    rig.run(5_000)
    assert.equal(textOf(get(rig, second, 'k', 20_000)), 'new')
  })
})

describe('a ring of three', () => {
  /** A ring of three with a record, of which `gone` have died at once. */
  function ringWithout(gone: number): { rig: Rig; left: RigNode[]; dead: RigNode[] } {
    const rig = new Rig(3)
    written(put(rig, rig.nodes[0] as RigNode, 'k', 'v'))
    rig.run(1_000)
    const dead = rig.nodes.slice(0, gone)
    for (const node of dead) rig.crash(node)
    rig.run(1_000)
    return { rig, left: rig.nodes.slice(gone), dead }
  }

  it('goes on with two: their group is three still, and w is two', () => {
    const { rig, left } = ringWithout(1)
    for (const node of left) assert.equal(textOf(get(rig, node, 'k')), 'v')
    assert.equal(written(put(rig, left[0] as RigNode, 'k', 'w')).replicas, 2)
  })

  it('says NO_QUORUM with one, which goes on alone when the others are taken for lost, and says so', () => {
    const { rig, left, dead } = ringWithout(2)
    const [last] = left as [RigNode]
    assert.equal(codeOf(get(rig, last, 'k', 2_000)), 'NO_QUORUM')
    assert.equal(codeOf(put(rig, last, 'k', 'alone', {}, 2_000)), 'NO_QUORUM')
    rig.run(rig.params.lostAfterMs + 10_000)
    // What was refused may have been written, or not.
    assert.match(textOf(get(rig, last, 'k')), /^(v|alone)$/)
    assert.equal(written(put(rig, last, 'k', 'later')).replicas, 1)
    for (const node of dead) rig.restart(node)
    rig.run(10_000)
    for (const node of rig.nodes) assert.equal(textOf(get(rig, node, 'k')), 'later')
    assert.equal(written(put(rig, last, 'k', 'again')).replicas >= 2, true)
  })

  it('serves again as soon as one of two dead ones is back', () => {
    const { rig, left, dead } = ringWithout(2)
    const [last] = left as [RigNode]
    const reading = rig.command(last, { name: 'get', args: { id: keyOf('k').id } }, 30_000)
    rig.run(3_000)
    assert.equal(reading.result, undefined, 'it waits')
    rig.restart(dead[0] as RigNode)
    rig.run(5_000)
    assert.equal(codeOf(reading.result), 'ok')
  })

  it('shrinks to one without a pause when the others leave', () => {
    const rig = new Rig(3)
    const [a, b, c] = rig.nodes as [RigNode, RigNode, RigNode]
    written(put(rig, a, 'k', 'v'))
    for (const node of [a, b]) {
      assert.ok(rig.do(node, { name: 'handOver', args: {} }, 10_000).ok)
      rig.crash(node)
      rig.run(1_500)
      assert.equal(textOf(get(rig, c, 'k', 2_000)), 'v')
      written(put(rig, c, 'k', 'v', {}, 2_000))
    }
    assert.equal(written(put(rig, c, 'k', 'w', {}, 2_000)).replicas, 1)
  })
})
