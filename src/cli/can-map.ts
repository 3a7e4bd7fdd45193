import { counted, middleOfBox, sectionOf, type Rectangle } from '../base/index.ts'
import type { ResponseOf } from '../admin/client.ts'
import { harmless } from './format.ts'
import { pathText } from './zones.ts'

type ZoneMap = ResponseOf<'canMap'>
type MapZone = ZoneMap['zones'][number]

/** Columns of the picture at most: wider ones are no more use. */
const MOST_COLUMNS = 96
const LEAST_COLUMNS = 24
/** A character of a terminal is about twice as high as wide. */
const ROWS_PER_COLUMN = 0.46
/** Daemons that the legend names; the rest are in the picture by their letters alone. */
const MOST_NAMED = 40
const OWN = '#'
const MISSING = '?'

/** The space in characters, with a legend. */
export interface Picture {
  readonly lines: readonly string[]
  readonly legend: readonly { readonly mark: string; readonly zone: MapZone }[]
  /** What there is to say of it. */
  readonly notes: readonly string[]
}

/**
 * Draws all zones in as many columns as there are: framed, each with the letters of its holder, that of this daemon filled.
 * Of more than two dimensions the section of the first two that goes through this daemon's zone.
 */
export function pictureOf(map: ZoneMap, columns: number): Picture {
  const { dimensions, zones, missing, peerId } = map
  const width = Math.max(LEAST_COLUMNS, Math.min(MOST_COLUMNS, columns - 4))
  const height = dimensions === 1 ? 4 : Math.round(width * ROWS_PER_COLUMN)
  const own = zones.find((zone) => zone.peerId === peerId) ?? zones[0]
  const through = own === undefined ? new Array<number>(dimensions).fill(0) : middleOfBox(own)
  const marks = marksOf(zones, peerId)
  const canvas = new Canvas(width, height)
  const met = sectionOf(zones, through)
  for (const { at } of sectionOf(missing, through)) canvas.fill(at, MISSING)
  for (const { box, at } of met) if (box.peerId === peerId) canvas.fill(at, OWN)
  for (const { at } of [...sectionOf(missing, through), ...met]) canvas.frame(at)
  for (const { box, at } of met) canvas.label(at, marks.get(box.peerId) ?? '')
  const legend = zones.map((zone) => ({ mark: marks.get(zone.peerId) ?? '', zone }))
  return { lines: canvas.lines(), legend, notes: notesOf(map, met.length, through) }
}

function notesOf({ dimensions, zones, missing }: ZoneMap, met: number, through: readonly number[]): string[] {
  const rest = through.slice(2).map((x) => String(Number(x.toPrecision(4))))
  return [
    ...(dimensions > 2
      ? [
          `${dimensions} dimensions: shown is the section of the first two at ${rest.join(', ')}, through this daemon's zone: ${met} of ${counted(zones.length, 'zone')}`,
        ]
      : []),
    ...(missing.length === 0 ? [] : [`${counted(missing.length, 'part')} of the space did not answer: ${MISSING}`]),
  ]
}

/** Letters for each holder: this daemon's first, then in the order of the zones. */
function marksOf(zones: readonly MapZone[], self: string): Map<string, string> {
  const marks = new Map<string, string>()
  const peers = [...zones].sort((a, b) => Number(b.peerId === self) - Number(a.peerId === self))
  for (const { peerId } of peers) if (!marks.has(peerId)) marks.set(peerId, lettersOf(marks.size))
  return marks
}

/** A to Z, then AA, AB, …, as spreadsheets do. */
function lettersOf(index: number): string {
  let letters = ''
  for (let left = index; left >= 0; left = Math.floor(left / 26) - 1)
    letters = String.fromCharCode(65 + (left % 26)) + letters
  return letters
}

/** Sides that lines of a cell go to. */
const UP = 1
const DOWN = 2
const LEFT = 4
const RIGHT = 8
const VERTICAL = UP | DOWN
const HORIZONTAL = LEFT | RIGHT

