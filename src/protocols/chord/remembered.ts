import type { NodeRef, PeerKey } from '../../base/index.ts'
import type { Core } from './core.ts'
import { MAX_MET, MAX_REMEMBERED } from './limits.ts'
import type { Position, Remembered } from './state.ts'
import { successorsOf } from './views.ts'

/** In stabilisation periods: pauses between two looks at one remembered node, doubled from the first to the longest. */
export const FIRST_PAUSE = 2
export const LONGEST_PAUSE = 30
/** Of a period: no two remembered nodes are looked at sooner after one another. */
const SPACING = 1 / 8
/** In periods: peers that have connected are looked at so long after one another. */
const LINK_SPACING = 2

/** Somebody who may be a member of another ring is to be asked in `inMs` at the latest. */
export function remember(
  core: Core,
  position: Position,
  who: { readonly peer: PeerKey; readonly node: NodeRef | undefined; readonly hearsay?: true },
  inMs: number,
): void {
  if (who.peer === position.self.peer) return
  const { remembered } = position
  const nextAt = core.now + inMs
  const present = remembered.find(({ peer }) => peer === who.peer)
  if (present !== undefined) {
    const node = who.node ?? present.node
    const nearest = Math.min(present.nextAt, nextAt)
    remembered[remembered.indexOf(present)] = { ...present, node, nextAt: nearest, strangers: 0 }
  } else {
    const pauseMs = FIRST_PAUSE * core.params.stabilizeMs
    const hearsay = who.hearsay === true
    const alike = remembered.filter((each) => each.hearsay === hearsay)
    // What strangers say does not push out whom this node has known itself.
    if (alike.length >= (hearsay ? MAX_MET : MAX_REMEMBERED))
      remembered.splice(remembered.indexOf(alike[0] as Remembered), 1)
    remembered.push({ peer: who.peer, node: who.node, hearsay, nextAt, pauseMs, strangers: 0 })
  }
  planProbe(core, position)
}

/**
 * The detector holds a peer for dead that stands in our tables: it may live on the other side of a cut, or keep us away for
 * a while. An ask that fails may show it before the news does.
 */
export function rememberDead(core: Core, position: Position, peer: PeerKey): void {
  const { membership } = position
  if (membership.state !== 'member') return
  const tables = [...successorsOf(position), ...position.fingers.nodes]
  if (membership.predecessor !== undefined) tables.push(membership.predecessor)
  const node = tables.find((each) => each.peer === peer)
  if (node === undefined) return
  core.notePart(node)
  // One look at it is enough: what another own position finds by it goes on to all.
  const isLookedAt = core.state.positions.some(
    (other) => other !== position && other.remembered.some((each) => each.peer === peer && !each.hearsay),
  )
  if (!isLookedAt) remember(core, position, { peer, node }, FIRST_PAUSE * core.params.stabilizeMs)
}

/** A connection stands to somebody who is not in our tables. There is room for those that were in them first. */
export function linkedUp(core: Core, position: Position, peer: PeerKey): void {
  if (position.membership.state === 'joining' || core.state.kept.has(peer)) return
  if (position.remembered.length >= MAX_REMEMBERED / 2) return
  // Nearly all of them are members that were pinged or asked for a record: not all at once. Of another ring one is enough.
  const waiting = position.remembered.filter(({ node, strangers }) => node === undefined && strangers === 0).length
  const inMs = core.params.stabilizeMs * (1 + waiting * LINK_SPACING)
  remember(core, position, { peer, node: undefined }, core.random.jitter(inMs, 0.5))
}

/** Somebody who was held for dead lives. */
export function cameBack(core: Core, position: Position, peer: PeerKey): void {
  const node = position.remembered.find((each) => each.peer === peer)
  if (node === undefined) {
    // There was no room for it; but until it is looked at it is not routed by.
    if (core.state.parted.has(peer)) remember(core, position, { peer, node: undefined }, 0)
    return
  }
  node.nextAt = core.now
  node.pauseMs = FIRST_PAUSE * core.params.stabilizeMs
  planProbe(core, position)
}

/** When the next of them is due. */
export function planProbe(core: Core, position: Position): void {
  if (position.probing !== undefined || position.remembered.length === 0) {
    position.probeAt = Infinity
    return
  }
  let next = Infinity
  for (const { nextAt } of position.remembered) next = Math.min(next, nextAt)
  position.probeAt = Math.max(next, position.probedAt + SPACING * core.params.stabilizeMs)
}

export function forget(core: Core, position: Position, peer: PeerKey): void {
  position.remembered = position.remembered.filter((each) => each.peer !== peer)
  // With it those that were parted with it and for whom there was no room.
  const { parted } = core.state
  for (const other of parted.keys()) {
    if (!core.state.positions.some(({ remembered }) => remembered.some((each) => each.peer === other)))
      parted.delete(other)
  }
}
