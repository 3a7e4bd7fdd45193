import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { InterceptorsAnswer } from '../../src/admin/index.ts'
import type { FleetDaemon } from '../../src/cli/fleet.ts'
import { api, checkLookups, cli, withFleet } from './rig.ts'

type Wanted = { name: string; parameters?: Record<string, string | number | boolean> }[]
const put = (daemon: FleetDaemon, interceptors: Wanted) =>
  api<InterceptorsAnswer>(daemon, 'PUT', '/v1/interceptors', { interceptors })
const around = (...middle: Wanted): Wanted => [{ name: 'lamport' }, ...middle, { name: 'dedup' }]
const keysOf = (round: number): string[] => Array.from({ length: 10 }, (_, i) => `key-${round}-${i}`)

it('real daemons swap their chains while they answer look-ups', async () => {
  await withFleet(
    3,
    async ({ daemons }) => {
      const chains: Wanted[] = [
        around(
          { name: 'metrics' },
          { name: 'faults:slow', parameters: { delayMs: 5, jitterMs: 20, machine: 'chord' } },
        ),
        around({ name: 'faults:double', parameters: { duplicate: 0.5 } }, { name: 'trace' }),
        around({ name: 'rate-limit' }, { name: 'faults:slow', parameters: { delayMs: 10 } }, { name: 'metrics' }),
        around(),
      ]
      let looking = true
      let rounds = 0
      const looks = (async () => {
        for (; looking; rounds++) await checkLookups(daemons, keysOf(rounds))
      })()
      for (let i = 0; i < 40; i++) {
        const answers = await Promise.all(daemons.map((daemon, at) => put(daemon, chains[(i + at) % 4] ?? [])))
        for (const { status, body } of answers) {
          assert.equal(status, 200, JSON.stringify(body))
          assert.equal(body.version, i + 2)
        }
      }
      looking = false
      await looks
      assert.ok(rounds > 0)
    },
    { args: ['--interceptors-allow-faults', 'true'] },
  )
})

it('the command line changes the chain of a real daemon, and faults need leave', async () => {
  await withFleet(1, async ({ daemons }) => {
    const [daemon] = daemons as [FleetDaemon]
    const chain = (...args: string[]) => cli('interceptors', ...args, '--data-dir', daemon.dataDir)
    const added = await chain('add', 'rate-limit:chord', 'perSecond=500', 'machine=chord', '--json')
    assert.equal(added.code, 0, added.stderr)
    const { interceptors, version } = JSON.parse(added.stdout) as InterceptorsAnswer
    assert.equal(version, 2)
    assert.deepEqual(
      interceptors.map(({ name }) => name),
      ['lamport', 'audit', 'metrics', 'trace', 'rate-limit:chord', 'dedup'],
    )
    assert.deepEqual(interceptors[4]?.parameters, { perSecond: 500, burst: 4_000, machine: 'chord' })

    const faults = await chain('add', 'faults', 'drop=0.1')
    assert.equal(faults.code, 4)
    assert.match(faults.stderr, /does not inject faults[\s\S]*interceptors\.allowFaults/)
    const fixed = await chain('remove', 'lamport')
    assert.equal(fixed.code, 2)
    assert.match(fixed.stderr, /lamport cannot be taken out/)
    const stale = await api<{ code: string }>(daemon, 'PUT', '/v1/interceptors', { interceptors: around(), version: 1 })
    assert.deepEqual([stale.status, stale.body.code], [409, 'CONFLICT'])
    const unknown = await put(daemon, around({ name: 'rate-limit', parameters: { machine: 'chrod' } }))
    assert.equal(unknown.status, 400)
    const text = await api<string>(daemon, 'GET', '/metrics')
    assert.match(text.body, /^orbweaver_interceptors_version 2$/m)
    assert.match(text.body, /^orbweaver_interceptor_envelopes_total\{interceptor="lamport",outcome="passed"\} \d+$/m)
  })
})
