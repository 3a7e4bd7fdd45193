import { OrbError } from '../base/index.ts'

/**
 * A run of a simulated world as data: who is there, what befalls it and when, and what it is asked. It is plain JSON, so a
 * failing one can be kept, shrunk, mended by hand and run again. docs/simulation.md says what each part means.
 */
export interface Schedule {
  /** For the reader: what it shows. */
  readonly about?: string
  /** Which world it is for. */
  readonly world: string
  readonly seed: number
  /** Numbered from 0, all there and settled when the schedule begins. */
  readonly nodes: number
  /** Entries of a full successor list; absent: as in the daemon. */
  readonly successors?: number
  /** On the ring, of each node; absent: one. */
  readonly positions?: number
  /** Every n-th message goes through the wire codec; absent: none. */
  readonly codecEvery?: number
  /** Then all faults end, and what must become right has `settleMs` for it. */
  readonly untilMs: number
  readonly settleMs: number
  /** Of a script that is kept: what comes of it. */
  readonly expect?: Expectation
  readonly actions: readonly Action[]
}

export interface Expectation {
  /** `ok`, or the check that fails. */
  readonly outcome: string
  /** Counts of the world that must be reached: that something happened at all. */
  readonly atLeast?: Readonly<Record<string, number>>
  readonly atMost?: Readonly<Record<string, number>>
}

/** Where a condition of the network applies: everywhere, to all links of one node, or one way of one link. */
interface Place {
  readonly node?: number
  readonly from?: number
  readonly to?: number
}
/** For how long; absent: until the schedule ends. */
interface Lasting {
  readonly forMs?: number
}

/** What happens; nodes are numbers, those from `nodes` on are started by the schedule itself. */
export type Deed =
  /** Power is cut; after `forMs` it starts again. */
  | ({ readonly do: 'crash'; readonly node: number } & Lasting)
  /** A clean stop, without leaving the ring first; after `forMs` it starts again. */
  | ({ readonly do: 'stop'; readonly node: number } & Lasting)
  /** It leaves the ring gracefully, then stops; after `forMs` it starts again. */
  | ({ readonly do: 'leave'; readonly node: number } & Lasting)
  /** A node starts, for the first time or again, and joins. */
  | { readonly do: 'start'; readonly node: number }
  /** Groups that do not reach each other; who stands in none is with the first. */
  | ({ readonly do: 'partition'; readonly groups: readonly (readonly number[])[] } & Lasting)
  /** One way of one link is dead. */
  | ({ readonly do: 'block'; readonly from: number; readonly to: number } & Lasting)
  | ({ readonly do: 'loss'; readonly rate: number } & Place & Lasting)
  | ({ readonly do: 'duplicate'; readonly rate: number } & Place & Lasting)
  | ({ readonly do: 'corrupt'; readonly rate: number } & Place & Lasting)
  | ({ readonly do: 'reorder'; readonly rate: number; readonly ms: number } & Place & Lasting)
  | ({ readonly do: 'delay'; readonly ms: number } & Place & Lasting)
  | ({ readonly do: 'jitter'; readonly ms: number } & Place & Lasting)
  | ({ readonly do: 'diskError'; readonly node: number; readonly code: DiskCode } & Lasting)
  /** Such a share of groups fails. */
  | ({ readonly do: 'diskFlaky'; readonly node: number; readonly rate: number } & Lasting)
  | ({ readonly do: 'diskSlow'; readonly node: number; readonly ms: number } & Lasting)
  | ({ readonly do: 'clockDrift'; readonly node: number; readonly ppm: number } & Lasting)
  /** The calendar jumps, forward or back. */
  | { readonly do: 'clockJump'; readonly node: number; readonly ms: number }
  /** The calendar says that it may be wrong by so much. */
  | ({ readonly do: 'clockDoubt'; readonly node: number; readonly ms: number } & Lasting)
  /** One look-up; `target` is a ring id, or its first digits with zeros behind them. */
  | { readonly do: 'lookup'; readonly node: number; readonly target: string }
  /** A look-up by a random node for a random target, again and again. */
  | ({ readonly do: 'lookups'; readonly everyMs: number } & Lasting)

export type DiskCode = 'STORAGE_FULL' | 'IO' | 'CORRUPT'
export type Action = Deed & {
  /** After the beginning, milliseconds. */
  readonly atMs: number
}
export type Verb = Deed['do']

/** What a schedule may ask for: enough for every experiment, too little to fill the memory by a slip of the pen. */
export const MAX_SCHEDULE_NODES = 100_000
export const MAX_SCHEDULE_ACTIONS = 100_000
/** A day. */
export const MAX_SCHEDULE_MS = 86_400_000
const MAX_SUCCESSORS = 32
const MAX_POSITIONS = 16
const MAX_SEED = Number.MAX_SAFE_INTEGER
const MAX_PPM = 100_000
/** The calendar may be a century off. */
const MAX_JUMP_MS = 3_155_760_000_000

type Check = ((value: unknown) => boolean) & { readonly range?: string }
const integer = (least: number, most: number): Check =>
  Object.assign(
    (value: unknown) => Number.isInteger(value) && (value as number) >= least && (value as number) <= most,
    { range: `a whole number from ${least} to ${most}` },
  )
const amount = (least: number, most: number): Check =>
  Object.assign((value: unknown) => typeof value === 'number' && value >= least && value <= most, {
    range: `a number from ${least} to ${most}`,
  })
