import type { NodeRef, PeerKey, RingId } from '../../base/index.ts'
import type { IoFailure } from '../machine.ts'
import type { Core, Step } from './core.ts'
import type { Begun, RecordHead, RecordsRefusal } from './messages.ts'
import { compareConfigs, type Quorum, type RangesView } from './quorum.ts'
import type { Reader } from './reader.ts'
import { sendCopy, type Copying, type CopyOutcome, type Whole } from './replicator.ts'
import type { Store } from './store.ts'
import { compareRecords, compareVersions } from './versions.ts'
import { greaterRecord, movedOn, refusalOf, stampedRecord, type Draft, type Written } from './write-rules.ts'

/** Writes under way or waiting, of all ids and of one; one more gets OVERLOAD. */
export const MAX_WRITES = 4_096
export const MAX_WRITES_OF_ID = 64
/** Before members that did not take it are tried once more: doubled each time, up to the longest. */
const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 1_000
/** Nodes behind the members that may stand in for them. */
export const MAX_STAND_INS = 3

/** A write in its turn. */
export interface Write extends Draft {
  readonly deadline: number
  /** Told once, and once at most. */
  readonly ended: (step: Step, outcome: Written) => void
  /** It takes longer than a round trip. */
  readonly slow: (step: Step) => void
}

/** A write that is being carried out. */
interface Round extends Write {
  readonly id: RingId
  quorum: Quorum
  whole: Whole | undefined
  /** The version under which it may be stored somewhere, the last one. */
  begun: Begun | undefined
  /** Durable here. */
  own: boolean
  /** A quorum has said what the newest version is. */
  hasRead: boolean
  readonly taken: Set<PeerKey>
  readonly copying: Map<PeerKey, Copying>
  readonly hinted: Set<PeerKey>
  /** Why a member did not take it, the last one. */
  why: RecordsRefusal
  tries: number
  again: number
  told: boolean
}

/**
 * Coordinates writes: this node is the owner of the id. Writes of one id happen one after the other. A version is stamped
 * above the stored one, goes to the other members while it is written here, and is acknowledged when a majority of the
 * group, this node among them, has it on disk. Who cannot be reached is stood in for by a hinted copy, which never counts.
 */
export class Writer {
  readonly #core: Core
  readonly #store: Store
  readonly #ranges: RangesView
  readonly #reader: Reader
  readonly #queues = new Map<RingId, Write[]>()
  readonly #rounds = new Set<Round>()
  #waiting = 0
  #wakeAt = Infinity
  #hints = 0

  constructor(core: Core, store: Store, ranges: RangesView, reader: Reader) {
    this.#core = core
    this.#store = store
    this.#ranges = ranges
    this.#reader = reader
  }

  get wakeAt(): number {
    return this.#wakeAt
  }

  /** Writes under way or waiting. */
  get open(): number {
    return this.#waiting
  }

  /** Copies left with nodes beyond the group since the start. */
  get hints(): number {
    return this.#hints
  }

  write(step: Step, write: Write): void {
    const { id } = write.body
    const queue = this.#queues.get(id)
    if (this.#waiting >= MAX_WRITES || (queue !== undefined && queue.length >= MAX_WRITES_OF_ID)) {
      write.ended(step, { type: 'failed', code: 'OVERLOAD' })
      return
    }
    this.#waiting++
    if (queue !== undefined) {
      queue.push(write)
      return
    }
    this.#queues.set(id, [write])
    this.#begin(step, id, write)
  }

