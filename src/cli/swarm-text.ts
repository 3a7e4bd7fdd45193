import type { SwarmInfo } from '../admin/client.ts'
import { duration, harmless, pairs, percent, short, size, speed, table } from './format.ts'

const nameOf = (swarm: SwarmInfo): string => harmless(swarm.name ?? '(not known yet)')
const doneOf = (swarm: SwarmInfo): string =>
  swarm.sizeBytes === null ? '' : percent(swarm.verifiedBytes, swarm.sizeBytes)

export function swarmsText(swarms: readonly SwarmInfo[]): string {
  if (swarms.length === 0) return 'no swarms'
  const rows = table(swarms, [
    { title: 'swarm', value: (swarm) => (swarm.swarmId === null ? '-' : short(swarm.swarmId)) },
    { title: 'state', value: (swarm) => swarm.state },
    { title: 'done', right: true, value: doneOf },
    { title: 'size', right: true, value: (swarm) => (swarm.sizeBytes === null ? '' : size(swarm.sizeBytes)) },
    { title: 'down', right: true, value: (swarm) => speed(swarm.downBps) },
    { title: 'up', right: true, value: (swarm) => speed(swarm.upBps) },
    { title: 'peers', right: true, value: (swarm) => String(swarm.peers.length) },
    { title: 'name', value: nameOf },
  ])
  const reasons = swarms.filter((swarm) => swarm.reason !== undefined)
  return [rows, ...reasons.map((swarm) => `${nameOf(swarm)}: ${harmless(swarm.reason ?? '')}`)].join('\n')
}

export function swarmText(swarm: SwarmInfo): string {
  const summary = pairs([
    ['name', nameOf(swarm)],
    ['swarm', swarm.swarmId ?? '(not known yet)'],
    ['state', swarm.reason === undefined ? swarm.state : `${swarm.state}: ${harmless(swarm.reason)}`],
    ['path', harmless(swarm.path)],
    ...(swarm.sizeBytes === null ? [] : [['size', size(swarm.sizeBytes)] as const]),
    ['done', `${doneOf(swarm)} (${swarm.pieces.have} of ${swarm.pieces.total} pieces)`],
    ['down', `${speed(swarm.downBps)}, ${size(swarm.downloadedBytes)} in all`],
    ['up', `${speed(swarm.upBps)}, ${size(swarm.uploadedBytes)} in all`],
    ...(swarm.etaMs === null ? [] : [['left', duration(swarm.etaMs)] as const]),
    ...(swarm.magnet === null ? [] : [['magnet', swarm.magnet] as const]),
  ])
  if (swarm.peers.length === 0) return summary
  const peers = table(swarm.peers, [
    { title: 'peer', value: (peer) => peer.peerId },
    { title: 'has', right: true, value: (peer) => percent(peer.havePieces, swarm.pieces.total) },
    { title: 'down', right: true, value: (peer) => speed(peer.downBps) },
    { title: 'up', right: true, value: (peer) => speed(peer.upBps) },
    { title: 'received', right: true, value: (peer) => size(peer.downloadedBytes) },
    { title: 'sent', right: true, value: (peer) => size(peer.uploadedBytes) },
  ])
  return `${summary}\n\n${peers}`
}
