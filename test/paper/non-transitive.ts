import { Random } from '../../src/base/index.ts'
import { drawId, IdealRing, Owners, type PaperNode } from './ideal-ring.ts'

export interface NonTransitiveOptions {
  readonly nodes: number
  /** The part of all pairs that cannot reach each other. */
  readonly part: number
  readonly lookups: number
  readonly forMs: number
  readonly seed: number | string
}

export interface CutPairs {
  readonly failed: number
  readonly wrong: number
}

/**
 * Li et al., INFOCOM 2005: a part of all pairs of nodes cannot reach each other, though others reach both. Look-ups begin
 * after the nodes have had half of the time to find out.
 */
export function withPairsCut({ nodes, part, lookups, forMs, seed }: NonTransitiveOptions): CutPairs {
  const ring = new IdealRing({ seed, nodes, links: true })
  const random = new Random(`cut pairs ${seed}`)
  const owners = new Owners(ring.sorted)
  for (let pairs = (nodes * (nodes - 1) * part) / 2; pairs > 0; pairs--) {
    const a = random.pick(ring.sorted) as PaperNode
    const b = random.pick(ring.sorted) as PaperNode
    if (a === b) continue
    ring.network.block(a, b)
    ring.network.block(b, a)
  }
  ring.pass(forMs / 2)
  const sum = { failed: 0, wrong: 0 }
  let open = lookups
  for (let i = 0; i < lookups; i++) {
    ring.at(ring.now + (i * forMs) / 2 / lookups, () => {
      const from = random.pick(ring.sorted) as PaperNode
      const target = drawId(random)
      ring.lookup(from, target, (result) => {
        open--
        if (!result.ok) sum.failed++
        else if (result.value.owner.id !== owners.of(target).ringId) sum.wrong++
      })
    })
  }
  ring.pass(forMs / 2 + 30_000)
  return { ...sum, failed: sum.failed + open }
}
