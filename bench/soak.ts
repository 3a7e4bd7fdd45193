/**
 * Does memory stay flat? Three daemons live for the whole run while others join and go, 50 a minute, each with an identity
 * of its own. Every fifth guest is a process that is killed with -9; the others live in this process, since starting Node
 * fifty times a minute would take most of two cores, and leave or stop by turns. Each minute every survivor's heap is
 * measured after a full collection (through Node's inspector), with its resident memory.
 *
 *   npx tsx bench/soak.ts [--minutes 30] [--per-minute 50] [--json out.json]
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { Fleet, FleetDaemon } from '../src/cli/fleet.ts'
import { loadConfig, type LoadedConfig } from '../src/config/index.ts'
import { startDaemon } from '../src/daemon/index.ts'
import { printTable, processUsage } from './report.ts'

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '30' },
    'per-minute': { type: 'string', default: '50' },
    json: { type: 'string' },
  },
})
const minutes = Number(values.minutes)
const everyMs = 60_000 / Number(values['per-minute'])
/** Joins overlap with leaves: about so many guests are in the ring at once. */
const STAY_MS = 6_000
const READY_MS = 60_000
/** Caches fill and code is compiled in the first minutes: they are no growth. */
const WARM_UP = Math.min(5, Math.floor(minutes / 3))

/** A daemon's inspector. */
class Inspector {
  readonly #socket: WebSocket
  readonly #waiting = new Map<number, (result: unknown) => void>()
  #last = 0

  private constructor(socket: WebSocket) {
    this.#socket = socket
    socket.addEventListener('message', ({ data }) => {
      const { id, result } = JSON.parse(String(data)) as { id: number; result: unknown }
      this.#waiting.get(id)?.(result)
      this.#waiting.delete(id)
    })
  }

