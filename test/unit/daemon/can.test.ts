import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sha512 } from '../../../src/adapters/system/index.ts'
import { OrbError, pointOfKey, type PeerKey } from '../../../src/base/index.ts'
import { makeCanBackend, type CanInit } from '../../../src/daemon/can.ts'
import { Metrics } from '../../../src/observe/index.ts'
import type { Result } from '../../../src/protocols/index.ts'
import type { Can, SpaceShown } from '../../../src/protocols/can/index.ts'

const SELF = { peer: 'self' as PeerKey } as SpaceShown['self']
const CALL = { deadlineMs: 1_000, signal: new AbortController().signal }
const KEY = new TextEncoder().encode('printer')
const OWNED = { ok: true, value: { owner: SELF, item: undefined, removed: false } } as const

interface Asked {
  readonly name: string
  readonly args: Readonly<Record<string, unknown>>
}

/** A backend whose machine gives this result, and what that was asked. */
function backend(result: Result = OWNED, isOff = false, mismatch?: SpaceShown['mismatch']) {
  const asked: Asked[] = []
  const metrics = new Metrics()
  const shown = (space: number, dimensions: number) => ({ space, dimensions, self: SELF, mismatch }) as SpaceShown
  const can = {
    describe: () => [shown(0, 2), shown(16, 3)],
    figures: { items: 3, bytes: 70 } as Can['figures'],
  }
  const init = {
    pump: {
      command: (_machine: string, command: Asked) => {
        asked.push(command)
        return Promise.resolve(result)
      },
    },
    can: isOff ? undefined : can,
    valueOf: (given: Result) => {
      if (given.ok) return given.value
      throw new OrbError(given.code as 'UNREACHABLE', given.detail)
    },
    metrics,
    config: () => ({ dimensions: 2, leaseMs: 5_000, maxBytes: 100 }),
  } as unknown as CanInit
  return { can: makeCanBackend(init), asked, metrics }
}

const refused = (code: string) => (error: Error & { code?: string }) => error.code === code

test('without a point an item lies at the point of its key, with one there', async () => {
  const { can, asked } = backend()
  await can.putItem({ key: KEY, point: undefined, value: KEY, leaseMs: undefined }, CALL)
  await can.putItem({ key: KEY, point: [0.25, 0.75], value: KEY, leaseMs: 9 }, CALL)
  assert.deepEqual(
    asked.map(({ name, args }) => [name, args['space'], args['point'], args['leaseMs']]),
    [
      ['put', 0, pointOfKey(sha512, KEY, 2), 5_000],
      ['put', 0, [0.25, 0.75], 9],
    ],
  )
})

test('a point has the dimensions of its space', async () => {
  const { can, asked } = backend()
  const locate = (space: number, point: number[]) => can.canLocate({ space, place: { point }, trace: false }, CALL)
  await locate(0, [0.1, 0.2])
  await locate(16, [0.1, 0.2, 0.3])
  assert.equal(asked.length, 2)
  await assert.rejects(locate(0, [0.1, 0.2, 0.3]), refused('INVALID_ARGUMENT'))
  await assert.rejects(locate(16, [0.1, 0.2]), refused('INVALID_ARGUMENT'))
  await assert.rejects(locate(1, [0.1, 0.2]), (error: OrbError) => {
    assert.deepEqual([error.code, error.hint], ['NOT_FOUND', 'it has 0, 16'])
    return true
  })
  await assert.rejects(can.item({ key: KEY, point: [0.5] }, CALL), refused('INVALID_ARGUMENT'))
  await assert.rejects(
    can.gatherItems({ where: { low: [0], high: [1] }, after: undefined, limit: 1 }, CALL),
    refused('INVALID_ARGUMENT'),
  )
  assert.equal(asked.length, 2, 'and its machine is not asked')
})

test('what lies at a point is the box that holds no other point', async () => {
  const { can, asked } = backend({ ok: true, value: { items: [], next: undefined, missing: [], asked: 1 } })
  const boxAt = async (at: number[]) => {
    await can.gatherItems({ where: { at }, after: 'x', limit: 7 }, CALL)
    return asked.at(-1)?.args['box'] as { low: number[]; high: number[] }
  }
  const largest = 1 - 2 ** -53
  for (const at of [
    [0, 0.5],
    [largest, Number.MIN_VALUE],
  ]) {
    const { low, high } = await boxAt(at)
    assert.deepEqual(low, at)
    high.forEach((bound, i) => {
      const from = at[i] ?? 0
      assert.ok(bound > from && bound <= 1)
      // Between two neighbouring numbers there is none.
      const middle = from + (bound - from) / 2
      assert.ok(middle === from || middle === bound, `${middle} lies between ${from} and ${bound}`)
    })
  }
  assert.deepEqual([asked.at(-1)?.name, asked.at(-1)?.args['after'], asked.at(-1)?.args['limit']], ['query', 'x', 7])
  await can.gatherItems({ where: { near: [0.1, 0.2] }, after: undefined, limit: 3 }, CALL)
  assert.deepEqual(asked.at(-1), { name: 'nearest', args: { space: 0, point: [0.1, 0.2], limit: 3 } })
})

