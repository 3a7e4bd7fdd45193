import type { NodeRef, PeerKey } from '../../base/index.ts'
import type { Core, Step } from './core.ts'
import type { Shards } from './shards.ts'

/** Somebody who could not be had as a member is left out for so long. */
const LEFT_OUT_MS = 30_000

/** What this node knows of the lives of its fellow members. */
export class Vitals {
  readonly #core: Core
  readonly #shards: Shards
  #askAt = 0
  readonly #deadSince = new Map<PeerKey, number>()
  readonly #leftOut = new Map<PeerKey, number>()

  constructor(core: Core, shards: Shards) {
    this.#core = core
    this.#shards = shards
  }

  /** Asks each fellow member now and then whether it is alive, so that somebody finds out when it is not. */
  look(step: Step): void {
    if (this.#askAt > step.now) return
    this.#askAt = step.now + this.#core.params.lookMs / 2
    const peers = new Map<PeerKey, NodeRef>()
    for (const [, { group }] of this.#shards.mine()) {
      for (const member of this.#shards.others(group)) peers.set(member.peer, member)
    }
    const body = { type: 'ping' as const, lineage: this.#shards.lineage, shard: 0, epoch: 0 }
    for (const [peer, node] of peers) {
      if (!this.#core.isDead(this.#core.latest(node))) this.#deadSince.delete(peer)
      else if (!this.#deadSince.has(peer)) this.#deadSince.set(peer, step.now)
      this.#core.askOften(step, node, body, { answered: () => undefined, failed: () => undefined })
    }
    for (const peer of this.#deadSince.keys()) if (!peers.has(peer)) this.#deadSince.delete(peer)
    for (const [peer, until] of this.#leftOut) if (until <= step.now) this.#leftOut.delete(peer)
  }

  /** Since when the peer is known to be dead; undefined: it is not. */
  deadSince(peer: PeerKey): number | undefined {
    return this.#deadSince.get(peer)
  }

  leaveOut(step: Step, peer: PeerKey): void {
    this.#leftOut.set(peer, step.now + LEFT_OUT_MS)
  }

  isLeftOut(peer: PeerKey): boolean {
    return this.#leftOut.has(peer)
  }
}
