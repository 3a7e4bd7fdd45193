import type { Lamport, NodeRef, PeerKey, RingId } from '../../base/index.ts'
import type { Arc } from '../arcs.ts'

export type { Arc }

/** Names a configuration: made by an owner, ordered by Lamport time, then by peer. A greater one replaces a smaller one. */
export interface ConfigId {
  readonly lamport: Lamport
  readonly peer: PeerKey
}

/** One that keeps copies; `position` is that of its peer at which it was found. */
export interface Member {
  readonly peer: PeerKey
  readonly position: number
}

/** Who kept an arc under a configuration that was replaced. */
export interface PriorConfig {
  readonly id: ConfigId
  /** The owner first. */
  readonly members: readonly Member[]
  /**
   * Under this owner's configurations of the arc from this Lamport time on, up to this one, nothing was acknowledged: they are
   * accounted for, and need not be asked. Absent: there are none.
   */
  readonly unusedFrom?: Lamport | undefined
}

/**
 * Who keeps an arc. What was acknowledged under it is at w of its members, of which the owner is one. What was
 * acknowledged before it is at w of them as well, unless `prior` says where else to look.
 * See docs/decisions/0009-synced-arcs.md.
 */
export interface Config extends PriorConfig, Arc {
  /** Newest first, at most MAX_PRIOR. */
  readonly prior: readonly PriorConfig[]
}

/** Configurations that may be waiting to be relieved, one behind the other. An older one is not asked any more. */
export const MAX_PRIOR = 8
/** Members of a configuration: replicas, and those of them that have died and are waited for. */
export const MAX_MEMBERS = 16

/** What a member says of the configuration it knows for an id, with each answer. */
export interface Standing {
  readonly config: ConfigId
  /** False: it had nothing of this arc when it became a member, and has not been filled yet. */
  readonly synced: boolean
}

/** How the owner reads and writes an id now. */
export interface Quorum {
  /** Goes with all that is asked of members. */
  readonly config: ConfigId
  /** Has the owner itself all that was acknowledged? Then it need not read before it stamps a version. */
  readonly settled: boolean
  /** To whom to write, the owner itself left out: the other members, nearest first. */
  readonly members: readonly NodeRef[]
  /** So many must have synced a write, the owner included, before it is acknowledged. */
  readonly writes: number
  /**
   * Does a majority of each configuration before know this one? Not before that is a write acknowledged: whoever owns the id
   * next may be able to ask only members of those.
   */
  readonly isKnown: boolean
  /** Whom to ask in a read, the owner itself left out: members, and those of configurations before. */
  readonly readers: readonly NodeRef[]
  /**
   * So many other members have to say that they know none but this configuration for the owner's own row to be the present
   * state of the record; undefined: configurations before this one are to be asked as well.
   */
  readonly confirmations: number | undefined
  /** A write is about to be acknowledged under it: whatever follows must look for it here. */
  acknowledged(): void
  /** Have enough answered for the newest version among their answers, and the owner's own, to count? */
  enough(answers: ReadonlyMap<PeerKey, Standing | undefined>): boolean
}

/** What an owner says of the quorum of an id, for those who want to ask the members themselves the next time. */
export interface Group {
  readonly config: ConfigId
  /** See Quorum. */
  readonly confirmations: number
  /** Members but the owner, one more than have to confirm it where there are so many. */
  readonly members: readonly NodeRef[]
}

/** What a replica says to a request that names a configuration. */
export type Admission =
  /** It knows it, or has nothing newer and takes part. */
  | 'admitted'
  /** It knows a newer one: who asks owns the id no more. */
  | 'superseded'
  /** It has not been told of it yet: ask again when it has. */
  | 'unknown'

/** The size of a quorum of writers. */
export const majority = (members: number): number => Math.floor(members / 2) + 1

export const compareConfigs = (a: ConfigId, b: ConfigId): number =>
  a.lamport !== b.lamport ? a.lamport - b.lamport : a.peer < b.peer ? -1 : a.peer > b.peer ? 1 : 0

/**
 * Of configurations that somebody knows for a part of an arc, those that a newer one does not account for: it was made by one
 * that had not heard of them, and what was acknowledged under them is not looked for under it. One that has been relieved
 * accounts for all.
 */
export function rivalsOf(
  config: Config,
  known: readonly { readonly arc: Arc; readonly config: Config }[],
): readonly Config[] {
  const [first, ...rest] = config.prior.map(({ id }) => id)
  if (first === undefined) return []
  const oldest = rest.reduce((a, b) => (compareConfigs(b, a) < 0 ? b : a), first)
  return known.flatMap(({ config: other }) => {
    const isBetween = compareConfigs(other.id, config.id) < 0 && compareConfigs(other.id, oldest) > 0
    return isBetween && ![config, ...config.prior].some((each) => accountsFor(each, other.id)) ? [other] : []
  })
}

const accountsFor = ({ id, unusedFrom }: PriorConfig, other: ConfigId): boolean =>
  other.peer === id.peer && other.lamport <= id.lamport && other.lamport >= (unusedFrom ?? id.lamport)

/** Without the arc, and what was before it. */
export const priorOf = ({ id, members, unusedFrom }: PriorConfig): PriorConfig => ({
  id,
  members,
  ...(unusedFrom === undefined ? {} : { unusedFrom }),
})

/** What the coordinator and the replica of records ask of the ranges. */
export interface RangesView {
  /**
   * How to read and write an id of which this node is the owner; undefined: it is not, or it has not heard yet who kept the
   * id before (a round trip after the ring has changed: answer NOT_OWNER, or try again shortly).
   */
  quorum(id: RingId): Quorum | undefined
  /** A request of the owner for an id: may it be carried out? */
  admit(from: PeerKey, id: RingId, config: ConfigId): Admission
  /** Goes with the answer to it. */
  standing(id: RingId): Standing | undefined
  /** Is the id in an arc that this node keeps, as owner or member? What is not may be on its way out. */
  keeps(id: RingId): boolean
  /** Has this node no share in the id, and has had none that it knows of? What it has of it, it has for others. */
  isForeign(id: RingId): boolean
  /** A member has answered `superseded` or `unknown`: the ranges look after it. */
  refused(now: number, peer: PeerKey, id: RingId, admission: Admission): void
}
