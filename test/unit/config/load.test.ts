import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import {
  chordParams,
  loadConfig,
  OPTION_ROWS,
  providersParams,
  starterYaml,
  swarmParams,
  type ConfigFlags,
} from '../../../src/config/index.ts'
import { configSchema, defaultYaml } from '../../../scripts/reference/configuration.ts'
import { MAX_CONFIG_BYTES } from '../../../src/config/config-file.ts'
import type { OrbError } from '../../../src/base/index.ts'

async function folder(t: TestContext): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'orb-config-'))
  t.after(() => rm(dir, { recursive: true }))
  return dir
}

async function rejected(flags: ConfigFlags, env: NodeJS.ProcessEnv = {}): Promise<string> {
  let message = ''
  await assert.rejects(loadConfig(flags, env), (error: OrbError) => {
    assert.equal(error.code, 'CONFIG_INVALID')
    message = error.message
    return true
  })
  return message
}

test('precedence: flag over environment over file over default, each with its origin', async (t) => {
  const dataDir = await folder(t)
  const path = join(dataDir, 'config.yaml')
  await writeFile(path, 'chord:\n  successors: 4\n  queryMs: 700\n  stabilizeMs: 900\n')
  const env = { ORBWEAVER_CHORD_SUCCESSORS: '5', ORBWEAVER_CHORD_STABILIZE_MS: '800' }
  const config = await loadConfig({ dataDir, options: { 'chord.successors': '6' } }, env)
  assert.deepEqual(config.values.chord, {
    positions: 2,
    successors: 6,
    stabilizeMs: 800,
    stabilizeMaxMs: 10_000,
    queryMs: 700,
    fixFingerMs: 2_000,
    proximity: 16,
    firstWordMs: 400,
  })
  assert.deepEqual(config.origins.get('chord.successors'), { kind: 'flag', name: '--chord-successors' })
  assert.deepEqual(config.origins.get('chord.stabilizeMs'), { kind: 'env', name: 'ORBWEAVER_CHORD_STABILIZE_MS' })
  assert.deepEqual(config.origins.get('chord.queryMs'), { kind: 'file', path, line: 3 })
  assert.deepEqual(config.origins.get('chord.fixFingerMs'), { kind: 'default' })
  assert.equal(config.file, path)
})

test('without a file all is default; a file that was named must exist', async (t) => {
  const dataDir = await folder(t)
  const config = await loadConfig({ dataDir }, {})
  assert.equal(config.file, undefined)
  assert.ok([...config.origins.values()].every((origin) => origin.kind === 'default'))
  assert.equal(config.origins.size, OPTION_ROWS.length)
  assert.match(
    await rejected({ dataDir, config: join(dataDir, 'other.yaml') }),
    /there is no config file .*other\.yaml/,
  )
})

test('unknown names: in the file with line and nearest name, in the environment with the nearest variable', async (t) => {
  const dataDir = await folder(t)
  await writeFile(
    join(dataDir, 'config.yaml'),
    'chord:\n  successor: 4\noverley:\n  listen: []\nchord.queryMs: 3\nlog:\n  zzz: 1\n',
  )
  const message = await rejected({ dataDir }, { ORBWEAVER_CHORD_QERY_MS: '1', ORBWEAVER_HOME: '/x', OTHER: 'y' })
  assert.match(message, /config\.yaml, line 2: there is no option "chord\.successor"; did you mean chord\.successors\?/)
  assert.match(message, /line 3: there is no section "overley"; did you mean overlay\?/)
  assert.match(message, /line 5: there is no section "chord\.queryMs"; did you mean chord\.queryMs\?/)
  assert.match(message, /line 7: there is no option "log\.zzz"/)
  assert.match(message, /no variable ORBWEAVER_CHORD_QERY_MS; did you mean ORBWEAVER_CHORD_QUERY_MS\?/)
  assert.equal(message.split('\n').length, 5)
})

for (const [key, bad] of [
  ['chord.positions', '0'],
  ['chord.positions', '65'],
  ['chord.successors', '1'],
  ['chord.successors', '33'],
  ['chord.successors', '3.5'],
  ['chord.successors', ''],
  ['chord.successors', '0x8'],
  ['chord.successors', '1e1'],
  ['network.open', 'yes'],
  ['log.level', 'loud'],
  ['admin.listen', '127.0.0.1'],
  ['admin.listen', '127.0.0.1:65536'],
  ['admin.listen', 'http://127.0.0.1:1'],
  ['overlay.listen', 'tcp/7461'],
  ['overlay.listen', '/ip4/0.0.0.0/tcp/1,zzz'],
  ['content.downloadRoot', 'a\0b'],
  ['content.downloadRoot', ''],
] as const) {
  test(`${key} = ${JSON.stringify(bad)} is named with key, value, range and origin`, async (t) => {
    const row = OPTION_ROWS.find((known) => known.key === key)
    assert.ok(row !== undefined)
    const message = await rejected({ dataDir: await folder(t) }, { [row.envName]: bad })
    assert.ok(message.startsWith(`environment ${row.envName}: ${key} = `), message)
    assert.ok(message.endsWith(` is not ${row.range}`), message)
  })
}