  tick(step: Step): void {
    if (this.#wakeAt > step.now) return
    for (const round of [...this.#rounds]) {
      if (round.again > step.now) continue
      round.again = Infinity
      this.#retry(step, round)
    }
    let next = Infinity
    for (const { again } of this.#rounds) next = Math.min(next, again)
    this.#wakeAt = next
  }

  // ---- one write ----------------------------------------------------------------------------------------------------

  #begin(step: Step, id: RingId, write: Write): void {
    const quorum = this.#ranges.quorum(id)
    const round: Round = {
      ...write,
      id,
      quorum: quorum as Quorum,
      whole: undefined,
      begun: undefined,
      own: false,
      hasRead: false,
      taken: new Set(),
      copying: new Map(),
      hinted: new Set(),
      why: 'NO_QUORUM',
      tries: 0,
      again: Infinity,
      told: false,
    }
    if (quorum === undefined || step.now >= write.deadline) {
      this.#tell(step, round, { type: 'failed', code: quorum === undefined ? 'NOT_OWNER' : 'OVERLOAD' })
      return
    }
    const { body } = write
    // What is only allowed to happen to a certain state of the record needs to know it for sure.
    const mustRead = !quorum.settled || body.ifMatch !== undefined || body.type === 'remove' || body.kind === 'marker'
    if (mustRead) this.#read(step, round)
    else this.#stamp(step, round, undefined)
  }

  #read(step: Step, round: Round): void {
    this.#reader.read(step, round.id, round.deadline, {
      found: (then, known) => {
        round.hasRead = true
        this.#stamp(then, round, known?.head)
      },
      failed: (then, code) => {
        this.#tell(then, round, { type: 'failed', code })
      },
    })
  }

  /** Stamps it, and writes it here and at the members at once. `known`: the newest, as others say. */
  #stamp(step: Step, round: Round, known: RecordHead | undefined): void {
    if (this.#store.isBusy(round.id)) {
      this.#tell(step, round, { type: 'failed', code: 'OVERLOAD' })
      return
    }
    let outcome: Written | 'read' | undefined
    this.#store.change(step, round.id, {
      decide: (then, look) => {
        if (round.told) return undefined
        // In the step of the stamp: from here on the members of this configuration are those that count.
        const quorum = this.#ranges.quorum(round.id)
        if (quorum === undefined) {
          outcome = { type: 'failed', code: 'NOT_OWNER' }
          return undefined
        }
        round.quorum = quorum
        const before = greaterRecord(then, look.stored?.head, known)
        // A damaged row hides what it said: a read puts it right.
        if ((look.damaged || !quorum.settled) && !round.hasRead) {
          outcome = 'read'
          return undefined
        }
        outcome = refusalOf(then, round, before)
        if (outcome !== undefined) return undefined
        const next = stampedRecord(this.#core, then, round, before)
        const stored = { ...next, hasValue: next.value !== undefined, broken: false }
        const code = this.#store.usage.refusal(look.stored, stored)
        if (code !== undefined) {
          outcome = { type: 'failed', code }
          return undefined
        }
        round.whole = next
        round.begun = { version: next.head.version, expiresAtMs: next.head.expiresAtMs }
        round.own = false
        round.taken.clear()
        this.#spread(then, round)
        return next
      },
      ended: (then, written) => {
        if (outcome === 'read') this.#read(then, round)
        else if (outcome !== undefined) this.#tell(then, round, outcome)
        else this.#ownEnded(then, round, written)
      },
    })
  }

  #ownEnded(step: Step, round: Round, outcome: 'durable' | 'nothing' | IoFailure): void {
    if (outcome === 'durable') {
      round.own = true
      this.#judge(step, round)
      return
    }
    const code = outcome === 'nothing' ? 'IO' : outcome
    for (const copying of round.copying.values()) copying.cancel(step)
    round.copying.clear()
    this.#tell(step, round, { type: 'failed', code })
    this.#finish(round)
  }

  // ---- the members --------------------------------------------------------------------------------------------------

  /** Sends it to each member that has not taken it and is not about to. */
  #spread(step: Step, round: Round): void {
    for (const node of round.quorum.members) {
      if (round.taken.has(node.peer) || round.copying.has(node.peer)) continue
      this.#send(step, round, node, undefined)
    }
  }

  #send(step: Step, round: Round, to: NodeRef, hintFor: NodeRef | undefined): void {
    const { whole, quorum } = round
    if (whole === undefined) return
    const way = { type: 'replicate' as const, config: quorum.config, hintFor }
    const copying = sendCopy(this.#core, step, to, way, whole, this.#core.params.replicaMs, (then, outcome) => {
      round.copying.delete(to.peer)
      // Of a version that was stamped anew since, nothing counts.
      if (round.whole !== whole) return
      if (hintFor === undefined) this.#copied(then, round, to, outcome)
      else if (outcome.type === 'taken') this.#hints++
      else this.#standIn(then, round, hintFor)
    })
    round.copying.set(to.peer, copying)
  }

  #copied(step: Step, round: Round, to: NodeRef, outcome: CopyOutcome): void {
    switch (outcome.type) {
      case 'taken':
        round.taken.add(to.peer)
        break
      case 'stale':
        this.#newer(step, round, outcome.head)
        return
      case 'notAdmitted':
        this.#ranges.refused(step.now, to.peer, round.id, outcome.why)
        break
      case 'failed':
        if (isRefusal(outcome.why)) round.why = outcome.why
        this.#standIn(step, round, to)
    }
    this.#judge(step, round)
  }

  /**
   * A member has a newer version, under which this one will be lost. It may have been read already where it is: stamped anew it
   * would come back over what is between, one write under two versions. So nobody can say what has become of it; the next
   * write is stamped above, since the clock of this node has heard of the newer one.
   */
  #newer(step: Step, round: Round, head: RecordHead): void {
    const { whole, told, body } = round
    if (whole === undefined || head.id !== round.id || compareRecords(head, whole.head, step.wall) <= 0) {
      round.why = 'CORRUPT'
      this.#judge(step, round)
      return
    }
    // It was acknowledged before, by others: the newer one came after it and stays.
    if (told) return
    for (const copying of round.copying.values()) copying.cancel(step)
    round.copying.clear()
    round.whole = undefined
    const isOurs = compareVersions(head.version, whole.head.version) > 0
    if (!isOurs) this.#tell(step, round, { type: 'failed', code: 'CONFLICT' })
    else if (body.begun !== undefined) this.#tell(step, round, { type: 'stale', head })
    else this.#tell(step, round, { type: 'failed', code: 'NO_QUORUM' })
    this.#finish(round)
  }

  /** The next on the ring behind the members keeps it for one that cannot be reached. */
  #standIn(step: Step, round: Round, missing: NodeRef): void {
    const { quorum, id, hinted } = round
    const position = this.#core.positionOwning(id)
    if (position === undefined) return
    const isMember = (peer: PeerKey): boolean => quorum.members.some((member) => member.peer === peer)
    const reach = this.#core.ring.replicas(position, quorum.members.length + MAX_STAND_INS)
    const next = reach.find(({ peer }) => !isMember(peer) && !hinted.has(peer))
    if (next === undefined) return
    hinted.add(next.peer)
    this.#send(step, round, next, missing)
  }

  /** Have enough taken it, can enough take it still, or must some be asked again? */
  #judge(step: Step, round: Round): void {
    const { quorum, taken, copying, whole } = round
    if (whole === undefined) return
    const now = this.#ranges.quorum(round.id)
    if (!round.told && now !== undefined && compareConfigs(now.config, quorum.config) !== 0) {
      // The members have changed meanwhile: it counts where it is looked for from now on.
      round.quorum = now
      this.#spread(step, round)
      this.#judge(step, round)
      return
    }
    const count = quorum.members.filter(({ peer }) => taken.has(peer)).length + (round.own ? 1 : 0)
    if (round.own && now?.isKnown === true && count >= quorum.writes) {
      now.acknowledged()
      this.#tell(step, round, { type: 'stored', head: whole.head, replicas: count })
    }
    const isOpen = !round.own || quorum.members.some(({ peer }) => copying.has(peer))
    if (isOpen) return
    if (round.told) this.#finish(round)
    else if (step.now + FIRST_PAUSE_MS >= round.deadline) {
      this.#tell(step, round, { type: 'failed', code: round.why })
      this.#finish(round)
    } else if (round.again === Infinity) {
      if (round.tries === 0) round.slow(step)
      const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** Math.min(round.tries++, 10), LONGEST_PAUSE_MS)
      round.again = Math.min(round.deadline, step.now + this.#core.random.jitter(pauseMs))
      this.#rounds.add(round)
      this.#wakeAt = Math.min(this.#wakeAt, round.again)
    }
  }

  /** Tries the members that did not take it once more; they may be others by now. */
  #retry(step: Step, round: Round): void {
    const quorum = this.#ranges.quorum(round.id)
    if (quorum === undefined) {
      // Another owns the id now. What is written here is unacknowledged, and may come to light or not.
      this.#tell(step, round, { type: 'failed', code: 'NOT_OWNER' })
      this.#finish(round)
      return
    }
    round.quorum = quorum
    this.#spread(step, round)
    this.#judge(step, round)
  }

  #finish(round: Round): void {
    this.#rounds.delete(round)
    round.again = Infinity
  }

  /** Tells what it came to, and lets the next write of the id begin. */
  #tell(step: Step, round: Round, outcome: Written): void {
    if (round.told) return
    round.told = true
    round.ended(step, movedOn(outcome, round, round.begun))
    this.#waiting--
    const queue = this.#queues.get(round.id)
    queue?.shift()
    const next = queue?.[0]
    if (next === undefined) this.#queues.delete(round.id)
    else this.#begin(step, round.id, next)
  }
}

const REFUSALS: ReadonlySet<string> = new Set<RecordsRefusal>([
  'QUOTA_EXCEEDED',
  'STORAGE_FULL',
  'OVERLOAD',
  'INVALID',
  'FORBIDDEN',
])
const isRefusal = (why: string): why is RecordsRefusal => REFUSALS.has(why)
