import type { NodeRef } from '../../base/index.ts'
import type { Core } from './core.ts'
import type { Claim } from './messages.ts'
import { claimOf } from './space.ts'
import { spacesOf, type SpaceSpec } from './spaces.ts'

/** A neighbour on the torus, as siblings see it. */
export interface TorusNeighbour {
  readonly ref: NodeRef
  /** What it holds beside this node. */
  readonly claims: readonly Claim[]
  /** It has said so itself; else another has, and it is being asked. */
  readonly firstHand: boolean
  /** Smoothed; undefined: not measured yet. */
  readonly roundTripMs: number | undefined
}

/**
 * What siblings may read of the torus at any time, such as a gossip layer that ranks its neighbours. Whom they hear of
 * they tell by the command `suggest`: hearsay, which is asked and never believed.
 */
export interface CanView {
  spaces(): readonly SpaceSpec[]
  /** Holds a zone there, and is sure of it. False too where there is no such space. */
  isMember(space: number): boolean
  /** What this node holds there; empty when it is not, or not yet, in it. */
  zones(space: number): readonly Claim[]
  /** In no order, the dead ones left out. */
  neighbours(space: number): readonly TorusNeighbour[]
}

/** The view of a machine's state: what it gives is of the moment it is asked for. */
export function viewOf(core: Core): CanView {
  const spaces = spacesOf(core.params)
  return {
    spaces: () => spaces,
    isMember: (index) => core.space(index)?.isMember === true,
    zones: (index) => core.space(index)?.claims ?? [],
    neighbours: (index) =>
      [...(core.space(index)?.neighbours.values() ?? [])].flatMap(({ ref, held, version, roundTripMs }) =>
        core.isDead(ref) ? [] : { ref, claims: held.map(claimOf), firstHand: version > 0, roundTripMs },
      ),
  }
}
