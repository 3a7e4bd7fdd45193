import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { it } from 'node:test'
import type { FleetDaemon } from '../../src/cli/fleet.ts'
import { isExplicit, record, RecordLoad } from './record-load.ts'
import { api, cli, eventually, startCli, withFleet } from './rig.ts'

const MIB = 2 ** 20
const sha = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

interface Name {
  readonly owner: string
  readonly value: string
  readonly version: string
}

/** Reads until it is answered; the answer must be the value, and no explicit failure may last. */
async function reads(daemons: readonly FleetDaemon[], key: string, expected: Uint8Array): Promise<void> {
  for (const daemon of daemons) {
    const reply = await eventually(30_000, `${key} can be read from ${daemon.name}`, async () => {
      const answer = await record(daemon, 'GET', key)
      return isExplicit(answer) ? undefined : answer
    })
    assert.equal(reply.status, 200, `${daemon.name}, ${key}: ${reply.bytes.toString().slice(0, 300)}`)
    assert.equal(sha(reply.bytes), sha(expected), `${daemon.name}, ${key}`)
  }
}

it('records on five daemons: put, get, del and watch, and nothing is lost by kill -9, one by one or all at once', async () => {
  await withFleet(5, async (fleet, dir) => {
    const { daemons } = fleet
    const [first, second, third] = daemons as [FleetDaemon, FleetDaemon, FleetDaemon, ...FleetDaemon[]]
    const run = (daemon: FleetDaemon, ...args: string[]) =>
      cli(...args, '--timeout', '60s', '--data-dir', daemon.dataDir)

    // By HTTP and on the command line, through different daemons.
    const small = Buffer.from('a small value')
    const put = await record(first, 'PUT', 'small', {
      query: '?timeoutMs=60000',
      body: small,
      headers: { 'content-type': 'text/plain' },
    })
    assert.equal(put.status, 200, put.bytes.toString())
    const etag = put.headers.get('etag') ?? ''
    await reads(daemons, 'small', small)
    const got = await run(second, 'get', 'small')
    assert.deepEqual([got.code, got.stdout], [0, small.toString()])
    const stale = await run(third, 'put', 'small', 'other', '--if-match', 'absent')
    assert.equal(stale.code, 1)
    assert.ok(stale.stderr.includes(etag.slice(1, -1)), stale.stderr)

    const big = randomBytes(MIB)
    const file = join(dir, 'big.bin')
    await writeFile(file, big)
    const bigPut = await run(third, 'put', 'big', '--file', file, '--ttl', '1h', '--json')
    assert.equal(bigPut.code, 0, bigPut.stderr)
    await reads(daemons, 'big', big)
    const copy = join(dir, 'copy.bin')
    assert.equal((await run(first, 'get', 'big', '--file', copy)).code, 0)
    assert.equal(sha(await readFile(copy)), sha(big))

    // A watcher sees the present state, then what somebody else changes.
    // Of what follows quickly upon each other it may see the last only: each state is awaited before the next is made.
    const watching = startCli('watch', 'small', '--count', '3', '--json', '--data-dir', second.dataDir)
    const seen = (states: number) =>
      eventually(30_000, `the watcher has seen ${states} states`, () =>
        Promise.resolve(watching.printed().split('\n').length > states ? true : undefined),
      )
    await seen(1)
    const changed = await run(third, 'put', 'small', 'changed', '--if-match', etag)
    assert.equal(changed.code, 0, changed.stderr)
    await seen(2)
    assert.equal((await run(first, 'del', 'small')).code, 0)
    const watched = await watching.ended
    assert.equal(watched.code, 0, watched.stderr)
    const states = watched.stdout
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { value64: string | null }).value64)
    assert.deepEqual(
      states,
      [small, Buffer.from('changed'), undefined].map((value) => value?.toString('base64') ?? null),
    )
    assert.equal((await run(third, 'get', 'small')).code, 5)

    // Consistent records and names: what is read after everything below is what was written here.
    const consistent = await run(second, 'put', 'ledger', 'one', '--consistent', '--json')
    assert.equal(consistent.code, 0, consistent.stderr)
    const named = await run(third, 'name', 'set', 'printers/laser', 'ipp://10.0.0.7', '--json')
    assert.equal(named.code, 0, named.stderr)

    // The owner dies: the others have it, while others read and write.
    // One that is being started runs, but has no address yet.
    const down = new Set<FleetDaemon>()
    const running = (): FleetDaemon[] => daemons.filter((daemon) => !down.has(daemon))
    const load = new RecordLoad(200, running)
    await load.fill(8)
    load.start(4)
    const { body } = await api<{ owner: { peerId: string } }>(first, 'GET', '/v1/lookup/big')
    const owner = daemons.find((daemon) => daemon.peerId === body.owner.peerId) ?? first
    down.add(owner)
    await owner.end('SIGKILL')
    await reads(running(), 'big', big)
    // It comes back with fewer places on the ring than it had, and than the others have.
    const placesOf = async (daemon: FleetDaemon): Promise<number> =>
      (await api<{ ringIds: string[] }>(daemon, 'GET', '/v1/status')).body.ringIds.length
    await writeFile(join(owner.dataDir, 'config.yaml'), 'chord:\n  positions: 1\n')
    await owner.start()
    down.delete(owner)
    const others = daemons.filter((daemon) => daemon !== owner)
    assert.deepEqual([await placesOf(owner), ...(await Promise.all(others.map(placesOf)))], [1, 2, 2, 2, 2])
    await reads([owner], 'big', big)
    await load.stop()
    assert.deepEqual(load.figures.wrong, [])

    // All at once, without a word. They listen on other ports afterwards: where the first is, the others are told.
    const last = await run(first, 'put', 'ledger', 'two', '--consistent', '--json')
    assert.equal(last.code, 0, last.stderr)
    await Promise.all(daemons.map((daemon) => daemon.end('SIGKILL')))
    await first.start()
    const joinString = await first.joinString()
    await Promise.all(daemons.filter((daemon) => daemon !== first).map((daemon) => daemon.start(joinString)))
    await reads(daemons, 'big', big)
    await reads(daemons, 'ledger', Buffer.from('two'))
    // Its owner renews the lease when it is back: that may be later than it was.
    const { owner: holder, value, version } = JSON.parse(named.stdout) as Name
    for (const daemon of daemons) {
      const entry = await eventually(30_000, `the name is read from ${daemon.name}`, async () => {
        const answer = await api<Name>(daemon, 'GET', '/v1/names/printers/laser')
        return answer.status < 500 ? answer.body : undefined
      })
      assert.deepEqual([entry.owner, entry.value, entry.version], [holder, value, version], daemon.name)
    }
    await load.checkAll(8)
    assert.deepEqual(load.figures.wrong, [])
    const deleted = await eventually(30_000, 'it is told what was deleted', async () => {
      const answer = await record(first, 'GET', 'small')
      return isExplicit(answer) ? undefined : answer
    })
    assert.equal(deleted.status, 404)
  })
})
