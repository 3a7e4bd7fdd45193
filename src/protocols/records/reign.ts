import type { Epoch, NodeRef, PeerKey } from '../../base/index.ts'
import type { Peers } from './peers.ts'
import {
  compareConfigs,
  majority,
  MAX_PRIOR,
  priorOf,
  type Config,
  type ConfigId,
  type Member,
  type PriorConfig,
  type Quorum,
} from './quorum.ts'

/** What a peer has said of a configuration that it was told. */
export interface Told {
  /** See Piece. */
  readonly since: ConfigId | undefined
  /** In which state of the reign, and of the peer. */
  readonly what: string
}

/** `until`: Infinity while it is under way. */
export interface Work {
  readonly until: number
  readonly failures: number
}

/**
 * A configuration that this node has made, in this incarnation, for an arc of which it is the owner: whom it has told, from
 * whom it has fetched, and who is up to date. See docs/decisions/0009-synced-arcs.md.
 */
export class Reign {
  readonly position: number
  config: Config
  /** Not before is anything done under it. */
  isDurable = false
  /** When it began. */
  readonly at: number
  /** From when on this node itself has had a share in the arc; undefined: all the time, or everything has been fetched. */
  since: ConfigId | undefined
  /** Everything acknowledged before is here. */
  isFull: boolean
  /** See Quorum. What is persisted is not forgotten. */
  isKnown: boolean
  /** Something has been acknowledged under it. */
  isUsed = false
  readonly told = new Map<PeerKey, Told>()
  /** Compared with since they were told. */
  readonly sources = new Set<PeerKey>()
  /** Up to date: compared with when this node was full. */
  readonly filled = new Map<PeerKey, Epoch | undefined>()
  /** Who knew an older configuration when this one was made, and is to be told although it was in none of those before. */
  also: ReadonlySet<PeerKey> = new Set()
  /** Somebody knows a greater configuration, made while there were two rings: this one is to be made anew above it. */
  outbidBy: ConfigId | undefined
  /** Made by others after those before, and not known when this one was made: it is to be made anew with them before it. */
  readonly rivals: PriorConfig[] = []
  /** What is under way, and what rests after it failed. */
  readonly work = new Map<string, Work>()
  /** When members are to be compared with the next time. */
  repairAt = Infinity
  readonly #peers: Peers
  #quorum: Quorum | undefined

  constructor(peers: Peers, position: number, config: Config, since: ConfigId | undefined, at: number) {
    this.#peers = peers
    this.position = position
    this.config = config
    this.since = since
    this.at = at
    this.isFull = this.isKnown = config.prior.length === 0
  }

  /** Are the configurations before forgotten? */
  get isRelieved(): boolean {
    return this.config.prior.length === 0
  }

  /**
   * Is there anything to be looked for under it that is not to be found under those before: what was acknowledged under it, or,
   * when those are forgotten, all? What has not been written down here nobody else has heard of.
   */
  get counts(): boolean {
    return this.isDurable && (this.isUsed || this.isRelieved)
  }

  /** How many more may come before the one that takes its place, of which this one is one if it counts. */
  get room(): number {
    return MAX_PRIOR - this.config.prior.length - (this.counts ? 1 : 0)
  }

  get writes(): number {
    return majority(this.config.members.length)
  }

  /** Who is to be told of it: members, and those before. */
  get others(): PeerKey[] {
    const peers = new Set<PeerKey>()
    for (const { members } of [this.config, ...this.config.prior]) for (const { peer } of members) peers.add(peer)
    for (const peer of this.also) peers.add(peer)
    peers.delete(this.#peers.self)
    return [...peers]
  }

  isMember(peer: PeerKey): boolean {
    return this.config.members.some((member) => member.peer === peer)
  }

  /**
   * Has all been heard that was acknowledged under a configuration before, if these have been? Its owner has all of it. But
   * that nobody else has ruled since, only so many can say that one of each majority is among them.
   */
  meets(prior: PriorConfig, hasHeard: (peer: PeerKey) => boolean): boolean {
    const knows = ({ peer }: Member): boolean => {
      if (peer === this.#peers.self) return isUpTo(this.since, prior.id)
      const told = this.told.get(peer)
      return told !== undefined && isUpTo(told.since, prior.id)
    }
    const counts = (member: Member): boolean =>
      knows(member) && (member.peer === this.#peers.self || hasHeard(member.peer))
    const { length } = prior.members
    const others = length - majority(length)
    if (prior.members.filter(knows).length <= others) return false
    const [owner] = prior.members
    return (owner !== undefined && counts(owner)) || prior.members.filter(counts).length > others
  }

  /** Is it known to a majority of each configuration before by now? Who is lost for good tells nobody of another. */
  lookWhoKnows(now: number): void {
    const knows = ({ peer }: Member): boolean => {
      if (peer === this.#peers.self || this.told.has(peer)) return true
      // Who leaves is told as long as it is there.
      const isTried = this.#peers.refOf(peer) === undefined || (this.work.get(`tell ${peer}`)?.failures ?? 0) > 0
      return isTried && this.#peers.isLost(now, peer)
    }
    this.isKnown ||= this.config.prior.every(({ members }) => members.filter(knows).length >= majority(members.length))
  }

  /** Somebody who was told of this configuration knows others, older, that those before it do not account for. */
  contested(rivals: readonly PriorConfig[]): void {
    const { config } = this
    for (const rival of rivals) {
      const isIn = [config, ...config.prior, ...this.rivals].some((each) => compareConfigs(each.id, rival.id) === 0)
      if (!isIn && this.rivals.length < MAX_PRIOR) this.rivals.push(priorOf(rival))
    }
  }

  /** Have all members that are there been brought up to date? */
  isComplete(now: number): boolean {
    if (!this.isDurable || !this.isRelieved) return false
    return this.config.members.every(
      ({ peer }) => peer === this.#peers.self || this.filled.has(peer) || this.#peers.isLost(now, peer),
    )
  }

  /** Something of it has changed. */
  changed(): void {
    this.#quorum = undefined
  }

  quorum(): Quorum {
    return (this.#quorum ??= this.#makeQuorum())
  }

  #makeQuorum(): Quorum {
    const { config, writes } = this
    const { self } = this.#peers
    const refs = (peers: Iterable<PeerKey>): NodeRef[] => {
      const known: NodeRef[] = []
      for (const peer of peers) {
        const ref = this.#peers.refOf(peer)
        if (ref !== undefined) known.push(ref)
      }
      return known
    }
    const members = config.members.map(({ peer }) => peer).filter((peer) => peer !== self)
    const confirmations = config.members.length - writes
    return {
      config: config.id,
      settled: this.isFull,
      members: refs(members),
      writes,
      isKnown: this.isKnown,
      readers: refs(this.others),
      confirmations: config.prior.length === 0 && this.isFull ? confirmations : undefined,
      acknowledged: () => {
        this.isUsed = true
      },
      enough: (answers) => {
        const hasHeard = (peer: PeerKey): boolean => {
          const standing = answers.get(peer)
          return standing !== undefined && compareConfigs(standing.config, config.id) >= 0
        }
        // Each of these would say so if somebody else owned the arc by now.
        if (members.filter(hasHeard).length < confirmations) return false
        return config.prior.every((prior) => this.meets(prior, hasHeard))
      },
    }
  }
}

/** Has one who took part since then its share of what was acknowledged under that configuration? */
const isUpTo = (since: ConfigId | undefined, config: ConfigId): boolean =>
  since === undefined || compareConfigs(since, config) <= 0
