import type { PeerKey } from '../../base/index.ts'
import type { TransportEvent, TransportSink } from './sink.ts'

/** Tells the sink soon and in order, never from within a call into the transport; counts what happens. */
export class Reporter {
  readonly sink: TransportSink
  readonly counters = new Map<string, number>()
  readonly #notices: (() => void)[] = []
  #silent = false

  constructor(sink: TransportSink) {
    this.sink = sink
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

  count(what: string): void {
    this.counters.set(what, (this.counters.get(what) ?? 0) + 1)
  }
}
