import type { PeerKey } from '../../base/index.ts'

/** Counts what is being done for others, of all together and of one. */
export class Served {
  readonly #max: number
  readonly #maxOfOne: number
  readonly #byPeer = new Map<PeerKey, number>()
  #total = 0

  constructor(max: number, maxOfOne: number) {
    this.#max = max
    this.#maxOfOne = maxOfOne
  }

  /** False: there is too much already. Else `end` is to be called once. */
  begin(peer: PeerKey): boolean {
    const ofOne = this.#byPeer.get(peer) ?? 0
    if (this.#total >= this.#max || ofOne >= this.#maxOfOne) return false
    this.#byPeer.set(peer, ofOne + 1)
    this.#total++
    return true
  }

  end(peer: PeerKey): void {
    const left = (this.#byPeer.get(peer) ?? 1) - 1
    if (left > 0) this.#byPeer.set(peer, left)
    else this.#byPeer.delete(peer)
    this.#total--
  }
}
