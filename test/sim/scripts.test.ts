import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { describeFailure, parseSchedule, runSchedule, unmet, worldOf, WORLDS } from '../../src/sim/index.ts'

const folder = new URL('scripts/', import.meta.url)
const names = readdirSync(folder).filter((name) => name.endsWith('.json'))

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
