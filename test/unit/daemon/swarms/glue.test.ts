import assert from 'node:assert/strict'
import { mkdtemp, mkdir, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { PeerKey, SwarmId } from '../../../../src/base/index.ts'
import { BufferPool, type Manifest } from '../../../../src/content/index.ts'
import { sessionIdOf, type BlockRef, type BlockVerdict, type PieceBlock } from '../../../../src/protocols/index.ts'
import type { SwarmHost } from '../../../../src/daemon/swarms/host.ts'
import { Intake } from '../../../../src/daemon/swarms/intake.ts'
import { ManagedSwarm } from '../../../../src/daemon/swarms/managed-swarm.ts'
import { Outlet } from '../../../../src/daemon/swarms/outlet.ts'
import { Roots } from '../../../../src/daemon/swarms/roots.ts'
import { SwarmTable } from '../../../../src/daemon/swarms/swarm-table.ts'
import { MemoryRows } from './town.ts'

const SWARM = 'ab'.repeat(32) as SwarmId
const session = sessionIdOf(SWARM, 'peer' as PeerKey)
const BLOCK = 16 * 1024
const piece = (index: number, begin = 0): PieceBlock => ({ kind: 'piece', piece: index, begin, length: BLOCK })

/** Pieces of two blocks; writing them always works, and waits for `release`. */
function stage(buffers: number) {
  const verdicts: string[] = []
  const served: boolean[] = []
  const host = {
    blockDone: (_session: unknown, ref: PieceBlock, verdict: BlockVerdict) =>
      verdicts.push(`${ref.piece}:${ref.begin} ${verdict}`),
    served: (_session: unknown, _ref: BlockRef, ok: boolean) => served.push(ok),
  } as unknown as SwarmHost
  const swarm = new ManagedSwarm({ id: SWARM, place: { kind: 'download', folder: '/' }, name: 'x', addedAt: '' })
  swarm.manifest = { info: { pieceBytes: 2 * BLOCK }, spanOf: () => ({ bytes: 2 * BLOCK }) } as unknown as Manifest
  const writes: (() => void)[] = []
  swarm.store = {
    have: { full: false },
    writePiece: (_index: number, buffer: ArrayBuffer) =>
      new Promise((resolve) => writes.push(() => resolve({ verdict: 'stored', buffer }))),
    readBlock: (_piece: number, begin: number, length: number, into: Uint8Array) =>
      Promise.resolve({ status: 'ok', bytes: into.fill(begin / BLOCK).subarray(0, length) }),
  } as unknown as NonNullable<ManagedSwarm['store']>
  const pool = new BufferPool(buffers * 2 * BLOCK)
  const events = { stored: () => undefined, corrupt: () => undefined, failed: () => undefined }
  const intake = new Intake(host, pool, () => swarm, events)
  return { host, verdicts, served, swarm, pool, intake, writes }
}
const bytes = new Uint8Array(BLOCK)
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

void test('a block that was not asked for, or is of another length, is late', () => {
  const { intake, verdicts } = stage(1)
  intake.expect(session, piece(0))
  void intake.arrived(session, { ...piece(0), length: 100 }, bytes.subarray(0, 100))
  void intake.arrived(session, piece(0, BLOCK), bytes)
  void intake.arrived(session, piece(0), bytes)
  void intake.arrived(session, piece(0), bytes)
  assert.deepEqual(verdicts, ['0:0 late', `0:${BLOCK} late`, '0:0 received', '0:0 late'])
})

void test('without a free buffer the session waits, and goes on when one is back', async () => {
  const { intake, verdicts, pool, writes } = stage(1)
  for (const index of [0, 1]) for (const begin of [0, BLOCK]) intake.expect(session, piece(index, begin))
  void intake.arrived(session, piece(0), bytes)
  void intake.arrived(session, piece(0, BLOCK), bytes)
  const waiting = intake.arrived(session, piece(1), bytes)
  assert.ok(waiting instanceof Promise)
  await settled()
  assert.deepEqual(verdicts, ['0:0 received', `0:${BLOCK} received`])
  writes.shift()!()
  await waiting
  assert.deepEqual(verdicts.slice(2), ['0:0 stored', '1:0 received'])
  assert.equal(pool.stats.lentBytes, 2 * BLOCK)
})

void test('waiting for a buffer ends when the block is cancelled or the session goes', async () => {
  for (const end of ['cancel', 'sessionDown'] as const) {
    const { intake, verdicts } = stage(1)
    for (const index of [0, 1]) intake.expect(session, piece(index))
    void intake.arrived(session, piece(0), bytes)
    const waiting = intake.arrived(session, piece(1), bytes)
    if (end === 'cancel') {
      intake.cancel(session, piece(1))
      intake.cancel(session, piece(0))
    } else intake.sessionDown(session)
    await waiting
    assert.deepEqual(verdicts, ['0:0 received', '1:0 late'])
  }
})

void test('cancelled blocks of an unfinished piece give its buffer back; dropped swarms too', () => {
  const { intake, pool } = stage(2)
  for (const index of [0, 1]) intake.expect(session, piece(index))
  void intake.arrived(session, piece(0), bytes)
  void intake.arrived(session, piece(1), bytes)
  assert.equal(pool.stats.lentBytes, 4 * BLOCK)
  intake.cancel(session, piece(0))
  assert.equal(intake.pendingBytes, 2 * BLOCK)
  intake.drop(SWARM)
  assert.deepEqual([pool.stats.lentBytes, intake.pendingBytes], [0, 0])
})

void test('blocks are served in order, those in a row from one read, and a waiting one can be cancelled', async () => {
  const { host, served, swarm } = stage(1)
  const outlet = new Outlet(host)
  const sent: { begin: number; first: number; whole: number }[] = []
  let resume = (): void => undefined
  const link = {
    id: session,
    peer: 'peer' as PeerKey,
    swarm: SWARM,
    sendBlocks: async (source: AsyncIterable<{ ref: BlockRef; bytes: Uint8Array }>) => {
      for await (const { ref, bytes: of } of source) {
        assert.ok(ref.kind === 'piece' && of.byteLength === ref.length)
        sent.push({ begin: ref.begin / BLOCK, first: of[0]!, whole: of.buffer.byteLength / BLOCK })
        await new Promise<void>((resolve) => (resume = resolve))
      }
    },
  }
  outlet.sessionUp(link, () => swarm)
  for (const begin of [0, 1, 2, 5, 9, 11]) outlet.serve(session, piece(0, begin * BLOCK))
  await settled()
  assert.ok(outlet.cancel(session, piece(0, 11 * BLOCK)), 'it had not been read yet')
  assert.equal(outlet.cancel(session, piece(0, 0)), false)
  for (let i = 0; i < 10; i++) {
    resume()
    await settled()
  }
  assert.deepEqual(sent.slice(0, 3), [
    { begin: 0, first: 0, whole: 3 },
    { begin: 1, first: 0, whole: 3 },
    { begin: 2, first: 0, whole: 3 },
  ])
  assert.deepEqual(
    sent.map(({ begin }) => begin),
    [0, 1, 2, 5, 9],
  )
  assert.deepEqual(served, [false, true, true, true, true, true])
  assert.equal(outlet.owed, 0)
})

void test('rows that cannot be read are reported and left alone', async () => {
  const rows = new MemoryRows()
  const table = new SwarmTable(rows)
  const good = { id: SWARM, place: { kind: 'shared', path: '/x' }, name: undefined, addedAt: '2026-01-01' } as const
  await table.add(good, new Uint8Array(3), new Uint8Array(5))
  for (const [key, value] of [
    ['short', '{}'],
    ['01'.repeat(32), '{}'],
    ['02'.repeat(32), 'no json'],
    ['03'.repeat(32), '{"place":{"kind":"elsewhere"},"addedAt":"x"}'],
  ] as const) {
    rows.rowsByKey.set(`swarm/record/${key}`, new TextEncoder().encode(value))
  }
  const faults: string[] = []
  assert.deepEqual(await table.all((error) => faults.push(error.code)), [good])
  assert.deepEqual(faults, ['CORRUPT', 'CORRUPT', 'CORRUPT', 'CORRUPT'])
  assert.equal((await table.metainfo(SWARM))?.byteLength, 3)
  assert.equal((await table.progress(SWARM).load())?.byteLength, 5)
  await table.remove(SWARM)
  assert.equal(rows.rowsByKey.size, 4)
})

void test('with share roots only what lies below them is shared, links resolved; downloads may be written besides', async (t) => {
  const base = await mkdtemp(join(tmpdir(), 'orbweaver-roots-'))
  t.after(() => rm(base, { recursive: true, force: true }))
  for (const name of ['open', 'secret', 'downloads']) await mkdir(join(base, name))
  await symlink(join(base, 'secret'), join(base, 'open', 'way-out'))
  const roots = new Roots(join(base, 'downloads'), [join(base, 'open')])
  await roots.checkShare(join(base, 'open', 'new', 'file'))
  await roots.checkOutput(join(base, 'downloads', 'sub'))
  for (const path of ['secret/file', 'open/../secret', 'open/way-out/file', 'downloads', 'opener']) {
    await assert.rejects(roots.checkShare(join(base, path)), { code: 'FORBIDDEN' }, path)
  }
  await assert.rejects(roots.checkOutput(join(base, 'secret')), { code: 'FORBIDDEN' })
  await new Roots(join(base, 'downloads'), []).checkShare('/anything')
})
