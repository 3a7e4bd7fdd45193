import assert from 'node:assert/strict'
import { it } from 'node:test'
import { AGREEMENT_DEFAULTS } from '../../src/protocols/agreement/index.ts'
import { AgreementRing } from './agreement-ring.ts'

const NODES = 8
const { lookMs } = AGREEMENT_DEFAULTS
const LOOKS = 30

void it('groups at rest are looked at once in a while, and of two members one asks whether the other is alive', () => {
  let counting = false
  let ticks = 0
  let questions = 0
  const sim = new AgreementRing('rest', {
    params: AGREEMENT_DEFAULTS,
    positions: 3,
    tamper: (agreement) => {
      const step = agreement.step.bind(agreement)
      agreement.step = (ctx, input) => {
        if (counting && input.type === 'tick') ticks++
        if (counting && input.type === 'request') questions++
        return step(ctx, input)
      }
    },
  })
  sim.grow(NODES)
  const isFormed = (): boolean =>
    sim.members().every(({ view }) => view.agreement.sizes.groups < 256 && view.agreement.sizes.changing === 0)
  assert.ok(sim.until(isFormed, 120_000, 1_000))
  sim.runFor(60_000)
  counting = true
  sim.runFor(LOOKS * lookMs)
  // Also: once a minute a page of the registers.
  assert.ok(ticks < 1.5 * NODES * LOOKS, `${ticks} ticks`)
  const pairs = (NODES * (NODES - 1)) / 2
  assert.ok(questions < (pairs * LOOKS) / 2, `${questions} questions`)
  assert.ok(questions > (pairs * LOOKS) / 4, `${questions} questions`)
})
