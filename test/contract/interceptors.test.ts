import assert from 'node:assert/strict'
import { Writable, Readable } from 'node:stream'
import { test, type TestContext } from 'node:test'
import type { AdminBackend, SetInterceptors } from '../../src/admin/index.ts'
import { OrbError } from '../../src/base/index.ts'
import { run } from '../../src/cli/program.ts'
import { EXIT } from '../../src/cli/exit-codes.ts'
import { writeAdminFile } from '../../src/config/index.ts'
import { CHAIN, fakeBackend } from './fake-backend.ts'
import { running } from './server.ts'

class Text extends Writable {
  text = ''
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString('utf8')
    done()
  }
}

/** `orbweaver interceptors …` against a fake daemon; `put`: the chain it was asked for. */
async function daemon(t: TestContext, change: Partial<AdminBackend> = {}) {
  const backend = fakeBackend(change)
  const { dataDir, server } = await running(t, { backend })
  await writeAdminFile(dataDir, { url: server.url, peerId: 'P', overlay: [], pid: 2 ** 30, version: '1' })
  return async (...args: string[]) => {
    const [stdout, stderr] = [new Text(), new Text()]
    const io = { stdin: Readable.from([]), stdout, stderr, env: {} }
    const code = await run(['interceptors', ...args, '--data-dir', dataDir], io)
    const put = backend.asked.findLast(({ method }) => method === 'setInterceptors')?.args[0] as
      SetInterceptors | undefined
    return { code, out: stdout.text, err: stderr.text, put }
  }
}
const names = (put: SetInterceptors | undefined): string[] => put?.interceptors.map(({ name }) => name) ?? []

test('lists the chain in order', async (t) => {
  const ask = await daemon(t)
  const { code, out } = await ask()
  assert.equal(code, EXIT.ok)
  assert.match(out, /^1 +lamport \(fixed\) +10 +1 +0 +active$/m)
  assert.match(out, /^3 +faults:slow +10 +1 +2 +active +drop=0\.1 machine=chord reorder=true$/m)
})

test('adds, next to the host unless told where, and only to the version it has read', async (t) => {
  const ask = await daemon(t)
  const { code, put, err } = await ask('add', 'rate-limit', 'perSecond=5')
  assert.equal(code, EXIT.ok, err)
  assert.match(err, /version 4/)
  assert.equal(put?.version, CHAIN.version)
  assert.deepEqual(names(put), ['lamport', 'metrics', 'faults:slow', 'rate-limit', 'dedup'])
  assert.deepEqual(put.interceptors[3]?.parameters, { perSecond: '5' })
  assert.deepEqual(put.interceptors[2]?.parameters, CHAIN.interceptors[2]?.parameters, 'the others stay as they are')
  assert.deepEqual(names((await ask('add', 'trace', '--at', '2')).put)[1], 'trace')
})

test('removes, moves, and sets single parameters', async (t) => {
  const ask = await daemon(t)
  assert.deepEqual(names((await ask('remove', 'metrics')).put), ['lamport', 'faults:slow', 'dedup'])
  assert.deepEqual(names((await ask('move', 'faults:slow', '2')).put), ['lamport', 'faults:slow', 'metrics', 'dedup'])
  const { put } = await ask('set', 'faults:slow', 'drop=0.2')
  assert.deepEqual(put?.interceptors[2]?.parameters, { drop: '0.2', machine: 'chord', reorder: true })
})

test('says what is wrong with the words it was given, and asks for nothing', async (t) => {
  const ask = await daemon(t)
  const wrong: readonly (readonly [code: number, words: RegExp, ...args: string[]])[] = [
    [EXIT.usage, /position must be from 1 to 4/, 'move', 'metrics', '5'],
    [EXIT.usage, /position must be from 1 to 4/, 'move', 'metrics', '0'],
    [EXIT.usage, /position must be from 1 to 5/, 'add', 'trace', '--at', '6'],
    [EXIT.usage, /key=value: drop/, 'set', 'faults:slow', 'drop'],
    [EXIT.usage, /stands in the chain/, 'add', 'metrics'],
    [EXIT.notFound, /trace does not stand in the chain/, 'remove', 'trace'],
  ]
  for (const [code, words, ...args] of wrong) {
    const outcome = await ask(...args)
    assert.equal(outcome.code, code, args.join(' '))
    assert.match(outcome.err, words)
    assert.equal(outcome.put, undefined)
  }
})

test('tells what the daemon says when it will not', async (t) => {
  const detail = 'the chain stays as it was: faults:slow still had work when the time was over'
  const ask = await daemon(t, { setInterceptors: () => Promise.reject(new OrbError('CONFLICT', detail)) })
  const { code, err } = await ask('remove', 'faults:slow')
  assert.equal(code, EXIT.failure)
  assert.match(err, /still had work/)
})

test('PUT refuses what is not of the form of a chain', async (t) => {
  const server = await running(t)
  const headers = { 'content-type': 'application/json' }
  const put = (body: unknown) =>
    server.askAs({ method: 'PUT', path: '/v1/interceptors', headers, body: JSON.stringify(body) })
  const one = { name: 'metrics' }
  assert.equal((await put({ interceptors: Array(16).fill(one) })).status, 200)
  for (const body of [
    {},
    { interceptors: Array(17).fill(one) },
    { interceptors: [{ name: '' }] },
    { interceptors: [{ name: 'a'.repeat(129) }] },
    { interceptors: [{ ...one, parameters: { drop: [0.1] } }] },
    { interceptors: [{ ...one, parameters: { drop: 'x'.repeat(129) } }] },
    { interceptors: [{ ...one, more: 1 }] },
    { interceptors: [one], version: -1 },
  ]) {
    const { status, json } = await put(body)
    assert.deepEqual([status, json['code']], [400, 'INVALID_ARGUMENT'], JSON.stringify(body).slice(0, 80))
  }
})
