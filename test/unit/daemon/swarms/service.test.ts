import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { pipeline } from 'node:stream/promises'
import type { SwarmInfo } from '../../../../src/admin/index.ts'
import type { SwarmId } from '../../../../src/base/index.ts'
import type { SwarmParams } from '../../../../src/protocols/swarm/index.ts'
import { Town, type TownDaemon } from './town.ts'

const MIB = 1024 * 1024

function townOf(t: TestContext, params: Partial<SwarmParams> = {}): Town {
  const town = new Town(params)
  t.after(() => town.close())
  return town
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}

async function shareFile(daemon: TownDaemon, name: string, bytes: number): Promise<SwarmInfo> {
  const path = join(daemon.folder, name)
  await writeFile(path, randomBytes(bytes))
  return daemon.swarms.addSwarm({ path }, new AbortController().signal)
}

const fetch = (daemon: TownDaemon, shared: SwarmInfo): Promise<SwarmInfo> =>
  daemon.swarms.addSwarm({ magnet: shared.magnet! }, new AbortController().signal)

async function until(town: Town, what: string, isSo: () => boolean, limitMs = 20_000): Promise<void> {
  const end = performance.now() + limitMs
  while (!isSo()) {
    assert.ok(performance.now() < end, `${what}: not within ${limitMs} ms\n${town.describe()}`)
    await town.changed()
  }
}

const info = (daemon: TownDaemon, shared: SwarmInfo): SwarmInfo => daemon.swarms.swarm(shared.swarmId as SwarmId)
const isDone = (daemon: TownDaemon, shared: SwarmInfo): boolean => {
  const { state, path } = info(daemon, shared)
  return state === 'seeding' && !path.includes('.orbweaver-')
}

void test('a file is shared, found by its magnet link, fetched and put in its place', async (t) => {
  const town = townOf(t)
  const seeder = await town.add('seeder')
  const leecher = await town.add('leecher')
  const shared = await shareFile(seeder, 'film.bin', 5 * MIB + 12_345)
  assert.equal(shared.state, 'seeding')
  const begun = await fetch(leecher, shared)
  assert.equal(begun.name, 'film.bin')
  await until(town, 'the fetch', () => isDone(leecher, shared))
  const fetched = info(leecher, shared)
  assert.equal(await sha256Of(fetched.path), await sha256Of(join(seeder.folder, 'film.bin')))
  assert.equal(fetched.verifiedBytes, 5 * MIB + 12_345)
  assert.deepEqual(await readdir(join(leecher.folder, 'downloads')), ['film.bin'])
})

void test('four leechers at once: equal files, and much of them from each other', async (t) => {
  const town = townOf(t)
  const seeder = await town.add('seeder')
  const leechers = [await town.add('l1'), await town.add('l2'), await town.add('l3'), await town.add('l4')]
  const shared = await shareFile(seeder, 'big.bin', 64 * MIB)
  await Promise.all(leechers.map((leecher) => fetch(leecher, shared)))
  await until(town, 'all four', () => leechers.every((leecher) => isDone(leecher, shared)), 60_000)
  const hash = await sha256Of(join(seeder.folder, 'big.bin'))
  let fromSeeder = 0
  let total = 0
  for (const leecher of leechers) {
    const { path, peers } = info(leecher, shared)
    assert.equal(await sha256Of(path), hash)
    for (const { peerId, downloadedBytes } of peers) {
      total += downloadedBytes
      if (peerId === seeder.peer) fromSeeder += downloadedBytes
    }
  }
  console.log(`copies of the seeder: ${(fromSeeder / (64 * MIB)).toFixed(2)}`)
  assert.equal(total, 4 * 64 * MIB, 'nothing came twice')
  assert.ok(fromSeeder / total < 0.6, `${((100 * fromSeeder) / total).toFixed(0)} % came from the seeder`)
})

void test('a folder with empty, small and large files', async (t) => {
  const town = townOf(t)
  const seeder = await town.add('seeder')
  const leecher = await town.add('leecher')
  const root = join(seeder.folder, 'album')
  await mkdir(join(root, 'inner'), { recursive: true })
  const files: Record<string, number> = { empty: 0, one: 1, 'inner/large': 3 * MIB + 1, 'inner/🎉': 70_000 }
  for (const [name, bytes] of Object.entries(files)) await writeFile(join(root, name), randomBytes(bytes))
  const shared = await seeder.swarms.addSwarm({ path: root }, new AbortController().signal)
  await fetch(leecher, shared)
  await until(town, 'the fetch', () => isDone(leecher, shared))
  for (const name of Object.keys(files)) {
    assert.deepEqual(await readFile(join(leecher.folder, 'downloads/album', name)), await readFile(join(root, name)))
  }
})