  static async of(daemon: FleetDaemon): Promise<Inspector> {
    const url = /ws:\/\/\S+/.exec(daemon.log)?.[0]
    if (url === undefined) throw new Error(`${daemon.name} says of no inspector:\n${daemon.log}`)
    const socket = new WebSocket(url)
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve)
      socket.addEventListener('error', reject)
    })
    return new Inspector(socket)
  }

  #ask(method: string): Promise<unknown> {
    const id = ++this.#last
    this.#socket.send(JSON.stringify({ id, method }))
    return new Promise((resolve) => this.#waiting.set(id, resolve))
  }

  /** Bytes in use after a full collection. */
  async heapBytes(): Promise<number> {
    await this.#ask('HeapProfiler.collectGarbage')
    return ((await this.#ask('Runtime.getHeapUsage')) as { usedSize: number }).usedSize
  }

  close(): void {
    this.#socket.close()
  }
}

interface Sample {
  readonly minute: number
  readonly heapMb: number
  readonly rssMb: number
}

/** Least squares: MB a minute. */
function slope(samples: readonly Sample[], pick: (sample: Sample) => number): number {
  const n = samples.length
  const meanX = samples.reduce((sum, { minute }) => sum + minute, 0) / n
  const meanY = samples.reduce((sum, sample) => sum + pick(sample), 0) / n
  const covariance = samples.reduce((sum, sample) => sum + (sample.minute - meanX) * (pick(sample) - meanY), 0)
  return covariance / samples.reduce((sum, { minute }) => sum + (minute - meanX) ** 2, 0)
}

const dir = await mkdtemp(join(tmpdir(), 'orbweaver-soak-'))
const fleet = await Fleet.start({ nodes: 3, dir: join(dir, 'stable'), env: { NODE_OPTIONS: '--inspect=127.0.0.1:0' } })
const inspectors = await Promise.all(fleet.daemons.map((daemon) => Inspector.of(daemon)))
const samples: Sample[][] = fleet.daemons.map(() => [])
const counts = { joined: 0, left: 0, stopped: 0, killed: 0, failed: 0 }

/** A guest in this process: leaves, or stops. */
async function shortStay(home: string, joinString: string, leaves: boolean): Promise<void> {
  const options = {
    'overlay.listen': ['/ip4/127.0.0.1/tcp/0'],
    'admin.listen': '127.0.0.1:0',
    'log.level': 'silent',
    'swarm.hashWorkers': '1',
  }
  const load = (): Promise<LoadedConfig> => loadConfig({ dataDir: home, options, joins: [joinString] }, {})
  const config = await load()
  const ready = Promise.withResolvers<undefined>()
  const daemon = await startDaemon(config, {
    onReady: () => {
      ready.resolve(undefined)
    },
    load,
  })
  const timer = setTimeout(() => {
    ready.reject(new Error('not ready in time'))
  }, READY_MS)
  await Promise.race([ready.promise, daemon.stopped])
  clearTimeout(timer)
  counts.joined++
  await sleep(STAY_MS)
  if (leaves) {
    await daemon.control.leave()
    await daemon.stopped
    counts.left++
  } else {
    await daemon.stop('its time is over')
    counts.stopped++
  }
}

/** A guest that is killed. */
async function killed(name: string, home: string, joinString: string): Promise<void> {
  const guest = new FleetDaemon(name, home, ['--listen', '/ip4/127.0.0.1/tcp/0', '--admin', '127.0.0.1:0'], {})
  try {
    await guest.start(joinString)
    counts.joined++
    await sleep(STAY_MS)
    counts.killed++
  } finally {
    await guest.end('SIGKILL')
  }
}

async function visit(number: number, joinString: string): Promise<void> {
  const home = join(dir, `guest-${number}`)
  try {
    if (number % 5 === 4) await killed(`guest-${number}`, home, joinString)
    else await shortStay(home, joinString, number % 2 === 0)
  } catch (error) {
    counts.failed++
    console.error(`guest ${number}: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`)
  } finally {
    await rm(home, { recursive: true, force: true })
  }
}

async function sample(minute: number): Promise<void> {
  for (const [i, daemon] of fleet.daemons.entries()) {
    const heapMb = (await (inspectors[i] as Inspector).heapBytes()) / 1e6
    const rssMb = processUsage(daemon.pid ?? 0).rssBytes / 1e6
    samples[i]?.push({ minute, heapMb, rssMb })
    console.error(`minute ${minute}: ${daemon.name} heap ${heapMb.toFixed(2)} MB, RSS ${rssMb.toFixed(0)} MB`)
  }
}

try {
  const joinString = await fleet.daemons[0]?.joinString()
  if (joinString === undefined) throw new Error('no daemon')
  const guests = new Set<Promise<void>>()
  const begun = performance.now()
  let number = 0
  for (let minute = 0; minute <= minutes; minute++) {
    await sample(minute)
    while (minute < minutes && performance.now() - begun < (minute + 1) * 60_000) {
      const guest = visit(number++, joinString).finally(() => guests.delete(guest))
      guests.add(guest)
      await sleep(Math.max(0, begun + number * everyMs - performance.now()))
    }
  }
  await Promise.all(guests)
  for (const inspector of inspectors) inspector.close()
  if (values.json !== undefined) await writeFile(values.json, JSON.stringify({ counts, samples }))
  const warm = samples.map((each) => each.filter(({ minute }) => minute >= WARM_UP))
  printTable(`${minutes} minutes with ${values['per-minute']} joins and leaves a minute`, [
    { what: 'guests that joined', value: counts.joined, unit: '' },
    { what: 'left / stopped / killed', value: counts.left, unit: '', note: `${counts.stopped} / ${counts.killed}` },
    { what: 'failed', value: counts.failed, unit: '', gate: '0' },
    ...warm.flatMap((each, i) => {
      const { heapMb = NaN } = each[0] ?? {}
      const growth = slope(each, (one) => one.heapMb) * (minutes - WARM_UP)
      const note = `${heapMb.toFixed(1)} MB after ${WARM_UP} min, ${(each.at(-1)?.heapMb ?? NaN).toFixed(1)} MB at the end`
      return [
        { what: `heap growth of daemon ${i + 1}, fitted`, value: growth, unit: 'MB', gate: '< 1', note },
        { what: 'its RSS at the end', value: each.at(-1)?.rssMb ?? NaN, unit: 'MB' },
      ]
    }),
  ])
} finally {
  await fleet.stop()
  await rm(dir, { recursive: true, force: true })
}
