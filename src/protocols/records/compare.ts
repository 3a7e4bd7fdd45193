import { between, type RingId } from '../../base/index.ts'
import type { IoFailure } from '../machine.ts'
import { partsOf, type Mark, type Sum } from './merkle.ts'
import type { Arc } from './quorum.ts'

/** One version of one record, as it is listed when an arc is compared. */
export interface Entry {
  readonly id: RingId
  readonly mark: Mark
}

/** Entries of a list: it fits a frame of the control stream. */
export const MAX_ENTRIES = 192
/** An arc with no more records than this is listed at once: sums would cost round trips, and hardly fewer bytes. */
export const FEW_ENTRIES = 64
/** Questions and transfers under way at once in one comparison. */
const MAX_UNDER_WAY = 4

/** What is kept in an arc, read from disk as far as it is not known. `S` is the step under way. */
export interface Source<S> {
  sum(step: S, arc: Arc, done: (step: S, sum: Sum) => void, failed: SourceFailed<S>): void
  /** The first entries of the arc, in its order; `to`: the list is complete up to there. */
  list(
    step: S,
    arc: Arc,
    limit: number,
    done: (step: S, entries: readonly Entry[], to: RingId) => void,
    failed: SourceFailed<S>,
  ): void
}
export type SourceFailed<S> = (step: S, code: IoFailure) => void

/** What the one who is asked says of an arc. */
export type Comparison =
  | { readonly type: 'same' }
  /** The sums of `partsOf` the arc, in order. */
  | { readonly type: 'parts'; readonly sums: readonly Uint8Array[] }
  /** All that it has from the beginning of the arc up to `to`. */
  | { readonly type: 'entries'; readonly entries: readonly Entry[]; readonly to: RingId }

/** Answers a comparison. `theirs`: the sum of the one who asks. At most one page of entries is read besides what is unknown. */
export function answerComparison<S>(
  step: S,
  source: Source<S>,
  arc: Arc,
  theirs: Uint8Array,
  done: (step: S, answer: Comparison) => void,
  failed: SourceFailed<S>,
): void {
  source.sum(
    step,
    arc,
    (then, sum) => {
      const parts = sum.count <= FEW_ENTRIES ? undefined : partsOf(arc)
      if (sum.equals(theirs)) done(then, { type: 'same' })
      else if (parts === undefined) {
        const listed = (at: S, entries: readonly Entry[], to: RingId): void => {
          done(at, { type: 'entries', entries, to })
        }
        source.list(then, arc, MAX_ENTRIES, listed, failed)
      } else {
        sumsOf(
          then,
          source,
          parts,
          (at, sums) => {
            done(at, { type: 'parts', sums: sums.map((each) => each.bytes()) })
          },
          failed,
        )
      }
    },
    failed,
  )
}

function sumsOf<S>(
  step: S,
  source: Source<S>,
  parts: readonly Arc[],
  done: (step: S, sums: readonly Sum[]) => void,
  failed: SourceFailed<S>,
): void {
  const sums: Sum[] = []
  const next = (at: S): void => {
    const part = parts[sums.length]
    if (part === undefined) done(at, sums)
    else {
      source.sum(
        at,
        part,
        (then, sum) => {
          sums.push(sum)
          next(then)
        },
        failed,
      )
    }
  }
  next(step)
}

/** In what two ends differ. */
export interface Differences {
  /** Only the other end has them. */
  readonly theirs: readonly RingId[]
  /** Both have them, in different versions. */
  readonly both: readonly RingId[]
  /** Only this end has them. */
  readonly ours: readonly RingId[]
}

/** What to do about a difference that was found, and with the questions of a comparison. */
export interface ComparisonEnds<S> {
  /** Ask the other end for its comparison of the arc with this sum; tell `answered` or `fail`. */
  ask(step: S, arc: Arc, sum: Uint8Array): void
  differ(step: S, differences: Differences, done: (step: S) => void): void
  /** All is compared and done; or it could not be. */
  ended(step: S, isDone: boolean): void
}

