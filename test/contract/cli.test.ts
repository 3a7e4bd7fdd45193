import assert from 'node:assert/strict'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { test } from 'node:test'
import { OrbError } from '../../src/base/index.ts'
import { VERBS } from '../../src/cli/verbs.ts'
import { dataDirFiles, writeLeftFile } from '../../src/config/index.ts'
import type { AdminBackend, SwarmInfo } from '../../src/admin/index.ts'
import { cli, daemon } from './command-line.ts'
import { FOUND_NODES, ITEM, MAP, OWNER, RING_ID, SWARM, swarmInfo } from './fake-backend.ts'

const GOOD: Readonly<
  Record<string, { readonly args: readonly string[]; readonly text: RegExp; readonly json: string; readonly code?: 7 }>
> = {
  status: { args: [], text: /^state +joined$/m, json: 'peerId' },
  lookup: { args: ['alpha', '--trace'], text: /^hop .*round trip/m, json: 'owner' },
  succ: { args: [RING_ID.toUpperCase()], text: new RegExp(`^owner +${OWNER.peer}$`, 'm'), json: 'owner' },
  ring: { args: [], text: /^successor 1 /m, json: 'positions' },
  peers: { args: [], text: new RegExp(`^${OWNER.peer}`, 'm'), json: 'peers' },
  clock: { args: [], text: /^42$/m, json: 'lamport' },
  tally: { args: ['get', 'visits'], text: /^value +3$/m, json: 'keeper' },
  name: { args: ['get', 'printers/floor-2'], text: /^address +nas:445$/m, json: 'version' },
  can: {
    args: [],
    text: /^volume +1 zone, 50 % of the space$[^]*^A +12D3KooSelf +this daemon #/m,
    json: 'map',
    code: 7,
  },
  find: {
    args: ['freeBytes>1GB', '--near', '--reverse', '--limit', '5'],
    text: new RegExp(`^${OWNER.peer} +13 ms +2 h 00 min +9.3 GiB +4.8 MiB/s +0.25 +30 s ago.*\n1 of 3\n1 part of`, 'm'),
    json: 'matched',
    code: 7,
  },
  put: { args: ['alpha', 'a value', '--ttl', '1h'], text: /^replicas +3$/m, json: 'version' },
  get: { args: ['alpha'], text: /^a value$/, json: 'value64' },
  del: { args: ['alpha', '--if-match', '7-12D3KooOwner'], text: /^removed +alpha$/m, json: 'version' },
  watch: { args: ['alpha', '--count', '1'], text: /^value +7-12D3KooOwner .*a value$/m, json: 'value64' },
  records: { args: ['--expiring', '1d'], text: /^cdcdcdcdcdcd… +value +7 B .*alpha$/m, json: 'records' },
  interceptors: { args: [], text: /^1 +lamport \(fixed\)/m, json: 'interceptors' },
  share: { args: ['a.bin'], text: /^magnet:/, json: 'swarms' },
  fetch: { args: [`magnet:?xt=urn:btmh:1220${SWARM}`], text: /^\/data\/a\.bin$/m, json: 'path' },
  swarms: { args: [], text: /^abababababab… +seeding/m, json: 'swarms' },
  swarm: { args: ['abab'], text: /^done +100 % \(4 of 4 pieces\)$/m, json: 'swarmId' },
  remove: { args: [SWARM], text: /^removed abab/, json: 'swarmId' },
  stop: { args: [], text: /^stopped$/m, json: 'state' },
  audit: { args: [], text: /^at +who +from +what +outcome$/m, json: 'entries' },
  leave: { args: [], text: /^left$/m, json: 'state' },
  reload: { args: [], text: /^applied +log\.level: "info" → "debug"$/m, json: 'applied' },
}