void test('a peer that sends other bytes is dropped, and the file is right', async (t) => {
  const town = townOf(t)
  const seeder = await town.add('seeder')
  const liar = await town.add('liar')
  const leecher = await town.add('leecher')
  const shared = await shareFile(seeder, 'truth.bin', 8 * MIB)
  await fetch(liar, shared)
  await until(town, 'the liar has it', () => isDone(liar, shared))
  liar.spoil = (ref, bytes) => (ref.kind === 'piece' ? new Uint8Array(bytes.byteLength) : bytes)
  await fetch(leecher, shared)
  await until(town, 'the fetch', () => isDone(leecher, shared))
  assert.equal(await sha256Of(info(leecher, shared).path), await sha256Of(join(seeder.folder, 'truth.bin')))
})

void test('a daemon that goes in the middle of a fetch goes on where it was', async (t) => {
  const town = townOf(t, { inFlightBytes: MIB })
  const seeder = await town.add('seeder')
  const first = await town.add('leecher')
  const shared = await shareFile(seeder, 'long.bin', 32 * MIB)
  await fetch(first, shared)
  await until(town, 'a quarter', () => info(first, shared).verifiedBytes > 8 * MIB)
  await first.kill()
  const before = first.rows
  const again = await town.add('leecher', before, first.folder)
  await until(town, 'the rest', () => isDone(again, shared))
  const { path, downloadedBytes } = info(again, shared)
  assert.equal(await sha256Of(path), await sha256Of(join(seeder.folder, 'long.bin')))
  assert.ok(downloadedBytes <= 25 * MIB, `${downloadedBytes} bytes were fetched again`)
  await again.kill()
  const third = await town.add('leecher', before, first.folder)
  await until(town, 'it is a seed at once', () => isDone(third, shared))
  assert.equal(info(third, shared).downloadedBytes, 0)
})

void test('an unknown magnet link is stalled and says why; removed, it is gone', async (t) => {
  const town = townOf(t)
  const daemon = await town.add('alone')
  const magnet = `magnet:?xt=urn:btmh:1220${'0f'.repeat(32)}&dn=nothing`
  const begun = await daemon.swarms.addSwarm({ magnet }, new AbortController().signal)
  assert.equal(begun.state, 'resolving')
  await until(town, 'stalled', () => info(daemon, begun).state === 'stalled')
  assert.match(info(daemon, begun).reason!, /^no peer has this swarm: 0 providers found at succ\([0-9a-f]{64}\)$/)
  await daemon.swarms.removeSwarm(begun.swarmId as SwarmId, 'keep')
  assert.deepEqual(daemon.swarms.swarms(), [])
  assert.equal(daemon.rows.rowsByKey.size, 0)
})

void test('a .torrent file serves as well, and the same again is no error', async (t) => {
  const town = townOf(t)
  const seeder = await town.add('seeder')
  const leecher = await town.add('leecher')
  const shared = await shareFile(seeder, 'data.bin', 3 * MIB)
  const torrent = join(leecher.folder, 'data.torrent')
  await writeFile(torrent, await seeder.swarms.torrent(shared.swarmId as SwarmId))
  const signal = new AbortController().signal
  await leecher.swarms.addSwarm({ torrent, output: leecher.folder }, signal)
  await leecher.swarms.addSwarm({ torrent, output: leecher.folder }, signal)
  await until(town, 'the fetch', () => isDone(leecher, shared))
  assert.equal(info(leecher, shared).path, join(leecher.folder, 'data.bin'))
  const twice = await seeder.swarms.addSwarm({ path: join(seeder.folder, 'data.bin') }, signal)
  assert.equal(twice.swarmId, shared.swarmId)
  assert.equal(seeder.swarms.swarms().length, 1)
  await assert.rejects(leecher.swarms.addSwarm({ torrent: '/nowhere' }, signal), { code: 'NOT_FOUND' })
  await assert.rejects(seeder.swarms.removeSwarm(shared.swarmId as SwarmId, 'delete'), { code: 'FORBIDDEN' })
})