/** Finds out in what two replicas differ within an arc: the side that asks. Depth first, so little is remembered. */
export class Comparing<S> {
  readonly #source: Source<S>
  readonly #ends: ComparisonEnds<S>
  /** To be asked, the next one last. */
  readonly #arcs: Arc[]
  #underWay = 0
  #hasEnded = false
  /** Answers so far. */
  roundTrips = 0

  constructor(source: Source<S>, arc: Arc, ends: ComparisonEnds<S>) {
    this.#source = source
    this.#ends = ends
    this.#arcs = [arc]
  }

  begin(step: S): void {
    this.#goOn(step)
  }

  answered(step: S, arc: Arc, answer: Comparison): void {
    if (this.#hasEnded) return
    this.roundTrips++
    if (answer.type === 'same') this.#done(step)
    else if (answer.type === 'entries') this.#entries(step, arc, answer.entries, answer.to)
    else this.#parts(step, arc, answer.sums)
  }

  /** The other end does not answer, contradicts itself, or this end's disk failed. */
  fail(step: S): void {
    if (this.#hasEnded) return
    this.#hasEnded = true
    this.#ends.ended(step, false)
  }

  #goOn(step: S): void {
    while (!this.#hasEnded && this.#underWay < MAX_UNDER_WAY) {
      const arc = this.#arcs.pop()
      if (arc === undefined) break
      this.#underWay++
      this.#source.sum(
        step,
        arc,
        (then, sum) => {
          if (!this.#hasEnded) this.#ends.ask(then, arc, sum.bytes())
        },
        this.#broken,
      )
    }
    if (this.#hasEnded || this.#underWay > 0 || this.#arcs.length > 0) return
    this.#hasEnded = true
    this.#ends.ended(step, true)
  }

  #done(step: S): void {
    this.#underWay--
    this.#goOn(step)
  }

  #parts(step: S, arc: Arc, theirs: readonly Uint8Array[]): void {
    const parts = partsOf(arc)
    if (parts?.length !== theirs.length) {
      this.fail(step)
      return
    }
    sumsOf(
      step,
      this.#source,
      parts,
      (then, sums) => {
        for (let i = parts.length - 1; i >= 0; i--) {
          const [part, sum, other] = [parts[i], sums[i], theirs[i]]
          if (part !== undefined && other !== undefined && sum?.equals(other) === false) this.#arcs.push(part)
        }
        this.#done(then)
      },
      this.#broken,
    )
  }

  #entries(step: S, arc: Arc, theirs: readonly Entry[], to: RingId): void {
    const listed = { from: arc.from, to }
    const isInOrder = theirs.every(({ id }, i) => {
      const before = i === 0 ? undefined : theirs[i - 1]?.id
      return (
        (id === to || between(arc.from, id, to)) &&
        (before === undefined || between(before, id, arc.from) || id === arc.from)
      )
    })
    if (!isInOrder || (to !== arc.to && (to === arc.from || !between(arc.from, to, arc.to)))) {
      this.fail(step)
      return
    }
    if (to !== arc.to) this.#arcs.push({ from: to, to: arc.to })
    this.#listOwn(step, listed, [], (then, own) => {
      const mine = new Map(own.map(({ id, mark }) => [id, mark]))
      const only: RingId[] = []
      const both: RingId[] = []
      for (const { id, mark } of theirs) {
        const known = mine.get(id)
        mine.delete(id)
        if (known === undefined) only.push(id)
        else if (!sameMark(known, mark)) both.push(id)
      }
      this.#ends.differ(then, { theirs: only, both, ours: [...mine.keys()] }, (at) => {
        if (!this.#hasEnded) this.#done(at)
      })
    })
  }

  #listOwn(step: S, arc: Arc, before: readonly Entry[], done: (step: S, own: readonly Entry[]) => void): void {
    this.#source.list(
      step,
      arc,
      MAX_ENTRIES,
      (then, entries, to) => {
        const own = [...before, ...entries]
        if (to === arc.to) done(then, own)
        else this.#listOwn(then, { from: to, to: arc.to }, own, done)
      },
      this.#broken,
    )
  }

  readonly #broken = (step: S): void => {
    this.fail(step)
  }
}

const sameMark = (a: Mark, b: Mark): boolean => a.byteLength === b.byteLength && a.every((byte, i) => byte === b[i])
