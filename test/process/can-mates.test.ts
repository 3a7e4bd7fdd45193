import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { FleetDaemon } from '../../src/cli/fleet.ts'
import { api, cli, eventually, sharedFleet } from './rig.ts'

/** When a state that must come is given up, with what is missing: before the runner ends the test, which tells nothing. */
const SETTLED_MS = 80_000
const KEYS = ['a', 'b', 'c', 'd'] as const

interface Own {
  readonly zones: readonly { readonly path: string }[]
  readonly mates: readonly string[]
  readonly mateOf?: string
}
interface Items {
  readonly items: readonly { readonly key: string; readonly value: string }[]
  readonly missing: readonly unknown[]
}

/** One of these daemons holds the whole square, and all others share it. */
const sharing = (daemons: readonly FleetDaemon[]): Promise<{ holder: FleetDaemon; mates: FleetDaemon[] }> =>
  eventually(SETTLED_MS, `one of ${daemons.length} holds the zone that all share`, async () => {
    const own = await Promise.all(daemons.map((daemon) => api<Own>(daemon, 'GET', '/v1/can')))
    const at = own.findIndex(({ body }) => body.zones.length > 0)
    const holder = daemons[at]
    if (holder === undefined) throw new Error('nobody holds a zone')
    const mates = daemons.filter((daemon) => daemon !== holder)
    const wanted = mates.map(({ peerId }) => peerId).toSorted()
    const isShared = own.every(({ body }, i) => i === at || body.mateOf === holder.peerId)
    if (isShared && own[at]?.body.mates.toSorted().join() === wanted.join()) return { holder, mates }
    throw new Error(JSON.stringify(own.map(({ body: { zones, mates, mateOf } }) => ({ zones, mates, mateOf }))))
  })

/** The values of all items, as this daemon tells them. */
const values = (asked: FleetDaemon): Promise<string[]> =>
  eventually(SETTLED_MS, `${asked.name} tells all items`, async () => {
    const { body } = await api<Items>(asked, 'GET', '/v1/can/items?box=0,0:1,1&timeoutMs=5000')
    if (body.missing.length > 0) throw new Error(JSON.stringify(body))
    return body.items.map(({ key, value }) => `${key}=${value}`).toSorted()
  })

const shared = sharedFleet(3, { args: ['--can-overload', '3'] })

it('three daemons share a zone: a mate takes items, and has all of them when the holder is killed', async () => {
  const { daemons } = shared
  const { holder, mates } = await sharing(daemons)
  const [first, second] = mates as [FleetDaemon, FleetDaemon]
  for (const key of KEYS) {
    // What a busy machine does not get done in time is told so, and tried again.
    await eventually(SETTLED_MS, `${key} is kept`, async () => {
      const put = await cli('--data-dir', first.dataDir, 'can', 'items', 'put', key, `value of ${key}`)
      if (put.code !== 0) throw new Error(put.stderr)
      return true
    })
  }
  const all = KEYS.map((key) => `${key}=value of ${key}`)
  assert.deepEqual(await values(second), all)
  const shown = await cli('--data-dir', first.dataDir, 'can', '--no-map')
  assert.match(shown.stdout, new RegExp(`^state +mate of ${holder.peerId}: it shares that one's zones$`, 'm'))

  await holder.end('SIGKILL')
  const after = await sharing(mates)
  assert.deepEqual(await values(after.holder), all)
  assert.deepEqual(await values(after.mates[0] ?? assert.fail('no mate')), all)
})
