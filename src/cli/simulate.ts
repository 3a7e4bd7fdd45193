import { constants } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { Option, type Command } from 'commander'
import { OrbError } from '../base/index.ts'
import { errorCode, ioError } from '../config/index.ts'
import {
  describeFailure,
  drawScenario,
  formatSchedule,
  parseSchedule,
  runSchedule,
  SCENARIOS,
  shrink,
  unmet,
  worldOf,
  WORLDS,
  type Outcome,
  type Schedule,
} from '../sim/index.ts'
import { Ended, type Context } from './context.ts'
import { EXIT } from './exit-codes.ts'
import { harmless, pairs } from './format.ts'
import type { Configure } from './verb.ts'

/** Seeds of one run of the verb: an hour or so. */
const MAX_SEEDS = 100_000
/** A schedule of MAX_SCHEDULE_ACTIONS actions is smaller. */
const MAX_FILE_BYTES = 32 * 1024 * 1024

interface SimulateFlags {
  readonly seed: string
  readonly seeds: string
  readonly show?: boolean
}

/** What one schedule came to. */
interface Report {
  readonly seed: number
  readonly ok: boolean
  readonly outcome: Outcome
  /** Of one that failed: as small as it can be made. */
  readonly minimal?: Schedule
}

export const configure: Configure = (command, run) => {
  const names = Object.entries(SCENARIOS).map(([name, { about }]) => `  ${name.padEnd(10)} ${about}`)
  command
    .description(
      'Runs simulated nodes, the machines that the daemon runs, in virtual time under faults, and checks the ring and every ' +
        'answer. Needs no daemon. A failing schedule is shrunk and printed. Exit code 0 only if all is right.',
    )
    .argument('<scenario>', 'a schedule file (see docs/simulation.md), or one that is drawn by its seed')
    .addOption(new Option('--seed <n>', 'the first seed, of a scenario that is drawn').default('1'))
    .addOption(new Option('--seeds <n>', 'so many seeds, one after the other').default('1'))
    .option('--show', 'print the schedule, too')
    .addHelpText('after', `\nScenarios:\n${names.join('\n')}`)
    .action(async (scenario: string) => run(command, (context) => simulate(context, command, scenario)))
}

async function simulate(context: Context, command: Command, scenario: string): Promise<void> {
  const flags = command.opts<SimulateFlags>()
  const first = wholeNumber(flags.seed, '--seed', 0, Number.MAX_SAFE_INTEGER)
  const count = wholeNumber(flags.seeds, '--seeds', 1, MAX_SEEDS)
  const schedules = Object.hasOwn(SCENARIOS, scenario)
    ? drawn(scenario, first, count)
    : [await fileSchedule(command, context.absolute(scenario), scenario)]
  const reports: Report[] = []
  for (const schedule of schedules) {
    if (flags.show === true && !context.json) context.io.stdout.write(formatSchedule(schedule))
    const report = runOne(schedule)
    reports.push(report)
    if (!context.json) context.io.stdout.write(`${textOf(scenario, schedule, report)}\n`)
  }
  const ok = reports.every((report) => report.ok)
  if (context.json) context.print({ ok, scenario, reports: reports.map(jsonOf) }, () => '')
  if (!ok) throw new Ended(EXIT.failure)
}

function* drawn(scenario: string, first: number, count: number): Generator<Schedule> {
  for (let i = 0; i < count; i++) yield drawScenario(scenario, first + i)
}

async function fileSchedule(command: Command, path: string, named: string): Promise<Schedule> {
  const text = await readText(path, named)
  const flag = ['seed', 'seeds'].find((name) => command.getOptionValueSource(name) === 'cli')
  if (flag !== undefined) {
    throw new OrbError('USAGE', `--${flag} is for scenarios that are drawn`, {
      hint: 'a schedule file has its own seed',
    })
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new OrbError('INVALID_ARGUMENT', `${named} is not JSON: ${(cause as Error).message}`, { cause })
  }
  return parseSchedule(value)
}

