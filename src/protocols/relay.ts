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
 * next best one, as long as the deadline allows. Nothing is sent twice to the same peer for one request: the origin
 * alone begins anew, since retransmission at every hop would multiply.
 */

/** One request under way through this node. Plain data: goals and upstreams belong to the protocol. */
export interface Transit<Goal, Upstream> {
  readonly goal: Goal
  /** Where the answer goes: a reply, or something of this node's own. */
  readonly upstream: Upstream
  /** Monotonic milliseconds; then nobody waits for the answer any more. */
  readonly deadlineAt: number
  /** The hop that has it now. */
  ask: AskId | undefined
  /** The hop has acknowledged. */
  acknowledged: boolean
  /** Peers that need not be asked again. */
  tried: readonly PeerKey[]
}

/** The next hop as the protocol's routing sees it. */
export type Hop<Query> = { readonly to: NodeRef; readonly body: Query } | 'wait' | 'none'

/** What a protocol does for its relay. */
export interface RelayRules<Goal, Upstream, Query> {
  /** The best hop that is not in `tried`; may be asked several times for one transit. */
  nextHop(transit: Transit<Goal, Upstream>): Hop<Query>
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
    const transit = { goal, upstream, deadlineAt: now + leftMs, ask: undefined, acknowledged: false, tried }
    this.transits.add(transit)
    return transit
  }

  /** Sends it to the next hop: at first, after waiting, or when the goal was corrected. */
  forward<Query>(now: number, transit: Transit<Goal, Upstream>, rules: RelayRules<Goal, Upstream, Query>): void {
    transit.ask = undefined
    transit.acknowledged = false
    const leftMs = transit.deadlineAt - now
    const hop = leftMs > 0 ? rules.nextHop(transit) : 'none'
    if (!this.transits.has(transit)) return // the protocol has answered it itself
    if (hop === 'wait') rules.park(transit)
    else if (hop === 'none') {
      this.transits.delete(transit)
      rules.gaveUp(transit)
    } else transit.ask = rules.ask(transit, hop.to, hop.body, leftMs)
  }

  /** The hop took it on. */
  acknowledge(transit: Transit<Goal, Upstream>): void {
    transit.acknowledged = true
  }

  /** The hop failed, refused or lost its link: try the next one. */
  failed<Query>(
    now: number,
    transit: Transit<Goal, Upstream>,
    peer: PeerKey,
    rules: RelayRules<Goal, Upstream, Query>,
  ): void {
    this.exclude(transit, peer)
    if (transit.tried.length >= this.maxAlternates) {
      this.transits.delete(transit)
      rules.gaveUp(transit)
    } else this.forward(now, transit, rules)
  }

  /** This peer need not be asked again for this request. */
  exclude(transit: Transit<Goal, Upstream>, peer: PeerKey): void {
    transit.tried = [...transit.tried, peer]
  }

  /** Takes it out: it is answered, or nobody waits any more. False when it was out already. */
  close(transit: Transit<Goal, Upstream>): boolean {
    return this.transits.delete(transit)
  }
}
