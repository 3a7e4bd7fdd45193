import type { NodeRef, PeerKey, RingId } from '../../base/index.ts'
import type { Core } from './core.ts'
import { owns, route } from './routing.ts'
import type { Position } from './state.ts'
import { successorsOf } from './views.ts'

/**
 * Who probably owns the id, by the own lists and by what answers have shown, without asking anybody. A hint: who is named
 * decides for itself. Undefined when only the ring can tell, and while nobody is known to own it.
 */
export function likelyOwner(core: Core, id: RingId): NodeRef | undefined {
  const { positions } = core.state
  for (const position of positions) if (owns(position, id)) return position.self
  const avoid = core.avoiding()
  for (const position of positions) {
    const step = route(position, id, core.params, avoid)
    if (step.kind === 'ask' && step.final) return step.node
  }
  const isMember = positions.some(({ membership }) => membership.state === 'member')
  return isMember ? core.learned.ownerOf(id, avoid) : undefined
}

/**
 * The next `count` positions behind this one that belong to distinct other peers, nearest first: who keeps copies of what
 * it owns. Fewer in a ring of fewer peers, and when the successor list is shorter than that.
 */
export function replicasOf(position: Position, count: number): readonly NodeRef[] {
  const peers = new Set<PeerKey>([position.self.peer])
  const replicas: NodeRef[] = []
  for (const node of successorsOf(position)) {
    if (replicas.length >= count) break
    if (peers.has(node.peer)) continue
    peers.add(node.peer)
    replicas.push(node)
  }
  return replicas
}
