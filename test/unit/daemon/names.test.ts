import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeNamesBackend } from '../../../src/daemon/names.ts'
import type { Pump } from '../../../src/runtime/index.ts'

const PEER = '12D3KooWHwocxWyK6Fdruwo3LvYxXAQ2WjovySVgc7cMXhtVgjUf'
const CALL = { deadlineMs: 1_000, signal: new AbortController().signal }

/** Sets a name with these delegates; answers with those that the machine was given. */
async function delegatesOf(delegates: readonly string[] | undefined): Promise<unknown> {
  const given: unknown[] = []
  const pump = {
    command: (_machine: string, { args }: { args: { readonly delegates?: unknown } }) => {
      given.push(args.delegates)
      return Promise.resolve({ ok: true, value: { revision: 1 } })
    },
  } as unknown as Pick<Pump, 'command'>
  const backend = makeNamesBackend({
    pump,
    valueOf: (result) => {
      assert.ok(result.ok)
      return result.value
    },
  })
  const wish = { name: 'a', kind: undefined, value: 'x', delegates, ttlMs: 1_000, renew: true, condition: undefined }
  await backend.setName(wish, CALL)
  assert.equal(given.length, 1)
  return given[0]
}

test('delegates are peer ids, spelt in the one way there is', async () => {
  assert.deepEqual(await delegatesOf([PEER]), [PEER])
  assert.deepEqual(await delegatesOf([]), [])
  assert.equal(await delegatesOf(undefined), undefined)
  for (const text of ['nobody', PEER.slice(0, -1), `${PEER} `, PEER.toLowerCase(), '']) {
    await assert.rejects(delegatesOf([PEER, text]), (error: Error & { code?: string; hint?: string }) => {
      assert.deepEqual([error.code, error.message], ['INVALID_ARGUMENT', `${JSON.stringify(text)} is no peer id`])
      assert.match(error.hint ?? '', /12D3KooW/)
      return true
    })
  }
})
