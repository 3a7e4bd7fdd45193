import { epoch, lamport, monoMs, peerKey, type MonoMs, type PeerKey } from '../../../../src/base/index.ts'
import type { Envelope } from '../../../../src/protocols/index.ts'
import {
  InterceptorChain,
  peerOf,
  type Destination,
  type Interceptor,
  type Onward,
} from '../../../../src/runtime/index.ts'

export const at = monoMs
export const bob = peerKey('bob')
export const eve = peerKey('eve')
export const FIRST = epoch(1)

/** A numbered one-way message. */
export const message = (number: number, type = 'm'): Envelope => ({
  kind: 'message',
  lamport: lamport(1),
  machine: 'chord',
  body: { type, number },
  session: undefined,
})
export const request = (id: number, type = 'q'): Envelope => ({
  kind: 'request',
  lamport: lamport(1),
  id,
  leftMs: 1_000,
  machine: 'chord',
  body: { type, number: id },
  semantics: 'maybe',
  once: undefined,
})
export const answer = (id: number): Envelope => ({
  kind: 'answer',
  lamport: lamport(1),
  id,
  machine: 'chord',
  body: { type: 'a', number: id },
})

export const numberOf = (envelope: Envelope): number =>
  envelope.kind === 'refusal' ? envelope.id : (envelope.body as { number: number }).number

/** What came out of a chain at its two ends. */
export interface Ends {
  readonly chain: InterceptorChain
  readonly arrived: { from: PeerKey; number: number; now: number; envelope: Envelope }[]
  readonly left: { to: PeerKey; number: number; now: number; envelope: Envelope }[]
  begun: number
  /** From the wire. */
  readonly receive: (envelope: Envelope, now?: number, from?: PeerKey) => void
  /** From the host. */
  readonly send: (envelope: Envelope, now?: number, to?: Destination) => void
}

export function chainOf(...interceptors: Interceptor[]): Ends {
  const arrive = (envelope: Envelope, from: PeerKey, now: MonoMs): void => {
    ends.arrived.push({ from, number: numberOf(envelope), now, envelope })
  }
  const leave = (envelope: Envelope, to: Destination, now: MonoMs): void => {
    ends.left.push({ to: peerOf(to), number: numberOf(envelope), now, envelope })
  }
  const chain = new InterceptorChain(interceptors, {
    begin: () => ends.begun++ >= 0,
    end: () => undefined,
    arrive: (envelope, from, _epoch, now) => {
      arrive(envelope, from, now)
    },
    leave,
  })
  const ends: Ends = {
    chain,
    arrived: [],
    left: [],
    begun: 0,
    receive: (envelope, now = 0, from = bob) => {
      if (chain.inbound(envelope, from, FIRST, at(now))) arrive(envelope, from, at(now))
      chain.settle(at(now))
    },
    send: (envelope, now = 0, to = bob) => {
      if (chain.outbound(envelope, to, at(now))) leave(envelope, to, at(now))
      chain.settle(at(now))
    },
  }
  return ends
}

/** Passes all and notes what came by, as `name>3` inbound and `name<3` outbound. */
export function noting(name: string, log: string[]): Interceptor {
  return {
    name,
    inbound: (envelope) => {
      log.push(`${name}>${numberOf(envelope)}`)
      return true
    },
    outbound: (envelope) => {
      log.push(`${name}<${numberOf(envelope)}`)
      return true
    },
  }
}

/** Keeps all envelopes back for `delayMs`, both ways, in order; drains by waiting, not by hurrying. */
export class Keeping implements Interceptor {
  readonly name: string
  readonly delayMs: number
  #kept: { due: number; pass: (now: MonoMs, onward: Onward) => void }[] = []
  draining = false

  constructor(name: string, delayMs: number) {
    this.name = name
    this.delayMs = delayMs
  }

  get held(): number {
    return this.#kept.length
  }

  get wakeAt(): MonoMs | undefined {
    const first = this.#kept[0]
    return first === undefined ? undefined : at(first.due)
  }

  inbound(envelope: Envelope, from: PeerKey, _epoch: unknown, now: MonoMs): boolean {
    return this.#keep(now, (then, onward) => {
      onward.inbound(envelope, from, FIRST, then)
    })
  }

  outbound(envelope: Envelope, to: Destination, now: MonoMs): boolean {
    return this.#keep(now, (then, onward) => {
      onward.outbound(envelope, to, then)
    })
  }

  wake(now: MonoMs, onward: Onward): void {
    while (this.#kept[0] !== undefined && this.#kept[0].due <= now) this.#kept.shift()?.pass(now, onward)
  }

  drain(): void {
    this.draining = true
  }

  resume(): void {
    this.draining = false
  }

  #keep(now: MonoMs, pass: (now: MonoMs, onward: Onward) => void): boolean {
    const last = this.#kept.at(-1)
    if (this.draining && last === undefined) return true
    this.#kept.push({ due: Math.max(this.draining ? 0 : now + this.delayMs, last?.due ?? 0), pass })
    return false
  }
}