for (const [verb, { args, text, json, code = 0 }] of Object.entries(GOOD)) {
  test(`${verb}: text for people, one JSON value for programs, exit code ${code}`, async (t) => {
    const { ask } = await daemon(t)
    const plain = await ask(verb, ...args)
    assert.equal(plain.code, code, plain.err)
    assert.match(plain.out, text)
    const machine = await ask(verb, ...args, '--json')
    assert.equal(machine.code, code, machine.err)
    assert.ok(json in (JSON.parse(machine.out) as object), machine.out)
    assert.equal(machine.out.trimEnd().includes('\n'), false)
  })

  test(`${verb}: no daemon is exit code 3 with a hint`, async (t) => {
    const { server } = await daemon(t)
    const url = server.server.url
    await server.server.close()
    const gone = await cli([verb, ...args, '--admin', url, '--data-dir', server.dataDir])
    assert.equal(gone.code, 3, gone.err)
    assert.match(gone.err, /^error: no daemon answers at .*\nhint: start it with `orbweaver start`/m)
    assert.equal(gone.out, '')
  })

  test(`${verb}: a wrong token is exit code 4`, async (t) => {
    const { server } = await daemon(t)
    const tokenFile = join(server.dataDir, 'wrong')
    await writeFile(tokenFile, `orb_${'x'.repeat(43)}\n`)
    const wrong = await cli([verb, ...args, '--data-dir', server.dataDir, '--token-file', tokenFile])
    assert.equal(wrong.code, 4, wrong.err)
    assert.match(wrong.err, /the token is not valid/)
  })
}

test('flags that every verb takes are not handed to the daemon', async (t) => {
  const { server } = await daemon(t)
  const everywhere = [
    ...['--data-dir', server.dataDir, '--admin', server.server.url, '--timeout', '5s'],
    ...['--token-file', dataDirFiles(server.dataDir).token, '--quiet', '--no-color', '--json'],
  ]
  for (const args of [
    ['tally', 'list', '--prefix', 'v', '--after', 'va', '--limit', '5'],
    ['tally', 'get', 'visits'],
    ['name', 'list', 'printers', '--recursive', '--after', 'printers/a', '--limit', '5'],
    ['name', 'set', 'printers/laser', 'nas:445', '--ttl', '1h', '--no-renew', '--delegate', '12D3KooA', '12D3KooB'],
    ['name', 'del', 'printers/laser', '--if-match', 'n42'],
    ['tally', 'add', 'visits', '2'],
    ['audit', '--limit', '5'],
    ['interceptors'],
    ['interceptors', 'add', 'rate-limit:other', '--at', '2'],
    ['token', 'list'],
    ['token', 'create', 'bob', '--scope', 'read', '--ttl', '1h'],
    ['token', 'rotate', '--grace', '1m'],
  ]) {
    const { code, err } = await cli([...args, ...everywhere])
    assert.equal(code, 0, `${args.join(' ')}: ${err}`)
  }
})

test('leave: one that was cut short, or of which nothing is known, is exit code 7', async (t) => {
  const { ask, server, backend } = await daemon(t)
  const { epoch } = backend.status()
  for (const [end, why] of [
    [{ epoch, unfinished: 'the ring was not told' }, /cut short: the ring was not told/],
    [{ epoch: epoch - 1 }, /without saying how far it came/],
  ] as const) {
    await writeLeftFile(server.dataDir, end)
    const { code, out, err } = await ask('leave')
    assert.deepEqual([code, out], [7, ''])
    assert.match(err, why)
  }
})

test('numbers and names that cannot be are told in the words of the command line', async (t) => {
  const { ask } = await daemon(t)
  for (const [args, why] of [
    [
      ['tally', 'add', 'x', '99999999999999999'],
      /too large: 99999999999999999\nhint: one add is at most 1099511627776/,
    ],
    [['tally', 'add', 'x', String(2 ** 40 + 1)], /too large/],
    [['tally', 'get', 'x'.repeat(257)], /^error: name: must be at most 256 characters/],
    [['token', 'rotate', '--grace', '2h'], /^error: --grace: must be /],
    [['tally', 'add', 'x', '0'], /must not be 0/],
    [['name', 'list', '--recursive'], /--recursive needs a name/],
    [['name', 'list', '--limit', '257'], /--limit must be from 1 to 256/],
    [['name', 'get', ''], /at least one label/],
    [['name', 'set', 'a', 'x', '--kind', 'link'], /no kind of value: link/],
    [['name', 'set', 'a', 'x', '--if-match', 'two words'], /not a version/],
    [['name', 'del', 'a', '--if-match', 'absent'], /what is absent cannot be removed/],
    [['tally', 'list', '--after', 'a/b', '--prefix', 't'], /--after must begin with the --prefix/],
    [['tally', 'list', '--limit', '1001'], /--limit must be from 1 to 1000/],
    [['find', 'load<1', '--near', '--sort', 'load'], /--near and --sort exclude each other/],
    [['find', 'load<1', '--reverse'], /--reverse wants --sort or --near/],
    [['find', 'load<1', '--limit', '1001'], /--limit must be from 1 to 1000/],
    [['interceptors', 'add', 'metrics'], /there can be only one of it/],
    [['interceptors', 'add', 'faults', 'drop=0.1', 'drop=0.2'], /drop is given twice/],
  ] as const) {
    const { code, err } = await ask(...args)
    assert.notEqual(code, 0, args.join(' '))
    assert.match(err, why)
  }
  assert.equal((await ask('tally', 'add', 'x', String(-(2 ** 40)))).code, 0)
})

