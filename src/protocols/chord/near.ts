import { inArc, sameNode, type NodeRef, type RingId } from '../../base/index.ts'
import type { AskFailure } from '../machine.ts'
import type { Core } from './core.ts'
import { fingerAt, slotsOf, startOfSlot } from './fingers.ts'
import type { ChordResponse } from './messages.ts'
import { partBetween } from './route-cost.ts'
import { isLargeRing } from './small-ring.ts'
import { isApart, type Near, type Position } from './state.ts'

/**
 * Proximity neighbour selection, PNS(16) (Gummadi et al., SIGCOMM 2003; Dabek et al., NSDI 2004 §4.2): finger i may be any
 * node of [n + 2^i, n + 2^(i+1)), so the nearest of the first 16 behind n + 2^i is routed by besides the exact one. The
 * exact finger stays: it is where the others are learned from, it is the nearest before some targets, and nobody can take
 * its place by being quick (Castro et al., OSDI 2002). Successors are never chosen.
 */

/** A candidate takes the place of the present one when its round trip is below this part of it: small gains change nothing. */
const NEARER = 0.8
/** The anchor's list is asked for once in so many looks. */
const LOOKS_PER_LIST = 16
/** Candidates that one look measures, until each has been measured once. */
const AT_ONCE = 4
/** After that one of them in so many looks: the network changes, though seldom. */
const LOOKS_PER_CANDIDATE = 4
/**
 * A first round trip may include a dial, which takes up to so many: one that takes more than that of the present node is
 * not measured again.
 */
const DIAL_TRIPS = 8

/** A finger was looked at: some more candidates of it are measured. */
export function lookNear(core: Core, position: Position, slot: number): void {
  const { proximity } = core.params
  if (proximity < 2 || position.nearAsked > 0) return
  // First every finger, then nearer ones beside them: without fingers there is no short way at all, and those of a ring
  // that grows are not for long.
  if (!position.swept && isLargeRing(core, position)) return
  const anchor = fingerAt(position.fingers, slot)
  if (anchor === undefined) return
  position.near ??= new Map()
  const { near } = position
  let entry = near.get(anchor.id)
  if (entry?.anchor.epoch !== anchor.epoch) {
    entry = { anchor, version: 0, candidates: [], listed: undefined, fresh: [], next: 0, looks: 0, chosen: undefined }
    near.set(anchor.id, entry)
    // Those of fingers that are none any more.
    for (const id of near.keys()) if (!position.fingers.nodes.some((node) => node.id === id)) near.delete(id)
  }
  if (entry.version === 0 || ++entry.looks >= LOOKS_PER_LIST) {
    entry.looks = 0
    askList(core, position, entry, anchor, entry.version)
  } else measure(core, position, entry)
}

function askList(core: Core, position: Position, entry: Near, to: NodeRef, have: number): void {
  position.nearAsked++
  const body = { type: 'view', position: to.position, have } as const
  core.ask({ kind: 'near', position, entry, to, again: false }, to, body, core.queryMsOf(to.peer))
}

/** Compares those whose round trip is known, and asks those whose is not. */
function measure(core: Core, position: Position, entry: Near): void {
  const { candidates } = entry
  if (entry.fresh.length === 0 && candidates.length > 0 && entry.looks % LOOKS_PER_CANDIDATE === 0) {
    entry.fresh = [candidates[entry.next++ % candidates.length] as NodeRef]
  }
  let count = 0
  let asked = 0
  while (count < entry.fresh.length && asked < AT_ONCE) {
    const node = entry.fresh[count++] as NodeRef
    if (node.peer === position.self.peer || core.isDead(node) || core.isParted(node)) continue
    if (core.rtts.rttOf(node.peer) !== undefined) {
      weigh(core, position, entry, node)
      continue
    }
    ping(core, position, entry, node, false)
    asked++
  }
  entry.fresh = entry.fresh.slice(count)
}

/** The candidates as they are now; those among them that were none before are measured soon. */
function setCandidates(entry: Near, candidates: readonly NodeRef[]): void {
  const isMeasured = (node: NodeRef): boolean =>
    entry.candidates.some((each) => sameNode(each, node)) && !entry.fresh.some((each) => sameNode(each, node))
  entry.fresh = candidates.filter((node) => !isMeasured(node))
  entry.candidates = candidates
}

function ping(core: Core, position: Position, entry: Near, to: NodeRef, again: boolean): void {
  position.nearAsked++
  const body = { type: 'ping', position: to.position } as const
  core.ask({ kind: 'near', position, entry, to, again }, to, body, core.queryMsOf(to.peer))
}

