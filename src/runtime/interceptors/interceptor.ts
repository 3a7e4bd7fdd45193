import type { Epoch, MonoMs, NodeRef, PeerKey } from '../../base/index.ts'
import type { Envelope } from '../../protocols/index.ts'

/** Where an envelope goes. A NodeRef carries addresses to dial. */
export type Destination = PeerKey | NodeRef

export const peerOf = (to: Destination): PeerKey => (typeof to === 'string' ? to : to.peer)

/**
 * The rest of the chain, seen from one interceptor's place. Given to it with each call and valid during that call only:
 * the place may move between two.
 */
export interface Onward {
  /** Passes the envelope towards the host, as if it had just come past this interceptor. */
  inbound(envelope: Envelope, from: PeerKey, epoch: Epoch, now: MonoMs): void
  /** Passes the envelope towards the wire, as if it had just come past this interceptor. */
  outbound(envelope: Envelope, to: Destination, now: MonoMs): void
}

/**
 * Stands between the host and its ports, known to no machine. Inbound the chain runs first to last, outbound last to
 * first, so the first is nearest to the wire. Synchronous and cheap: it runs once per envelope.
 *
 * Envelopes are deeply read-only but for their Lamport stamp, and an envelope that has left may be in use elsewhere:
 * whoever passes on two makes the second a copy (`{ ...envelope }`).
 *
 * An interceptor that keeps nothing between two calls needs `name` and one of `inbound` and `outbound`. One that keeps
 * envelopes back, or must see a call to its end, says so (`held`, `open`): it is not moved nor taken out before both are
 * zero, so that no call is lost or doubled.
 */
export interface Interceptor {
  /** Its kind, or `kind:label` where a chain has several of a kind. Unique in its chain. */
  readonly name: string
  /**
   * True: goes on unchanged. False: swallowed; the interceptor may pass it on later, or another one, or several, in
   * either direction.
   */
  inbound?(envelope: Envelope, from: PeerKey, epoch: Epoch, now: MonoMs, onward: Onward): boolean
  /** The same for what leaves. */
  outbound?(envelope: Envelope, to: Destination, now: MonoMs, onward: Onward): boolean
  /** When it wants `wake`; undefined: not until something happens. */
  readonly wakeAt?: MonoMs | undefined
  /** Time has come to `wakeAt`. Harmless when early. */
  wake?(now: MonoMs, onward: Onward): void
  /** Envelopes it keeps back at present; bounded by itself. */
  readonly held?: number
  /** Calls that it must see to their end. */
  readonly open?: number
  /**
   * It is to be moved or taken out: from now on it takes no new work, and ends what it has. What it keeps back it passes
   * on, at once where it can; what comes meanwhile goes on, unless it must stay behind that.
   */
  drain?(now: MonoMs, onward: Onward): void
  /** It stays after all: the others were not ready in time. */
  resume?(): void
  /** A connection stands, to this incarnation of the peer. */
  linkUp?(peer: PeerKey, epoch: Epoch): void
  /** The connection is gone, and with it what was under way: what is kept back for or from the peer is dropped. */
  linkDown?(peer: PeerKey): void
}