test('every verb is tried here or needs more than a fake daemon', () => {
  const elsewhere = ['init', 'join-string', 'start', 'demo', 'token', 'config', 'doctor', 'completion', 'simulate']
  assert.deepEqual(
    VERBS.map(({ name }) => name).filter((name) => !(name in GOOD) && !elsewhere.includes(name)),
    [],
  )
})

test('usage: unknown verbs and flags name the nearest; exit code 2', async () => {
  for (const [args, why] of [
    [['statsu'], /unknown command 'statsu'\nhint: Did you mean status\?/],
    [['status', '--jsno'], /unknown option '--jsno'\nhint: Did you mean --json\?/],
    [['start', '--chord-sucessors', '3'], /Did you mean --chord-successors\?/],
    [['token', 'shwo'], /Did you mean show\?/],
    [['lookup'], /missing required argument 'key'/],
    [['lookup', 'a', 'b'], /too many arguments/],
    [['lookup', 'a', '--verify', '--iterative'], /cannot be used with option '--iterative'/],
    [['status', '--timeout', 'soon'], /not a duration: soon/],
    [['swarm', 'xyz'], /not a swarm id/],
    [['start', '--join', 'orbweaver-join:1:x'], /--join takes @file/],
    [['--admin', 'http://x', 'start'], /--admin means a running daemon/],
    [['share', 'a', 'b', '--torrent', 'c'], /one path/],
    [['share', 'a\0b'], /NUL/],
    [['status', '--admin', 'ftp://x'], /not an http:\/\/ URL/],
    [[], /^Usage: orbweaver/],
  ] as const) {
    const outcome = await cli(args)
    assert.equal(outcome.code, 2, `${args.join(' ')}: ${outcome.err}`)
    assert.match(outcome.err, why)
    assert.equal(outcome.out, '')
  }
})

test('help and version are data, exit code 0; help of a verb lists its flags', async () => {
  assert.match((await cli(['--version'])).out, /^\d+\.\d+\.\d+$/m)
  const help = await cli(['--help'])
  assert.equal(help.code, 0)
  for (const { name } of VERBS) assert.match(help.out, new RegExp(`^  ${name} `, 'm'))
  assert.match((await cli(['start', '--help'])).out, /--overlay-max-connections <n>/)
  for (const verb of [['lookup'], ['can'], ['can', 'items'], ['can', 'items', 'put'], ['name', 'set']]) {
    const { code, out, err } = await cli([...verb, '--help'])
    assert.deepEqual([code, err], [0, ''])
    assert.match(out, new RegExp(`^Usage: orbweaver ${verb.join(' ')} \\[options\\]`))
    for (const flags of [[], ['--json'], ['--data-dir', 'help'], ['--timeout=5s', '--quiet']])
      assert.deepEqual(await cli([...flags, 'help', ...verb]), { code, out, err }, [...flags, ...verb].join(' '))
  }
  assert.match((await cli(['help', 'lookup'])).out, /--iterative[^]*--verify/)
  assert.deepEqual(await cli(['help']), help)
  const unknown = await cli(['help', 'lokup'])
  assert.deepEqual([unknown.code, unknown.out], [2, ''])
  assert.match(unknown.err, /unknown command 'lokup'\nhint: Did you mean lookup\?/)
})

test('a verb that wants another one shows its own help on standard error; exit code 2', async () => {
  for (const verb of [['can', 'items'], ['name'], ['token'], ['tally']]) {
    const { code, out, err } = await cli(verb)
    assert.deepEqual([code, out], [2, ''])
    assert.equal(err, (await cli([...verb, '--help'])).out)
    const machine = await cli([...verb, '--json'])
    const { error } = JSON.parse(machine.err) as { error: Record<string, string> }
    assert.deepEqual([machine.code, error['code']], [2, 'USAGE'])
    assert.equal(error['hint'], `\`orbweaver ${verb.join(' ')} --help\` lists them`)
  }
})