void test('a fetch that failed is taken up again by asking for it again, and keeps what it has', async (t) => {
  const town = townOf(t, { inFlightBytes: MIB })
  const seeder = await town.add('seeder')
  const leecher = await town.add('leecher')
  const shared = await shareFile(seeder, 'film.bin', 8 * MIB)
  // A file where the folder of downloads should be: nothing can be written.
  const output = join(leecher.folder, 'there')
  await writeFile(output, 'in the way')
  const signal = new AbortController().signal
  await leecher.swarms.addSwarm({ magnet: shared.magnet!, output }, signal)
  await until(town, 'it fails', () => info(leecher, shared).state === 'failed')
  assert.notEqual(info(leecher, shared).code, undefined)
  await assert.rejects(leecher.swarms.addSwarm({ magnet: shared.magnet!, output: leecher.folder }, signal), {
    code: 'CONFLICT',
  })
  await rm(output)
  const again = await leecher.swarms.addSwarm({ magnet: shared.magnet!, output }, signal)
  assert.notEqual(again.state, 'failed')
  await until(town, 'the fetch', () => isDone(leecher, shared))
  assert.equal(await sha256Of(join(output, 'film.bin')), await sha256Of(join(seeder.folder, 'film.bin')))
  assert.equal(info(leecher, shared).reason, undefined)
})

void test('what is added while it is removed is there afterwards; what is removed twice is gone once', async (t) => {
  const town = townOf(t)
  const seeder = await town.add('seeder')
  const leecher = await town.add('leecher')
  const shared = await shareFile(seeder, 'film.bin', 4 * MIB)
  const id = shared.swarmId as SwarmId
  await fetch(leecher, shared)
  await until(town, 'the fetch', () => isDone(leecher, shared))
  for (let round = 0; round < 5; round++) {
    const [added] = await Promise.all([fetch(leecher, shared), leecher.swarms.removeSwarm(id, 'delete')])
    assert.equal(added.swarmId, id)
    assert.notEqual(added.verifiedBytes, shared.sizeBytes, 'not the one that was going')
    await until(town, 'the fetch', () => isDone(leecher, shared))
  }
  const [removed, missing] = await Promise.allSettled([
    leecher.swarms.removeSwarm(id, 'delete'),
    leecher.swarms.removeSwarm(id, 'delete'),
  ])
  assert.equal(removed.status, 'fulfilled')
  assert.equal(missing.status === 'rejected' && (missing.reason as { code: string }).code, 'NOT_FOUND')
  assert.deepEqual(leecher.swarms.swarms(), [])
  assert.equal(leecher.rows.rowsByKey.size, 0)
})

void test('links and empty folders of what is shared are told once, in the answer', async (t) => {
  const town = townOf(t)
  const daemon = await town.add('seeder')
  const root = join(daemon.folder, 'album')
  await mkdir(join(root, 'hollow'), { recursive: true })
  await writeFile(join(root, 'song'), 'x')
  await symlink('song', join(root, 'link'))
  const shared = await daemon.swarms.addSwarm({ path: root }, new AbortController().signal)
  assert.equal(shared.skipped?.count, 2)
  assert.deepEqual(shared.skipped.first.map(({ path, why }) => [path.slice(root.length + 1), why]).toSorted(), [
    ['hollow', 'empty folder'],
    ['link', 'symbolic link'],
  ])
  assert.equal(info(daemon, shared).skipped, undefined)
})

void test('roots and room in memory can be moved while it runs', async (t) => {
  const town = townOf(t)
  const daemon = await town.add('one')
  const signal = new AbortController().signal
  await writeFile(join(daemon.folder, 'file'), 'x')
  const elsewhere = join(daemon.folder, 'elsewhere')
  daemon.swarms.setRoots({ downloadRoot: elsewhere, shareRoots: [elsewhere] })
  await assert.rejects(daemon.swarms.addSwarm({ path: join(daemon.folder, 'file') }, signal), { code: 'FORBIDDEN' })
  const magnet = `magnet:?xt=urn:btmh:1220${'0f'.repeat(32)}`
  assert.equal((await daemon.swarms.addSwarm({ magnet }, signal)).path, elsewhere)
})

void test('a daemon that leaves takes no session and nothing new, and its peers go on with others', async (t) => {
  const town = townOf(t, { inFlightBytes: MIB })
  const [one, two] = [await town.add('one'), await town.add('two')]
  const leecher = await town.add('leecher')
  const shared = await shareFile(one, 'film.bin', 16 * MIB)
  await fetch(two, shared)
  await until(town, 'the second seed', () => isDone(two, shared))
  await fetch(leecher, shared)
  await until(town, 'a piece', () => info(leecher, shared).verifiedBytes > 0)
  assert.equal(await one.swarms.leave(), 1)
  assert.equal(one.swarms.wantsSession(leecher.peer, shared.swarmId as SwarmId), false)
  await assert.rejects(fetch(one, shared), { code: 'CONFLICT' })
  await until(town, 'the fetch', () => isDone(leecher, shared))
})
