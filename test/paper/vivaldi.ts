import { Random } from '../../src/base/index.ts'
import { MIN_HEIGHT_MS, roundTripOf, Vivaldi, type Coordinate } from '../../src/protocols/attributes/index.ts'

/** Round trips between sites, ms, symmetric; 0: not measured. */
export type Matrix = readonly (readonly number[])[]

/** Neighbours of each node, half of them near: as the paper has 64, and a daemon those of its routing tables. */
const NEIGHBOURS = 32
/** Between two samples of a node, as a daemon has them. */
const ROUND_MS = 10_000

/** Coordinates of all sites after so many samples of each. `spikes`: this part of round trips takes 200 ms longer. */
export function vivaldiOf(matrix: Matrix, rounds: number, spikes: number): Coordinate[] {
  const random = new Random('vivaldi')
  const nodes = matrix.map((_, i) => new Vivaldi(random.fork(`node ${i}`)))
  const neighbours = matrix.map((row, i) => {
    const others = row.flatMap((ms, j) => (j !== i && ms > 0 ? [j] : []))
    const near = [...others].sort((a, b) => (row[a] ?? 0) - (row[b] ?? 0)).slice(0, NEIGHBOURS / 2)
    return [...near, ...random.shuffle(others).slice(0, NEIGHBOURS / 2)]
  })
  for (let round = 0; round < rounds; round++) {
    nodes.forEach((node, i) => {
      const j = random.pick(neighbours[i] ?? [])
      const other = j === undefined ? undefined : nodes[j]
      if (j === undefined || other === undefined) return
      const roundTripMs = (matrix[i]?.[j] ?? 0) + (random.float() < spikes ? 200 : 0)
      node.sample(`n${j}`, other.located, roundTripMs, round * ROUND_MS)
    })
  }
  return nodes.map(({ located }) => located.coordinate)
}

/**
 * The same springs relaxed by somebody who knows all round trips at once: steps against errors that weigh the less the longer the way,
 * all nodes in each step, in the same space. The dumb reference: how good a plane with heights can be for them.
 */
export function relaxed(matrix: Matrix, steps: number): Coordinate[] {
  const random = new Random('relaxed')
  let nodes = matrix.map(() => ({ place: [random.float() * 100, random.float() * 100], height: 5 }))
  for (let step = 0; step < steps; step++) {
    const rate = 0.5 * (1 - step / steps) + 0.02
    nodes = nodes.map((node, i) => {
      let [x, y, height, weights] = [0, 0, 0, 0]
      nodes.forEach((other, j) => {
        const is = matrix[i]?.[j] ?? 0
        if (j === i || is <= 0) return
        const [dx, dy] = [(node.place[0] ?? 0) - (other.place[0] ?? 0), (node.place[1] ?? 0) - (other.place[1] ?? 0)]
        const away = Math.max(1e-6, Math.hypot(dx, dy))
        const weight = 1 / Math.max(is, 10)
        const pull = (is - roundTripOf(node, other)) * weight
        x += (pull * dx) / away
        y += (pull * dy) / away
        height += pull
        weights += weight
      })
      const move = rate / weights
      return {
        place: [(node.place[0] ?? 0) + move * x, (node.place[1] ?? 0) + move * y],
        height: Math.max(MIN_HEIGHT_MS, node.height + (move * height) / 2),
      }
    })
  }
  return nodes
}

/** Relative errors of what the coordinates foretell of all pairs, the least first. */
export function errorsOf(matrix: Matrix, coordinates: readonly Coordinate[]): number[] {
  const errors: number[] = []
  coordinates.forEach((a, i) => {
    coordinates.slice(0, i).forEach((b, j) => {
      const is = matrix[i]?.[j] ?? 0
      if (is > 0) errors.push(Math.abs(roundTripOf(a, b) - is) / is)
    })
  })
  return errors.sort((a, b) => a - b)
}

/** Sites in five clusters of a plane, each behind a last mile of its own; round trips are off by some percent both ways. */
export function clusters(sites: number): Matrix {
  const random = new Random('clusters')
  const centres = Array.from({ length: 5 }, () => [200 * random.float(), 120 * random.float()] as const)
  const places = Array.from({ length: sites }, () => {
    const [x, y] = random.pick(centres) ?? [0, 0]
    return { place: [x + 25 * random.float(), y + 25 * random.float()], height: random.exponential(4) + 0.2 }
  })
  const matrix = places.map(() => new Array<number>(sites).fill(0))
  places.forEach((a, i) => {
    places.slice(0, i).forEach((b, j) => {
      const ms = roundTripOf(a, b) * (1 + 0.3 * (random.float() - 0.5))
      ;(matrix[i] as number[])[j] = ms
      ;(matrix[j] as number[])[i] = ms
    })
  })
  return matrix
}
