import assert from 'node:assert/strict'
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import fc from 'fast-check'
import {
  createPrivateFile,
  dataDirFiles,
  encodeJoinString,
  ensureDataDir,
  mergeJoins,
  MAX_JOIN_ADDRESSES,
  MAX_JOIN_CHARS,
  openNetwork,
  openToken,
  parseJoin,
  readAdminFile,
  readNetwork,
  readToken,
  removeAdminFile,
  replaceToken,
  resolveDataDir,
  writeAdminFile,
  writePrivateFile,
  type Network,
} from '../../../src/config/index.ts'
import { OrbError } from '../../../src/base/index.ts'

async function folder(t: TestContext): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'orb-datadir-'))
  t.after(() => rm(dir, { recursive: true }))
  return dir
}

const SECRET = new Uint8Array(32).fill(7)
const NETWORK: Network = { name: 'blue', secret: SECRET }
const ADDRESS = '/ip4/10.0.0.1/tcp/7461/p2p/12D3KooX'
const JOIN = encodeJoinString({ addresses: [ADDRESS], network: NETWORK })

test('a join string goes there and back', () => {
  assert.deepEqual(parseJoin(`  ${JOIN}\n`), { addresses: [ADDRESS], network: NETWORK })
  const open = encodeJoinString({ addresses: [ADDRESS], network: { name: 'blue', secret: undefined } })
  assert.deepEqual(parseJoin(open).network, { name: 'blue', secret: undefined })
  const many = Array.from({ length: MAX_JOIN_ADDRESSES + 1 }, (_, i) => `/ip4/10.0.0.${i}/tcp/1`)
  assert.equal(parseJoin(encodeJoinString({ addresses: many, network: NETWORK })).addresses.length, MAX_JOIN_ADDRESSES)
  assert.deepEqual(parseJoin(ADDRESS), { addresses: [ADDRESS], network: undefined })
})

for (const [name, text] of [
  ['empty', ''],
  ['cut off', JOIN.slice(0, -1)],
  ['cut off by much', JOIN.slice(0, 30)],
  ['without content', 'orbweaver-join:1:'],
  ['another version', JOIN.replace(':1:', ':2:')],
  ['not base64url', `${JOIN.slice(0, -3)}+/=`],
  ['something else', 'hello'],
  ['too long', `orbweaver-join:1:${'a'.repeat(MAX_JOIN_CHARS)}`],
  ['two lines', `${ADDRESS}\n${ADDRESS}`],
  ['a long address', `/dns4/${'a'.repeat(600)}/tcp/1`],
  ['no addresses', encodeJoinString({ addresses: [], network: NETWORK })],
  ['a bad secret', encodeJoinString({ addresses: [ADDRESS], network: { name: 'blue', secret: new Uint8Array(31) } })],
  ['a bad name', encodeJoinString({ addresses: [ADDRESS], network: { name: 'b lue', secret: SECRET } })],
] as const) {
  test(`a join string that is ${name} is refused without being repeated`, () => {
    assert.throws(
      () => parseJoin(text),
      (error: OrbError) => {
        assert.equal(error.code, 'INVALID_ARGUMENT')
        assert.match(error.hint ?? '', /join-string/)
        if (text.length > 20) assert.equal(error.message.includes(text.slice(20)), false)
        return true
      },
    )
  })
}

test('property: one letter changed makes a join string invalid, never another network', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 17, max: JOIN.length - 1 }),
      fc.constantFrom('a', 'Z', '0', '9', '-', '_'),
      (at, letter) => {
        fc.pre(JOIN[at] !== letter)
        const changed = JOIN.slice(0, at) + letter + JOIN.slice(at + 1)
        // The last letter carries unused bits: it may decode to the same bytes.
        let parsed
        try {
          parsed = parseJoin(changed)
        } catch (error) {
          assert.ok(error instanceof OrbError)
          return
        }
        assert.deepEqual(parsed, parseJoin(JOIN))
      },
    ),
  )
})

