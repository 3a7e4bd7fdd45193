import assert from 'node:assert/strict'
import { it } from 'node:test'
import { orbweaver } from './rig.ts'

it('the demo does the main job and says so', async () => {
  const { code, stdout, stderr } = await orbweaver(['demo'])
  assert.equal(code, 0, `${stdout}\n${stderr}`)
  assert.match(stdout, /LOOKUP: 5 daemons × 100 keys, all 500 answers equal succ\(key\)/)
  assert.match(stdout, /^Record: node-1 put 1024 bytes, on [23] disks after .*; all 4 others read the same bytes$/m)
  assert.match(stdout, /^Name: node-5 set demo\/name; all 5 read its value and version$/m)
  assert.match(stdout, /^CAN: 5 daemons hold \d+ zones of the space; 8 items put at points, the 4 in one half listed/m)
  assert.match(stdout, /^Find: node-1 finds all 5 by 'freeBytes>1MB uptime>=0s'$/m)
  assert.equal(stdout.match(/with equal SHA-256/g)?.length, 4)
  assert.match(stdout, /^All right: 5 daemons/m)
})
