/** Seconds over which rates are averaged for people: longer is smoother, and shows traffic for longer that has ended. */
const WINDOW_S = 5

/** Bytes a second over the last 5 s, or since the first byte if that is less. */
export class RateMeter {
  readonly #buckets = new Float64Array(WINDOW_S)
  #second = -1
  #first = -1
  total = 0

  add(now: number, bytes: number): void {
    this.#advance(now)
    const at = this.#second % WINDOW_S
    this.#buckets[at] = (this.#buckets[at] ?? 0) + bytes
    this.total += bytes
  }

  bps(now: number): number {
    if (this.#first < 0) return 0
    this.#advance(now)
    let sum = 0
    for (const bytes of this.#buckets) sum += bytes
    const seconds = Math.min(now / 1000 - this.#first, WINDOW_S - 1 + (now / 1000 - this.#second))
    return Math.round(sum / Math.max(seconds, 0.5))
  }

  #advance(now: number): void {
    const second = Math.floor(now / 1000)
    if (this.#first < 0) {
      this.#first = now / 1000
      this.#second = second
      return
    }
    if (second - this.#second >= WINDOW_S) this.#buckets.fill(0)
    else for (let s = this.#second + 1; s <= second; s++) this.#buckets[s % WINDOW_S] = 0
    this.#second = Math.max(second, this.#second)
  }
}

/** Half a second's memory: where bytes come from of late. */
const FLOW_MS = 500

/** Do bytes come from seeds or from other leechers? Older bytes count ever less. */
export class Origins {
  #fromSeeds = 0
  #fromLeechers = 0
  #at = 0

  add(now: number, isSeed: boolean, bytes: number): void {
    const fade = Math.exp((this.#at - now) / FLOW_MS)
    this.#fromSeeds = this.#fromSeeds * fade + (isSeed ? bytes : 0)
    this.#fromLeechers = this.#fromLeechers * fade + (isSeed ? 0 : bytes)
    this.#at = now
  }

  /** Leechers together give at least a quarter of what the seeds do: what the seeds have given once comes from them. */
  leechersGive(now: number): boolean {
    return now - this.#at < FLOW_MS && 4 * this.#fromLeechers >= this.#fromSeeds
  }
}

/** The pipeline holds this many times the bandwidth-delay product: room to find out that there is more (as BBR does). */
const GAIN = 2
/**
 * Round trips below this count as this long. Busy processes pause for tens of milliseconds (garbage collection, other
 * processes on the core); a pipeline that only covers the smallest round trip runs dry in each pause, and as the rate
 * falls with it, it would shrink for good. It costs memory on fast links: 20 MB at 200 MB/s, cut off by maxPipeline.
 */
const JITTER_MS = 50
/** How long the highest rate is remembered, at least. */
const RATE_WINDOW_MS = 1_000

/**
 * How many requests keep a peer busy: delivery rate times round trip. The round trip is the smallest seen (queues must not
 * make the queue longer, which forgetting it would do, since soon only the queue is measured); the rate is bytes delivered between a request and its answer over the time that took.
 */
export class Pace {
  /** Bytes that have come so far. */
  delivered = 0
  #rtt = Infinity
  #rate = 0
  #rateBefore = 0
  #rateSince = 0

  /** A block of `bytes` came that was asked for at `sentAt`, when `delivered` was `deliveredThen`. */
  came(now: number, bytes: number, sentAt: number, deliveredThen: number): void {
    this.delivered += bytes
    if (now - this.#rateSince > RATE_WINDOW_MS) {
      this.#rateBefore = this.#rate
      this.#rate = 0
      this.#rateSince = now
    }
    const elapsed = Math.max(now - sentAt, 0.05)
    if (elapsed < this.#rtt) this.#rtt = elapsed
    const rate = (this.delivered - deliveredThen) / elapsed
    if (rate > this.#rate) this.#rate = rate
  }

  /** Bytes a millisecond; 0 before the first block. */
  get bytesPerMs(): number {
    return Math.max(this.#rate, this.#rateBefore)
  }

  /** The smallest round trip seen; 0 before the first block. */
  get rttMs(): number {
    return this.#rtt === Infinity ? 0 : this.#rtt
  }

  /** Bytes to keep asked for. 0 before the first block. */
  get windowBytes(): number {
    const rtt = Math.max(this.#rtt, JITTER_MS)
    return rtt === Infinity ? 0 : GAIN * rtt * this.bytesPerMs
  }
}
