import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { loadConfig, OPTION_ROWS, optionValue, type LoadedConfig, type OptionRow } from '../../../src/config/index.ts'
import { RELATIONS } from '../../../src/config/options.ts'
import { Control } from '../../../src/daemon/control.ts'
import { logLevels } from '../../../src/daemon/logging.ts'
import { Settings } from '../../../src/daemon/settings.ts'
import {
  createLogger,
  LOG_EVENTS,
  moduleOf,
  SILENT_LOGGER,
  type LogEventName,
  type Logger,
} from '../../../src/observe/index.ts'

interface Rig {
  readonly settings: Settings
  readonly control: Control
  readonly told: { readonly name: LogEventName; readonly fields: Record<string, unknown> }[]
  readonly write: (yaml: string) => Promise<void>
}

async function rig(t: TestContext, yaml = '', env: NodeJS.ProcessEnv = {}, given?: Logger): Promise<Rig> {
  const dataDir = await mkdtemp(join(tmpdir(), 'orb-settings-'))
  t.after(() => rm(dataDir, { recursive: true }))
  const write = (text: string): Promise<void> => writeFile(join(dataDir, 'config.yaml'), text)
  await write(yaml)
  const load = (): Promise<LoadedConfig> => loadConfig({ dataDir }, env)
  const settings = new Settings(await load())
  const told: Rig['told'] = []
  const logger = {
    ...SILENT_LOGGER,
    event: (name: LogEventName, fields: object) => void told.push({ name, fields: fields as Record<string, unknown> }),
  }
  const control = new Control({ settings, load, logger: given ?? logger, leave: () => undefined })
  return { settings, control, told, write }
}

test('a reload applies what is reloadable, keeps the rest, and tells both, over the API and in the log', async (t) => {
  const { settings, control, told, write } = await rig(t)
  await write('chord:\n  stabilizeMs: 250\n  successors: 4\nlog:\n  level: debug\n')
  const heard: string[][] = []
  settings.onChange(['log.level', 'log.modules'], (_config, changed) => heard.push([...changed]))
  settings.onChange(['overlay.join'], () => heard.push(['never']))
  const { params } = settings
  const report = await control.reload()
  assert.deepEqual(report, {
    applied: [
      { key: 'chord.stabilizeMs', from: 1_000, to: 250 },
      { key: 'log.level', from: 'info', to: 'debug' },
    ],
    restartNeeded: [{ key: 'chord.successors', running: 8, wanted: 4 }],
  })
  assert.deepEqual(heard, [['chord.stabilizeMs', 'log.level']])
  assert.deepEqual([params.chord.stabilizeMs, params.chord.successors], [250, 8], 'the very object that machines read')
  assert.deepEqual(told, [
    {
      name: 'config.reloaded',
      fields: {
        applied: ['chord.stabilizeMs: 1000 → 250', 'log.level: "info" → "debug"'],
        restartNeeded: ['chord.successors: 8 → 4'],
      },
    },
  ])
  const of = new Map(control.configuration().map((option) => [option.key, option]))
  assert.deepEqual([of.get('chord.successors')?.value, of.get('chord.successors')?.origin], [8, 'default'])
  assert.match(of.get('chord.stabilizeMs')?.origin ?? '', /config\.yaml, line 2$/)
  assert.deepEqual((await control.reload()).applied, [], 'the same again')
})

for (const [from, to] of [
  ['info', 'error'],
  ['error', 'info'],
  ['info', 'silent'],
] as const) {
  test(`the report of a reload from log.level ${from} to ${to} is in the log`, async (t) => {
    const lines: string[] = []
    const made = createLogger({ level: from, destination: { write: (line) => void lines.push(line) } })
    const { settings, control, write } = await rig(
      t,
      `log:
  level: ${from}
`,
      {},
      made,
    )
    settings.onChange(['log.level'], ({ values }) => {
      made.setLevels(logLevels(values.log))
    })
    await write(`log:
  level: ${to}
`)
    await control.reload()
    const said = lines.map((line) => JSON.parse(line) as { event: string; applied: unknown })
    assert.deepEqual(
      said.map(({ event, applied }) => [event, applied]),
      [['config.reloaded', [`log.level: "${from}" → "${to}"`]]],
    )
  })
}

