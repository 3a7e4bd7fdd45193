import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ChordRequest, ChordResponse } from '../../src/protocols/chord/index.ts'
import type { Machine, Protocol } from '../../src/protocols/index.ts'
import { RingSimulation } from '../../src/sim/index.ts'

/** By its own list a ring as large as this is hardly ever taken for one that is not large. */
const NODES = 700
const NEWCOMERS = 20

/**
 * Newcomers of a large ring are told the fingers of their successor, and half of these here are not: their answers come
 * without. What each asks until it knows its own fingers is counted.
 */
test('a newcomer of a large ring that is told fingers looks few up itself, and comes to the same ones', () => {
  const looked = new Map<string, number>()
  const told = new Map<string, number>()
  const indexOf = (peer: string): number => Number(peer.slice(1))
  const withoutHints = (peer: string): boolean => indexOf(peer) % 2 === 1
  const counted = (peer: string, machine: Machine<Protocol>): Machine<Protocol> => ({
    get wakeAt() {
      return machine.wakeAt
    },
    hears: machine.hears,
    step: (ctx, input) => {
      let heard = input
      const body = input.type === 'answer' ? (input.body as ChordResponse) : undefined
      if (input.type === 'answer' && body?.type === 'view' && body.fingers !== undefined) {
        told.set(peer, body.fingers.length)
        if (withoutHints(peer)) heard = { ...input, body: { type: 'view', view: body.view } }
      }
      const effects = machine.step(ctx, heard)
      for (const effect of effects) {
        if (effect.type !== 'ask') continue
        const asked = effect.body as ChordRequest
        // Its own, not what it passes on for others; the first one finds its place.
        if (asked.type === 'find' && asked.hops === 0) looked.set(peer, (looked.get(peer) ?? 0) + 1)
      }
      return effects
    },
  })
  const sim = new RingSimulation({
    seed: 'hints',
    traceEvents: 0,
    links: false,
    between: ({ peer }, name, machine) =>
      name === 'chord' && indexOf(peer) >= NODES ? counted(peer, machine) : machine,
  })
  sim.growTo(NODES)
  sim.settle(120_000)
  sim.run(sim.now + 60_000)
  const newcomers = Array.from({ length: NEWCOMERS }, () => sim.grow())
  sim.settle(60_000)
  sim.run(sim.now + 90_000)
  sim.settle(60_000, { fingers: true })
  const meanOf = (counts: ReadonlyMap<string, number>, without: boolean): number => {
    const those = newcomers.filter(({ peer }) => withoutHints(peer) === without)
    return those.reduce((sum, { peer }) => sum + (counts.get(peer) ?? 0), 0) / those.length
  }
  assert.equal(told.size, NEWCOMERS)
  // Of the 2 log2(700 / 8) and some that there are behind the list.
  assert.ok(meanOf(told, false) >= 10, `${meanOf(told, false)} told`)
  const [hinted, alone] = [meanOf(looked, false), meanOf(looked, true)]
  assert.ok(alone >= 10, `${alone} look-ups without hints`)
  assert.ok(hinted < alone / 2, `${hinted} look-ups with hints, ${alone} without`)
})
