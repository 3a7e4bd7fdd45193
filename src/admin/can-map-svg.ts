import { counted, middleOfBox, sectionOf, volumeOf, zoneOf, type Rectangle } from '../base/index.ts'
import type { ZoneMap } from '../protocols/can/commands.ts'

/** Pixels: the square of the space, what is left around it, and a line below it. */
const SQUARE = 800
const LEFT = 56
const TOP = 56
const RIGHT = 24
const LINE = 22
const FOOT_LINES = 4
const WIDTH = LEFT + SQUARE + RIGHT
const HEIGHT = TOP + SQUARE + 48 + FOOT_LINES * LINE
/** What fits into a line of the head: a digit or letter takes about half its size, an M nearly all. */
const LINE_CHARS = 100
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
  const head = headOf(map, met.length, through).flatMap((words) => wrapped(words, LINE_CHARS))
  const height = HEIGHT + head.length * LINE
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" role="img">`,
    `<title>CAN, space ${map.space}: ${counted(zones.length, 'zone')}</title>`,
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    text(LEFT, 34, titleOf(map), 18, '#222222'),
    ...head.map((words, at) => text(LEFT, 34 + (at + 1) * LINE, words, 14, '#222222')),
    `<g transform="translate(0 ${head.length * LINE})">`,
    ...drawn,
    ...holes,
    ...frames,
    ...axes(dimensions),
    ...foot(map, densest),
    '</g>',
    '</svg>\n',
  ].join('\n')
}

const itemsOf = (zones: Shown['zones']): number => zones.reduce((sum, { items = 0 }) => sum + items, 0)

function titleOf({ space, dimensions, zones }: Shown): string {
  const holders = new Set(zones.map(({ holder }) => holder.peer)).size
  const held = `${counted(zones.length, 'zone')} of ${counted(holders, 'daemon')}, ${counted(itemsOf(zones), 'item')}`
  return `CAN, space ${space}: ${held}, ${counted(dimensions, 'dimension')}`
}

/** What there is to say of the picture, the warning first. */
function headOf({ dimensions, zones, missing }: Shown, met: number, through: readonly number[]): string[] {
  const rest = through.slice(2).map((x) => shortNumber(x))
  return [
    ...(missing.length === 0 ? [] : [`Not complete: ${counted(missing.length, 'part')} of the space did not answer.`]),
    ...(dimensions > 2
      ? [
          `A section of the first two dimensions, through ${met} of ${counted(zones.length, 'zone')}; the others are at ${rest.join(', ')}.`,
        ]
      : []),
  ]
}

/** Lines of so many characters at most, broken at blanks. */
function wrapped(words: string, chars: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of words.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > chars) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}

const x = (value: number): number => LEFT + SQUARE * value
/** The second dimension grows upwards. */
const y = (value: number): number => TOP + SQUARE * (1 - value)

function rectangle(at: Rectangle, fill: string, stroke: string, width: number): string {
  const [left, top] = [x(at.left), y(at.top)]
  return `<rect x="${px(left)}" y="${px(top)}" width="${px(x(at.right) - left)}" height="${px(y(at.bottom) - top)}" fill="${fill}" stroke="${stroke}" stroke-width="${width}"/>`
}

function zoneOfPicture(at: Rectangle, { path, holder, items = 0 }: Shown['zones'][number], share: number): string {
  const title = `<title>${escaped(`${holder.peer}: ${pathWords(path)}, ${counted(items, 'item')}`)}</title>`
  const [width, height] = [x(at.right) - x(at.left), y(at.bottom) - y(at.top)]
  const ink = share > DARK ? '#ffffff' : '#222222'
  const [middle, centre] = [(x(at.left) + x(at.right)) / 2, (y(at.bottom) + y(at.top)) / 2]
  const words =
    width < LEAST_WIDTH || height < LEAST_HEIGHT
      ? []
      : [
          text(middle, centre - 3, tailOf(holder.peer), 14, ink, 'middle'),
          text(middle, centre + 15, counted(items, 'item'), 12, ink, 'middle'),
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

function foot({ self, zones }: Shown, densest: number): string[] {
  const top = TOP + SQUARE + 42
  const scale = Array.from({ length: 10 }, (_, i) => {
    return `<rect x="${LEFT + 14 * i}" y="${top + LINE - 11}" width="14" height="14" fill="${colour(i / 9)}"/>`
  })
  return [
    `<rect x="${LEFT}" y="${top - 11}" width="14" height="14" fill="none" stroke="${OWN}" stroke-width="3"/>`,
    text(LEFT + 22, top + 1, `this daemon, ${self}`, 13, '#222222'),
    ...scale,
    text(LEFT + 150, top + LINE + 1, densityWords(zones, densest), 13, '#222222'),
    `<rect x="${LEFT}" y="${top + 2 * LINE - 11}" width="14" height="14" fill="${MISSING}" stroke="#666666" stroke-width="1"/>`,
    text(LEFT + 22, top + 2 * LINE + 1, 'grey: nobody answered for it', 13, '#222222'),
    text(
      LEFT,
      top + 3 * LINE + 1,
      'The space is a torus: left meets right, bottom meets top. Names are the ends of peer ids.',
      13,
      '#222222',
    ),
  ]
}

function densityWords(zones: Shown['zones'], densest: number): string {
  if (densest === 0) return 'no zone has items; the darker, the more items for its size'
  const mean = itemsOf(zones) / zones.reduce((sum, { path }) => sum + volumeOf(path), 0)
  return `the darker, the more items for its size: from none to ${shortNumber(densest / mean)} times the average`
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
