import assert from 'node:assert/strict'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { FleetDaemon } from '../../src/cli/fleet.ts'
import { api, checkLookups, cli, eventually, orbweaver, withDir, withFleet } from './rig.ts'

const LOOPBACK = ['--listen', '/ip4/127.0.0.1/tcp/0', '--admin', '127.0.0.1:0']

/** When what must come is given up: far above what any machine needs. */
const PATIENCE_MS = 60_000

/** Runs `start` in a way that must fail, and looks at how. */
async function refused(
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<{ code: number | null; said: string }> {
  const { code, stdout, stderr } = await orbweaver(['start', ...args], env)
  assert.equal(stdout, '', 'nothing is ready')
  return { code, said: stderr }
}

describe('start refuses', () => {
  it('unknown verbs, flags and options, naming the nearest', async () => {
    const verb = await cli('lokup', 'x')
    assert.equal(verb.code, 2)
    assert.match(verb.stderr, /lookup/)
    const flag = await cli('status', '--jsn')
    assert.equal(flag.code, 2)
    assert.match(flag.stderr, /--json/)
    await withDir(async (dir) => {
      await writeFile(join(dir, 'config.yaml'), 'chord:\n  sucessors: 4\n')
      const { code, said } = await refused(['--data-dir', dir, ...LOOPBACK])
      assert.equal(code, 10)
      assert.match(said, /chord\.successors/)
    })
  })

  it('ports that are taken, naming them', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    try {
      await withDir(async (dir) => {
        const admin = await refused([
          '--data-dir',
          dir,
          '--listen',
          '/ip4/127.0.0.1/tcp/0',
          '--admin',
          `127.0.0.1:${port}`,
        ])
        assert.equal(admin.code, 1)
        assert.match(admin.said, new RegExp(`${port}`))
        const overlay = await refused([
          '--data-dir',
          dir,
          '--listen',
          `/ip4/127.0.0.1/tcp/${port}`,
          '--admin',
          '127.0.0.1:0',
        ])
        assert.equal(overlay.code, 1)
        assert.match(overlay.said, new RegExp(`${port}`))
      })
    } finally {
      server.close()
    }
  })

  it('a data dir in use, naming the process that holds it, which answers look-ups all alone; and another network', async () => {
    await withFleet(1, async (fleet, dir) => {
      const [daemon] = fleet.daemons as [FleetDaemon]
      await checkLookups(fleet.daemons, ['alpha', 'beta'])
      const held = await refused(['--data-dir', daemon.dataDir, ...LOOPBACK])
      assert.equal(held.code, 11)
      assert.match(held.said, new RegExp(`\\b${daemon.pid ?? ''}\\b`))

      // A network of its own, made by init; then the bare address of a daemon of another.
      const data = join(dir, 'stranger')
      assert.equal((await cli('init', '--data-dir', data)).code, 0)
      const { code, said } = await refused(['--data-dir', data, ...LOOPBACK, '--join', daemon.overlay])
      assert.equal(code, 1)
      assert.match(said, /NETWORK_MISMATCH/)
    })
  })

  it('a data dir that is a file, and a corrupt identity, and deletes nothing', async () => {
    await withDir(async (dir) => {
      const file = join(dir, 'file')
      await writeFile(file, 'x')
      assert.equal((await refused(['--data-dir', file, ...LOOPBACK])).code, 1)
      assert.equal(await readFile(file, 'utf8'), 'x')

      const data = join(dir, 'data')
      await mkdir(data)
      await writeFile(join(data, 'identity.key'), 'garbage', { mode: 0o600 })
      const { code, said } = await refused(['--data-dir', data, ...LOOPBACK])
      assert.equal(code, 8)
      assert.match(said, /identity\.key/)
      assert.equal(await readFile(join(data, 'identity.key'), 'utf8'), 'garbage')
    })
  })

  it('a corrupt store, says what to do and deletes nothing', async () => {
    await withDir(async (dir) => {
      const daemon = new FleetDaemon('d', join(dir, 'data'), LOOPBACK, {})
      await daemon.start()
      await daemon.end()
      const level = join(dir, 'data', 'level')
      const current = join(level, 'CURRENT')
      await chmod(current, 0o600)
      await writeFile(current, 'MANIFEST-999999\n')
      const before = (await readdir(level)).toSorted()
      const { code, said } = await refused(['--data-dir', join(dir, 'data'), ...LOOPBACK])
      assert.equal(code, 8)
      assert.match(said, /hint/i)
      const after = await readdir(level)
      assert.deepEqual(
        before.filter((name) => name.endsWith('.ldb') || name.startsWith('MANIFEST')),
        after.filter((name) => name.endsWith('.ldb') || name.startsWith('MANIFEST')).toSorted(),
      )
    })
  })

  it('join strings that are cut off, of two networks, or of its own', async () => {
    await withDir(async (dir) => {
      const bad = await refused(['--data-dir', join(dir, 'a'), ...LOOPBACK], {
        ORBWEAVER_JOIN: 'orbweaver-join:1:abcd',
      })
      assert.equal(bad.code, 2)
      assert.doesNotMatch(bad.said, /abcd/, 'it may be a secret')
    })
  })
})

/** A port below those that systems give to whoever asks for any: nobody gets it while a daemon of ours is away from it. */
async function quietPort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 32_000)
    const server = createServer()
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false))
      server.listen(port, '127.0.0.1', () => resolve(true))
    })
    if (!isFree) continue
    server.close()
    await once(server, 'close')
    return port
  }
}

describe('a dead contact', () => {
  it('keeps the daemon trying and saying so; look-ups answer NOT_JOINED; it joins when the contact comes', async () => {
    await withDir(async (dir) => {
      const there = ['--listen', `/ip4/127.0.0.1/tcp/${await quietPort()}`, '--admin', '127.0.0.1:0']
      const founder = new FleetDaemon('founder', join(dir, 'founder'), there, {})
      await founder.start()
      const joinString = await founder.joinString()
      await founder.end('SIGKILL')

      const late = new FleetDaemon('late', join(dir, 'late'), LOOPBACK, {})
      const ready = late.start(joinString)
      try {
        const admin = join(dir, 'late', 'admin.json')
        const { url } = await Promise.race([
          eventually(PATIENCE_MS, 'its admin port answers while it joins', async () => {
            return JSON.parse(await readFile(admin, 'utf8')) as { url: string }
          }),
          ready.then(() => assert.fail('it is ready all alone')),
        ])
        const lookup = await fetch(`${url}/v1/lookup/x`)
        assert.equal(lookup.status, 503)
        assert.equal(((await lookup.json()) as { code: string }).code, 'NOT_JOINED')
        assert.equal((await fetch(`${url}/readyz`)).status, 503)
        assert.equal((await fetch(`${url}/livez`)).status, 200)

        await founder.start()
        await ready
        const { body } = await api<{ state: string }>(late, 'GET', '/v1/status')
        assert.equal(body.state, 'joined')
      } finally {
        // A check that failed leaves no daemon behind, for which the file would wait.
        await Promise.all([late.end(), founder.end(), ready.catch(() => undefined)])
      }
    })
  })
})