const node = integer(0, 2 * MAX_SCHEDULE_NODES - 1)
const ms = amount(0, MAX_SCHEDULE_MS)
const rate = amount(0, 1)
const groups: Check = (value) =>
  Array.isArray(value) && value.length >= 1 && value.every((group) => Array.isArray(group) && group.every(node))
const code: Check = (value) => value === 'STORAGE_FULL' || value === 'IO' || value === 'CORRUPT'
const target: Check = (value) => typeof value === 'string' && /^[0-9a-f]{1,64}$/.test(value)

/** The fields of each verb: what they must be, and with ? which may be absent. */
type Fields = Record<string, Check>
const LASTING: Fields = { 'forMs?': ms }
const PLACE: Fields = { 'node?': node, 'from?': node, 'to?': node }
const VERBS: Record<Verb, Fields> = {
  crash: { node, ...LASTING },
  stop: { node, ...LASTING },
  leave: { node, ...LASTING },
  start: { node },
  partition: { groups, ...LASTING },
  block: { from: node, to: node, ...LASTING },
  loss: { rate, ...PLACE, ...LASTING },
  duplicate: { rate, ...PLACE, ...LASTING },
  corrupt: { rate, ...PLACE, ...LASTING },
  reorder: { rate, ms, ...PLACE, ...LASTING },
  delay: { ms, ...PLACE, ...LASTING },
  jitter: { ms, ...PLACE, ...LASTING },
  diskError: { node, code, ...LASTING },
  diskFlaky: { node, rate, ...LASTING },
  diskSlow: { node, ms, ...LASTING },
  clockDrift: { node, ppm: amount(-MAX_PPM, MAX_PPM), ...LASTING },
  clockJump: { node, ms: amount(-MAX_JUMP_MS, MAX_JUMP_MS) },
  clockDoubt: { node, ms, ...LASTING },
  lookup: { node, target },
  lookups: { everyMs: amount(1, MAX_SCHEDULE_MS), ...LASTING },
}
export const VERB_NAMES = Object.keys(VERBS) as Verb[]

const limits: Check = (value) =>
  typeof value === 'object' && value !== null && Object.values(value).every((each) => typeof each === 'number')
const EXPECTATION: Fields = {
  outcome: (value) => typeof value === 'string',
  'atLeast?': limits,
  'atMost?': limits,
}
const SCHEDULE: Fields = {
  'about?': (value) => typeof value === 'string',
  world: (value) => typeof value === 'string',
  seed: integer(-MAX_SEED, MAX_SEED),
  nodes: integer(1, MAX_SCHEDULE_NODES),
  'successors?': integer(1, MAX_SUCCESSORS),
  'positions?': integer(1, MAX_POSITIONS),
  'codecEvery?': integer(0, MAX_SEED),
  untilMs: ms,
  settleMs: ms,
  'expect?': () => true,
  actions: (value) => Array.isArray(value) && value.length <= MAX_SCHEDULE_ACTIONS,
}

/**
 * Takes a value, as of JSON.parse, for a schedule.
 * @throws OrbError INVALID_ARGUMENT naming the field that is missing, unknown, or of the wrong kind or size
 */
export function parseSchedule(value: unknown): Schedule {
  checkFields(value, SCHEDULE, 'the schedule')
  const schedule = value as Schedule
  if (schedule.expect !== undefined) checkFields(schedule.expect, EXPECTATION, 'what is expected')
  schedule.actions.forEach((action, index) => {
    const where = `action ${index}`
    const verb = String((action as Partial<Action> | null)?.do)
    const fields = Object.hasOwn(VERBS, verb) ? VERBS[verb as Verb] : undefined
    if (fields === undefined) {
      throw refused(`${where} does what nobody knows`, `the verbs are ${VERB_NAMES.join(', ')}`)
    }
    checkFields(action, { atMs: ms, do: () => true, ...fields }, where)
    if ('from' in action !== 'to' in action) throw refused(`${where} needs both from and to, or neither`)
  })
  return schedule
}

function checkFields(value: unknown, fields: Fields, where: string): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw refused(`${where} is not an object`)
  const given = value as Record<string, unknown>
  for (const [name, check] of Object.entries(fields)) {
    const optional = name.endsWith('?')
    const key = optional ? name.slice(0, -1) : name
    if (given[key] === undefined) {
      if (!optional) throw refused(`${where} lacks ${key}`)
    } else if (!check(given[key])) {
      const range = check.range === undefined ? '' : `; it is ${check.range}`
      throw refused(`${where} has a wrong ${key}: ${JSON.stringify(given[key]).slice(0, 80)}${range}`)
    }
  }
  for (const key of Object.keys(given)) {
    if (!Object.hasOwn(fields, key) && !Object.hasOwn(fields, `${key}?`))
      throw refused(`${where} has an unknown field ${key.slice(0, 80)}`)
  }
}

function refused(message: string, hint = 'the format is described in docs/simulation.md'): OrbError {
  return new OrbError('INVALID_ARGUMENT', message, { hint })
}

/** As a person keeps it: an action a line. */
export function formatSchedule(schedule: Schedule): string {
  const { actions, ...head } = schedule
  const lines = Object.entries(head).map(([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)},`)
  const list = actions.map((action) => `    ${spaced(action)}`).join(',\n')
  return `{\n${lines.join('\n')}\n  "actions": [${list === '' ? '' : `\n${list}\n  `}]\n}\n`
}

const spaced = (action: Action): string => {
  const { atMs, do: verb, ...rest } = action
  const parts = Object.entries({ atMs, do: verb, ...rest }).map(([key, value]) => `"${key}": ${JSON.stringify(value)}`)
  return `{ ${parts.join(', ')} }`
}
