import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { codeOf, DAY_MS, found, get, holders, put, putArgs, remove, textOf, written } from './deeds.ts'
import { keyOf, Rig, type RigNode } from './rig.ts'

/** The owner of a key, the two others of its group, and the node behind them. */
function group(rig: Rig, key: string): [RigNode, RigNode, RigNode, RigNode] {
  return rig.groupOf(keyOf(key).id, 4) as [RigNode, RigNode, RigNode, RigNode]
}

/** Cuts a node off from all others, which do not hold it for dead yet. */
function cut(rig: Rig, ...nodes: RigNode[]): void {
  rig.loses = (from, to) => nodes.includes(from) !== nodes.includes(to)
}

describe('a write', () => {
  it('is acknowledged by a majority that has it on disk, and by no fewer', () => {
    const rig = new Rig(8)
    const [owner, second, third] = group(rig, 'k')
    third.writeError = 'STORAGE_FULL'
    const { replicas } = written(put(rig, owner, 'k', 'v'))
    assert.equal(replicas, 2)
    assert.ok(holders(rig, 'k').includes(owner) && holders(rig, 'k').includes(second))
    second.writeError = 'STORAGE_FULL'
    assert.equal(codeOf(put(rig, owner, 'k', 'w', {}, 2_000)), 'STORAGE_FULL')
    // It may be there or not, but what was acknowledged, or something newer, is.
    second.writeError = third.writeError = undefined
    assert.match(textOf(get(rig, owner, 'k')), /^[vw]$/)
  })

  it('fails over to the next on the ring where a disk is full: as a hint, which does not count', () => {
    const rig = new Rig(8)
    const [owner, second, third, behind] = group(rig, 'k')
    third.writeError = 'STORAGE_FULL'
    put(rig, owner, 'k', 'v')
    rig.run(100)
    assert.ok(holders(rig, 'k').includes(behind), 'the one behind keeps it')
    assert.ok(behind.rows.has(`records/h/${third.peer}/${keyOf('k').id}`))
    // Of its three members two have failed: what the one behind has taken does not make up for them.
    second.writeError = 'IO'
    assert.equal(codeOf(put(rig, owner, 'k', 'w', {}, 2_000)), 'STORAGE_FULL')
  })

  it('ends as soon as a member that was away is back, within its time', () => {
    const rig = new Rig(8)
    const [owner, second, third] = group(rig, 'k')
    second.writeError = third.writeError = 'IO'
    const writing = rig.command(owner, { name: 'put', args: putArgs('k', 'v') }, 10_000)
    rig.run(1_000)
    assert.equal(writing.result, undefined)
    second.writeError = undefined
    rig.run(2_000)
    assert.equal(codeOf(writing.result), 'ok')
  })

  it('fails with the code of the owner’s own disk', () => {
    const rig = new Rig(5)
    const [owner, second] = group(rig, 'k')
    for (const code of ['STORAGE_FULL', 'IO'] as const) {
      owner.writeError = code
      assert.equal(codeOf(put(rig, second, 'k', 'v')), code)
    }
  })

  it('is not acknowledged below a newer version that only others have; the next one is stamped above', () => {
    const rig = new Rig(5)
    const [owner, second, third] = group(rig, 'k')
    second.lamport = third.lamport = owner.lamport = 5_000
    written(put(rig, owner, 'k', 'v'))
    rig.run(100)
    // The owner's disk is put back to what it was before.
    owner.rows.delete(`records/m/${keyOf('k').id}`)
    owner.lamport = 10
    const client = rig.nodes.find((node) => ![owner, second, third].includes(node)) as RigNode
    client.lamport = 10
    assert.equal(codeOf(put(rig, client, 'k', 'lost')), 'NO_QUORUM')
    const { version } = written(put(rig, client, 'k', 'w'))
    assert.ok(version.lamport > 5_000, `${version.lamport}`)
    for (const node of rig.nodes) assert.equal(textOf(get(rig, node, 'k')), 'w')
  })

  it('is not asked for twice when it may have been carried out: the answer is lost, the outcome unknown', () => {
    const rig = new Rig(5)
    const [owner, second] = group(rig, 'k')
    owner.liar = () => 'silence'
    const writing = rig.command(second, { name: 'put', args: putArgs('k', 'v') }, 5_000)
    rig.run(100)
    rig.crash(owner)
    rig.run(100)
    assert.equal(codeOf(writing.result), 'UNKNOWN_OUTCOME')
    assert.equal(owner.received.filter(({ type }) => type === 'put').length, 1)
  })

  it('is taken 64 times at once of one key, and refused above', () => {
    const rig = new Rig(1)
    const [node] = rig.nodes as [RigNode]
    const writes = Array.from({ length: 65 }, (_, i) =>
      rig.command(node, { name: 'put', args: putArgs('k', `${i}`) }, 2_000),
    )
    rig.run(1_900)
    const codes = writes.map(({ result }) => codeOf(result))
    assert.deepEqual([codes.slice(0, 64).every((code) => code === 'ok'), codes[64]], [true, 'OVERLOAD'])
    assert.equal(textOf(get(rig, node, 'k')), '63', 'one after the other')
  })
})

