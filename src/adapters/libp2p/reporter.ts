import type { PeerKey } from '../../base/index.ts'
import type { InboundRefusal } from './admission.ts'
import type { TransportEvent, TransportSink } from './sink.ts'

/** Refusals at the door are told at most once in so long for each reason: a flood must not fill the log as well. */
const TELL_EVERY_MS = 10_000

/** Tells the sink soon and in order, never from within a call into the transport; counts what happens. */
export class Reporter {
  readonly sink: TransportSink
  readonly counters = new Map<string, number>()
  readonly #notices: (() => void)[] = []
  readonly #now: () => number
  /** Per reason, when it may be told again and how many were not told. */
  readonly #untold = new Map<InboundRefusal, { nextAt: number; count: number }>()
  #silent = false

  constructor(sink: TransportSink, now: () => number) {
    this.sink = sink
    this.#now = now
  }

  /** From now on the sink hears nothing. */
  silence(): void {
    this.#silent = true
    this.#notices.length = 0
  }

  get silent(): boolean {
    return this.#silent
  }

  notify(notice: (sink: TransportSink) => void): void {
    if (this.#silent) return
    this.#notices.push(() => notice(this.sink))
    if (this.#notices.length === 1) queueMicrotask(() => this.flush())
  }

  /** Tells what waits now: before a frame, so that nobody hears of a peer before its link. */
  flush(): void {
    for (let notice = this.#notices.shift(); notice !== undefined; notice = this.#notices.shift()) notice()
  }

  event(event: TransportEvent): void {
    this.notify((sink) => sink.event(event))
  }

  notSent(peer: PeerKey, reason: 'tooLarge' | 'queueFull'): void {
    this.count(`notSent.${reason}`)
    this.event({ type: 'notSent', peer, reason })
  }

  /** A connection was closed before hello. */
  inboundRefused(reason: InboundRefusal, last: string): void {
    this.count(`refused.inbound.${reason}`)
    const now = this.#now()
    const untold = this.#untold.get(reason) ?? { nextAt: now, count: 0 }
    this.#untold.set(reason, untold)
    untold.count++
    if (now < untold.nextAt) return
    this.event({ type: 'inboundRefused', reason, last, count: untold.count })
    untold.count = 0
    untold.nextAt = now + TELL_EVERY_MS
  }

  count(what: string): void {
    this.counters.set(what, (this.counters.get(what) ?? 0) + 1)
  }
}
