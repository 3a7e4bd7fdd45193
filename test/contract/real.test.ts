import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { AdminClient } from '../../src/admin/client.ts'
import { ROUTE_NAMES, type RouteName } from '../../src/admin/routes.ts'
import { dataDirFiles, loadConfig, readToken } from '../../src/config/index.ts'
import { startDaemon } from '../../src/daemon/index.ts'
import { Promised } from './document.ts'
import { GOOD } from './good.ts'
import { exchange, type Answer, type Ask } from './server.ts'

const JSON_TYPE = { 'content-type': 'application/json' }
const NO_SWARM = 'ab'.repeat(32)

/** What a real daemon that is alone answers to each route, success or problem, in an order that makes sense. */
test('a real daemon: every route answers what the document promises', async (t) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'orb-real-'))
  const options = { 'overlay.listen': ['/ip4/127.0.0.1/tcp/0'], 'admin.listen': '127.0.0.1:0', 'log.level': 'silent' }
  const load = () => loadConfig({ dataDir, options }, {})
  const ready = Promise.withResolvers<string>()
  const daemon = await startDaemon(await load(), {
    onReady: ({ admin }) => {
      ready.resolve(admin)
    },
    load,
  })
  t.after(async () => {
    await daemon.stop('the test ends')
    await rm(dataDir, { recursive: true, force: true })
  })
  const port = Number(new URL(await ready.promise).port)
  let token = (await readToken(dataDirFiles(dataDir).token)) ?? ''
  const askAs = (ask: Ask): Promise<Answer> =>
    exchange(port, { ...ask, headers: { authorization: `Bearer ${token}`, ...ask.headers } })
  const promised = new Promised((await askAs({ path: '/openapi.json' })).json)
  const called = new Set<RouteName>()
  const call = async (name: RouteName, status: number, ask: Ask = GOOD[name]): Promise<Answer> => {
    called.add(name)
    const answer = await askAs(ask)
    assert.equal(answer.status, status, `${name}: ${answer.text}`)
    promised.assertKept(name, answer)
    return answer
  }

  for (const name of ['livez', 'readyz', 'status', 'succ', 'ring', 'clock', 'peers', 'swarms', 'tokens'] as const) {
    await call(name, 200)
  }
  for (const name of ['config', 'interceptors', 'metrics', 'openapi', 'audit'] as const) await call(name, 200)
  for (const key of ['alpha', '%00', '%F0%9F%95%B8']) await call('lookup', 200, { path: `/v1/lookup/${key}?trace=1` })
  await call('lookup', 413, { path: `/v1/lookup/${'k'.repeat(1_025)}` })

  const dial = (address: string): Ask => ({
    method: 'POST',
    path: '/v1/peers?timeoutMs=2000',
    body: JSON.stringify({ address }),
    headers: JSON_TYPE,
  })
  await call('dial', 502, dial('/ip4/127.0.0.1/tcp/1'))

  const shared = join(dataDir, 'shared.bin')
  await writeFile(shared, Buffer.alloc(100_000, 7))
  const share = (path: string): Ask => ({
    method: 'POST',
    path: '/v1/swarms',
    body: JSON.stringify({ path }),
    headers: JSON_TYPE,
  })
  const { swarmId } = (await call('addSwarm', 201, share(shared))).json
  assert.equal(typeof swarmId, 'string')
  await call('addSwarm', 404, share(join(dataDir, 'nowhere')))
  await call('swarm', 200, { path: `/v1/swarms/${String(swarmId)}` })
  await call('swarm', 404, { path: `/v1/swarms/${NO_SWARM}` })
  const torrent = await call('torrent', 200, { path: `/v1/swarms/${String(swarmId)}/torrent` })
  assert.equal(torrent.headers['content-disposition'], 'attachment')
  await call('torrent', 404, { path: `/v1/swarms/${NO_SWARM}/torrent` })
  await call('swarms', 200)
  await call('removeSwarm', 204, { method: 'DELETE', path: `/v1/swarms/${String(swarmId)}` })
  await call('removeSwarm', 404, { method: 'DELETE', path: `/v1/swarms/${NO_SWARM}` })
  assert.equal((await readFile(shared)).byteLength, 100_000)

  const put = (body: string, headers = {}): Ask => ({ method: 'PUT', path: '/v1/records/alpha?ttl=1h', body, headers })
  const { etag } = (await call('putRecord', 200, put('one', { 'content-type': 'text/html' }))).headers
  const got = await call('record', 200)
  assert.deepEqual([got.text, got.headers['etag'], got.headers['orbweaver-content-type']], ['one', etag, 'text/html'])
  assert.deepEqual(
    [got.headers['content-type'], got.headers['content-disposition']],
    ['application/octet-stream', 'attachment'],
  )
  const mismatch = await call('putRecord', 412, put('two', { 'if-none-match': '*' }))
  assert.equal(`"${String(mismatch.json['version'])}"`, etag)
  const second = await call('putRecord', 200, put('two', { 'if-match': '*' }))
  await call('putRecord', 412, put('three', { 'if-match': etag }))
  await call('putRecord', 400, put('three', { 'if-match': '"nothing of ours"' }))
  await call('putRecord', 400, { ...put('x'), path: '/v1/records/alpha?ttl=1000d' })
  const client = new AdminClient({ url: `http://127.0.0.1:${port}`, token })
  for await (const { data } of client.events('watchRecord', { params: { key: 'alpha' } })) {
    assert.deepEqual([`"${String(data.version)}"`, data.value64], [second.headers['etag'], 'dHdv'])
    called.add('watchRecord')
    break
  }
  const soon = (await call('keptRecords', 200)).json['records'] as { key: string }[]
  assert.deepEqual(
    soon.map(({ key }) => key),
    ['alpha'],
  )
  const remove: Ask = { method: 'DELETE', path: '/v1/records/alpha' }
  await call('removeRecord', 412, { ...remove, headers: { 'if-match': String(etag) } })
  await call('removeRecord', 200, { ...remove, headers: { 'if-match': String(second.headers['etag']) } })
  await call('removeRecord', 404, remove)
  await call('record', 404)

  await call('createToken', 201)
  await call('createToken', 409)
  await call('revokeToken', 204, { method: 'DELETE', path: '/v1/tokens/prometheus' })
  await call('revokeToken', 404)
  const patched = await call('patchConfig', 200, { ...GOOD.patchConfig, body: '{"admin.writesPerSecond":400}' })
  assert.deepEqual(patched.json['applied'], [{ key: 'admin.writesPerSecond', from: 5_000, to: 400 }])
  await call('patchConfig', 400, { ...GOOD.patchConfig, body: '{"admin.listen":"127.0.0.1:1"}' })
  await call('reload', 200)
  await writeFile(dataDirFiles(dataDir).config, 'no:\n  such: option\n')
  await call('reload', 409)
  await rm(dataDirFiles(dataDir).config)
  await call('setInterceptors', 400)
  const chain = (await call('interceptors', 200)).json['interceptors'] as { name: string; parameters: unknown }[]
  const same = chain.map(({ name, parameters }) => ({ name, parameters }))
  await call('setInterceptors', 200, { ...GOOD.setInterceptors, body: JSON.stringify({ interceptors: same }) })
  token = String((await call('rotateToken', 200)).json['token'])
  const { entries } = (await call('audit', 200, { path: '/v1/audit?limit=1000' })).json
  assert.ok((entries as unknown[]).length >= 10)

  // What has no line of its own above; what stops a daemon can be asked but once.
  for (const name of ROUTE_NAMES) {
    if (called.has(name) || name === 'stop' || name === 'leave') continue
    const answer = await askAs(GOOD[name])
    assert.ok(answer.status < 500, `${name}: ${answer.text}`)
    promised.assertKept(name, answer)
  }
  await call('leave', 202)
  await daemon.stopped
})
