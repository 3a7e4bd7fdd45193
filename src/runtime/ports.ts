import type { Multiaddr, NodeRef, PeerKey, SwarmId } from '../base/index.ts'
import type { BlockRef, CommandId, KeyRange, News, Put, Result, SessionId } from '../protocols/index.ts'
import type { Envelope } from '../protocols/index.ts'

/** Where a host's outward effects go. All calls return at once and never call back into the host synchronously. */
export interface Ports {
  /** Delivers the envelope if it can; dials a NodeRef's addresses when there is no connection. Reports `unreachable` to the host when it cannot. */
  send(to: PeerKey | NodeRef, envelope: Envelope): void
  /** Two asks in a row to this peer had no answer: drop the connection, dial again, report linkUp or unreachable. */
  probe(peer: PeerKey): void
  /** One atomic batch; the host is told by `durable(group)`. `sync`: not before it has survived a power cut. */
  write(group: number, batch: readonly Put[], sync: boolean): void
  /**
   * Reads the first `limit` rows of a range, or fewer when they are large; sees all that was handed to `write` before. The
   * host is told by `rowsRead(id)`.
   */
  read(id: number, range: KeyRange, limit: number): void
  settled(id: CommandId, result: Result): void
  progress(id: CommandId, item: unknown): void
  /** News, also for observers outside of the machines (events, logs). */
  news(news: News): void
  dial(address: Multiaddr): void
  keep(peer: PeerKey): void
  release(peer: PeerKey): void
  ban(peer: PeerKey, why: string): void
  openSession(session: SessionId, swarm: SwarmId, to: PeerKey | NodeRef): void
  closeSession(session: SessionId): void
  fetchBlock(session: SessionId, ref: BlockRef): void
  serveBlock(session: SessionId, ref: BlockRef): void
  cancelBlock(session: SessionId, ref: BlockRef): void
}

const nothing = (): void => undefined

/** Ports that lead nowhere, for who needs only some: a simulation has no connections to keep, a rig no disk. */
export const QUIET_PORTS: Ports = {
  send: nothing,
  probe: nothing,
  write: nothing,
  read: nothing,
  settled: nothing,
  progress: nothing,
  news: nothing,
  dial: nothing,
  keep: nothing,
  release: nothing,
  ban: nothing,
  openSession: nothing,
  closeSession: nothing,
  fetchBlock: nothing,
  serveBlock: nothing,
  cancelBlock: nothing,
}

/** Adapters name the sessions that peers open, and shorten what waited for a connection. */
export { afterWaiting, sessionIdOf } from '../protocols/index.ts'
