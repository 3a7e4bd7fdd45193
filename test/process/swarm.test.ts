import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import type { FleetDaemon } from '../../src/cli/fleet.ts'
import { api, eventually, sha256, sharedFleet, writeRandom } from './rig.ts'

interface Swarm {
  readonly swarmId: string
  readonly magnet: string
  readonly state: string
  readonly reason?: string
  readonly verifiedBytes: number
  readonly downloadedBytes: number
  readonly sizeBytes: number
}
const MIB = 2 ** 20

async function share(daemon: FleetDaemon, path: string): Promise<Swarm> {
  const { status, body } = await api<Swarm>(daemon, 'POST', '/v1/swarms', { path })
  assert.equal(status, 201, JSON.stringify(body))
  return body
}

async function state(daemon: FleetDaemon, swarmId: string): Promise<Swarm> {
  const { status, body } = await api<Swarm>(daemon, 'GET', `/v1/swarms/${swarmId}`)
  assert.equal(status, 200, JSON.stringify(body))
  return body
}

const whole = (daemon: FleetDaemon, swarmId: string) => async (): Promise<Swarm | undefined> => {
  const swarm = await state(daemon, swarmId)
  assert.notEqual(swarm.state, 'failed', swarm.reason)
  return swarm.state === 'seeding' ? swarm : undefined
}

const shared = sharedFleet(3)

describe('a fetch that is interrupted', () => {
  const bytes = 192 * MIB
  const file = (): string => join(shared.dir, 'film.bin')
  let seeded: { readonly swarm: Swarm; readonly expected: string } | undefined

  /** Shared once, for both. */
  const film = async (): Promise<NonNullable<typeof seeded>> => {
    if (seeded === undefined) {
      const expected = await writeRandom(file(), bytes)
      seeded = { swarm: await share(shared.daemons[0] as FleetDaemon, file()), expected }
    }
    return seeded
  }

  for (const [at, signal] of [
    [1, 'SIGKILL'],
    [2, 'SIGTERM'],
  ] as const) {
    it(`goes on after ${signal} where it was`, async () => {
      const leecher = shared.daemons[at] as FleetDaemon
      const { swarm, expected } = await film()
      const { magnet, swarmId } = swarm
      const output = join(shared.dir, `got-${signal}`)
      await mkdir(output)
      assert.equal((await api(leecher, 'POST', '/v1/swarms', { magnet, output })).status, 201)
      await eventually(30_000, 'an eighth is there', async () => {
        return (await state(leecher, swarmId)).verifiedBytes >= bytes / 8 ? true : undefined
      })
      await leecher.end(signal)
      await leecher.start()
      const done = await eventually(60_000, 'the rest is there', whole(leecher, swarmId))
      assert.equal(await sha256(join(output, 'film.bin')), expected)
      assert.ok(done.downloadedBytes < bytes, `fetched ${done.downloadedBytes} of ${bytes} again after the restart`)
    })
  }
})

describe('folders', () => {
  it('with odd names arrive whole, empty files too', async () => {
    const [seeder, one, two] = shared.daemons as [FleetDaemon, FleetDaemon, FleetDaemon]
    const folder = join(shared.dir, 'ordner 🦊')
    const files = new Map<string, Buffer>([
      ['leer', Buffer.alloc(0)],
      ['ein byte', Buffer.of(7)],
      ['%2e%2e', Buffer.from('not a parent')],
      [join('tief', 'ü'.repeat(120), 'x'), Buffer.alloc(300_000, 3)],
      ['16 KiB', Buffer.alloc(16 * 1024, 5)],
    ])
    for (const [name, content] of files) {
      await mkdir(join(folder, name, '..'), { recursive: true })
      await writeFile(join(folder, name), content)
    }
    const { magnet, swarmId } = await share(seeder, folder)
    for (const daemon of [one, two]) {
      const output = join(shared.dir, `got-${daemon.name}`)
      await mkdir(output)
      await api(daemon, 'POST', '/v1/swarms', { magnet, output })
    }
    for (const daemon of [one, two]) {
      await eventually(30_000, 'whole', whole(daemon, swarmId))
      for (const [name, content] of files) {
        const got = await readFile(join(shared.dir, `got-${daemon.name}`, 'ordner 🦊', name))
        assert.ok(got.equals(content), name)
      }
    }
  })
})

describe('a magnet that nobody has', () => {
  it('says why it stalls', async () => {
    const [, daemon] = shared.daemons as [FleetDaemon, FleetDaemon]
    const magnet = `magnet:?xt=urn:btmh:1220${'ab'.repeat(32)}&dn=nothing`
    const { status, body } = await api<Swarm>(daemon, 'POST', '/v1/swarms', { magnet })
    assert.equal(status, 201, JSON.stringify(body))
    const stalled = await eventually(20_000, 'it is stalled', async () => {
      const swarm = await state(daemon, 'ab'.repeat(32))
      return swarm.state === 'stalled' ? swarm : undefined
    })
    assert.match(stalled.reason ?? '', /\S/)
  })
})

describe('a swarm that was removed', () => {
  it('can be fetched again into another folder; one that is here keeps its place', async () => {
    const [seeder, leecher] = shared.daemons as [FleetDaemon, FleetDaemon]
    const file = join(shared.dir, 'again.bin')
    const expected = await writeRandom(file, MIB)
    const { magnet, swarmId } = await share(seeder, file)
    for (const name of ['first', 'second', 'third']) {
      const output = join(shared.dir, name)
      await mkdir(output)
      assert.equal((await api(leecher, 'POST', '/v1/swarms', { magnet, output })).status, 201)
      await eventually(30_000, `whole in ${name}`, whole(leecher, swarmId))
      assert.equal(await sha256(join(output, 'again.bin')), expected)
      const elsewhere = await api<{ code: string }>(leecher, 'POST', '/v1/swarms', { magnet, output: shared.dir })
      assert.deepEqual([elsewhere.status, elsewhere.body.code], [409, 'CONFLICT'])
      assert.equal((await api(leecher, 'DELETE', `/v1/swarms/${swarmId}`)).status, 204)
    }
  })

  it('a .torrent that is a pipe, a device or a folder is refused at once', async () => {
    const [daemon] = shared.daemons as [FleetDaemon]
    const pipe = join(shared.dir, 'pipe')
    execFileSync('mkfifo', [pipe])
    for (const torrent of [pipe, '/dev/zero', shared.dir]) {
      const { status, body } = await api<{ code: string }>(daemon, 'POST', '/v1/swarms', { torrent })
      assert.deepEqual([status, body.code], [400, 'INVALID_ARGUMENT'], torrent)
    }
  })
})
