import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { middleOfBox, pointOfKey, sectionOf, zoneOf, type Sha512, type ZonePath } from '../../../src/base/index.ts'

const sha512: Sha512 = (...parts) => {
  const hash = createHash('sha512')
  for (const part of parts) hash.update(part)
  return new Uint8Array(hash.digest())
}

test('the point of a key is the published one: words of SHA-512 over the domain and the key', () => {
  // printf 'orbweaver/can/1alpha' | sha512sum
  const digest = createHash('sha512').update('orbweaver/can/1alpha').digest()
  const expected = Array.from({ length: 16 }, (_, i) => digest.readUInt32BE(4 * i) / 2 ** 32)
  assert.deepEqual(pointOfKey(sha512, Buffer.from('alpha'), 16), expected)
  assert.deepEqual(
    pointOfKey(sha512, Buffer.from('alpha'), 2),
    [0.97429568041116, 0.8749696586746722].map((x, i) => {
      assert.ok(Math.abs(x - (expected[i] ?? 0)) < 1e-12)
      return expected[i]
    }),
  )
})

/** Cuts the torus at random: a complete prefix code. */
const tilings = fc
  .tuple(fc.integer({ min: 1, max: 4 }), fc.array(fc.nat(10_000), { maxLength: 60 }))
  .map(([dimensions, cuts]) => {
    const paths = ['']
    for (const cut of cuts) {
      const [path = ''] = paths.splice(cut % paths.length, 1)
      if (path.length >= 24) paths.push(path)
      else paths.push(`${path}0`, `${path}1`)
    }
    return paths.map((path) => zoneOf(path as ZonePath, dimensions))
  })

test('of boxes that tile the torus the rectangles of any section tile the square', () => {
  fc.assert(
    fc.property(tilings, fc.nat(), (zones, pick) => {
      const own = zones[pick % zones.length] ?? zoneOf('' as ZonePath, 2)
      const met = sectionOf(zones, middleOfBox(own))
      assert.ok(met.some(({ box }) => box === own))
      const area = met.reduce((sum, { at }) => sum + (at.right - at.left) * (at.top - at.bottom), 0)
      assert.equal(area, 1)
      if (own.low.length <= 2) assert.equal(met.length, zones.length)
    }),
  )
})