describe('an owner whose calendar is far off', () => {
  const skewed = (skewMs: number): { rig: Rig; owner: RigNode; second: RigNode } => {
    const rig = new Rig(5)
    const [owner, second] = group(rig, 'k')
    owner.skewMs = skewMs
    return { rig, owner, second }
  }

  it('keeps records as long as it says, where the others believe it', () => {
    for (const skewMs of [-12 * 3_600_000, 10 * DAY_MS]) {
      const { rig, owner, second } = skewed(skewMs)
      assert.equal(written(put(rig, second, 'k', 'v')).replicas >= 2, true)
      rig.run(100)
      assert.equal(holders(rig, 'k').length, 3)
      rig.crash(owner)
      rig.run(2_000)
      assert.equal(textOf(get(rig, second, 'k')), 'v', `${skewMs} ms off`)
    }
  })

  it('acknowledges nothing that the others hold for run out, or for a record of another century', () => {
    for (const skewMs of [-30 * DAY_MS, 500 * DAY_MS]) {
      const { rig, second } = skewed(skewMs)
      const code = codeOf(put(rig, second, 'k', 'v', {}, 2_000))
      assert.equal(code, 'INVALID_ARGUMENT', `${skewMs} ms off`)
    }
  })

  it('whose records run out on their way acknowledges them all the same', () => {
    const rig = new Rig(5)
    assert.equal(codeOf(put(rig, group(rig, 'k')[1], 'k', 'v', { ttlMs: 1 })), 'ok')
  })
})

describe('a read', () => {
  it('finds what was acknowledged although a member lies that it has nothing, and answers of two of three', () => {
    const rig = new Rig(8)
    const [owner, second, third] = group(rig, 'k')
    put(rig, owner, 'k', 'v')
    rig.run(100)
    cut(rig, third)
    assert.equal(textOf(get(rig, owner, 'k')), 'v')
    rig.loses = () => false
    second.liar = (_from, body) =>
      body.type === 'fetch' ? { type: 'copy', head: undefined, standing: undefined } : undefined
    assert.equal(textOf(get(rig, owner, 'k')), 'v')
  })

  it('gives a newer version of another member out, and stores it first', () => {
    const rig = new Rig(5)
    const [owner, second, third] = group(rig, 'k')
    put(rig, owner, 'k', 'v')
    rig.run(100)
    const row = `records/m/${keyOf('k').id}`
    const old = owner.rows.get(row) as Uint8Array
    put(rig, owner, 'k', 'w')
    rig.run(100)
    owner.rows.set(row, old)
    const client = rig.nodes.find((node) => ![owner, second, third].includes(node)) as RigNode
    assert.equal(textOf(get(rig, client, 'k')), 'w')
    assert.ok(Buffer.from(owner.rows.get(row) as Uint8Array).equals(second.rows.get(row) as Uint8Array))
  })

  it('repairs the members that it finds behind', () => {
    const rig = new Rig(5)
    const [owner, ...members] = group(rig, 'k').slice(0, 3) as [RigNode, RigNode, RigNode]
    put(rig, owner, 'k', 'v')
    rig.run(100)
    const row = `records/m/${keyOf('k').id}`
    const old = owner.rows.get(row) as Uint8Array
    put(rig, owner, 'k', new Uint8Array(20_000))
    rig.run(100)
    for (const { rows } of members) rows.set(row, old)
    assert.equal(found(get(rig, owner, 'k')).value.byteLength, 20_000)
    rig.run(100)
    const now = owner.rows.get(row) as Uint8Array
    assert.ok(members.some(({ rows }) => Buffer.from(rows.get(row) as Uint8Array).equals(now)))
    assert.ok(owner.machine.figures.repaired >= 1)
  })

  it('says NO_QUORUM when too few answer', () => {
    const rig = new Rig(8)
    const [owner, second, third] = group(rig, 'k')
    put(rig, owner, 'k', 'v')
    cut(rig, second, third)
    assert.equal(codeOf(get(rig, owner, 'k', 2_000)), 'NO_QUORUM')
  })
})

