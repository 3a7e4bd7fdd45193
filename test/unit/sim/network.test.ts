import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { OrbError, Random } from '../../../src/base/index.ts'
import { Network, type Endpoint } from '../../../src/sim/index.ts'

const nodes: Endpoint[] = Array.from({ length: 6 }, (_, index) => ({ index }))
const [a, b, c, d, e] = nodes as [Endpoint, Endpoint, Endpoint, Endpoint, Endpoint]
const make = (): Network => new Network(new Random('network'))
const times = (network: Network, count: number, from = a, to = b): number[] =>
  Array.from({ length: count }, (_, i) => network.carry(from, to, i, 10).map(({ atMs }) => atMs)).flat()

describe('Network', () => {
  it('is calm until a rule is set, and again when none is left and what was delayed has arrived', () => {
    const network = make()
    assert.equal(network.calm, true)
    network.set({ delayMs: 100 })
    assert.deepEqual(network.carry(a, b, 0, 10), [{ atMs: 110, corrupt: false }])
    network.set({})
    assert.equal(network.calm, false)
    // Not before the delayed one.
    assert.deepEqual(network.carry(a, b, 5, 10), [{ atMs: 110, corrupt: false }])
    assert.equal(network.calm, false)
    assert.deepEqual(network.carry(a, b, 110, 10), [{ atMs: 120, corrupt: false }])
    assert.equal(network.calm, true)
  })

  it('parts groups; who stands in none is with the first', () => {
    const network = make()
    network.partition([
      [a, b],
      [c, d],
    ])
    const reaches = (from: Endpoint, to: Endpoint): boolean => network.carry(from, to, 0, 10).length === 1
    assert.deepEqual([reaches(a, b), reaches(a, c), reaches(c, d), reaches(d, b)], [true, false, true, false])
    assert.deepEqual([reaches(a, e), reaches(e, c)], [true, false])
    assert.deepEqual(
      [a, c, e].map((node) => network.groupOf(node)),
      [0, 1, 0],
    )
    network.heal()
    assert.ok(reaches(a, c) && reaches(c, a))
    assert.equal(network.calm, true)
  })

  it('refuses a node in two groups', () => {
    assert.throws(() => make().partition([[a], [b, a]]), OrbError)
  })

  it('blocks one way, and neither end can connect then', () => {
    const network = make()
    network.block(a, b)
    assert.equal(network.carry(a, b, 0, 10).length, 0)
    assert.equal(network.carry(b, a, 0, 10).length, 1)
    assert.deepEqual([network.connects(a, b), network.connects(b, a), network.connects(a, c)], [false, false, true])
    network.unblock(a, b)
    assert.equal(network.carry(a, b, 0, 10).length, 1)
  })

  it('loses, doubles and corrupts such shares as were set', () => {
    const count = 20_000
    for (const name of ['lossRate', 'duplicateRate', 'corruptRate'] as const) {
      const network = make()
      network.set({ [name]: 0.2 })
      const arrivals = Array.from({ length: count }, (_, i) => network.carry(a, b, i, 10))
      const hit = arrivals.filter((copies) =>
        name === 'corruptRate' ? copies[0]?.corrupt === true : copies.length === (name === 'lossRate' ? 0 : 2),
      )
      // Six standard deviations of a binomial.
      assert.ok(Math.abs(hit.length - 0.2 * count) < 6 * Math.sqrt(count * 0.16), `${name}: ${hit.length}`)
    }
  })

  it('keeps order under delay and jitter whatever changes, and breaks it under reordering only', () => {
    const changes = fc.array(fc.record({ delayMs: fc.nat(200), jitterMs: fc.nat(200) }), { maxLength: 8 })
    fc.assert(
      fc.property(changes, (list) => {
        const network = make()
        const arrivals: number[] = []
        list.forEach((conditions, turn) => {
          network.set(conditions, turn % 2 === 0 ? 'everywhere' : { from: a, to: b })
          for (let i = 0; i < 20; i++) {
            for (const { atMs } of network.carry(a, b, turn * 40 + i, 10)) arrivals.push(atMs)
          }
        })
        assert.deepEqual(
          arrivals,
          [...arrivals].sort((x, y) => x - y),
        )
      }),
    )
    const network = make()
    network.set({ reorderRate: 0.5, reorderMs: 50 })
    const arrivals = times(network, 100)
    assert.notDeepEqual(
      arrivals,
      [...arrivals].sort((x, y) => x - y),
    )
    assert.ok(arrivals.every((atMs, i) => atMs >= i + 10 && atMs <= i + 60))
  })

  it('gives a link the worst that is set for it, everywhere, for its ends or for itself', () => {
    const network = make()
    network.set({ lossRate: 0.1, delayMs: 5 })
    network.set({ lossRate: 0.3 }, { node: c })
    network.set({ delayMs: 50 }, { from: a, to: b })
    const { lossRate, delayMs } = network.conditions(a, b)
    assert.deepEqual([lossRate, delayMs], [0.1, 50])
    assert.equal(network.conditions(b, a).delayMs, 5)
    assert.equal(network.conditions(a, c).lossRate, 0.3)
    assert.equal(network.conditions(c, a).lossRate, 0.3)
    network.clear()
    assert.equal(network.conditions(a, c).lossRate, 0)
  })

  it('refuses rates outside of 0 to 1 and times that are none', () => {
    for (const wrong of [
      { lossRate: 1.1 },
      { duplicateRate: -0.1 },
      { delayMs: -1 },
      { jitterMs: Infinity },
      { corruptRate: NaN },
    ]) {
      assert.throws(() => {
        make().set(wrong)
      }, OrbError)
    }
  })
})
