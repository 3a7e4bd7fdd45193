import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { describeFailure, parseSchedule, runSchedule, unmet, VERB_NAMES, worldOf, WORLDS } from '../../src/sim/index.ts'

const folder = new URL('scripts/', import.meta.url)
const names = readdirSync(folder).filter((name) => name.endsWith('.json'))

describe('docs/simulation.md', () => {
  const text = readFileSync(new URL('../../docs/simulation.md', import.meta.url), 'utf8')

  it('shows a schedule that comes to what it expects', () => {
    const schedule = parseSchedule(JSON.parse(/```json\n([^]*?)```/.exec(text)?.[1] ?? ''))
    const outcome = runSchedule(schedule, worldOf(WORLDS, schedule.world))
    assert.equal(unmet(schedule, outcome), undefined, describeFailure(schedule, outcome))
    assert.equal(outcome.counts['passedOver'], 0)
  })

  it('names every verb and every field', () => {
    const named = new Set(Array.from(text.matchAll(/`(\w+)`/g), ([, word]) => word))
    const fields = [
      'about',
      'world',
      'seed',
      'nodes',
      'successors',
      'codecEvery',
      'untilMs',
      'settleMs',
      'expect',
      'actions',
    ]
    for (const word of [...VERB_NAMES, ...fields]) assert.ok(named.has(word), word)
  })
})

describe('golden scripts', () => {
  it('are there', () => {
    assert.ok(names.length >= 8, `${names.length}`)
  })

  for (const name of names) {
    const schedule = parseSchedule(JSON.parse(readFileSync(new URL(name, folder), 'utf8')))
    it(`${name.replace('.json', '')}: ${schedule.about ?? ''}`, () => {
      assert.ok((schedule.about ?? '').length > 20, 'a script says what it shows')
      assert.ok(schedule.expect !== undefined, 'a script says what comes of it')
      const make = worldOf(WORLDS, schedule.world)
      const outcome = runSchedule(schedule, make)
      assert.equal(unmet(schedule, outcome), undefined, describeFailure(schedule, outcome))
      assert.equal(runSchedule(schedule, make).fingerprint, outcome.fingerprint, 'the same again')
    })
  }
})
