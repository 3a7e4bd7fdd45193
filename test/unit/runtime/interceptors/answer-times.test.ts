import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { INTERCEPTOR_KINDS } from '../../../../src/runtime/index.ts'
import { AnswerTimes, MAX_TIMED } from './answer-times.ts'
import { answer, bob, chainOf, eve, request } from './chain-rig.ts'

const page = readFile(join(import.meta.dirname, '../../../../docs/interceptors.md'), 'utf8')

describe('docs/interceptors.md', () => {
  it('shows the example as it is', async () => {
    const example = await readFile(join(import.meta.dirname, 'answer-times.ts'), 'utf8')
    assert.ok(
      (await page).includes(`\`\`\`ts\n${example}\`\`\``),
      'copy test/unit/runtime/interceptors/answer-times.ts',
    )
  })

  it('names every interceptor and every parameter', async () => {
    const text = await page
    for (const [kind, { parameters }] of Object.entries(INTERCEPTOR_KINDS)) {
      assert.match(text, new RegExp(`\`${kind}\``))
      for (const key of Object.keys(parameters)) assert.match(text, new RegExp(`\`${key}\``), `${kind} ${key}`)
    }
  })
})

describe('AnswerTimes, the example', () => {
  it('tells the time to the first word of the peer that was asked', () => {
    const told: unknown[] = []
    const ends = chainOf(new AnswerTimes((peer, tookMs) => told.push([peer, tookMs])))
    ends.send(request(1), 10, bob)
    ends.send(request(1), 20, bob)
    ends.receive(answer(1), 25, eve)
    ends.receive(answer(1), 30, bob)
    ends.receive(answer(1), 40, bob)
    assert.deepEqual(told, [[bob, 20]])
    assert.equal(ends.arrived.length + ends.left.length, 5)
  })

  it('is bounded, and forgets what a connection took along', () => {
    let told = 0
    const ends = chainOf(new AnswerTimes(() => told++))
    for (let id = 0; id <= MAX_TIMED; id++) ends.send(request(id))
    ends.receive(answer(MAX_TIMED))
    assert.equal(told, 0)
    ends.chain.linkDown(bob)
    ends.send(request(MAX_TIMED + 1))
    ends.receive(answer(1))
    ends.receive(answer(MAX_TIMED + 1))
    assert.equal(told, 1)
  })
})