test('several joins: all addresses, one network', () => {
  const other = parseJoin('/ip4/10.0.0.2/tcp/1')
  assert.deepEqual(mergeJoins([parseJoin(JOIN), other, other]), {
    addresses: [ADDRESS, other.addresses[0]],
    network: NETWORK,
  })
  assert.equal(mergeJoins([]), undefined)
  const foreign = parseJoin(
    encodeJoinString({ addresses: [ADDRESS], network: { name: 'blue', secret: new Uint8Array(32) } }),
  )
  assert.throws(() => mergeJoins([parseJoin(JOIN), foreign]), { code: 'INVALID_ARGUMENT' })
  const open = parseJoin(encodeJoinString({ addresses: [ADDRESS], network: { name: 'blue', secret: undefined } }))
  assert.throws(() => mergeJoins([parseJoin(JOIN), open]), { code: 'INVALID_ARGUMENT' })
})

test('the first start makes a network with a secret of its own; later ones find it', async (t) => {
  const [one, two] = [await folder(t), await folder(t)]
  const made = await openNetwork(one, { open: false })
  assert.equal(made.name, 'orbweaver')
  assert.equal(made.secret?.byteLength, 32)
  assert.deepEqual(await openNetwork(one, { open: false }), made)
  assert.deepEqual(await readNetwork(one), made)
  assert.notDeepEqual((await openNetwork(two, { open: false })).secret, made.secret)
  assert.equal((await stat(dataDirFiles(one).network)).mode & 0o777, 0o600)
})

test('joining takes the network of the join string, but never in place of another', async (t) => {
  const dir = await folder(t)
  assert.deepEqual(await openNetwork(dir, { open: false, joining: NETWORK }), NETWORK)
  assert.deepEqual(await openNetwork(dir, { open: false, joining: NETWORK }), NETWORK)
  const other: Network = { name: 'blue', secret: new Uint8Array(32) }
  const before = await readFile(dataDirFiles(dir).network)
  for (const wish of [{ open: false, joining: other }, { open: true }, { open: false, name: 'red' }]) {
    await assert.rejects(openNetwork(dir, wish), { code: 'NETWORK_MISMATCH' })
  }
  await assert.rejects(openNetwork(await folder(t), { open: true, joining: NETWORK }), { code: 'NETWORK_MISMATCH' })
  assert.deepEqual(await readFile(dataDirFiles(dir).network), before)
})

test('an open network has no secret', async (t) => {
  const dir = await folder(t)
  assert.deepEqual(await openNetwork(dir, { open: true, name: 'park' }), { name: 'park', secret: undefined })
  assert.deepEqual(await openNetwork(dir, { open: false }), { name: 'park', secret: undefined })
})

test('two first starts at once agree on one network', async (t) => {
  const dir = await folder(t)
  const networks = await Promise.all(Array.from({ length: 8 }, () => openNetwork(dir, { open: false })))
  for (const network of networks) assert.deepEqual(network, networks[0])
})

for (const content of [
  '',
  '{',
  '[]',
  '{"version":2,"name":"a","secret":null}',
  '{"version":1,"name":"a","secret":"x"}',
  'x'.repeat(5_000),
]) {
  test(`a network.key of ${JSON.stringify(content.slice(0, 40))} is corrupt, said so, and left alone`, async (t) => {
    const dir = await folder(t)
    await writeFile(dataDirFiles(dir).network, content)
    await assert.rejects(openNetwork(dir, { open: false }), { code: 'CORRUPT' })
    assert.equal(await readFile(dataDirFiles(dir).network, 'utf8'), content)
  })
}

for (const name of ['', '-a', 'a b', 'a/b', 'ä', 'a'.repeat(65)]) {
  test(`the network name ${JSON.stringify(name.slice(0, 10))} is refused`, async (t) => {
    await assert.rejects(openNetwork(await folder(t), { open: false, name }), { code: 'INVALID_ARGUMENT' })
  })
}

test('the longest network name is taken', async (t) => {
  assert.equal((await openNetwork(await folder(t), { open: false, name: 'a'.repeat(64) })).name.length, 64)
})

