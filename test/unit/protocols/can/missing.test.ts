import assert from 'node:assert/strict'
import { it } from 'node:test'
import { intersects, pathOfPoint, covers, zoneOf, type ZonePath } from '../../../../src/base/index.ts'
import type { CommandOf, Result } from '../../../../src/protocols/index.ts'
import type { CanProtocol, Gathered } from '../../../../src/protocols/can/index.ts'
import { Bench, claim } from './rig.ts'

/** It holds the smallest of zones that halve each other; all others say nothing. */
function alone(): Bench {
  const bench = new Bench()
  let path = ''
  for (const name of ['b', 'c', 'd', 'e', 'f', 'g']) {
    bench.join(name)
    bench.update(name, [claim(`${path}1`, path.length + 2)])
    path += '0'
  }
  return bench
}

function missingOf(bench: Bench, low: number[], high: number[]): readonly ZonePath[] {
  const command: CommandOf<CanProtocol> = {
    name: 'query',
    args: { space: 0, box: { low, high }, after: undefined, limit: 10 },
  }
  let result = bench.command(command) as Result<Gathered> | undefined
  const id = bench.lastReply
  for (let i = 0; i < 200 && result === undefined; i++) {
    for (const asking of bench.asked.splice(0)) bench.fail(asking)
    bench.pass(50)
    result = bench.resultOf(id) as Result<Gathered> | undefined
  }
  assert.ok(result?.ok, 'it ends')
  return result.value.missing
}

void it('of a small box nothing is told as missing but what covers it, though nobody has answered', () => {
  for (const at of [0.8, 0.3, 0.6]) {
    const [low, high] = [
      [at, at],
      [at + 0.01, at + 0.01],
    ] as [number[], number[]]
    const missing = missingOf(alone(), low, high)
    assert.deepEqual(
      missing.map((path) => path.length),
      missing.map(() => 6),
      missing.join(' '),
    )
    const place = pathOfPoint(low, 64)
    assert.ok(missing.some((path) => covers(path, place)))
    for (const path of missing) assert.ok(intersects(zoneOf(path, 2), { low, high }), path)
    assert.ok(missing.length <= 4)
  }
})

void it('of a box over an edge of the largest zones the parts on both sides', () => {
  const missing = missingOf(alone(), [0.49, 0.8], [0.51, 0.81])
  assert.equal(missing.length, 2)
  assert.deepEqual(
    missing.map((path) => path[0]),
    ['0', '1'],
  )
})

void it('a part that lies inside the box is told as a whole', () => {
  assert.deepEqual(missingOf(alone(), [0.5, 0], [1, 1]), ['1'])
})
