import type { PeerKey } from '../../base/index.ts'
import type { Link } from './link.ts'

/** The links of all peers. Between two peers one link is preferred, by a rule that both ends compute alike. */
export class LinkTable {
  readonly #self: PeerKey
  readonly #links = new Map<PeerKey, Link[]>()
  readonly #kept = new Set<PeerKey>()

  constructor(self: PeerKey) {
    this.#self = self
  }

  /** Connected peers. */
  get size(): number {
    return this.#links.size
  }

  keep(peer: PeerKey): void {
    this.#kept.add(peer)
  }

  release(peer: PeerKey): void {
    this.#kept.delete(peer)
  }

  isKept(peer: PeerKey): boolean {
    return this.#kept.has(peer)
  }

  get keptCount(): number {
    return this.#kept.size
  }

  /** Kept, or connected: strangers may not take its place. */
  isNeighbour(peer: PeerKey): boolean {
    return this.#kept.has(peer) || this.#links.has(peer)
  }

  of(peer: PeerKey): readonly Link[] {
    return this.#links.get(peer) ?? []
  }

  /** The link to send on. */
  preferred(peer: PeerKey): Link | undefined {
    return this.#links.get(peer)?.[0]
  }

  all(): Link[] {
    return [...this.#links.values()].flat()
  }

  /** Preferred links, one per peer. */
  *peers(): Generator<Link> {
    for (const links of this.#links.values()) if (links[0] !== undefined) yield links[0]
  }

  add(link: Link): void {
    const links = [...this.of(link.peer), link]
    links.sort((a, b) => this.#rank(a) - this.#rank(b) || b.openedAt - a.openedAt)
    this.#links.set(link.peer, links)
  }

  remove(link: Link): void {
    const links = this.of(link.peer).filter((other) => other !== link)
    if (links.length > 0) this.#links.set(link.peer, links)
    else this.#links.delete(link.peer)
  }

  /** Links that are not needed beside the preferred one and are ours to close, since we dialled them. */
  duplicates(peer: PeerKey): Link[] {
    return this.of(peer).filter((link, i) => i > 0 && link.dialled)
  }

  /**
   * Peers above the budget whose links may go, least recently used first.
   * @param mayGo false for links in use or too young
   */
  surplus(softLinks: number, mayGo: (link: Link) => boolean): Link[] {
    const excess = this.#links.size - softLinks
    if (excess <= 0) return []
    const candidates = [...this.peers()].filter((link) => !this.#kept.has(link.peer) && mayGo(link))
    return candidates.sort((a, b) => a.usedAt - b.usedAt).slice(0, excess)
  }

  /** Of two links that both ends dialled at once the one dialled by the smaller peer id stays, then the newer; one that is being retired comes last. */
  #rank(link: Link): number {
    const dialler = link.dialled ? this.#self : link.peer
    const smaller = this.#self < link.peer ? this.#self : link.peer
    return (dialler === smaller ? 0 : 1) + (link.retired ? 2 : 0)
  }
}
