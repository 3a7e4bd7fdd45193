import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { Tokens } from '../../src/admin/index.ts'
import { dataDirFiles, openToken, readToken, writeAdminFile } from '../../src/config/index.ts'
import { whileStopped } from '../../src/daemon/index.ts'
import { cli, daemon, type Outcome } from './command-line.ts'

test('token show and rotate', async (t) => {
  const { ask, server } = await daemon(t)
  assert.equal((await ask('token', 'show')).out, `${server.token}\n`)
  const rotated = (await ask('token', 'rotate')).out.trim()
  assert.notEqual(rotated, server.token)
  assert.equal((await ask('token', 'show')).out, `${rotated}\n`)
  assert.equal((await ask('peers')).code, 0)
  const old = { headers: { authorization: `Bearer ${rotated}` }, path: '/v1/peers' }
  assert.equal((await ask('token', 'rotate', '--grace', '1m')).code, 0)
  assert.equal((await server.ask(old)).status, 200)
  assert.equal((await ask('token', 'rotate', '--grace', '2h')).code, 2)
  assert.equal((await cli(['token', 'show', '--data-dir', join(server.dataDir, 'empty')])).code, 5)
})

/** The data dir of a daemon that does not run. */
async function stopped(t: TestContext): Promise<{ dataDir: string; ask: (...args: string[]) => Promise<Outcome> }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'orb-token-'))
  t.after(() => rm(dataDir, { recursive: true }))
  await openToken(dataDir)
  return { dataDir, ask: (...args) => cli([...args, '--data-dir', dataDir]) }
}

for (const kind of ['running', 'stopped', 'killed'] as const) {
  test(`token create, list, revoke, with a daemon that is ${kind}`, async (t) => {
    const { dataDir, ask } = kind === 'running' ? await running(t) : await stopped(t)
    if (kind === 'killed') {
      // Its admin.json is left behind; nobody listens at port 1.
      const url = 'http://127.0.0.1:1'
      await writeAdminFile(dataDir, { url, peerId: 'P', overlay: [], pid: 2 ** 30, version: '1' })
    }
    const made = await ask('token', 'create', 'prometheus', '--scope', 'read', '--ttl', '90d')
    assert.equal(made.code, 0, made.err)
    const token = made.out.trim()
    assert.match(token, /^orb_[\w-]{43}$/)
    assert.match(made.err, /^prometheus may read until \d{4}-.*nobody can print this token again$/m)
    assert.equal((await Tokens.open(dataDir)).find(token)?.name, 'prometheus')
    assert.equal((await ask('token', 'create', 'prometheus', '--scope', 'read')).code, 1)
    const forever = await ask('token', 'create', 'backup', '--scope', 'write', '--json')
    assert.equal((JSON.parse(forever.out) as { expiresAt: unknown }).expiresAt, null)
    const listed = await ask('token', 'list')
    assert.match(listed.out, /^admin +admin +never/m)
    assert.match(listed.out, /^prometheus +read +\d{4}-\S+ +\d{4}-/m)
    assert.match(listed.out, /^backup +write +\S+ +never/m)
    assert.equal(listed.out.includes(token), false)
    assert.equal((await ask('token', 'revoke', 'prometheus')).out, 'revoked prometheus\n')
    assert.equal((await ask('token', 'revoke', 'prometheus')).code, 5)
    assert.equal((await ask('token', 'revoke', 'admin')).code, 2)
    assert.equal((await Tokens.open(dataDir)).find(token), undefined)
    const { tokens } = JSON.parse((await ask('token', 'list', '--json')).out) as { tokens: { name: string }[] }
    assert.deepEqual(
      tokens.map(({ name }) => name),
      ['admin', 'backup'],
    )
  })
}

async function running(t: TestContext): ReturnType<typeof stopped> {
  const { ask, server } = await daemon(t)
  return { ask, dataDir: server.dataDir }
}

test('token rotate with the daemon down: both files at once, 0600; a grace makes no sense', async (t) => {
  const { dataDir, ask } = await stopped(t)
  const before = await readToken(dataDirFiles(dataDir).token)
  const rotated = await ask('token', 'rotate')
  assert.equal(rotated.code, 0, rotated.err)
  const after = rotated.out.trim()
  assert.notEqual(after, before)
  assert.equal(await readToken(dataDirFiles(dataDir).token), after)
  assert.equal(await readFile(dataDirFiles(dataDir).header, 'utf8'), `Authorization: Bearer ${after}\n`)
  for (const file of [dataDirFiles(dataDir).token, dataDirFiles(dataDir).header]) {
    assert.equal((await stat(file)).mode & 0o777, 0o600)
  }
  const grace = await ask('token', 'rotate', '--grace', '1m')
  assert.equal(grace.code, 2)
  assert.equal(await readToken(dataDirFiles(dataDir).token), after, 'nothing was done')
})

test('a data dir that another process has, and one that is none', async (t) => {
  const { dataDir, ask } = await stopped(t)
  const before = await readToken(dataDirFiles(dataDir).token)
  await whileStopped(dataDir, async () => {
    const locked = await ask('token', 'rotate')
    assert.equal(locked.code, 11, locked.err)
  })
  assert.equal(await readToken(dataDirFiles(dataDir).token), before)
  const empty = join(dataDir, 'empty')
  await mkdir(empty)
  const none = await cli(['token', 'create', 'a', '--scope', 'read', '--data-dir', empty])
  assert.equal(none.code, 5)
  assert.match(none.err, /is no data dir of a daemon/)
})

test('an address that was named is the only one asked: its silence changes no file', async (t) => {
  const { dataDir, ask } = await stopped(t)
  const before = await readToken(dataDirFiles(dataDir).token)
  assert.equal((await ask('token', 'rotate', '--admin', 'http://127.0.0.1:1')).code, 3)
  assert.equal(await readToken(dataDirFiles(dataDir).token), before)
})

test('usage', async (t) => {
  const { ask } = await daemon(t)
  for (const [args, why] of [
    [['create', 'a'], /which scope\?\nhint: --scope is one of read, write, admin/],
    [['create', 'a', '--scope', 'root'], /Allowed choices are read, write, admin/],
    [['create', 'a', '--scope', 'read', '--ttl', '11y'], /not a duration/],
    [['create', 'a', '--scope', 'read', '--ttl', '3651d'], /from 1 ms to 3650 d 0 h/],
    [['create', 'A', '--scope', 'read'], /1 to 64 of a-z/],
    [['create'], /missing required argument 'name'/],
    [['revoke'], /missing required argument 'name'/],
  ] as const) {
    const outcome = await ask('token', ...args)
    assert.equal(outcome.code, 2, `${args.join(' ')}: ${outcome.err}`)
    assert.match(outcome.err, why)
  }
})

test('audit shows who changed what, the newest last', async (t) => {
  const { ask, server } = await daemon(t)
  await ask('token', 'create', 'a', '--scope', 'read')
  await server.ask({ path: '/v1/peers' })
  await server.metricsUntil(/^orbweaver_admin_audit_entries_total\{outcome="written"\} 2$/m)
  const { out } = await ask('audit', '--limit', '10')
  assert.match(out, /^at .*\n\S+ +admin +127\.0\.0\.1 +POST \/v1\/tokens +201\n.* anonymous .* 401 UNAUTHENTICATED$/m)
  assert.equal((await ask('audit', '--limit', '0')).code, 2)
})
