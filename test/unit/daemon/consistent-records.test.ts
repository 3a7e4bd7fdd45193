import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, it } from 'node:test'
import { ringIdOfKey, type Sha256 } from '../../../src/base/index.ts'
import { registerKey } from '../../../src/daemon/consistent-records.ts'
import { MAX_KEY_BYTES } from '../../../src/protocols/agreement/index.ts'
import { keyOfName, isKeyOfName, nameOf, type Name } from '../../../src/protocols/names/name.ts'

const sha256: Sha256 = (...parts) => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}
const keyFor = (key: Uint8Array): Uint8Array => registerKey(ringIdOfKey(sha256, key), key)
const text = (key: Uint8Array): string => Buffer.from(key).toString('latin1')

describe('the register of a consistent record', () => {
  it('is not that of a name, whatever the key', () => {
    const key = keyOfName(nameOf('a/b') as Name)
    assert.ok(isKeyOfName(key))
    assert.ok(!isKeyOfName(keyFor(key)))
    assert.notEqual(text(keyFor(key)), text(key))
  })

  it('has a key that fits, and is of no other record', () => {
    const lengths = [1, MAX_KEY_BYTES - 8, MAX_KEY_BYTES - 7, MAX_KEY_BYTES - 6, MAX_KEY_BYTES]
    const keys = lengths.map((length) => new Uint8Array(length).fill(7))
    const registers = keys.map(keyFor)
    assert.ok(registers.every(({ byteLength }) => byteLength <= MAX_KEY_BYTES))
    // Also not of one whose key is what another's register is called.
    const all = [...registers, ...registers.map(keyFor)].map(text)
    assert.equal(new Set(all).size, all.length)
  })
})