test('every bad value is told at once', async (t) => {
  const dataDir = await folder(t)
  const message = await rejected({ dataDir, options: { 'chord.successors': 'x', 'log.level': 'y' } })
  assert.equal(message.split('\n').length, 2)
})

test('relations between options name both origins', async (t) => {
  const dataDir = await folder(t)
  const refresh = await rejected({ dataDir, options: { 'providers.refreshMs': '300001' } })
  assert.match(refresh, /at most a third of providers\.leaseMs.*flag --providers-refresh-ms.*from default/)
  assert.match(await rejected({ dataDir, options: { 'chord.firstWordMs': '1501' } }), /firstWordMs must be at most/)
  assert.match(await rejected({ dataDir, options: { 'admin.listen': '0.0.0.0:1' } }), /needs admin\.allowNonLoopback/)
  const open = { 'admin.listen': '0.0.0.0:1', 'admin.allowNonLoopback': 'true' }
  assert.equal((await loadConfig({ dataDir, options: open }, {})).values.admin.listen, '0.0.0.0:1')
  for (const listen of ['localhost:0', '[::1]:0', '127.9.9.9:0']) {
    assert.equal((await loadConfig({ dataDir, options: { 'admin.listen': listen } }, {})).values.admin.listen, listen)
  }
})

test('how long a record lives by default follows the longest time, unless it was set', async (t) => {
  const dataDir = await folder(t)
  const load = async (options: Record<string, string>) => (await loadConfig({ dataDir, options }, {})).values.records
  const lower = await load({ 'records.maxTtlMs': '3600000' })
  assert.deepEqual([lower.defaultTtlMs, lower.maxTtlMs], [3_600_000, 3_600_000])
  // A higher limit is leave to ask for more, and no wish.
  assert.equal((await load({ 'records.maxTtlMs': '9000000000' })).defaultTtlMs, (await load({})).defaultTtlMs)
  const both = await rejected({
    dataDir,
    options: { 'records.maxTtlMs': '3600000', 'records.defaultTtlMs': '3600001' },
  })
  assert.match(both, /records\.defaultTtlMs must be at most records\.maxTtlMs .*flag --records-default-ttl-ms/)
})

test('lists: repeated flags, commas in the environment, sequences in the file', async (t) => {
  const dataDir = await folder(t)
  const two = ['/ip4/1.1.1.1/tcp/1', '/ip4/1.1.1.1/tcp/2']
  assert.deepEqual((await loadConfig({ dataDir, options: { 'overlay.listen': two } }, {})).values.overlay.listen, two)
  const env = { ORBWEAVER_OVERLAY_LISTEN: two.join(' , ') }
  assert.deepEqual((await loadConfig({ dataDir }, env)).values.overlay.listen, two)
  assert.deepEqual((await loadConfig({ dataDir }, { ORBWEAVER_OVERLAY_ANNOUNCE: '' })).values.overlay.announce, [])
  await writeFile(join(dataDir, 'config.yaml'), `overlay:\n  listen:\n    - ${two.join('\n    - ')}\n`)
  assert.deepEqual((await loadConfig({ dataDir }, {})).values.overlay.listen, two)
  await writeFile(join(dataDir, 'config.yaml'), `overlay:\n  listen: ${two[0]}\n`)
  assert.match(await rejected({ dataDir }), /overlay\.listen = "\/ip4\/1\.1\.1\.1\/tcp\/1" is not a list/)
  const many = Array.from({ length: 17 }, (_, i) => `/ip4/1.1.1.1/tcp/${i}`)
  assert.match(await rejected({ dataDir, options: { 'overlay.listen': many } }), /1 to 16/)
})

test('relative paths count from where they were written', async (t) => {
  const dataDir = await folder(t)
  const load = async (env = {}): Promise<string> => (await loadConfig({ dataDir }, env)).values.content.downloadRoot
  assert.equal(await load(), join(dataDir, 'downloads'))
  assert.equal(await load({ ORBWEAVER_CONTENT_DOWNLOAD_ROOT: 'x/y' }), join(process.cwd(), 'x/y'))
  await writeFile(join(dataDir, 'config.yaml'), 'content:\n  downloadRoot: ../z\n  shareRoots: [a, /b]\n')
  assert.equal(await load(), join(dataDir, '../z'))
  assert.deepEqual((await loadConfig({ dataDir }, {})).values.content.shareRoots, [join(dataDir, 'a'), '/b'])
})

