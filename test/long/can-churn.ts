import assert from 'node:assert/strict'
import { setTimeout as pause } from 'node:timers/promises'
import { contains, Random, type Zone } from '../../src/base/index.ts'
import type { FleetDaemon } from '../../src/cli/fleet.ts'
import { api, eventually, LONG_FLEET_MS, withFleet } from '../process/rig.ts'

export interface ChurnOptions {
  readonly daemons: number
  readonly seconds: number
  readonly items: number
  readonly seed: number
  /** A zone whose holder was killed must have another within this. */
  readonly takeoverMs: number
}

/** Nothing that must come is given up before. */
const PATIENCE_MS = 120_000
/** How long one request may wait for its answer. */
const CALL_MS = 10_000
/** A map is asked for again and again until it is whole: what does not answer must not hold it up for long. */
const MAP_MS = 1_500
/** Daemons that are down at once at most; each is killed when what the one before held is taken over. */
const MAX_DOWN = 2
/** Points that each survivor is asked for in each round. */
const POINTS = 8
const WRITERS = 4

interface Part extends Pick<Zone, 'low' | 'high' | 'path'> {
  readonly peerId: string
}
interface MapAnswer {
  readonly zones: readonly Part[]
  readonly missing: readonly unknown[]
}
interface Page {
  readonly items: readonly { readonly key: string; readonly value: string }[]
  readonly next: string | null
  readonly missing: readonly unknown[]
}

/** An item with one writer at a time: the last value that was acknowledged, and those of which nobody was told. */
interface Entry {
  readonly key: string
  readonly point: string
  acknowledged: number
  readonly unknown: Set<number>
}

/**
 * Real daemons divide a space and write items into it, while one after the other is killed with -9 and started again. After
 * each kill: another has its zone in time, every survivor says of random points what the map says, and no acknowledged
 * item is gone, or older than it was.
 */
export async function canChurn(options: ChurnOptions): Promise<void> {
  const random = new Random(options.seed)
  await withFleet(
    options.daemons,
    async ({ daemons }) => {
      const churn = new CanChurn(daemons, random, options)
      try {
        await churn.run()
      } finally {
        console.log(churn.told())
      }
    },
    { args: ['--admin-writes-per-second', '1000000'], withinMs: LONG_FLEET_MS },
  )
}

class CanChurn {
  readonly #daemons: readonly FleetDaemon[]
  readonly #random: Random
  readonly #options: ChurnOptions
  readonly #entries: readonly Entry[]
  readonly #takeoversMs: number[] = []
  readonly #down = new Set<FleetDaemon>()
  #serial = 0
  #locates = 0
  #writes = 0
  /** Writes that were not acknowledged, by what was said. */
  readonly #failed: Record<string, number> = {}
  #restarts = 0
  #stopped = false

