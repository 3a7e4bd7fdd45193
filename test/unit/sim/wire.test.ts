import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { epoch, lamport, peerKey, Random, type NodeRef } from '../../../src/base/index.ts'
import type { Envelope } from '../../../src/protocols/index.ts'
import { RingSimulation, SimWire, VIOLATION_BAN_MS, type SimPeer } from '../../../src/sim/index.ts'

const ringId = 'ab'.repeat(32)
const ref = (peer: string): NodeRef => ({
  peer: peerKey(peer),
  position: 0,
  epoch: epoch(3),
  addresses: [],
  id: ringId as NodeRef['id'],
})
const notify: Envelope = {
  kind: 'request',
  lamport: lamport(77),
  id: 5,
  leftMs: 1_000,
  machine: 'chord',
  body: { type: 'notify', position: 0, self: ref('n4'), onRing: true },
  semantics: 'maybe',
  once: undefined,
}

describe('SimWire', () => {
  const wire = new SimWire((index) => (index < 10 ? ({ peer: peerKey(`n${index}`), ringId } as SimPeer) : undefined))

  it('carries simulated nodes through the codec of the daemon, with the ring ids that were drawn', () => {
    assert.deepEqual(wire.roundTrip(notify), notify)
  })

  it('makes of damaged bytes other envelopes, unknown ones and malformed ones, and nothing else', () => {
    const random = new Random('damage')
    const seen = { decoded: 0, unknown: 0, malformed: 0, stranger: 0 }
    for (let i = 0; i < 5_000; i++) {
      const received = wire.damage(notify, random)
      if (typeof received === 'string') seen[received]++
      else seen.decoded++
      if (typeof received === 'object' && JSON.stringify(received).includes('stranger-')) {
        seen.stranger++
        // What it speaks of can be said again.
        assert.deepEqual(wire.roundTrip(received), received)
      }
    }
    for (const [what, count] of Object.entries(seen)) assert.ok(count > 0, `never ${what}`)
  })
})

describe('corruption on a link', () => {
  it('drops the link as the transport does, keeps the peer away for a while, and leaves the hosts standing', () => {
    const sim = new RingSimulation({ seed: 'corrupt' })
    sim.growTo(6)
    sim.settle(60_000)
    sim.network.set({ corruptRate: 0.3 })
    sim.run(sim.now + 20_000)
    const events = sim.trace.lines().join('\n')
    assert.match(events, /peerDead/)
    sim.network.clear()
    sim.run(sim.now + VIOLATION_BAN_MS)
    assert.equal(sim.alive.length, 6)
  })
})
