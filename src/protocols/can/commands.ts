import type { Box, NodeRef, Point, ZonePath } from '../../base/index.ts'
import type { Claim, Holding, Item, ItemVersion } from './messages.ts'
import type { Mismatch } from './space.ts'
import type { SpaceSpec } from './spaces.ts'

/** NOT_JOINED: this node holds no zone yet; the others: nobody holds the point, or no answer came. */
export type CanFailure = 'NOT_JOINED' | 'NO_ROUTE' | 'LOOKUP_TIMEOUT' | 'OVERLOAD'

export interface Located {
  readonly owner: NodeRef
  readonly claim: Claim
  readonly hops: number
  /** Who handled it, in order, when a trace was asked for. */
  readonly path: readonly NodeRef[]
}

/** Why an item could not be kept or read. FULL: a limit of its owner; UNREACHABLE: no copy could be placed; IO: a disk failed; FORBIDDEN: another's attributes. */
export type ItemFailure = CanFailure | 'FULL' | 'UNREACHABLE' | 'IO' | 'FORBIDDEN'

export interface Kept {
  readonly owner: NodeRef
  readonly version: ItemVersion
  readonly expiresAtMs: number
  /** Disks that have it. */
  readonly copies: number
}

/** Items of a box, or nearest to a point. */
export interface Gathered {
  /** Of a box in the order of the partition tree (z-order), of a point by distance. */
  readonly items: readonly Item[]
  /** Where to go on; undefined: that was all. */
  readonly next: string | undefined
  /** Parts of what was asked for that nobody has answered for in time, the largest first, at most 64. */
  readonly missing: readonly ZonePath[]
  /** Nodes that answered. */
  readonly asked: number
}

/** A zone and who holds it. */
export interface HeldPart {
  readonly path: ZonePath
  readonly holder: NodeRef
  /** Items that its holder keeps of it, without those that were removed; undefined: it has not counted, the zone is so small. */
  readonly items: number | undefined
}

/** All zones of a space, as far as their holders have answered. */
export interface ZoneMap {
  /** By path, at most MAX_MAP_ZONES. */
  readonly zones: readonly HeldPart[]
  /** Parts that nobody has answered for in time, at most 64. */
  readonly missing: readonly ZonePath[]
}

export type CanCommands = {
  /** Keeps an item at the point, for `leaseMs`. At most once. Done when its owner and another node have it on disk. */
  put: {
    args: {
      readonly space: number
      readonly point: Point
      readonly key: Uint8Array
      readonly value: Uint8Array
      readonly leaseMs: number
    }
    result: Kept
    codes: ItemFailure
  }
  /** Undefined: there is none, or its lease has ended. */
  get: {
    args: { readonly space: number; readonly point: Point; readonly key: Uint8Array }
    result: { readonly item: Item | undefined; readonly owner: NodeRef }
    codes: ItemFailure
  }
  /** Whether there was one. */
  remove: {
    args: { readonly space: number; readonly point: Point; readonly key: Uint8Array }
    result: { readonly removed: boolean; readonly owner: NodeRef }
    codes: ItemFailure
  }
  /** Live items in a box, at most `limit`, from after the place on that the page before ended with. */
  query: {
    args: { readonly space: number; readonly box: Box; readonly after: string | undefined; readonly limit: number }
    result: Gathered
    codes: CanFailure
  }
  /** The `limit` live items nearest to a point on the torus. */
  nearest: {
    args: { readonly space: number; readonly point: Point; readonly limit: number }
    result: Gathered
    codes: CanFailure
  }
  /** Who holds what? Asks everybody with a zone. */
  map: { args: { readonly space: number }; result: ZoneMap; codes: CanFailure }
  /** Who holds the point? */
  locate: {
    args: { readonly space: number; readonly point: Point; readonly trace: boolean }
    result: Located
    codes: CanFailure
  }
  /**
   * Somebody who may hold zones beside this node's, of a layer that ranks candidates: it is asked, not believed. Whether it
   * is a neighbour now, heard or to be heard.
   */
  suggest: {
    args: { readonly space: number; readonly holding: Holding }
    result: { readonly isNeighbour: boolean }
    codes: 'NOT_JOINED'
  }
  /** Before this node leaves: its zones go to its neighbours. How many. */
  handOver: { args: Readonly<Record<string, never>>; result: { readonly zones: number }; codes: 'UNREACHABLE' }
}

export interface ZoneShown extends Claim {
  readonly low: readonly number[]
  readonly high: readonly number[]
  /** To whom it is being given; this node's until that one has it. */
  readonly givenTo: NodeRef | undefined
}

/** What the `can` command shows of a space. */
export interface SpaceShown {
  readonly space: number
  readonly dimensions: number
  /** Realities hold the same items; the space of attributes what nodes publish of themselves. */
  readonly holds: SpaceSpec['holds']
  /** Another node that counts other dimensions, the last that was heard of: it is in no space with this one. */
  readonly mismatch: Mismatch | undefined
  readonly self: NodeRef
  readonly zones: readonly ZoneShown[]
  /** Its mates, which share its zones. */
  readonly mates: readonly NodeRef[]
  /** Whose mate this node is: it holds no zone of its own. */
  readonly mateOf: NodeRef | undefined
  /** Holds no zone yet; holds what it held before a restart, unless somebody has taken it over; or is sure of what it holds, or a mate. */
  readonly state: 'joining' | 'resuming' | 'member'
  /** Halves on their way to newcomers. */
  readonly granted: readonly { readonly path: ZonePath; readonly to: NodeRef }[]
  readonly neighbours: readonly Holding[]
}
