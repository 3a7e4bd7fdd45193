import { between, type NodeRef } from '../../base/index.ts'
import { bytesOf, MOST_BYTES } from './batch-parts.ts'
import { MAX_HINTS } from './limits.ts'
import { partBetween } from './route-cost.ts'
import type { Position } from './state.ts'
import { successorsOf, viewOf } from './views.ts'

/**
 * A newcomer's fingers are nearly those of its successor, so it asks for them when it joins (ToN 2003 §IV.E: a copy of a
 * neighbour's finger table as hints). They are hearsay: routed by behind the own fingers as the rest of the successor list
 * is, and each is asked whether it is the finger before it becomes one. That takes a round trip or two where a look-up takes
 * log N hops. When each finger has been looked at they are forgotten.
 */

const NONE: readonly NodeRef[] = Object.freeze([])

/**
 * Mean gaps between neighbours: a hint that stands farther behind the start of its interval is not asked. Hardly any gap of a
 * ring is that wide, and a successor that lies has no choice among accomplices from far away.
 */
const MAX_GAPS = 12

/** Fingers, and hints behind them, for one that joins: the farthest ones that fit a frame beside the view. */
export function fingersToTell(position: Position): readonly NodeRef[] {
  const { nodes } = position.fingers
  const all = position.hints.length === 0 ? [...nodes] : [...nodes, ...hintsBehind(position)]
  const { self, predecessor, successors } = viewOf(position)
  let bytes = bytesOf(self) + (predecessor === undefined ? 0 : bytesOf(predecessor))
  for (const node of successors) bytes += bytesOf(node)
  let from = all.length
  while (from > 0 && all.length - from < MAX_HINTS) {
    bytes += bytesOf(all[from - 1] as NodeRef)
    if (bytes > MOST_BYTES) break
    from--
  }
  return all.slice(from)
}

/** Those that may be fingers: behind the own list and in ring order. */
export function takeHints(position: Position, told: readonly NodeRef[]): void {
  const self = position.self.id
  let before = successorsOf(position).at(-1)?.id ?? self
  const hints = told.slice(0, MAX_HINTS).filter((node) => {
    if (before === self || !between(before, node.id, self)) return false
    before = node.id
    return true
  })
  setHints(position, hints.length === 0 ? NONE : hints)
}

/** Those behind the last finger: nearer ones are superseded. */
export function hintsBehind(position: Position): readonly NodeRef[] {
  const { hints, fingers, self } = position
  const last = (fingers.nodes.at(-1) ?? successorsOf(position).at(-1))?.id ?? self.id
  return hints.filter(({ id }) => between(last, id, self.id))
}

/** Who may be the finger of the interval that begins at `start`. */
export function hintAt(position: Position, start: NodeRef['id']): NodeRef | undefined {
  const self = position.self.id
  const hint = position.hints.find(({ id }) => !between(self, id, start))
  const list = successorsOf(position)
  const last = list.at(-1)
  if (hint === undefined || last === undefined || hint.id === start) return hint
  const gaps = (partBetween(start, hint.id) / partBetween(self, last.id)) * list.length
  return gaps <= MAX_GAPS ? hint : undefined
}

/** It is no member, or dead. */
export function dropHint(position: Position, isGone: (node: NodeRef) => boolean): void {
  if (position.hints.some(isGone))
    setHints(
      position,
      position.hints.filter((node) => !isGone(node)),
    )
}

/** Every finger has been looked at. */
export function forgetHints(position: Position): void {
  if (position.hints.length > 0) setHints(position, NONE)
}

function setHints(position: Position, hints: readonly NodeRef[]): void {
  position.hints = hints
  position.routes = undefined
}
