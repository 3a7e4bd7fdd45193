import type { NodeRef, PeerKey } from '../../base/index.ts'
import type { Core, Step } from './core.ts'
import type { Shards } from './shards.ts'

/** Somebody who could not be had as a member is left out for so long. */
const LEFT_OUT_MS = 30_000
/** Who has been heard within so many looks is not asked. Of two members the one that looks first asks for both. */
const HEARD_LOOKS = 2

/** What this node knows of the lives of its fellow members. */
export class Vitals {
  readonly #core: Core
  readonly #shards: Shards
  #askAt = 0
  readonly #deadSince = new Map<PeerKey, number>()
  readonly #leftOut = new Map<PeerKey, number>()
  /** When each fellow member last asked something, or answered. */
  readonly #heardAt = new Map<PeerKey, number>()

  constructor(core: Core, shards: Shards) {
    this.#core = core
    this.#shards = shards
  }

  /** The peer has asked something. */
  heard(now: number, peer: PeerKey): void {
    // Others than members are forgotten at the next look; there are no more of them than connections.
    this.#heardAt.set(peer, now)
  }

  /**
   * Asks fellow members of whom nothing has been heard lately whether they are alive, so that somebody finds out when they
   * are not. Where a connection stands its keep-alive would, too; but nothing says that one does.
   */
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
      else if (!this.#deadSince.has(peer)) {
        this.#deadSince.set(peer, step.now)
        this.#heardAt.delete(peer)
      }
      const heardAt = this.#heardAt.get(peer)
      if (heardAt !== undefined && step.now - heardAt < HEARD_LOOKS * this.#core.params.lookMs) continue
      this.#core.askOften(step, node, body, {
        answered: (then) => {
          this.heard(then.now, peer)
        },
        failed: () => undefined,
      })
    }
    for (const peer of this.#deadSince.keys()) if (!peers.has(peer)) this.#deadSince.delete(peer)
    for (const peer of this.#heardAt.keys()) if (!peers.has(peer)) this.#heardAt.delete(peer)
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
