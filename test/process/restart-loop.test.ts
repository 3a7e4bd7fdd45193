import { it } from 'node:test'
import { restartLoop } from './restart-loop.ts'

it('kill -9 while it starts, shares, leaves, writes and fetches; test/long does it 100 times', async () => {
  await restartLoop(5, 1)
})
