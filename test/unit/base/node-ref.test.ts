import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, it } from 'node:test'
import {
  epoch,
  multiaddr,
  NodeRefTable,
  peerKey,
  ringIdOfKey,
  ringIdOfPosition,
  ringIdOfSwarm,
  type RingId,
} from '../../../src/base/index.ts'

const sha256 = (...parts: readonly Uint8Array[]): Uint8Array => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

describe('ids of positions, keys and swarms', () => {
  it('are SHA-256 over the published byte strings', () => {
    const multihash = Uint8Array.of(0, 36, 8, 1)
    const expected = createHash('sha256')
      .update('orbweaver/ring/1')
      .update(multihash)
      .update(Uint8Array.of(0, 0, 1, 2))
    assert.equal(ringIdOfPosition(sha256, multihash, 258), expected.digest('hex'))
    // SHA-256("alpha"), from coreutils' sha256sum.
    assert.equal(
      ringIdOfKey(sha256, new TextEncoder().encode('alpha')),
      '8ed3f6ad685b959ead7022518e1af76cd816f8e8ec7ccdda1ed4018e8f2223f8',
    )
    const infoHash = new Uint8Array(32).fill(7)
    assert.equal(
      ringIdOfSwarm(sha256, infoHash),
      createHash('sha256').update('orbweaver/swarm/1').update(infoHash).digest('hex'),
    )
  })
})

describe('NodeRefTable', () => {
  const address = multiaddr('/ip4/127.0.0.1/tcp/7461')
  const tableOf = (capacity: number): { table: NodeRefTable; hashed: string[] } => {
    const hashed: string[] = []
    const table = new NodeRefTable((peer, position) => {
      hashed.push(`${peer}/${position}`)
      return 'a'.repeat(64) as RingId
    }, capacity)
    return { table, hashed }
  }

  it('gives the same object for the same description and hashes once', () => {
    const { table, hashed } = tableOf(8)
    const first = table.refOf(peerKey('p'), 0, epoch(1), [address])
    assert.equal(table.refOf(peerKey('p'), 0, epoch(1), [address]), first)
    const later = table.refOf(peerKey('p'), 0, epoch(2), [address])
    assert.notEqual(later, first)
    assert.equal(later.epoch, 2)
    assert.notEqual(table.refOf(peerKey('p'), 0, epoch(2), []), later)
    assert.deepEqual(hashed, ['p/0'])
  })

  it('keeps to its capacity', () => {
    const { table } = tableOf(4)
    for (let i = 0; i < 5; i++) table.refOf(peerKey(`p${i}`), 0, epoch(1), [])
    assert.equal(table.size, 4)
  })

  it('copies and freezes what it was given', () => {
    const { table } = tableOf(4)
    const addresses = [address]
    const ref = table.refOf(peerKey('p'), 0, epoch(1), addresses)
    addresses.pop()
    assert.equal(ref.addresses.length, 1)
    assert.ok(Object.isFrozen(ref) && Object.isFrozen(ref.addresses))
  })
})
