import type { MonoMs, PeerKey, RingId } from '../../base/index.ts'
import { Timers } from '../machine.ts'
import type { Core, Step } from './core.ts'
import { INLINE_BYTES, type RecordHead } from './messages.ts'
import { isChunked, type Stored } from './rows.ts'
import type { Store } from './store.ts'

/** Between two looks for leases that have run out. */
const SWEEP_MS = 10_000
/** After the ring has changed, before watchers of what is another's now are sent away: it may change back. */
const SETTLE_MS = 200

/**
 * Who is told of which records, at their owner: a lease per peer and id. What is told of is what becomes durable here; a
 * message that is lost is made up for when the lease is renewed.
 */
export class Watches {
  readonly #core: Core
  readonly #store: Store
  /** By id, then by peer, when the lease ends. */
  readonly #watchers = new Map<RingId, Map<PeerKey, number>>()
  readonly #ofPeer = new Map<PeerKey, number>()
  readonly #timers = new Timers<'sweep' | 'range'>()
  #total = 0

  constructor(core: Core, store: Store) {
    this.#core = core
    this.#store = store
    store.onChange.push((step, id, before, now) => {
      this.#changed(step, id, before, now)
    })
  }

  get wakeAt(): number {
    return this.#timers.next ?? Infinity
  }

  /** Leases of all peers. */
  get total(): number {
    return this.#total
  }

  /** Begins or renews a lease. False: there are too many. */
  add(now: number, peer: PeerKey, id: RingId): boolean {
    const { limits, watchLeaseMs } = this.#core.params
    let watchers = this.#watchers.get(id)
    if (watchers?.has(peer) !== true) {
      const ofPeer = this.#ofPeer.get(peer) ?? 0
      if (this.#total >= limits.watches || ofPeer >= limits.watchesPerPeer) return false
      this.#total++
      this.#ofPeer.set(peer, ofPeer + 1)
      if (watchers === undefined) this.#watchers.set(id, (watchers = new Map<PeerKey, number>()))
    }
    watchers.set(peer, now + watchLeaseMs)
    if (!this.#timers.has('sweep')) this.#timers.set('sweep', now + SWEEP_MS)
    return true
  }

  remove(peer: PeerKey, id: RingId): void {
    const watchers = this.#watchers.get(id)
    if (watchers?.delete(peer) !== true) return
    if (watchers.size === 0) this.#watchers.delete(id)
    this.#total--
    const left = (this.#ofPeer.get(peer) ?? 1) - 1
    if (left > 0) this.#ofPeer.set(peer, left)
    else this.#ofPeer.delete(peer)
  }

  peerDied(peer: PeerKey): void {
    if (!this.#ofPeer.has(peer)) return
    for (const [id, watchers] of this.#watchers) if (watchers.has(peer)) this.remove(peer, id)
  }

  rangeChanged(now: number): void {
    if (this.#total > 0) this.#timers.set('range', now + SETTLE_MS)
  }

  tick(step: Step): void {
    for (const due of this.#timers.due(step.now as MonoMs)) {
      if (due === 'range') this.#sendAway(step)
      else this.#sweep(step)
    }
  }

  #sweep(step: Step): void {
    for (const [id, watchers] of this.#watchers) {
      for (const [peer, until] of watchers) if (until <= step.now) this.remove(peer, id)
    }
    if (this.#total > 0) this.#timers.set('sweep', step.now + SWEEP_MS)
  }

  /** Another node owns what they watch: they should ask there. */
  #sendAway(step: Step): void {
    for (const [id, watchers] of this.#watchers) {
      if (this.#core.positionOwning(id) !== undefined) continue
      for (const peer of [...watchers.keys()]) {
        step.effects.push({ type: 'send', to: peer, body: { type: 'moved', id } })
        this.remove(peer, id)
      }
    }
  }

  #changed(step: Step, id: RingId, before: Stored | undefined, now: Stored | undefined): void {
    if (now === undefined || now.head === before?.head || now.broken || !this.#watchers.has(id)) return
    if (this.#core.positionOwning(id) === undefined) return
    const { head } = now
    if (!now.hasValue || head.size > INLINE_BYTES) this.#tell(step, head, undefined)
    else if (!isChunked(head.size)) this.#tell(step, head, now.value)
    else {
      const tell = (then: Step, value: Uint8Array | undefined): void => {
        this.#tell(then, head, value)
      }
      this.#store.value(step, now, tell, (then) => {
        this.#tell(then, head, undefined)
      })
    }
  }

  #tell(step: Step, head: RecordHead, value: Uint8Array | undefined): void {
    for (const peer of this.#watchers.get(head.id)?.keys() ?? []) {
      step.effects.push({ type: 'send', to: peer, body: { type: 'changed', id: head.id, head, value } })
    }
  }
}
