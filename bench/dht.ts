/**
 * LOOKUP and get against other DHTs, side by side in one run on loopback: hyperdht, OpenDHT and @libp2p/kad-dht. Each
 * system has a process of its own with all of its nodes in it, asks from random nodes for random keys, one at a time and
 * then with 16 in flight; runs alternate, and the medians of all runs are printed with their ratios.
 *
 *   npx tsx bench/dht.ts [--nodes 32,64] [--runs 3] [--peers DIR] [--python /usr/bin/python3] [--no-kad]
 *                        [--operations lookup,get]
 *
 * The peers are not dependencies of this project. The npm ones are looked for in DIR/node_modules (also
 * ORBWEAVER_BENCH_PEERS):
 *
 *   mkdir DIR && cd DIR && npm init -y && npm install hyperdht@6.34.0 @libp2p/kad-dht@16.4.5 libp2p@3.3.11 \
 *     @libp2p/tcp@11.0.28 @chainsafe/libp2p-noise@17.0.0 @libp2p/yamux@8.0.3 @libp2p/identify@4.1.14 @libp2p/ping@3.1.13
 *
 * hyperdht is MIT; libp2p and kad-dht are Apache-2.0 OR MIT. OpenDHT is GPL-3.0-or-later and Debian's: `apt-get install
 * python3-opendht` (2.4.12), run by the system's Python. Who is not installed is skipped, and said so.
 *
 * What is compared. Orbweaver: LOOKUP is recursive over connections with Noise, get reads from a majority of 3 replicas on
 * disk. hyperdht: `lookup` asks the 20 nearest nodes over UDP, `immutableGet` stops at the first that has the value, in
 * memory. OpenDHT: `get` ends at the first value; it has no look-up of its own, and runs on threads in C++. kad-dht:
 * `getClosestPeers` and `get`.
 */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { Figures, Outcome } from './dht-measure.ts'
import { median, show } from './report.ts'

const { values } = parseArgs({
  options: {
    nodes: { type: 'string', default: '32,64' },
    runs: { type: 'string', default: '3' },
    peers: { type: 'string', default: process.env['ORBWEAVER_BENCH_PEERS'] ?? '' },
    python: { type: 'string', default: '/usr/bin/python3' },
    kad: { type: 'boolean', default: true },
    operations: { type: 'string', default: 'lookup,get' },
  },
  allowNegative: true,
})

interface System {
  readonly name: string
  readonly command: readonly string[]
  /** Of the plan, where the system is too slow for the whole. */
  readonly plan?: readonly string[]
}

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url))
/**
 * Node's own handling of types and not tsx, which wraps each function that is made to keep its name: what is built and
 * shipped has no such wrappers, and the peers, which are plain JavaScript, have none either.
 */
const typed = [process.execPath, '--experimental-transform-types', '--disable-warning=ExperimentalWarning']
/** A start of 64 nodes of kad-dht alone takes minutes. */
const GIVE_UP_MS = 600_000

/** Those that are there; of the others it is said that they are not. */
async function present(): Promise<System[]> {
  const systems: System[] = [{ name: 'orbweaver', command: [...typed, here('dht-orbweaver.ts')] }]
  const has = (name: string): boolean => values.peers !== '' && existsSync(join(values.peers, 'node_modules', name))
  const skipped = (name: string, why: string): void => {
    console.error(`SKIPPED: ${name} is not installed (${why}); the head of bench/dht.ts says how`)
  }
  if (has('hyperdht')) systems.push({ name: 'hyperdht', command: [...typed, here('dht-hyperdht.ts')] })
  else skipped('hyperdht', values.peers === '' ? 'no --peers' : values.peers)
  const hasOpenDht = await succeeds(values.python, ['-c', 'import opendht'])
  if (hasOpenDht) systems.push({ name: 'OpenDHT', command: [values.python, here('dht-opendht.py')] })
  else skipped('OpenDHT', values.python)
  if (!values.kad) return systems
  const plan = ['--warm', '10', '--alone', '30', '--many', '60']
  if (has('@libp2p/kad-dht')) systems.push({ name: 'kad-dht', command: [...typed, here('dht-kad.ts')], plan })
  else skipped('@libp2p/kad-dht', values.peers === '' ? 'no --peers' : values.peers)
  return systems
}

