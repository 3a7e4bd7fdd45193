import { Random } from '../../src/base/index.ts'
import type { SimPeer } from '../../src/sim/index.ts'

/**
 * One-way latencies of hosts scattered over a plane that is a torus, each with a little of its own way to the net: a
 * synthetic stand-in for measured matrices such as King's. Symmetric, constant, whole milliseconds.
 */
export function plane(seed: number | string, medianMs: number): (from: SimPeer, to: SimPeer) => number {
  const places: { readonly x: number; readonly y: number; readonly access: number }[] = []
  const random = new Random(`plane ${seed}`)
  const placeOf = (index: number): (typeof places)[number] => {
    while (places.length <= index) {
      // Fields in order: the draws are.
      const x = random.float()
      const y = random.float()
      places.push({ x, y, access: random.float() * 0.1 })
    }
    return places[index] as (typeof places)[number]
  }
  const apart = (a: number, b: number): number => {
    const distance = Math.abs(a - b)
    return Math.min(distance, 1 - distance)
  }
  // The median distance of two random points of the unit torus is 0.399; both ways to the net add 0.1 on average.
  const scale = medianMs / 0.5
  return (from, to) => {
    const [a, b] = [placeOf(from.index), placeOf(to.index)]
    const distance = Math.hypot(apart(a.x, b.x), apart(a.y, b.y)) + a.access + b.access
    return Math.max(1, Math.round(distance * scale))
  }
}
