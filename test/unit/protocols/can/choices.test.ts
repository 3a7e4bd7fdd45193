import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { volumeOf, zoneOf, type ZonePath } from '../../../../src/base/index.ts'
import {
  heirOf,
  largerThan,
  mostWay,
  pairBeside,
  takesBefore,
  type Way,
} from '../../../../src/protocols/can/choices.ts'

const path = (text: string): ZonePath => text as ZonePath
const holder = (name: string, ...paths: string[]) => ({
  name,
  held: paths.map((each) => ({ path: path(each), zone: zoneOf(path(each), 2) })),
  volume: paths.reduce((sum, each) => sum + volumeOf(path(each)), 0),
})
const way = (away: number, roundTripMs?: number): Way => ({ away, roundTripMs })

void describe('the next hop', () => {
  void it('is the nearest while a round trip is not known, and what makes most way for it when all are', () => {
    const far = way(0.16, 10)
    const near = way(0.01, 100)
    assert.equal(mostWay([far, near], 0.25), far)
    assert.equal(mostWay([far, { ...near, roundTripMs: undefined }], 0.25)?.away, 0.01)
    assert.equal(mostWay<Way>([], 0.25), undefined)
  })

  void it('is who holds the point whatever its round trip, and of several such the quickest', () => {
    const slow = way(0, 500)
    const quick = way(0, 20)
    for (const ways of [
      [way(0.0001, 0.2), slow, quick],
      [quick, slow, way(0.0001, 0.2)],
    ])
      assert.equal(mostWay(ways, 0.25), quick)
    assert.equal(mostWay([way(0.0001, 0.2), slow], 0.25), slow)
  })

  void it('counts round trips too short to measure as one', () => {
    assert.equal(mostWay([way(0.04, 0), way(0.01, 0.05)], 0.25)?.away, 0.01)
  })

  void it('makes as much way for its round trip as any', () => {
    const ways = fc.array(
      fc.tuple(fc.double({ min: 0.001, max: 0.4, noNaN: true }), fc.integer({ min: 1, max: 300 })),
      {
        minLength: 1,
      },
    )
    fc.assert(
      fc.property(ways, (drawn) => {
        const all = drawn.map(([away, ms]) => way(away, ms))
        const rate = ({ away, roundTripMs = 1 }: Way): number => (Math.sqrt(0.5) - Math.sqrt(away)) / roundTripMs
        const best = mostWay(all, 0.5)
        assert.ok(best !== undefined && all.every((each) => rate(each) <= rate(best)))
      }),
    )
  })
})

void describe('the zone that is split', () => {
  void it('is one of the largest around, or none when none is larger', () => {
    const around = [
      ['a', path('00')],
      ['b', path('010')],
      ['c', path('11')],
    ] as const
    assert.deepEqual(largerThan(path('101'), around), ['a', 'c'])
    assert.deepEqual(largerThan(path('10'), around), [])
  })
})

void describe('the heir', () => {
  const zone = zoneOf(path('00'), 2)
  void it('is who holds the sibling, else who holds least beside it, and nobody elsewhere', () => {
    const sibling = holder('sibling', '01', '111')
    const small = holder('small', '100')
    // Cut off from it: they touch at a corner alone.
    const corner = holder('corner', '1111')
    assert.equal(heirOf(zone, [small, sibling])?.name, 'sibling')
    assert.equal(heirOf(zone, [holder('large', '10'), small, corner])?.name, 'small')
    assert.equal(heirOf(zoneOf(path('0000'), 2), [holder('corner', '0011')]), undefined)
  })

  void it('of a dead node is who holds less, then the lower id', () => {
    assert.ok(takesBefore(0.1, 'b', 0.2, 'a') && !takesBefore(0.2, 'a', 0.1, 'b'))
    assert.ok(takesBefore(0.1, 'a', 0.1, 'b') && !takesBefore(0.1, 'b', 0.1, 'a'))
  })
})

void describe('the search for siblings', () => {
  void it('ends beside the one holder of the sibling, else goes on in its half, to one that abuts', () => {
    const zone = zoneOf(path('00'), 2)
    const whole = pairBeside(zone, [holder('other', '1'), holder('whole', '01')])
    assert.ok(whole !== undefined && 'pair' in whole)
    assert.deepEqual([whole.pair, whole.with.name], ['0', 'whole'])
    const part = pairBeside(zone, [holder('other', '1'), holder('part', '010')])
    assert.ok(part !== undefined && 'next' in part)
    assert.deepEqual([part.below, part.next.name], ['01', 'part'])
    assert.equal(pairBeside(zone, [holder('other', '1')]), undefined)
    assert.equal(pairBeside(zoneOf(path(''), 2), []), undefined)
  })
})