test('tokens: made once, with a ready header, replaced in one step', async (t) => {
  const dir = await folder(t)
  const { token, header } = dataDirFiles(dir)
  const first = await openToken(dir)
  assert.match(first, /^orb_[\w-]{43}$/)
  assert.equal(await openToken(dir), first)
  assert.equal(await readFile(header, 'utf8'), `Authorization: Bearer ${first}\n`)
  await rm(header)
  await openToken(dir)
  assert.equal(await readFile(header, 'utf8'), `Authorization: Bearer ${first}\n`)
  const second = await replaceToken(dir)
  assert.notEqual(second, first)
  assert.equal(await readToken(token), second)
  for (const path of [token, header]) assert.equal((await stat(path)).mode & 0o777, 0o600)
  await writeFile(token, 'short\n')
  await assert.rejects(openToken(dir), { code: 'CORRUPT' })
  assert.deepEqual((await readdir(dir)).sort(), ['admin.header', 'admin.token'], 'nothing temporary is left')
})

test('a private file that others may read is closed to them', async (t) => {
  const dir = await folder(t)
  const path = dataDirFiles(dir).token
  await openToken(dir)
  await chmod(path, 0o644)
  await readToken(path)
  assert.equal((await stat(path)).mode & 0o777, 0o600)
})

test('private files: replacing is whole, creating never overwrites', async (t) => {
  const dir = await folder(t)
  const path = join(dir, 'a')
  await writePrivateFile(path, 'one')
  await writePrivateFile(path, 'two')
  assert.equal(await readFile(path, 'utf8'), 'two')
  assert.equal(await createPrivateFile(path, 'three'), false)
  assert.equal(await readFile(path, 'utf8'), 'two')
  await assert.rejects(writePrivateFile(join(path, 'below-a-file'), 'x'), { code: 'IO' })
  await assert.rejects(writePrivateFile(dir, 'x'), { code: 'IO' })
  assert.deepEqual(await readdir(dir), ['a'], 'nothing temporary is left')
})

test('admin.json goes there and back; none, a strange or a broken one is undefined', async (t) => {
  const dir = await folder(t)
  assert.equal(await readAdminFile(dir), undefined)
  const content = { url: 'http://127.0.0.1:1', peerId: '12D3', overlay: [ADDRESS], pid: 7, version: '1' }
  await writeAdminFile(dir, content)
  assert.deepEqual(await readAdminFile(dir), content)
  await writeFile(dataDirFiles(dir).admin, '{"url":1}')
  assert.equal(await readAdminFile(dir), undefined)
  await writeFile(dataDirFiles(dir).admin, '{')
  assert.equal(await readAdminFile(dir), undefined)
  await removeAdminFile(dir)
  await removeAdminFile(dir)
})

test('the data dir: flag over ORBWEAVER_HOME over the platform; made with 0700; a file in its place is told', async (t) => {
  const dir = await folder(t)
  assert.equal(resolveDataDir('/a', { ORBWEAVER_HOME: '/b' }), '/a')
  assert.equal(resolveDataDir(undefined, { ORBWEAVER_HOME: '/b' }), '/b')
  assert.match(resolveDataDir(undefined, {}), /orbweaver$/)
  assert.equal(resolveDataDir('x', {}), join(process.cwd(), 'x'))
  assert.throws(() => resolveDataDir('a\0b', {}), { code: 'INVALID_ARGUMENT' })
  await ensureDataDir(join(dir, 'new', 'dir'))
  assert.equal((await stat(join(dir, 'new', 'dir'))).mode & 0o777, 0o700)
  assert.deepEqual(await readdir(join(dir, 'new', 'dir')), [])
  await writeFile(join(dir, 'file'), '')
  await assert.rejects(ensureDataDir(join(dir, 'file')), { code: 'IO' })
})

test('a data dir that can never be made is refused, and does not hang', { timeout: 5_000 }, async () => {
  await assert.rejects(ensureDataDir('/proc/orbweaver/data'), { code: 'IO' })
})
