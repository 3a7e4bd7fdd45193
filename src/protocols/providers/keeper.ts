import { between, type NodeRef, type PeerKey, type Random, type RingId, type SwarmId } from '../../base/index.ts'
import { liveNode, type Effect } from '../machine.ts'
import { positionBehind } from '../own-positions.ts'
import { LeaseTable } from './leases.ts'
import {
  MAX_REPLICATED,
  MAX_SAMPLE,
  type ProvidersRequest,
  type ProvidersResponse,
  type ReplicateMessage,
} from './messages.ts'
import type { ProvidersParams } from './params.ts'
import type { ProvidersProtocol, ProvidersSiblings } from './protocol.ts'

type Effects = Effect<ProvidersProtocol>[]

/** Sets sent in one go while copies move; the rest follows PUSH_EVERY_MS later. */
const PUSH_BATCH = 64
const PUSH_EVERY_MS = 50
/** The same for a node that leaves, which has little time: 10,000 sets a second, 10 MB/s if each has some tens of providers. */
const LEAVE_BATCH = 512

/**
 * What this node keeps for others: answers, copies to those that follow, and moves when ranges do.
 *
 * Who may write here. A peer announces itself, and only itself. Copies are taken from a node that stands between the set's
 * id and this one, as the owner does for those that follow it; or, into a set this node owns, from one of its own
 * successors, who handed the range over. So a stranger cannot add to a set of which this node is the owner; copies it may
 * place elsewhere are bounded in number and time, never displace an announcement, and it can remove only its own.
 */
export class Keeper {
  readonly leases: LeaseTable
  readonly #params: ProvidersParams
  readonly #siblings: ProvidersSiblings
  readonly #random: Random
  /** The followers that were given everything of a position, as text; a change means work. */
  readonly #given = new Map<number, readonly NodeRef[]>()
  /** Sets of which this node was the owner when it last looked. */
  readonly #owned = new Set<SwarmId>()
  /** It leaves: what it gives away now is the last word. */
  #leaving = false
  #pushes: { swarm: SwarmId; position: number; to: NodeRef }[] = []

  constructor(params: ProvidersParams, siblings: ProvidersSiblings, random: Random) {
    this.#params = params
    this.#siblings = siblings
    this.#random = random
    this.leases = new LeaseTable(params.limits)
  }

