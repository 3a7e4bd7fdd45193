/**
 * Seeded chance, forkable by name: the same seed and the same forks give the same numbers on every machine. The
 * generator is xoshiro128** (Blackman and Vigna, 2018), seeded through splitmix32. Not for secrets.
 */
export class Random {
  #a: number
  #b: number
  #c: number
  #d: number
  readonly #seed: number

  constructor(seed: number | string) {
    const start =
      typeof seed === 'number' ? Math.imul(seed | 0, 0x9e3779b1) ^ Math.floor(seed / 2 ** 32) : hash32(seed, 0)
    this.#seed = start | 0
    let state = this.#seed
    const next = (): number => {
      state = (state + 0x9e3779b9) | 0
      let z = state
      z = Math.imul(z ^ (z >>> 16), 0x21f0aaad)
      z = Math.imul(z ^ (z >>> 15), 0x735a2d97)
      return z ^ (z >>> 15)
    }
    this.#a = next()
    this.#b = next()
    this.#c = next()
    this.#d = next() | 1
  }

  /** An independent generator: depends on this one's seed and the name, not on how much was drawn from it. */
  fork(name: string): Random {
    return new Random(hash32(name, this.#seed))
  }

  /** An integer in [0, 2^32). */
  uint32(): number {
    const mixed = Math.imul(this.#b, 5)
    const result = Math.imul((mixed << 7) | (mixed >>> 25), 9)
    const t = this.#b << 9
    this.#c ^= this.#a
    this.#d ^= this.#b
    this.#b ^= this.#c
    this.#a ^= this.#d
    this.#c ^= t
    this.#d = (this.#d << 11) | (this.#d >>> 21)
    return result >>> 0
  }

  /** A number in [0, 1). */
  float(): number {
    return this.uint32() / 2 ** 32
  }

  /** An integer in [0, bound), 1 ≤ bound ≤ 2^32; the bias of at most bound/2^32 is accepted. */
  below(bound: number): number {
    return Math.floor(this.float() * bound)
  }

  /** `mean` ± `mean · spread`, uniformly: a period that does not fall into step with others'. */
  jitter(mean: number, spread = 0.2): number {
    return mean * (1 + spread * (2 * this.float() - 1))
  }

  /** Exponentially distributed with the given mean: the gap between events of a Poisson process. */
  exponential(mean: number): number {
    return -mean * Math.log(1 - this.float())
  }

  /** One element, or undefined of an empty list. */
  pick<T>(list: readonly T[]): T | undefined {
    return list[this.below(list.length)]
  }

  /** A shuffled copy (Fisher–Yates). */
  shuffle<T>(list: readonly T[]): T[] {
    const copy = [...list]
    for (let i = copy.length - 1; i > 0; i--) {
      const j = this.below(i + 1)
      const swapped = copy[i] as T
      copy[i] = copy[j] as T
      copy[j] = swapped
    }
    return copy
  }
}

/** FNV-1a over UTF-16 units with a final mix. */
function hash32(name: string, seed: number): number {
  let h = 0x811c9dc5 ^ seed
  for (let i = 0; i < name.length; i++) h = Math.imul(h ^ name.charCodeAt(i), 0x01000193)
  h ^= h >>> 16
  h = Math.imul(h, 0x85ebca6b)
  return h ^ (h >>> 13)
}
