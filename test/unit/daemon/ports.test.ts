import assert from 'node:assert/strict'
import { it } from 'node:test'
import { fault, type PeerKey, type ZonePath } from '../../../src/base/index.ts'
import { makePorts, type PortsInit } from '../../../src/daemon/ports.ts'
import { createLogger } from '../../../src/observe/index.ts'
import type { News } from '../../../src/protocols/index.ts'

/** The lines that news are logged as, and how often the ring was said to have changed. */
function told(...news: readonly News[]): ReturnType<typeof toldWhile> {
  return toldWhile(false, news)
}

function toldWhile(
  isLeaving: boolean,
  news: readonly News[],
): { readonly lines: Record<string, unknown>[]; readonly ringChanges: number } {
  const lines: Record<string, unknown>[] = []
  let ringChanges = 0
  const unused = (): never => fault('news go to the log alone')
  const ports = makePorts({
    transport: unused,
    blocks: unused,
    pump: unused,
    audit: unused,
    store: { write: unused, read: unused },
    logger: createLogger({
      level: 'info',
      destination: { write: (line) => void lines.push(JSON.parse(line) as never) },
    }),
    ringChanged: () => {
      ringChanges++
    },
    isLeaving: () => isLeaving,
  } satisfies PortsInit)
  for (const each of news) ports.news(each)
  return { lines: lines.map(({ time: _, msg: __, level: ___, ...fields }) => fields), ringChanges }
}

it('a zone that changed hands is logged with both sides of it, and is no change of the ring', () => {
  const zone = { type: 'zoneChanged', space: 0, path: '01' as ZonePath, epoch: 4 } as const
  const { lines, ringChanges } = told(
    { ...zone, change: 'taken', peer: 'someone' as PeerKey },
    { ...zone, change: 'founded', peer: undefined },
  )
  assert.deepEqual(lines, [
    { event: 'can.zone', space: 0, change: 'taken', zone: '01', epoch: 4, peerId: 'someone' },
    { event: 'can.zone', space: 0, change: 'founded', zone: '01', epoch: 4 },
  ])
  assert.equal(ringChanges, 0)
})

it('the ring and who lives in it are logged, and told on', () => {
  const { lines, ringChanges } = told(
    { type: 'ringState', state: 'member' },
    { type: 'peerDead', peer: 'someone' as PeerKey },
  )
  assert.deepEqual(lines, [
    { event: 'ring.state', state: 'member' },
    { event: 'peer.dead', peerId: 'someone' },
  ])
  assert.equal(ringChanges, 2)
})

it('a daemon that leaves is not said to be joining', () => {
  const states = (isLeaving: boolean): unknown[] =>
    toldWhile(isLeaving, [
      { type: 'ringState', state: 'member' },
      { type: 'ringState', state: 'joining' },
    ]).lines.map(({ state }) => state)
  assert.deepEqual(states(true), ['member', 'left'])
  assert.deepEqual(states(false), ['member', 'joining'])
})