describe('a damaged row', () => {
  const spoil = (node: RigNode, key: string): void => {
    const row = [...(node.rows.get(key) as Uint8Array)]
    row[row.length >> 1] = (row[row.length >> 1] as number) ^ 1
    node.rows.set(key, Uint8Array.from(row))
  }

  it('of the owner is put right from the others, and counted', () => {
    const rig = new Rig(5)
    const [owner, second] = group(rig, 'k')
    put(rig, owner, 'k', 'v')
    rig.run(100)
    const row = `records/m/${keyOf('k').id}`
    spoil(owner, row)
    assert.equal(textOf(get(rig, second, 'k')), 'v')
    rig.run(100)
    assert.ok(owner.machine.figures.damagedRows >= 1)
    assert.ok(Buffer.from(owner.rows.get(row) as Uint8Array).equals(second.rows.get(row) as Uint8Array))
  })

  it('of the owner is written over, above what it had said', () => {
    const rig = new Rig(5)
    const [owner, second] = group(rig, 'k')
    const before = written(put(rig, owner, 'k', 'v')).version
    rig.run(100)
    spoil(owner, `records/m/${keyOf('k').id}`)
    owner.lamport = 1
    second.lamport = 1
    assert.ok(written(put(rig, second, 'k', 'w')).version.lamport > before.lamport)
    assert.equal(textOf(get(rig, second, 'k')), 'w')
  })

  it('of another member does not hide what was acknowledged, and is put right', () => {
    const rig = new Rig(5)
    const [owner, second, third] = group(rig, 'k')
    put(rig, owner, 'k', 'v')
    rig.run(100)
    const row = `records/m/${keyOf('k').id}`
    spoil(second, row)
    spoil(third, row)
    for (let i = 0; i < 3; i++) assert.equal(textOf(get(rig, owner, 'k')), 'v')
    rig.run(100)
    const good = owner.rows.get(row) as Uint8Array
    assert.ok([second, third].some(({ rows }) => Buffer.from(rows.get(row) as Uint8Array).equals(good)))
  })

  it('of a chunk makes the record be fetched again', () => {
    const rig = new Rig(5)
    const [owner, second] = group(rig, 'k')
    const value = new Uint8Array(200_000).map((_, i) => i * 7)
    put(rig, owner, 'k', value)
    rig.run(100)
    spoil(owner, [...owner.rows.keys()].find((key) => key.startsWith('records/v/') && key.endsWith('/02')) as string)
    assert.ok(Buffer.from(found(get(rig, second, 'k')).value).equals(value))
    owner.rows.delete([...owner.rows.keys()].find((key) => key.endsWith('/01')) as string)
    assert.ok(Buffer.from(found(get(rig, second, 'k')).value).equals(value), 'nor is a missing one missed')
  })

  it('that nobody else has is CORRUPT, not absent', () => {
    const rig = new Rig(1)
    const [node] = rig.nodes as [RigNode]
    put(rig, node, 'k', 'v')
    spoil(node, `records/m/${keyOf('k').id}`)
    assert.equal(codeOf(get(rig, node, 'k')), 'CORRUPT')
  })
})

