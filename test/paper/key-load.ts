import { hash } from 'node:crypto'
import { ringIdOfKey, ringIdOfPosition, type RingId, type Sha256 } from '../../src/base/index.ts'

const sha256: Sha256 = (...parts) => {
  const [only] = parts
  return hash('sha256', parts.length === 1 && only !== undefined ? only : Buffer.concat(parts), 'buffer')
}
const bytesOf = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text))
/** The leading digits of an id as a number: two of a million differ within them. */
const topOf = (id: RingId): number => Number.parseInt(id.slice(0, 13), 16)

export interface KeyLoadOptions {
  readonly nodes: number
  readonly keys: number
  /** Positions (virtual nodes) of each node. */
  readonly positions: number
  readonly seed: number | string
}

/** Keys per node, relative to the mean; sorted. */
export interface KeyLoad {
  readonly sorted: Float64Array
  readonly p1: number
  readonly p99: number
  readonly max: number
}

/** How many of the keys each node owns, by the daemon's own derivations of ring ids from peer ids and from keys. */
export function keyLoad({ nodes, keys, positions, seed }: KeyLoadOptions): KeyLoad {
  const places: { readonly at: number; readonly node: number }[] = []
  for (let node = 0; node < nodes; node++) {
    const multihash = bytesOf(`peer ${seed} ${node}`)
    for (let position = 0; position < positions; position++) {
      places.push({ at: topOf(ringIdOfPosition(sha256, multihash, position)), node })
    }
  }
  places.sort((a, b) => a.at - b.at)
  const tops = Float64Array.from(places, ({ at }) => at)
  const counts = new Float64Array(nodes)
  for (let key = 0; key < keys; key++) {
    const owner = places[firstFrom(tops, topOf(ringIdOfKey(sha256, bytesOf(`key ${seed} ${key}`))))]
    if (owner !== undefined) counts[owner.node] = (counts[owner.node] ?? 0) + 1
  }
  const sorted = counts.map((count) => (count * nodes) / keys).sort()
  const at = (q: number): number => sorted[Math.floor((nodes - 1) * q)] ?? NaN
  return { sorted, p1: at(0.01), p99: at(0.99), max: at(1) }
}

/** Index of the first place at or behind `top`, round the ring. */
function firstFrom(tops: Float64Array, top: number): number {
  let low = 0
  let high = tops.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((tops[middle] as number) < top) low = middle + 1
    else high = middle
  }
  return low % tops.length
}
