import type { SwarmInfo } from '../../admin/index.ts'
import { formatMagnet, type HashProgress, type SkippedList } from '../../content/index.ts'
import type { SwarmStatus } from '../../protocols/swarm/index.ts'
import type { ManagedSwarm } from './managed-swarm.ts'

/** Something that is being hashed to be shared: it has no swarm id yet. */
export interface Hashing {
  readonly path: string
  progress: HashProgress | undefined
}

const NOTHING = {
  peers: [],
  downBps: 0,
  upBps: 0,
  downloadedBytes: 0,
  uploadedBytes: 0,
  etaMs: null,
  pieces: { total: 0, have: 0 },
}

export function hashingInfo({ path, progress }: Hashing): SwarmInfo {
  return {
    ...NOTHING,
    swarmId: null,
    magnet: null,
    name: null,
    path,
    state: 'hashing',
    sizeBytes: progress?.totalBytes ?? null,
    pieceBytes: null,
    verifiedBytes: progress?.hashedBytes ?? 0,
  }
}

/** What was left out of a shared folder: nothing, or how much and the first of it. */
export const skippedInfo = ({ count, first }: SkippedList): Pick<SwarmInfo, 'skipped'> =>
  count === 0 ? {} : { skipped: { count, first: first.map(({ path, why }) => ({ path, why })) } }

export function swarmInfo(swarm: ManagedSwarm, status: SwarmStatus | undefined): SwarmInfo {
  const { manifest, verifying, fault } = swarm
  const about = {
    swarmId: swarm.id,
    magnet: formatMagnet(swarm.id, swarm.name),
    name: swarm.name ?? null,
    path: swarm.path,
    sizeBytes: manifest?.info.totalBytes ?? null,
    pieceBytes: manifest?.info.pieceBytes ?? null,
    ...(fault === undefined ? {} : { reason: fault.message, code: fault.code }),
  }
  if (status === undefined || verifying !== undefined) {
    return {
      ...NOTHING,
      pieces: { total: manifest?.info.pieces ?? 0, have: 0 },
      ...about,
      state: 'verifying',
      verifiedBytes: verifying?.hashedBytes ?? 0,
    }
  }
  return {
    ...about,
    ...(about.reason === undefined && status.reason !== undefined ? { reason: status.reason } : {}),
    state: stateOf(swarm, status),
    verifiedBytes: status.verifiedBytes,
    pieces: status.pieces,
    peers: status.peers.map((peer) => ({
      peerId: peer.peer,
      downBps: peer.downBps,
      upBps: peer.upBps,
      downloadedBytes: peer.downloadedBytes,
      uploadedBytes: peer.uploadedBytes,
      havePieces: peer.pieces,
    })),
    downBps: status.downBps,
    upBps: status.upBps,
    downloadedBytes: status.downloadedBytes,
    uploadedBytes: status.uploadedBytes,
    etaMs: status.etaMs ?? null,
  }
}

/** Whoever waits for `seeding` finds all files at their places: until they are moved there it is still verifying. */
function stateOf({ finished, fault }: ManagedSwarm, { state }: SwarmStatus): SwarmInfo['state'] {
  if (state !== 'seeding' || finished) return state
  return fault === undefined ? 'verifying' : 'failed'
}