for (const { what, yaml, detail } of [
  { what: 'that is no YAML', yaml: 'chord: [', detail: /line/ },
  { what: 'with an unknown option', yaml: 'log:\n  level: debug\n  lvel: x\n', detail: /did you mean log\.level/ },
  {
    what: 'with a value out of range',
    yaml: 'log:\n  level: debug\nchord:\n  queryMs: 1\n',
    detail: /chord\.queryMs = 1/,
  },
  {
    what: 'whose options do not fit together',
    yaml: 'log:\n  level: debug\nchord:\n  queryMs: 100\n',
    detail: /firstWordMs must be at most/,
  },
  {
    what: 'with an address that only libp2p can tell to be none',
    yaml: 'log:\n  level: debug\noverlay:\n  join: [/ip4/1.2.3.4/udp/7]\n',
    detail: /overlay\.join: not an address of TCP/,
  },
]) {
  test(`a file ${what} changes nothing and is told`, async (t) => {
    const { settings, control, told, write } = await rig(t)
    settings.onChange(
      OPTION_ROWS.map(({ key }) => key),
      () => assert.fail('something was applied'),
    )
    const before = settings.config
    await write(yaml)
    await assert.rejects(control.reload(), { code: 'CONFIG_INVALID', message: detail })
    assert.equal(settings.config, before)
    assert.deepEqual([told.length, told[0]?.name, told[0]?.fields['code']], [1, 'config.refused', 'CONFIG_INVALID'])
    await write('log:\n  level: error\n')
    settings.params.chord satisfies object
  })
}

test('reloads follow each other: the last file counts', async (t) => {
  const { settings, control, write } = await rig(t)
  await write('log:\n  level: debug\n')
  const first = control.reload()
  const second = write('log:\n  level: error\n').then(() => control.reload())
  await Promise.all([first, second])
  assert.equal(settings.config.values.log.level, 'error')
})

test('run-time changes count above file and environment until the next reload', async (t) => {
  const { settings, control, told } = await rig(t, 'log:\n  level: warn\n', { ORBWEAVER_CHORD_STABILIZE_MS: '700' })
  const { applied } = await control.patchConfig({ 'log.level': 'trace', 'chord.stabilizeMs': 300 })
  assert.deepEqual(
    applied.map(({ key, to }) => [key, to]),
    [
      ['chord.stabilizeMs', 300],
      ['log.level', 'trace'],
    ],
  )
  assert.equal(settings.params.chord.stabilizeMs, 300)
  const origin = (key: string): string | undefined =>
    control.configuration().find((option) => option.key === key)?.origin
  assert.equal(origin('log.level'), 'PATCH /v1/config')
  assert.equal(told[0]?.name, 'config.changed')
  const back = await control.reload()
  assert.deepEqual(
    back.applied.map(({ key, to }) => [key, to]),
    [
      ['chord.stabilizeMs', 700],
      ['log.level', 'warn'],
    ],
  )
  assert.equal(origin('chord.stabilizeMs'), 'environment ORBWEAVER_CHORD_STABILIZE_MS')
})

test('a run-time change is all or nothing, and names everything that is wrong with it', async (t) => {
  const { settings, control, told } = await rig(t)
  const before = settings.config
  await assert.rejects(
    Promise.resolve().then(() =>
      control.patchConfig({
        'log.level': 'debug',
        'log.lvel': 'x',
        'chord.successors': 4,
        'chord.queryMs': '5',
        'content.downloadRoot': 'relative',
      }),
    ),
    (error: Error & { code?: string }) => {
      assert.equal(error.code, 'INVALID_ARGUMENT')
      for (const words of [
        /no option "log\.lvel"; did you mean log\.level/,
        /chord\.successors cannot be changed while/,
        /chord\.queryMs = "5" is not a whole number/,
        /content\.downloadRoot = "relative" is not an absolute path/,
      ]) {
        assert.match(error.message, words)
      }
      return true
    },
  )
  await assert.rejects(
    Promise.resolve().then(() => control.patchConfig({ 'chord.queryMs': 100 })),
    /firstWordMs must be at most/,
  )
  assert.equal(settings.config, before)
  assert.deepEqual(told, [])
})

