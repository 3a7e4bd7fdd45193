import { sameBytes, type NodeRef, type PeerKey, type RingId } from '../../base/index.ts'
import type { AskId, IoFailure } from '../machine.ts'
import type { Core, Step } from './core.ts'
import type { RecordHead, RecordsRefusal, Standing } from './messages.ts'
import { compareConfigs, type Quorum, type RangesView } from './quorum.ts'
import { sendCopy, type Whole } from './replicator.ts'
import type { Look, Store } from './store.ts'
import { ValueReader } from './transfer.ts'
import { compareRecords, isExpired, isForgettable } from './versions.ts'

/** Reads under way at once; one more gets OVERLOAD. */
export const MAX_READS = 1_024
/** Copies on their way to members that a read has found behind. */
export const MAX_REPAIRS = 256
/** Another member is asked when those asked before have said nothing for so long. */
const HEDGE_MS = 50
/** Before all members are asked once more. */
const AGAIN_MS = 100

export interface ReadEnds {
  /** The newest record that a quorum knows, with its value if it is not kept here; undefined: there is none. */
  found(step: Step, record: Known | undefined): void
  failed(step: Step, code: RecordsRefusal): void
}
/** `stored`: it is kept here; else its value is `value`. */
export interface Known extends Whole {
  readonly stored: Look['stored']
}

interface Read {
  readonly id: RingId
  readonly ends: ReadEnds
  readonly deadline: number
  quorum: Quorum
  own: Look | undefined
  /** What members have said. */
  readonly heads: Map<PeerKey, RecordHead | undefined>
  readonly standings: Map<PeerKey, Standing | undefined>
  readonly asks: Map<AskId, NodeRef>
  /** Readers not asked in this round. */
  waiting: NodeRef[]
  /** When the next one is asked, or the next round begins. */
  at: number
  done: boolean
}

/**
 * Reads by a quorum: this node's own row and as many others that what was acknowledged must be among them. The newest one
 * is the answer. It is stored here first if it was not, and members that are behind are given it (read repair).
 */
export class Reader {
  readonly #core: Core
  readonly #store: Store
  readonly #ranges: RangesView
  readonly #reads = new Set<Read>()
  #repairs = 0
  #repaired = 0
  #wakeAt = Infinity

  constructor(core: Core, store: Store, ranges: RangesView) {
    this.#core = core
    this.#store = store
    this.#ranges = ranges
  }

  get wakeAt(): number {
    return this.#wakeAt
  }

  get open(): number {
    return this.#reads.size
  }

  /** Members that reads have found behind since the start, this node included. */
  get repaired(): number {
    return this.#repaired
  }

  read(step: Step, id: RingId, deadline: number, ends: ReadEnds): void {
    const quorum = this.#ranges.quorum(id)
    if (quorum === undefined || this.#reads.size >= MAX_READS) {
      ends.failed(step, quorum === undefined ? 'NOT_OWNER' : 'OVERLOAD')
      return
    }
    const read: Read = {
      id,
      ends,
      deadline,
      quorum,
      own: undefined,
      heads: new Map(),
      standings: new Map(),
      asks: new Map(),
      waiting: [...quorum.readers],
      at: Infinity,
      done: false,
    }
    this.#reads.add(read)
    this.#store.look(
      step,
      id,
      (then, look) => {
        if (read.done) return
        read.own = look
        if (!this.#settle(then, read) && look.damaged) this.#askOn(then, read, true)
      },
      (then, code) => {
        this.#end(then, read)
        ends.failed(then, code)
      },
    )
    this.#askOn(step, read, false)
  }

