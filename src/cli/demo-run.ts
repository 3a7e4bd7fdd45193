import { createHash, randomBytes, randomFillSync } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { AdminClient, type SwarmInfo } from '../admin/client.ts'
import { OrbError } from '../base/index.ts'
import { demoSpace } from './demo-space.ts'
import type { Fleet, FleetDaemon } from './fleet.ts'

/** Keys that every daemon is asked for. */
export const DEMO_KEYS = 100
/** Size of the file that is made when none is given: 64 MiB. */
export const DEMO_FILE_BYTES = 64 * 1024 * 1024
/** Size of the record that is put. */
const RECORD_BYTES = 1024
/** Groups form in the first seconds of a ring: a put or a set may wait that long. */
const AGREE_MS = 60_000
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
        const client = new AdminClient({ url: daemon.url, token: daemon.token, timeoutMs: AGREE_MS + 5_000 })
        const { ringIds } = await client.call('status', {})
        return { daemon, client, ringIds }
      }),
    )
    try {
      await this.#lookups()
      await this.#record()
      await this.#name()
      await demoSpace(this.#members, this.#say)
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

  /** Put through the first daemon, read through all others: the same bytes, or it fails. */
  async #record(): Promise<void> {
    const [writer, ...readers] = this.#members
    if (writer === undefined) return
    const params = { key: 'demo/record' }
    const query = { timeoutMs: String(AGREE_MS) }
    const value = randomBytes(RECORD_BYTES)
    const begun = performance.now()
    const { replicas = 0 } = await writer.client.call('putRecord', { params, query, body: value })
    const putMs = performance.now() - begun
    await Promise.all(
      readers.map(async ({ client, daemon }) => {
        const got = await client.call('record', { params, query })
        if (!value.equals(got)) throw new OrbError('UNFINISHED', `${daemon.name} reads another record than was put`)
      }),
    )
    this.#say(
      `Record: ${writer.daemon.name} put ${RECORD_BYTES} bytes, on ${replicas} disks after ${putMs.toFixed(1)} ms; ` +
        `all ${readers.length} others read the same bytes`,
    )
  }

  /** Set through the last daemon, read through all: the same owner, value and version, or it fails. */
  async #name(): Promise<void> {
    const setter = this.#members.at(-1)
    if (setter === undefined) return
    const params = { name: 'demo/name' }
    const query = { timeoutMs: String(AGREE_MS) }
    const value = `set-${randomBytes(8).toString('hex')}`
    const set = await setter.client.call('setName', { params, query, body: { kind: 'text', value } })
    await Promise.all(
      this.#members.map(async ({ client, daemon }) => {
        const got = await client.call('name', { params, query })
        if (got.value !== value || got.version !== set.version || got.owner !== setter.daemon.peerId) {
          throw new OrbError('UNFINISHED', `${daemon.name} reads another entry of ${params.name} than was set`)
        }
      }),
    )
    this.#say(`Name: ${setter.daemon.name} set ${params.name}; all ${this.#members.length} read its value and version`)
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
