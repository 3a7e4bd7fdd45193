import type { NodeRef, PeerKey } from '../base/index.ts'
import type { AskId } from './machine.ts'

/**
 * The recursive relay of Chord and CAN: a request travels from node to node over connections that already stand, each
 * node acknowledges it at once with an interim answer, and the answer comes back on the reverse path.
 *
 *     origin ──find──▶ A ──find──▶ B ──find──▶ owner
 *            ◀relaying─  ◀relaying─  ◀──found──
 *            ◀─────────found──────────
 *
 * A hop that gives no first word in time, refuses, or whose link goes down after it had acknowledged, is replaced by the
 * next best one, as long as the deadline allows. One that is merely late may be hedged: a second hop is asked beside it,
 * and the first answer counts (Dean & Barroso, "The tail at scale", CACM 56(2), 2013). Nothing is sent twice to the same
 * peer for one request: the origin alone begins anew, since retransmission at every hop would multiply.
 */

/** A hop that has been asked and has not answered. */
export interface AskedHop {
  readonly ask: AskId
  readonly peer: PeerKey
  /** It has acknowledged. */
  acknowledged: boolean
}

/** One request under way through this node. Plain data: goals and upstreams belong to the protocol. */
export interface Transit<Goal, Upstream> {
  readonly goal: Goal
  /** Where the answer goes: a reply, or something of this node's own. */
  readonly upstream: Upstream
  /** Monotonic milliseconds; then nobody waits for the answer any more. */
  readonly deadlineAt: number
  /** The hop that has it now, and a second one when that was late. */
  hop: AskedHop | undefined
  second: AskedHop | undefined
  /** When the hop is late, if it has not acknowledged by then; Infinity: it is not hedged. */
  hedgeAt: number
  /** Peers that need not be asked again. */
  tried: readonly PeerKey[]
}

/** The next hop as the protocol's routing sees it. */
export type Hop<Query> =
  | {
      readonly to: NodeRef
      readonly body: Query
      /** When it is late without a word, ms; left out: it is not hedged. */
      readonly lateMs?: number
    }
  | 'wait'
  | 'none'

/** What a protocol does for its relay. */
export interface RelayRules<Goal, Upstream, Query> {
  /** The best hop that is not in `tried`; may be asked several times for one transit. */
  nextHop(transit: Transit<Goal, Upstream>): Hop<Query>
  /** A second hop beside one that is late, which is in `tried` by now; undefined: nobody else would help. */
  secondHop(transit: Transit<Goal, Upstream>): { readonly to: NodeRef; readonly body: Query } | undefined
  /** Sends the request on; the id under which its fate will be reported. */
  ask(transit: Transit<Goal, Upstream>, to: NodeRef, body: Query, leftMs: number): AskId
  /** Routing cannot say yet: keep it and call `resume` when it may. */
  park(transit: Transit<Goal, Upstream>): void
  /** It has left the table: no hop is left, or no time. */
  gaveUp(transit: Transit<Goal, Upstream>): void
}

const NOBODY: readonly PeerKey[] = Object.freeze([])

export class Relay<Goal, Upstream> {
  readonly transits = new Set<Transit<Goal, Upstream>>()
  readonly maxTransits: number
  readonly maxAlternates: number
  /** No hop is late before this time. */
  hedgesAt = Infinity

  /** @param maxAlternates hops tried for one request before it goes back. */
  constructor(maxTransits: number, maxAlternates: number) {
    this.maxTransits = maxTransits
    this.maxAlternates = maxAlternates
  }

  get size(): number {
    return this.transits.size
  }

  /** Takes a request on, without forwarding it yet. Undefined when the table is full: refuse it with `overload`. */
  open(
    now: number,
    goal: Goal,
    upstream: Upstream,
    leftMs: number,
    tried: readonly PeerKey[] = NOBODY,
  ): Transit<Goal, Upstream> | undefined {
    if (this.transits.size >= this.maxTransits) return undefined
    const deadlineAt = now + leftMs
    const transit = { goal, upstream, deadlineAt, hop: undefined, second: undefined, hedgeAt: Infinity, tried }
    this.transits.add(transit)
    return transit
  }

