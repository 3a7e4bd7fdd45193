import type { RingId } from '../../base/index.ts'
import { holds, intersect, subtract, uncovered } from '../arcs.ts'
import { compareConfigs, type Arc, type Config, type ConfigId } from './quorum.ts'

/** What this node knows of one arc: `arc` lies within that of the configuration, parts of which have been replaced since. */
export interface Piece {
  readonly arc: Arc
  readonly config: Config
  /**
   * The first configuration in which this node took part without having anything of the arc: it may lack what was
   * acknowledged before that one. Undefined: it has had its share all the time.
   */
  readonly since: ConfigId | undefined
}

/** Arcs a table may be cut into: some dozens of positions with their neighbours. What is beyond is refused. */
export const MAX_PIECES = 1_024
/** Of these, those of configurations of one owner: several for each of its positions while its arcs are in pieces. */
export const MAX_PIECES_OF_ONE = 256

/**
 * Which configurations are known, of disjoint arcs. For each id it is the greatest one that was told.
 */
export class ConfigTable {
  /** By the end of the arc, in the order of these. */
  #pieces: Piece[] = []
  #version = 0

  get size(): number {
    return this.#pieces.length
  }

  /** Another number: something has changed. */
  get version(): number {
    return this.#version
  }

  get pieces(): readonly Piece[] {
    return this.#pieces
  }

  at(id: RingId): Piece | undefined {
    // The first arc that ends at or behind the id, by binary search; behind the last one the first goes on.
    let [low, high] = [0, this.#pieces.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#pieces[middle] as Piece).arc.to < id) low = middle + 1
      else high = middle
    }
    const piece = this.#pieces[low] ?? this.#pieces[0]
    return piece !== undefined && holds(piece.arc, id) ? piece : undefined
  }

  /** The parts of an arc of which something is known, cut to it. */
  within(arc: Arc): Piece[] {
    return this.#pieces.flatMap((piece) => intersect(piece.arc, arc).map((part) => ({ ...piece, arc: part })))
  }

  /** The parts of an arc of which nothing is known. */
  unknownIn(arc: Arc): Arc[] {
    return uncovered(
      arc,
      this.#pieces.map((piece) => piece.arc),
    )
  }

  /**
   * Takes a piece in, where it is not older than what is known. `since` of what it takes the place of stays; where nothing
   * was known it is that of the piece. Returns what has changed: pieces that are new, and the arcs of those that are no more.
   */
  learn(piece: Piece): { readonly added: readonly Piece[]; readonly removed: readonly Piece[] } {
    const known = this.within(piece.arc)
    const added: Piece[] = this.unknownIn(piece.arc).map((arc) => ({ ...piece, arc }))
    for (const before of known) {
      const order = compareConfigs(piece.config.id, before.config.id)
      if (order > 0) added.push({ ...piece, arc: before.arc, since: before.since })
      else if (order === 0 && isLater(piece.config, before.config)) {
        added.push({ ...piece, arc: before.arc, since: before.since })
      }
    }
    return this.replace(joined(added))
  }

  /** Puts pieces in place of whatever is known of their arcs. */
  replace(added: readonly Piece[]): { readonly added: readonly Piece[]; readonly removed: readonly Piece[] } {
    if (added.length === 0) return { added, removed: [] }
    return this.#change(
      added.map(({ arc }) => arc),
      added,
    )
  }

  /** Forgets what is known of an arc. */
  forget(arc: Arc): { readonly added: readonly Piece[]; readonly removed: readonly Piece[] } {
    return this.#change([arc], [])
  }

  /** Of pieces that overlap an arc nothing stays but what is outside of it. */
  #change(arcs: readonly Arc[], added: readonly Piece[]): { added: Piece[]; removed: Piece[] } {
    const removed: Piece[] = []
    const fresh: Piece[] = [...added]
    const kept: Piece[] = []
    for (const piece of this.#pieces) {
      if (!arcs.some((arc) => intersect(piece.arc, arc).length > 0)) kept.push(piece)
      else {
        removed.push(piece)
        let rest = [piece.arc]
        for (const arc of arcs) rest = rest.flatMap((each) => subtract(each, arc))
        for (const arc of rest) fresh.push({ ...piece, arc })
      }
    }
    if (removed.length + fresh.length > 0) this.#version++
    this.#pieces = [...kept, ...fresh].sort((a, b) => (a.arc.to < b.arc.to ? -1 : 1))
    return { added: fresh, removed }
  }
}

/** Of the same configuration: has more been relieved? */
const isLater = (a: Config, b: Config): boolean => a.prior.length < b.prior.length

/** Pieces of one configuration that touch are one again. */
function joined(pieces: readonly Piece[]): Piece[] {
  const left = [...pieces]
  const result: Piece[] = []
  for (let piece = left.shift(); piece !== undefined; piece = left.shift()) {
    const { arc, since } = piece
    const next = left.findIndex(
      (other) => sameSince(other.since, since) && (other.arc.from === arc.to || other.arc.to === arc.from),
    )
    const [other] = next < 0 ? [] : left.splice(next, 1)
    if (other === undefined) result.push(piece)
    else if (other.arc.from === arc.to) left.unshift({ ...piece, arc: { from: arc.from, to: other.arc.to } })
    else left.unshift({ ...piece, arc: { from: other.arc.from, to: arc.to } })
  }
  return result
}

export const sameSince = (a: ConfigId | undefined, b: ConfigId | undefined): boolean =>
  a === undefined || b === undefined ? a === b : compareConfigs(a, b) === 0
