import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { checkBox, checkPoint, contains } from '../../../../src/base/index.ts'
import {
  ATTRIBUTE_DIMENSIONS,
  ATTRIBUTE_NAMES,
  boxOf,
  changedMuch,
  coordinatePlace,
  coordinatePlaceAfter,
  holds,
  isFigures,
  MAX_FIGURE,
  MAX_HEIGHT_MS,
  MAX_PLACE_MS,
  MIN_HEIGHT_MS,
  placeAfter,
  placeOf,
  pointOf,
  SCALES,
  stepOf,
  SUBJECTS,
  type Candidate,
  type Condition,
  type Coordinate,
  type Figures,
  type Operator,
} from '../../../../src/protocols/attributes/index.ts'

/** Of all sizes alike, powers of two and what is beside them too. */
const value = fc.oneof(
  fc.tuple(fc.integer({ min: -12, max: 52 }), fc.double({ min: 1, max: 2, noNaN: true })).map(([e, m]) => m * 2 ** e),
  fc.integer({ min: -12, max: 52 }).map((e) => 2 ** e),
  fc.constantFrom(0, 1, MAX_FIGURE, 1e10, 3_600_000, 0.5),
)
const figures: fc.Arbitrary<Figures> = fc.record({ freeBytes: value, uploadRate: value, uptimeMs: value, load: value })
const ms = fc.oneof(
  fc.double({ min: -MAX_PLACE_MS, max: MAX_PLACE_MS, noNaN: true }),
  fc.integer({ min: -64, max: 64 }),
)
const coordinate: fc.Arbitrary<Coordinate> = fc.record({
  place: fc.tuple(ms, ms),
  height: fc.oneof(
    fc.constant(MIN_HEIGHT_MS),
    fc.integer({ min: 1, max: 20 }),
    fc.double({ min: MIN_HEIGHT_MS, max: MAX_HEIGHT_MS, noNaN: true }),
  ),
})
const candidate: fc.Arbitrary<Candidate> = fc.record({ figures, coordinate })
const condition: fc.Arbitrary<Condition> = fc.record({
  subject: fc.constantFrom(...SUBJECTS),
  operator: fc.constantFrom<Operator>('<', '<=', '>', '>='),
  value,
})

void describe('the place of figures', () => {
  void it('is a point of the space, and grows with each of them', () => {
    fc.assert(
      fc.property(figures, coordinate, (some, where) => {
        checkPoint(pointOf(some, where), ATTRIBUTE_DIMENSIONS)
      }),
    )
    fc.assert(
      fc.property(fc.constantFrom(...ATTRIBUTE_NAMES), value, value, (name, a, b) => {
        const [low, high] = a < b ? [a, b] : [b, a]
        assert.ok(placeOf(name, low) <= placeOf(name, high))
        assert.ok(placeOf(name, low) < placeAfter(name, low) && placeAfter(name, low) <= 1)
      }),
    )
    fc.assert(
      fc.property(ms, ms, (a, b) => {
        const [low, high] = a < b ? [a, b] : [b, a]
        assert.ok(coordinatePlace(low) <= coordinatePlace(high))
        assert.ok(coordinatePlace(low) >= 0 && coordinatePlaceAfter(high) <= 1)
      }),
    )
  })

  void it('is what the paper says that defines it for all', () => {
    const places = [0, 2 ** 20, 1.25 * 2 ** 20, 2 ** 21, 1e10, 2 ** 52 - 1, 2 ** 52, MAX_FIGURE]
    assert.deepEqual(
      places.map((bytes) => 128 * placeOf('freeBytes', bytes)),
      [0, 0, 1, 4, 52, 127, 127, 127],
    )
    assert.deepEqual(
      [0, 59_000, 3_600_000].map((each) => 128 * placeOf('uptime', each)),
      [0, 0, 45],
    )
    assert.deepEqual(
      [0, 1e6, 2 ** 30].map((rate) => 128 * placeOf('uploadRate', rate)),
      [0, 47, 127],
    )
    assert.deepEqual(
      [0, 0.1, 0.5, 1, 1e6].map((load) => 32 * placeOf('load', load)),
      [0, 9, 14, 16, 31],
    )
    const sides = [-5_000, -10, -1, 0, 1, 10, 5_000].map((each) => 88 * coordinatePlace(each))
    assert.deepEqual(sides, [0, 34, 43, 44, 44, 53, 87])
  })

  void it('has steps that follow each other without a gap', () => {
    for (const name of ATTRIBUTE_NAMES) {
      const { lowest, octaves, parts } = SCALES[name]
      for (let step = 1; step < octaves * parts; step++) {
        const begins = 2 ** (lowest + Math.floor(step / parts)) * (1 + (step % parts) / parts)
        assert.equal(stepOf(SCALES[name], begins), step)
        assert.equal(stepOf(SCALES[name], begins * (1 - Number.EPSILON)), step - 1)
      }
    }
  })

  void it('knows what no node is like', () => {
    const good: Figures = { freeBytes: 1, uploadRate: 1, uptimeMs: 1, load: 1 }
    assert.equal(isFigures(good), true)
    for (const bad of [NaN, -1, Infinity, MAX_FIGURE + 1]) {
      for (const name of Object.keys(good)) assert.equal(isFigures({ ...good, [name]: bad }), false)
    }
  })

  void it('changes much with twice or half, but not with the time alone', () => {
    const from: Figures = { freeBytes: 1e10, uploadRate: 1e6, uptimeMs: 1e6, load: 0.4 }
    assert.equal(changedMuch(from, { ...from, uptimeMs: 1e9 }), false)
    assert.equal(changedMuch(from, { ...from, freeBytes: 1.2e10 }), false)
    for (const to of [{ freeBytes: 2e10 }, { uploadRate: 5e5 }, { load: 0.8 }, { freeBytes: 0 }]) {
      assert.equal(changedMuch(from, { ...from, ...to }), true)
    }
  })
})

