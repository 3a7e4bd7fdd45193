import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { FleetDaemon } from '../../src/cli/fleet.ts'
import { arcs, RecordLoad } from '../process/record-load.ts'
import { eventually, LONG_FLEET_MS, withFleet } from '../process/rig.ts'

const RECORDS = 10_000
/**
 * How long a client waits: the owner of a record dies, its neighbours notice, and the next one asks who has what, on as many
 * processors as there are for nine processes. What is measured is that nothing is lost and that every read is answered in the
 * end, not how fast this machine is; test/sim/records-churn holds the default of 5 s to it in virtual time.
 */
const TIMEOUT_MS = 30_000
/** So many operations at once: more only make everybody wait for a processor. */
const AT_ONCE = 8

it('any 2 of 8 daemons killed one after another while 10,000 records are read and written: none is lost', async () => {
  await withFleet(
    8,
    async ({ daemons }) => {
      const running = (): FleetDaemon[] => daemons.filter((daemon) => daemon.running)
      const whole = (): Promise<true> =>
        eventually(300_000, 'all ranges are whole', async () => {
          const open = (await arcs(running(), 'unsettled')) + (await arcs(running(), 'under_target'))
          return open === 0 ? true : undefined
        })
      await whole()
      const load = new RecordLoad(RECORDS, running, TIMEOUT_MS)
      await load.fill(AT_ONCE)
      load.start(AT_ONCE)
      for (const victim of daemons.toSorted(() => Math.random() - 0.5).slice(0, 2)) {
        await victim.end('SIGKILL')
        // Not before what it kept has as many replicas again: fewer than a majority may be lost between two repairs.
        await whole()
      }
      await load.stop()
      const { reads, readErrors, wrong } = load.figures
      console.log(
        `${reads} reads, ${readErrors} timed out; ${load.figures.writes} writes, ${load.figures.writeErrors} failed`,
        load.figures.errors,
      )
      assert.deepEqual(wrong, [])
      // Whether anything is lost is told first: it matters more than how many reads had to be asked again.
      await load.checkAll(AT_ONCE)
      assert.deepEqual(load.figures.wrong, [])
      assert.ok(readErrors < reads / 1_000, `${readErrors} of ${reads} reads failed`)
    },
    { args: ['--admin-writes-per-second', '1000000'], withinMs: LONG_FLEET_MS },
  )
})
