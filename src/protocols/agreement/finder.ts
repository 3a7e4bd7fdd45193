import type { NodeRef, PeerKey } from '../../base/index.ts'
import type { Core, Step } from './core.ts'
import { isMember, sameGroup } from './group.ts'
import type { AgreementResponse, Group } from './messages.ts'
import type { Shards } from './shards.ts'

/** Peers that are asked for one shard before it is given up. */
export const MAX_ASKED = 12
/** Searches and verifications under way. */
export const MAX_SEARCHES = 256
const LOOKUP_MS = 3_000
/** Neighbours that are asked whether they know of a group that is told of. */
const WITNESSES = 4
const ASK_MS = 1_000

export type Found = (step: Step, group: Group | undefined) => void

interface Search {
  readonly shard: number
  readonly waiting: Found[]
  readonly asked: Set<PeerKey>
  readonly candidates: NodeRef[]
}

/** Finds out who keeps a shard: the ring's owner of its beginning is told by the members, and so is known to know. */
export class Finder {
  readonly #core: Core
  readonly #shards: Shards
  readonly #searches = new Map<number, Search>()
  #verifying = 0

  constructor(core: Core, shards: Shards) {
    this.#core = core
    this.#shards = shards
  }

  get open(): number {
    return this.#searches.size
  }

  /** Asks around, whatever is known here; `found` is told the newest group of those that were named. */
  find(step: Step, shard: number, found: Found): void {
    const running = this.#searches.get(shard)
    if (running !== undefined) {
      running.waiting.push(found)
      return
    }
    if (this.#searches.size >= MAX_SEARCHES) {
      found(step, undefined)
      return
    }
    const asked = new Set([this.#core.self])
    const search: Search = { shard, waiting: [found], asked, candidates: [] }
    this.#searches.set(shard, search)
    if (this.#core.positionOwning(shard) !== undefined) {
      search.candidates.push(...this.#core.neighboursOf(shard, MAX_ASKED))
      this.#next(step, search)
      return
    }
    this.#core.lookup(step, shard, LOOKUP_MS, (then, result) => {
      if (result.ok) search.candidates.push(result.value.owner)
      search.candidates.push(...this.#core.neighboursOf(shard, 2))
      this.#next(then, search)
    })
  }

  #next(step: Step, search: Search): void {
    const candidate = search.candidates.find(({ peer }) => !search.asked.has(peer))
    if (candidate === undefined || search.asked.size > MAX_ASKED) {
      this.#end(step, search, undefined)
      return
    }
    search.asked.add(candidate.peer)
    this.#where(step, search.shard, candidate, (then, answer) => {
      if (answer === undefined) {
        this.#next(then, search)
        return
      }
      const { group, lineage, others } = answer
      search.candidates.push(...others)
      if (group === undefined || !this.#shards.isOurs(lineage)) {
        this.#next(then, search)
        return
      }
      this.#shards.adopt(then, lineage)
      this.#shards.heard(search.shard, lineage, group)
      this.#end(then, search, this.#shards.known(search.shard))
    })
  }

  #end(step: Step, search: Search, group: Group | undefined): void {
    this.#searches.delete(search.shard)
    for (const found of search.waiting) found(step, group)
  }

  #where(
    step: Step,
    shard: number,
    to: NodeRef,
    told: (step: Step, answer: Extract<AgreementResponse, { type: 'group' }> | undefined) => void,
  ): void {
    const body = { type: 'where' as const, lineage: this.#shards.lineage, shard, epoch: 0 }
    this.#core.ask(
      step,
      to,
      body,
      { deadlineMs: ASK_MS, semantics: 'at-least-once' },
      {
        answered: (then, _from, answer) => {
          told(then, answer.type === 'group' ? answer : undefined)
        },
        failed: (then) => {
          told(then, undefined)
        },
      },
    )
  }

  // ---- is it true? -------------------------------------------------------------------------------------------------

  /**
   * Somebody says that this is, or was last, the shard's group (`claims`, latest first), and wants this node to act on it.
   * Believed when it is what this node knows; when it comes later, and a member of the group that this node knows says so
   * as well; or when this node knows of none and its neighbours do not either. So who is in no group can make none up for
   * a shard that anybody knows.
   */
  verify(
    step: Step,
    shard: number,
    lineage: string,
    claims: readonly [Group, ...Group[]],
    from: PeerKey,
    told: (step: Step, is: boolean) => void,
  ): void {
    const known = this.#shards.known(shard)
    const [latest] = claims
    const believe = (then: Step): void => {
      this.#believe(then, shard, lineage, latest, told)
    }
    if (!this.#shards.isOurs(lineage)) told(step, false)
    else if (known !== undefined && known.epoch >= latest.epoch) told(step, sameGroup(known, latest))
    else if (known !== undefined && isMember(known, from)) believe(step)
    else if (this.#verifying >= MAX_SEARCHES) told(step, false)
    else {
      this.#verifying++
      const { self } = this.#core
      const witnesses = known?.members ?? this.#core.neighboursOf(shard, WITNESSES)
      const others = witnesses.filter(({ peer }) => peer !== from && peer !== self)
      this.#ask(step, shard, others, (then, newest) => {
        this.#verifying--
        const isTrue =
          newest === undefined
            ? known === undefined
            : sameGroup(newest, latest) || (claims.some((claim) => sameGroup(newest, claim)) && isMember(newest, from))
        if (isTrue) {
          believe(then)
          return
        }
        if (newest !== undefined) this.#shards.heard(shard, lineage, newest)
        told(then, false)
      })
    }
  }

  #believe(step: Step, shard: number, lineage: string, group: Group, told: (step: Step, is: boolean) => void): void {
    this.#shards.adopt(step, lineage)
    this.#shards.heard(shard, lineage, group)
    told(step, true)
  }

  /** The newest group that any of these knows. */
  #ask(
    step: Step,
    shard: number,
    witnesses: readonly NodeRef[],
    told: (step: Step, newest: Group | undefined) => void,
  ): void {
    let open = witnesses.length
    let newest: Group | undefined
    if (open === 0) {
      told(step, undefined)
      return
    }
    for (const witness of witnesses) {
      this.#where(step, shard, witness, (then, answer) => {
        const says = answer?.group
        if (answer !== undefined && says !== undefined && this.#shards.isOurs(answer.lineage)) {
          if (says.epoch > (newest?.epoch ?? 0)) newest = says
        }
        open--
        if (open === 0) told(then, newest)
      })
    }
  }
}