describe('a hint', () => {
  it('is handed back when its peer is heard of', () => {
    const rig = new Rig(8)
    const [owner, , third, behind] = group(rig, 'k')
    cut(rig, third)
    put(rig, owner, 'k', 'v')
    rig.run(3_000)
    const row = `records/h/${third.peer}/${keyOf('k').id}`
    assert.ok(behind.rows.has(row) && !holders(rig, 'k').includes(third))
    assert.equal(behind.machine.figures.hints, 1)
    rig.loses = () => false
    rig.alive(third)
    rig.run(1_000)
    assert.ok(holders(rig, 'k').includes(third))
    assert.ok(!behind.rows.has(row))
    assert.equal(behind.machine.figures.hints, 0)
  })

  it('is known again after a restart', () => {
    const rig = new Rig(8)
    const [owner, , third, behind] = group(rig, 'k')
    cut(rig, third)
    put(rig, owner, 'k', 'v')
    rig.run(3_000)
    rig.crash(behind)
    rig.restart(behind)
    rig.run(100)
    assert.equal(behind.machine.figures.hints, 1)
    rig.loses = () => false
    rig.alive(third)
    rig.run(1_000)
    assert.equal(behind.machine.figures.hints, 0)
    assert.ok(holders(rig, 'k').includes(third))
  })
})

describe('what has expired', () => {
  it('is as if it were not there, and is swept: the value first, what hides older ones last', () => {
    const rig = new Rig(3, { tombstoneTtlMs: 300_000 })
    const [node] = rig.nodes as [RigNode]
    put(rig, node, 'short', 'v', { ttlMs: 5_000 })
    put(rig, node, 'long', 'v', { ttlMs: 400_000 })
    put(rig, node, 'long', new Uint8Array(60_000), { ttlMs: 5_000 })
    assert.equal(codeOf(get(rig, node, 'short')), 'ok')
    rig.run(5_100)
    assert.equal(codeOf(get(rig, node, 'short')), 'NOT_FOUND')
    assert.equal(codeOf(get(rig, node, 'long')), 'NOT_FOUND')
    rig.run(200_000)
    assert.deepEqual(holders(rig, 'short'), [])
    assert.equal(holders(rig, 'long').length, 3, 'the head hides the value before, which lives')
    for (const { rows } of rig.nodes) {
      assert.ok(![...rows.keys()].some((key) => key.startsWith('records/v/')), 'its value is gone')
    }
    rig.run(400_000)
    assert.deepEqual(holders(rig, 'long'), [])
    for (const { machine } of rig.nodes) assert.equal(machine.figures.bytes, 0)
  })

  it('does not come back with a member that was away', () => {
    const rig = new Rig(3, { tombstoneTtlMs: 100_000 })
    const [owner, second, third] = rig.groupOf(keyOf('k').id) as [RigNode, RigNode, RigNode]
    put(rig, owner, 'k', 'v')
    rig.run(100)
    cut(rig, third)
    remove(rig, owner, 'k')
    rig.run(20_000)
    rig.loses = () => false
    rig.alive(third)
    rig.run(60_000)
    for (const node of [owner, second, third]) assert.equal(codeOf(get(rig, node, 'k')), 'NOT_FOUND')
  })

  it('is counted by this node’s own calendar: one that is hours behind keeps it longer, none shows it early', () => {
    const rig = new Rig(3)
    const [owner, second] = rig.groupOf(keyOf('k').id) as [RigNode, RigNode]
    owner.skewMs = -3_600_000
    const { expiresAtMs } = written(put(rig, second, 'k', 'v', { ttlMs: 7_200_000 }))
    assert.ok(expiresAtMs < 1_700_000_000_000 + 3_700_000, 'the coordinator’s clock stamps it')
    assert.equal(textOf(get(rig, second, 'k')), 'v')
  })
})
