import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { asciiBytes, peerKey } from '../../../../src/base/index.ts'
import {
  ATTRIBUTE_SPACE,
  CAN_DEFAULTS,
  type CanRequest,
  type CanResponse,
  type Item,
} from '../../../../src/protocols/can/index.ts'
import { Bench, claim, key, refOf, WALL_MS } from './rig.ts'

const NOTHING: CanResponse = { type: 'items', items: [], more: false }

/** One neighbour with the other half, in a space, that has spoken. */
function beside(bench: Bench, name: string, space = 0): string {
  const point = [0.9, 0.9]
  const granted = bench.ask(name, { type: 'join', space, dimensions: 2, self: refOf(name), point, chosen: true })
  assert.ok(typeof granted === 'object' && granted.type === 'granted')
  bench.ask(name, { type: 'accept', space, claim: granted.claim })
  const picture = { version: 2 ** 33, shown: { claims: [granted.claim], around: [] } }
  bench.ask(name, { type: 'update', space, dimensions: 2, self: refOf(name), have: 0, picture })
  return granted.claim.path
}

void describe('what a keeper of copies can cost', () => {
  for (const lie of ['differs always', 'differs every other time', 'takes nothing'] as const) {
    void it(`one that ${lie} is given a zone ever more rarely`, () => {
      const bench = new Bench()
      for (let i = 0; i < 20; i++) {
        const put = { type: 'put', space: 0, point: [0.1, 0.1], key: Uint8Array.of(i + 1), value: key } as const
        const kept = bench.ask('w', { ...put, leaseMs: 3_600_000 })
        assert.ok(typeof kept === 'object' && kept.type === 'kept')
      }
      beside(bench, 'liar')
      const times: number[] = []
      let compared = 0
      while (bench.now < 3_600_000) {
        bench.pass(250)
        // What is written meanwhile, and refused there, brings it forward no more.
        if (lie === 'takes nothing') {
          bench.ask('w', { type: 'put', space: 0, point: [0.1, 0.1], key, value: key, leaseMs: 1_000 })
        }
        for (const each of [...bench.asked]) {
          const { body } = each
          bench.asked.splice(bench.asked.indexOf(each), 1)
          if (body.type === 'digest') {
            const isLying = lie !== 'differs every other time' || ++compared % 2 === 0
            bench.answer(each, { type: 'differing', paths: isLying ? body.parts.map(({ path }) => path) : [] })
          } else if (body.type === 'store') {
            if (body.items.length > 1) times.push(bench.now)
            const isTaken = lie !== 'takes nothing'
            bench.answer(each, isTaken ? { type: 'taken' } : { type: 'failed', code: 'FULL' })
          } else if (body.type === 'page') bench.answer(each, NOTHING)
          else if (body.type === 'update') {
            const picture = { version: 2 ** 33 }
            bench.answer(each, { type: 'updated', picture, have: body.picture.version })
          } else bench.fail(each)
        }
      }
      const { syncMs } = CAN_DEFAULTS
      assert.ok(times.length >= 3, `given ${times.length} times`)
      // An hour has 240 periods; once its patience is over the owner gives in one of eight, give or take its jitter.
      const late = times.filter((at) => at > bench.now - 1_800_000).length
      assert.ok(late <= (2 * 1_800_000) / (8 * syncMs) + 8, `given ${late} times in half an hour`)
    })
  }
})

void describe('items of the space of attributes', () => {
  const W = peerKey('w')
  const put = (bench: Bench, from: string, of: Uint8Array): unknown => {
    const body = {
      type: 'put',
      space: ATTRIBUTE_SPACE,
      point: [0.1, 0.1],
      key: of,
      value: key,
      leaseMs: 1_000,
    } as const
    return bench.ask(from, body)
  }
  const item = (writer: string, of: Uint8Array, at: readonly number[]): Item => ({
    point: [...at],
    key: of,
    value: key,
    version: { lamport: 1, peer: peerKey(writer) },
    expiresAtMs: WALL_MS + 1_000,
    keepUntilMs: WALL_MS + 1_000,
  })

  void it('are taken from whom they are of, and refused from anybody else', () => {
    const bench = new Bench({ attributeDimensions: 2 })
    const refused = { type: 'failed', code: 'FORBIDDEN' }
    assert.deepEqual(put(bench, 'liar', asciiBytes(W)), refused)
    assert.deepEqual(put(bench, 'w', asciiBytes(`${W}x`)), refused)
    assert.deepEqual(put(bench, 'w', asciiBytes(W).slice(0, -1)), refused)
    assert.deepEqual(bench.items, [])
    const removal: CanRequest = { type: 'put', space: ATTRIBUTE_SPACE, point: [0.1, 0.1], key: asciiBytes(W), value: undefined, leaseMs: 1 } // prettier-ignore
    const kept = put(bench, 'w', asciiBytes(W))
    assert.ok(typeof kept === 'object' && kept !== null && 'type' in kept && kept.type === 'kept')
    assert.deepEqual(bench.ask('liar', removal), refused)
    assert.deepEqual(bench.items.map(({ value }) => value), [key]) // prettier-ignore
  })

  void it('of others are not kept as copies, nor collected', () => {
    const bench = new Bench({ attributeDimensions: 2 })
    const path = beside(bench, 'n0', ATTRIBUTE_SPACE)
    const right = item('w', asciiBytes(W), [0.3, 0.3])
    const forged = item('liar', asciiBytes(peerKey('victim')), [0.3, 0.3])
    const body: CanRequest = { type: 'store', space: ATTRIBUTE_SPACE, items: [forged, right] }
    assert.deepEqual(bench.ask('n0', body), { type: 'taken' })
    assert.deepEqual(bench.items, [right])
    // A zone that it is given is collected from whom gave it.
    const given = claim(path, 3)
    bench.ask('n0', { type: 'give', space: ATTRIBUTE_SPACE, self: refOf('n0'), claim: given, around: [] })
    bench.pass(0)
    bench.give({ type: 'tick' })
    const own = item('x', asciiBytes(peerKey('x')), [0.9, 0.9])
    const pages = bench.take('page')
    assert.ok(pages.length > 0)
    for (const page of pages) {
      const items = [item('liar', asciiBytes(peerKey('victim')), [0.9, 0.9]), own]
      bench.answer(page, { type: 'items', items, more: false })
    }
    assert.deepEqual(bench.items, [right, own])
  })
})

void describe('a put', () => {
  const put = { type: 'put', space: 0, point: [0.1, 0.1], key, value: key, leaseMs: 1_000 } as const
  const refused = { type: 'failed', code: 'NOT_HELD' }

  void it('is taken by one who is alone, and by nobody else before a neighbour has spoken', () => {
    const bench = new Bench()
    const isKept = (answer: unknown): boolean => JSON.stringify(answer).includes('"kept"')
    assert.ok(isKept(bench.ask('w', put)))
    // A half that a newcomer has not accepted is nobody's who could keep a copy.
    bench.join('n0')
    assert.ok(isKept(bench.ask('w', put)))
    const granted = bench.can.describe()[0]?.granted[0]
    assert.ok(granted !== undefined)
    assert.deepEqual(bench.ask('n0', { type: 'accept', space: 0, claim: claim(granted.path, 2) }), { type: 'taken' })
    assert.deepEqual(bench.ask('w', put), refused)
    bench.update('n0', [claim(granted.path, 2)])
    assert.equal(bench.ask('w', put), undefined)
    const [copy] = bench.take('store')
    assert.ok(copy !== undefined)
    assert.equal(copy.to, peerKey('n0'))
  })
})
