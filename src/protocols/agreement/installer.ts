import type { NodeRef, PeerKey } from '../../base/index.ts'
import type { IoFailure, KeyRange, Put } from '../machine.ts'
import { compareBallots, sameBallot } from './ballot.ts'
import type { Core, Step } from './core.ts'
import { isMember, majorityOf } from './group.ts'
import {
  MAX_FETCHED,
  MAX_PAGE_BYTES,
  type AgreementRequest,
  type AgreementResponse,
  type Ballot,
  type Group,
  type RegisterState,
} from './messages.ts'
import { pageOf, throughOf } from './pages.ts'
import { keyOfText, listedRange, registerPut, shardRange, textOfKey, type RegisterRow } from './rows.ts'
import type { Shards } from './shards.ts'
import type { Usage } from './usage.ts'

/** What to take over, from whom. */
export interface Transfer {
  readonly shard: number
  readonly group: Group
  /** Who may be asked, and how many of them must have answered; what this node itself holds counts as one of them or not. */
  readonly sources: readonly NodeRef[]
  readonly needed: number
  readonly countsOwn: boolean
  /** Nothing changes any more at those who answer. */
  readonly final: boolean
  readonly ended: (step: Step, result: { readonly ok: true; readonly floor: number } | { readonly ok: false }) => void
}

interface Digest {
  readonly source: NodeRef
  readonly ballots: ReadonlyMap<string, Ballot>
  readonly through: string | undefined
}

interface Needed {
  readonly key: string
  readonly source: NodeRef
}

export interface InstallerParts {
  readonly core: Core
  readonly shards: Shards
  readonly usage: Usage
}

/**
 * Makes the rows of a shard what its sources hold: of each register the latest proposal that any of them has accepted.
 * Page by page over the keys: the ballots of all sources, then the states that are not here yet. What no source has is
 * deleted, so that nothing comes back that was forgotten. Rows are made in place: until it ends, this node serves nothing
 * of the shard.
 */
export class Taking {
  readonly #parts: InstallerParts
  readonly #transfer: Transfer
  #sources: NodeRef[] = []
  #after = ''
  #floor = 0
  #page: { digests: Digest[]; failed: number; asked: number } | undefined
  #over = false

  constructor(parts: InstallerParts, transfer: Transfer) {
    this.#parts = parts
    this.#transfer = transfer
  }

  /** Nobody is interested any more. */
  stop(): void {
    this.#over = true
  }

  begin(step: Step): void {
    this.#floor = this.#parts.shards.own(this.#transfer.shard)?.floor ?? 0
    this.#digest(step, this.#transfer.sources)
  }

