import { middleOfBox, sectionOf, volumeOf, zoneOf, type Rectangle } from '../base/index.ts'
import type { ZoneMap } from '../protocols/can/commands.ts'

/** Pixels: the square of the space, what is left around it, and a line below it. */
const SQUARE = 800
const LEFT = 56
const TOP = 56
const RIGHT = 24
const LINE = 22
const FOOT_LINES = 3
const WIDTH = LEFT + SQUARE + RIGHT
const HEIGHT = TOP + SQUARE + 48 + FOOT_LINES * LINE
/** A zone smaller than this has no words in it; whoever points at it reads its title. */
const LEAST_WIDTH = 64
const LEAST_HEIGHT = 36
/** From a zone without items to the densest: light to dark, so that print and the colour-blind see it too. */
const EMPTY = [247, 251, 255] as const
const DENSEST = [8, 69, 148] as const
/** Above this share of the way words are light. */
const DARK = 0.55
const OWN = '#d95f02'
const MISSING = '#bbbbbb'

type Shown = ZoneMap & { readonly space: number; readonly dimensions: number; readonly self: string }

/**
 * The space as a picture: each zone with its holder and its items, the darker the more items it has for its size; zones of
 * this daemon framed. Of more than two dimensions the section of the first two that goes through this daemon's zone.
 * Well-formed XML without scripts, styles or references.
 */
export function canMapSvg(map: Shown): string {
  const { dimensions, self, zones, missing } = map
  const boxes = zones.map(({ items = 0, ...each }) => ({ ...each, ...zoneOf(each.path, dimensions), items }))
  const own = boxes.find(({ holder }) => holder.peer === self) ?? boxes[0]
  const through = own === undefined ? new Array<number>(dimensions).fill(0) : middleOfBox(own)
  const densest = Math.max(...boxes.map(({ items, path }) => items / volumeOf(path)), 0)
  const met = sectionOf(boxes, through)
  const drawn = met.map(({ box, at }) => {
    const share = densest === 0 ? 0 : box.items / volumeOf(box.path) / densest
    return zoneOfPicture(at, box, share)
  })
  const holes = sectionOf(
    missing.map((path) => zoneOf(path, dimensions)),
    through,
  ).map(
    ({ at, box }) =>
      `<g><title>no answer: ${escaped(pathWords(box.path))}</title>${rectangle(at, MISSING, '#666666', 1)}</g>`,
  )
  // Drawn last: frames of others would cut theirs.
  const frames = met.filter(({ box }) => box.holder.peer === self).map(({ at }) => frame(at))
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" role="img">`,
    `<title>CAN, space ${map.space}: ${zones.length} zones</title>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>`,
    text(LEFT, 34, headOf(map, met.length, through), 18, '#222222'),
    ...drawn,
    ...holes,
    ...frames,
    ...axes(dimensions),
    ...foot(map, densest),
    '</svg>\n',
  ].join('\n')
}

function headOf({ space, dimensions, zones, missing }: Shown, met: number, through: readonly number[]): string {
  const items = zones.reduce((sum, each) => sum + (each.items ?? 0), 0)
  const holders = new Set(zones.map(({ holder }) => holder.peer)).size
  const rest = through.slice(2).map((x) => shortNumber(x))
  const where = dimensions > 2 ? `; section at ${rest.join(', ')} (${met} zones)` : ''
  const gaps = missing.length === 0 ? '' : `; ${missing.length} parts did not answer`
  return `CAN, space ${space}: ${zones.length} zones of ${holders} daemons, ${items} items, ${dimensions} dimensions${where}${gaps}`
}

const x = (value: number): number => LEFT + SQUARE * value
/** The second dimension grows upwards. */
const y = (value: number): number => TOP + SQUARE * (1 - value)

function rectangle(at: Rectangle, fill: string, stroke: string, width: number): string {
  const [left, top] = [x(at.left), y(at.top)]
  return `<rect x="${px(left)}" y="${px(top)}" width="${px(x(at.right) - left)}" height="${px(y(at.bottom) - top)}" fill="${fill}" stroke="${stroke}" stroke-width="${width}"/>`
}

