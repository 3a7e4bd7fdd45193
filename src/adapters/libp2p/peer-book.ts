import type { Epoch, Multiaddr, PeerKey } from '../../base/index.ts'
import { fittingAddresses } from '../../wire/index.ts'
import { AddressRests, restAfter } from './back-off.ts'
import { MAX_BANS, MAX_BOOK_ENTRIES, type TransportLimits } from './limits.ts'

interface Entry {
  addresses: readonly Multiaddr[]
  /** Highest epoch shown in a finished hello; 0 for none. */
  epoch: number
  /** Highest epoch heard of from others; 0 for none. */
  rumour: number
  failures: number
  /** Monotonic milliseconds before which it is not dialled again. */
  restUntil: number
  /** What the last failed dial tried. */
  tried: readonly Multiaddr[]
}

/**
 * What is remembered of peers whether or not they are connected: where to dial them, their epoch, when not to dial, and
 * who is banned. Bounded; the least recently touched goes first, but not who is `protected`: a crowd of strangers must
 * not make us forget the addresses and epochs of our neighbours.
 */
export class PeerBook {
  readonly #entries = new Map<PeerKey, Entry>()
  readonly #bans = new Map<PeerKey, number>()
  readonly #limits: TransportLimits
  readonly #now: () => number
  readonly #chance: () => number
  readonly #isProtected: (peer: PeerKey) => boolean
  readonly #resting: AddressRests

  constructor(
    limits: TransportLimits,
    now: () => number,
    options: { readonly chance?: () => number; readonly isProtected?: (peer: PeerKey) => boolean } = {},
  ) {
    this.#limits = limits
    this.#now = now
    this.#chance = options.chance ?? Math.random
    this.#isProtected = options.isProtected ?? (() => false)
    this.#resting = new AddressRests(limits, now, this.#chance)
  }

  /** Addresses at which the last dial found nobody. */
  get resting(): number {
    return this.#resting.size
  }

  get size(): number {
    return this.#entries.size
  }

  get bans(): number {
    return this.#bans.size
  }

  /**
   * Hearsay: taken only when the peer itself has said nothing, or in front of nothing else. A later epoch than any before
   * means that the peer has started again: failed dials of before do not count.
   */
  heardOf(peer: PeerKey, addresses: readonly Multiaddr[], epoch: number): void {
    if (addresses.length === 0) return
    const entry = this.#touch(peer)
    if (epoch > entry.epoch && epoch > entry.rumour) {
      entry.rumour = epoch
      entry.failures = 0
      entry.restUntil = 0
      for (const address of addresses) this.#resting.forgive(address)
    }
    if (entry.addresses === addresses || sameList(entry.addresses, addresses)) return
    // The newest word comes first, older addresses stay behind it.
    const older = entry.addresses.filter((address) => !addresses.includes(address))
    entry.addresses = fittingAddresses([...addresses, ...older])
  }

  /** A finished hello. `dialled` is the address that worked, if we dialled. */
  met(peer: PeerKey, epoch: Epoch, addresses: readonly Multiaddr[], dialled: Multiaddr | undefined): void {
    const entry = this.#touch(peer)
    const known = addresses.length > 0 ? addresses : entry.addresses
    entry.addresses =
      dialled === undefined ? known : fittingAddresses([dialled, ...known.filter((address) => address !== dialled)])
    if (dialled !== undefined) this.#resting.answered(dialled)
    for (const address of addresses) this.#resting.forgive(address)
    if (epoch > entry.epoch) entry.epoch = epoch
    entry.failures = 0
    entry.restUntil = 0
    entry.tried = []
  }

  addressesOf(peer: PeerKey): readonly Multiaddr[] {
    return this.#entries.get(peer)?.addresses ?? []
  }

  highestEpochOf(peer: PeerKey): number {
    return this.#entries.get(peer)?.epoch ?? 0
  }

  failed(peer: PeerKey, tried: readonly Multiaddr[]): void {
    const entry = this.#touch(peer)
    entry.restUntil = this.#now() + restAfter(this.#limits, entry.failures, this.#chance())
    entry.failures++
    entry.tried = tried
  }

  /** Somebody answered at the address, whoever it was, or nobody did. */
  dialled(address: Multiaddr, answered: boolean): void {
    if (answered) this.#resting.answered(address)
    else this.#resting.failed(address)
  }

  /** The addresses of a peer at which it makes sense to dial now. */
  dialableAddressesOf(peer: PeerKey): readonly Multiaddr[] {
    const addresses = this.addressesOf(peer)
    return this.#resting.size === 0 ? addresses : addresses.filter((address) => !this.#resting.has(address))
  }

  /** False soon after a failed dial, unless an address is known that it did not try, and that does not rest itself. */
  mayDial(peer: PeerKey): boolean {
    const entry = this.#entries.get(peer)
    if (entry === undefined) return false
    const dialable = this.dialableAddressesOf(peer)
    if (dialable.length === 0) return false
    return entry.restUntil <= this.#now() || dialable.some((address) => !entry.tried.includes(address))
  }

  ban(peer: PeerKey, forMs: number): void {
    const until = this.#now() + forMs
    if ((this.#bans.get(peer) ?? 0) >= until) return
    this.#bans.set(peer, until)
    if (this.#bans.size <= MAX_BANS) return
    let first: PeerKey | undefined
    let firstUntil = Infinity
    for (const [other, end] of this.#bans) {
      if (end < firstUntil) [first, firstUntil] = [other, end]
    }
    if (first !== undefined) this.#bans.delete(first)
  }

  isBanned(peer: PeerKey): boolean {
    const until = this.#bans.get(peer)
    if (until === undefined) return false
    if (until > this.#now()) return true
    this.#bans.delete(peer)
    return false
  }

  #touch(peer: PeerKey): Entry {
    let entry = this.#entries.get(peer)
    if (entry === undefined) entry = { addresses: [], epoch: 0, rumour: 0, failures: 0, restUntil: 0, tried: [] }
    else this.#entries.delete(peer)
    this.#entries.set(peer, entry)
    if (this.#entries.size > MAX_BOOK_ENTRIES) this.#forgetOldest()
    return entry
  }

  #forgetOldest(): void {
    for (const [oldest, entry] of this.#entries) {
      this.#entries.delete(oldest)
      if (!this.#isProtected(oldest)) return
      // As if it had just been touched. There are far fewer protected peers than entries, so the next pass is far off.
      this.#entries.set(oldest, entry)
    }
  }
}

const sameList = (a: readonly Multiaddr[], b: readonly Multiaddr[]): boolean =>
  a.length === b.length && a.every((address, i) => address === b[i])
