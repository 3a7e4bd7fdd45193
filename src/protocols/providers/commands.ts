import type { NodeRef, SwarmId } from '../../base/index.ts'
import type { Provider } from './messages.ts'

export interface FindResult {
  /** Never this node itself. Empty: nobody is known. */
  readonly providers: readonly Provider[]
  /** Who answered for the swarm. */
  readonly owner: NodeRef
}

/** Why the owner could not be reached or would not. */
export type ProvidersFailure = 'NOT_JOINED' | 'LOOKUP_TIMEOUT' | 'UNREACHABLE' | 'OVERLOAD'

/** The one table of the commands of providers: the swarm machine calls them. */
export type ProvidersCommands = {
  /**
   * Makes this node known as one that has the swarm or wants it, and keeps the lease until `withdraw`. Ends with the first
   * attempt; after a failure it goes on trying. Repeating it with another `seeding` updates the entry.
   */
  announce: {
    args: { readonly swarm: SwarmId; readonly seeding: boolean }
    /** Copies that the owner said it keeps, itself included. */
    result: { readonly replicas: number; readonly owner: NodeRef }
    codes: ProvidersFailure
  }
  /** Ends the lease; tells the owner if it is known. */
  withdraw: { args: { readonly swarm: SwarmId }; result: null; codes: never }
  /** Who has the swarm: asks the owner, and the copies when it knows none. `limit` 1 to MAX_SAMPLE. */
  find: {
    args: { readonly swarm: SwarmId; readonly limit: number }
    result: FindResult
    codes: ProvidersFailure
  }
  /**
   * Before this node leaves: gives copies of the sets it is responsible for to those who will be. Ends when the last one
   * has been sent; how many leases that were.
   */
  handOver: { args: Readonly<Record<string, never>>; result: { readonly leases: number }; codes: never }
}
