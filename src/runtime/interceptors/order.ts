import { OrbError } from '../../base/index.ts'

/** Interceptors in a chain; each costs every envelope some nanoseconds. */
export const MAX_INTERCEPTORS = 16

/** An interceptor that has its place: it stays in the chain that has it, at its end of it. */
export interface FixedPlace {
  readonly name: string
  readonly end: 'wire' | 'host'
  readonly why: string
}

/** The order that a chain keeps, as data. All others stand between the ends, in any order. */
export const FIXED_PLACES: readonly FixedPlace[] = [
  {
    name: 'lamport',
    end: 'wire',
    why: 'it merges the stamp of what arrives before anybody reads it, and stamps what leaves when it leaves',
  },
  {
    name: 'dedup',
    end: 'host',
    why: 'a request that it has let pass must reach the host, else the next one of the same call is taken for a repetition',
  },
]

export const fixedPlaceOf = (name: string): FixedPlace | undefined => FIXED_PLACES.find((place) => place.name === name)

/** The kind of an interceptor: its name without the label. */
export function kindOf(name: string): string {
  const colon = name.indexOf(':')
  return colon < 0 ? name : name.slice(0, colon)
}

/**
 * Checks the order of a chain.
 * @param before names of the chain that it replaces: the fixed ones among them must stay.
 * @throws OrbError INVALID_ARGUMENT with a sentence.
 */
export function checkOrder(names: readonly string[], before: readonly string[] = []): void {
  if (names.length > MAX_INTERCEPTORS) throw invalid(`a chain has at most ${MAX_INTERCEPTORS} interceptors`)
  const twice = names.find((name, at) => names.indexOf(name) !== at)
  if (twice !== undefined) {
    throw invalid(`${twice} stands twice in the chain`, `give each its label, such as ${kindOf(twice)}:second`)
  }
  for (const { name, end, why } of FIXED_PLACES) {
    const at = names.indexOf(name)
    if (at < 0) {
      if (before.includes(name)) throw invalid(`${name} cannot be taken out: ${why}`)
      continue
    }
    if (end === 'wire' && at !== 0) throw invalid(`${name} must be first, nearest to the wire: ${why}`)
    if (end === 'host' && at !== names.length - 1) throw invalid(`${name} must be last, nearest to the host: ${why}`)
  }
}

/**
 * Those of `before` that leave it, or whose order among those that stay changes: what they keep back would miss an
 * interceptor, or meet one twice.
 */
export function disturbed<Item>(before: readonly Item[], after: readonly Item[]): Item[] {
  const places = before.map((item) => after.indexOf(item))
  return before.filter((_, i) => {
    const place = places[i] as number
    return place < 0 || places.some((other, j) => other >= 0 && j < i !== other < place && j !== i)
  })
}

const invalid = (message: string, hint?: string): OrbError =>
  new OrbError('INVALID_ARGUMENT', message, hint === undefined ? {} : { hint })
