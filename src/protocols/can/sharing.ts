import type { NodeRef } from '../../base/index.ts'
import type { Core, Step } from './core.ts'
import type { Picture } from './messages.ts'
import type { Neighbour, Space } from './space.ts'

/** Whose mate this node is, while that one lives and counts it among its mates. */
export function headOf(core: Core, space: Space): Neighbour | undefined {
  const head = space.isMate ? space.neighbours.get(space.following?.head.peer ?? core.self.peer) : undefined
  if (head === undefined || head.version === 0 || core.isDead(head.ref)) return undefined
  return head.mates.some(({ peer }) => peer === core.self.peer) ? head : undefined
}

/** Mates of this node that have said that they follow it, and live. */
export const matesOf = (core: Core, space: Space): NodeRef[] =>
  [...space.mates.values()].flatMap(({ ref, follows }) => (follows && !core.isDead(ref) ? ref : []))

/** This node is a mate of that one from now on, which shows what it holds. */
export function follow(core: Core, step: Step, space: Space, head: NodeRef, picture: Picture): void {
  const held = (picture.shown?.claims ?? []).map((claim) => space.held(claim))
  space.follow({ head, held, wellAt: step.now })
  core.hearing.hear(step, space, head, picture)
  core.save(step, space)
}

/** It is nobody's mate any more, and holds nothing. */
export function unfollow(core: Core, step: Step, space: Space): void {
  space.follow(undefined)
  core.save(step, space)
  for (const each of core.watchers) each.emptied?.(step, space)
}
