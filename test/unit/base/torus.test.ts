import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import {
  abutsAlong,
  areNeighbours,
  checkBox,
  checkPoint,
  contains,
  covers,
  encloses,
  halvesOf,
  intersects,
  isZonePath,
  MAX_DIMENSIONS,
  MAX_HALVINGS,
  OrbError,
  overlap,
  parentOf,
  pathOfPoint,
  Random,
  ROOT_PATH,
  siblingOf,
  squaredDistance,
  squaredDistanceOfPoints,
  tilingFaults,
  volumeOf,
  without,
  zoneOf,
  type Box,
  type Point,
  type Zone,
  type ZonePath,
} from '../../../src/base/index.ts'

const path = (text: string): ZonePath => text as ZonePath
const coordinate = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
const pointOf = (dimensions: number): fc.Arbitrary<number[]> =>
  fc.array(coordinate, { minLength: dimensions, maxLength: dimensions })

/** Zones that tile the torus: halved at random, now and then one of the smallest. */
function tiling(seed: number, dimensions: number, zones: number): Zone[] {
  const random = new Random(`tiling ${seed.toString()}`)
  const all = [zoneOf(ROOT_PATH, dimensions)]
  while (all.length < zones) {
    const at = random.below(4) === 0 ? all.length - 1 : random.below(all.length)
    const zone = all[at]
    const halves = zone === undefined ? undefined : halvesOf(zone)
    if (halves !== undefined) all.splice(at, 1, ...halves)
  }
  return all
}
const tilings = fc
  .record({ seed: fc.nat(), dimensions: fc.integer({ min: 1, max: 5 }), zones: fc.integer({ min: 1, max: 40 }) })
  .map(({ seed, dimensions, zones }) => ({ dimensions, zones: tiling(seed, dimensions, zones) }))

/** Neighbours by the grid: some cell of one shares a face with some cell of the other. Only for zones of few halvings. */
function shareAFace(a: Box, b: Box, halvings: number): boolean {
  const cells = 2 ** halvings
  const inside = (box: Box, cell: readonly number[]): boolean =>
    contains(
      box,
      cell.map((each) => (((each % cells) + cells) % cells) / cells),
    )
  for (let x = 0; x < cells; x++) {
    for (let y = 0; y < cells; y++) {
      if (!inside(a, [x, y])) continue
      const around = [[x + 1, y], [x - 1, y], [x, y + 1], [x, y - 1]] // prettier-ignore
      if (around.some((cell) => inside(b, cell))) return true
    }
  }
  return false
}

const refused = (act: () => void): void => {
  assert.throws(act, (error: unknown) => error instanceof OrbError && error.code === 'INVALID_ARGUMENT')
}

