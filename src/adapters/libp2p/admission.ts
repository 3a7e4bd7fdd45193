import type { PeerKey, TokenRate } from '../../base/index.ts'
import type { TransportLimits } from './limits.ts'
import { Exempt, prefixOf } from './prefixes.ts'
import { TokenBuckets } from './token-buckets.ts'

/** Why an inbound connection was closed before hello. */
export type InboundRefusal =
  /** `hardLinks` and those that wait for hello, all together. */
  | 'full'
  /** Too many handshakes under way. */
  | 'handshakes'
  /** Too many connections of one prefix, or too many new ones per second. */
  | 'prefixConnections'
  | 'prefixRate'
  /** The same for one peer id. */
  | 'peerConnections'
  | 'peerRate'
  | 'banned'

/** A socket before anything is known but where it comes from. */
export interface InboundSocket {
  /** IP address; undefined for what is not IP. */
  readonly host: string | undefined
  /** Calls back once when it is closed, for whatever reason. */
  onClose(callback: () => void): void
}

interface Guest {
  readonly prefix: string | undefined
  peer: PeerKey | undefined
  handshaking: boolean
}

/**
 * Who may connect: counts inbound sockets from the first packet to the last, in all, by prefix and by peer. The limits
 * of prefixes come before Noise, whose handshake costs milliseconds; those of peers as soon as Noise has said who it is.
 * Connections that we dial are never refused here, so strangers at the door cannot keep us from our neighbours.
 */
export class Admission {
  readonly #limits: TransportLimits
  readonly #exempt: Exempt
  readonly #isBanned: (peer: PeerKey) => boolean
  readonly #refused: (why: InboundRefusal, from: string) => void
  readonly #guests = new Map<object, Guest>()
  readonly #byPrefix = new Map<string, number>()
  readonly #byPeer = new Map<PeerKey, number>()
  readonly #prefixRate: TokenBuckets<string>
  readonly #peerRate: TokenBuckets<PeerKey>
  #handshaking = 0

  /** @throws OrbError CONFIG_INVALID for a prefix that is none */
  constructor(init: {
    readonly limits: TransportLimits
    readonly exempt: readonly string[]
    readonly isBanned: (peer: PeerKey) => boolean
    readonly refused: (why: InboundRefusal, from: string) => void
    readonly now: () => number
  }) {
    const { limits, now } = init
    this.#limits = limits
    this.#exempt = new Exempt(init.exempt, limits.exemptLoopback)
    this.#isBanned = init.isBanned
    this.#refused = init.refused
    const { prefixHandshakesPerSecond, peerHandshakesPerSecond, handshakeBurstSeconds } = limits
    const rateOf = (perSecond: number): TokenRate => ({ perSecond, burst: perSecond * handshakeBurstSeconds })
    this.#prefixRate = new TokenBuckets(rateOf(prefixHandshakesPerSecond), now)
    this.#peerRate = new TokenBuckets(rateOf(peerHandshakesPerSecond), now)
  }

  /** Inbound sockets, and those of them that are not through Noise yet. */
  get sizes(): { inbound: number; handshakes: number; prefixes: number } {
    return { inbound: this.#guests.size, handshakes: this.#handshaking, prefixes: this.#byPrefix.size }
  }

  /** A socket was accepted. `key` names it in the calls that follow. False: close it. */
  connecting(key: object, socket: InboundSocket): boolean {
    const { host } = socket
    const why = this.#againstSocket(host)
    if (why !== undefined) {
      this.#refused(why, host === undefined ? 'unknown' : prefixOf(host))
      return false
    }
    const prefix = host === undefined || this.#exempt.has(host) ? undefined : prefixOf(host)
    this.#guests.set(key, { prefix, peer: undefined, handshaking: true })
    this.#handshaking++
    if (prefix !== undefined) add(this.#byPrefix, prefix, 1)
    socket.onClose(() => {
      this.#gone(key)
    })
    return true
  }

  /** Noise has said who it is. False: close it. */
  authenticated(key: object, peer: PeerKey): boolean {
    const guest = this.#guests.get(key)
    const why = this.#againstPeer(peer)
    if (why !== undefined) {
      this.#refused(why, peer)
      return false
    }
    if (guest === undefined || guest.peer !== undefined) return true
    guest.peer = peer
    add(this.#byPeer, peer, 1)
    return true
  }

  /** The handshake is over; what follows is hello. */
  upgraded(key: object): void {
    const guest = this.#guests.get(key)
    if (guest?.handshaking !== true) return
    guest.handshaking = false
    this.#handshaking--
  }

  #againstSocket(host: string | undefined): InboundRefusal | undefined {
    const { hardLinks, maxPendingHellos, prefixConnections } = this.#limits
    if (this.#guests.size >= hardLinks + maxPendingHellos) return 'full'
    if (this.#handshaking >= maxPendingHellos) return 'handshakes'
    if (host === undefined || this.#exempt.has(host)) return undefined
    const prefix = prefixOf(host)
    if ((this.#byPrefix.get(prefix) ?? 0) >= prefixConnections) return 'prefixConnections'
    return this.#prefixRate.take(prefix) ? undefined : 'prefixRate'
  }

  #againstPeer(peer: PeerKey): InboundRefusal | undefined {
    if (this.#isBanned(peer)) return 'banned'
    if ((this.#byPeer.get(peer) ?? 0) >= this.#limits.peerConnections) return 'peerConnections'
    return this.#peerRate.take(peer) ? undefined : 'peerRate'
  }

  #gone(key: object): void {
    const guest = this.#guests.get(key)
    if (guest === undefined) return
    this.upgraded(key)
    this.#guests.delete(key)
    if (guest.prefix !== undefined) add(this.#byPrefix, guest.prefix, -1)
    if (guest.peer !== undefined) add(this.#byPeer, guest.peer, -1)
  }
}

function add<Key>(counts: Map<Key, number>, key: Key, change: number): void {
  const count = (counts.get(key) ?? 0) + change
  if (count > 0) counts.set(key, count)
  else counts.delete(key)
}
