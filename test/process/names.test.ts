import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { FleetDaemon } from '../../src/cli/fleet.ts'
import { api, cli, eventually, withFleet } from './rig.ts'

interface Entry {
  readonly name: string
  readonly kind: string
  readonly value: string
  readonly owner: string
  readonly version: string
  readonly code?: string
}

const get = async (daemon: FleetDaemon, name: string) => {
  const answer = await api<Entry>(daemon, 'GET', `/v1/names/${name}?timeoutMs=10000`)
  if (answer.status !== 200) throw new Error(`${daemon.name} says ${JSON.stringify(answer.body)} of ${name}`)
  return answer.body
}
const set = (daemon: FleetDaemon, name: string, body: object) =>
  api<Entry>(daemon, 'PUT', `/v1/names/${name}?timeoutMs=10000`, body)

/** Each shard has a whole group: with three daemons each is a member of all. */
const spread = (daemons: readonly FleetDaemon[]): Promise<true> =>
  eventually(120_000, 'all groups have three members', async () => {
    const answers = await Promise.all(daemons.map((daemon) => api<string>(daemon, 'GET', '/metrics')))
    const isWhole = ({ body }: { body: string }): boolean =>
      /^orbweaver_agreement_groups\{state="serving"\} 256$/m.test(body)
    return answers.every(isWhole) ? true : undefined
  })

it('names on three daemons: whose they are, and that they outlive whoever is killed with -9', async () => {
  await withFleet(3, async ({ daemons }) => {
    const [first, second, third] = daemons as [FleetDaemon, FleetDaemon, FleetDaemon]
    const name = (daemon: FleetDaemon, ...args: string[]) => cli('name', ...args, '--data-dir', daemon.dataDir)
    await spread(daemons)

    // Set on the command line of one, got from all, by HTTP with and without percent-encoded slashes.
    const made = await name(first, 'set', 'Printers/floor-2/laser', 'ipp://10.0.0.7', '--ttl', '1h', '--json')
    assert.equal(made.code, 0, made.stderr)
    const entry = JSON.parse(made.stdout) as Entry
    assert.deepEqual([entry.name, entry.kind], ['printers/floor-2/laser', 'address'])
    for (const daemon of daemons) {
      assert.deepEqual(await get(daemon, 'printers/floor-2/laser'), await get(daemon, 'printers%2Ffloor-2%2Flaser'))
      assert.deepEqual((await get(daemon, 'printers/floor-2/laser')).version, entry.version)
    }
    const list = await name(third, 'list', 'printers', '--recursive')
    assert.match(list.stdout, /^printers\/floor-2\/laser +address +ipp:/m)
    const top = await name(second, 'list')
    assert.match(top.stdout, /^printers +held/m)

    // Nobody but its owner changes it, nor what is below what it holds; a version that is not the present one changes nothing.
    assert.deepEqual([(await set(second, 'printers/floor-2/laser', { value: 'mine' })).status], [403])
    assert.equal((await name(third, 'set', 'printers/floor-3', 'mine')).code, 4)
    const stale = await name(first, 'set', 'printers/floor-2/laser', 'x', '--if-match', 'absent')
    assert.equal(stale.code, 1)
    assert.ok(stale.stderr.includes(entry.version), stale.stderr)

    // Its owner is killed: it stays, and others go on setting.
    await first.end('SIGKILL')
    await eventually(60_000, 'it is read without its owner', () => get(second, 'printers/floor-2/laser'))
    await eventually(60_000, 'others are set', async () => {
      const answer = await set(third, 'nas', { value: 'in the cellar', kind: 'text' })
      return answer.status === 200 ? true : undefined
    })
    assert.equal((await get(second, 'nas')).value, 'in the cellar')

    // It comes back: what it renews is still its own, and it knows what was set without it.
    await first.start()
    const later = await eventually(60_000, 'the owner sets it again', async () => {
      const answer = await set(first, 'printers/floor-2/laser', { value: 'ipp://10.0.0.8' })
      return answer.status === 200 ? answer.body : undefined
    })
    assert.equal((await get(first, 'nas')).owner, (await get(third, 'nas')).owner)
    assert.equal((await get(third, 'printers/floor-2/laser')).version, later.version)
    const metrics = await api<string>(first, 'GET', '/metrics')
    assert.match(metrics.body, /^orbweaver_names_renewed 2$/m)

    const gone = await name(first, 'del', 'printers/floor-2/laser')
    assert.equal(gone.code, 0, gone.stderr)
    assert.equal((await name(second, 'get', 'printers/floor-2/laser')).code, 5)
  })
})