for (const [content, why] of [
  ['chord: [1]\n', /section "chord" must hold names with values/],
  ['- a\n', /the file must hold names with values/],
  ['chord:\n  successors: 4\n  successors: 5\n', /line 3/],
  ['chord:\n\tsuccessors: 4\n', /line 2/],
  ['chord:\n  successors:\n', /chord\.successors = null is not a whole number/],
  ['chord:\n  successors: "4"\n', /chord\.successors = "4" is not a whole number/],
  ['overlay:\n  listen: *nowhere\n', /line 2/],
  [`overlay:\n  listen: &a [${'/a,'.repeat(40)}]\n  announce: [${'*a,'.repeat(40)}]\n`, /line 3|announce/],
] as const) {
  test(`file ${JSON.stringify(content.slice(0, 40))}`, async (t) => {
    const dataDir = await folder(t)
    await writeFile(join(dataDir, 'config.yaml'), content)
    assert.match(await rejected({ dataDir }), why)
  })
}

test('a file that is empty, commented out, not UTF-8 or too large', async (t) => {
  const dataDir = await folder(t)
  const path = join(dataDir, 'config.yaml')
  for (const content of ['', '# nothing\n', 'chord:\n', starterYaml()]) {
    await writeFile(path, content)
    assert.ok([...(await loadConfig({ dataDir }, {})).origins.values()].every((origin) => origin.kind === 'default'))
  }
  await writeFile(path, Buffer.from([0x23, 0xff, 0x0a]))
  assert.match(await rejected({ dataDir }), /not UTF-8/)
  await writeFile(path, `#${' '.repeat(MAX_CONFIG_BYTES - 1)}`)
  await loadConfig({ dataDir }, {})
  await writeFile(path, `#${' '.repeat(MAX_CONFIG_BYTES)}`)
  assert.match(await rejected({ dataDir }), /at most/)
})

test('a folder in the place of the config file is told as what it is', async (t) => {
  const dataDir = await folder(t)
  await mkdir(join(dataDir, 'config.yaml'))
  assert.match(await rejected({ dataDir }), /config\.yaml is a folder/)
  assert.match(await rejected({ dataDir, config: dataDir }), /is a folder/)
})

test('a config file that cannot be read is an IO error', async (t) => {
  const dataDir = await folder(t)
  // Something that is no folder on the way: rights would not stop root.
  await writeFile(join(dataDir, 'file'), '')
  await assert.rejects(loadConfig({ dataDir, config: join(dataDir, 'file', 'config.yaml') }, {}), { code: 'IO' })
})

test('the default file changes nothing, and the starter file names every option', async (t) => {
  const dataDir = await folder(t)
  const before = await loadConfig({ dataDir }, {})
  await writeFile(join(dataDir, 'config.yaml'), defaultYaml())
  const after = await loadConfig({ dataDir }, {})
  // Written into a file the default of a path counts from the file's folder, which is the data dir.
  assert.deepEqual(after.values, before.values)
  assert.ok([...after.origins.values()].every((origin) => origin.kind === 'file'))
  for (const row of OPTION_ROWS) assert.ok(starterYaml().includes(`# ${row.name}:`), row.key)
})

test('the table: defaults fit their own schemas, names are unique, texts are there', () => {
  for (const row of OPTION_ROWS) {
    assert.ok(row.schema.safeParse(row.default).success, row.key)
    assert.ok(row.doc.endsWith('.'), row.key)
  }
  for (const name of ['key', 'longFlag', 'envName'] as const) {
    assert.equal(new Set(OPTION_ROWS.map((row) => row[name])).size, OPTION_ROWS.length, name)
  }
  const schema = JSON.parse(configSchema()) as { properties: Record<string, { properties: object }> }
  const keys = Object.entries(schema.properties).flatMap(([section, { properties }]) =>
    Object.keys(properties).map((name) => `${section}.${name}`),
  )
  assert.deepEqual(keys.sort(), OPTION_ROWS.map((row) => row.key as string).sort())
})

test('parameters of the machines follow the options', async (t) => {
  const options = {
    'chord.successors': '3',
    'providers.replicas': '2',
    'swarm.sessions': '10',
    'swarm.stallMs': '1234',
  }
  const { values } = await loadConfig({ dataDir: await folder(t), options }, {})
  assert.equal(chordParams(values).successors, 3)
  assert.equal(chordParams(values).routeBySuccessors, true)
  assert.ok(!('positions' in chordParams(values)), 'how many there are is of the peer, not of the machine')
  assert.equal(providersParams(values).replicas, 2)
  const { limits, stallMs } = swarmParams(values)
  assert.deepEqual([limits.sessions, limits.opened, stallMs], [10, 6, 1_234])
  assert.equal('sessions' in swarmParams(values), false)
})
