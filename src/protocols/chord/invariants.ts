import { between, inArc, type PeerKey, type RingId } from '../../base/index.ts'
import { MAX_LIST } from './limits.ts'
import type { ChordView } from './view.ts'

/**
 * What must hold of a ring as a whole (Zave, "Reasoning about identifier spaces: how to make Chord correct", TSE 2017),
 * as functions of all live members' states at one instant. For simulations and tests; a daemon sees only itself.
 */

/** One live member; those that are still joining are no members. */
export interface MemberState {
  readonly id: RingId
  /** Whose position it is; left out where each peer has one. */
  readonly peer?: PeerKey
  readonly alone: boolean
  /** The successor list, or the candidates of one that fails over. */
  readonly successors: readonly RingId[]
  readonly predecessor: RingId | undefined
  /** Owned is (boundary, id]; undefined for an appendage, and meaningless when alone. */
  readonly boundary: RingId | undefined
  /** Its range has gone over to its heir: it answers still, and one after another those before it let it go. */
  readonly leaving: boolean
}
export interface RingWorld {
  /** r, the length of a full successor list. */
  readonly length: number
  /** Some peer has more than one position. */
  readonly hasPositions?: boolean
  readonly members: ReadonlyMap<RingId, MemberState>
}

export type InvariantName =
  | 'WellFormed'
  | 'NoDuplicates'
  | 'OrderedSuccessorLists'
  | 'OneLiveSuccessor'
  | 'SufficientPrincipals'
  | 'AtLeastOneRing'
  | 'AtMostOneRing'
  | 'OrderedRing'
  | 'ConnectedAppendages'
  | 'DisjointRanges'
export interface Violation {
  readonly invariant: InvariantName
  /** A member at which it shows; undefined when it is about all of them. */
  readonly node: RingId | undefined
  readonly detail: string
}

/** What a machine's view tells of one of its positions; undefined while it is no member. */
export function memberState(view: ChordView, position: number): MemberState | undefined {
  const state = view.state(position)
  if (state === 'joining') return undefined
  return {
    id: view.self(position).id,
    peer: view.self(position).peer,
    alone: state === 'alone',
    successors: view.successors(position).map((node) => node.id),
    predecessor: view.predecessor(position)?.id,
    boundary: view.boundary(position)?.id,
    leaving: view.leaving(position),
  }
}

const at = (invariant: InvariantName, node: RingId | undefined, detail: string): Violation => ({
  invariant,
  node,
  detail,
})
const short = (id: RingId): string => id.slice(0, 8)

// ---- of one member ------------------------------------------------------------------------------------------------------

/**
 * WellFormed: a member has 1 to r successors, a node that is alone none. (Zave's lists have exactly r, as she pads those
 * of a node that fails over with dead fillers; ours are shorter instead.) Where peers have several positions a list goes on
 * until it names r of the other peers, up to MAX_LIST entries.
 */
export function wellFormed(member: MemberState, length: number, hasPositions = false): Violation | undefined {
  const count = member.successors.length
  const most = hasPositions ? MAX_LIST : length
  if (member.alone ? count === 0 : count >= 1 && count <= most) return undefined
  return at('WellFormed', member.id, `${count.toString()} successors`)
}

/** No entry stands twice in a list, and no node in its own. */
export function noDuplicates(member: MemberState): Violation | undefined {
  const list = [member.id, ...member.successors]
  return new Set(list).size === list.length ? undefined : at('NoDuplicates', member.id, list.map(short).join(' '))
}

/** The extended list, the node and its successors, goes clockwise and never past the node itself. */
export function orderedSuccessorList(member: MemberState): Violation | undefined {
  let before = member.id
  for (const id of member.successors) {
    if (!between(before, id, member.id))
      return at('OrderedSuccessorLists', member.id, `${short(id)} after ${short(before)}`)
    before = id
  }
  return undefined
}

/** Somebody in the list of each member lives. */
export function oneLiveSuccessor(member: MemberState, world: RingWorld): Violation | undefined {
  if (member.alone || member.successors.some((id) => world.members.has(id))) return undefined
  return at('OneLiveSuccessor', member.id, 'all successors are dead')
}

// ---- of all -------------------------------------------------------------------------------------------------------------

/**
 * Members that stay and that no extended successor list skips: for no adjacent pair (j, k) of any list, between(j, p, k).
 * One that leaves is for Zave's proof one that fails, at the instant at which its range has gone over.
 */
export function principals(world: RingWorld): RingId[] {
  const ids = [...world.members.keys()].sort()
  const skipped = new Set<RingId>()
  for (const member of world.members.values()) {
    let before = member.id
    for (const id of member.successors) {
      for (const between of strictlyBetween(ids, before, id)) skipped.add(between)
      before = id
    }
  }
  return ids.filter((id) => !skipped.has(id) && world.members.get(id)?.leaving !== true)
}

/** The members strictly inside the clockwise arc a→b; `ids` sorted. */
export function* strictlyBetween(ids: readonly RingId[], a: RingId, b: RingId): Generator<RingId> {
  const count = ids.length
  const start = firstBehind(ids, a)
  for (let i = 0; i < count; i++) {
    const id = ids[(start + i) % count] as RingId
    if (!between(a, id, b)) return
    yield id
  }
}

/** Index of the first id greater than `a`; `ids` sorted. */
export function firstBehind(ids: readonly RingId[], a: RingId): number {
  let low = 0
  let high = ids.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ids[middle] as RingId) <= a) low = middle + 1
    else high = middle
  }
  return low
}

