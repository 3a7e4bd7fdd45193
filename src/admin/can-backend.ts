import type { NodeRef } from '../base/index.ts'
import type { Gathered, Kept, Located, SpaceShown, ZoneMap } from '../protocols/can/commands.ts'
import type { CallOptions } from './call-options.ts'

/** Where something lies: at a point, or at the point of a key. */
export type Place = { readonly point: readonly number[] } | { readonly pointOf: Uint8Array }

/** What names an item. */
export interface ItemName {
  readonly key: Uint8Array
  /** Undefined: the point of its key. */
  readonly point: readonly number[] | undefined
}

export interface LocatePoint {
  readonly space: number
  readonly place: Place
  readonly trace: boolean
}

export interface PutItem extends ItemName {
  readonly value: Uint8Array
  /** Undefined: what the configuration says. */
  readonly leaseMs: number | undefined
}

/** All items at a point, in a box, or the nearest to a point. */
export interface GatherItems {
  readonly where:
    | { readonly at: readonly number[] }
    | { readonly low: readonly number[]; readonly high: readonly number[] }
    | { readonly near: readonly number[] }
  readonly after: string | undefined
  readonly limit: number
}

export type GatheredItem = Gathered['items'][number]

/** One space as this daemon sees it. */
export interface CanSpaceShown extends SpaceShown {
  /** Indices of all spaces that it has. */
  readonly spaces: readonly number[]
  readonly items: number
  readonly bytes: number
  readonly maxBytes: number
}

/** The part of the admin API that concerns CAN. Failures are OrbErrors with the codes of the routes. */
export interface CanBackend {
  /** @throws OrbError NOT_JOINED: it takes no part in CAN; NOT_FOUND: it has no such space */
  can(space: number): CanSpaceShown
  canLocate(
    args: LocatePoint,
    call: CallOptions,
  ): Promise<Located & { readonly point: readonly number[]; readonly durationMs: number }>
  putItem(put: PutItem, call: CallOptions): Promise<Kept & { readonly point: readonly number[] }>
  /** @throws OrbError NOT_FOUND: there is none, or its lease has ended */
  item(name: ItemName, call: CallOptions): Promise<GatheredItem>
  /** @throws OrbError NOT_FOUND: there was none */
  removeItem(name: ItemName, call: CallOptions): Promise<{ readonly point: readonly number[]; readonly owner: NodeRef }>
  gatherItems(args: GatherItems, call: CallOptions): Promise<Gathered>
  /** All zones of a space with their holders, as far as they answer. */
  canMap(
    space: number,
    call: CallOptions,
  ): Promise<ZoneMap & { readonly space: number; readonly dimensions: number; readonly self: string }>
}
