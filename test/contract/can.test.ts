import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MAX_CAN_ITEMS, MAX_ITEM_KEY_BYTES, MAX_ITEM_VALUE_BYTES } from '../../src/admin/bounds.ts'
import type { ZonePath } from '../../src/base/index.ts'
import type { GatherItems, PutItem } from '../../src/admin/can-backend.ts'
import { MAX_LEASE_MS } from '../../src/config/index.ts'
import { fakeBackend, ITEM, MAP, OWNER, SELF } from './fake-backend.ts'
import { assertProblem } from './problem.ts'
import { running, type Running } from './server.ts'

const lastOf = (run: Running, name: string): unknown => {
  const { asked } = run.backend as ReturnType<typeof fakeBackend>
  return asked.filter(({ method }) => method === name).at(-1)?.args[0]
}
const get = (run: Running, query: string) => run.askAs({ path: `/v1/can/items?${query}` })

test('items: a key, a point, a box and a neighbourhood are told from each other', async (t) => {
  const run = await running(t)
  for (const [query, where] of [
    ['point=0.25,0.5', { at: [0.25, 0.5] }],
    ['box=0,.5:0.25,1', { low: [0, 0.5], high: [0.25, 1] }],
    ['box=0:1e0', { low: [0], high: [1] }],
    ['near=0.2,7e-1', { near: [0.2, 0.7] }],
  ] as const) {
    assert.equal((await get(run, query)).status, 200, query)
    assert.deepEqual((lastOf(run, 'gatherItems') as GatherItems).where, where)
  }
  const one = await get(run, 'key64=-_8&point=0.25,0.5')
  assert.deepEqual(Buffer.from((lastOf(run, 'item') as PutItem).key), Buffer.from([0xfb, 0xff]))
  assert.deepEqual(one.json['items'], [
    {
      key: 'printer',
      point: [0.25, 0.5],
      value: 'on floor 2',
      sizeBytes: 10,
      version: `42-${OWNER.peer}`,
      writer: OWNER.peer,
      expiresAt: '2030-01-01T00:00:00.000Z',
    },
  ])
  for (const query of [
    '',
    'key=a&box=0,0:1,1',
    'point=0,0&near=0,0',
    'box=0,0:1,1&near=0,0',
    'key=a&limit=5',
    'limit=5',
  ]) {
    assertProblem(await get(run, query), 'INVALID_ARGUMENT', query)
  }
})

test('points and boxes that cannot be are refused before the daemon is asked', async (t) => {
  const run = await running(t)
  const { asked } = run.backend as ReturnType<typeof fakeBackend>
  const before = asked.length
  const seventeen = new Array<number>(17).fill(0).join(',')
  for (const point of [
    '',
    'NaN,0',
    'Infinity,0',
    '1,0',
    '-0.1,0',
    '0.1,',
    '0x1,0',
    '0.1;0.2',
    seventeen,
    '9'.repeat(401),
  ]) {
    assertProblem(await get(run, `point=${encodeURIComponent(point)}`), 'INVALID_ARGUMENT', point)
    assertProblem(
      await run.askAs({ path: `/v1/can/locate?point=${encodeURIComponent(point)}` }),
      'INVALID_ARGUMENT',
      point,
    )
  }
  for (const box of [
    '',
    '0,0',
    '0,0:1',
    '0,0:0,1',
    '0.5,0:0.2,1',
    '0,0:1,1.1',
    '0,0:NaN,1',
    '-1,0:1,1',
    '0:1:1',
    '0,1:1,1',
  ]) {
    assertProblem(await get(run, `box=${encodeURIComponent(box)}`), 'INVALID_ARGUMENT', box)
  }
  assert.equal(asked.length, before)
})