  tick(step: Step): void {
    if (this.#wakeAt > step.now) return
    for (const read of [...this.#reads]) {
      if (read.at > step.now) continue
      if (step.now >= read.deadline) {
        this.#end(step, read)
        read.ends.failed(step, 'NO_QUORUM')
      } else if (read.waiting.length > 0) this.#askOn(step, read, true)
      else if (read.asks.size === 0) this.#round(step, read)
      else read.at = Math.min(read.deadline, step.now + HEDGE_MS)
    }
    let next = Infinity
    for (const { at } of this.#reads) next = Math.min(next, at)
    this.#wakeAt = next
  }

  /** Everybody who has not answered is asked once more: the members may be others by now. */
  #round(step: Step, read: Read): void {
    const quorum = this.#ranges.quorum(read.id)
    if (quorum === undefined) {
      this.#end(step, read)
      read.ends.failed(step, 'NOT_OWNER')
      return
    }
    const { own } = read
    // Members whose rows are damaged cannot be counted until they have what is here.
    if (own?.stored !== undefined && !own.damaged) {
      this.#repair(step, read, { head: own.stored.head, value: undefined, stored: own.stored })
    }
    if (compareConfigs(quorum.config, read.quorum.config) !== 0) {
      read.heads.clear()
      read.standings.clear()
    }
    read.quorum = quorum
    read.waiting = quorum.readers.filter(({ peer }) => read.standings.get(peer)?.synced !== true)
    if (!this.#settle(step, read)) this.#askOn(step, read, true)
  }

  /** Asks as many as would do if each of them had everything; `oneMore`: at least one. */
  #askOn(step: Step, read: Read, oneMore: boolean): void {
    const { quorum, own } = read
    const hoped = new Map(read.standings)
    for (const { peer } of read.asks.values()) hoped.set(peer, { config: quorum.config, synced: true })
    let isMore = oneMore
    while (read.waiting.length > 0 && (isMore || own?.damaged === true || !quorum.enough(hoped))) {
      const next = read.waiting.shift() as NodeRef
      hoped.set(next.peer, { config: quorum.config, synced: true })
      this.#ask(step, read, next)
      isMore = false
    }
    read.at = Math.min(read.deadline, step.now + (read.asks.size > 0 ? HEDGE_MS : AGAIN_MS))
    this.#wakeAt = Math.min(this.#wakeAt, read.at)
  }

  #ask(step: Step, read: Read, to: NodeRef): void {
    const { id, quorum } = read
    const deadlineMs = Math.max(1, Math.min(this.#core.params.replicaMs, read.deadline - step.now))
    const body = { type: 'fetch' as const, position: to.position, config: quorum.config, id }
    const ask = this.#core.ask(
      step,
      to,
      body,
      { deadlineMs, semantics: 'at-least-once' },
      {
        answered: (then, from, answer) => {
          read.asks.delete(ask)
          if (read.done) return
          if (answer.type === 'copy' && (answer.head === undefined || answer.head.id === id)) {
            read.heads.set(from, answer.head)
            read.standings.set(from, answer.standing)
          } else if (answer.type === 'notAdmitted') this.#ranges.refused(then.now, from, id, answer.why)
          this.#heard(then, read)
        },
        failed: (then) => {
          read.asks.delete(ask)
          if (!read.done) this.#heard(then, read)
        },
      },
    )
    read.asks.set(ask, to)
  }

  #heard(step: Step, read: Read): void {
    if (this.#settle(step, read)) return
    // It was not enough: somebody else must say more.
    this.#askOn(step, read, false)
  }

  /** Is it known what the newest one is? Then the read ends. */
  #settle(step: Step, read: Read): boolean {
    const { own, quorum, heads } = read
    if (own === undefined || !quorum.enough(read.standings)) return false
    const best = own.damaged ? undefined : own.stored?.head
    let newest = best
    let from: PeerKey | undefined
    for (const [peer, head] of heads) {
      if (head === undefined || isForgettable(head, step.wall)) continue
      if (newest !== undefined && compareRecords(head, newest, step.wall) <= 0) continue
      newest = head
      from = peer
    }
    // A damaged row said something: only all the others together know that it was nothing newer.
    if (own.damaged && quorum.members.some(({ peer }) => !heads.has(peer))) return false
    this.#end(step, read)
    if (own.damaged && quorum.members.length === 0) read.ends.failed(step, 'CORRUPT')
    else if (newest === undefined) read.ends.found(step, undefined)
    else if (from === undefined) this.#known(step, read, { head: newest, value: undefined, stored: own.stored })
    else this.#bring(step, read, newest, from)
    return true
  }

  /** The newest is elsewhere: its value is fetched, and it is stored here. */
  #bring(step: Step, read: Read, head: RecordHead, from: PeerKey): void {
    const node = read.quorum.readers.find(({ peer }) => peer === from)
    const hasValue = head.kind === 'value' && head.size > 0 && !isExpired(head, step.wall)
    const value = head.kind === 'value' && head.size === 0 ? new Uint8Array(0) : undefined
    if (!hasValue || node === undefined) {
      this.#adopt(step, read, { head, value })
      return
    }
    const deadline = Math.max(read.deadline, step.now + this.#core.params.replicaMs)
    new ValueReader(this.#core, node, head, {
      read: (then, bytes) => {
        if (sameBytes(this.#core.sha256(bytes), head.digest)) this.#adopt(then, read, { head, value: bytes })
        else read.ends.failed(then, 'CORRUPT')
      },
      failed: (then, _why, code) => {
        // It has been replaced there since: whoever asked asks again.
        read.ends.failed(then, code === 'GONE' ? 'OVERLOAD' : 'NO_QUORUM')
      },
    }).begin(step, deadline)
  }

  #adopt(step: Step, read: Read, whole: Whole): void {
    this.#repaired++
    this.keep(step, whole, (then, outcome) => {
      const isKept = outcome === 'durable'
      const stored = isKept ? { ...NOT_HERE, head: whole.head, hasValue: whole.value !== undefined } : undefined
      this.#known(then, read, { ...whole, stored })
    })
  }

  /** Stores a record here if it is newer than what there is, or that is damaged. */
  keep(step: Step, whole: Whole, ended: (step: Step, outcome: 'durable' | 'nothing' | IoFailure) => void): void {
    const { head } = whole
    if (this.#store.isBusy(head.id)) {
      ended(step, 'nothing')
      return
    }
    this.#store.change(step, head.id, {
      decide: (then, { stored, damaged }) => {
        const isNewer = stored === undefined || damaged || compareRecords(head, stored.head, then.wall) > 0
        return isNewer ? whole : undefined
      },
      ended,
    })
  }

  #known(step: Step, read: Read, known: Known): void {
    this.#repair(step, read, known)
    read.ends.found(step, known)
  }

  /** Members that are behind are given the newest, as many at once as may be. */
  #repair(step: Step, read: Read, known: Known): void {
    const { head } = known
    if (isForgettable(head, step.wall)) return
    const behind = read.quorum.members.filter(({ peer }) => {
      const theirs = read.heads.get(peer)
      return read.heads.has(peer) && (theirs === undefined || compareRecords(theirs, head, step.wall) < 0)
    })
    if (behind.length === 0 || this.#repairs + behind.length > MAX_REPAIRS) return
    const send = (then: Step, value: Uint8Array | undefined): void => {
      // The value may have been replaced since: then there is something newer to repair.
      const isWhole = head.kind !== 'value' || value !== undefined || isExpired(head, then.wall)
      if (!isWhole) return
      for (const node of behind) {
        this.#repairs++
        const way = { type: 'replicate' as const, config: read.quorum.config, hintFor: undefined }
        sendCopy(this.#core, then, node, way, { head, value }, this.#core.params.replicaMs, (_later, outcome) => {
          this.#repairs--
          if (outcome.type === 'taken') this.#repaired++
        })
      }
    }
    if (known.value !== undefined || known.stored === undefined) send(step, known.value)
    else this.#store.value(step, known.stored, send, () => undefined)
  }

  #end(step: Step, read: Read): void {
    read.done = true
    this.#reads.delete(read)
    for (const ask of read.asks.keys()) this.#core.cancelAsk(step, ask)
    read.asks.clear()
  }
}

const NOT_HERE = { value: undefined, broken: false } as const