async function readText(path: string, named: string): Promise<string> {
  let file: FileHandle
  try {
    // A pipe that nobody writes to would never be open.
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw ioError(`cannot read ${harmless(named)}`, error)
    throw new OrbError('NOT_FOUND', `there is no file nor scenario ${harmless(named)}`, {
      hint: `scenarios are ${Object.keys(SCENARIOS).join(', ')}`,
    })
  }
  try {
    const info = await file.stat()
    if (!info.isFile()) {
      throw new OrbError('INVALID_ARGUMENT', `${harmless(named)} is no regular file`, {
        hint: 'a schedule is a file of JSON, see docs/simulation.md',
      })
    }
    if (info.size > MAX_FILE_BYTES) {
      throw new OrbError('TOO_LARGE', `${harmless(named)} is larger than ${MAX_FILE_BYTES} bytes`)
    }
    return await file.readFile('utf8')
  } catch (error) {
    throw error instanceof OrbError ? error : ioError(`cannot read ${harmless(named)}`, error)
  } finally {
    await file.close()
  }
}

/** Actions that name a node which no action has started by then: they are passed over, mostly by a slip of the pen. */
function strangers({ nodes, actions }: Schedule): string[] {
  const startAt = new Map<number, number>()
  for (const action of actions) {
    if (action.do !== 'start') continue
    startAt.set(action.node, Math.min(startAt.get(action.node) ?? Infinity, action.atMs))
  }
  return actions.flatMap((action, at) => {
    if (action.do === 'start') return []
    const named = [
      ...('node' in action ? [action.node] : []),
      ...('from' in action ? [action.from, action.to] : []),
      ...('groups' in action ? action.groups.flat() : []),
    ]
    const isStrange = (node: number): boolean => node >= nodes && (startAt.get(node) ?? Infinity) > action.atMs
    const strange = named.filter((node) => node !== undefined && isStrange(node))
    return strange.length === 0 ? [] : [`action ${at} (${action.do}) names node ${strange.join(', ')}`]
  })
}

function runOne(schedule: Schedule): Report {
  const make = worldOf(WORLDS, schedule.world)
  const outcome = runSchedule(schedule, make)
  const { seed } = schedule
  if (unmet(schedule, outcome) === undefined) return { seed, ok: true, outcome }
  // Other counts than expected are nothing that a smaller schedule would show better.
  if (outcome.ok) return { seed, ok: false, outcome }
  const small = shrink(schedule, (each) => runSchedule(each, make).check === outcome.check)
  return { seed, ok: false, outcome: runSchedule(small.schedule, make), minimal: small.schedule }
}

function textOf(scenario: string, schedule: Schedule, { ok, outcome, minimal }: Report): string {
  const title = schedule.about ?? `${scenario}, seed ${schedule.seed}`
  const faults = schedule.actions.filter(({ do: verb }) => verb !== 'lookup' && verb !== 'lookups').length
  if (minimal !== undefined) return `${title}\n${describeFailure(minimal, outcome)}`
  return pairs([
    ['schedule', title],
    ['nodes', String(schedule.nodes)],
    ['faults', String(faults)],
    ['simulated', `${(outcome.atMs / 1000).toFixed(1)} s`],
    ...Object.entries(outcome.counts).map(([name, value]) => [name, String(value)] as const),
    ...strangers(schedule).map((words) => ['not there', words] as const),
    ['result', ok ? 'all right' : `not as expected: ${unmet(schedule, outcome) ?? ''}`],
  ])
}

const jsonOf = ({ seed, ok, outcome, minimal }: Report): object => ({
  seed,
  ok,
  check: outcome.check ?? null,
  detail: outcome.detail ?? null,
  simulatedMs: outcome.atMs,
  counts: outcome.counts,
  fingerprint: outcome.fingerprint,
  ...(minimal === undefined ? {} : { minimal, trace: outcome.trace }),
})

function wholeNumber(text: string, flag: string, least: number, most: number): number {
  const value = Number(text)
  if (/^\d{1,16}$/.test(text) && value >= least && value <= most) return value
  throw new OrbError('USAGE', `${flag} must be a whole number from ${least} to ${most}`)
}
