import type { MonoMs, NodeRef, PeerKey, RingId } from '../../base/index.ts'
import { prefixRange, Timers, type KeyRange, type Row } from '../machine.ts'
import type { Core, Step } from './core.ts'
import type { RecordHead } from './messages.ts'
import { sendCopy, type CopyOutcome } from './replicator.ts'
import { HINTS, hintKey, hintOf, hintsRange, sealed } from './rows.ts'
import type { Store } from './store.ts'
import { isExpired, isForgettable, sameVersion } from './versions.ts'

/** Records handed back at once. */
const WINDOW = 8
/** Hints read from disk at once. */
const PAGE_ROWS = 64
/** After something was heard from a peer: it has more to do just then. */
const SETTLE_MS = 500
/** Peers with hints are tried so often, whatever is heard of them. */
const AGAIN_MS = 30_000
/** What is handed back later than this is another's business: the owner compares with its members anyhow. */
const HINT_MS = 3 * 3_600_000
/** Peers for whom hints may be kept at once. */
export const MAX_MISSED_PEERS = 1_024
/** With hints for more peers than so many others it is not looked up whether one of them is for the same record. */
const MAX_OTHERS = 8

interface Missed {
  hints: number
  /** When to try the next time. */
  at: number
}

/**
 * Hinted hand-off (DeCandia et al., "Dynamo", SOSP 2007, §4.6): records kept here for members of their group that could not
 * be reached, with the record itself as any other and a small row that says for whom. When that peer is heard of it is given
 * them. Nothing depends on it: the owner compares its members with itself; this is only sooner.
 */
export class Hints {
  readonly #core: Core
  readonly #store: Store
  readonly #isForeign: (id: RingId) => boolean
  readonly #missed = new Map<PeerKey, Missed>()
  readonly #timers = new Timers<'return'>()
  #total = 0
  #giving: PeerKey | undefined
  #returned = 0

  /** @param isForeign has this node no share in the id? */
  constructor(core: Core, store: Store, isForeign: (id: RingId) => boolean) {
    this.#core = core
    this.#store = store
    this.#isForeign = isForeign
  }

  get wakeAt(): number {
    return this.#timers.next ?? Infinity
  }

  get total(): number {
    return this.#total
  }

  /** Handed back since the start. */
  get returned(): number {
    return this.#returned
  }

  hasRoom(peer: PeerKey): boolean {
    return (
      this.#total < this.#core.params.limits.hints && (this.#missed.has(peer) || this.#missed.size < MAX_MISSED_PEERS)
    )
  }

