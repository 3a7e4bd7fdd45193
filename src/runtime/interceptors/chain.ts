import { fault, OrbError, type Epoch, type MonoMs, type PeerKey } from '../../base/index.ts'
import type { Envelope } from '../../protocols/index.ts'
import type { Destination, Interceptor, Onward } from './interceptor.ts'
import { checkOrder, disturbed, fixedPlaceOf, kindOf } from './order.ts'

/** Interceptors that answer each other without end are a fault; each passes on once or twice per envelope. */
const MAX_NESTED = 64

/** Where the chain ends: the host on one side, its ports on the other. */
export interface ChainEnds {
  /** Opens a step unless one is under way: what an interceptor sends of itself is an event with a time of its own. */
  begin(now: MonoMs): boolean
  /** Closes the step that `begin` opened. */
  end(): void
  /** Has come past all of the chain on its way in. */
  arrive(envelope: Envelope, from: PeerKey, epoch: Epoch, now: MonoMs): void
  /** Has come past all of the chain on its way out. */
  leave(envelope: Envelope, to: Destination, now: MonoMs): void
}

/** What became of a change. `waitedFor`: who held something or had a call open until the time was over. */
export type ChangeOutcome =
  | { readonly ok: true; readonly version: number }
  | { readonly ok: false; readonly version: number; readonly waitedFor: readonly string[] }

/** One interceptor as a person wants to see it. Counts are since it stands in the chain. */
export interface PlaceReport {
  readonly name: string
  /** It can neither be moved nor taken out. */
  readonly fixed: boolean
  /** Envelopes that came to it, both directions. */
  readonly seen: number
  /** Of these it let not pass at once. */
  readonly swallowed: number
  /** Kept back at present. */
  readonly held: number
  /** Calls that it must see to their end. */
  readonly open: number
  /** It is to be moved or taken out as soon as it holds nothing. */
  readonly draining: boolean
}

interface Change {
  readonly next: readonly Interceptor[]
  readonly waitFor: readonly Place[]
  readonly deadline: MonoMs
  readonly done: (outcome: ChangeOutcome) => void
}

/**
 * The interceptors of one host, in order. The chain can be replaced at any time; the change takes effect between two
 * steps, once every interceptor that leaves or moves is quiescent: it keeps nothing back and no call that it must see to
 * its end is open (Kramer & Magee, "The Evolving Philosophers Problem: Dynamic Change Management", IEEE TSE 16(11),
 * 1990). Those are told to drain first; when one of them is not done by the deadline, the old chain stays.
 */
export class InterceptorChain {
  readonly #ends: ChainEnds
  readonly #totals = new Map<string, { seen: number; swallowed: number }>()
  #places: readonly Place[] = []
  // Only those that want to see a direction, in the order in which it runs: the loops per envelope.
  #inbound: readonly Place[] = []
  #outbound: readonly Place[] = []
  #timed: readonly Place[] = []
  #version = 1
  #change: Change | undefined
  #nested = 0

  /** @throws OrbError INVALID_ARGUMENT when the order is not allowed. */
  constructor(interceptors: readonly Interceptor[], ends: ChainEnds) {
    this.#ends = ends
    checkOrder(interceptors.map(({ name }) => name))
    this.#arrange(interceptors)
  }

  /** Counts changes of the chain, from 1. */
  get version(): number {
    return this.#version
  }

  get interceptors(): readonly Interceptor[] {
    return this.#places.map(({ interceptor }) => interceptor)
  }

  /** Is a change waiting to take effect? */
  get changing(): boolean {
    return this.#change !== undefined
  }