test('what is not there is NOT_FOUND, and the words of the machine are those of the API', async () => {
  const name = { key: KEY, point: undefined }
  await assert.rejects(backend().can.item(name, CALL), refused('NOT_FOUND'))
  await assert.rejects(backend().can.removeItem(name, CALL), refused('NOT_FOUND'))
  for (const [code, told] of [
    ['FULL', 'STORAGE_FULL'],
    ['NO_ROUTE', 'UNREACHABLE'],
    ['LOOKUP_TIMEOUT', 'LOOKUP_TIMEOUT'],
    ['NOT_JOINED', 'NOT_JOINED'],
  ]) {
    const failing = backend({ ok: false, code: code as 'IO', detail: 'x' }).can
    await assert.rejects(failing.item(name, CALL), refused(told ?? ''))
  }
})

test('a daemon that comes to no zone since others count other dimensions says so, and not that it comes to one', async () => {
  const failed = { ok: false, code: 'NOT_JOINED', detail: 'this node holds no zone yet' } as const
  const name = { key: KEY, point: undefined }
  const saying = (hint: RegExp) => (error: OrbError) => {
    assert.equal(error.code, 'NOT_JOINED')
    assert.match(error.hint ?? '', hint)
    return true
  }
  const other = { peer: 'other' } as SpaceShown['self']
  const differing = backend(failed, false, { node: other, dimensions: 3, at: 0 }).can
  const hint = /other counts 3 dimensions in space 0, this daemon 2: set can\.dimensions/
  await assert.rejects(differing.canLocate({ space: 0, place: { point: [0, 0] }, trace: false }, CALL), saying(hint))
  await assert.rejects(differing.putItem({ ...name, value: KEY, leaseMs: 1 }, CALL), saying(hint))
  const without = backend(failed, false, { node: other, dimensions: 0, at: 0 }).can
  await assert.rejects(without.canMap(16, CALL), saying(/other has no space 16/))
  await assert.rejects(backend(failed).can.item(name, CALL), (error: OrbError) => error.hint === undefined)
})

test('a daemon that takes no part says how to change that, whatever it is asked', async () => {
  const { can, asked } = backend(OWNED, true)
  const isOff = (error: OrbError): boolean => {
    assert.match(error.hint ?? '', /can\.enabled/)
    return error.code === 'NOT_JOINED'
  }
  const name = { key: KEY, point: [0.1, 0.2] }
  assert.throws(() => can.can(0), isOff)
  await assert.rejects(can.canLocate({ space: 0, place: { pointOf: KEY }, trace: false }, CALL), isOff)
  await assert.rejects(can.putItem({ ...name, value: KEY, leaseMs: 1 }, CALL), isOff)
  await assert.rejects(can.item(name, CALL), isOff)
  await assert.rejects(can.removeItem(name, CALL), isOff)
  await assert.rejects(can.gatherItems({ where: { near: [0, 0] }, after: undefined, limit: 1 }, CALL), isOff)
  await assert.rejects(can.canMap(0, CALL), isOff)
  assert.deepEqual(asked, [])
})

test('operations are counted by how they ended', async () => {
  const counted = async ({ can, metrics }: ReturnType<typeof backend>): Promise<string[]> => {
    await can.canMap(16, CALL).catch(() => undefined)
    const lines = (await metrics.render()).split('\n')
    return lines.filter((line) => line.startsWith('orbweaver_can_operations_total') && !line.endsWith(' 0'))
  }
  assert.deepEqual(await counted(backend({ ok: true, value: { zones: [], missing: [] } })), [
    'orbweaver_can_operations_total{operation="map",outcome="done"} 1',
  ])
  assert.deepEqual(await counted(backend({ ok: false, code: 'OVERLOAD', detail: '' })), [
    'orbweaver_can_operations_total{operation="map",outcome="failed"} 1',
  ])
})
