import assert from 'node:assert/strict'
import { it } from 'node:test'
import { Random, squaredDistanceOfPoints, type Point } from '../../../../src/base/index.ts'
import { MAX_ITEMS, type Gathered } from '../../../../src/protocols/can/index.ts'
import type { Result } from '../../../../src/protocols/index.ts'
import { Bench } from './rig.ts'

void it('the nearest are found in a zone with more items than one answer holds, around the torus too', () => {
  const bench = new Bench()
  const random = new Random('nearest')
  const points: Point[] = []
  for (let i = 0; i < MAX_ITEMS + 100; i++) {
    const point = [random.float(), random.float()]
    points.push(point)
    const [key, value] = [Uint8Array.of(i & 255, i >> 8), Uint8Array.of(1)]
    bench.command({ name: 'put', args: { space: 0, point, key, value, leaseMs: 60_000 } })
  }
  bench.pass(10_000)
  for (const at of [
    [0.9, 0.9],
    [0.5, 0.5],
    [0.001, 0.999],
  ]) {
    const result = bench.command({ name: 'nearest', args: { space: 0, point: at, limit: 3 } }) as Result<Gathered>
    assert.ok(result.ok)
    const away = (point: Point): number => squaredDistanceOfPoints(point, at)
    const nearest = points.toSorted((a, b) => away(a) - away(b)).slice(0, 3)
    assert.deepEqual([result.value.items.map(({ point }) => point), result.value.missing], [nearest, []])
    assert.equal(result.value.asked, 1)
  }
})
