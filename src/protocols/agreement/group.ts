import type { NodeRef, PeerKey, RingId } from '../../base/index.ts'
import { MAX_MEMBERS, type Group } from './messages.ts'

/** In which shard a ring id is. */
export const shardOf = (id: RingId): number => Number.parseInt(id.slice(0, 2), 16)

/** The first id of a shard: whoever owns it on the ring, and those that follow, are to keep the shard. */
export const startOf = (shard: number): RingId => shard.toString(16).padStart(2, '0').padEnd(64, '0') as RingId

export const majorityOf = ({ members }: Group): number => (members.length >> 1) + 1

export const isMember = ({ members }: Group, peer: PeerKey): boolean => members.some((member) => member.peer === peer)

/** The same epoch and the same peers, whatever is known of their addresses. */
export const sameGroup = (a: Group, b: Group): boolean =>
  a.epoch === b.epoch && a.members.length === b.members.length && a.members.every(({ peer }) => isMember(b, peer))

/** Members in the order in which they follow the beginning of the shard: all put forward the same one to propose. */
export function inOrder(shard: number, members: readonly NodeRef[]): NodeRef[] {
  const start = startOf(shard)
  return [...members].sort((a, b) => {
    const [aWraps, bWraps] = [a.id < start, b.id < start]
    if (aWraps !== bWraps) return aWraps ? 1 : -1
    return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
  })
}

export interface Choice {
  readonly shard: number
  readonly group: Group
  /** Who follows the beginning of the shard on the ring, nearest first. */
  readonly target: readonly NodeRef[]
  readonly replicas: number
  /** May this member, who is not among those who should be, be replaced? */
  readonly mayGo: (member: NodeRef) => boolean
  readonly isLeaving: (member: NodeRef) => boolean
}

/**
 * The members of the next group; undefined: there is nothing to change. Odd numbers only: an even group bears no more
 * failures than the odd one below it. It grows at once, since one member and two others decide like one alone until they
 * hold a copy; else one member changes at a time, so that the others serve as soon as they have frozen.
 */
export function nextMembers(choice: Choice): readonly NodeRef[] | undefined {
  const { shard, group, target, mayGo, isLeaving } = choice
  const { members } = group
  const staying = target.filter((node) => !isLeaving(node))
  const size = oddUpTo(Math.min(choice.replicas, MAX_MEMBERS, staying.length))
  const newcomers = staying.slice(0, Math.max(size, 1)).filter(({ peer }) => !isMember(group, peer))
  const leavers = members.filter(isLeaving)
  // One alone hands a shard on as a whole, to those who should have it: they copy it before, and take over from that one
  // whoever they are. To stay among them, and be replaced next, would be a second change of each of the founder's shards.
  if (members.length === 1 && size > 1) return inOrder(shard, staying.slice(0, size))
  if (members.length < size) {
    return inOrder(shard, [...members, ...newcomers.slice(0, size - members.length)])
  }
  const wanted = new Set(staying.slice(0, size).map(({ peer }) => peer))
  if (members.length > size && leavers.length > 0) {
    // Fewer are left than the group needs: those stay that should, then the first in order.
    const others = members.filter((member) => !isLeaving(member))
    const kept = [...others.filter(({ peer }) => wanted.has(peer)), ...others.filter(({ peer }) => !wanted.has(peer))]
    const next = [...kept, ...newcomers].slice(0, Math.max(size, 1))
    return next.length === 0 ? undefined : inOrder(shard, next)
  }
  const goes =
    leavers[0] ?? (members.length > 1 ? members.find((member) => !wanted.has(member.peer) && mayGo(member)) : undefined)
  const comes = newcomers[0] ?? (goes !== undefined && leavers.length > 0 ? spare(staying, group) : undefined)
  if (goes === undefined || comes === undefined) return undefined
  return inOrder(shard, [...members.filter(({ peer }) => peer !== goes.peer), comes])
}

const spare = (nodes: readonly NodeRef[], group: Group): NodeRef | undefined =>
  nodes.find(({ peer }) => !isMember(group, peer))

const oddUpTo = (n: number): number => (n <= 0 ? 0 : n % 2 === 1 ? n : n - 1)