test('limits: as many as may be, and one above each', async (t) => {
  const run = await running(t)
  const put = (query: string, bytes: number) =>
    run.askAs({ method: 'PUT', path: `/v1/can/items?${query}`, body: Buffer.alloc(bytes, 1) })
  assert.equal((await get(run, `box=0,0:1,1&limit=${MAX_CAN_ITEMS}`)).status, 200)
  for (const limit of ['0', String(MAX_CAN_ITEMS + 1), '-1', '1.5', 'x'])
    assertProblem(await get(run, `box=0,0:1,1&limit=${limit}`), 'INVALID_ARGUMENT')
  assert.equal(
    (await put(`key=${'k'.repeat(MAX_ITEM_KEY_BYTES)}&lease=${MAX_LEASE_MS}`, MAX_ITEM_VALUE_BYTES)).status,
    200,
  )
  assert.equal((lastOf(run, 'putItem') as PutItem).leaseMs, MAX_LEASE_MS)
  assertProblem(await put(`key=${'k'.repeat(MAX_ITEM_KEY_BYTES + 1)}`, 1), 'TOO_LARGE')
  assertProblem(await put('key=', 1), 'INVALID_ARGUMENT')
  assertProblem(await put('point=0,0', 1), 'INVALID_ARGUMENT')
  assertProblem(await put('key=a', MAX_ITEM_VALUE_BYTES + 1), 'TOO_LARGE')
  assertProblem(await put(`key=a&lease=${MAX_LEASE_MS + 1}`, 1), 'INVALID_ARGUMENT')
  assertProblem(await put('key=a&lease=0', 1), 'INVALID_ARGUMENT')
  assert.equal((await run.askAs({ path: '/v1/can?space=16' })).status, 200)
  assertProblem(await run.askAs({ path: '/v1/can?space=17' }), 'INVALID_ARGUMENT')
})

test('pages: the place goes back as it came, and nothing else does; what is missing is told', async (t) => {
  const run = await running(t)
  const first = await get(run, 'box=0,0:1,1&limit=1')
  const next = first.json['next'] as string
  assert.deepEqual(first.json['missing'], [{ path: '11', low: [0.5, 0.5], high: [1, 1] }])
  assert.equal((await get(run, `box=0,0:1,1&after=${encodeURIComponent(next)}`)).status, 200)
  assert.equal((lastOf(run, 'gatherItems') as GatherItems).after, next)
  for (const after of ['x', '0/61', `${'0'.repeat(64)}/6`, `${'0'.repeat(64)}/`, `${'2'.repeat(64)}/61`])
    assertProblem(await get(run, `box=0,0:1,1&after=${encodeURIComponent(after)}`), 'INVALID_ARGUMENT', after)
  assertProblem(await get(run, `near=0,0&after=${encodeURIComponent(next)}`), 'INVALID_ARGUMENT')
})

test('values and keys that are not UTF-8 come in base64', async (t) => {
  const item = { ...ITEM, key: Buffer.from([255, 254]), value: Buffer.from([0, 255]) }
  const run = await running(t, { backend: fakeBackend({ item: () => Promise.resolve(item) }) })
  const [one] = (await get(run, 'key64=__4')).json['items'] as Record<string, unknown>[]
  assert.deepEqual(
    [one?.['key'], one?.['key64'], one?.['value'], one?.['value64']],
    [undefined, '__4', undefined, 'AP8='],
  )
})

test('the picture: an image that runs nothing, with nothing of others as markup', async (t) => {
  const evil = { ...OWNER, peer: '"><script>alert(1)</script>&\u0000' as typeof OWNER.peer }
  const zones = [...MAP.zones.slice(0, 1), { path: MAP.zones[1]?.path ?? MAP.zones[0]!.path, holder: evil, items: 900 }]
  const run = await running(t, {
    backend: fakeBackend({ canMap: (space) => Promise.resolve({ ...MAP, zones, space }) }),
  })
  const { status, headers, text } = await run.askAs({ path: '/v1/can/map.svg' })
  assert.equal(status, 200)
  assert.match(String(headers['content-type']), /^image\/svg\+xml/)
  assert.match(String(headers['content-security-policy']), /default-src 'none'.*sandbox/)
  assert.doesNotMatch(text, /<script|\u0000|on\w+=|href|style/)
  assert.match(text, /&lt;script&gt;/)
  assert.match(text, new RegExp(`this daemon, ${SELF.peer}`))
  assert.match(text, /no answer: zone 11/)
  // Every element is closed in its turn.
  const open: string[] = []
  for (const [, slash, name, end] of text.matchAll(/<(\/?)([a-z]+)(?:\s[^<>]*?)?(\/?)>/g)) {
    if (slash === '/') assert.equal(open.pop(), name)
    else if (end !== '/') open.push(name ?? '')
  }
  assert.deepEqual(open, [])
})

