import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { drawScenario, formatSchedule, SCENARIOS } from '../../../src/sim/index.ts'
import { cli } from './console.ts'

const small = { world: 'ring', seed: 1, nodes: 3, successors: 2, untilMs: 5_000, settleMs: 30_000 }
const lookups = { atMs: 0, do: 'lookups', everyMs: 500 }

describe('orbweaver simulate', () => {
  let dir: string
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), 'orbweaver-simulate-'))
  })
  after(async () => {
    await rm(dir, { recursive: true })
  })
  const file = async (value: unknown): Promise<string> => {
    const path = join(dir, 'schedule.json')
    await writeFile(path, typeof value === 'string' ? value : JSON.stringify(value))
    return path
  }

  it('runs a schedule file and says what came of it', async () => {
    const path = await file({ ...small, about: 'one dies', actions: [lookups, { atMs: 1_000, do: 'crash', node: 1 }] })
    const { code, out, err } = await cli(['simulate', path])
    assert.deepEqual([code, err], [0, ''])
    assert.match(
      out,
      /^schedule +one dies\nnodes +3\nfaults +1\n[^]*\nwrong +0\n[^]*\nmembers +2\npassedOver +0\nresult +all right\n$/,
    )
  })

  it('draws a scenario by its seed, as many as are wanted, the same each time', async () => {
    const args = ['simulate', 'clock', '--seed', '5', '--seeds', '2', '--json']
    const first = await cli(args)
    assert.equal(first.code, 0)
    const { ok, reports } = JSON.parse(first.out) as { ok: boolean; reports: { seed: number; fingerprint: string }[] }
    assert.equal(ok, true)
    assert.deepEqual(
      reports.map(({ seed }) => seed),
      [5, 6],
    )
    assert.deepEqual(await cli(args), first)
    const shown = await cli(['simulate', 'clock', '--seed', '5', '--show'])
    assert.ok(shown.out.startsWith(formatSchedule(drawScenario('clock', 5))))
  })

  it('shrinks one that fails, prints it to be run again, and ends with 1', async () => {
    // No time to become ideal again, which is all that can fail here for certain.
    const noise = [lookups, { atMs: 500, do: 'jitter', ms: 50 }, { atMs: 900, do: 'clockJump', node: 0, ms: 7 }]
    const path = await file({
      ...small,
      nodes: 6,
      settleMs: 0,
      actions: [...noise, { atMs: 4_995, do: 'crash', node: 1 }],
    })
    const { code, out } = await cli(['simulate', path])
    assert.equal(code, 1)
    assert.match(out, /NotIdeal at/)
    const minimal = JSON.parse(out.slice(out.indexOf('\n{\n'))) as { actions: unknown[] }
    assert.equal(minimal.actions.length, 1)
    const again = await cli(['simulate', await file(minimal), '--json'])
    assert.equal(again.code, 1)
    assert.equal((JSON.parse(again.out) as { reports: { check: string }[] }).reports[0]?.check, 'NotIdeal')
  })

  it('ends with 1 when a schedule does not come to what it expects', async () => {
    const path = await file({ ...small, expect: { outcome: 'ok', atLeast: { members: 4 } }, actions: [] })
    const { code, out } = await cli(['simulate', path])
    assert.equal(code, 1)
    assert.match(out, /not as expected: members is 3, not at least 4/)
  })

  it('says which actions name nodes that are not there', async () => {
    const actions = [
      { atMs: 100, do: 'crash', node: 7 },
      { atMs: 200, do: 'start', node: 3 },
      { atMs: 300, do: 'partition', groups: [[0], [3, 9]], forMs: 1 },
    ]
    const { out } = await cli(['simulate', await file({ ...small, actions })])
    assert.match(
      out,
      /^not there +action 0 \(crash\) names node 7\nnot there +action 2 \(partition\) names node 9\nresult/m,
    )
  })

  it('says what is wrong with a file, a name, or a number', async () => {
    const wrong: readonly (readonly [args: string[], code: number, words: RegExp])[] = [
      [[await file('{')], 2, /not JSON/],
      [['no-such-scenario'], 5, /there is no file nor scenario no-such-scenario\nhint: scenarios are /],
      [[dir], 2, /^error: .* is no regular file\nhint: [^\n]*\n$/],
      [['/dev/zero'], 2, /is no regular file/],
      [[await file('{'), '--seeds', '2'], 2, /--seeds is for scenarios that are drawn/],
      [[await file('{'), '--seed', '2'], 2, /--seed is for scenarios that are drawn/],
      [['mixed', '--seed', '1.5'], 2, /--seed/],
      [['mixed', '--seeds', '0'], 2, /--seeds/],
      [['mixed', '--seeds', '100001'], 2, /--seeds/],
    ]
    for (const [args, code, words] of wrong) {
      const result = await cli(['simulate', ...args])
      assert.equal(result.code, code, result.err)
      assert.match(result.err, words)
    }
    const other = await cli(['simulate', await file({ ...small, world: 'moon', actions: [] })])
    assert.deepEqual([other.code, /there is no world "moon"/.test(other.err)], [5, true])
    const nobody = await cli(['simulate', await file({ ...small, nodes: 0, actions: [] })])
    assert.match(nobody.err, /wrong nodes: 0; it is a whole number from 1 to 100000/)
    const unknown = await cli(['simulate', await file({ ...small, actions: [{ atMs: 0, do: 'explode' }] })])
    assert.match(unknown.err, /what nobody knows/)
    for (const name of Object.keys(SCENARIOS)) assert.ok(drawScenario(name, 1).actions.length > 1)
  })
})
