import type { NodeRef, PeerKey, Random, SwarmId } from '../../base/index.ts'
import type { Provider } from './messages.ts'
import type { ProvidersLimits } from './params.ts'

/** A leased place in a set. */
interface Lease {
  readonly swarm: SwarmId
  ref: NodeRef
  seeding: boolean
  /** When it was last renewed by whoever told. */
  freshAt: number
  expiresAt: number
  /** Who told: the peer itself, or the node that placed a copy here. */
  source: PeerKey
}

/** Bytes that an answer's providers may take when encoded: a control frame has 16 KiB, and is shared. */
const SAMPLE_BYTES = 12 * 1024
/** What a provider takes on the wire besides its addresses, generously. */
const PROVIDER_BYTES = 80

const isDirect = (lease: Lease): boolean => lease.source === lease.ref.peer

/**
 * The sets kept here, in memory: soft state that lives as long as it is renewed. Announcements by the peers themselves
 * ("direct") go before copies: a copy never displaces one, and makes room for one.
 */
export class LeaseTable {
  readonly #limits: ProvidersLimits
  readonly #sets = new Map<SwarmId, Map<PeerKey, Lease>>()
  /** Copies in the order of their renewal: the first make room. */
  readonly #copies = new Set<Lease>()
  /** How many swarms each peer announced, and how many copies each replicator placed. */
  readonly #announced = new Map<PeerKey, number>()
  readonly #placed = new Map<PeerKey, number>()
  #total = 0

  constructor(limits: ProvidersLimits) {
    this.#limits = limits
  }

  /** Entries of all sets. */
  get total(): number {
    return this.#total
  }

  get swarms(): IterableIterator<SwarmId> {
    return this.#sets.keys()
  }

  get swarmCount(): number {
    return this.#sets.size
  }

  has(swarm: SwarmId): boolean {
    return this.#sets.has(swarm)
  }

  count(swarm: SwarmId): number {
    return this.#sets.get(swarm)?.size ?? 0
  }