/** A list or a pong has come, or has not. */
export function nearAnswered(
  core: Core,
  asked: { readonly position: Position; readonly entry: Near; readonly to: NodeRef; readonly again: boolean },
  answer: ChordResponse | AskFailure,
): void {
  const { position, entry, to } = asked
  position.nearAsked--
  if (position.near?.get(entry.anchor.id) !== entry) return
  if (typeof answer === 'object' && answer.type === 'pong') {
    const rttMs = core.rtts.rttOf(to.peer)
    const present = core.rtts.rttOf((entry.chosen ?? entry.anchor).peer)
    const isDoubtful = rttMs !== undefined && present !== undefined && rttMs >= NEARER * present
    if (!asked.again && isDoubtful && rttMs < DIAL_TRIPS * present) ping(core, position, entry, to, true)
    else weigh(core, position, entry, to)
    return
  }
  if (typeof answer === 'object' && answer.type === 'view') {
    if (!isApart(position, core.now)) core.learned.hear(to, answer.view.successors)
    if (to.id === entry.anchor.id) heardList(core, position, entry, answer.view)
    else {
      setCandidates(entry, within(position, entry, [...entry.candidates, ...answer.view.successors], core))
      measure(core, position, entry)
    }
    return
  }
  const isSame = typeof answer === 'object' && answer.type === 'unchanged'
  if (!isSame && entry.chosen?.id === to.id) choose(core, position, entry, undefined)
}

function heardList(
  core: Core,
  position: Position,
  entry: Near,
  view: { readonly version: number; readonly successors: readonly NodeRef[] },
): void {
  const end = view.successors.at(-1)
  entry.version = view.version
  entry.listed = end && { count: view.successors.length, part: partBetween(entry.anchor.id, end.id) }
  setCandidates(entry, within(position, entry, view.successors, core))
  const { chosen, candidates } = entry
  if (chosen !== undefined && !candidates.some(({ id }) => id === chosen.id)) choose(core, position, entry, undefined)
  // The list is shorter than the sample: its last one knows those behind.
  const last = candidates.at(-1)
  const isAll = candidates.length < view.successors.length || candidates.length >= core.params.proximity - 1
  if (last !== undefined && !isAll) askList(core, position, entry, last, 0)
  else measure(core, position, entry)
}

/** Those that lie in the finger's interval, in order, each once. */
function within(position: Position, entry: Near, nodes: readonly NodeRef[], core: Core): readonly NodeRef[] {
  const end = endOf(position, entry)
  if (end === undefined) return []
  const found: NodeRef[] = []
  let before = entry.anchor.id
  for (const node of nodes) {
    if (found.length >= core.params.proximity - 1) break
    if (node.id === before || !inArc(before, node.id, end)) continue
    found.push(node)
    before = node.id
  }
  return found
}

/** The end of the interval, or undefined when the finger itself lies behind it. */
function endOf(position: Position, { anchor }: Near): RingId | undefined {
  const { slots, nodes, perDoubling } = position.fingers
  const at = nodes.findIndex(({ id }) => id === anchor.id)
  const slot = slots[at]
  if (slot === undefined) return undefined
  const self = position.self.id
  // The last interval ends at this node itself.
  const end = slot + 1 < slotsOf(position.fingers) ? startOfSlot(self, slot + 1, perDoubling) : self
  return inArc(startOfSlot(self, slot, perDoubling), anchor.id, end) ? end : undefined
}

/** Is this one nearer than whom is routed by now? */
function weigh(core: Core, position: Position, entry: Near, node: NodeRef): void {
  const present = entry.chosen ?? entry.anchor
  if (node.id === present.id) return
  const rttMs = core.rtts.rttOf(node.peer)
  const presentMs = core.rtts.rttOf(present.peer)
  if (rttMs === undefined) return
  if (presentMs === undefined || rttMs < NEARER * presentMs) choose(core, position, entry, node)
  else if (!core.learned.isLinked(node.peer) && !core.state.kept.has(node.peer)) core.rtts.forget(node.peer)
}

function choose(core: Core, position: Position, entry: Near, node: NodeRef | undefined): void {
  entry.chosen = node
  position.routes = undefined
  core.state.tablesChanged = true
}

/** The detector holds a peer for dead. */
export function dropNear(core: Core, position: Position, peer: NodeRef['peer']): void {
  if (position.near === undefined) return
  for (const entry of position.near.values()) {
    if (entry.chosen?.peer === peer) choose(core, position, entry, undefined)
  }
}
