import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { lamport, Random, type RingId } from '../../../../src/base/index.ts'
import { Contests, MAX_CONTESTS } from '../../../../src/protocols/records/contests.ts'
import { MAX_PRIOR, type Config } from '../../../../src/protocols/records/quorum.ts'
import { refOf } from '../chord/net.ts'

const idAt = (place: number): RingId => place.toString(16).padStart(64, '0') as RingId
const SELF = refOf('self', idAt(MAX_CONTESTS + 10))
const [SELF_PEER, OTHER_PEER] = [SELF.peer, refOf('other', idAt(1)).peer]
/** Longer than the first pause, shorter than until it begins anew. */
const PAST_FIRST_MS = 700

/** Of the arc that ends there: made by the other, with so many of this node's own before it. */
function configOf(place: number, own: number): Config {
  const config = (time: number, peer: Config['id']['peer']) => ({
    id: { lamport: lamport(time), peer },
    members: [{ peer, position: 0 }],
  })
  const prior = Array.from({ length: own }, (_, i) => config(own - i, SELF_PEER))
  return { from: idAt(place - 1), to: idAt(place), ...config(own + 1, OTHER_PEER), prior }
}

const contests = () => new Contests(() => SELF_PEER, new Random(1))

describe('arcs that two hold for their own', () => {
  it('are left to the other the longer the more often they have changed hands', () => {
    for (let own = 0; own <= MAX_PRIOR; own++) {
      const [some, config] = [contests(), configOf(5, own)]
      let waited = 0
      while (some.mustWait(waited, SELF.id, config, config)) waited += 50
      const pauseMs = own === 0 ? 0 : Math.min(500 * 2 ** (own - 1), 8_000)
      assert.ok(waited >= 0.8 * pauseMs && waited <= 1.2 * pauseMs + 50, `${own}: ${waited}`)
    }
  })

  it('are not left to it where they end at the own position', () => {
    const config = configOf(5, 3)
    assert.deepEqual(
      [config.to, SELF.id].map((id) => contests().mustWait(0, id, config, config)),
      [false, true],
    )
  })

  it('begin a pause anew long after the last', () => {
    const [some, config] = [contests(), configOf(5, 1)]
    assert.ok(some.mustWait(0, SELF.id, config, config))
    assert.ok(some.mustWait(60_000, SELF.id, config, config))
    assert.ok(!some.mustWait(60_000 + PAST_FIRST_MS, SELF.id, config, config))
  })

  it(`are remembered, ${MAX_CONTESTS} of them, and not one above: of that the pause begins anew`, () => {
    const some = contests()
    const all = Array.from({ length: MAX_CONTESTS + 1 }, (_, i) => configOf(i + 1, 1))
    for (const config of all) assert.ok(some.mustWait(0, SELF.id, config, config))
    // The last first: what is begun anew takes the place of another.
    const waits = all.reverse().map((config) => some.mustWait(PAST_FIRST_MS, SELF.id, config, config))
    assert.deepEqual([waits.at(-1), waits.filter(Boolean).length], [true, 1])
  })
})
