import { OrbError } from '../../base/index.ts'
import { ATTRIBUTE_NAMES, MAX_FIGURE, type AttributeName } from './figures.ts'

/** What can be asked for: what a node tells of itself, and the round trip to it that the coordinates foretell, ms. */
export type Subject = AttributeName | 'rtt'
export type Operator = '<' | '<=' | '>' | '>='

/** One condition, in the units of Figures; `rtt` in milliseconds. */
export interface Condition {
  readonly subject: Subject
  readonly operator: Operator
  /** 0 to MAX_FIGURE. */
  readonly value: number
}

export const MAX_EXPRESSION_CHARS = 512
export const MAX_CONDITIONS = 16

export const SUBJECTS: readonly Subject[] = [...ATTRIBUTE_NAMES, 'rtt']

type Measure = 'bytes' | 'rate' | 'duration' | 'plain'
const MEASURES: Readonly<Record<Subject, Measure>> = {
  freeBytes: 'bytes',
  uploadRate: 'rate',
  uptime: 'duration',
  load: 'plain',
  rtt: 'duration',
}

const BYTES: ReadonlyMap<string, number> = new Map([
  ['B', 1],
  ...['kB', 'MB', 'GB', 'TB', 'PB'].map((unit, i): [string, number] => [unit, 1_000 ** (i + 1)]),
  ...['KiB', 'MiB', 'GiB', 'TiB', 'PiB'].map((unit, i): [string, number] => [unit, 1_024 ** (i + 1)]),
])
const DURATIONS: ReadonlyMap<string, number> = new Map([
  ['ms', 1],
  ['s', 1_000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
  ['w', 604_800_000],
])
/** Of each measure its units; whether a number may stand alone. */
const UNITS: Readonly<Record<Measure, { readonly units: ReadonlyMap<string, number>; readonly bare: boolean }>> = {
  bytes: { units: BYTES, bare: true },
  rate: { units: new Map([...BYTES].map(([unit, bytes]) => [`${unit}/s`, bytes])), bare: true },
  duration: { units: DURATIONS, bare: false },
  plain: { units: new Map(), bare: true },
}

type TokenKind = 'name' | 'operator' | 'quantity'
interface Token {
  readonly kind: TokenKind
  readonly text: string
  /** Of its first character, from 0. */
  readonly at: number
}

const TOKENS: readonly (readonly [TokenKind, RegExp])[] = [
  ['operator', /[<>=!]+/y],
  // A number and what follows it without a blank.
  ['quantity', /[0-9.][0-9A-Za-z./%]*/y],
  ['name', /[A-Za-z_][A-Za-z0-9_]*/y],
]

function fault(text: string, at: number, what: string, hint: string): OrbError {
  return new OrbError('INVALID_ARGUMENT', `character ${(at + 1).toString()} of "${text}": ${what}`, { hint })
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  while (at < text.length) {
    if (/\s/.test(text.charAt(at))) {
      at++
      continue
    }
    const token = tokenAt(text, at)
    if (token === undefined) {
      const char = String.fromCodePoint(text.codePointAt(at) ?? 0)
      throw fault(text, at, `"${char}" is not understood`, EXAMPLE)
    }
    tokens.push(token)
    at += token.text.length
  }
  return tokens
}

function tokenAt(text: string, at: number): Token | undefined {
  for (const [kind, pattern] of TOKENS) {
    pattern.lastIndex = at
    const found = pattern.exec(text)?.[0]
    if (found !== undefined) return { kind, text: found, at }
  }
  return undefined
}

const EXAMPLE = "write conditions side by side, such as 'freeBytes>10GB uptime>1h load<0.5'"
const OPERATORS: readonly string[] = ['<', '<=', '>', '>='] satisfies Operator[]

/**
 * Conditions that all must hold, side by side: `freeBytes>10GB uptime>1h load<0.5 uploadRate>=5MB/s rtt<50ms`. Sizes in B,
 * kB … PB, KiB … PiB, rates the same with `/s`; durations in ms, s, m, h, d, w.
 *
 * @throws OrbError INVALID_ARGUMENT, which says at what character and why
 */
export function parseExpression(text: string): readonly Condition[] {
  if (text.length > MAX_EXPRESSION_CHARS) {
    throw new OrbError('INVALID_ARGUMENT', `the expression has more than ${MAX_EXPRESSION_CHARS.toString()} characters`)
  }
  const tokens = tokensOf(text)
  if (tokens.length === 0) throw new OrbError('INVALID_ARGUMENT', 'the expression is empty', { hint: EXAMPLE })
  const conditions: Condition[] = []
  for (let i = 0; i < tokens.length; i += 3) {
    if (conditions.length >= MAX_CONDITIONS) {
      const at = tokens[i]?.at ?? 0
      throw fault(text, at, `more than ${MAX_CONDITIONS.toString()} conditions`, 'leave out those that others imply')
    }
    conditions.push(conditionOf(text, tokens[i], tokens[i + 1], tokens[i + 2]))
  }
  return conditions
}

function conditionOf(
  text: string,
  name: Token | undefined,
  operator: Token | undefined,
  quantity: Token | undefined,
): Condition {
  const subject = subjectOf(text, name)
  const end = text.length
  if (operator?.kind !== 'operator' || !OPERATORS.includes(operator.text)) {
    const isEqual = /^[=!]+$/.test(operator?.text ?? '')
    const hint = isEqual ? 'what is measured is never equal: give bounds' : 'one of < <= > >='
    throw fault(text, operator?.at ?? end, `a comparison is wanted after ${subject}`, hint)
  }
  if (quantity?.kind !== 'quantity') {
    throw fault(text, quantity?.at ?? end, `a number is wanted after ${operator.text}`, EXAMPLE)
  }
  return { subject, operator: operator.text as Operator, value: valueOf(text, subject, quantity) }
}

function subjectOf(text: string, name: Token | undefined): Subject {
  if (name?.kind === 'name') {
    const subject = SUBJECTS.find((each) => each === name.text)
    if (subject !== undefined) return subject
    const near = SUBJECTS.find((each) => each.toLowerCase() === name.text.toLowerCase())
    const isWord = /^(?:and|or|not)$/i.test(name.text)
    const hint = near !== undefined ? `write ${near}` : `there are ${SUBJECTS.join(', ')}`
    throw fault(text, name.at, `"${name.text}" is no attribute`, isWord ? EXAMPLE : hint)
  }
  throw fault(text, name?.at ?? text.length, 'the name of an attribute is wanted', `there are ${SUBJECTS.join(', ')}`)
}

function valueOf(text: string, subject: Subject, { text: quantity, at }: Token): number {
  const [, digits = '', unit = ''] = /^([0-9.]+)(.*)$/.exec(quantity) ?? []
  if (!/^(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)$/.test(digits)) {
    throw fault(text, at, `"${digits}" is no number`, 'digits, and a decimal point if need be')
  }
  const { units, bare } = UNITS[MEASURES[subject]]
  const names = [...units.keys()].join(', ')
  const factor = unit === '' && bare ? 1 : units.get(unit)
  if (factor === undefined) {
    const what = unit === '' ? `${subject} needs a unit` : `${subject} is not told in "${unit}"`
    throw fault(text, at + digits.length, what, names === '' ? 'a number alone' : `one of ${names}`)
  }
  const value = Number(digits) * factor
  if (value > MAX_FIGURE) throw fault(text, at, 'the number is too large', `at most ${MAX_FIGURE.toString()}`)
  return value
}
