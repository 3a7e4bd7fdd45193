import type { PeerKey } from '../../base/index.ts'
import type { KeyRange } from '../machine.ts'
import type { Asked, Step } from './core.ts'
import type { Finder } from './finder.ts'
import { isMember, sameGroup } from './group.ts'
import { sourcesOf, Taking, type InstallerParts } from './installer.ts'
import type { AgreementRequest, Group } from './messages.ts'
import { rowOf, shardRange, type Membership } from './rows.ts'

/** What this node is to hold of a shard, on its way. */
interface Inbound {
  readonly kind: 'copy' | 'install'
  readonly from: Group
  readonly group: Group
  taking: Taking | undefined
  ready: boolean
  /** Of a copy: when somebody asked for it last. */
  askedAt: number
  retryAt: number
  attempts: number
}

export interface TakeoverParts extends InstallerParts {
  readonly finder: Finder
  /** This node has taken a shard over. */
  readonly entered: (step: Step, shard: number) => void
}

/** A copy that nobody asks for any more is deleted after so long. */
const COPY_MS = 60_000
const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 2_000
/** Rows that are deleted at once. */
const PURGE_ROWS = 256

/** The receiving half of a change of a group: copies before, takes over after the decision. */
export class Takeover {
  readonly #parts: TakeoverParts
  readonly #inbound = new Map<number, Inbound>()
  readonly #purging = new Set<number>()

  constructor(parts: TakeoverParts) {
    this.#parts = parts
  }

  get open(): number {
    return this.#inbound.size
  }

  /** Copies that have ended hold nothing that others wait for; there are at most as many as shards. */
  get #running(): number {
    let count = 0
    for (const { taking, ready } of this.#inbound.values()) if (taking !== undefined && !ready) count++
    return count
  }

  get wakeAt(): number {
    let at = Infinity
    for (const { kind, retryAt, askedAt } of this.#inbound.values()) {
      at = Math.min(at, retryAt, kind === 'copy' ? askedAt + COPY_MS : Infinity)
    }
    return at
  }