function succeeds(command: string, args: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'ignore' })
    child.on('error', () => {
      resolve(false)
    })
    child.on('exit', (code) => {
      resolve(code === 0)
    })
  })
}

/** Runs one system once; undefined, and said why, when it fails. */
function measured({ name, command, plan = [] }: System, nodes: string): Promise<Outcome | undefined> {
  const [program = '', ...args] = command
  // OpenDHT's script knows neither.
  const ours = program === values.python ? [] : ['--peers', values.peers, '--operations', values.operations]
  return new Promise((resolve) => {
    const child = spawn(program, [...args, '--nodes', nodes, ...plan, ...ours], {
      stdio: ['ignore', 'pipe', 'inherit'],
      timeout: GIVE_UP_MS,
      killSignal: 'SIGKILL',
    })
    let text = ''
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
    child.on('close', (code) => {
      const last = text.trimEnd().split('\n').at(-1) ?? ''
      if (code === 0) resolve(JSON.parse(last) as Outcome)
      else {
        console.error(`FAILED: ${name} with ${nodes} nodes ended with ${code ?? 'a signal'}`)
        resolve(undefined)
      }
    })
  })
}

function medians(outcomes: readonly Outcome[], operation: 'lookup' | 'get'): Figures | undefined {
  const figures = outcomes.flatMap(({ [operation]: each }) => (each === undefined ? [] : [each]))
  if (figures.length === 0) return undefined
  const of = (pick: (each: Figures) => number): number => median(figures.map(pick))
  return {
    p50: of(({ p50 }) => p50),
    p99: of(({ p99 }) => p99),
    perSecond: of(({ perSecond }) => perSecond),
    cpuMsEach: of(({ cpuMsEach }) => cpuMsEach),
  }
}

const line = (cells: readonly string[]): string =>
  `  ${cells.map((cell, i) => (i < 2 ? cell.padEnd(10) : cell.padStart(12))).join(' ')}`

function print(nodes: string, outcomes: ReadonlyMap<string, readonly Outcome[]>): void {
  console.log(`\n${nodes} nodes, medians of ${values.runs} runs`)
  console.log(line(['', '', 'p50 ms', 'p99 ms', '/s at 16', 'CPU ms each']))
  const all = new Map<string, Figures>()
  for (const [name, runs] of outcomes) {
    for (const operation of ['lookup', 'get'] as const) {
      const figures = medians(runs, operation)
      if (figures === undefined) continue
      all.set(`${name} ${operation}`, figures)
      const { p50, p99, perSecond, cpuMsEach } = figures
      console.log(line([name, operation, show(p50), show(p99), show(perSecond), show(cpuMsEach)]))
    }
  }
  ratio(all, 'orbweaver lookup', 'hyperdht lookup', 'p50 and p99 at most 0.5 (goal 0.3), rate at least 5')
  ratio(all, 'orbweaver get', 'OpenDHT get', 'p50 at most 1.0 (goal 0.5)')
  ratio(all, 'orbweaver get', 'hyperdht get')
  ratio(all, 'orbweaver lookup', 'kad-dht lookup')
}

function ratio(all: ReadonlyMap<string, Figures>, ours: string, theirs: string, gate = ''): void {
  const [a, b] = [all.get(ours), all.get(theirs)]
  if (a === undefined || b === undefined) return
  const of = (pick: (figures: Figures) => number): string => show(pick(a) / pick(b))
  console.log(
    `  ${ours} / ${theirs}: p50 ${of(({ p50 }) => p50)}, p99 ${of(({ p99 }) => p99)}, ` +
      `rate ${of(({ perSecond }) => perSecond)}${gate === '' ? '' : `; ${gate}`}`,
  )
}

const systems = await present()
for (const nodes of values.nodes.split(',')) {
  const outcomes = new Map<string, Outcome[]>()
  for (let run = 0; run < Number(values.runs); run++) {
    for (const system of systems) {
      const outcome = await measured(system, nodes)
      if (outcome !== undefined) outcomes.set(system.name, [...(outcomes.get(system.name) ?? []), outcome])
    }
  }
  print(nodes, outcomes)
}
