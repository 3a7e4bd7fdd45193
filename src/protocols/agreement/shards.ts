import type { PeerKey } from '../../base/index.ts'
import type { IoFailure, OpId } from '../machine.ts'
import { laterBallot, sameBallot, type Ballot } from './ballot.ts'
import type { Asked, Core, Step } from './core.ts'
import { isMember, sameGroup } from './group.ts'
import { LINEAGE_DIGITS, MAX_OTHERS, SHARDS, type AgreementRefusal, type Group } from './messages.ts'
import { groupPut, lineagePut, type Membership } from './rows.ts'

/**
 * Which groups this node is in, and which it has heard of: for each shard at most one of each, so all of it is in memory.
 * A membership is replaced as a whole and written as a whole.
 */
export class Shards {
  /** The name of the network's lineage; empty: not known yet. */
  lineage = ''
  readonly #core: Core
  readonly #own: (Membership | undefined)[] = new Array<Membership | undefined>(SHARDS).fill(undefined)
  /** What of them is on disk. */
  readonly #durable: (Membership | undefined)[] = new Array<Membership | undefined>(SHARDS).fill(undefined)
  /** The newest group that this node has been told of. Hearsay: whoever is named in it must say so itself. */
  readonly #known: (Group | undefined)[] = new Array<Group | undefined>(SHARDS).fill(undefined)
  /** Shards whose row was damaged: what was promised is not known, so nothing is ever promised or told for that epoch. */
  readonly damaged = new Set<number>()

  constructor(core: Core) {
    this.#core = core
  }

  own(shard: number): Membership | undefined {
    return this.#own[shard]
  }

