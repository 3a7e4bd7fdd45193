import type { PeerKey } from '../../base/index.ts'
import type { Book } from './books.ts'
import type { SwarmPeer, SwarmStatus } from './commands.ts'
import type { Search } from './search.ts'
import type { Session } from './session.ts'

/** Everything a person may ask about a swarm. */
export function statusOf(now: number, { swarm, state }: Search): SwarmStatus {
  const { downloads, books } = swarm
  const { geometry, have } = downloads
  const sizeBytes = geometry?.totalBytes ?? 0
  let missingBytes = sizeBytes
  if (have !== undefined && geometry !== undefined) missingBytes = sizeBytes - geometry.bytesIn(have)
  // What is complete fetches nothing, whatever the mean of the last seconds says.
  const downBps = swarm.isComplete ? 0 : books.down.bps(now)
  const peers: SwarmPeer[] = []
  for (const session of swarm.sessions.values())
    peers.push(peerOf(now, session.peer, books.peers.get(session.peer), session))
  for (const [peer, book] of books.peers) if (!swarm.sessions.has(peer)) peers.push(peerOf(now, peer, book, undefined))
  return {
    swarm: swarm.id,
    state: state.state,
    reason: 'reason' in state ? state.reason : undefined,
    sizeBytes,
    verifiedBytes: sizeBytes - missingBytes,
    pieces: { total: geometry?.pieces ?? 0, have: have?.count ?? 0 },
    downBps,
    upBps: books.up.bps(now),
    downloadedBytes: books.total.downloadedBytes,
    downloadedFromSeedsBytes: books.total.downloadedAsSeedBytes,
    uploadedBytes: books.total.uploadedBytes,
    wastedBytes: downloads.wastedBytes,
    etaMs: state.state === 'downloading' && downBps > 0 ? Math.round((1000 * missingBytes) / downBps) : undefined,
    peers,
    contacts: swarm.contacts.size,
    banned: [...swarm.banned].map(([peer, { why }]) => ({ peer, why })),
  }
}

function peerOf(now: number, peer: PeerKey, book: Book | undefined, session: Session | undefined): SwarmPeer {
  return {
    peer,
    connected: session?.state === 'open',
    seed: session?.isSeed ?? false,
    pieces: session?.have?.count ?? book?.pieces ?? 0,
    downBps: session?.down.bps(now) ?? 0,
    upBps: session?.up.bps(now) ?? 0,
    downloadedBytes: book?.downloadedBytes ?? 0,
    downloadedAsSeedBytes: book?.downloadedAsSeedBytes ?? 0,
    uploadedBytes: book?.uploadedBytes ?? 0,
    requested: session?.asked.size ?? 0,
    serving: session?.serving.size ?? 0,
    interested: session?.interested ?? false,
    interesting: session?.interesting ?? false,
    snubbed: session?.snubbed ?? false,
  }
}