test('the hint of a misused verb is its own help', async () => {
  for (const [args, help] of [
    [['can', 'items', 'foo'], 'can items --help` lists verbs and flags'],
    [['interceptors', 'list'], 'interceptors --help` lists verbs and flags'],
    [['lookup'], 'lookup --help` lists its flags'],
  ] as const) {
    const { code, err } = await cli([...args])
    assert.equal(code, 2)
    assert.equal(err.split('\n')[1], `hint: \`orbweaver ${help}`)
  }
})

test('what is not complete is printed all the same, with exit code 7; what is complete ends with 0', async (t) => {
  const { ask } = await daemon(t)
  const whole = await daemon(t, {
    canMap: (space) => Promise.resolve({ ...MAP, missing: [], space }),
    find: () => Promise.resolve({ ...FOUND_NODES, missingParts: 0 }),
    gatherItems: () => Promise.resolve({ items: [ITEM], next: undefined, missing: [], asked: 2 }),
  })
  for (const args of [['can'], ['can', 'items', 'list'], ['find', 'load<1']]) {
    for (const json of [[], ['--json']]) {
      const holed = await ask(...args, ...json)
      assert.equal(holed.code, 7, args.join(' '))
      assert.match(holed.out, /12D3KooOwner|printer/)
      assert.equal((await whole.ask(...args, ...json)).code, 0, args.join(' '))
    }
  }
  assert.match(
    (await ask('can', 'items', 'list')).err,
    /^not complete: nobody answered in time for 1 part, 25 % of the/,
  )
  // What this daemon itself knows is whole.
  assert.equal((await ask('can', '--no-map')).code, 0)
})

test('can items get prints the value as it is, writes it to a file, or tells all of it', async (t) => {
  const { ask, server } = await daemon(t)
  const get = (...args: string[]) => ask('can', 'items', 'get', 'printer', ...args)
  assert.deepEqual(await get(), { code: 0, out: 'on floor 2', err: '' })
  const file = join(server.dataDir, 'value')
  const written = await get('--file', file)
  assert.deepEqual([written.code, written.out], [0, ''])
  assert.match(written.err, /value: 10 B, version 42-/)
  assert.equal(await readFile(file, 'utf8'), 'on floor 2')
  assert.equal((JSON.parse((await get('--json')).out) as { value: string }).value, 'on floor 2')
  const long = await ask('can', 'items', 'put', 'k', 'v', '--lease', '8d')
  assert.match(long.err, /not 8d\nhint: put it again before its lease ends: 7d/)
  assert.equal((await ask('can', 'items', 'put', 'k', 'v', '--lease', '1w')).code, 0)
  assert.match((await ask('can', 'items', 'list', '--near', '0,0', '--after', 'x')).err, /hint: .*--limit$/m)
  assert.match((await ask('can', 'items', 'list', '--point', '1,0')).err, /^error: --point: .*\nhint: --point: /)
})

test('a content type that no header can carry is told in a line, before the daemon is asked', async (t) => {
  const { ask, backend } = await daemon(t)
  for (const type of ['é漢', 'text/plain\nx: y', 'a\r', '\u007f', '']) {
    const { code, out, err } = await ask('put', 'k', 'v', '--content-type', type)
    assert.deepEqual([code, out], [2, ''])
    assert.match(err, /^error: not a content type: .*\nhint: printable ASCII.*\n$/)
  }
  assert.equal(
    backend.asked.some(({ method }) => method === 'putRecord'),
    false,
  )
  assert.equal((await ask('put', 'k', 'v', '--content-type', 'text/plain; charset=utf-8')).code, 0)
})

test('a value comes from standard input where none is given, or - is', async (t) => {
  const { server, backend } = await daemon(t)
  for (const given of [['text'], ['-'], []]) {
    const { code } = await cli(['put', 'k', ...given, '--data-dir', server.dataDir], { stdin: 'piped' })
    assert.equal(code, 0)
  }
  const values = backend.asked.filter(({ method }) => method === 'putRecord').map(({ args }) => args[0])
  assert.deepEqual(
    values.map((put) => Buffer.from((put as { value: Uint8Array }).value).toString()),
    ['text', 'piped', 'piped'],
  )
})

