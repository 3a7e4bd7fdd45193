import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { lamport, Random, type RingId } from '../../../../src/base/index.ts'
import { ConfigStore } from '../../../../src/protocols/records/config-store.ts'
import { Core, type Step } from '../../../../src/protocols/records/core.ts'
import { RECORDS_DEFAULTS } from '../../../../src/protocols/records/index.ts'
import { MAX_UNUSED, Owner } from '../../../../src/protocols/records/owner.ts'
import { Peers } from '../../../../src/protocols/records/peers.ts'
import type { RecordsRing } from '../../../../src/protocols/records/protocol.ts'
import type { Syncs } from '../../../../src/protocols/records/sync.ts'
import { refOf } from '../chord/net.ts'
import { sha256 } from './rig.ts'

/** So many positions stand one behind the other; before the arc of each there is one that nobody owns. */
const idAt = (place: number): RingId => place.toString(16).padStart(64, '0') as RingId
const selfAt = (position: number) => ({ ...refOf('self', idAt(2 * position + 2)), position })

/**
 * A node of so many positions: it wins the arcs of all of them, in each of which nobody can be reached who kept it before,
 * loses them all, and wins them again. How many configurations it then holds to come before its own, by position.
 */
function wonAgain(count: number): number[] {
  const positions = Array.from({ length: count }, (_, position) => position)
  let isOnRing = true
  const ring: RecordsRing = {
    positions: () => positions,
    self: selfAt,
    owns: () => isOnRing,
    onRing: () => isOnRing,
    state: () => 'member',
    boundary: (position) => refOf('other', idAt(2 * position + 1)),
    successors: () => [],
    predecessor: () => undefined,
    likelyOwner: () => undefined,
    replicas: () => [],
  }
  const core = new Core(RECORDS_DEFAULTS, { ring, sha256, signer: undefined }, new Random(1))
  const configs = new ConfigStore(core)
  const before = { id: { lamport: lamport(1), peer: refOf('dead', idAt(0)).peer }, prior: [] }
  for (const position of positions) {
    const arc = { from: idAt(2 * position + 1), to: selfAt(position).id }
    const members = [{ peer: before.id.peer, position: 0 }]
    configs.table.learn({ arc, config: { ...arc, ...before, members }, since: undefined })
  }
  const owner = new Owner({
    core,
    configs,
    peers: new Peers(ring, RECORDS_DEFAULTS.lostAfterMs),
    syncs: undefined as unknown as Syncs,
    learn: () => undefined,
    wake: () => undefined,
  })
  for (const [time, isThere] of [true, false, true].entries()) {
    isOnRing = isThere
    const step: Step = {
      now: time,
      wall: { earliest: 0, latest: 0 } as Step['wall'],
      lamport: 10 * (time + 1),
      effects: [],
    }
    owner.look(step)
  }
  return configs.table.pieces.map(({ config }) => config.prior.length)
}

describe('configurations that came to nothing', () => {
  it(`are remembered, ${MAX_UNUSED} of them, and not one above: that one is taken for one that counts`, () => {
    const [forgotten, ...others] = wonAgain(MAX_UNUSED + 1)
    assert.deepEqual([forgotten, new Set(others)], [2, new Set([1])])
  })
})
