import assert from 'node:assert/strict'
import { test } from 'node:test'
import { matrixLatency, planeLatency } from '../../../src/sim/index.ts'

const at = (index: number): { index: number } => ({ index })

test('on the plane delays are those of distances: symmetric, repeatable, and never shorter by a detour', () => {
  const latency = planeLatency({ seed: 1, acrossMs: 100, lastMileMs: 2 })
  const again = planeLatency({ seed: 1, acrossMs: 100, lastMileMs: 2 })
  let sum = 0
  for (let i = 0; i < 400; i++) {
    const [a, b, c] = [at(i), at(i + 1), at(1_000 - i)]
    const ms = latency(a, b)
    assert.equal(latency(b, a), ms)
    assert.ok(ms >= 2 && ms <= 102)
    assert.ok(ms <= latency(a, c) + latency(c, b))
    sum += latency(a, c)
    again(a, c)
  }
  assert.ok(Math.abs(sum / 400 - (2 + 37)) < 4, `${(sum / 400).toString()} ms on average`)
  const [one, two] = [planeLatency({ seed: 2, acrossMs: 50 }), planeLatency({ seed: 2, acrossMs: 50 })]
  assert.equal(one(at(3), at(7)), two(at(3), at(7)))
})

test('of a matrix a pair of sites has half its round trip, in both directions', () => {
  const latency = matrixLatency([
    [0, 40, 90],
    [44, 0, 20],
    [80, 20, 0],
  ])
  assert.equal(latency(at(0), at(1)), 20)
  assert.equal(latency(at(1), at(0)), 20)
  assert.equal(latency(at(3), at(2)), 45)
  assert.equal(latency(at(1), at(4)), 0.5, 'one site')
})

test('what is no matrix of round trips is refused', () => {
  for (const matrix of [
    [],
    [[0, 1]],
    [[0, 1], [1]],
    [
      [0, -1],
      [1, 0],
    ],
    [
      [0, 0],
      [1, 0],
    ],
    [
      [0, NaN],
      [1, 0],
    ],
  ]) {
    assert.throws(() => matrixLatency(matrix), { code: 'INVALID_ARGUMENT' })
  }
})