void describe('zones', () => {
  void it('are halved in cyclic order of the dimensions, lower half first', () => {
    const root = zoneOf(ROOT_PATH, 2)
    assert.deepEqual([root.low, root.high], [[0, 0], [1, 1]]) // prettier-ignore
    const zone = zoneOf(path('011'), 2)
    assert.deepEqual([zone.low, zone.high], [[0.25, 0.5], [0.5, 1]]) // prettier-ignore
    assert.deepEqual(
      halvesOf(zone)?.map((each) => each.path),
      ['0110', '0111'],
    )
    assert.deepEqual([parentOf(zone.path), siblingOf(zone.path), volumeOf(zone.path)], ['01', '010', 0.125])
    assert.deepEqual([parentOf(ROOT_PATH), siblingOf(ROOT_PATH), volumeOf(ROOT_PATH)], [undefined, undefined, 1])
  })

  void it('of every depth up to the smallest have exact bounds, and the smallest have no halves', () => {
    const random = new Random('deep')
    for (const dimensions of [1, 2, 16]) {
      let zone = zoneOf(ROOT_PATH, dimensions)
      for (;;) {
        assert.deepEqual(zoneOf(zone.path, dimensions), zone)
        const halves = halvesOf(zone)
        if (halves === undefined) break
        const [lower, upper] = halves
        const axis = zone.path.length % dimensions
        assert.equal(lower.high[axis], upper.low[axis])
        assert.ok((lower.low[axis] ?? 1) < (lower.high[axis] ?? 0) && (upper.low[axis] ?? 1) < (upper.high[axis] ?? 0))
        zone = halves[random.below(2)] ?? lower
      }
      assert.equal(zone.path.length, dimensions * MAX_HALVINGS)
      assert.ok(isZonePath(zone.path, dimensions) && !isZonePath(`${zone.path}0`, dimensions))
    }
    assert.ok(!isZonePath('012', 2) && !isZonePath('0 1', 2) && isZonePath('', 2))
  })

  void it('hold a point exactly when the path of the point begins as theirs', () => {
    fc.assert(
      fc.property(tilings, fc.infiniteStream(coordinate), ({ dimensions, zones }, stream) => {
        const point = [...stream.take(dimensions)]
        const holders = zones.filter((zone) => contains(zone, point))
        assert.equal(holders.length, 1)
        for (const zone of zones) {
          assert.equal(contains(zone, point), pathOfPoint(point, zone.path.length) === zone.path)
          assert.equal(squaredDistance(zone, point) === 0, contains(zone, point))
        }
      }),
    )
  })

  void it('cover, overlap and are cut out as their boxes are', () => {
    const paths = fc.array(fc.constantFrom('0', '1'), { maxLength: 9 }).map((bits) => path(bits.join('')))
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3 }), paths, paths, (dimensions, a, b) => {
        const [one, other] = [zoneOf(a, dimensions), zoneOf(b, dimensions)]
        assert.equal(covers(a, b), encloses(one, other))
        assert.equal(overlap(a, b), intersects(one, other))
        if (covers(a, b)) {
          const left = without(a, b)
          assert.equal(left.length, b.length - a.length)
          const faults = tilingFaults([...left, b])
          assert.deepEqual(faults.overlaps, [])
          // Around `a` all is missing, and within it nothing.
          assert.ok(faults.gaps.every((each) => !overlap(each, a)))
        }
      }),
    )
  })
})

void describe('neighbours', () => {
  void it('share a face, around the torus too, and only they', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 2, max: 12 }), (seed, count) => {
        const zones = tiling(seed, 2, count).filter((zone) => zone.path.length <= 8)
        for (const a of zones) {
          for (const b of zones) {
            const wanted = a !== b && shareAFace(a, b, 4)
            assert.equal(areNeighbours(a, b), wanted, `${a.path} and ${b.path}`)
            assert.equal(abutsAlong(a, b), abutsAlong(b, a))
          }
        }
      }),
      { numRuns: 25 },
    )
  })

  void it('that only meet at a corner are none', () => {
    assert.equal(abutsAlong(zoneOf(path('0000'), 2), zoneOf(path('0011'), 2)), undefined)
    assert.equal(abutsAlong(zoneOf(path('0000'), 2), zoneOf(path('0001'), 2)), 1)
    assert.equal(abutsAlong(zoneOf(path('0000'), 2), zoneOf(path('1010'), 2)), 0, 'around the torus')
  })

  void it('always include one that is strictly nearer to a point which the zone does not hold', () => {
    const onTheGrid = fc.integer({ min: 0, max: 15 }).map((each) => each / 16)
    const anyCoordinate = fc.oneof(coordinate, onTheGrid)
    fc.assert(
      fc.property(tilings, fc.infiniteStream(anyCoordinate), ({ dimensions, zones }, stream) => {
        const point = [...stream.take(dimensions)]
        for (const zone of zones) {
          const away = squaredDistance(zone, point)
          if (away === 0) continue
          const nearer = zones.some((each) => areNeighbours(each, zone) && squaredDistance(each, point) < away)
          assert.ok(nearer, `${zone.path} has nobody nearer to ${point.join(',')}`)
        }
      }),
      { numRuns: 300 },
    )
  })
})