  #digest(step: Step, sources: readonly NodeRef[]): void {
    const page = { digests: [], failed: 0, asked: sources.length }
    this.#page = page
    if (this.#transfer.needed === 0) {
      this.#compare(step)
      return
    }
    if (sources.length < this.#transfer.needed) {
      // One alone in the new group has nobody there to take over from.
      this.#end(step, { ok: false })
      return
    }
    const { final } = this.#transfer
    for (const source of sources) {
      this.#ask(step, source, { type: 'digest', after: keyOfText(this.#after), final }, (then, answer) => {
        if (this.#over || this.#page !== page) return
        this.#digested(then, source, answer)
      })
    }
  }

  #digested(step: Step, source: NodeRef, answer: AgreementResponse | undefined): void {
    const page = this.#page
    if (page === undefined) return
    const { needed } = this.#transfer
    if (answer?.type !== 'digested') {
      page.failed++
      if (page.asked - page.failed < needed) this.#end(step, { ok: false })
      return
    }
    if (page.digests.length >= needed) return
    this.#floor = Math.max(this.#floor, answer.floor)
    const ballots = new Map(answer.ballots.map(({ key, ballot }) => [textOfKey(key), ballot]))
    const through = answer.through === undefined ? undefined : textOfKey(answer.through)
    page.digests.push({ source, ballots, through })
    if (page.digests.length < needed) return
    // The same ones are asked to the end: what they tell together is what a majority holds.
    this.#sources = page.digests.map((digest) => digest.source)
    this.#compare(step)
  }

  /** The sources have told their page: what is here of it? */
  #compare(step: Step): void {
    const digests = this.#page?.digests ?? []
    const { shard } = this.#transfer
    const ends = digests.flatMap(({ through }) => (through === undefined ? [] : [through])).sort()
    const range = listedRange(shard, '', this.#after)
    const [first] = ends
    const until: KeyRange =
      first === undefined ? range : { from: range.from, below: `${shardRange(shard).from}${first}\0` }
    this.#parts.core.read(step, until, OWN_ROWS, {
      rows: (then, rows, rest) => {
        if (this.#over) return
        const own = pageOf(rows, rest)
        // What is damaged here is as if it were not: the sources have it. But then it cannot be one of them.
        if (own === undefined && this.#transfer.countsOwn) this.#end(then, { ok: false })
        else this.#merge(then, digests, new Map(own?.rows ?? []), throughOf(rows, rest) ?? first)
      },
      failed: (then) => {
        this.#end(then, { ok: false })
      },
    })
  }

  #merge(
    step: Step,
    digests: readonly Digest[],
    own: ReadonlyMap<string, RegisterRow>,
    through: string | undefined,
  ): void {
    const { countsOwn, group, shard } = this.#transfer
    const isIn = (key: string): boolean => through === undefined || key <= through
    const needed: Needed[] = []
    const keys = new Set<string>()
    for (const { ballots } of digests) for (const key of ballots.keys()) if (isIn(key)) keys.add(key)
    for (const key of keys) {
      const mine = own.get(key)?.accepted
      let best: Digest | undefined
      for (const digest of digests) {
        if (compareBallots(digest.ballots.get(key), best?.ballots.get(key)) > 0) best = digest
      }
      const ballot = best?.ballots.get(key)
      if (best === undefined || sameBallot(mine, ballot) || (countsOwn && compareBallots(mine, ballot) > 0)) continue
      needed.push({ key, source: best.source })
    }
    const drops: (readonly [key: string, row: RegisterRow])[] = []
    for (const [key, row] of own) {
      const isHeld = keys.has(key) || (countsOwn && row.accepted !== undefined)
      // A promise of an epoch that is over binds nobody.
      if (isHeld || (row.promised?.epoch === group.epoch && countsOwn)) continue
      drops.push([key, row])
    }
    const batch = drops.map(([key]) => registerPut(shard, key, undefined))
    this.#write(step, batch, (then) => {
      for (const [, row] of drops) this.#parts.usage.changed(row.state, undefined)
      this.#fetch(then, needed, own, (later) => {
        if (through === undefined) this.#end(later, { ok: true, floor: this.#floor })
        else {
          this.#after = through
          this.#digest(later, this.#sources)
        }
      })
    })
  }

  /** Fetches what is needed, as much as fits at a time. */
  #fetch(
    step: Step,
    needed: readonly Needed[],
    own: ReadonlyMap<string, RegisterRow>,
    done: (step: Step) => void,
  ): void {
    const source = needed[0]?.source
    if (source === undefined) {
      done(step)
      return
    }
    const now = fitting(needed.filter((each) => each.source === source))
    const keys = now.map(({ key }) => keyOfText(key))
    this.#ask(step, source, { type: 'fetch', keys }, (then, answer) => {
      if (this.#over) return
      const wanted = new Set(now.map(({ key }) => key))
      const states = answer?.type === 'fetched' ? answer.states : []
      const batch: Put[] = []
      const got = new Map<string, RegisterState>()
      for (const { ballot, state } of states) {
        const key = textOfKey(state.key)
        if (!wanted.has(key)) continue
        got.set(key, state)
        batch.push(registerPut(this.#transfer.shard, key, { promised: ballot, accepted: ballot, state }))
      }
      if (got.size === 0) {
        this.#end(then, { ok: false })
        return
      }
      this.#write(then, batch, (later) => {
        for (const [key, state] of got) this.#parts.usage.changed(own.get(key)?.state, state)
        this.#fetch(
          later,
          needed.filter(({ key }) => !got.has(key)),
          own,
          done,
        )
      })
    })
  }

  #write(step: Step, batch: readonly Put[], done: (step: Step) => void): void {
    if (batch.length === 0) {
      done(step)
      return
    }
    this.#parts.core.write(step, batch, {
      written: (then) => {
        if (!this.#over) done(then)
      },
      failed: (then: Step, _code: IoFailure) => {
        this.#end(then, { ok: false })
      },
    })
  }

  #ask(
    step: Step,
    to: NodeRef,
    question: { type: 'digest'; after: Uint8Array; final: boolean } | { type: 'fetch'; keys: readonly Uint8Array[] },
    told: (step: Step, answer: AgreementResponse | undefined) => void,
  ): void {
    const { shards, core } = this.#parts
    const { shard, group } = this.#transfer
    const body: AgreementRequest = { lineage: shards.lineage, shard, epoch: group.epoch, ...question }
    core.askOften(step, to, body, {
      answered: (then, _from, answer) => {
        if (answer.type === 'group' && answer.group !== undefined) shards.heard(shard, answer.lineage, answer.group)
        told(then, answer)
      },
      failed: (then) => {
        told(then, undefined)
      },
    })
  }

  #end(step: Step, result: { readonly ok: true; readonly floor: number } | { readonly ok: false }): void {
    if (this.#over) return
    this.#over = true
    this.#transfer.ended(step, result)
  }
}

/** As many as one question may name. */
function fitting(needed: readonly Needed[]): readonly Needed[] {
  let bytes = 0
  const end = needed.findIndex(({ key }, i) => i >= MAX_FETCHED || (bytes += key.length / 2) > MAX_PAGE_BYTES)
  return end < 0 ? needed : needed.slice(0, Math.max(1, end))
}

/** Rows of this node that are compared at once. */
const OWN_ROWS = 1_024

/** From whom a member of a new group takes over: a majority of the group before, or of the new one, who have it all. */
export function sourcesOf(
  self: PeerKey,
  group: Group,
  from: Group,
  ownEpoch: number | undefined,
  byNew: boolean,
): Pick<Transfer, 'sources' | 'needed' | 'countsOwn'> {
  const among = byNew ? group : from
  const countsOwn = !byNew && ownEpoch === from.epoch && isMember(from, self)
  const sources = among.members.filter(({ peer }) => peer !== self)
  return { sources, needed: majorityOf(among) - (countsOwn ? 1 : 0), countsOwn }
}
