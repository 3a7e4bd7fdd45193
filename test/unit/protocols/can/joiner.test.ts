import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Random } from '../../../../src/base/index.ts'
import { CAN_DEFAULTS, makeCan, type CanProtocol, type CanResponse } from '../../../../src/protocols/can/index.ts'
import { MAX_REDIRECTS } from '../../../../src/protocols/can/joiner.ts'
import type { Context, Input } from '../../../../src/protocols/index.ts'
import { claim, refOf, siblingsOf, WALL_MS, type Asking } from './rig.ts'

/** A newcomer that the rest of the ring sends from one to the next, for as long as it follows. */
function newcomer(): { join: (until: number) => Asking['body'][] } {
  const known = [refOf('n0'), refOf('n1')]
  const siblings = siblingsOf(known)
  const ring = { ...siblings.ring, state: () => 'member' as const, owns: () => false }
  const can = makeCan(CAN_DEFAULTS, { ...siblings, ring }, new Random('newcomer'), [])
  let now = 0
  let time = 1
  const joins: Asking['body'][] = []
  const give = (input: Input<CanProtocol>): void => {
    const wall = { earliest: WALL_MS, latest: WALL_MS }
    const context = { now, wall, lamport: time++, epoch: 1 } as unknown as Context
    for (const effect of can.step(context, input)) {
      if (effect.type === 'write') give({ type: 'written', op: effect.op })
      else if (effect.type === 'read') give({ type: 'rows', op: effect.op, rows: [], more: false })
      else if (effect.type === 'ask') {
        const to = typeof effect.to === 'string' ? effect.to : effect.to.peer
        const body = answerTo(effect.body)
        if (effect.body.type === 'join') joins.push(effect.body)
        give(
          body === undefined
            ? { type: 'failed', ask: effect.ask, from: to, why: 'timeout' }
            : { type: 'answer', ask: effect.ask, from: to, body },
        )
      }
    }
  }
  const answerTo = (body: Asking['body']): CanResponse | undefined => {
    if (body.type === 'join') return { type: 'redirect', to: refOf(`r${joins.length}`), chosen: false }
    if (body.type !== 'find') return undefined
    const at = claim('0')
    return { type: 'found', space: 0, holder: { ref: refOf('h'), claims: [at] }, claim: at, hops: 1, path: [] }
  }
  give({ type: 'tick' })
  give({ type: 'news', news: { type: 'ringState', position: 0, state: 'member' } as never })
  const join = (until: number): Asking['body'][] => {
    for (let at = can.wakeAt; joins.length < until && at !== undefined && now < 60_000; at = can.wakeAt) {
      now = Math.max(now + 1, at)
      give({ type: 'tick' })
    }
    return joins
  }
  return { join }
}

describe('a newcomer of a space', () => {
  it(`follows ${MAX_REDIRECTS} redirections, of which the last is final, and then begins anew elsewhere`, () => {
    const joins = newcomer().join(MAX_REDIRECTS + 2)
    const chosen = joins.map((body) => body.type === 'join' && body.chosen)
    const attempt = [...Array<boolean>(MAX_REDIRECTS).fill(false), true]
    assert.deepEqual(chosen.slice(0, 2 * attempt.length), [...attempt, ...attempt])
    const points = new Set(joins.map((body) => body.type === 'join' && body.point.join()))
    assert.equal(points.size, 2, 'a point of each attempt')
  })
})
