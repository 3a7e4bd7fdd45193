import assert from 'node:assert/strict'
import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Fleet, FleetDaemon } from '../../src/cli/fleet.ts'
import { Random } from '../../src/base/index.ts'
import { api, checkLookups, eventually, sha256, withFleet, writeRandom } from './rig.ts'

const MIB = 2 ** 20
const KEYS = Array.from({ length: 10 }, (_, i) => `key ${i}`)

/** In which part of its life the daemon is killed; the exact moment is drawn. */
const MOMENTS = ['start', 'share', 'leave', 'write', 'fetch', 'join', 'stop', 'idle'] as const
type Moment = (typeof MOMENTS)[number]

interface Swarm {
  readonly swarmId: string
  readonly state: string
}

/**
 * Runs four daemons and kills one of them with -9 again and again; each time it must come back with all that it owes.
 * @param withinMs how long that may take; undefined: as any short test
 */
export async function restartLoop(kills: number, seed: number, withinMs?: number): Promise<void> {
  let told = (): string => 'at the start'
  try {
    await withFleet(
      4,
      async (fleet, dir) => {
        const loop = new RestartLoop(fleet, dir, new Random(seed))
        told = () => loop.told
        await loop.begin()
        for (let i = 0; i < kills; i++) await loop.round(MOMENTS[i % MOMENTS.length] ?? 'idle')
        await loop.end()
      },
      withinMs === undefined ? {} : { withinMs },
    )
  } catch (error) {
    console.error(`seed ${seed}, ${told()}`)
    throw error
  }
}

class RestartLoop {
  /** What it was about, for a failure's message. */
  told = ''
  readonly #fleet: Fleet
  readonly #dir: string
  readonly #random: Random
  /** Swarms whose adding was acknowledged, and those whose removal was. */
  readonly #owed = new Set<string>()
  readonly #removed = new Set<string>()
  /** Fetches that were acknowledged: where the file goes, and its hash. */
  readonly #fetches: { readonly path: string; readonly hash: string }[] = []
  #epoch = 0
  #made = 0

  constructor(fleet: Fleet, dir: string, random: Random) {
    this.#fleet = fleet
    this.#dir = dir
    this.#random = random
  }

  get #victim(): FleetDaemon {
    return this.#fleet.daemons[1] as FleetDaemon
  }

  async begin(): Promise<void> {
    const path = join(this.#dir, 'kept.bin')
    await writeRandom(path, MIB)
    await this.#acknowledged('POST', { path })
    await this.#check()
  }

  async round(moment: Moment): Promise<void> {
    const delayMs = this.#random.below(moment === 'start' ? 800 : moment === 'join' ? 2_500 : 120)
    this.told = `round ${++this.#made}, killed ${delayMs} ms into ${moment}`
    const killed = this.#killAfter(delayMs)
    if (moment === 'start' || moment === 'join') {
      // It runs: the first kill ends it, the second one comes while it starts.
      await killed
      const starting = this.#victim.start().catch(() => undefined)
      await this.#killAfter(delayMs)
      await starting
      // One that was not yet a process when the kill came has started: a second on the same folder would be refused.
      await this.#victim.end('SIGKILL')
    } else {
      // What fails because the daemon is gone was not acknowledged.
      await this.#during(moment).catch(() => undefined)
      await killed
    }
    await this.#victim.start()
    await this.#check()
  }

  async #killAfter(delayMs: number): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, delayMs))
    await this.#victim.end('SIGKILL')
  }

  async #during(moment: Moment): Promise<void> {
    const name = `file-${this.#made}.bin`
    switch (moment) {
      case 'share': {
        const path = join(this.#dir, name)
        await writeRandom(path, 8 * MIB)
        await this.#acknowledged('POST', { path })
        return
      }
      case 'fetch': {
        const path = join(this.#dir, name)
        const hash = await writeRandom(path, 16 * MIB)
        const shared = await api<Swarm & { magnet: string }>(
          this.#fleet.daemons[0] as FleetDaemon,
          'POST',
          '/v1/swarms',
          { path },
        )
        const output = join(this.#dir, `got-${this.#made}`)
        await mkdir(output)
        await this.#acknowledged('POST', { magnet: shared.body.magnet, output })
        this.#fetches.push({ path: join(output, name), hash })
        return
      }
      case 'write':
        // Small synced writes, one after the other, until it dies in the middle of one.
        for (let i = 0; ; i++) {
          const id = (this.#made * 1_000 + i).toString(16).padStart(64, '0')
          await this.#acknowledged('POST', { magnet: `magnet:?xt=urn:btmh:1220${id}` })
          if (i % 3 === 2) await this.#acknowledged('DELETE', id)
        }
      case 'leave':
        await api(this.#victim, 'POST', '/v1/leave')
        return
      case 'stop':
        await this.#victim.end('SIGTERM')
        return
      default:
    }
  }

  /** Adds or removes a swarm; from the answer on it is owed. */
  async #acknowledged(method: 'POST' | 'DELETE', what: object | string): Promise<void> {
    if (typeof what === 'string') {
      // Asked for and not answered it may be there or not.
      this.#owed.delete(what)
      const { status } = await api(this.#victim, 'DELETE', `/v1/swarms/${what}`)
      assert.equal(status, 204)
      this.#removed.add(what)
      return
    }
    const { status, body } = await api<Swarm>(this.#victim, method, '/v1/swarms', what)
    assert.equal(status, 201, JSON.stringify(body))
    this.#owed.add(body.swarmId)
  }

  async #check(): Promise<void> {
    const victim = this.#victim
    const { body: status } = await api<{ epoch: number }>(victim, 'GET', '/v1/status')
    assert.ok(status.epoch > this.#epoch, `epoch ${status.epoch} after ${this.#epoch}`)
    this.#epoch = status.epoch
    assert.equal((await readFile(join(victim.dataDir, 'lock'), 'utf8')).trim(), String(victim.pid))
    const { body } = await api<{ swarms: Swarm[] }>(victim, 'GET', '/v1/swarms')
    const here = new Set(body.swarms.map(({ swarmId }) => swarmId))
    for (const id of this.#owed) assert.ok(here.has(id), `${id} was acknowledged and is lost`)
    for (const id of this.#removed) assert.ok(!here.has(id), `${id} was removed and is back`)
    for (const { state, swarmId } of body.swarms) assert.notEqual(state, 'failed', swarmId)
    await eventually(20_000, 'all four answer right', async () => {
      await checkLookups(this.#fleet.daemons, KEYS)
      return true
    })
  }

  async end(): Promise<void> {
    this.told = 'at the end'
    for (const { path, hash } of this.#fetches) {
      await eventually(60_000, `${path} is there`, async () => ((await sha256(path)) === hash ? true : undefined))
    }
    const hidden = (await readdir(this.#victim.dataDir)).filter((name) => name.startsWith('.'))
    assert.ok(hidden.length <= 2, `temporary files pile up: ${hidden.join(', ')}`)
    // No mutual blame: the others hold nobody for dead or banned, and the one that was killed is a peer like any other.
    await eventually(20_000, 'the first has three peers', async () => {
      const { body } = await api<{ peers: unknown[] }>(this.#fleet.daemons[0] as FleetDaemon, 'GET', '/v1/peers')
      assert.equal(body.peers.length, 3)
      return true
    })
  }
}