void describe('the box of conditions', () => {
  void it('holds all for which they hold', () => {
    fc.assert(
      fc.property(fc.array(condition, { maxLength: 5 }), candidate, coordinate, (conditions, node, own) => {
        if (!holds(conditions, node, own)) return
        const box = boxOf(conditions, own)
        assert.ok(box !== undefined)
        checkBox(box, ATTRIBUTE_DIMENSIONS)
        assert.ok(contains(box, pointOf(node.figures, node.coordinate)))
      }),
      { numRuns: 2_000 },
    )
  })

  void it('holds what is exactly at its bounds', () => {
    fc.assert(
      fc.property(candidate, coordinate, fc.constantFrom('<=' as const, '>=' as const), (node, own, operator) => {
        const { freeBytes, uploadRate, uptimeMs, load } = node.figures
        const reach = Math.hypot(...own.place.map((x, i) => x - (node.coordinate.place[i] ?? 0)))
        const rtt = reach + (own.height + node.coordinate.height)
        const conditions: Condition[] = [
          { subject: 'freeBytes', operator, value: freeBytes },
          { subject: 'uploadRate', operator, value: uploadRate },
          { subject: 'uptime', operator, value: uptimeMs },
          { subject: 'load', operator, value: load },
          { subject: 'rtt', operator, value: rtt },
        ]
        const box = boxOf(conditions, own)
        assert.ok(box !== undefined && contains(box, pointOf(node.figures, node.coordinate)))
      }),
      { numRuns: 1_000 },
    )
  })

  void it('is smaller than the space, and nothing for what cannot be', () => {
    const own: Coordinate = { place: [0, 0], height: 1 }
    const box = boxOf([{ subject: 'freeBytes', operator: '>', value: 1e10 }], own)
    assert.deepEqual(box?.low, [52 / 128, 0, 0, 0, 0, 0])
    const near = boxOf([{ subject: 'rtt', operator: '<', value: 9 }], own)
    assert.ok(near !== undefined && near.low[4] === 35 / 88 && near.high[4] === 53 / 88, JSON.stringify(near))
    const never: Condition[] = [
      { subject: 'load', operator: '<', value: 0.2 },
      { subject: 'load', operator: '>', value: 0.9 },
    ]
    assert.equal(boxOf(never, own), undefined)
  })
})
