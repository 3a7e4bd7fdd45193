import type { NodeRef, PeerKey, RingId } from '../../base/index.ts'
import type { Disagreement, Verification } from './commands.ts'
import { MAX_DISAGREEMENTS, VERIFY_GROUP } from './limits.ts'
import { partBetween } from './route-cost.ts'
import type { Verifying } from './verify-way.ts'

/** What the nodes before the target say of who owns it. */
export interface Votes extends Verification {
  /** Those whose lists show anybody as owner. */
  readonly voters: number
}

/** The word of the group, and of all others that say that they own the target. */
export function votesFor({ contacts, target }: Verifying, group: readonly NodeRef[], owner: NodeRef): Votes {
  const disagreements: Disagreement[] = []
  let witnesses = 0
  let voters = 0
  const disagree = (node: NodeRef, names: NodeRef): void => {
    if (disagreements.length < MAX_DISAGREEMENTS) disagreements.push({ node, names })
  }
  for (const node of group) {
    const contact = contacts.get(node.id)
    if (contact?.list !== 'answered' || contact.names === undefined || node.id === target) continue
    voters++
    if (contact.names.id === owner.id) witnesses++
    else disagree(node, contact.names)
  }
  let asked = 0
  for (const { node, claim, list, step } of contacts.values()) {
    if (list === 'answered' || step === 'answered') asked++
    if (claim !== undefined && node.id !== owner.id) disagree(node, node)
  }
  return { asked, witnesses, voters, disagreements }
}

/** Those whom most of the group name, most first. */
export function leaders({ contacts }: Verifying, group: readonly NodeRef[], count: number): readonly NodeRef[] {
  const named = new Map<RingId, { readonly node: NodeRef; votes: number }>()
  for (const { id } of group) {
    const node = contacts.get(id)?.names
    if (node === undefined) continue
    const entry = named.get(node.id) ?? { node, votes: 0 }
    entry.votes++
    named.set(node.id, entry)
  }
  const sorted = [...named.values()].sort((a, b) => b.votes - a.votes)
  return sorted.slice(0, count).map(({ node }) => node)
}

/**
 * Is the claim to be believed? A node between the target and the claimant that gave no answer may be the owner all the
 * same, so then more than half of the voters have to name the claimant. Otherwise one is enough: that all of them lie is
 * what the size of the group is for, and honest ones may not have heard of a newcomer yet.
 */
export const suffices = ({ witnesses, voters }: Votes, skipped: number): boolean =>
  witnesses > 0 && (skipped === 0 || 2 * witnesses > voters)

/** Peers that have answered, this one left out. */
export function peersAsked({ contacts }: Verifying, self: PeerKey): number {
  const peers = new Set<PeerKey>()
  for (const { node, list, step } of contacts.values()) {
    if (node.peer !== self && (list === 'answered' || step === 'answered')) peers.add(node.peer)
  }
  return peers.size
}

/** An arc of the ring and the nodes that follow its beginning: as many gaps. */
export interface Stretch {
  readonly part: number
  readonly gaps: number
}

/** The arc that a group spans, nearest to the target first. */
export function stretchOf(group: readonly NodeRef[]): Stretch {
  const [first] = group
  const last = group.at(-1)
  if (first === undefined || last === undefined) return { part: 0, gaps: 0 }
  return { part: partBetween(last.id, first.id), gaps: group.length - 1 }
}

/** A group is looked for in an arc in which, by the own lists, there ought to be so many of them. */
const ROOM = 4

/** How far before a place its group may stand: who is farther away can only tell of those nearer one list after another. */
export const reachOf = ({ part, gaps }: Stretch): number => (gaps === 0 ? 1 : (ROOM * VERIFY_GROUP * part) / gaps)

/** Up to here a wider spacing is what nodes that are dead or silent leave. */
const THINNED = 1.5
/** Standard deviations: one false alarm in some 30,000 groups. */
const ALARM = 4

/**
 * The routing failure test by density (Castro et al., OSDI 2002 §4.2): a group that liars have filled with their own is
 * spaced as they are. Spacings on a ring of random ids are exponential, so the ratio of two means follows F with twice the
 * numbers of gaps as degrees of freedom, in rings of any size; with few gaps only a monstrous ratio means anything. The
 * quantile by Paulson's approximation (Ann. Math. Statist. 13, 1942).
 */
export function isTooSparse(group: Stretch, own: Stretch): boolean {
  if (group.gaps < 1 || own.gaps < 1 || own.part <= 0) return false
  const ratio = group.part / group.gaps / (own.part / own.gaps) / THINNED
  const a = 1 / (9 * group.gaps)
  const b = 1 / (9 * own.gaps)
  const root = Math.cbrt(ratio)
  return ((1 - b) * root - (1 - a)) / Math.sqrt(b * root * root + a) > ALARM
}