  constructor(daemons: readonly FleetDaemon[], random: Random, options: ChurnOptions) {
    this.#daemons = daemons
    this.#random = random
    this.#options = options
    this.#entries = Array.from({ length: options.items }, (_, i) => ({
      key: `item-${i}`,
      point: `${random.float()},${random.float()}`,
      acknowledged: 0,
      unknown: new Set<number>(),
    }))
  }

  /** Those that are ready, and not being killed. */
  get #running(): FleetDaemon[] {
    return this.#daemons.filter((daemon) => !this.#down.has(daemon))
  }

  async run(): Promise<void> {
    await this.#divided()
    await this.#fill()
    const until = performance.now() + this.#options.seconds * 1_000
    const writers = Array.from({ length: WRITERS }, (_, i) => this.#write(i))
    try {
      while (performance.now() < until) {
        const victim = this.#random.pick(this.#running)
        if (victim === undefined) break
        await this.#killed(victim)
        while (this.#down.size >= MAX_DOWN || (this.#down.size > 0 && this.#random.below(2) === 0)) {
          await this.#restart()
          this.#restarts++
        }
        await pause(this.#random.below(2_000))
      }
      while (this.#down.size > 0) await this.#restart()
    } finally {
      this.#stopped = true
      await Promise.all(writers)
    }
    await this.#divided()
    for (const daemon of this.#daemons) await this.#allThere(daemon)
    const { takeoverMs } = this.#options
    assert.ok(Math.max(...this.#takeoversMs) <= takeoverMs, `take-overs took ${this.#takeoversMs.join(', ')} ms`)
  }

  told(): string {
    const sorted = this.#takeoversMs.toSorted((a, b) => a - b).map((ms) => Math.round(ms))
    return (
      `${sorted.length} kills, ${this.#restarts} restarts meanwhile; taken over after ${sorted[sorted.length >> 1] ?? '-'} ms ` +
      `(median), ${sorted.at(-1) ?? '-'} ms (longest); ${this.#locates} locates; ${this.#writes} writes, not ` +
      `acknowledged: ${JSON.stringify(this.#failed)}`
    )
  }

  /** One of those that are down, by chance. */
  async #restart(): Promise<void> {
    const daemon = this.#random.pick([...this.#down])
    if (daemon === undefined) return
    await daemon.start()
    this.#down.delete(daemon)
  }

  async #killed(victim: FleetDaemon): Promise<void> {
    const { peerId, name } = victim
    this.#down.add(victim)
    await victim.end('SIGKILL')
    const begun = performance.now()
    const [asked] = this.#random.shuffle(this.#running)
    if (asked === undefined) return
    await this.#wholeMap(asked, `what ${name} held is taken over`, peerId)
    this.#takeoversMs.push(performance.now() - begun)
    await Promise.all(this.#running.map((daemon) => this.#locatesRight(daemon)))
    await this.#allThere(asked)
  }

  /** All points have a holder that answers, and that one is not `without`. */
  #wholeMap(asked: FleetDaemon, what: string, without = ''): Promise<MapAnswer> {
    return eventually(PATIENCE_MS, `${what}, as ${asked.name} sees it`, async () => {
      const { status, body } = await api<MapAnswer>(asked, 'GET', `/v1/can/map?timeoutMs=${MAP_MS}`)
      if (status !== 200) throw new Error(JSON.stringify(body))
      const volume = body.zones.reduce((sum, { path }) => sum + 2 ** -path.length, 0)
      const isWhole = volume === 1 && body.missing.length === 0
      if (isWhole && body.zones.every(({ peerId }) => peerId !== without)) return body
      throw new Error(body.zones.map(({ path, peerId }) => `${path}=${peerId.slice(-4)}`).join(' '))
    })
  }

  /** One zone each. */
  async #divided(): Promise<void> {
    const [asked] = this.#running
    if (asked === undefined) return
    await eventually(PATIENCE_MS, 'all hold one zone each', async () => {
      const { zones } = await this.#wholeMap(asked, 'the space is whole')
      const holders = new Set(zones.map(({ peerId }) => peerId))
      return zones.length === this.#daemons.length && holders.size === zones.length ? true : undefined
    })
  }

  /** What it says of random points is what the map said before, or says after: zones are reassigned meanwhile. */
  async #locatesRight(daemon: FleetDaemon): Promise<void> {
    for (let i = 0; i < POINTS; i++) {
      const point = [this.#random.float(), this.#random.float()]
      const holder = ({ zones }: MapAnswer): string | undefined => zones.find((zone) => contains(zone, point))?.peerId
      const before = holder(await this.#wholeMap(daemon, 'the space is whole'))
      const path = `/v1/can/locate?point=${point.join(',')}&timeoutMs=${CALL_MS}`
      const { status, body } = await api<{ owner?: { peerId: string } }>(daemon, 'GET', path)
      this.#locates++
      const owner = body.owner?.peerId
      if (status === 200 && owner === before) continue
      const after = holder(await this.#wholeMap(daemon, 'the space is whole'))
      assert.ok(
        status === 200 && owner === after,
        `${daemon.name} says ${status} ${JSON.stringify(body)} of ${point.join(',')}; it was ${before}'s, it is ${after}'s`,
      )
    }
  }

  /** Every item that was acknowledged by now is found in the whole space, as it was or later. */
  async #allThere(daemon: FleetDaemon): Promise<void> {
    const owed = this.#entries.map((entry) => ({ entry, least: entry.acknowledged }))
    const found = await eventually(PATIENCE_MS, `${daemon.name} lists the whole space`, () => this.#list(daemon))
    for (const { entry, least } of owed) {
      const value = found.get(entry.key)
      const isThere = value === undefined ? least === 0 : value >= least || entry.unknown.has(value)
      assert.ok(isThere, `${entry.key} at ${entry.point} is ${value ?? 'gone'}, acknowledged was ${least}`)
    }
  }

  /** Undefined: a part of the space has not answered. */
  async #list(daemon: FleetDaemon): Promise<Map<string, number> | undefined> {
    const found = new Map<string, number>()
    let after = ''
    for (;;) {
      const path = `/v1/can/items?box=0,0:1,1&limit=1000&timeoutMs=${CALL_MS}${after}`
      const { status, body } = await api<Page>(daemon, 'GET', path)
      if (status !== 200 || body.missing.length > 0) return undefined
      for (const { key, value } of body.items) found.set(key, Number(value))
      if (body.next === null) return found
      after = `&after=${encodeURIComponent(body.next)}`
    }
  }

  async #fill(): Promise<void> {
    const left = [...this.#entries]
    const worker = async (): Promise<void> => {
      for (let entry = left.pop(); entry !== undefined; entry = left.pop()) {
        while (entry.acknowledged === 0) await this.#put(entry)
      }
    }
    await Promise.all(Array.from({ length: WRITERS }, worker))
  }

  /** Each writer has items of its own. */
  async #write(writer: number): Promise<void> {
    const own = this.#entries.filter((_, i) => i % WRITERS === writer)
    while (!this.#stopped) {
      const entry = this.#random.pick(own)
      if (entry === undefined) return
      await this.#put(entry)
      await pause(20)
    }
  }

  async #put(entry: Entry): Promise<void> {
    const daemon = this.#random.pick(this.#running)
    if (daemon === undefined) return
    const value = ++this.#serial
    this.#writes++
    entry.unknown.add(value)
    try {
      const path = `/v1/can/items?key=${entry.key}&point=${entry.point}&lease=1h&timeoutMs=${CALL_MS}`
      const response = await fetch(`${daemon.url}${path}`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${daemon.token}` },
        body: String(value),
      })
      const { code } = (await response.json()) as { code?: string }
      if (response.status === 200) {
        entry.unknown.delete(value)
        entry.acknowledged = value
        return
      }
      assert.ok(response.status >= 500, `PUT ${entry.key}: ${response.status} ${code ?? ''}`)
      this.#count(code ?? String(response.status))
    } catch (error) {
      // It was killed while it worked on this: nobody knows what has come of it.
      if (!(error instanceof TypeError)) throw error
      this.#count('cut off')
    }
  }

  #count(why: string): void {
    this.#failed[why] = (this.#failed[why] ?? 0) + 1
  }
}