test('the picture: the warning stands first, what is long is wrapped, and the legend tells of every colour', async (t) => {
  const zones = MAP.zones.map((zone) => ({ ...zone, path: `${zone.path}${'0101010101'.repeat(4)}` as ZonePath }))
  const pictured = async (change: Partial<typeof MAP>): Promise<string> => {
    const canMap = (space: number) => Promise.resolve({ ...MAP, ...change, space })
    return (await (await running(t, { backend: fakeBackend({ canMap }) })).askAs({ path: '/v1/can/map.svg' })).text
  }
  const wide = await pictured({ dimensions: 16, zones })
  const lines = [...wide.matchAll(/<text x="56" y="(\d+)"[^>]*>([^<]*)</g)].filter(([, y]) => Number(y) < 160)
  const words = lines.map(([, , line]) => line ?? '')
  assert.match(words[0] ?? '', /^CAN, space 0: 2 zones of 2 daemons, 4 items, 16 dimensions$/)
  assert.equal(words[1], 'Not complete: 1 part of the space did not answer.')
  assert.match(words.slice(2).join(' '), /^A section of the first two .*the others are at (?:0\.\d+, ){13}0\.\d+\.$/)
  assert.ok(words.length > 3 && words.every((line) => line.length <= 100), words.join('\n'))
  const height = Number(/ height="(\d+)"/.exec(wide)?.[1])
  const flat = await pictured({ missing: [] })
  assert.equal(height - Number(/ height="(\d+)"/.exec(flat)?.[1]), 22 * (words.length - 1))
  assert.doesNotMatch(flat, /Not complete|A section/)
  // 3 items in a half and 1 in a quarter: 4 in three quarters of the space on average, and the half has 6 for its size.
  assert.match(flat, /from none to 1\.13 times the average</)
  assert.match(flat, /grey: nobody answered for it</)
  const bare = await pictured({ zones: [{ path: '' as ZonePath, holder: SELF, items: 0 }], missing: [], dimensions: 1 })
  assert.match(bare, /: 1 zone of 1 daemon, 0 items, 1 dimension</)
  assert.match(bare, /no zone has items/)
})

test('what cannot be is told with its range, and what the field takes', async (t) => {
  const run = await running(t)
  for (const [query, detail, hint] of [
    ['point=1,0', /at least 0 and below 1/, /^point: .*such as 0\.2,0\.7|^point: all items/],
    ['point=-0.1,0', /each coordinate must be at least 0 and below 1/, /^point: /],
    ['point=NaN,0', /numbers with commas between, each at least 0 and below 1/, /^point: /],
    ['box=', /two corners/, /^box: .*such as/],
    ['box=0.5,0:0.2,1', /a box does not wrap/, /^box: /],
    ['box=0,0:1,1&limit=0', /must be a whole number from 1 to 1000/, /^limit: /],
    ['box=0,0:1,1&timeoutMs=99999999', /must be a whole number of milliseconds from 1 to 60000/, /^timeoutMs: /],
    ['key=', /at least one byte/, /1 to 256 bytes/],
    [`key=${'k'.repeat(257)}`, /at most 256 bytes/, /1 to 256 bytes/],
    ['kee=a', /did you mean key\?/, /^the query takes key, key64, point/],
  ] as const) {
    const { json } = await get(run, query)
    assert.match(String(json['detail']), detail, query)
    assert.match(String(json['hint']), hint, query)
  }
  for (const [path, detail] of [
    ['/v1/can?space=99999999999999999999', /must be a whole number from 0 to 16/],
    ['/v1/find?expr=', /query\.expr: must not be empty/],
  ] as const) {
    const { json } = await run.askAs({ path })
    assert.match(String(json['detail']), detail)
    assert.ok('hint' in json, path)
  }
  for (const [lease, detail] of [
    ['0', /must be from 1ms to 7d/],
    ['2w', /must be from 1ms to 7d/],
    ['abc', /with ms, s, m, h, d or w/],
  ] as const) {
    const { json } = await run.askAs({
      method: 'PUT',
      path: `/v1/can/items?key=a&lease=${lease}`,
      body: Buffer.from('x'),
    })
    assert.match(String(json['detail']), detail)
    assert.match(String(json['hint']), /^lease: .*7d, which is the longest/)
  }
  const body = Buffer.from('x')
  assert.equal((await run.askAs({ method: 'PUT', path: '/v1/can/items?key=a&lease=1w', body })).status, 200)
  const key = (bytes: number) => run.askAs({ path: `/v1/can/locate?key=${'k'.repeat(bytes)}` })
  for (const bytes of [0, 257, 1_024]) assert.equal((await key(bytes)).status, 200)
  assertProblem(await key(1_025), 'TOO_LARGE')
})