  /** Reads which peers have been missed, at the start. */
  restore(step: Step, range: KeyRange | undefined = prefixRange(HINTS)): void {
    this.#core.read(step, range, 1_024, {
      rows: (then, rows, rest) => {
        for (const [key] of rows) {
          const hint = hintOf(key)
          if (hint !== undefined) this.#count(then.now, hint.peer, 1)
        }
        if (rest !== undefined) this.restore(then, rest)
      },
      // The peers are tried when something is kept for them again; the rows stay until then.
      failed: () => undefined,
    })
  }

  add(step: Step, peer: PeerKey, id: RingId, ended: (step: Step, isWritten: boolean) => void): void {
    const key = hintKey(peer, id)
    const keptSince = new Uint8Array(8)
    new DataView(keptSince.buffer).setFloat64(0, step.wall.latest)
    this.#core.write(step, [{ key, value: sealed(this.#core.sha256, key, keptSince) }], {
      written: (then) => {
        this.#count(then.now, peer, 1)
        ended(then, true)
      },
      failed: (then) => {
        ended(then, false)
      },
    })
  }

  /** The peer lives. */
  heard(now: number, peer: PeerKey): void {
    const missed = this.#missed.get(peer)
    if (missed === undefined) return
    missed.at = Math.min(missed.at, now + SETTLE_MS)
    this.#setTimer()
  }

  tick(step: Step): void {
    if (this.#timers.due(step.now as MonoMs).length === 0 || this.#giving !== undefined) return
    for (const [peer, missed] of this.#missed) {
      if (missed.at > step.now) continue
      this.#giving = peer
      missed.at = step.now + this.#core.random.jitter(AGAIN_MS)
      // What is there may be fewer than was counted: a hint of the same record was written twice.
      this.#give(step, peer, hintsRange(peer), missed.hints)
      return
    }
    this.#setTimer()
  }

  #give(step: Step, peer: PeerKey, range: KeyRange, before: number): void {
    this.#core.read(step, range, PAGE_ROWS, {
      rows: (then, rows, rest) => {
        const waiting = [...rows]
        let under = 0
        let isGone = false
        const next = (at: Step): void => {
          while (!isGone && under < WINDOW && waiting.length > 0) {
            const row = waiting.shift()
            const hint = row && hintOf(row[0])
            if (row === undefined || hint === undefined) continue
            const keptSince = row[1].byteLength < 8 ? 0 : new DataView(row[1].buffer, row[1].byteOffset).getFloat64(0)
            under++
            this.#return(at, peer, hint.id, at.wall.earliest - keptSince > HINT_MS, (later, isThere) => {
              under--
              isGone ||= !isThere
              next(later)
            })
          }
          if (under > 0) return
          if (isGone || rest === undefined) this.#gave(at, peer, isGone ? undefined : before)
          else this.#give(at, peer, rest, before)
        }
        next(then)
      },
      failed: (then) => {
        this.#gave(then, peer, undefined)
      },
    })
  }

  /** All rows of the peer have been gone through: what was counted before is done with. */
  #gave(step: Step, peer: PeerKey, done: number | undefined): void {
    this.#giving = undefined
    if (done !== undefined) this.#count(step.now, peer, -done)
    this.#setTimer()
  }

  /** `isThere`: the peer answers, or the hint has come to nothing. */
  #return(step: Step, peer: PeerKey, id: RingId, isOld: boolean, ended: (step: Step, isThere: boolean) => void): void {
    const forget = (then: Step): void => {
      const ends = {
        written: (later: Step): void => {
          ended(later, true)
        },
        failed: (later: Step): void => {
          ended(later, false)
        },
      }
      this.#core.write(then, [{ key: hintKey(peer, id) }], ends, false)
    }
    if (isOld) {
      forget(step)
      return
    }
    this.#store.look(
      step,
      id,
      (then, { stored, damaged }) => {
        if (stored === undefined || damaged || isForgettable(stored.head, then.wall)) {
          forget(then)
          return
        }
        const send = (at: Step, value: Uint8Array | undefined): void => {
          const { head } = stored
          if (head.kind === 'value' && value === undefined && !isExpired(head, at.wall)) {
            forget(at)
            return
          }
          const to = this.#nodeOf(peer)
          if (to === undefined) {
            ended(at, false)
            return
          }
          const { replicaMs } = this.#core.params
          sendCopy(this.#core, at, to, { type: 'handBack' }, { head, value }, replicaMs, (later, outcome) => {
            if (!isAnswer(outcome)) {
              ended(later, false)
              return
            }
            this.#returned++
            if (outcome.type !== 'failed') this.#dropCopy(later, peer, stored.head)
            forget(later)
          })
        }
        this.#store.value(then, stored, send, (later) => {
          ended(later, false)
        })
      },
      (then) => {
        ended(then, false)
      },
    )
  }

  /**
   * The peer has it: unless this node keeps the id itself, or has it for another one as well, its copy has served. What is
   * not dropped here is offered to the owner some time (see Formers).
   */
  #dropCopy(step: Step, peer: PeerKey, { id, version }: RecordHead): void {
    const others = [...this.#missed.keys()].filter((other) => other !== peer)
    if (others.length > MAX_OTHERS) return
    const next = (at: Step): void => {
      if (!this.#isForeign(id) || this.#store.isBusy(id)) return
      const other = others.pop()
      if (other !== undefined) {
        const key = hintKey(other, id)
        const rows = (then: Step, [row]: readonly Row[]): void => {
          if (row === undefined) next(then)
        }
        this.#core.read(at, { from: key, below: `${key}\0` }, 1, { rows, failed: () => undefined })
        return
      }
      this.#store.change(at, id, {
        decide: (_then, { stored }) => {
          const isIt = stored !== undefined && sameVersion(stored.head.version, version)
          return isIt && this.#isForeign(id) ? 'drop' : undefined
        },
        // If the disk failed it stays, as any other stray.
        ended: () => undefined,
      })
    }
    next(step)
  }

  /** Where on the ring the peer stands, as far as the own lists show. */
  #nodeOf(peer: PeerKey): NodeRef | undefined {
    const { ring } = this.#core
    for (const position of ring.positions()) {
      const near = [ring.predecessor(position), ...ring.successors(position)]
      const node = near.find((each) => each?.peer === peer)
      if (node !== undefined) return node
    }
    return undefined
  }

  #count(now: number, peer: PeerKey, n: number): void {
    const missed = this.#missed.get(peer) ?? { hints: 0, at: now + this.#core.random.jitter(AGAIN_MS) }
    const hints = Math.max(0, missed.hints + n)
    this.#total += hints - missed.hints
    missed.hints = hints
    if (hints > 0) this.#missed.set(peer, missed)
    else this.#missed.delete(peer)
    this.#setTimer()
  }

  #setTimer(): void {
    let next = Infinity
    for (const { at } of this.#missed.values()) next = Math.min(next, at)
    if (next === Infinity) this.#timers.clear('return')
    else this.#timers.set('return', next)
  }
}

/** It has it, has a newer one, or will not have it: the hint has done what it can. */
const isAnswer = (outcome: CopyOutcome): boolean =>
  outcome.type === 'taken' || outcome.type === 'stale' || (outcome.type === 'failed' && outcome.why === 'NOT_OWNER')
