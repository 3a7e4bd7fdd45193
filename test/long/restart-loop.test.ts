import { it } from 'node:test'
import { restartLoop } from '../process/restart-loop.ts'
import { LONG_FLEET_MS } from '../process/rig.ts'

it('100 times kill -9 at drawn moments: each restart is ready, and nothing acknowledged is lost', async () => {
  await restartLoop(100, 1, LONG_FLEET_MS)
})