  /** A peer announces itself. False: a limit is reached. */
  announce(now: number, swarm: SwarmId, self: NodeRef, seeding: boolean, leaseMs: number): boolean {
    const known = this.#sets.get(swarm)?.get(self.peer)
    if (known === undefined || !isDirect(known)) {
      if ((this.#announced.get(self.peer) ?? 0) >= this.#limits.perPeer) return false
      if (known !== undefined) this.#drop(known)
      else if (!this.#makeRoom(swarm)) return false
      this.#add({ swarm, ref: self, seeding, freshAt: now, expiresAt: now + leaseMs, source: self.peer })
      return true
    }
    known.ref = self
    known.seeding = seeding
    known.freshAt = now
    known.expiresAt = now + leaseMs
    return true
  }

  /** A copy from `source`. It prolongs what is known, never shortens it, and is left out when a limit is reached. */
  copy(now: number, swarm: SwarmId, provider: Provider, source: PeerKey, leaseMs: number): boolean {
    if (provider.ref.peer === source) return this.announce(now, swarm, provider.ref, provider.seeding, leaseMs)
    const expiresAt = now + Math.min(provider.leftMs, leaseMs)
    const known = this.#sets.get(swarm)?.get(provider.ref.peer)
    if (known !== undefined) {
      if (expiresAt <= known.expiresAt || provider.ref.epoch < known.ref.epoch) return false
      if (!isDirect(known)) this.#rename(known, source)
      known.ref = provider.ref
      known.seeding = provider.seeding
      known.freshAt = now
      known.expiresAt = expiresAt
      return true
    }
    if (expiresAt <= now || this.#total >= this.#limits.total) return false
    if ((this.#placed.get(source) ?? 0) >= this.#limits.perReplicator) return false
    const set = this.#sets.get(swarm)
    if (set === undefined ? this.#sets.size >= this.#limits.swarms : set.size >= this.#limits.perSwarm) return false
    this.#add({ swarm, ref: provider.ref, seeding: provider.seeding, freshAt: now, expiresAt, source })
    return true
  }

  /** Takes a peer out of a set, if `source` is the one who told of it. */
  remove(swarm: SwarmId, peer: PeerKey, source: PeerKey): boolean {
    const lease = this.#sets.get(swarm)?.get(peer)
    if (lease?.source !== source) return false
    this.#drop(lease)
    return true
  }

  /** All of a set that has time left. */
  list(now: number, swarm: SwarmId): Provider[] {
    const found: Provider[] = []
    for (const lease of this.#sets.get(swarm)?.values() ?? []) {
      if (lease.expiresAt > now) found.push(providerOf(lease, now))
    }
    return found
  }

  /** Up to `limit` of a set without `except`: the freshest half, then a random choice of the others. */
  sample(now: number, swarm: SwarmId, limit: number, except: PeerKey, random: Random): Provider[] {
    const live: Lease[] = []
    for (const lease of this.#sets.get(swarm)?.values() ?? []) {
      if (lease.expiresAt > now && lease.ref.peer !== except) live.push(lease)
    }
    live.sort((a, b) => b.freshAt - a.freshAt)
    const fresh = live.length <= limit ? live.length : Math.ceil(limit / 2)
    const chosen = live.length <= limit ? live : [...live.slice(0, fresh), ...random.shuffle(live.slice(fresh))]
    const found: Provider[] = []
    let bytes = 0
    for (const lease of chosen) {
      bytes += PROVIDER_BYTES
      for (const address of lease.ref.addresses) bytes += address.length
      if (found.length >= limit || bytes > SAMPLE_BYTES) break
      found.push(providerOf(lease, now))
    }
    return found
  }

  /** Forgets what has run out, and returns when the next will (undefined: nothing is left). */
  expire(now: number): number | undefined {
    let next: number | undefined
    for (const set of this.#sets.values()) {
      for (const lease of set.values()) {
        if (lease.expiresAt <= now) this.#drop(lease)
        else if (next === undefined || lease.expiresAt < next) next = lease.expiresAt
      }
    }
    return next
  }

  #makeRoom(swarm: SwarmId): boolean {
    const set = this.#sets.get(swarm)
    if (set === undefined && this.#sets.size >= this.#limits.swarms && !this.#dropSetOfCopies()) return false
    if (set !== undefined && set.size >= this.#limits.perSwarm) {
      let first: Lease | undefined
      for (const lease of set.values()) if (first === undefined || lease.expiresAt < first.expiresAt) first = lease
      if (first !== undefined) this.#drop(first)
    }
    if (this.#total < this.#limits.total) return true
    for (const oldest of this.#copies) {
      this.#drop(oldest)
      return true
    }
    return false
  }

  /** The set of the oldest copy goes if nobody in it announced itself. */
  #dropSetOfCopies(): boolean {
    for (const oldest of this.#copies) {
      const leases = [...(this.#sets.get(oldest.swarm)?.values() ?? [])]
      if (leases.some(isDirect)) return false
      for (const lease of leases) this.#drop(lease)
      return true
    }
    return false
  }

  #add(lease: Lease): void {
    let set = this.#sets.get(lease.swarm)
    if (set === undefined) this.#sets.set(lease.swarm, (set = new Map<PeerKey, Lease>()))
    set.set(lease.ref.peer, lease)
    this.#total++
    this.#count(lease, 1)
    if (!isDirect(lease)) this.#copies.add(lease)
  }

  #drop(lease: Lease): void {
    const set = this.#sets.get(lease.swarm)
    if (set?.delete(lease.ref.peer) !== true) return
    if (set.size === 0) this.#sets.delete(lease.swarm)
    this.#total--
    this.#count(lease, -1)
    this.#copies.delete(lease)
  }

  #rename(lease: Lease, source: PeerKey): void {
    this.#count(lease, -1)
    lease.source = source
    this.#count(lease, 1)
    this.#copies.delete(lease)
    this.#copies.add(lease)
  }

  #count(lease: Lease, by: 1 | -1): void {
    const counts = isDirect(lease) ? this.#announced : this.#placed
    const count = (counts.get(lease.source) ?? 0) + by
    if (count === 0) counts.delete(lease.source)
    else counts.set(lease.source, count)
  }
}

const providerOf = (lease: Lease, now: number): Provider => ({
  ref: lease.ref,
  seeding: lease.seeding,
  leftMs: Math.ceil(lease.expiresAt - now),
})
