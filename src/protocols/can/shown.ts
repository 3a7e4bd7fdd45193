import type { NodeRef } from '../../base/index.ts'
import type { SpaceShown } from './commands.ts'
import { claimOf, type Space } from './space.ts'

/** One space as this node sees it. */
export function shownOf(space: Space, self: NodeRef): SpaceShown {
  const { index, dimensions, holds, mismatch, own, grants, neighbours, mates, following, isMate } = space
  return {
    space: index,
    dimensions,
    holds,
    mismatch,
    self,
    zones: own.map(({ path, epoch, zone: { low, high } }) => {
      return { path, epoch, low, high, givenTo: space.giving.get(path) }
    }),
    mates: [...mates.values()].map(({ ref }) => ref),
    mateOf: isMate ? following?.head : undefined,
    state: space.state,
    granted: grants.map(({ path, to }) => ({ path, to })),
    neighbours: [...neighbours.values()].map(({ ref, held }) => ({ ref, claims: held.map(claimOf) })),
  }
}
