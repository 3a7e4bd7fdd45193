import type { NodeRef } from '../../base/index.ts'
import type { Located } from './coordinate.ts'
import type { Condition, Subject } from './expression.ts'
import type { Figures } from './figures.ts'

/** NOT_JOINED: this node has no part of the attribute space yet; UNREACHABLE, LOOKUP_TIMEOUT: nobody answers for it. */
export type AttributesFailure = 'NOT_JOINED' | 'UNREACHABLE' | 'LOOKUP_TIMEOUT' | 'OVERLOAD'

/** A node that was found, as it has told of itself and signed. */
export interface FoundNode {
  readonly node: NodeRef
  readonly figures: Figures
  readonly located: Located
  /** The round trip from here that the coordinates foretell, ms; 0: this node itself. */
  readonly roundTripMs: number
  /** How long ago it was told, by its calendar and ours, ms. */
  readonly ageMs: number
}

export interface Found {
  /** At most `limit`, sorted. */
  readonly nodes: readonly FoundNode[]
  /** Nodes that match, those left out included, unless `hasMore`: then at least so many. */
  readonly matched: number
  /** Not all of the space was looked at: there was enough, or too much. */
  readonly hasMore: boolean
  /** Parts of the space that nobody answered for: nodes that stand there are not among the found. */
  readonly missingParts: number
  /** Nodes that were asked and answered. */
  readonly asked: number
}

export interface FindOrder {
  readonly by: Subject
  readonly descending: boolean
}

/** What this node knows of itself. */
export interface OwnAttributes {
  readonly figures: Figures
  readonly located: Located
  /** Round trips that the coordinate was made of, since the start. */
  readonly samples: number
  /** Peers whose last round trips draw it. */
  readonly neighbours: number
  /** How long ago the last of them was measured, ms; undefined: none was. */
  readonly sampledAgoMs: number | undefined
  /** How long ago it last told of itself, ms; undefined: it has not. */
  readonly publishedAgoMs: number | undefined
}

export type AttributesCommands = {
  /** Nodes for which all conditions hold, by what they last told of themselves: at most a third of a lease old. */
  find: {
    args: {
      readonly conditions: readonly Condition[]
      /** Undefined: in no order. */
      readonly order: FindOrder | undefined
      /** 1 to MAX_FOUND. */
      readonly limit: number
    }
    result: Found
    codes: AttributesFailure
  }
  /** Before this node leaves: what it told of itself is taken back. Of how many items. */
  withdraw: {
    args: Readonly<Record<string, never>>
    result: { readonly withdrawn: number; readonly left: number }
    codes: 'OVERLOAD'
  }
}

/** Nodes of one answer. */
export const MAX_FOUND = 1_000
