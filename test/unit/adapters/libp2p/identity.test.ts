import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isPeerId, loadIdentity, peerSpelling, type PrivateFiles } from '../../../../src/adapters/libp2p/index.ts'
import { OrbError } from '../../../../src/base/index.ts'

class Files implements PrivateFiles {
  readonly contents = new Map<string, string>()
  reads = 0
  read(path: string): Promise<string | undefined> {
    this.reads++
    return Promise.resolve(this.contents.get(path))
  }
  create(path: string, content: string): Promise<boolean> {
    if (this.contents.has(path)) return Promise.resolve(false)
    this.contents.set(path, content)
    return Promise.resolve(true)
  }
}

test('the key is made once and stays', async () => {
  const files = new Files()
  const first = await loadIdentity(files, 'identity.key')
  const text = files.contents.get('identity.key')
  const second = await loadIdentity(files, 'identity.key')
  assert.equal(second.peer, first.peer)
  assert.ok(second.privateKey.equals(first.privateKey))
  assert.equal(files.contents.get('identity.key'), text)
  assert.match(first.peer, /^12D3KooW/)
})

test('of two processes that make it at once, the quicker one counts', async () => {
  const files = new Files()
  const theirs = await loadIdentity(files, 'theirs')
  files.create = (path) => {
    files.contents.set(path, files.contents.get('theirs') ?? '')
    return Promise.resolve(false)
  }
  assert.equal((await loadIdentity(files, 'ours')).peer, theirs.peer)
})

test('a file that is no key is named, with what to do, and stays as it is', async () => {
  // The third is a key of another type.
  const secp = 'CAISIAzXjFHgMP6DyeKHgQz9bw6ooCy7Mo1GG5MSA6fKZuG+'
  for (const content of ['', 'nonsense', secp]) {
    const files = new Files()
    files.contents.set('identity.key', content)
    await assert.rejects(loadIdentity(files, 'identity.key'), (err) => {
      return err instanceof OrbError && err.code === 'CORRUPT' && err.message.includes('identity.key') && !!err.hint
    })
    assert.equal(files.contents.get('identity.key'), content)
  }
})

test('peers are spelt as libp2p does, both ways', async () => {
  const { peer } = await loadIdentity(new Files(), 'x')
  const multihash = peerSpelling.multihashOf(peer)
  assert.equal(multihash.byteLength, 38)
  assert.equal(peerSpelling.peerOf(multihash), peer)
})

test('only Ed25519 peer ids in their one spelling name a peer', async () => {
  const { peer } = await loadIdentity(new Files(), 'identity.key')
  assert.ok(isPeerId(peer))
  for (const text of [
    '',
    'x',
    '1',
    'Q',
    peer.slice(1),
    peer.slice(0, -1),
    `${peer}1`,
    `z${peer}`,
    peer.toLowerCase(),
  ]) {
    assert.equal(isPeerId(text), false, text)
  }
})
