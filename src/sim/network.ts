import { OrbError, type Random } from '../base/index.ts'

/** An end of a link: a simulated node, named by its index. */
export interface Endpoint {
  readonly index: number
}

/** What may befall a message on its way; rates are shares of messages, 0 to 1. */
export interface LinkConditions {
  /** Vanishes. */
  readonly lossRate: number
  /** Arrives twice, the second time up to `reorderMs` later. */
  readonly duplicateRate: number
  /** Is held back by up to `reorderMs`, so that later ones overtake it: no TCP link does that. */
  readonly reorderRate: number
  readonly reorderMs: number
  /** Bytes are flipped or cut off. */
  readonly corruptRate: number
  /** Takes so much longer, milliseconds. */
  readonly delayMs: number
  /** Takes up to so much longer by chance, milliseconds; order is kept, as on a TCP link. */
  readonly jitterMs: number
}

/** Where conditions apply: everywhere, to all that a node sends and receives, or to one direction of one link. */
export type Where = 'everywhere' | { readonly node: Endpoint } | { readonly from: Endpoint; readonly to: Endpoint }

/** One copy of a message on its way. */
export interface Arrival {
  readonly atMs: number
  readonly corrupt: boolean
}

/** How far a held-back message may fall behind when nothing else is said: a few round trips. */
const REORDER_MS = 50
/** Conditions are added by tests and schedules; more than so many links with their own is a mistake of theirs. */
const MAX_LINK_RULES = 1_000_000
/** Node indices are below it: two of them make one key. */
const INDEX_SPAN = 2 ** 22

const NOTHING: readonly Arrival[] = Object.freeze([])
const FAIR: LinkConditions = {
  lossRate: 0,
  duplicateRate: 0,
  reorderRate: 0,
  reorderMs: REORDER_MS,
  corruptRate: 0,
  delayMs: 0,
  jitterMs: 0,
}

/**
 * What the network does to messages between nodes: nothing, or loss, duplication, reordering, corruption, delay, one-way
 * blocks and partitions. Pure: times and chance are arguments. Blocked messages vanish without a word, as on a real link;
 * what follows from that (timeouts, dials in vain) is not its business.
 *
 * A link is as bad as the worst that is set for it: everywhere, for either end, or for the link itself.
 */
export class Network {
  readonly #random: Random
  #everywhere: LinkConditions | undefined
  readonly #nodes = new Map<number, LinkConditions>()
  readonly #links = new Map<number, LinkConditions>()
  readonly #imposed = new Set<{ readonly full: LinkConditions; readonly where: Where }>()
  readonly #blocked = new Set<number>()
  #cut = 0
  /** The group of each node that stands in a group other than the first; undefined while there is no partition. */
  #groups: Map<number, number> | undefined
  /** By link, when its latest message in order arrives: what is sent later does not come before it. */
  readonly #latest = new Map<number, number>()
  #latestOfAll = 0
  #calm = true

  constructor(random: Random) {
    this.#random = random
  }

  /** True while every message simply arrives: then nobody need ask `carry`. */
  get calm(): boolean {
    return this.#calm
  }

  /**
   * Cuts the network into groups that do not reach each other. Who stands in no group, and who starts later, is with the
   * first. Takes the place of a partition before.
   * @throws OrbError INVALID_ARGUMENT when a node stands in two groups
   */
  partition(groups: readonly (readonly Endpoint[])[]): void {
    const placed = new Map<number, number>()
    groups.forEach((group, which) => {
      for (const { index } of group) {
        if (placed.has(index)) throw new OrbError('INVALID_ARGUMENT', `node ${index} stands in two groups`)
        placed.set(index, which)
      }
    })
    for (const [index, which] of placed) if (which === 0) placed.delete(index)
    this.#groups = placed.size > 0 ? placed : undefined
    this.#cut++
    this.#changed()
  }

  /** Counts partitions: another number, another cut. */
  get cut(): number {
    return this.#cut
  }

  /** Ends the partition and all one-way blocks. */
  heal(): void {
    this.#groups = undefined
    this.#cut++
    this.#blocked.clear()
    this.#changed()
  }

  /** From now on nothing that `from` sends reaches `to`. */
  block(from: Endpoint, to: Endpoint): void {
    this.#blocked.add(linkKey(from, to))
    this.#changed()
  }

  unblock(from: Endpoint, to: Endpoint): void {
    this.#blocked.delete(linkKey(from, to))
    this.#changed()
  }

