import { createHash, randomFillSync } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { AdminClient, type SwarmInfo } from '../admin/client.ts'
import { OrbError } from '../base/index.ts'
import type { Fleet, FleetDaemon } from './fleet.ts'

/** Keys that every daemon is asked for. */
export const DEMO_KEYS = 100
/** Size of the file that is made when none is given: 64 MiB. */
export const DEMO_FILE_BYTES = 64 * 1024 * 1024
/** Leechers must get at least this part of their bytes from others than the seeder. */
const NON_SEEDER_SHARE = 0.2
const LOOK_MS = 50
/** The file must be everywhere by then. */
const FETCH_MS = 300_000

/** Says what happens, a line each. */
export type Say = (line: string) => void

interface Member {
  readonly daemon: FleetDaemon
  readonly client: AdminClient
  readonly ringIds: readonly string[]
}

/** What one leecher's own books say. */
interface Fetched {
  readonly member: Member
  readonly seconds: number
  readonly fromSeeder: number
  readonly fromOthers: number
  readonly sha256: string
}

/** The demo proper, on a fleet that runs. Each check that fails throws. */
export class DemoRun {
  readonly #say: Say
  readonly #dir: string
  #members: readonly Member[] = []

  constructor(dir: string, say: Say) {
    this.#dir = dir
    this.#say = say
  }

  async run(fleet: Fleet, file: string | undefined): Promise<void> {
    this.#members = await Promise.all(
      fleet.daemons.map(async (daemon) => {
        const client = new AdminClient({ url: daemon.url, token: daemon.token, timeoutMs: 30_000 })
        const { ringIds } = await client.call('status', {})
        return { daemon, client, ringIds }
      }),
    )
    try {
      await this.#lookups()
      await this.#swarm(file ?? (await this.#makeFile()))
    } finally {
      for (const { client } of this.#members) client.close()
    }
  }

  /** Every daemon is asked for every key; the answers are computed from the sorted ring ids alone. */
  async #lookups(): Promise<void> {
    const ids = this.#members.flatMap(({ ringIds }) => ringIds).toSorted()
    const keys = Array.from({ length: DEMO_KEYS }, (_, i) => `demo/key-${i + 1}`)
    const times: number[] = []
    await Promise.all(
      this.#members.map(async ({ client, daemon }) => {
        for (const key of keys) {
          const { owner, durationMs } = await client.call('lookup', { params: { key } })
          const expected = succ(ids, createHash('sha256').update(key).digest('hex'))
          if (owner.ringId !== expected) {
            throw new OrbError('UNFINISHED', `${daemon.name} says ${owner.ringId} for ${key}, it is ${expected}`)
          }
          times.push(durationMs)
        }
      }),
    )
    const sorted = times.toSorted((a, b) => a - b)
    const middle = sorted[Math.floor(sorted.length / 2)] ?? 0
    this.#say(
      `LOOKUP: ${this.#members.length} daemons × ${DEMO_KEYS} keys, all ${times.length} answers equal succ(key) of the ` +
        `sorted ring ids (median ${middle.toFixed(2)} ms, all daemons at once)`,
    )
  }

  async #makeFile(): Promise<string> {
    const path = join(this.#dir, 'demo.bin')
    const file = await open(path, 'w')
    const chunk = Buffer.allocUnsafe(1024 * 1024)
    for (let at = 0; at < DEMO_FILE_BYTES; at += chunk.byteLength) await file.write(randomFillSync(chunk))
    await file.close()
    return path
  }

  async #swarm(path: string): Promise<void> {
    const [seeder, ...leechers] = this.#members
    if (seeder === undefined || leechers.length === 0) return
    const expected = await sha256(path)
    const shared = await seeder.client.call('addSwarm', { body: { path } }, { timeoutMs: FETCH_MS })
    const { swarmId, magnet, sizeBytes } = shared
    if (swarmId === null || magnet === null || sizeBytes === null) {
      throw new OrbError('INTERNAL', 'a shared file has no magnet')
    }
    this.#say(`${seeder.daemon.name} shares ${basename(path)} (${mib(sizeBytes)}): ${magnet}`)
    const results = await Promise.all(
      leechers.map((member) => this.#fetch(member, { swarmId, magnet }, seeder.daemon.peerId, basename(path))),
    )
    for (const { member, seconds, fromSeeder, fromOthers, sha256: got } of results) {
      if (got !== expected)
        throw new OrbError('CHUNK_CORRUPT', `${member.daemon.name} has SHA-256 ${got}, not ${expected}`)
      this.#say(
        `${member.daemon.name} has it after ${seconds.toFixed(1)} s with equal SHA-256, ` +
          `${percent(fromOthers, fromSeeder + fromOthers)} of the bytes from others than the seeder`,
      )
    }
    const others = results.reduce((sum, { fromOthers }) => sum + fromOthers, 0)
    const all = results.reduce((sum, { fromOthers, fromSeeder }) => sum + fromOthers + fromSeeder, 0)
    this.#say(`Swarm: ${percent(others, all)} of all fetched bytes came from peers that were fetching as well`)
    if (leechers.length > 1 && sizeBytes >= DEMO_FILE_BYTES && others < NON_SEEDER_SHARE * all) {
      throw new OrbError(
        'UNFINISHED',
        `only ${percent(others, all)} came from others than the seeder, 20 % are asked for`,
      )
    }
  }

  async #fetch(
    member: Member,
    { swarmId, magnet }: { swarmId: string; magnet: string },
    seederId: string,
    name: string,
  ): Promise<Fetched> {
    const output = join(this.#dir, `fetched-${member.daemon.name}`)
    await mkdir(output, { recursive: true })
    const begun = performance.now()
    await member.client.call('addSwarm', { body: { magnet, output } })
    const swarm = await this.#whole(member, swarmId, begun + FETCH_MS)
    const seconds = (performance.now() - begun) / 1000
    let fromSeeder = 0
    let fromOthers = 0
    for (const { peerId, downloadedBytes } of swarm.peers) {
      if (peerId === seederId) fromSeeder += downloadedBytes
      else fromOthers += downloadedBytes
    }
    return { member, seconds, fromSeeder, fromOthers, sha256: await sha256(join(output, name)) }
  }

  async #whole(member: Member, id: string, until: number): Promise<SwarmInfo> {
    for (;;) {
      const swarm = await member.client.call('swarm', { params: { id } })
      if (swarm.state === 'seeding') return swarm
      if (swarm.state === 'failed')
        throw new OrbError('UNFINISHED', `${member.daemon.name}: ${swarm.reason ?? 'failed'}`)
      if (performance.now() > until) {
        throw new OrbError('TIMEOUT', `${member.daemon.name} is still ${swarm.state}: ${swarm.reason ?? ''}`)
      }
      await pause(LOOK_MS)
    }
  }
}

/** succ(id) of sorted ids: the first not below it, else the first of all. */
function succ(sorted: readonly string[], id: string): string {
  return sorted.find((candidate) => candidate >= id) ?? sorted[0] ?? ''
}

async function sha256(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path, { highWaterMark: 1024 * 1024 }), hash)
  return hash.digest('hex')
}

const mib = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(1)} MiB`
const percent = (part: number, all: number): string => `${all === 0 ? 0 : Math.round((100 * part) / all)} %`
