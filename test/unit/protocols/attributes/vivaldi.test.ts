import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { Random } from '../../../../src/base/index.ts'
import {
  isCoordinate,
  MAX_ERROR,
  MAX_HEIGHT_MS,
  MAX_PLACE_MS,
  MIN_ERROR,
  MIN_HEIGHT_MS,
  ORIGIN,
  roundTripOf,
  Vivaldi,
  type Located,
} from '../../../../src/protocols/attributes/index.ts'
import { MAX_NEIGHBOURS, MAX_ROUND_TRIP_MS, usual } from '../../../../src/protocols/attributes/vivaldi.ts'

const at = (x: number, y: number, height = 1, error = 0.1): Located => ({
  coordinate: { place: [x, y], height },
  error,
})
const located: fc.Arbitrary<Located> = fc.record({
  coordinate: fc.record({
    place: fc.tuple(
      fc.double({ min: -MAX_PLACE_MS, max: MAX_PLACE_MS, noNaN: true }),
      fc.double({ min: -MAX_PLACE_MS, max: MAX_PLACE_MS, noNaN: true }),
    ),
    height: fc.double({ min: MIN_HEIGHT_MS, max: MAX_HEIGHT_MS, noNaN: true }),
  }),
  error: fc.double({ min: MIN_ERROR, max: MAX_ERROR, noNaN: true }),
})

void describe('network coordinates', () => {
  void it('foretell ways that add up: symmetric, never 0, never longer by a detour but for its height', () => {
    assert.equal(roundTripOf(at(0, 0, 2).coordinate, at(3, 4, 10).coordinate), 17)
    fc.assert(
      fc.property(located, located, located, (a, b, c) => {
        const [ab, bc, ac] = [
          roundTripOf(a.coordinate, b.coordinate),
          roundTripOf(b.coordinate, c.coordinate),
          roundTripOf(a.coordinate, c.coordinate),
        ]
        assert.equal(ab, roundTripOf(b.coordinate, a.coordinate))
        assert.ok(ab > 0)
        assert.ok(ac <= ab + bc + 1e-6)
      }),
    )
  })

  void it('come to rest where round trips are what they are, and know it', () => {
    const vivaldi = new Vivaldi(new Random('rest'))
    const others = [at(0, 0), at(80, 0), at(0, 80), at(80, 80)]
    const here = at(30, 50, 4).coordinate
    for (let i = 0; i < 400; i++) {
      const other = others[i % 4] as Located
      assert.equal(vivaldi.sample(`p${i % 4}`, other, roundTripOf(here, other.coordinate), i * 1_000), true)
    }
    for (const { coordinate } of others) {
      const [is, foretold] = [roundTripOf(here, coordinate), roundTripOf(vivaldi.located.coordinate, coordinate)]
      assert.ok(Math.abs(is - foretold) < 1.5, `${foretold} of ${is}`)
    }
    assert.ok(vivaldi.located.error < 0.05)
  })

  void it('begin apart though all begin at the origin', () => {
    const vivaldi = new Vivaldi(new Random('apart'))
    vivaldi.sample('p', { coordinate: ORIGIN, error: 1 }, 50, 0)
    assert.ok(Math.hypot(...vivaldi.located.coordinate.place) > 1)
  })

  void it('stay finite and in range whatever they are told', () => {
    const trip = fc.oneof(fc.double({ min: 0, max: MAX_ROUND_TRIP_MS, noNaN: true }), fc.constantFrom(0, 1e-300, 1e4))
    const samples = fc.array(fc.tuple(fc.nat(40), located, trip, fc.nat(100_000)), { maxLength: 200 })
    fc.assert(
      fc.property(samples, (told) => {
        const vivaldi = new Vivaldi(new Random('range'))
        let now = 0
        for (const [peer, where, roundTripMs, ms] of told) {
          vivaldi.sample(`p${peer}`, where, roundTripMs, (now += ms))
          assert.ok(isCoordinate(vivaldi.located.coordinate), JSON.stringify(vivaldi.located))
          assert.ok(vivaldi.located.error >= MIN_ERROR && vivaldi.located.error <= MAX_ERROR)
          assert.ok(vivaldi.neighbours <= MAX_NEIGHBOURS)
        }
      }),
    )
  })

  void it('take no round trip that is none', () => {
    const vivaldi = new Vivaldi(new Random('none'))
    for (const ms of [NaN, -1, Infinity, MAX_ROUND_TRIP_MS * (1 + Number.EPSILON)]) {
      assert.equal(vivaldi.sample('p', at(1, 1), ms, 0), false)
    }
    assert.deepEqual([vivaldi.samples, vivaldi.located.coordinate], [0, ORIGIN])
    assert.equal(vivaldi.sample('p', at(1, 1), MAX_ROUND_TRIP_MS, 0), true)
  })

  void it('are not moved far by a peer that is sometimes slow, nor by a dial', () => {
    assert.equal(usual([20]), 20)
    assert.equal(usual([900, 20]), 20)
    assert.equal(usual([900, 20, 21]), 20)
    assert.equal(usual([20, 900, 910, 19]), 19)
  })

  void it('forget the one that was measured longest ago, and the dead', () => {
    const vivaldi = new Vivaldi(new Random('forget'))
    for (let i = 0; i <= MAX_NEIGHBOURS; i++) vivaldi.sample(`p${i}`, at(i, 0), 30, i)
    assert.deepEqual([vivaldi.neighbours, vivaldi.knows('p0'), vivaldi.knows('p1')], [MAX_NEIGHBOURS, false, true])
    vivaldi.forget('p1')
    assert.equal(vivaldi.knows('p1'), false)
  })

  void it('are hardly moved by liars that are far fewer than half', () => {
    const random = new Random('liars')
    const places = Array.from({ length: 40 }, () => at(200 * random.float(), 200 * random.float(), 5).coordinate)
    const median = (share: number): number => {
      const nodes = places.map((_, i) => new Vivaldi(random.fork(`node ${share} ${i}`)))
      const isLiar = (i: number): boolean => i < share * nodes.length
      const lie = (): Located => at(MAX_PLACE_MS * (2 * random.float() - 1), MAX_PLACE_MS * (2 * random.float() - 1), 1, MIN_ERROR) // prettier-ignore
      for (let round = 0; round < 250; round++) {
        nodes.forEach((node, i) => {
          const j = random.below(nodes.length)
          const [here, there] = [places[i], places[j]]
          if (j === i || here === undefined || there === undefined) return
          node.sample(
            `p${j}`,
            isLiar(j) ? lie() : (nodes[j] as Vivaldi).located,
            roundTripOf(here, there),
            round * 2_000,
          )
        })
      }
      const errors: number[] = []
      nodes.forEach((a, i) => {
        nodes.forEach((b, j) => {
          if (j <= i || isLiar(i) || isLiar(j)) return
          const is = roundTripOf(places[i] ?? ORIGIN, places[j] ?? ORIGIN)
          errors.push(Math.abs(roundTripOf(a.located.coordinate, b.located.coordinate) - is) / is)
        })
      })
      return errors.sort((a, b) => a - b)[errors.length >> 1] ?? NaN
    }
    const [honest, lied] = [median(0), median(0.2)]
    assert.ok(honest < 0.05, `without liars half are foretold within ${honest}`)
    assert.ok(lied < 0.2, `with one liar in five within ${lied}`)
  })
})