  /**
   * Sets conditions in place of those that were set for the same place before; what is not given is fair.
   * @throws OrbError INVALID_ARGUMENT of a rate outside of 0 to 1, or a time that is negative or not finite
   */
  set(conditions: Partial<LinkConditions>, where: Where = 'everywhere'): void {
    const full = { ...FAIR, ...conditions }
    check(full)
    const isFair = (Object.keys(FAIR) as (keyof LinkConditions)[]).every(
      (name) => name === 'reorderMs' || full[name] === 0,
    )
    if (where === 'everywhere') this.#everywhere = isFair ? undefined : full
    else if ('node' in where) setOrDelete(this.#nodes, where.node.index, isFair ? undefined : full)
    else setOrDelete(this.#links, linkKey(where.from, where.to), isFair ? undefined : full)
    if (this.#links.size > MAX_LINK_RULES) throw new OrbError('INVALID_ARGUMENT', 'too many links with conditions')
    this.#changed()
  }

  /** Adds conditions to all others until the returned function is called. */
  impose(conditions: Partial<LinkConditions>, where: Where = 'everywhere'): () => void {
    const full = { ...FAIR, ...conditions }
    check(full)
    const rule = { full, where }
    this.#imposed.add(rule)
    this.#changed()
    return () => {
      this.#imposed.delete(rule)
    }
  }

  /** Everything is fair again. */
  clear(): void {
    this.#everywhere = undefined
    this.#nodes.clear()
    this.#links.clear()
    this.#imposed.clear()
    this.heal()
  }

  /** In which part of the partition the node is, from 0; 0 for all while there is none. */
  groupOf(node: Endpoint): number {
    return this.#groups?.get(node.index) ?? 0
  }

  /** Does what `from` sends get to `to` at all? */
  passes(from: Endpoint, to: Endpoint): boolean {
    if (this.#calm) return true
    if (this.#groups !== undefined && this.groupOf(from) !== this.groupOf(to)) return false
    return this.#blocked.size === 0 || !this.#blocked.has(linkKey(from, to))
  }

  /** Can `a` and `b` make a connection? That takes both directions. */
  connects(a: Endpoint, b: Endpoint): boolean {
    return this.#calm || (this.passes(a, b) && this.passes(b, a))
  }

  /**
   * When a message sent now arrives: never, once or twice.
   * @param baseMs what the link takes when it is fair
   */
  carry(from: Endpoint, to: Endpoint, nowMs: number, baseMs: number): readonly Arrival[] {
    if (!this.passes(from, to)) return NOTHING
    const { lossRate, duplicateRate, reorderRate, reorderMs, corruptRate, delayMs, jitterMs } = this.conditions(
      from,
      to,
    )
    const random = this.#random
    const happens = (rate: number): boolean => rate > 0 && random.float() < rate
    if (happens(lossRate)) return NOTHING
    const corrupt = happens(corruptRate)
    const takes = baseMs + delayMs + (jitterMs > 0 ? random.float() * jitterMs : 0)
    const atMs = happens(reorderRate)
      ? nowMs + takes + random.float() * reorderMs
      : this.#inOrder(linkKey(from, to), nowMs + takes, takes > baseMs)
    this.#rest(nowMs)
    if (!happens(duplicateRate)) return [{ atMs, corrupt }]
    return [
      { atMs, corrupt },
      { atMs: atMs + random.float() * reorderMs, corrupt },
    ]
  }

  /** What holds for a link now: for each fault the worst that is set for it. */
  conditions(from: Endpoint, to: Endpoint): LinkConditions {
    let worst = this.#everywhere ?? FAIR
    if (this.#nodes.size > 0) {
      worst = worse(worse(worst, this.#nodes.get(from.index)), this.#nodes.get(to.index))
    }
    if (this.#links.size > 0) worst = worse(worst, this.#links.get(linkKey(from, to)))
    for (const { full, where } of this.#imposed) if (applies(where, from, to)) worst = worse(worst, full)
    return worst
  }

  /** Not before what was sent before it: a delay that ends does not let later messages overtake. */
  #inOrder(link: number, atMs: number, delayed: boolean): number {
    const latest = this.#latest.get(link) ?? 0
    // What takes only what the link takes keeps its order by itself.
    if (!delayed && atMs >= latest) return atMs
    const at = Math.max(atMs, latest)
    this.#latest.set(link, at)
    if (at > this.#latestOfAll) this.#latestOfAll = at
    return at
  }

  /** Once no rule is left and all that was sent under one has arrived, order needs no looking after. */
  #rest(nowMs: number): void {
    if (this.#ruled() || nowMs < this.#latestOfAll) return
    this.#latest.clear()
    this.#calm = true
  }

  #ruled(): boolean {
    return (
      this.#groups !== undefined ||
      this.#everywhere !== undefined ||
      this.#blocked.size + this.#nodes.size + this.#links.size + this.#imposed.size > 0
    )
  }

  #changed(): void {
    // The way back to calm is #rest: what is under way may have been delayed.
    if (this.#ruled()) this.#calm = false
  }
}

const linkKey = (from: Endpoint, to: Endpoint): number => from.index * INDEX_SPAN + to.index

const applies = (where: Where, from: Endpoint, to: Endpoint): boolean =>
  where === 'everywhere' ||
  ('node' in where
    ? where.node.index === from.index || where.node.index === to.index
    : where.from.index === from.index && where.to.index === to.index)

function worse(a: LinkConditions, b: LinkConditions | undefined): LinkConditions {
  if (b === undefined) return a
  if (a === FAIR) return b
  return {
    lossRate: Math.max(a.lossRate, b.lossRate),
    duplicateRate: Math.max(a.duplicateRate, b.duplicateRate),
    reorderRate: Math.max(a.reorderRate, b.reorderRate),
    reorderMs: Math.max(a.reorderMs, b.reorderMs),
    corruptRate: Math.max(a.corruptRate, b.corruptRate),
    delayMs: Math.max(a.delayMs, b.delayMs),
    jitterMs: Math.max(a.jitterMs, b.jitterMs),
  }
}

function setOrDelete(map: Map<number, LinkConditions>, key: number, conditions: LinkConditions | undefined): void {
  if (conditions === undefined) map.delete(key)
  else map.set(key, conditions)
}

function check(conditions: LinkConditions): void {
  for (const [name, value] of Object.entries(conditions) as [keyof LinkConditions, number][]) {
    const fits = name.endsWith('Rate') ? value >= 0 && value <= 1 : value >= 0 && Number.isFinite(value)
    if (!fits) throw new OrbError('INVALID_ARGUMENT', `${name} cannot be ${value}`)
  }
}