/** At least r + 1 members are principal: what keeps lists that overlap in agreement. */
export function sufficientPrincipals(world: RingWorld): Violation | undefined {
  const count = principals(world).length
  if (count > world.length) return undefined
  return at('SufficientPrincipals', undefined, `${count.toString()} of ${world.members.size.toString()}`)
}

/** The first live entry of the list; a ring of one is its own. */
function bestSuccessor(member: MemberState, world: RingWorld): RingId | undefined {
  return member.alone ? member.id : member.successors.find((id) => world.members.has(id))
}

/** The cycles that best successors form, and the members that reach one. */
function cyclesOf(world: RingWorld): { readonly cycles: RingId[][]; readonly reaching: Set<RingId> } {
  const cycles: RingId[][] = []
  const reaching = new Set<RingId>()
  const seen = new Set<RingId>()
  for (const start of world.members.keys()) {
    const path: RingId[] = []
    const onPath = new Set<RingId>()
    let id: RingId | undefined = start
    while (id !== undefined && !seen.has(id)) {
      seen.add(id)
      onPath.add(id)
      path.push(id)
      const member = world.members.get(id)
      id = member === undefined ? undefined : bestSuccessor(member, world)
    }
    if (id === undefined) continue
    if (onPath.has(id)) cycles.push(path.slice(path.indexOf(id)))
    if (onPath.has(id) || reaching.has(id)) for (const each of path) reaching.add(each)
  }
  return { cycles, reaching }
}

/** AtLeastOneRing, AtMostOneRing, OrderedRing, ConnectedAppendages: what the inductive invariant implies. */
export function ringShape(world: RingWorld): Violation[] {
  if (world.members.size === 0) return []
  const { cycles, reaching } = cyclesOf(world)
  const [ring, ...others] = cycles
  if (ring === undefined) return [at('AtLeastOneRing', undefined, 'best successors form no cycle')]
  const violations: Violation[] = []
  for (const other of others) {
    violations.push(at('AtMostOneRing', other[0], [ring, other].map((ids) => ids.map(short).join('→')).join(' and ')))
  }
  for (const cycle of cycles) {
    const ids = [...cycle].sort()
    for (let i = 0; i < cycle.length; i++) {
      const from = cycle[i] as RingId
      const to = cycle[(i + 1) % cycle.length] as RingId
      for (const id of strictlyBetween(ids, from, to)) {
        violations.push(at('OrderedRing', from, `its successor ${short(to)} lies behind ${short(id)}`))
        break
      }
    }
  }
  for (const id of world.members.keys()) {
    if (!reaching.has(id)) violations.push(at('ConnectedAppendages', id, 'reaches no ring'))
  }
  return violations
}

/**
 * No two members own the same id: no member on the ring lies in the range of another. Not among Zave's invariants: it is
 * what makes an answer to a look-up the only one.
 */
export function disjointRanges(world: RingWorld): Violation[] {
  const owners = [...world.members.values()]
    .filter((member) => member.alone || member.boundary !== undefined)
    .sort((a, b) => (a.id < b.id ? -1 : 1))
  const violations: Violation[] = []
  for (let i = 0; i < owners.length && owners.length > 1; i++) {
    const owner = owners[i] as MemberState
    const before = owners[(i + owners.length - 1) % owners.length] as MemberState
    const from = owner.alone ? owner.id : (owner.boundary as RingId)
    if (inArc(from, before.id, owner.id)) {
      violations.push(
        at('DisjointRanges', owner.id, `owns (${short(from)}, ${short(owner.id)}] with ${short(before.id)} in it`),
      )
    }
  }
  return violations
}

function ofEach(world: RingWorld): Violation[] {
  const violations: Violation[] = []
  for (const member of world.members.values()) violations.push(...ofMember(member, world))
  return violations
}

/** The invariants of one member. */
export function ofMember(member: MemberState, world: RingWorld): Violation[] {
  return [
    wellFormed(member, world.length, world.hasPositions),
    noDuplicates(member),
    orderedSuccessorList(member),
    oneLiveSuccessor(member, world),
  ].filter((violation) => violation !== undefined)
}

/** Everything that holds of a ring larger than the successor list: Zave's invariant and what follows from it. */
export function checkRing(world: RingWorld): Violation[] {
  const few = sufficientPrincipals(world)
  return [...checkBootstrapRing(world), ...(few === undefined ? [] : [few])]
}

/**
 * What holds of a ring that is not larger than its successor list, or has not been yet: all but SufficientPrincipals,
 * which needs more than r members. Its limits are in docs/protocols/chord.md.
 */
export function checkBootstrapRing(world: RingWorld): Violation[] {
  return [...ofEach(world), ...ringShape(world), ...disjointRanges(world)]
}

/** Is every list, every predecessor and every range globally right? */
export function isIdeal(world: RingWorld): boolean {
  const ids = [...world.members.keys()].sort()
  const count = ids.length
  return ids.every((id, i) => {
    const member = world.members.get(id) as MemberState
    if (count === 1) return member.alone
    const before = ids[(i + count - 1) % count]
    if (member.predecessor !== before || member.boundary !== before) return false
    if (member.successors.length !== fullLength(world, ids, i)) return false
    return member.successors.every((successor, j) => successor === ids[(i + 1 + j) % count])
  })
}

/** How long the list of the i-th member is in a ring that is ideal. */
function fullLength(world: RingWorld, ids: readonly RingId[], i: number): number {
  const peerOf = (id: RingId): string => world.members.get(id)?.peer ?? id
  const own = peerOf(ids[i] as RingId)
  const others = new Set<string>()
  let length = 0
  while (length < ids.length - 1 && length < MAX_LIST && others.size < world.length) {
    const peer = peerOf(ids[(i + ++length) % ids.length] as RingId)
    if (peer !== own) others.add(peer)
  }
  return length
}
