import type { PeerKey } from '../../base/index.ts'
import { RateMeter } from './pace.ts'
import type { Session } from './session.ts'

/** What passed since the swarm was added. */
export interface Traffic {
  downloadedBytes: number
  /** Of these, the bytes that it sent as a seed. */
  downloadedAsSeedBytes: number
  uploadedBytes: number
}

/** What passed between us and one peer, and how many pieces it had when last heard of. */
export interface Book extends Traffic {
  pieces: number
}

/** The books of a swarm: exact in total, by peer for at most `limit` peers. */
export class Books {
  readonly down = new RateMeter()
  readonly up = new RateMeter()
  readonly total: Traffic = { downloadedBytes: 0, downloadedAsSeedBytes: 0, uploadedBytes: 0 }
  readonly #byPeer = new Map<PeerKey, Book>()
  readonly #limit: number

  constructor(limit: number) {
    this.#limit = limit
  }

  /** Peers with a book, also of ended sessions. */
  get peers(): ReadonlyMap<PeerKey, Book> {
    return this.#byPeer
  }

  came(now: number, session: Session, bytes: number): void {
    const book = this.#open(session.peer)
    const asSeed = session.isSeed ? bytes : 0
    for (const to of [book, this.total]) {
      to.downloadedBytes += bytes
      to.downloadedAsSeedBytes += asSeed
    }
    session.down.add(now, bytes)
    this.down.add(now, bytes)
  }

  sent(now: number, session: Session, bytes: number): void {
    this.#open(session.peer).uploadedBytes += bytes
    this.total.uploadedBytes += bytes
    this.up.add(now, bytes)
  }

  /** A session with it ends: what it had is remembered if anything passed. */
  left(session: Session): void {
    const book = this.#byPeer.get(session.peer)
    if (book !== undefined && session.have !== undefined) book.pieces = session.have.count
  }

  #open(peer: PeerKey): Book {
    let book = this.#byPeer.get(peer)
    if (book !== undefined) return book
    for (const oldest of this.#byPeer.keys()) {
      if (this.#byPeer.size < this.#limit) break
      this.#byPeer.delete(oldest)
    }
    book = { downloadedBytes: 0, downloadedAsSeedBytes: 0, uploadedBytes: 0, pieces: 0 }
    this.#byPeer.set(peer, book)
    return book
  }
}
