import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sha256 } from '../../src/adapters/system/index.ts'
import { peerKey, type PeerKey } from '../../src/base/index.ts'
import { MAX_SPELLINGS, WireContext } from '../../src/wire/codec.ts'

/** The multihash of the n-th peer. */
function multihashOf(n: number): Uint8Array {
  const bytes = new Uint8Array(38)
  bytes.set([0x00, 0x24, 0x08, 0x01, 0x12, 0x20])
  new DataView(bytes.buffer).setUint32(34, n)
  return bytes
}

test(`${MAX_SPELLINGS} peers are spelt once, either way; with one above, the first is spelt again`, () => {
  let spelt = 0
  const context = new WireContext(sha256, {
    multihashOf: (peer: PeerKey) => {
      spelt++
      return multihashOf(Number(peer.slice(1)))
    },
    peerOf: (bytes) => {
      spelt++
      return peerKey(`p${new DataView(bytes.buffer).getUint32(34)}`)
    },
  })
  const ways = [
    (n: number) => context.peerBytes(peerKey(`p${n}`)).byteLength === 38,
    (n: number) => context.peerOf(multihashOf(n)) === `p${n}`,
  ]
  for (const spell of ways) {
    spelt = 0
    for (let n = 0; n <= MAX_SPELLINGS; n++) assert.ok(spell(n))
    assert.equal(spelt, MAX_SPELLINGS + 1)
    assert.ok(spell(1) && spell(MAX_SPELLINGS))
    assert.equal(spelt, MAX_SPELLINGS + 1)
    assert.ok(spell(0))
    assert.equal(spelt, MAX_SPELLINGS + 2)
  }
})
