import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import type { ZonePath } from '../../../../src/base/index.ts'
import { Agenda, type Known, type Rank } from '../../../../src/protocols/can/agenda.ts'
import { refOf } from './rig.ts'

const pathOf = (n: number): ZonePath => n.toString(2).padStart(14, '0') as ZonePath
const knownOf = (name: string, paths: readonly number[]): Known => ({
  ref: refOf(name),
  claims: paths.map((n) => ({ path: pathOf(n), epoch: 1 })),
})

describe('an agenda', () => {
  /** As it was before: all are looked at each time. */
  const slow = (waiting: ReadonlyMap<string, Known>, covered: ReadonlySet<string>): string | undefined => {
    const all = [...waiting].flatMap(([name, { claims }]) =>
      claims.flatMap(({ path }) => (covered.has(path) ? [] : [`${path} ${name}`])),
    )
    return all.sort()[0]?.split(' ')[0]
  }
  const rankOf =
    (covered: ReadonlySet<string>) =>
    ({ claims }: Known): Rank | undefined => {
      const [path] = claims.flatMap((claim) => (covered.has(claim.path) ? [] : [claim.path])).sort()
      return path === undefined ? undefined : { away: 0, path }
    }
  const leastOf = ({ claims }: Known): Rank => ({ away: 0, path: claims.map(({ path }) => path).sort()[0] ?? '' })

  it('gives who holds the first zone that is still wanted, as looking at all of them does', () => {
    const name = fc.integer({ min: 0, max: 9 }).map((n) => `n${n}`)
    const deed = fc.oneof(
      fc.tuple(fc.constant('put'), name, fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 3 })),
      fc.tuple(fc.constant('delete'), name, fc.constant([])),
      fc.tuple(fc.constant('cover'), name, fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 3 })),
    )
    fc.assert(
      fc.property(fc.array(deed, { maxLength: 60 }), (deeds) => {
        const agenda = new Agenda()
        const waiting = new Map<string, Known>()
        const covered = new Set<string>()
        for (const [what, who, paths] of deeds) {
          const known = knownOf(who, paths)
          if (what === 'put') {
            waiting.set(who, known)
            agenda.put(known, leastOf(known))
          } else if (what === 'delete') {
            waiting.delete(who)
            agenda.delete(known.ref.peer)
          } else for (const n of paths) covered.add(pathOf(n))
          const next = agenda.next(rankOf(covered))
          const wanted = next && waiting.get(next.peer)
          assert.equal(wanted && rankOf(covered)(wanted)?.path, slow(waiting, covered))
        }
      }),
    )
  })

  it('looks at each of ten thousand a few times, not ten thousand times', () => {
    const agenda = new Agenda()
    const nodes = 10_000
    for (let i = 0; i < nodes; i++) {
      const known = knownOf(`n${i}`, [(i * 7_919) % nodes])
      agenda.put(known, leastOf(known))
    }
    let looks = 0
    const asked: string[] = []
    for (;;) {
      const next = agenda.next((known) => {
        looks++
        return leastOf(known)
      })
      if (next === undefined) break
      asked.push(next.peer)
      agenda.delete(next.peer)
    }
    assert.deepEqual([asked.length, looks, agenda.size], [nodes, nodes, 0])
    assert.equal(asked[1], `n${Array.from({ length: nodes }, (_, i) => (i * 7_919) % nodes).indexOf(1)}`)
  })
})
