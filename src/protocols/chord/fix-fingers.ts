import type { NodeRef } from '../../base/index.ts'
import type { AskFailure } from '../machine.ts'
import type { Core, Found } from './core.ts'
import { beginFind } from './find.ts'
import { dropFingers, dropPeer, enterFinger, fingerAt, slotBehind, slotsOf, startOfSlot } from './fingers.ts'
import { dropHint, forgetHints, hintAt } from './hints.ts'
import type { ChordResponse } from './messages.ts'
import { lookNear } from './near.ts'
import { nearestOwn } from './own.ts'
import { fingerMs } from './periods.ts'
import { corrects } from './routing.ts'
import { lookAround } from './small-ring.ts'
import { isApart, type Position } from './state.ts'
import { successorsOf } from './views.ts'

/** Nearer nodes a finger check follows before it looks the finger up. */
const MAX_CORRECTIONS = 2

/**
 * fix_fingers (ToN 2003 Fig. 6), for one distinct finger at a time, from the nearest to the farthest. The present finger
 * is asked first whether it still owns the start of its interval: then one round trip confirms it. If there is none, whom
 * the successor has named is asked. Only if that is nobody, or it is not the finger, the finger is looked up.
 */
export function fixNextFinger(core: Core, position: Position): void {
  const { fingers } = position
  position.fingerAt = core.now + core.random.jitter(fingerMs(core, position))
  if (position.membership.state !== 'member') {
    position.fingerAt = Infinity
    return
  }
  if (fingers.busy || isApart(position, core.now)) return
  if (position.swept) forgetHints(position)
  lookAround(core, position)
  const slot = nextSlot(position)
  if (slot === undefined) return
  fingers.busy = true
  const present = fingerAt(fingers, slot) ?? hintAt(position, startOfSlot(position.self.id, slot, fingers.perDoubling))
  if (present !== undefined && !core.isDead(present)) check(core, position, slot, present, 0)
  else lookUp(core, position, slot)
}

/** Where the sweep stands; at its start, the first slot that the successor list does not tell. */
function nextSlot(position: Position): number | undefined {
  const self = position.self.id
  const last = successorsOf(position).at(-1)
  if (last === undefined) return undefined
  const first = slotBehind(self, last.id, position.fingers.perDoubling)
  const { fingers } = position
  if (first === undefined) {
    drop(position, 0, slotsOf(fingers))
    return undefined
  }
  if (fingers.next === undefined || fingers.next < first) {
    drop(position, 0, first)
    return first
  }
  return fingers.next
}

function check(core: Core, position: Position, slot: number, node: NodeRef, steps: number): void {
  const target = startOfSlot(position.self.id, slot, position.fingers.perDoubling)
  const purpose = { kind: 'finger', position, slot, to: node, steps } as const
  core.ask(purpose, node, { type: 'step', position: node.position, target }, core.params.queryMs)
}

function lookUp(core: Core, position: Position, slot: number): void {
  const target = startOfSlot(position.self.id, slot, position.fingers.perDoubling)
  const goal = { position: nearestOwn(core, target) ?? position, target, hops: 0, final: false, next: undefined }
  if (!beginFind(core, goal, { kind: 'finger', position, slot }, core.findMs)) position.fingers.busy = false
}

/** The present finger, or a nearer node it named, has answered the check. */
export function fingerChecked(
  core: Core,
  asked: { readonly position: Position; readonly slot: number; readonly to: NodeRef; readonly steps: number },
  answer: ChordResponse | AskFailure,
): void {
  const { position, slot, to, steps } = asked
  if (typeof answer === 'object' && answer.type === 'found' && answer.found.owner.peer === to.peer) {
    if (!isApart(position, core.now)) core.learned.learn(answer.found)
    settle(core, position, slot, answer.found.owner)
    return
  }
  if (typeof answer === 'object' && answer.type === 'closer' && steps < MAX_CORRECTIONS) {
    const target = startOfSlot(position.self.id, slot, position.fingers.perDoubling)
    const nearer = answer.candidates.find((node) => corrects(target, node.id, to.id) && !core.isDead(node))
    if (nearer !== undefined && nearer.id !== position.self.id) {
      check(core, position, slot, nearer, steps + 1)
      return
    }
  }
  const isGone = answer === 'unreachable' || (typeof answer === 'object' && answer.type === 'failed')
  if (isGone) {
    dropHint(position, (node) => node.peer === to.peer)
    if (dropPeer(position.fingers, to.peer)) changed(core, position)
  }
  lookUp(core, position, slot)
}

/** The look-up of a finger has ended. */
export function fingerFound(core: Core, position: Position, slot: number, found: Found | undefined): void {
  if (found !== undefined) {
    settle(core, position, slot, found.found.owner)
    return
  }
  // Not to be had now: the one above next time.
  position.fingers.busy = false
  position.fingers.next = slot + 1 < slotsOf(position.fingers) ? slot + 1 : undefined
}

function settle(core: Core, position: Position, slot: number, node: NodeRef): void {
  const { fingers, self } = position
  fingers.busy = false
  if (isApart(position, core.now)) return
  const behind = slotBehind(self.id, node.id, fingers.perDoubling)
  // Gone round, to this node itself or to one of its successors: there are no more fingers.
  if (behind === undefined || behind <= slot) {
    if (behind !== undefined) drop(position, slot, slotsOf(position.fingers))
    else if (enterFinger(fingers, slot, node, self.id)) changed(core, position)
    fingers.next = undefined
    return
  }
  if (enterFinger(fingers, slot, node, self.id)) changed(core, position)
  fingers.next = behind
  lookNear(core, position, slot)
}

function drop(position: Position, from: number, to: number): void {
  if (position.fingers.nodes.length > 0 && dropFingers(position.fingers, from, to)) position.routes = undefined
}

function changed(core: Core, position: Position): void {
  position.routes = undefined
  core.state.tablesChanged = true
}