test('global flags count before and after the verb', async (t) => {
  const { server } = await daemon(t)
  for (const args of [
    ['--json', '--data-dir', server.dataDir, 'clock'],
    ['clock', '--json', '--data-dir', server.dataDir],
    ['--json', 'clock', '--data-dir', server.dataDir],
  ]) {
    assert.deepEqual(JSON.parse((await cli(args)).out), { lamport: 42, peerId: '12D3KooSelf' })
  }
  assert.equal((await cli(['clock'], { env: { ORBWEAVER_HOME: server.dataDir } })).out, '42\n')
})

test('a verified look-up shows who bears it out and who disagrees', async (t) => {
  const { ask } = await daemon(t)
  for (const args of [
    ['lookup', 'alpha', '--verify'],
    ['succ', RING_ID, '--verify'],
  ]) {
    const { code, out } = await ask(...args)
    assert.equal(code, 0)
    assert.match(out, /^verified +by 7 of those before it; 40 positions asked, 1 of them name another$/m)
    assert.match(out, /^disagrees +peer +names\n5555555555555555 +12D3KooPredecessor +1111111111111111$/m)
  }
})

test('the trace of a verified look-up tells place by place who was asked for what, and what it said', async (t) => {
  const { ask } = await daemon(t)
  const { code, out } = await ask('lookup', 'alpha', '--verify', '--trace')
  assert.equal(code, 0)
  const [title, ...rows] = out.slice(out.indexOf('place ')).trimEnd().split('\n')
  assert.match(title ?? '', /^place +ring id +peer +round trip +its list +asked itself$/)
  assert.deepEqual(
    rows.map((row) => row.split(/ {2,}/).filter((_, at) => at !== 2)),
    [
      ['1, on the way', '5555555555555555', '0.50 ms', 'shows no owner', 'names nearer ones'],
      ['2, the key', '5555555555555555', '0.50 ms', 'shows 7777777777777777 as owner', 'does not own it'],
      ['2, the key', '7777777777777777', '0.25 ms', 'owns it'],
      ['2, the key', '1111111111111111', '2 s', 'timeout'],
    ],
  )
  const { path } = JSON.parse((await ask('lookup', 'alpha', '--verify', '--trace', '--json')).out) as {
    path: { verifying: unknown }[]
  }
  assert.deepEqual(path[1]?.verifying, { place: 2, asked: 'list', names: OWNER.id })
})

test("the daemon's detail and hint are told, in JSON too; its code decides the exit code", async (t) => {
  const failing = (error: OrbError): Partial<AdminBackend> => ({ lookup: () => Promise.reject(error) })
  for (const [code, exit] of [
    ['NOT_JOINED', 1],
    ['LOOKUP_TIMEOUT', 6],
    ['NO_QUORUM', 6],
    ['CORRUPT', 8],
    ['STORAGE_FULL', 9],
  ] as const) {
    const { ask } = await daemon(t, failing(new OrbError(code, 'what happened', { hint: 'what to do' })))
    const text = await ask('lookup', 'a')
    assert.equal(text.code, exit)
    assert.equal(text.err, 'error: what happened\nhint: what to do\n')
    const json = await ask('lookup', 'a', '--json')
    assert.equal(json.code, exit)
    assert.deepEqual(JSON.parse(json.err), { error: { code, detail: 'what happened', hint: 'what to do' } })
  }
  const { ask } = await daemon(t)
  assert.equal((await ask('swarm', '00'.repeat(32))).code, 5)
})

test('a silent daemon is given up after --timeout', async (t) => {
  const silent = createServer(() => undefined)
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    silent.closeAllConnections()
    silent.close()
  })
  const { port } = silent.address() as { port: number }
  const outcome = await cli([
    'clock',
    '--admin',
    `127.0.0.1:${port}`,
    '--data-dir',
    '/nonexistent',
    '--timeout',
    '30ms',
  ])
  assert.equal(outcome.code, 6, outcome.err)
})

