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
