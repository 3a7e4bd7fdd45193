import type { NodeRef, PeerKey, Random } from '../../base/index.ts'

/** A peer that is said to be in the swarm. */
interface Contact {
  ref: NodeRef
  seeding: boolean
  failures: number
  nextAt: number
}

/** After a failed or ended session: 2 s, 4 s … up to this. */
const FIRST_PAUSE_MS = 2_000
const LONGEST_PAUSE_MS = 60_000

/** Peers that could be connected to: at most `limit`, the least promising first to go. */
export class Contacts {
  readonly #contacts = new Map<PeerKey, Contact>()
  readonly #limit: number

  constructor(limit: number) {
    this.#limit = limit
  }

  get size(): number {
    return this.#contacts.size
  }

  /** Heard of a peer. What is known of its failures stays. */
  heard(ref: NodeRef, seeding: boolean): void {
    const known = this.#contacts.get(ref.peer)
    if (known !== undefined) {
      // A higher epoch is a restart: what failed before may work now.
      if (ref.epoch > known.ref.epoch) known.failures = known.nextAt = 0
      known.ref = ref
      known.seeding = seeding
      return
    }
    if (this.#contacts.size >= this.#limit && !this.#dropWorst()) return
    this.#contacts.set(ref.peer, { ref, seeding, failures: 0, nextAt: 0 })
  }

  /** A session with the peer could not be opened, or ended. */
  failed(now: number, peer: PeerKey): void {
    const contact = this.#contacts.get(peer)
    if (contact === undefined) return
    contact.nextAt = now + Math.min(FIRST_PAUSE_MS * 2 ** Math.min(contact.failures++, 16), LONGEST_PAUSE_MS)
  }

  worked(peer: PeerKey): void {
    const contact = this.#contacts.get(peer)
    if (contact !== undefined) contact.failures = 0
  }

  forget(peer: PeerKey): void {
    this.#contacts.delete(peer)
  }

  /** Up to `count` to connect to now, seeds before others, at random among equals. */
  next(now: number, count: number, isTaken: (peer: PeerKey) => boolean, random: Random): NodeRef[] {
    if (count <= 0) return []
    const free = [...this.#contacts.values()].filter(({ ref, nextAt }) => nextAt <= now && !isTaken(ref.peer))
    return random
      .shuffle(free)
      .sort((a, b) => Number(b.seeding) - Number(a.seeding))
      .slice(0, count)
      .map(({ ref }) => ref)
  }

  #dropWorst(): boolean {
    for (const [peer, { failures }] of this.#contacts) if (failures > 0) return this.#contacts.delete(peer)
    return false
  }
}