  tick(step: Step): void {
    for (const [shard, inbound] of [...this.#inbound]) {
      if (inbound.kind === 'copy' && inbound.askedAt + COPY_MS <= step.now) {
        inbound.taking?.stop()
        this.#inbound.delete(shard)
        if (this.#parts.shards.own(shard) === undefined) this.purge(step, shard, () => undefined)
      } else if (inbound.retryAt <= step.now) {
        inbound.retryAt = Infinity
        this.#take(step, shard, inbound)
      }
    }
  }

  // ---- asked by others ---------------------------------------------------------------------------------------------

  copy(step: Step, asked: Asked, body: Extract<AgreementRequest, { type: 'copy' }>): void {
    const { core, shards, finder } = this.#parts
    const { shard, lineage, from, to } = body
    const answer = (then: Step, ready: boolean): void => {
      core.respond(then, asked.reply, { type: 'copied', ready })
    }
    const own = shards.own(shard)
    if (!isNext(from, to) || !isMember(to, core.self) || !isMember(from, asked.from)) {
      step.effects.push({ type: 'refuse', reply: asked.reply })
      return
    }
    if (own !== undefined && own.group.epoch >= from.epoch) {
      // Who asks is behind, or has forgotten that this node is in the group already.
      if (sameGroup(own.group, from)) answer(step, true)
      else shards.redirect(step, asked.reply, shard)
      return
    }
    const known = this.#inbound.get(shard)
    if (known !== undefined && sameGroup(known.group, to)) {
      known.askedAt = step.now
      answer(step, known.ready)
      return
    }
    if (known?.kind === 'install' || this.#running >= 2 * core.params.limits.groupChanges || this.#purging.has(shard)) {
      core.refuse(step, asked.reply, 'BUSY')
      return
    }
    finder.verify(step, shard, lineage, [from], asked.from, (then, isTrue) => {
      if (!isTrue) {
        if (shards.isOurs(lineage)) shards.redirect(then, asked.reply, shard)
        else core.refuse(then, asked.reply, 'OTHER_LINEAGE')
        return
      }
      answer(then, false)
      if (this.#inbound.get(shard) !== known) return
      this.#begin(then, shard, 'copy', from, to, asked.from)
    })
  }

  install(step: Step, asked: Asked, body: Extract<AgreementRequest, { type: 'install' }>): void {
    const { core, shards, finder } = this.#parts
    const { shard, lineage, from, group } = body
    const own = shards.own(shard)
    const answer = (then: Step, ready: boolean): void => {
      core.respond(then, asked.reply, { type: 'installed', ready })
    }
    const isParty = isMember(from, asked.from) || isMember(group, asked.from)
    if (!isNext(from, group) || !isMember(group, core.self) || !isParty) {
      step.effects.push({ type: 'refuse', reply: asked.reply })
    } else if (own !== undefined && own.group.epoch >= group.epoch) {
      answer(step, true)
    } else if (this.#isInstalling(shard, group)) {
      answer(step, false)
    } else if (own !== undefined && sameGroup(own.group, from) && isMember(own.group, asked.from)) {
      answer(step, false)
      this.take(step, shard, from, group)
    } else {
      finder.verify(step, shard, lineage, [group, from], asked.from, (then, isTrue) => {
        if (!isTrue) {
          if (shards.isOurs(lineage)) shards.redirect(then, asked.reply, shard)
          else core.refuse(then, asked.reply, 'OTHER_LINEAGE')
          return
        }
        answer(then, false)
        this.take(then, shard, from, group)
      })
    }
  }

  #isInstalling(shard: number, group: Group): boolean {
    const known = this.#inbound.get(shard)
    return known?.kind === 'install' && known.group.epoch >= group.epoch
  }

  // ---- taking ------------------------------------------------------------------------------------------------------

  /** The group before has decided that this node is a member of the next. */
  take(step: Step, shard: number, from: Group, group: Group): void {
    const { shards } = this.#parts
    if (this.#isInstalling(shard, group) || (shards.own(shard)?.group.epoch ?? 0) >= group.epoch) return
    shards.heardOwn(shard, group)
    this.#inbound.get(shard)?.taking?.stop()
    this.#begin(step, shard, 'install', from, group, undefined)
  }

  #begin(
    step: Step,
    shard: number,
    kind: Inbound['kind'],
    from: Group,
    group: Group,
    inviter: PeerKey | undefined,
  ): void {
    const inbound: Inbound = {
      kind,
      from,
      group,
      taking: undefined,
      ready: false,
      askedAt: step.now,
      retryAt: Infinity,
      attempts: 0,
    }
    this.#inbound.set(shard, inbound)
    if (inviter === undefined) this.#take(step, shard, inbound)
    else this.#copy(step, shard, inbound, inviter)
  }

  #copy(step: Step, shard: number, inbound: Inbound, inviter: PeerKey): void {
    const sources = inbound.from.members.filter(({ peer }) => peer === inviter)
    inbound.taking = new Taking(this.#parts, {
      shard,
      group: inbound.group,
      sources,
      needed: 1,
      countsOwn: false,
      final: false,
      ended: (_then, { ok }) => {
        inbound.ready = ok
        // The next question begins another one.
        if (!ok && this.#inbound.get(shard) === inbound) this.#inbound.delete(shard)
      },
    })
    inbound.taking.begin(step)
  }

  #take(step: Step, shard: number, inbound: Inbound): void {
    const { core, shards } = this.#parts
    const { group } = inbound
    const newest = shards.known(shard)
    if (this.#purging.has(shard)) {
      this.#later(step, inbound)
      return
    }
    if (newest !== undefined && newest.epoch > group.epoch) {
      // It has gone on without this node; whoever has decided that tells it, if it is to be a member again.
      this.#inbound.delete(shard)
      if (shards.own(shard) === undefined && !isMember(newest, core.self)) this.purge(step, shard, () => undefined)
      return
    }
    const own = shards.own(shard)
    if (own === undefined || shards.isSealed(shard)) {
      this.#install(step, shard, inbound, own)
      return
    }
    // Rows are made in place: whatever earlier epoch this node is a member of must not write into them. And what it holds
    // counts only if it does not change any more, which a disk that fails could undo.
    shards.bind(
      step,
      shard,
      { ...own, frozen: true },
      (then) => {
        this.#later(then, inbound)
      },
      (then) => {
        if (this.#inbound.get(shard) === inbound) this.#install(then, shard, inbound, own)
      },
    )
  }

  #install(step: Step, shard: number, inbound: Inbound, own: Membership | undefined): void {
    const { core } = this.#parts
    const { from, group } = inbound
    const byNew = inbound.attempts++ % 2 === 1
    inbound.taking = new Taking(this.#parts, {
      shard,
      group,
      ...sourcesOf(core.self, group, from, own?.group.epoch, byNew),
      final: true,
      ended: (then, result) => {
        inbound.taking = undefined
        if (this.#inbound.get(shard) !== inbound) return
        if (result.ok) this.#enter(then, shard, inbound, result.floor)
        else this.#later(then, inbound)
      },
    })
    inbound.taking.begin(step)
  }

