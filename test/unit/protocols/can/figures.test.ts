import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import {
  areNeighbours,
  halvesOf,
  ROOT_PATH,
  zoneOf,
  type NodeRef,
  type PeerKey,
  type ZonePath,
} from '../../../../src/base/index.ts'
import { brokenAround, CAN_INVARIANTS, type SpaceShown } from '../../../../src/protocols/can/index.ts'

const refOf = (peer: string): NodeRef => ({ peer: peer as PeerKey, position: 0, epoch: 1, addresses: [] }) as never
const SELF = refOf('self')

interface Known {
  readonly own?: readonly string[]
  /** Own zones on their way, by path. */
  readonly giving?: readonly string[]
  readonly granted?: readonly string[]
  /** By neighbour. */
  readonly around?: readonly (readonly string[])[]
  readonly dimensions?: number
}

const shown = ({ own = [], giving = [], granted = [], around = [], dimensions = 2 }: Known): SpaceShown => ({
  space: 0,
  dimensions,
  holds: 'items',
  mismatch: undefined,
  self: SELF,
  mates: [],
  mateOf: undefined,
  state: 'member',
  zones: own.map((path) => {
    const { low, high } = zoneOf(path as ZonePath, dimensions)
    const givenTo = giving.includes(path) ? refOf('heir') : undefined
    return { path: path as ZonePath, epoch: 1, low, high, givenTo }
  }),
  granted: granted.map((path) => ({ path: path as ZonePath, to: refOf('newcomer') })),
  neighbours: around.map((paths, i) => ({
    ref: refOf(`n${i}`),
    claims: paths.map((path) => ({ path: path as ZonePath, epoch: 1 })),
  })),
})

/** Those that are broken, and how often. */
const broken = (known: Known): Partial<Record<(typeof CAN_INVARIANTS)[number], number>> =>
  Object.fromEntries(Object.entries(brokenAround(shown(known))).filter(([, count]) => count > 0))

describe('what a node sees broken around it', () => {
  it('is nothing of the whole space, of two halves, and of a zone that touches itself around the torus', () => {
    assert.deepEqual(broken({ own: [''] }), {})
    assert.deepEqual(broken({ own: ['0'], around: [['1']] }), {})
    assert.deepEqual(broken({ own: ['00'], around: [['01'], ['1']] }), {})
    assert.deepEqual(broken({}), {}, 'and of one that holds nothing')
  })

  it('is a gap where nobody is known beyond a side, or beyond a part of one', () => {
    assert.deepEqual(broken({ own: ['0'] }), { NoGapAround: 1 })
    assert.deepEqual(broken({ own: ['0'], around: [['10']] }), { NoGapAround: 1 })
    assert.deepEqual(broken({ own: ['0'], around: [['10'], ['11']] }), {})
    assert.deepEqual(broken({ own: ['00', '11'], around: [['01']] }), { NoGapAround: 2 })
  })

  it('is not what was granted to a newcomer, whether that shows itself already or not', () => {
    assert.deepEqual(broken({ own: ['0'], granted: ['1'] }), {})
    assert.deepEqual(broken({ own: ['0'], granted: ['1'], around: [['1']] }), {})
    assert.deepEqual(broken({ own: ['0'], granted: ['1'], around: [['10'], ['11']] }), {}, 'it has been split since')
  })

  it('is a rival, but not the heir of a zone on its way', () => {
    const known = { own: ['0'], around: [['1'], ['01']] }
    assert.deepEqual(broken(known), { ZonesAroundDisjoint: 1 })
    assert.deepEqual(broken({ ...known, giving: ['0'] }), {})
  })

  it('is what two others claim, and what two of its own zones have in common', () => {
    assert.deepEqual(broken({ own: ['0'], around: [['1'], ['10']] }), { ZonesAroundDisjoint: 1 })
    assert.deepEqual(broken({ own: ['0', '0'], around: [['1']] }), { OwnZonesDisjoint: 1 })
  })

  it('is somebody who holds nothing beside it', () => {
    // Quarters of one dimension: 00 touches 01, and 11 around the torus.
    const line = { dimensions: 1, own: ['00'] }
    assert.deepEqual(broken({ ...line, around: [['01'], ['11']] }), {})
    assert.deepEqual(broken({ ...line, around: [['01'], ['11'], ['10']] }), { NeighboursAbut: 1 })
    assert.deepEqual(broken({ ...line, around: [['01'], ['11'], []] }), { NeighboursAbut: 1 })
  })

  /** Zones that tile the torus: some are halved, again and again. */
  const tilings = fc
    .tuple(fc.integer({ min: 1, max: 4 }), fc.array(fc.nat(), { minLength: 1, maxLength: 24 }))
    .map(([dimensions, picks]) => {
      const zones = [zoneOf(ROOT_PATH, dimensions)]
      for (const pick of picks) {
        const [zone] = zones.splice(pick % zones.length, 1)
        zones.push(...((zone === undefined ? undefined : halvesOf(zone)) ?? []))
      }
      return { dimensions, zones }
    })

  it('is nothing at any node of any tiling; without one of its neighbours there is a gap, with one too many no neighbour', () => {
    fc.assert(
      fc.property(tilings, fc.nat(), fc.nat(), ({ dimensions, zones }, at, drop) => {
        const own = zones[at % zones.length]!
        const others = zones.filter((zone) => zone !== own)
        const beside = others.filter((zone) => areNeighbours(zone, own))
        const known = { dimensions, own: [own.path] }
        const paths = beside.map(({ path }) => [path])
        assert.deepEqual(broken({ ...known, around: paths }), {})
        const without = paths.filter((_, i) => i !== drop % paths.length)
        assert.deepEqual(broken({ ...known, around: without }), { NoGapAround: 1 })
        const strangers = others.filter((zone) => !beside.includes(zone))
        const tooMany = [...paths, ...strangers.map(({ path }) => [path])]
        assert.deepEqual(
          broken({ ...known, around: tooMany }),
          strangers.length === 0 ? {} : { NeighboursAbut: strangers.length },
        )
      }),
    )
    assert.equal(CAN_INVARIANTS.length, 4)
  })
})