  /** Envelopes kept back by all interceptors. */
  get held(): number {
    let held = 0
    for (const { interceptor } of this.#places) held += interceptor.held ?? 0
    return held
  }

  /** The earliest time at which `wake` has something to do. */
  get wakeAt(): MonoMs | undefined {
    let earliest = this.#change?.deadline
    for (const { interceptor } of this.#timed) {
      const at = interceptor.wakeAt
      if (at !== undefined && (earliest === undefined || at < earliest)) earliest = at
    }
    return earliest
  }

  /** In order, nearest to the wire first. */
  report(): PlaceReport[] {
    const draining = this.#change?.waitFor ?? []
    return this.#places.map((place) => ({
      name: place.interceptor.name,
      fixed: fixedPlaceOf(place.interceptor.name) !== undefined,
      seen: place.seen,
      swallowed: place.swallowed,
      held: place.interceptor.held ?? 0,
      open: place.interceptor.open ?? 0,
      draining: draining.includes(place),
    }))
  }

  /** Counts by kind, those that have left included: they only grow. */
  totals(): ReadonlyMap<string, { readonly seen: number; readonly swallowed: number }> {
    const totals = new Map<string, { seen: number; swallowed: number }>()
    for (const [kind, { seen, swallowed }] of this.#totals) totals.set(kind, { seen, swallowed })
    for (const place of this.#places) add(totals, place)
    return totals
  }

  /** An envelope came from the wire. True: hand it to the host. False: it was swallowed. */
  inbound(envelope: Envelope, from: PeerKey, epoch: Epoch, now: MonoMs): boolean {
    return this.#in(0, envelope, from, epoch, now)
  }

  /** The host sends an envelope. True: hand it to the wire. False: it was swallowed. */
  outbound(envelope: Envelope, to: Destination, now: MonoMs): boolean {
    return this.#out(0, envelope, to, now)
  }

  /** Time has come to `wakeAt`. Harmless when early. */
  wake(now: MonoMs): void {
    for (const place of this.#timed) {
      const at = place.interceptor.wakeAt
      if (at !== undefined && at <= now) place.interceptor.wake?.(now, place)
    }
  }

  linkUp(peer: PeerKey, epoch: Epoch): void {
    for (const { interceptor } of this.#places) interceptor.linkUp?.(peer, epoch)
  }

  linkDown(peer: PeerKey): void {
    for (const { interceptor } of this.#places) interceptor.linkDown?.(peer)
  }

  /**
   * Asks for another chain. An interceptor that stands in both keeps its state. Takes effect at once when all that leave
   * or move are quiescent, else within `patienceMs` or not at all.
   * @param done told once, at the latest by the `wake` at the end of that time.
   * @throws OrbError INVALID_ARGUMENT when the order is not allowed, CONFLICT while another change waits.
   */
  replace(
    next: readonly Interceptor[],
    now: MonoMs,
    patienceMs: number,
    done: (outcome: ChangeOutcome) => void = () => undefined,
  ): void {
    if (this.#change !== undefined) {
      throw new OrbError('CONFLICT', 'another change of the interceptors is under way', { hint: 'try again soon' })
    }
    const before = this.interceptors
    checkOrder(
      next.map(({ name }) => name),
      before.map(({ name }) => name),
    )
    const leaving = disturbed(before, next)
    const fixed = leaving.find(({ name }) => fixedPlaceOf(name) !== undefined)
    if (fixed !== undefined) throw new OrbError('INVALID_ARGUMENT', `${fixed.name} cannot be replaced by another one`)
    const waitFor = this.#places.filter(({ interceptor }) => leaving.includes(interceptor))
    this.#change = { next: [...next], waitFor, deadline: (now + patienceMs) as MonoMs, done }
    this.#nested++
    for (const place of waitFor) place.interceptor.drain?.(now, place)
    this.#nested--
    this.settle(now)
  }

  /** A change that waits takes effect if it can, or ends if its time is over. For the end of each step. */
  settle(now: MonoMs): void {
    const change = this.#change
    // In the middle of a pass the places that it still needs must stay.
    if (change === undefined || this.#nested > 0) return
    const busy = change.waitFor.filter(({ interceptor }) => (interceptor.held ?? 0) > 0 || (interceptor.open ?? 0) > 0)
    if (busy.length === 0) {
      this.#change = undefined
      this.#arrange(change.next)
      this.#version++
      // Who only moved works on in its new place.
      for (const { interceptor } of change.waitFor) if (change.next.includes(interceptor)) interceptor.resume?.()
      change.done({ ok: true, version: this.#version })
    } else if (change.deadline <= now) {
      this.#change = undefined
      for (const { interceptor } of change.waitFor) interceptor.resume?.()
      change.done({ ok: false, version: this.#version, waitedFor: busy.map(({ interceptor }) => interceptor.name) })
    }
  }

  /** For places: the chain from `start` on, towards the host. */
  passIn(start: number, envelope: Envelope, from: PeerKey, epoch: Epoch, now: MonoMs): void {
    this.#enter()
    try {
      if (this.#in(start, envelope, from, epoch, now)) this.#ends.arrive(envelope, from, epoch, now)
    } finally {
      this.#nested--
    }
  }

  /** For places: the chain from `start` on, towards the wire. */
  passOut(start: number, envelope: Envelope, to: Destination, now: MonoMs): void {
    this.#enter()
    try {
      const opened = this.#ends.begin(now)
      if (this.#out(start, envelope, to, now)) this.#ends.leave(envelope, to, now)
      if (opened) this.#ends.end()
    } finally {
      this.#nested--
    }
  }

  #enter(): void {
    if (++this.#nested > MAX_NESTED) fault('interceptors answer each other without end')
  }

  #in(start: number, envelope: Envelope, from: PeerKey, epoch: Epoch, now: MonoMs): boolean {
    const places = this.#inbound
    for (let at = start; at < places.length; at++) {
      const place = places[at] as Place
      place.seen++
      // Places of this list have it. Called on the interceptor, so that it may be a class.
      if (place.interceptor.inbound?.(envelope, from, epoch, now, place) === false) {
        place.swallowed++
        return false
      }
    }
    return true
  }

  #out(start: number, envelope: Envelope, to: Destination, now: MonoMs): boolean {
    const places = this.#outbound
    for (let at = start; at < places.length; at++) {
      const place = places[at] as Place
      place.seen++
      if (place.interceptor.outbound?.(envelope, to, now, place) === false) {
        place.swallowed++
        return false
      }
    }
    return true
  }

  #arrange(interceptors: readonly Interceptor[]): void {
    const before = this.#places
    const places = interceptors.map(
      (interceptor) => before.find((place) => place.interceptor === interceptor) ?? new Place(interceptor, this),
    )
    for (const place of before) if (!places.includes(place)) add(this.#totals, place)
    const inbound = places.filter(({ interceptor }) => interceptor.inbound !== undefined)
    const outbound = places.filter(({ interceptor }) => interceptor.outbound !== undefined).reverse()
    places.forEach((place, at) => {
      place.nextIn = inbound.filter((other) => places.indexOf(other) <= at).length
      place.nextOut = outbound.filter((other) => places.indexOf(other) >= at).length
    })
    this.#places = places
    this.#inbound = inbound
    this.#outbound = outbound
    this.#timed = places.filter(({ interceptor }) => interceptor.wake !== undefined)
  }
}

/** An interceptor in the chain, and the way on from there. */
class Place implements Onward {
  readonly interceptor: Interceptor
  readonly #chain: InterceptorChain
  seen = 0
  swallowed = 0
  /** Where its way on begins in the list of each direction. */
  nextIn = 0
  nextOut = 0

  constructor(interceptor: Interceptor, chain: InterceptorChain) {
    this.interceptor = interceptor
    this.#chain = chain
  }

  inbound(envelope: Envelope, from: PeerKey, epoch: Epoch, now: MonoMs): void {
    this.#chain.passIn(this.nextIn, envelope, from, epoch, now)
  }

  outbound(envelope: Envelope, to: Destination, now: MonoMs): void {
    this.#chain.passOut(this.nextOut, envelope, to, now)
  }
}

function add(totals: Map<string, { seen: number; swallowed: number }>, place: Place): void {
  const kind = kindOf(place.interceptor.name)
  const total = totals.get(kind)
  if (total === undefined) totals.set(kind, { seen: place.seen, swallowed: place.swallowed })
  else {
    total.seen += place.seen
    total.swallowed += place.swallowed
  }
}
