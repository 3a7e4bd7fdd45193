import type { NodeRef, PeerKey, RingId } from '../../base/index.ts'
import { distinctFingers } from './fingers.ts'
import { nearOf, owns, routesOf } from './routing.ts'
import type { RingPosition } from './commands.ts'
import type { Core } from './core.ts'
import type { RoutingCounts } from './counts.ts'
import { likelyOwner, replicasOf } from './likely-owner.ts'
import { isSolitary } from './own.ts'
import type { Membership, Position } from './state.ts'
import { successorsOf } from './views.ts'

/** What siblings and the daemon may read of the ring at any time. Positions are named by their index. */
export interface ChordView {
  /** Own positions, at least one. */
  positions(): readonly number[]
  /** This node's own reference at the position. */
  self(position: number): NodeRef
  /** A joining position answers no requests and owns nothing. */
  state(position: number): Membership['state']
  /** Is this node, at this position, responsible for the id as far as it knows? False while it is no member. */
  owns(position: number, id: RingId): boolean
  /** Is the position on the ring: alone, or claimed as successor by a member on the ring? Only such a one owns anything. */
  onRing(position: number): boolean
  /** Its successor has taken its range over, and those before it are being told: it is a member no longer than that takes. */
  leaving(position: number): boolean
  /** Owned is (boundary, self]; undefined when alone (all is owned) or not on the ring (nothing is). */
  boundary(position: number): NodeRef | undefined
  /** Nearest first, as far as known; empty when alone. The first one has answered, the others are hearsay. */
  successors(position: number): readonly NodeRef[]
  /** The live predecessor; undefined when alone, newly joined, or when it has died and nobody took its place yet. */
  predecessor(position: number): NodeRef | undefined
  /**
   * Who probably owns the id, by the own lists and by what answers have shown, without asking anybody: this node itself, a
   * successor, or whom an answer named. A hint, and the one named decides; undefined when only a look-up can tell.
   */
  likelyOwner(id: RingId): NodeRef | undefined
  /** The next `count` positions behind this one of distinct other peers, nearest first; fewer where fewer are known. */
  replicas(position: number, count: number): readonly NodeRef[]
  /** Everybody in the routing tables, in no order: hints for later joins and for gossip. */
  knownNodes(): readonly NodeRef[]
  /** Nobody but this peer is in its ring, as far as it knows; false while none of its positions has joined. */
  solitary(): boolean
  /** What routing has come to since the start. */
  counts(): Readonly<RoutingCounts>
  /** What the `ring` command shows. */
  describe(): readonly RingPosition[]
}

/** @throws RangeError for a position this node does not have: the caller's own fault. */
function positionAt(core: Core, index: number): Position {
  const position = core.state.positions[index]
  if (position === undefined) throw new RangeError(`no position ${index.toString()}`)
  return position
}

export function describe(core: Core): readonly RingPosition[] {
  return core.state.positions.map((position) => {
    const successors = successorsOf(position)
    const { membership } = position
    const predecessor = membership.state === 'member' ? membership.predecessor : undefined
    const fingers = distinctFingers(position.self.id, successors, position.fingers).map((entry) => {
      const near = nearOf(position, entry.node)
      return near === undefined ? entry : { ...entry, near }
    })
    const shown = [...successors, ...fingers.flatMap(({ node, near }) => (near === undefined ? [node] : [node, near]))]
    if (predecessor !== undefined) shown.push(predecessor)
    const roundTripsMs = new Map<PeerKey, number>()
    for (const { peer } of shown) {
      const rttMs = core.rtts.rttOf(peer)
      if (rttMs !== undefined) roundTripsMs.set(peer, rttMs)
    }
    return { self: position.self, state: membership.state, predecessor, successors, fingers, roundTripsMs }
  })
}

export function chordView(core: Core): ChordView {
  const at = (index: number): Position => positionAt(core, index)
  const indices = core.state.positions.map((position) => position.index)
  return {
    positions: () => indices,
    self: (position) => at(position).self,
    state: (position) => at(position).membership.state,
    owns: (position, id) => owns(at(position), id),
    onRing: (position) => {
      const { membership, suspended } = at(position)
      return (
        membership.state === 'alone' ||
        (membership.state === 'member' && membership.boundary !== undefined && !suspended)
      )
    },
    leaving: (position) => at(position).leaving?.handedOver === true,
    boundary: (position) => {
      const { membership, suspended, shadow } = at(position)
      if (membership.state !== 'member' || suspended || membership.boundary === undefined) return undefined
      return shadow ?? membership.boundary
    },
    successors: (position) => successorsOf(at(position)),
    predecessor: (position) => {
      const { membership } = at(position)
      return membership.state === 'member' ? membership.predecessor : undefined
    },
    likelyOwner: (id) => likelyOwner(core, id),
    replicas: (position, count) => replicasOf(at(position), count),
    knownNodes: () => {
      const known = new Map<RingId, NodeRef>()
      for (const position of core.state.positions) {
        for (const node of routesOf(position, core.params)) known.set(node.id, node)
        for (const node of successorsOf(position)) known.set(node.id, node)
        const { membership } = position
        if (membership.state === 'member' && membership.predecessor !== undefined) {
          known.set(membership.predecessor.id, membership.predecessor)
        }
      }
      return [...known.values()]
    },
    solitary: () => isSolitary(core),
    counts: () => core.counts,
    describe: () => describe(core),
  }
}
