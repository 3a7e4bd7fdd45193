import assert from 'node:assert/strict'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { Store } from '../../../src/adapters/level/index.ts'
import { dataDirFiles } from '../../../src/config/index.ts'
import { cli } from './console.ts'

interface Finding {
  readonly name: string
  readonly status: 'ok' | 'warn' | 'fail'
  readonly detail: string
  readonly hint?: string
}

async function folder(t: TestContext): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'orb-doctor-'))
  t.after(() => rm(dir, { recursive: true }))
  return join(dir, 'data')
}

/** A data dir as init leaves it, with a database. */
async function made(t: TestContext): Promise<string> {
  const dir = await folder(t)
  assert.equal((await cli(['init', '--data-dir', dir])).code, 0)
  const files = dataDirFiles(dir)
  const store = await Store.open({ dir: files.level, lockFile: files.lock })
  await store.startUp(10)
  await store.close()
  await writeFile(files.config, 'overlay:\n  listen: [/ip4/127.0.0.1/tcp/0]\n')
  return dir
}

async function doctor(dir: string, ...args: string[]): Promise<{ code: number; of: Map<string, Finding> }> {
  const { code, out, err } = await cli(['doctor', '--json', '--data-dir', dir, ...args])
  const { findings, ok } = JSON.parse(out) as { ok: boolean; findings: Finding[] }
  assert.equal(ok, code === 0, err)
  for (const { status, hint, name } of findings) assert.equal(hint !== undefined, status !== 'ok', `${name} has a hint`)
  return { code, of: new Map(findings.map((finding) => [finding.name, finding])) }
}

/** Names, sizes, rights and times of everything below. */
async function snapshot(dir: string): Promise<unknown> {
  const names = (await readdir(dir, { recursive: true })).toSorted()
  return Promise.all(
    names.map(async (name) => {
      const { mode, size, mtimeMs, ctimeMs } = await stat(join(dir, name))
      return [name, mode, size, mtimeMs, ctimeMs]
    }),
  )
}

test('a sound data dir, the daemon down: all is well, and nothing is changed', async (t) => {
  const dir = await made(t)
  const before = await snapshot(dir)
  const { code, of } = await doctor(dir)
  assert.equal(code, 0, JSON.stringify([...of.values()]))
  assert.deepEqual(
    [...of.values()].filter(({ status }) => status !== 'ok').map(({ name }) => name),
    ['daemon'],
  )
  assert.match(of.get('database')?.detail ?? '', /rows read/)
  assert.match(of.get('identity')?.detail ?? '', /^peer 12D3/)
  assert.deepEqual(await snapshot(dir), before)
  const { out, code: plain } = await cli(['doctor', '--data-dir', dir])
  assert.equal(plain, 0)
  assert.match(out, /^ok {4}node /m)
  assert.match(out, /^warn {2}daemon .*\n +hint: /m)
})

test('a data dir that is not there is no failure and is not made', async (t) => {
  const dir = await folder(t)
  const { code, of } = await doctor(dir)
  assert.equal(code, 0)
  assert.equal(of.get('data dir')?.status, 'warn')
  await assert.rejects(stat(dir), { code: 'ENOENT' })
})

for (const { what, name, break: ruin, detail } of [
  {
    what: 'an identity that others may read',
    name: 'identity',
    break: (dir: string) => chmod(dataDirFiles(dir).identity, 0o644),
    detail: /others may read .*mode 644/,
  },
  {
    what: 'a token that is none',
    name: 'admin token',
    break: (dir: string) => writeFile(dataDirFiles(dir).token, 'x'),
    detail: /holds no token/,
  },
  {
    what: 'a network key that is none',
    name: 'network key',
    break: (dir: string) => writeFile(dataDirFiles(dir).network, '{}'),
    detail: /is not a network key/,
  },
  {
    what: 'a config file with an address that libp2p cannot take',
    name: 'configuration',
    break: (dir: string) => writeFile(dataDirFiles(dir).config, 'overlay:\n  listen: [/ip4/1.2.3.4/udp/5]\n'),
    detail: /line 2: overlay\.listen: not an address of TCP/,
  },
  {
    what: 'a database that cannot be opened',
    name: 'database',
    break: (dir: string) => writeFile(join(dataDirFiles(dir).level, 'CURRENT'), 'MANIFEST-999999\n'),
    detail: /cannot be opened/,
  },
  {
    what: 'a download folder that is a file',
    name: 'downloads',
    break: (dir: string) => writeFile(join(dir, 'downloads'), ''),
    detail: /is no folder/,
  },
]) {
  test(`doctor finds ${what}, and leaves it as it is`, async (t) => {
    const dir = await made(t)
    await ruin(dir)
    const before = await snapshot(dir)
    const { code, of } = await doctor(dir)
    assert.equal(code, 1)
    assert.equal(of.get(name)?.status, 'fail')
    assert.match(of.get(name)?.detail ?? '', detail)
    assert.deepEqual(await snapshot(dir), before)
  })
}

test('a data dir that others can look into is a warning', async (t) => {
  const dir = await made(t)
  await chmod(dir, 0o755)
  const { code, of } = await doctor(dir)
  assert.equal(code, 0)
  assert.match(of.get('data dir')?.detail ?? '', /others may look into/)
})

test('a port that somebody else has, and a lock of a process that runs without answering', async (t) => {
  const dir = await made(t)
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  t.after(() => server.close())
  const { port } = server.address() as AddressInfo
  await writeFile(dataDirFiles(dir).config, `overlay:\n  listen: [/ip4/127.0.0.1/tcp/${port}]\n`)
  await writeFile(dataDirFiles(dir).lock, `${process.pid}\n`)
  const { code, of } = await doctor(dir)
  assert.equal(code, 1)
  assert.match(of.get('overlay port')?.detail ?? '', /cannot be listened on: .*EADDRINUSE/)
  assert.deepEqual([of.get('lock')?.status, of.get('lock')?.detail.includes(String(process.pid))], ['warn', true])
  assert.equal((await readFile(dataDirFiles(dir).lock, 'utf8')).trim(), String(process.pid))
})

test('files from the future tell of a clock that was set back', async (t) => {
  const dir = await made(t)
  await mkdir(join(dir, 'x'))
  const { utimes } = await import('node:fs/promises')
  const ahead = Date.now() / 1000 + 3_600
  await utimes(dataDirFiles(dir).config, ahead, ahead)
  assert.match((await doctor(dir)).of.get('clock')?.detail ?? '', /written in the future/)
})