/** Rows of cells; the second dimension grows upwards. */
class Canvas {
  readonly #width: number
  readonly #height: number
  readonly #sides: number[][]
  readonly #inside: string[][]

  constructor(width: number, height: number) {
    this.#width = width
    this.#height = height
    this.#sides = Array.from({ length: height + 1 }, () => new Array<number>(width + 1).fill(0))
    this.#inside = Array.from({ length: height + 1 }, () => new Array<string>(width + 1).fill(' '))
  }

  frame(at: Rectangle): void {
    const { left, right, top, bottom } = this.#cells(at)
    for (let x = left; x < right; x++) for (const y of [top, bottom]) this.#line(x, y, RIGHT, x + 1, y, LEFT)
    for (let y = top; y < bottom; y++) for (const x of [left, right]) this.#line(x, y, DOWN, x, y + 1, UP)
  }

  fill(at: Rectangle, char: string): void {
    const { left, right, top, bottom } = this.#cells(at)
    for (let y = top + 1; y < bottom; y++) for (let x = left + 1; x < right; x++) this.#set(x, y, char)
  }

  /** In its middle, as much of it as there is room for. */
  label(at: Rectangle, words: string): void {
    const { left, right, top, bottom } = this.#cells(at)
    const room = right - left - 1
    if (room < 1 || bottom - top < 2) return
    const padded = room >= words.length + 2 ? ` ${words} ` : words.slice(0, room)
    const x = left + 1 + Math.floor((room - padded.length) / 2)
    const y = Math.floor((top + bottom) / 2)
    for (let i = 0; i < padded.length; i++) this.#set(x + i, y, padded[i] ?? ' ')
  }

  lines(): string[] {
    return this.#sides.map((row, y) =>
      row
        .map((sides, x) => (sides === 0 ? (this.#inside[y]?.[x] ?? ' ') : charOf(sides)))
        .join('')
        .trimEnd(),
    )
  }

  #cells({ left, right, bottom, top }: Rectangle) {
    return {
      left: Math.round(left * this.#width),
      right: Math.round(right * this.#width),
      top: Math.round((1 - top) * this.#height),
      bottom: Math.round((1 - bottom) * this.#height),
    }
  }

  #line(x: number, y: number, out: number, toX: number, toY: number, into: number): void {
    const [from, to] = [this.#sides[y], this.#sides[toY]]
    if (from !== undefined) from[x] = (from[x] ?? 0) | out
    if (to !== undefined) to[toX] = (to[toX] ?? 0) | into
  }

  #set(x: number, y: number, char: string): void {
    const row = this.#inside[y]
    if (row !== undefined) row[x] = char
  }
}

const charOf = (sides: number): string =>
  (sides & VERTICAL) === sides ? '|' : (sides & HORIZONTAL) === sides ? '-' : '+'

/** The picture, its axes and its legend, as lines of text. */
export function mapText(map: ZoneMap, columns: number): string {
  const { lines, legend, notes } = pictureOf(map, columns)
  const named = legend.slice(0, MOST_NAMED)
  const width = Math.max(...named.map(({ mark }) => mark.length), 0)
  const items = ({ items }: MapZone): string => (items === undefined ? '' : `  ${counted(items, 'item')} in it`)
  return [
    ...lines.map((line, at) => `${at === 0 ? '1' : at === lines.length - 1 ? '0' : ' '} ${line}`),
    `  0${'1'.padStart((lines[0]?.length ?? 1) - 1)}`,
    ...notes,
    ...named.map(({ mark, zone }) => {
      const who = zone.peerId === map.peerId ? `${zone.peerId}  this daemon ${OWN}` : zone.peerId
      return `${mark.padEnd(width)}  ${harmless(who)}  zone ${pathText(zone.path)}${items(zone)}`
    }),
    ...(legend.length > named.length
      ? [`and ${counted(legend.length - named.length, 'more zone')}: --json has all`]
      : []),
  ].join('\n')
}