/** Another value of an option's kind and range than its default. */
function another(row: OptionRow): unknown {
  const { key, kind, default: usual } = row
  const tries: Record<OptionRow['kind'], readonly unknown[]> = {
    // Away from what it must fit to.
    integer: ['providers.leaseMs', 'records.maxTtlMs'].includes(key)
      ? [Number(usual) + 1]
      : [Number(usual) - 1, Number(usual) + 1],
    toggle: [usual !== true],
    choice: ['debug', 'json'],
    text: ['127.0.0.1:1'],
    path: ['/tmp/elsewhere'],
    paths: [['/tmp/elsewhere']],
    list: [
      ['/ip4/127.0.0.1/tcp/1'],
      ['peer=debug'],
      ['a.example'],
      ['trace'],
      ['metrics'],
      ['10.0.0.0/8'],
      ['10.0.0.1'],
    ],
  }
  const value = tries[kind].find((given) => row.schema.safeParse(given).success && given !== usual)
  assert.notEqual(value, undefined, `no other value of ${row.key}`)
  return value
}

test('every option that says so can be changed at run time, and no other', async (t) => {
  for (const row of OPTION_ROWS) {
    const { settings, control } = await rig(t)
    const value = another(row)
    const patching = Promise.resolve().then(() => control.patchConfig({ [row.key]: value }))
    if (!row.reloadable) {
      await assert.rejects(patching, /cannot be changed while the daemon runs/, row.key)
      continue
    }
    await patching
    assert.deepEqual(optionValue(settings.config.values, row), value, row.key)
    // How long a record lives whose writer does not say is not the machine's business.
    if (row.key === 'records.defaultTtlMs') continue
    if (!['chord', 'providers', 'swarm', 'records', 'agreement'].includes(row.section)) continue
    const section = settings.params[row.section as 'chord'] as unknown as Record<string, unknown>
    const limits = section['limits'] as Record<string, unknown> | undefined
    assert.deepEqual(section[row.name] ?? limits?.[row.name], value, `${row.key} reaches the machine`)
  }
})

test('the default life of records follows the longest one while the daemon runs, until it is set', async (t) => {
  const { settings, control } = await rig(t)
  const before = settings.config.values.records.defaultTtlMs
  const { applied } = await control.patchConfig({ 'records.maxTtlMs': 60_000 })
  assert.deepEqual(
    applied.map(({ key, to }) => [key, to]),
    [
      ['records.defaultTtlMs', 60_000],
      ['records.maxTtlMs', 60_000],
    ],
  )
  await control.patchConfig({ 'records.maxTtlMs': before })
  assert.equal(settings.config.values.records.defaultTtlMs, before)
  await control.patchConfig({ 'records.defaultTtlMs': 2_000 })
  await control.patchConfig({ 'records.maxTtlMs': 60_000 })
  assert.equal(settings.config.values.records.defaultTtlMs, 2_000)
})

test('what is reloadable waits for the restart when it does not fit to what needs one', async (t) => {
  const mixed = RELATIONS.filter(({ keys }) => {
    const kinds = new Set(keys.map((key) => OPTION_ROWS.find((row) => row.key === key)?.reloadable))
    return kinds.size === 2
  })
  assert.ok(mixed.some(({ keys }) => keys.includes('overlay.maxConnections')))
  const { settings, control, write } = await rig(t)
  await write('overlay:\n  maxConnections: 3000\nconnections:\n  most: 4000\n')
  const report = await control.reload()
  assert.deepEqual(report.applied, [])
  assert.deepEqual(
    report.restartNeeded.map(({ key, wanted }) => [key, wanted]).toSorted(),
    [
      ['connections.most', 4000],
      ['overlay.maxConnections', 3000],
    ].toSorted(),
  )
  assert.equal(settings.config.values.overlay.maxConnections, 64)
})

test('the modules of log.modules are the first words of the events', () => {
  const row = OPTION_ROWS.find(({ key }) => key === 'log.modules')
  for (const name of Object.keys(LOG_EVENTS) as LogEventName[]) {
    assert.ok(row?.schema.safeParse([`${moduleOf(name)}=debug`]).success, name)
  }
  assert.equal(row?.schema.safeParse(['nobody=debug']).success, false)
})
