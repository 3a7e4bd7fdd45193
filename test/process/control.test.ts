import assert from 'node:assert/strict'
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { FleetDaemon } from '../../src/cli/fleet.ts'
import { dataDirFiles, readNetwork } from '../../src/config/index.ts'
import { api, checkLookups, cli, eventually, orbweaver, withDir, withFleet } from './rig.ts'

const LOOPBACK = ['--listen', '/ip4/127.0.0.1/tcp/0', '--admin', '127.0.0.1:0']

/** Samples of the questions of stabilisation; those of several positions to one peer go as one batch. */
const ASKS_SUCCESSORS = /direction="out",kind="request",machine="chord",type="(view|batch)"/

/** What the doctor looks at in a daemon that runs. */
const LOOKS = ['token', 'overlay port', 'ready', 'ring', 'peers', 'lock', 'records', 'agreement', 'names']

interface Report {
  readonly applied: readonly { readonly key: string; readonly to: unknown }[]
  readonly restartNeeded: readonly { readonly key: string }[]
}

/** Log lines of an event that the daemon has written lately. */
const told = (daemon: FleetDaemon, event: string): Record<string, unknown>[] =>
  daemon.log
    .split('\n')
    .filter((line) => line.includes(`"event":"${event}"`))
    .map((line) => JSON.parse(line) as Record<string, unknown>)

const signal = (daemon: FleetDaemon, name: NodeJS.Signals): void => {
  assert.notEqual(daemon.pid, undefined)
  process.kill(daemon.pid ?? 0, name)
}

/** Sum of the samples of a metric whose labels match. */
async function metric(daemon: FleetDaemon, name: string, labels: RegExp): Promise<number> {
  const { body } = await api<string>(daemon, 'GET', '/metrics')
  const samples = body.split('\n').filter((line) => line.startsWith(`${name}{`) && labels.test(line))
  return samples.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0)
}

const patch = async (daemon: FleetDaemon, change: Record<string, unknown>): Promise<Report> => {
  const { status, body } = await api<Report>(daemon, 'PATCH', '/v1/config', change)
  assert.equal(status, 200, JSON.stringify(body))
  return body
}

describe('a running daemon', () => {
  it('reloads, is changed, is looked at and dumps its state, while it works', async () => {
    await withFleet(2, async (fleet, dir) => {
      const [daemon, other] = fleet.daemons as [FleetDaemon, FleetDaemon]
      const file = dataDirFiles(daemon.dataDir).config

      // HUP: what is reloadable counts at once, the rest is told.
      await writeFile(
        file,
        'chord:\n  successors: 4\n  stabilizeMs: 50\n  stabilizeMaxMs: 50\nlog:\n  modules: [peer=debug]\n',
      )
      signal(daemon, 'SIGHUP')
      const [reloaded] = await eventually(10_000, 'the reload is told', () => {
        const lines = told(daemon, 'config.reloaded')
        return Promise.resolve(lines.length > 0 ? lines : undefined)
      })
      assert.deepEqual(reloaded?.['applied'], [
        'chord.stabilizeMs: 1000 → 50',
        'chord.stabilizeMaxMs: 10000 → 50',
        'log.modules: [] → ["peer=debug"]',
      ])
      assert.deepEqual(reloaded['restartNeeded'], ['chord.successors: 8 → 4'])
      // It asks its successors twenty times as often. The other one goes on at the pace of before: no clock is needed.
      const rounds = (of: FleetDaemon): Promise<number> => metric(of, 'orbweaver_envelopes_total', ASKS_SUCCESSORS)
      const before = await Promise.all([rounds(daemon), rounds(other)])
      await eventually(20_000, 'stabilisation runs faster', async () => {
        const [mine, theirs] = [(await rounds(daemon)) - before[0], (await rounds(other)) - before[1]]
        assert.ok(mine > 40 && mine > 5 * theirs, `${mine} questions, the other one asks ${theirs}`)
        return true
      })

      // A file that is not valid: nothing is applied, the daemon goes on.
      await writeFile(file, 'chord:\n  stabilizeMs: 2000\n  quer: 5\n')
      const refused = await orbweaver(['reload', '--data-dir', daemon.dataDir])
      assert.equal(refused.code, 10)
      assert.match(refused.stderr, /did you mean chord\.queryMs/)
      await eventually(10_000, 'the refusal is told, once', () => {
        assert.equal(told(daemon, 'config.refused').length, 1)
        return Promise.resolve(true)
      })
      const shown = await cli('config', 'show', '--running', '--json', '--data-dir', daemon.dataDir)
      const { options } = JSON.parse(shown.stdout) as { options: { key: string; value: unknown }[] }
      assert.equal(options.find(({ key }) => key === 'chord.stabilizeMs')?.value, 50)

      // Levels by module: a restart of the neighbour is seen at debug.
      await other.end()
      await eventually(10_000, 'the disconnection is told', () =>
        Promise.resolve(told(daemon, 'peer.disconnected').length > 0 ? true : undefined),
      )
      await other.start()

      // Run-time changes reach the admin API and the swarms.
      await patch(daemon, { 'admin.anonymousReads': false })
      assert.equal((await fetch(`${daemon.url}/v1/status`)).status, 401)
      await patch(daemon, { 'admin.anonymousReads': true, 'content.shareRoots': [join(dir, 'only')] })
      assert.equal((await fetch(`${daemon.url}/v1/status`)).status, 200)
      await writeFile(join(dir, 'film.bin'), 'film')
      assert.equal((await api(daemon, 'POST', '/v1/swarms', { path: join(dir, 'film.bin') })).status, 403)
      await patch(daemon, { 'admin.readsPerSecond': 1 })
      const answers = await Promise.all(Array.from({ length: 5 }, () => api(daemon, 'GET', '/v1/peers')))
      assert.ok(answers.some(({ status }) => status === 429))
      await patch(daemon, { 'admin.readsPerSecond': 20_000 })
      const set = await cli('config', 'set', 'chord.firstWordMs', '300', '--data-dir', daemon.dataDir)
      assert.match(set.stdout, /^applied +chord\.firstWordMs: 400 → 300$/m)

      // The doctor finds nothing, up and without changing the lock, once the two have settled: the other has just come
      // back, and until then it may have no predecessor, and groups of two no majority.
      await writeFile(file, '')
      await eventually(30_000, 'the doctor finds nothing', async () => {
        const doctor = await cli('doctor', '--json', '--data-dir', daemon.dataDir)
        const { findings } = JSON.parse(doctor.stdout) as { findings: { name: string; status: string }[] }
        const well = new Set(findings.filter(({ status }) => status === 'ok').map(({ name }) => name))
        const unwell = LOOKS.filter((name) => !well.has(name))
        assert.deepEqual([doctor.code, unwell], [0, []], doctor.stdout)
        return true
      })

      // USR1 while look-ups run: all parts, no secrets.
      const busy = checkLookups(
        fleet.daemons,
        Array.from({ length: 50 }, (_, i) => `busy ${i}`),
      )
      signal(daemon, 'SIGUSR1')
      await eventually(10_000, 'the dump is told', () =>
        Promise.resolve(told(daemon, 'daemon.dump').length === 7 ? true : undefined),
      )
      await busy
      const network = await readNetwork(daemon.dataDir)
      const identity = await readFile(dataDirFiles(daemon.dataDir).identity)
      for (const secret of [
        daemon.token,
        Buffer.from(network?.secret ?? []).toString('base64url'),
        Buffer.from(network?.secret ?? []).toString('hex'),
        identity.toString('utf8').trim(),
      ]) {
        assert.ok(secret.length > 20)
        assert.ok(!daemon.log.includes(secret))
      }
    })
  })
})

