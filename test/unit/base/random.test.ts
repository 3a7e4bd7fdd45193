import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Random } from '../../../src/base/index.ts'

describe('Random', () => {
  it('gives the same numbers for the same seed, other numbers for another', () => {
    const draw = (seed: number | string): number[] => {
      const random = new Random(seed)
      return Array.from({ length: 8 }, () => random.uint32())
    }
    assert.deepEqual(draw(1), draw(1))
    assert.deepEqual(draw('ring'), draw('ring'))
    assert.notDeepEqual(draw(1), draw(2))
    assert.notDeepEqual(draw(1), draw(1 + 2 ** 32))
  })

  it('forks by name, whatever was drawn before', () => {
    const fresh = new Random(7).fork('chord').uint32()
    const used = new Random(7)
    used.uint32()
    assert.equal(used.fork('chord').uint32(), fresh)
    assert.notEqual(used.fork('swarm').uint32(), fresh)
  })

  it('is uniform enough: chi-squared over 64 cells of 64,000 draws', () => {
    const random = new Random('uniform')
    const cells = new Array<number>(64).fill(0)
    for (let i = 0; i < 64_000; i++) {
      const cell = random.below(64)
      cells[cell] = (cells[cell] ?? 0) + 1
    }
    const chi = cells.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0)
    assert.ok(chi < 103.4, `chi-squared ${chi}, 0.1 % point of 63 degrees of freedom is 103.4`)
  })

  it('has the right means: jitter and exponential', () => {
    const random = new Random('means')
    let jitter = 0
    let exponential = 0
    for (let i = 0; i < 20_000; i++) {
      const value = random.jitter(100)
      assert.ok(value >= 80 && value <= 120)
      jitter += value / 20_000
      exponential += random.exponential(100) / 20_000
    }
    assert.ok(Math.abs(jitter - 100) < 1)
    assert.ok(Math.abs(exponential - 100) < 3)
  })

  it('shuffles without loss and picks nothing from nothing', () => {
    const random = new Random(3)
    const list = [1, 2, 3, 4, 5, 6, 7, 8]
    const shuffled = random.shuffle(list)
    assert.notDeepEqual(shuffled, list)
    assert.deepEqual(shuffled.toSorted(), list)
    assert.equal(random.pick<number>([]), undefined)
  })
})
