import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ResponseOf } from '../../../src/admin/client.ts'
import { zoneOf, type ZonePath } from '../../../src/base/index.ts'
import { mapText, pictureOf } from '../../../src/cli/can-map.ts'

type ZoneMap = ResponseOf<'canMap'>

const box = (path: string, dimensions: number) => {
  const { low, high } = zoneOf(path as ZonePath, dimensions)
  return { path, low: [...low], high: [...high] }
}
const mapOf = (
  held: Readonly<Record<string, string>>,
  own: string,
  dimensions = 2,
  missing: string[] = [],
): ZoneMap => ({
  space: 0,
  dimensions,
  peerId: own,
  zones: Object.entries(held)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, peerId]) => ({ ...box(path, dimensions), peerId, items: 2 })),
  missing: missing.map((path) => box(path, dimensions)),
})

test('the map of six zones: frames, letters, the own one filled, in the width of the terminal', () => {
  const held = { '00': 'p', '01': 'q', '100': 'r', '101': 's', '110': 't', '111': 'me' }
  assert.equal(
    mapText(mapOf(held, 'me'), 28),
    `
1 +-----------+-----+-----+
  |           |     |#####|
  |           |     |#####|
  |     C     |  F  |# A #|
  |           |     |#####|
  |           |     |#####|
  +-----------+-----+-----+
  |           |     |     |
  |     B     |  D  |  E  |
  |           |     |     |
  |           |     |     |
0 +-----------+-----+-----+
  0                       1
B  p  zone 00  2 items in it
C  q  zone 01  2 items in it
D  r  zone 100  2 items in it
E  s  zone 101  2 items in it
F  t  zone 110  2 items in it
A  me  this daemon #  zone 111  2 items in it`.slice(1),
  )
})

test('no line is wider than the terminal, nor narrower than can be read', () => {
  for (const columns of [10, 30, 80, 200]) {
    const { lines } = pictureOf(mapOf({ '0': 'me', '1': 'q' }, 'me'), columns)
    for (const line of lines) assert.ok(line.length + 2 <= Math.max(columns, 27), `${columns}: ${line.length}`)
    assert.ok(lines.length >= 4)
  }
})

test('what did not answer is shown and told; other dimensions are said to be a section', () => {
  const holed = mapText(mapOf({ '0': 'me' }, 'me', 2, ['1']), 40)
  assert.match(holed, /\?{10}/)
  assert.match(holed, /^1 part of the space did not answer/m)
  const three = mapText(mapOf({ '000': 'me', '001': 'b', '01': 'c', '1': 'd' }, 'me', 3), 60)
  assert.match(three, /3 dimensions: shown is the section of the first two at 0\.25, .*: 3 of 4 zones/)
  const one = pictureOf(mapOf({ '0': 'me', '1': 'b' }, 'me', 1), 40)
  assert.equal(one.lines.length, 5)
})

test('thousands of zones: letters go on after Z, the legend is cut and says so', () => {
  const held = Object.fromEntries(
    Array.from({ length: 1024 }, (_, i) => [i.toString(2).padStart(10, '0'), `peer-${i}`]),
  )
  const text = mapText(mapOf(held, 'peer-5'), 80)
  assert.match(text, /^AA {2}peer-/m)
  assert.match(text, /and 984 more zones/)
  assert.ok(text.split('\n').length < 90)
})

test('names of peers are harmless', () => {
  assert.doesNotMatch(mapText(mapOf({ '': 'x\u001b[2Jy' }, 'me'), 40), /\u001b/)
})