test("the data dir's token goes to no other machine", async (t) => {
  const seen: (string | undefined)[] = []
  const other = createServer((request, response) => {
    seen.push(request.headers.authorization)
    response.end('{}')
  })
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  t.after(() => other.close())
  const { port } = other.address() as { port: number }
  const { server } = await daemon(t)
  const dataDir = ['--data-dir', server.dataDir]
  // A name that means this machine, but does not say so.
  await cli(['clock', ...dataDir, '--admin', `http://0.0.0.0:${port}`])
  await cli(['clock', ...dataDir, '--admin', `http://127.0.0.1:${port}`])
  await cli([
    'clock',
    ...dataDir,
    '--admin',
    `http://0.0.0.0:${port}`,
    '--token-file',
    dataDirFiles(server.dataDir).token,
  ])
  assert.deepEqual(seen, [undefined, `Bearer ${server.token}`, `Bearer ${server.token}`])
})

test('paths are made absolute here, where the user named them', async (t) => {
  const { backend, ask, server } = await daemon(t)
  await ask('share', 'some/file')
  await ask('fetch', 'a.torrent', '-o', 'out', '--detach')
  await ask('fetch', `magnet:?xt=urn:btmh:1220${SWARM}`, '--detach')
  assert.deepEqual(
    backend.asked.map(({ args }) => args[0]),
    [
      { path: join(process.cwd(), 'some/file') },
      { torrent: join(process.cwd(), 'a.torrent'), output: join(process.cwd(), 'out') },
      { magnet: `magnet:?xt=urn:btmh:1220${SWARM}` },
    ],
  )
  const torrent = join(server.dataDir, 'x.torrent')
  assert.equal((await ask('share', 'a', '--torrent', torrent)).code, 0)
  assert.deepEqual([...(await readFile(torrent))], [100, 101])
  assert.equal((await ask('share', 'a', '--torrent', join(server.dataDir, 'no', 'x'))).code, 1)
})

test('remove keeps the data unless asked', async (t) => {
  const { backend, ask } = await daemon(t)
  await ask('remove', 'abab')
  assert.deepEqual(backend.removed, { id: SWARM, data: 'keep' })
  await ask('remove', `magnet:?xt=urn:btmh:1220${SWARM}`, '--delete-data')
  assert.deepEqual(backend.removed, { id: SWARM, data: 'delete' })
  assert.equal((await ask('remove', 'cdcd')).code, 5)
})

/** A swarm that goes through these states, one for each look. */
function going(states: readonly Partial<SwarmInfo>[]): () => SwarmInfo {
  const left = [...states]
  return () => swarmInfo((left.length > 1 ? left.shift() : left[0]) ?? {})
}

const DOWNLOADING = { state: 'downloading', verifiedBytes: 500_000, downBps: 1_048_576, etaMs: 500 } as const

test('fetch waits: lines of progress with speed and time left, why it stalls at once and once, then the path', async (t) => {
  const stalled = { state: 'stalled', reason: 'no peer has it', verifiedBytes: 0 } as const
  const swarm = going([stalled, stalled, DOWNLOADING, {}])
  const { ask } = await daemon(t, { swarm, addSwarm: () => Promise.resolve(swarmInfo(stalled)) })
  const outcome = await ask('fetch', `magnet:?xt=urn:btmh:1220${SWARM}`)
  assert.equal(outcome.code, 0, outcome.err)
  assert.equal(outcome.out, '/data/a.bin\n')
  const lines = outcome.err.trim().split('\n')
  assert.deepEqual(lines, [
    'stalled: no peer has it',
    'stalled a.bin: 0 % of 977 KiB',
    'downloading a.bin: 50 % of 977 KiB, 1.0 MiB/s, 500 ms left',
    'seeding a.bin: 100 % of 977 KiB',
    'fetched a.bin, 977 KiB, verified',
  ])
})

test('fetch that fails tells the reason; its code decides the exit code', async (t) => {
  const failed = { state: 'failed', reason: 'the disk is full', code: 'STORAGE_FULL' } as const
  const { ask } = await daemon(t, { swarm: going([failed]) })
  const outcome = await ask('fetch', `magnet:?xt=urn:btmh:1220${SWARM}`)
  assert.equal(outcome.code, 9)
  assert.match(outcome.err, /fetching failed: the disk is full/)
})

