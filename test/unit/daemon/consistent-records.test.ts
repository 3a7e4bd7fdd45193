import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, it } from 'node:test'
import { OrbError, ringIdOfKey, type Sha256 } from '../../../src/base/index.ts'
import { ConsistentRecords, registerKey } from '../../../src/daemon/consistent-records.ts'
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

describe('a conditional create in the consistent mode', () => {
  const key = new Uint8Array([1])
  const named = { id: ringIdOfKey(sha256, key), key }
  const put = { value: new Uint8Array(1), contentType: '', ttlMs: 86_400_000 }

  /** What is commanded of the machines, which answer as told; a mark is told as `mark`, its condition, and its seconds. */
  function creating(register: string, mark = 'ok'): { told: string[]; create: () => Promise<string> } {
    const told: string[] = []
    const answer = (code: string): unknown =>
      code === 'ok' ? { ok: true, value: { sequence: 7, value: put.value } } : { ok: false, code, detail: code }
    const command = (_machine: string, { name, args }: { name: string; args: Record<string, unknown> }): unknown => {
      const isFirst = args['ifMatch'] === 'absent'
      told.push(name === 'mark' ? `mark ${isFirst ? 'if absent ' : ''}${Number(args['ttlMs']) / 1_000}` : name)
      return Promise.resolve(answer(name === 'change' ? register : isFirst ? mark : 'ok'))
    }
    const valueOf = <Value>(result: { ok: boolean; code?: string; value?: Value }): Value => {
      if (!result.ok) throw new OrbError(result.code as 'TIMEOUT', 'it failed')
      return result.value as Value
    }
    const records = new ConsistentRecords({ command } as never, { marks: valueOf, registers: valueOf })
    const call = { deadlineMs: 5_000, signal: new AbortController().signal }
    const create = (): Promise<string> =>
      records.put(named, put, 'absent', call).then(
        () => 'ok',
        (error: unknown) => (error as OrbError).code,
      )
    return { told, create }
  }

  it('marks the key for a while, and for as long as the record lives before it is acknowledged', async () => {
    const { told, create } = creating('ok')
    assert.equal(await create(), 'ok')
    assert.deepEqual(told, ['mark if absent 180', 'change', 'mark 86400'])
  })

  it('leaves the mark to run out soon when nothing was written', async () => {
    for (const code of ['NO_QUORUM', 'QUOTA_EXCEEDED']) {
      const { told, create } = creating(code)
      assert.equal(await create(), code)
      assert.deepEqual(told, ['mark if absent 180', 'change'])
    }
  })

  it('keeps the mark when it may have been written, or had been before', async () => {
    for (const code of ['TIMEOUT', 'UNKNOWN_OUTCOME', 'VERSION_MISMATCH']) {
      const { told, create } = creating(code)
      assert.equal(await create(), code)
      assert.deepEqual(told, ['mark if absent 180', 'change', 'mark 86400'])
    }
  })

  it('does not shorten a mark that was there', async () => {
    const { told, create } = creating('NO_QUORUM', 'VERSION_MISMATCH')
    assert.equal(await create(), 'NO_QUORUM')
    assert.deepEqual(told, ['mark if absent 180', 'mark 86400', 'change'])
  })
})
