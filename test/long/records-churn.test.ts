import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { FleetDaemon } from '../../src/cli/fleet.ts'
import { arcs, RecordLoad } from '../process/record-load.ts'
import { eventually, withFleet } from '../process/rig.ts'

const RECORDS = 10_000

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
      const load = new RecordLoad(RECORDS, running)
      await load.fill(16)
      load.start(16)
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
      await load.checkAll(16)
      assert.deepEqual(load.figures.wrong, [])
      assert.ok(readErrors < reads / 1_000, `${readErrors} of ${reads} reads failed`)
    },
    { args: ['--admin-writes-per-second', '1000000'] },
  )
})