test('fetch interrupted, or longer than --timeout: exit code 7, the daemon goes on', async (t) => {
  const { ask, server } = await daemon(t, { swarm: going([DOWNLOADING]) })
  const magnet = `magnet:?xt=urn:btmh:1220${SWARM}`
  const late = await ask('fetch', magnet, '--timeout', '600ms')
  assert.equal(late.code, 7)
  assert.match(
    late.err,
    /not done within 600 ms: 50 % is there; the daemon goes on fetching\nhint: `orbweaver swarm abab/,
  )
  const interrupted = await cli(['fetch', magnet, '--data-dir', server.dataDir], {
    onErr: (text) => {
      if (/50 %/.test(text) && process.listenerCount('SIGINT') > 0) process.emit('SIGINT')
    },
  })
  assert.equal(interrupted.code, 7)
  assert.match(interrupted.err, /error: interrupted: 50 % is there; the daemon goes on fetching/)
  assert.equal(process.listenerCount('SIGINT'), 0)
})

test('share shows how far hashing is, and prints the magnet link', async (t) => {
  const path = join(process.cwd(), 'big')
  let done: (swarm: SwarmInfo) => void
  const hashed = new Promise<SwarmInfo>((resolve) => (done = resolve))
  let looks = 0
  const { ask } = await daemon(t, {
    addSwarm: () => hashed,
    swarms: () => {
      looks++
      if (looks === 2) done(swarmInfo({ path }))
      return [swarmInfo({ swarmId: null, magnet: null, path, state: 'hashing', verifiedBytes: 250_000 * looks })]
    },
  })
  const outcome = await ask('share', 'big')
  assert.equal(outcome.code, 0, outcome.err)
  assert.match(outcome.err, /^hashing .*\/big: 25 % of 977 KiB/m)
  assert.match(outcome.out, /^magnet:\?xt=urn:btmh:1220abab/)
})

test('on a terminal a bar is drawn, and words stand on lines of their own', async (t) => {
  const stalled = { state: 'stalled', reason: 'no peer has it', verifiedBytes: 0 } as const
  const { server } = await daemon(t, { swarm: going([DOWNLOADING, stalled, {}]) })
  const args = ['fetch', `magnet:?xt=urn:btmh:1220${SWARM}`, '--data-dir', server.dataDir]
  const outcome = await cli(args, { terminal: true })
  assert.equal(outcome.code, 0, outcome.err)
  assert.match(outcome.err, /downloading a\.bin \[█{15}░{15}\] 50 % of 977 KiB, 1\.0 MiB\/s, 500 ms left/)
  assert.match(outcome.err, /^stalled: no peer has it$/m)
  assert.match(outcome.err, /seeding a\.bin \[█{30}\] 100 %/)
  assert.ok(
    outcome.err.lastIndexOf('\u001b[?25h') > outcome.err.lastIndexOf('\u001b[?25l'),
    'the cursor is shown again',
  )
})

test('--quiet says nothing on standard error', async (t) => {
  const { ask } = await daemon(t, { swarm: going([DOWNLOADING, {}]) })
  const outcome = await ask('fetch', `magnet:?xt=urn:btmh:1220${SWARM}`, '--quiet')
  assert.deepEqual(outcome, { code: 0, out: '/data/a.bin\n', err: '' })
})

test('names that others chose cannot command the terminal', async (t) => {
  const { ask } = await daemon(t, { swarms: () => [swarmInfo({ name: 'a\u001b[2Jb' })] })
  assert.equal((await ask('swarms')).out.includes('\u001b'), false)
})

test('config show and validate', async (t) => {
  const { server } = await daemon(t)
  const dataDir = ['--data-dir', server.dataDir]
  const shown = await cli(['config', 'show', '--origin', '--chord-successors', '3', ...dataDir], {
    env: { ORBWEAVER_LOG_LEVEL: 'warn' },
  })
  assert.match(shown.out, /^chord\.successors +3 +flag --chord-successors$/m)
  assert.match(shown.out, /^log\.level +"warn" +yes +environment ORBWEAVER_LOG_LEVEL$/m)
  const json = JSON.parse((await cli(['config', 'show', '--json', ...dataDir])).out) as { values: { chord: object } }
  assert.ok('successors' in json.values.chord)
  assert.match((await cli(['config', 'validate', ...dataDir])).out, /^valid: defaults only/)
  await mkdir(join(server.dataDir, 'sub'))
  await writeFile(join(server.dataDir, 'sub', 'c.yaml'), 'chord:\n  successors: 99\n')
  const invalid = await cli(['config', 'validate', '--config', join(server.dataDir, 'sub', 'c.yaml'), ...dataDir])
  assert.equal(invalid.code, 10)
  assert.match(invalid.err, /c\.yaml, line 2: chord\.successors = 99 is not a whole number from 2 to 32/)
})