function zoneOfPicture(at: Rectangle, { path, holder, items = 0 }: Shown['zones'][number], share: number): string {
  const title = `<title>${escaped(`${holder.peer}: ${pathWords(path)}, ${items} items`)}</title>`
  const [width, height] = [x(at.right) - x(at.left), y(at.bottom) - y(at.top)]
  const ink = share > DARK ? '#ffffff' : '#222222'
  const [middle, centre] = [(x(at.left) + x(at.right)) / 2, (y(at.bottom) + y(at.top)) / 2]
  const words =
    width < LEAST_WIDTH || height < LEAST_HEIGHT
      ? []
      : [
          text(middle, centre - 3, tailOf(holder.peer), 14, ink, 'middle'),
          text(middle, centre + 15, items === 1 ? '1 item' : `${items} items`, 12, ink, 'middle'),
        ]
  return `<g>${title}${rectangle(at, colour(share), '#666666', 1)}${words.join('')}</g>`
}

function frame(at: Rectangle): string {
  const inset = 2 / SQUARE
  const inside = { left: at.left + inset, right: at.right - inset, bottom: at.bottom + inset, top: at.top - inset }
  return inside.right > inside.left && inside.top > inside.bottom
    ? rectangle(inside, 'none', OWN, 4)
    : rectangle(at, OWN, OWN, 1)
}

function axes(dimensions: number): string[] {
  const ticks = [0, 0.25, 0.5, 0.75, 1]
  return [
    `<rect x="${LEFT}" y="${TOP}" width="${SQUARE}" height="${SQUARE}" fill="none" stroke="#222222" stroke-width="1.5"/>`,
    ...ticks.map((at) => text(x(at), TOP + SQUARE + 18, String(at), 12, '#222222', 'middle')),
    ...(dimensions === 1 ? [] : ticks.map((at) => text(LEFT - 8, y(at) + 4, String(at), 12, '#222222', 'end'))),
  ]
}

function foot({ self }: Shown, densest: number): string[] {
  const top = TOP + SQUARE + 42
  const scale = Array.from({ length: 10 }, (_, i) => {
    return `<rect x="${LEFT + 14 * i}" y="${top + LINE - 11}" width="14" height="14" fill="${colour(i / 9)}"/>`
  })
  return [
    `<rect x="${LEFT}" y="${top - 11}" width="14" height="14" fill="none" stroke="${OWN}" stroke-width="3"/>`,
    text(LEFT + 22, top + 1, `this daemon, ${self}`, 13, '#222222'),
    ...scale,
    text(
      LEFT + 150,
      top + LINE + 1,
      `items for the size of a zone: none to ${shortNumber(densest)} in a space of that density`,
      13,
      '#222222',
    ),
    text(
      LEFT,
      top + 2 * LINE + 1,
      'The space is a torus: left meets right, bottom meets top. Names are the ends of peer ids.',
      13,
      '#222222',
    ),
  ]
}

function text(left: number, baseline: number, words: string, size: number, fill: string, anchor = 'start'): string {
  return `<text x="${px(left)}" y="${px(baseline)}" font-size="${size}" fill="${fill}" text-anchor="${anchor}">${escaped(words)}</text>`
}

function colour(share: number): string {
  const mixed = EMPTY.map((from, i) => Math.round(from + share * ((DENSEST[i] ?? 0) - from)))
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`
}

/** Peer ids begin alike. */
const tailOf = (peer: string): string => peer.slice(-6)
const pathWords = (path: string): string => (path === '' ? 'the whole space' : `zone ${path}`)
const px = (value: number): string => String(Math.round(value * 100) / 100)
const shortNumber = (value: number): string => String(Number(value.toPrecision(3)))

/** As text or in an attribute; what XML cannot have at all becomes �. */
const escaped = (words: string): string =>
  words
    .replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '\u{fffd}')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
