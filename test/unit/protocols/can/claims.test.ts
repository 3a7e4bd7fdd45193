import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import {
  contains,
  peerKey,
  tilingFaults,
  zoneOf,
  type NodeRef,
  type PeerKey,
  type ZonePath,
} from '../../../../src/base/index.ts'
import { isStronger, settle } from '../../../../src/protocols/can/claims.ts'
import type { Claim, Holding } from '../../../../src/protocols/can/index.ts'
import { merged } from '../../../../src/protocols/can/space.ts'

const claim = (path: string, epoch: number): Claim => ({ path: path as ZonePath, epoch })
const holding = (peer: string, ...claims: Claim[]): Holding => ({ ref: { peer: peerKey(peer) } as NodeRef, claims })

const paths = fc.array(fc.constantFrom('0', '1'), { maxLength: 5 }).map((bits) => bits.join('') as ZonePath)
const claims = fc.array(fc.record({ path: paths, epoch: fc.integer({ min: 1, max: 4 }) }), { maxLength: 5 })
const point = fc.tuple(fc.double({ min: 0, max: 0.999, noNaN: true }), fc.double({ min: 0, max: 0.999, noNaN: true }))

/** Who holds the point, as the rule says: the strongest of all claims to it. */
function holderOf(all: readonly Holding[], at: readonly number[]): PeerKey | undefined {
  let best: { readonly peer: PeerKey; readonly epoch: number } | undefined
  for (const { ref, claims: theirs } of all) {
    for (const { path, epoch } of theirs) {
      if (!contains(zoneOf(path, 2), at)) continue
      if (best === undefined || isStronger(epoch, ref.peer, best.epoch, best.peer)) best = { peer: ref.peer, epoch }
    }
  }
  return best?.peer
}

void describe('settle', () => {
  void it('gives a place to the higher epoch, then to the lower peer id', () => {
    const mine = [claim('0', 3)]
    assert.deepEqual(settle(mine, peerKey('b'), holding('a', claim('0', 4))), {
      kept: [],
      lost: [claim('0', 3)],
      prevailed: false,
    })
    assert.deepEqual(settle(mine, peerKey('b'), holding('a', claim('0', 3))).kept, [])
    assert.deepEqual(settle(mine, peerKey('b'), holding('c', claim('0', 3))), { kept: mine, lost: [], prevailed: true })
    assert.deepEqual(settle(mine, peerKey('b'), holding('a', claim('1', 9))), {
      kept: mine,
      lost: [],
      prevailed: false,
    })
  })

  void it('cuts a part out of a larger zone, and keeps the rest', () => {
    const { kept, lost } = settle([claim('', 2)], peerKey('b'), holding('a', claim('010', 5)))
    assert.deepEqual(lost, [claim('010', 2)])
    assert.deepEqual(kept.map(({ path }) => path).sort(), ['00', '011', '1'])
    assert.ok(kept.every(({ epoch }) => epoch === 2))
  })

  void it('comes to the same holder of every point, in whatever order claims meet', () => {
    const three = fc.tuple(claims, claims, claims)
    const order = fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 })
    fc.assert(
      fc.property(three, order, fc.array(point, { minLength: 1, maxLength: 20 }), (theirs, turns, points) => {
        const first = theirs.map((each, i) => holding('abc'[i] ?? 'a', ...merged(each)))
        const now = [...first]
        const pairs = [[0, 1], [1, 0], [0, 2], [2, 0], [1, 2], [2, 1]] // prettier-ignore
        // Each hears each of the others, with what they claim by then; twice, so that all have heard the last word.
        for (const turn of [...turns, ...turns]) {
          const [hearer = 0, teller = 0] = pairs[turn] ?? []
          const [own, other] = [now[hearer], now[teller]]
          if (own === undefined || other === undefined) continue
          now[hearer] = { ref: own.ref, claims: settle(own.claims, own.ref.peer, other).kept }
        }
        for (const at of points) {
          const wanted = holderOf(first, at)
          const holders = now.filter((each) => holderOf([each], at) !== undefined).map(({ ref }) => ref.peer)
          assert.deepEqual(holders, wanted === undefined ? [] : [wanted])
        }
      }),
    )
  })
})

void describe('merged', () => {
  void it('joins siblings, again and again, one epoch above both', () => {
    const parts = [claim('00', 3), claim('010', 5), claim('011', 1), claim('1', 2)]
    assert.deepEqual(merged(parts), [claim('', 8)])
    assert.deepEqual(merged(parts.slice(1)), [claim('01', 6), claim('1', 2)])
    assert.deepEqual(merged([]), [])
  })

  void it('counts a place once, and loses none', () => {
    fc.assert(
      fc.property(claims, point, (all, at) => {
        const after = merged(all)
        assert.deepEqual(tilingFaults(after.map(({ path }) => path)).overlaps, [])
        const covers = (list: readonly Claim[]): boolean => list.some(({ path }) => contains(zoneOf(path, 2), at))
        assert.equal(covers(after), covers(all))
        assert.deepEqual(merged(after), after)
      }),
    )
  })
})