  /** The newest group known. */
  known(shard: number): Group | undefined {
    const [own, known] = [this.#own[shard]?.group, this.#known[shard]]
    return own !== undefined && own.epoch >= (known?.epoch ?? 0) ? own : known
  }

  /** Shards that this node is a member of. */
  *mine(): Generator<readonly [number, Membership]> {
    for (let shard = 0; shard < SHARDS; shard++) {
      const own = this.#own[shard]
      if (own !== undefined) yield [shard, own]
    }
  }

  get counts(): { member: number; sealed: number; incomplete: number; known: number } {
    let [member, sealed, incomplete] = [0, 0, 0]
    for (const [, own] of this.mine()) {
      member++
      if (own.frozen) sealed++
      else if (own.from !== undefined) incomplete++
    }
    return { member, sealed, incomplete, known: this.#known.filter((group) => group !== undefined).length }
  }

  /** Somebody says that this is the shard's group. True: it is newer than what was known. */
  heard(shard: number, lineage: string, group: Group): boolean {
    if (!this.isOurs(lineage) || group.epoch <= (this.known(shard)?.epoch ?? 0)) return false
    this.#known[shard] = group
    return true
  }

  /** Nobody of it answers: whoever is asked next may know better. */
  forget(shard: number, group: Group): void {
    const known = this.#known[shard]
    if (known !== undefined && sameGroup(known, group)) this.#known[shard] = undefined
  }

  /** Is it the lineage of this network? The first one that is met is, for ever. */
  isOurs(lineage: string): boolean {
    return lineage.length === LINEAGE_DIGITS && (this.lineage === '' || this.lineage === lineage)
  }

  /** Whoever has told of the lineage is believed, once. */
  adopt(step: Step, lineage: string): void {
    if (this.lineage !== '' || lineage.length !== LINEAGE_DIGITS) return
    this.lineage = lineage
    // Lost: it is met again.
    this.#core.write(step, [lineagePut(lineage)], { failed: () => undefined })
  }

  // ---- who may ask -------------------------------------------------------------------------------------------------

  /** Why a request that names a lineage and an epoch cannot be served by a member; undefined: it can. */
  refusal(shard: number, lineage: string, epoch: number): AgreementRefusal | undefined {
    if (lineage !== '' && this.lineage !== '' && lineage !== this.lineage) return 'OTHER_LINEAGE'
    const own = this.#own[shard]
    if (own === undefined || (epoch !== 0 && own.group.epoch !== epoch)) return 'NOT_MEMBER'
    return own.frozen ? 'FROZEN' : undefined
  }

  /** The membership under which a fellow member's request is served now; undefined: it has been answered. */
  fellow(step: Step, { from, reply }: Asked, shard: number, lineage: string, epoch: number): Membership | undefined {
    const refusal = this.refusal(shard, lineage, epoch)
    const own = this.#own[shard]
    if (refusal === undefined && own !== undefined && isMember(own.group, from)) return own
    if (refusal === undefined || refusal === 'NOT_MEMBER') this.redirect(step, reply, shard)
    else this.#core.refuse(step, reply, refusal)
    return undefined
  }

  /** Answers with the newest group that is known here, and with others to ask. */
  redirect(step: Step, reply: Asked['reply'], shard: number): void {
    this.#core.respond(step, reply, this.told(shard))
  }

  told(shard: number): {
    readonly type: 'group'
    readonly lineage: string
    readonly group: Group | undefined
    readonly others: Group['members']
  } {
    const known = this.known(shard)
    const group = known && { epoch: known.epoch, members: known.members.map((member) => this.#core.latest(member)) }
    const others = group === undefined ? this.#core.neighboursOf(shard, MAX_OTHERS) : []
    return { type: 'group', lineage: this.lineage, group, others }
  }

  // ---- what is written ---------------------------------------------------------------------------------------------

  /** As it was on disk. */
  restore(shard: number, membership: Membership): void {
    this.#own[shard] = this.#durable[shard] = membership
  }

  /** Nothing changes in the epoch of which this node is a member any more, not even over a crash. */
  isSealed(shard: number): boolean {
    return this.#durable[shard]?.frozen === true && this.#durable[shard].group === this.#own[shard]?.group
  }

  /** The founder's: all shards, in one write. */
  found(
    step: Step,
    lineage: string,
    ends: { readonly done: (step: Step) => void; readonly failed: (step: Step) => void },
  ): void {
    const group: Group = { epoch: 1, members: [this.#core.siblings.ring.self(0)] }
    const first: Membership = {
      group,
      from: undefined,
      promised: undefined,
      accepted: undefined,
      frozen: false,
      floor: 0,
      forgotten: undefined,
    }
    const shards = Array.from({ length: this.#core.params.shards }, (_, shard) => shard)
    const batch = [lineagePut(lineage), ...shards.map((shard) => groupPut(shard, first))]
    this.#core.write(step, batch, {
      written: (then) => {
        this.lineage = lineage
        this.#own.fill(first, 0, shards.length)
        this.#durable.fill(first, 0, shards.length)
        ends.done(then)
      },
      failed: ends.failed,
    })
  }

  /**
   * Writes a membership down. It holds from now on: what is promised must bind before it is durable, since writes are
   * durable in their order. Should the write fail, what is on disk holds again.
   */
  bind(
    step: Step,
    shard: number,
    next: Membership,
    failed: (step: Step, code: IoFailure) => void,
    written: (step: Step) => void = () => undefined,
  ): OpId {
    this.#own[shard] = next
    return this.#core.write(step, [groupPut(shard, next)], {
      written: (then) => {
        this.#durable[shard] = next
        written(then)
      },
      failed: (then, code) => {
        if (this.#own[shard] === next) this.#own[shard] = this.#durable[shard]
        failed(then, code)
      },
    })
  }

  /**
   * A register of this version has been forgotten by this ballot. One of the same key that comes later begins above the
   * version, and whatever was proposed before the ballot, and is still under way, comes too late for it.
   */
  raise(step: Step, shard: number, sequence: number, ballot: Ballot): void {
    const own = this.#own[shard]
    if (own === undefined) return
    const floor = Math.max(own.floor, sequence)
    const forgotten = laterBallot(own.forgotten, ballot)
    if (floor > own.floor || !sameBallot(forgotten, own.forgotten)) {
      this.bind(step, shard, { ...own, floor, forgotten }, () => undefined)
    }
  }

  /** Writes a membership down; it holds once it is durable. Undefined: this node is a member no more. */
  enter(
    step: Step,
    shard: number,
    next: Membership | undefined,
    ends: { readonly done: (step: Step) => void; readonly failed: (step: Step, code: IoFailure) => void },
  ): void {
    const before = this.#own[shard]
    this.#core.write(step, [groupPut(shard, next)], {
      written: (then) => {
        if (this.#own[shard] !== before) {
          // What was promised meanwhile in the epoch before has been written over it.
          this.enter(then, shard, next, ends)
          return
        }
        if (next === undefined && before !== undefined) this.heardOwn(shard, before.group)
        this.#own[shard] = this.#durable[shard] = next
        ends.done(then)
      },
      failed: ends.failed,
    })
  }

  /** What this node knew as a member it knows still. */
  heardOwn(shard: number, group: Group): void {
    if (group.epoch > (this.#known[shard]?.epoch ?? 0)) this.#known[shard] = group
  }

  /** The members of the group of a shard besides this node. */
  others(group: Group): Group['members'] {
    const self: PeerKey = this.#core.self
    return group.members.filter(({ peer }) => peer !== self)
  }
}