  answer(now: number, from: PeerKey, request: ProvidersRequest, effects: Effects): ProvidersResponse {
    const { swarm, position } = request
    const owner = this.#siblings.ring.owns(position, this.#siblings.keyOf(swarm))
    if (request.type === 'announce') {
      const self = liveNode(from, request.self)
      if (self === undefined) return { type: 'failed', code: 'NOT_YOURS' }
      if (!owner) return { type: 'failed', code: 'NOT_OWNER' }
      const { leaseMs } = this.#params
      if (!this.leases.announce(now, swarm, self, request.seeding, leaseMs)) return { type: 'failed', code: 'FULL' }
      const followers = this.#followers(position)
      const providers = [{ ref: self, seeding: request.seeding, leftMs: leaseMs }]
      for (const to of followers) effects.push(this.#replicate(to, position, swarm, providers, []))
      this.#owned.add(swarm)
      return { type: 'announced', leaseMs, replicas: followers.length + 1 }
    }
    if (!owner && !this.leases.has(swarm)) return { type: 'failed', code: 'NOT_OWNER' }
    const limit = Math.max(1, Math.min(request.limit, MAX_SAMPLE))
    const providers = this.leases.sample(now, swarm, limit, from, this.#random)
    const total = this.leases.count(swarm)
    return { type: 'found', providers, total, replicas: providers.length === 0 ? this.#followers(position) : [] }
  }

  withdrawn(from: PeerKey, swarm: SwarmId, effects: Effects): void {
    if (!this.leases.remove(swarm, from, from)) return
    const key = this.#siblings.keyOf(swarm)
    const position = this.#positionOwning(key)
    if (position === undefined) return
    for (const to of this.#followers(position)) effects.push(this.#replicate(to, position, swarm, [], [from]))
  }

  /** Takes copies from a node that is in a position to give them. False: it is not. */
  replicated(now: number, from: PeerKey, message: ReplicateMessage): boolean {
    const sender = liveNode(from, message.self)
    if (sender === undefined || !this.#mayReplicate(sender, this.#siblings.keyOf(message.swarm))) return false
    for (const provider of message.providers.slice(0, MAX_REPLICATED)) {
      if (provider.ref.peer === this.#siblings.ring.self(0).peer) continue
      this.leases.copy(now, message.swarm, provider, from, this.#params.leaseMs)
    }
    for (const peer of message.gone.slice(0, MAX_REPLICATED)) this.leases.remove(message.swarm, peer, from)
    return true
  }

  #mayReplicate(sender: NodeRef, key: RingId): boolean {
    const { ring } = this.#siblings
    return ring.positions().some((position) => {
      if (ring.owns(position, key)) return ring.successors(position).some((node) => node.peer === sender.peer)
      return sender.id === key || between(key, sender.id, ring.self(position).id)
    })
  }

  /**
   * Compares who is responsible for what with the last time: sets newly owned, or owned with new followers, are copied to
   * these; sets no longer owned go to the node before the own position behind their id, which stands nearer to it.
   */
  rebalance(): void {
    if (this.#leaving) return
    const { ring, keyOf } = this.#siblings
    const fresh = new Map<number, readonly NodeRef[]>()
    for (const position of ring.positions()) {
      const before = this.#given.get(position) ?? []
      const followers = this.#followers(position)
      fresh.set(
        position,
        followers.filter((node) => !before.some((old) => old.id === node.id && old.epoch === node.epoch)),
      )
      this.#given.set(position, followers)
    }
    this.#pushes = []
    for (const swarm of this.leases.swarms) {
      const position = this.#positionOwning(keyOf(swarm))
      const wasOwned = this.#owned.has(swarm)
      if (position !== undefined) {
        this.#owned.add(swarm)
        const targets = wasOwned ? fresh.get(position) : this.#given.get(position)
        for (const to of targets ?? []) this.#pushes.push({ swarm, position, to })
      } else if (wasOwned) {
        this.#owned.delete(swarm)
        const behind = positionBehind(ring, keyOf(swarm))
        const to = ring.predecessor(behind)
        if (to !== undefined && to.peer !== ring.self(behind).peer) this.#pushes.push({ swarm, position: behind, to })
      }
    }
    for (const swarm of this.#owned) if (!this.leases.has(swarm)) this.#owned.delete(swarm)
  }

  /**
   * This node leaves: every set it is responsible for goes to as many that follow as keep one, since the first of them is
   * responsible next. Returns how many leases these are; `push` sends them.
   */
  handOver(): number {
    this.#leaving = true
    this.#pushes = []
    let leases = 0
    for (const swarm of this.leases.swarms) {
      const position = this.#positionOwning(this.#siblings.keyOf(swarm))
      if (position === undefined) continue
      leases += this.leases.count(swarm)
      for (const to of this.#followers(position, this.#params.replicas)) this.#pushes.push({ swarm, position, to })
    }
    return leases
  }

  /** Sends a batch of the copies that are under way; returns when the next is due. */
  push(now: number, effects: Effects): number | undefined {
    for (const { swarm, position, to } of this.#pushes.splice(0, this.#leaving ? LEAVE_BATCH : PUSH_BATCH)) {
      const providers = this.leases.list(now, swarm)
      for (let at = 0; at < providers.length; at += MAX_REPLICATED) {
        effects.push(this.#replicate(to, position, swarm, providers.slice(at, at + MAX_REPLICATED), []))
      }
    }
    return this.#pushes.length > 0 ? now + PUSH_EVERY_MS : undefined
  }

  #positionOwning(key: RingId): number | undefined {
    const { ring } = this.#siblings
    return ring.positions().find((position) => ring.owns(position, key))
  }

  /** The nodes after a position that keep copies: distinct peers other than this one. */
  #followers(position: number, count = this.#params.replicas - 1): NodeRef[] {
    const { ring } = this.#siblings
    const own = ring.self(position).peer
    const followers: NodeRef[] = []
    for (const node of ring.successors(position)) {
      if (followers.length >= count) break
      if (node.peer !== own && !followers.some((known) => known.peer === node.peer)) followers.push(node)
    }
    return followers
  }

  #replicate(
    to: NodeRef,
    position: number,
    swarm: SwarmId,
    providers: ReplicateMessage['providers'],
    gone: readonly PeerKey[],
  ): Effect<ProvidersProtocol> {
    const self = this.#siblings.ring.self(position)
    return { type: 'send', to, body: { type: 'replicate', self, swarm, providers, gone } }
  }
}
