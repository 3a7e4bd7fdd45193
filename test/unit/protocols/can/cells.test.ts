import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import {
  contains,
  covers,
  intersects,
  pathOfPoint,
  ROOT_PATH,
  zoneOf,
  type Box,
  type Point,
  type ZonePath,
} from '../../../../src/base/index.ts'
import { cellsOf, FEW_ROWS, MAX_CELLS } from '../../../../src/protocols/can/cells.ts'

const coordinate = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
const point = (dimensions: number): fc.Arbitrary<Point> =>
  fc.array(coordinate, { minLength: dimensions, maxLength: dimensions })
const boxOf = (a: Point, b: Point): Box => ({
  low: a.map((x, i) => Math.min(x, b[i] ?? 0)),
  high: a.map((x, i) => Math.max(x, b[i] ?? 0) + Number.EPSILON),
})
const evenly = (rows: number) => (path: ZonePath) => rows * 2 ** -path.length

describe('what is read of a zone for a box', () => {
  it('holds each point of both once, in the order of the tree, and is never more than so many parts', () => {
    const scenario = fc.integer({ min: 1, max: 4 }).chain((dimensions) =>
      fc.record({
        dimensions: fc.constant(dimensions),
        corners: fc.tuple(point(dimensions), point(dimensions)),
        within: fc.array(point(dimensions), { minLength: 1, maxLength: 20 }),
        depth: fc.integer({ min: 0, max: 12 }),
        rows: fc.integer({ min: 0, max: 1_000_000 }),
      }),
    )
    fc.assert(
      fc.property(scenario, ({ dimensions, corners, within, depth, rows }) => {
        const box = boxOf(...corners)
        const zone = zoneOf(pathOfPoint(corners[0], depth), dimensions)
        const cells = cellsOf(zone, box, evenly(rows))
        const paths = cells.map(({ path }) => path)
        assert.ok(cells.length >= 1 && cells.length <= MAX_CELLS)
        assert.deepEqual(paths, paths.toSorted())
        assert.ok(cells.every((cell) => covers(zone.path, cell.path) && intersects(cell, box)))
        for (const each of [...within, ...corners]) {
          const holders = cells.filter((cell) => contains(cell, each)).length
          if (contains(zone, each) && contains(box, each)) assert.equal(holders, 1)
          else assert.ok(holders <= 1)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('is the zone alone when it lies in the box, or has few rows', () => {
    const left = zoneOf('0' as ZonePath, 2)
    const box = { low: [0.1, 0.1], high: [0.2, 0.2] }
    assert.deepEqual(cellsOf(left, { low: [0, 0], high: [1, 1] }, evenly(1e6)), [left])
    assert.deepEqual(cellsOf(left, box, evenly(FEW_ROWS)), [left])
    assert.ok(cellsOf(left, box, evenly(1_000)).length > 1)
  })

  it('is little more than the box, of a thin one too', () => {
    const whole = zoneOf(ROOT_PATH, 2)
    const read = (box: Box): number =>
      cellsOf(whole, box, evenly(10_000)).reduce((sum, { path }) => sum + 10_000 * 2 ** -path.length, 0)
    // 400 rows lie in the first, 90 in the second.
    assert.ok(read({ low: [0.33, 0.61], high: [0.53, 0.81] }) < 700)
    assert.ok(read({ low: [0, 0.613], high: [1, 0.622] }) < 700)
  })
})