describe('leave', () => {
  it('hands over who has what: the others find a swarm at once, and nobody waits for the one that left', async () => {
    await withFleet(3, async (fleet, dir) => {
      const [seeder, leaver, third] = fleet.daemons as [FleetDaemon, FleetDaemon, FleetDaemon]
      const path = join(dir, 'film.bin')
      await writeFile(path, Buffer.alloc(300_000, 7))
      const { body } = await api<{ magnet: string }>(seeder, 'POST', '/v1/swarms', { path })
      const left = await cli('leave', '--json', '--data-dir', leaver.dataDir)
      assert.equal(left.code, 0, left.stderr)
      assert.deepEqual(JSON.parse(left.stdout), { state: 'leaving', left: true })
      assert.equal(leaver.running, false)
      assert.deepEqual(
        told(leaver, 'daemon.left').map(({ ring }) => ring),
        ['ok'],
      )
      // At once: not after the failure detector has found out.
      await checkLookups(
        [seeder, third],
        Array.from({ length: 30 }, (_, i) => `key ${i}`),
      )
      const output = join(dir, 'got')
      await mkdir(output)
      const got = await cli('fetch', body.magnet, '-o', output, '--timeout', '20s', '--data-dir', third.dataDir)
      assert.equal(got.code, 0, got.stderr)
      // It comes back as any other daemon.
      await leaver.start()
      await eventually(20_000, 'all three answer right', async () => {
        await checkLookups(fleet.daemons, ['a', 'b', 'c'])
        return true
      })
    })
  })
})

describe('join addresses of a reload', () => {
  it('are dialled: a daemon that was alone finds the others of its network', async () => {
    await withDir(async (dir) => {
      const first = new FleetDaemon('first', join(dir, 'first'), LOOPBACK, {})
      const alone = new FleetDaemon('alone', join(dir, 'alone'), LOOPBACK, {})
      try {
        await first.start()
        await mkdir(alone.dataDir, { mode: 0o700 })
        await copyFile(dataDirFiles(first.dataDir).network, dataDirFiles(alone.dataDir).network)
        await alone.start()
        assert.equal((await api<{ peers: unknown[] }>(alone, 'GET', '/v1/peers')).body.peers.length, 0)
        await writeFile(dataDirFiles(alone.dataDir).config, `overlay:\n  join: [${first.overlay}]\n`)
        const { status, body } = await api<Report>(alone, 'POST', '/v1/reload')
        assert.equal(status, 200)
        assert.deepEqual(
          body.applied.map(({ key }) => key),
          ['overlay.join'],
        )
        await eventually(10_000, 'they are connected', async () => {
          const { body: peers } = await api<{ peers: unknown[] }>(alone, 'GET', '/v1/peers')
          return peers.peers.length === 1 ? true : undefined
        })
      } finally {
        await Promise.all([first.end(), alone.end()])
      }
    })
  })
})
