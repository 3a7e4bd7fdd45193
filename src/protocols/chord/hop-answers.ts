import type { NodeRef, PeerKey } from '../../base/index.ts'
import type { AskFailure, AskId } from '../machine.ts'
import { hopOf, type AskedHop } from '../relay.ts'
import type { Core, Found } from './core.ts'
import { dropNode } from './fingers.ts'
import { answer, forward, gaveUp, rulesOf } from './forward.ts'
import { dropHint } from './hints.ts'
import { MAX_ABSENT, MAX_HOPS, MAX_PATH } from './limits.ts'
import type { ChordResponse, PathHop } from './messages.ts'
import { corrects } from './routing.ts'
import { isApart, type FindTransit, type HopPurpose, type Position } from './state.ts'
import { successorsOf } from './views.ts'

/** An answer of a hop that has the find. */
export function hopAnswered(core: Core, asked: HopPurpose, ask: AskId, from: PeerKey, body: ChordResponse): void {
  const { transit, to } = asked
  const { relay } = core.state
  const hop = hopOf(transit, ask)
  if (hop === undefined || !relay.transits.has(transit)) return
  switch (body.type) {
    case 'found':
      brought(core, asked, hop, body)
      return
    case 'closer':
      note(core, asked, 'closer')
      corrected(core, transit, hop, to, body.candidates)
      return
    case 'failed':
      note(core, asked, 'refused')
      if (body.code === 'NOT_JOINED' || body.code === 'NO_SUCH_POSITION') {
        forgetNode(core, transit.goal.position, to)
        core.learned.forget(to.id)
        if (body.code === 'NOT_JOINED' || !passOver(transit, to)) relay.failed(core.now, transit, hop, rulesOf(core))
        else if (!relay.drop(transit, hop)) forward(core, transit)
      } else if (!relay.drop(transit, hop)) {
        relay.close(transit)
        gaveUp(core, transit, body.code)
      }
      return
    default:
      note(core, asked, 'refused')
      relay.failed(core.now, transit, hop, rulesOf(core))
  }
}

/**
 * The position was invented by whoever named it, or given up: the peer may be asked at another one, of which it may be the
 * owner. From now on this find does not come to it. False: there have been too many.
 */
function passOver({ goal }: FindTransit, { id }: NodeRef): boolean {
  const absent = goal.absent ?? []
  if (absent.length >= MAX_ABSENT || absent.includes(id)) return false
  goal.absent = [...absent, id]
  return true
}

/** A hop has brought the answer: the other one, if there is one, is waited for no more. */
function brought(core: Core, asked: HopPurpose, hop: AskedHop, found: Found): void {
  const { transit, to } = asked
  const { goal } = transit
  core.state.relay.close(transit)
  const other = transit.second === hop ? transit.hop : transit.second
  if (transit.second === hop) core.counts.hedgesWon++
  if (!isApart(goal.position, core.now)) core.learned.learn(found.found)
  if (goal.path === undefined) {
    if (other !== undefined) core.cancelAsk(other.ask)
    answer(core, transit, found)
    return
  }
  if (other !== undefined) lateOf(core, other)
  note(core, asked, found.found.owner.id === to.id ? 'owner' : 'relayed')
  answer(core, transit, { ...found, path: [...goal.path, ...(found.path ?? [])].slice(0, MAX_PATH) })
}

function lateOf(core: Core, other: AskedHop): void {
  const asked = core.state.asks.get(other.ask)
  if (asked?.kind === 'hop') note(core, asked, 'late')
  core.cancelAsk(other.ask)
}

/** Of a traced find: whom this node has asked, and how that went. */
function note(core: Core, asked: HopPurpose, outcome: PathHop['outcome']): void {
  const { path } = asked.transit.goal
  if (path === undefined || path.length >= MAX_PATH) return
  const { peer, id: ringId } = asked.to
  path.push({ peer, ringId, rttMs: asked.wordMs ?? core.now - (asked.askedAt ?? core.now), outcome })
}

/** Held for the owner, it is not, and has named who is. */
function corrected(
  core: Core,
  transit: FindTransit,
  hop: AskedHop,
  asked: NodeRef,
  candidates: readonly NodeRef[],
): void {
  const { relay } = core.state
  const { goal } = transit
  const better = candidates.find((node) => corrects(goal.target, node.id, asked.id))
  if (core.learned.correct(asked.id, better?.id)) core.counts.learnedWrong++
  const isOther = relay.drop(transit, hop)
  goal.hops++
  if (goal.hops >= MAX_HOPS) {
    if (isOther) return
    relay.close(transit)
    gaveUp(core, transit, 'HOPS_EXCEEDED')
    return
  }
  // It may name another position of its own.
  if (better?.peer !== hop.peer && !transit.tried.includes(hop.peer)) relay.exclude(transit, hop.peer)
  // It owns it and gave us no word (yet): nobody else can answer before the detector has spoken.
  if (better !== undefined && better.peer !== hop.peer && transit.tried.includes(better.peer)) {
    if (isOther) return
    relay.close(transit)
    gaveUp(core, transit, 'NO_ROUTE')
    return
  }
  if (better !== undefined && better.id !== goal.position.self.id) goal.next = { node: better, final: true }
  transit.second = transit.hop
  forward(core, transit)
}

/** No first word, no answer in time, or the link went down. */
export function hopFailed(core: Core, asked: HopPurpose, ask: AskId, from: PeerKey, why: AskFailure): void {
  const { transit } = asked
  const isSilent = why === 'timeout' && asked.wordMs === undefined
  if (isSilent) core.rtts.timedOut(from)
  const hop = hopOf(transit, ask)
  if (hop === undefined || !core.state.relay.transits.has(transit)) return
  note(core, asked, why === 'timeout' || why === 'unreachable' ? why : 'refused')
  if (isSilent) {
    core.counts.timeouts++
    suspectNeighbour(core, transit.goal.position, from)
  }
  core.state.relay.failed(core.now, transit, hop, rulesOf(core))
}

/** It gave no first word. Of a neighbour the detector is to know soon, since others wait for what it owns. */
function suspectNeighbour(core: Core, position: Position, peer: PeerKey): void {
  const isNew = !core.isSuspect(peer)
  core.suspect(peer)
  const [head] = successorsOf(position)
  if (isNew && head?.peer === peer && !core.isDead(head)) core.examine(head)
}

/** It answered that it is no member (any more): out of the fingers; a successor is asked by the next round, soon. */
function forgetNode(core: Core, position: Position, node: NodeRef): void {
  dropHint(position, ({ id }) => id === node.id)
  if (dropNode(position.fingers, node.id)) {
    position.routes = undefined
    core.state.tablesChanged = true
  }
  core.prompt(position)
}