void describe('distances on the torus', () => {
  void it('go the shorter way around', () => {
    assert.equal(squaredDistanceOfPoints([0.1, 0.5], [0.9, 0.5]).toFixed(9), (0.2 ** 2).toFixed(9))
    assert.ok(Math.abs(squaredDistance(zoneOf(path('0'), 1), [0.75]) - 0.25 ** 2) < 1e-9)
    fc.assert(
      fc.property(pointOf(3), pointOf(3), (a, b) => {
        const there = squaredDistanceOfPoints(a, b)
        assert.equal(there, squaredDistanceOfPoints(b, a))
        assert.ok(there <= 3 * 0.25)
      }),
    )
  })

  void it('to a zone are those to the nearest of its points', () => {
    fc.assert(
      fc.property(tilings, fc.infiniteStream(coordinate), ({ dimensions, zones }, stream) => {
        const point: Point = [...stream.take(dimensions)]
        for (const zone of zones) {
          const inside = zone.low.map((low, i) => low + (0.999 * ((zone.high[i] ?? 1) - low)) / 2)
          assert.ok(squaredDistance(zone, point) <= squaredDistanceOfPoints(inside, point) + 1e-9)
        }
      }),
    )
  })
})

void describe('tilingFaults', () => {
  void it('finds none in what was halved, whatever was halved', () => {
    fc.assert(
      fc.property(tilings, ({ zones }) => {
        assert.deepEqual(tilingFaults(zones.map((zone) => zone.path)), { overlaps: [], gaps: [] })
      }),
    )
  })

  void it('names what is missing and what is there twice', () => {
    assert.deepEqual(tilingFaults([]), { overlaps: [], gaps: [''] })
    assert.deepEqual(tilingFaults([path('01'), path('11')]), { overlaps: [], gaps: ['00', '10'] })
    assert.deepEqual(tilingFaults([path('0'), path('01'), path('1')]), { overlaps: ['01'], gaps: [] })
    assert.deepEqual(tilingFaults([path('0'), path('0'), path('11')]), { overlaps: ['0'], gaps: ['10'] })
    fc.assert(
      fc.property(tilings, fc.nat(), ({ zones }, at) => {
        const paths = zones.map((zone) => zone.path)
        const [lost] = paths.splice(at % paths.length, 1)
        const faults = tilingFaults(paths)
        assert.deepEqual(faults.overlaps, [])
        // The fewest zones that fill it are that zone itself, or it with what was a gap beside it: nothing.
        assert.deepEqual(faults.gaps, [lost])
      }),
    )
  })
})

void describe('points and boxes from outside', () => {
  void it('are refused unless they lie on the torus', () => {
    checkPoint([0, 0.999], 2)
    for (const point of [[0.5], [0.5, 0.5, 0.5], [1, 0], [-0.1, 0], [NaN, 0], [Infinity, 0]]) {
      refused(() => {
        checkPoint(point, 2)
      })
    }
    refused(() => {
      checkPoint(new Array<number>(MAX_DIMENSIONS + 1).fill(2), 2)
    })
  })

  void it('are refused when no point lies in them', () => {
    checkBox({ low: [0, 0], high: [1, 1] }, 2)
    const bad: Box[] = [
      { low: [0, 0], high: [1] },
      { low: [0], high: [1] },
      { low: [0.5, 0], high: [0.5, 1] },
      { low: [0.6, 0], high: [0.5, 1] },
      { low: [0, 0], high: [1.1, 1] },
      { low: [-0.1, 0], high: [1, 1] },
      { low: [NaN, 0], high: [1, 1] },
      { low: [0, 0], high: [NaN, 1] },
    ]
    for (const box of bad) {
      refused(() => {
        checkBox(box, 2)
      })
    }
  })
})
