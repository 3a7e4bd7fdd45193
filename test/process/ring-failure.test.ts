import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { FleetDaemon } from '../../src/cli/fleet.ts'
import { checkLookups, eventually, withFleet } from './rig.ts'

const KEYS = Array.from({ length: 25 }, (_, i) => `key ${i}`)

it('16 daemons, 4 killed with -9: look-ups are right within 30 s; restarted ones are back within 15 s', async () => {
  await withFleet(16, async (fleet) => {
    const right = (daemons: readonly FleetDaemon[]) => async (): Promise<true> => {
      await checkLookups(daemons, KEYS)
      return true
    }
    await eventually(30_000, 'all 16 answer right', right(fleet.daemons))

    // Neighbours on the ring or not, the founder among them.
    const victims = [0, 5, 6, 11].map((i) => fleet.daemons[i] as FleetDaemon)
    const survivors = fleet.daemons.filter((daemon) => !victims.includes(daemon))
    await Promise.all(victims.map((daemon) => daemon.end('SIGKILL')))
    await eventually(30_000, 'all survivors answer right', right(survivors))

    const begun = performance.now()
    // No join string: they find back through those whom they knew.
    await Promise.all(victims.map((daemon) => daemon.start()))
    await eventually(15_000 - (performance.now() - begun), 'the restarted are back', right(fleet.daemons))
    assert.ok(performance.now() - begun < 15_000)
  })
})
