/** For dht.ts: one system under measurement in a process of its own, all of its nodes in that process. */
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { quantile } from './report.ts'

/** What one operation came to. Times in milliseconds, one at a time; rate and CPU time with 16 in flight. */
export interface Figures {
  readonly p50: number
  readonly p99: number
  readonly perSecond: number
  readonly cpuMsEach: number
}

/** What a process of one system prints as its last line. */
export interface Outcome {
  readonly startSeconds: number
  readonly lookup?: Figures
  readonly get?: Figures
}

/** A system with all its nodes started. An operation is one look-up or one get, by any node; it throws when it fails. */
export interface Subject {
  readonly lookup?: (i: number) => Promise<void>
  readonly get?: (i: number) => Promise<void>
  close(): Promise<void>
}

export interface Plan {
  readonly nodes: number
  /** Operations before anything is measured, one after another, then measured so, then with 16 in flight. */
  readonly warm: number
  readonly alone: number
  readonly many: number
  /** Which of `lookup` and `get` to measure. */
  readonly operations: readonly string[]
}

/** In flight at once. */
const AT_ONCE = 16

/** Reads the plan from the command line, starts, measures, prints, ends the process. */
export async function runSubject(start: (plan: Plan, peers: string) => Promise<Subject>): Promise<void> {
  const { values } = parseArgs({
    options: {
      nodes: { type: 'string', default: '32' },
      warm: { type: 'string', default: '300' },
      alone: { type: 'string', default: '300' },
      many: { type: 'string', default: '1500' },
      peers: { type: 'string', default: '' },
      operations: { type: 'string', default: 'lookup,get' },
    },
  })
  const { peers, operations, ...numbers } = values
  const plan: Plan = {
    nodes: Number(numbers.nodes),
    warm: Number(numbers.warm),
    alone: Number(numbers.alone),
    many: Number(numbers.many),
    operations: operations.split(','),
  }
  const begun = performance.now()
  const subject = await start(plan, peers)
  const startSeconds = (performance.now() - begun) / 1000
  const outcome: Outcome = {
    startSeconds,
    ...(subject.lookup === undefined || !plan.operations.includes('lookup')
      ? {}
      : { lookup: await measure(subject.lookup, plan) }),
    ...(subject.get === undefined || !plan.operations.includes('get') ? {} : { get: await measure(subject.get, plan) }),
  }
  await subject.close()
  console.log(JSON.stringify(outcome))
  // Some peers leave timers behind.
  process.exit(0)
}

async function measure(operation: (i: number) => Promise<void>, { warm, alone, many }: Plan): Promise<Figures> {
  let next = 0
  for (const end = next + warm; next < end;) await operation(next++)
  const times: number[] = []
  for (const end = next + alone; next < end;) {
    const begun = performance.now()
    await operation(next++)
    times.push(performance.now() - begun)
  }
  const end = next + many
  const worker = async (): Promise<void> => {
    while (next < end) await operation(next++)
  }
  const cpuBegun = cpuMs()
  const begun = performance.now()
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  const seconds = (performance.now() - begun) / 1000
  return {
    p50: quantile(times, 0.5),
    p99: quantile(times, 0.99),
    perSecond: many / seconds,
    cpuMsEach: (cpuMs() - cpuBegun) / many,
  }
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** Imports a package from another folder's node_modules. */
export async function importFrom(folder: string, name: string): Promise<unknown> {
  const dir = resolve(folder, 'node_modules', name)
  const manifest = JSON.parse(readFileSync(resolve(dir, 'package.json'), 'utf8')) as {
    readonly main?: string
    readonly exports?: Readonly<Record<string, string | Readonly<Record<string, string>>>>
  }
  const main = manifest.exports?.['.']
  const file = typeof main === 'string' ? main : (main?.['import'] ?? manifest.main ?? 'index.js')
  return import(pathToFileURL(resolve(dir, file)).href)
}

/** A seedless draw: which node asks next. */
export function pickFrom<T>(list: readonly T[]): T {
  const one = list[Math.floor(Math.random() * list.length)]
  if (one === undefined) throw new Error('nobody to pick from')
  return one
}