  #later(step: Step, inbound: Inbound): void {
    const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** Math.min(inbound.attempts, 5), LONGEST_PAUSE_MS)
    inbound.retryAt = step.now + this.#parts.core.random.jitter(pauseMs, 0.5)
  }

  #enter(step: Step, shard: number, inbound: Inbound, floor: number): void {
    const { from, group } = inbound
    const membership: Membership = {
      group,
      from,
      promised: undefined,
      accepted: undefined,
      frozen: false,
      floor,
      // Ballots of the new epoch are above all before it.
      forgotten: undefined,
    }
    this.#parts.shards.enter(step, shard, membership, {
      done: (then) => {
        if (this.#inbound.get(shard) === inbound) this.#inbound.delete(shard)
        this.#parts.entered(then, shard)
      },
      failed: (then) => {
        this.#later(then, inbound)
      },
    })
  }

  // ---- what is left behind -----------------------------------------------------------------------------------------

  /**
   * Deletes the shard's registers here, a page at a time. Not done: somebody else deletes them, they are being taken over,
   * or the disk has failed.
   */
  purge(step: Step, shard: number, done: (step: Step, isDone: boolean) => void): void {
    if (this.#purging.has(shard) || this.#inbound.get(shard)?.kind === 'install') {
      done(step, false)
      return
    }
    this.#purging.add(shard)
    this.#purgeOn(step, shard, shardRange(shard), done)
  }

  #purgeOn(step: Step, shard: number, range: KeyRange, done: (step: Step, isDone: boolean) => void): void {
    const { core, usage } = this.#parts
    const end = (then: Step, isDone: boolean): void => {
      this.#purging.delete(shard)
      done(then, isDone)
    }
    // The next time that somebody asks, or at the next start.
    const failed = (then: Step): void => {
      end(then, false)
    }
    core.read(step, range, PURGE_ROWS, {
      rows: (then, rows, rest) => {
        if (rows.length === 0) {
          end(then, true)
          return
        }
        const known = rows.map(rowOf)
        const batch = rows.map(([key]) => ({ key }))
        core.write(then, batch, {
          written: (later) => {
            for (const row of known) if (row?.kind === 'register') usage.changed(row.row.state, undefined)
            if (rest !== undefined) this.#purgeOn(later, shard, rest, done)
            else end(later, true)
          },
          failed,
        })
      },
      failed,
    })
  }
}

const isNext = (from: Group, group: Group): boolean => group.epoch === from.epoch + 1