  /** Sends it to the next hop: at first, after waiting, or when the goal was corrected. */
  forward<Query>(now: number, transit: Transit<Goal, Upstream>, rules: RelayRules<Goal, Upstream, Query>): void {
    transit.hop = undefined
    transit.hedgeAt = Infinity
    const leftMs = transit.deadlineAt - now
    const hop = leftMs > 0 ? rules.nextHop(transit) : 'none'
    if (!this.transits.has(transit)) return // the protocol has answered it itself
    if (hop === 'wait') rules.park(transit)
    else if (hop === 'none') {
      // The other one may still answer.
      if (transit.second !== undefined) {
        transit.hop = transit.second
        transit.second = undefined
        return
      }
      this.transits.delete(transit)
      rules.gaveUp(transit)
    } else {
      transit.hop = { ask: rules.ask(transit, hop.to, hop.body, leftMs), peer: hop.to.peer, acknowledged: false }
      if (hop.lateMs === undefined) return
      transit.hedgeAt = now + hop.lateMs
      if (transit.hedgeAt < this.hedgesAt) this.hedgesAt = transit.hedgeAt
    }
  }

  /** Those whose hop is late, each once. Cheap while none can be. */
  late(now: number): readonly Transit<Goal, Upstream>[] {
    if (this.hedgesAt > now) return []
    const due: Transit<Goal, Upstream>[] = []
    let next = Infinity
    for (const transit of this.transits) {
      if (transit.hedgeAt <= now) {
        transit.hedgeAt = Infinity
        due.push(transit)
      } else if (transit.hedgeAt < next) next = transit.hedgeAt
    }
    this.hedgesAt = next
    return due
  }

  /** Asks a second hop beside the one that is late. False: nobody else would help, or there is no time. */
  hedge<Query>(now: number, transit: Transit<Goal, Upstream>, rules: RelayRules<Goal, Upstream, Query>): boolean {
    const { hop, second } = transit
    const leftMs = transit.deadlineAt - now
    if (hop === undefined || second !== undefined || leftMs <= 0) return false
    if (!transit.tried.includes(hop.peer)) this.exclude(transit, hop.peer)
    const other = transit.tried.length < this.maxAlternates ? rules.secondHop(transit) : undefined
    if (other === undefined) return false
    transit.second = { ask: rules.ask(transit, other.to, other.body, leftMs), peer: other.to.peer, acknowledged: false }
    return true
  }

  /** The hop took it on: it is at work, and not late. */
  acknowledge(transit: Transit<Goal, Upstream>, ask: AskId): void {
    const hop = hopOf(transit, ask)
    if (hop === undefined) return
    hop.acknowledged = true
    if (hop !== transit.hop) return
    transit.hedgeAt = Infinity
    if (this.transits.size === 1) this.hedgesAt = Infinity
  }

  /** A hop failed, refused or lost its link: the other one may still answer; else try the next. */
  failed<Query>(
    now: number,
    transit: Transit<Goal, Upstream>,
    hop: AskedHop,
    rules: RelayRules<Goal, Upstream, Query>,
  ): void {
    if (!transit.tried.includes(hop.peer)) this.exclude(transit, hop.peer)
    if (this.drop(transit, hop)) return
    if (transit.tried.length >= this.maxAlternates) {
      this.transits.delete(transit)
      rules.gaveUp(transit)
    } else this.forward(now, transit, rules)
  }

  /** This hop is done with. True when the other one is still at it. */
  drop(transit: Transit<Goal, Upstream>, hop: AskedHop): boolean {
    if (transit.second === hop) transit.second = undefined
    else if (transit.hop === hop) {
      transit.hop = transit.second
      transit.second = undefined
      transit.hedgeAt = Infinity
    }
    return transit.hop !== undefined
  }

  /** This peer need not be asked again for this request. */
  exclude(transit: Transit<Goal, Upstream>, peer: PeerKey): void {
    transit.tried = [...transit.tried, peer]
  }

  /** Takes it out: it is answered, or nobody waits any more. False when it was out already. */
  close(transit: Transit<Goal, Upstream>): boolean {
    const wasOpen = this.transits.delete(transit)
    if (this.transits.size === 0) this.hedgesAt = Infinity
    return wasOpen
  }
}

/** Which of its hops was asked so; undefined: it is asked no more. */
export function hopOf<Goal, Upstream>(transit: Transit<Goal, Upstream>, ask: AskId): AskedHop | undefined {
  if (transit.hop?.ask === ask) return transit.hop
  return transit.second?.ask === ask ? transit.second : undefined
}
