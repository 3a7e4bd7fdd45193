import type { Core, Step } from './core.ts'
import type { Outcome, Wanted } from './register.ts'
import type { Shards } from './shards.ts'
import type { Usage } from './usage.ts'

/** How a change ended here. `moved`: this node is not a member (any more), nothing was done. */
export type Ended = Outcome | { readonly ok: false; readonly code: 'NO_QUORUM' | 'UNKNOWN_OUTCOME' | 'BUSY' | 'moved' }

/** A change that somebody waits for. */
export interface Waiting extends Wanted {
  /** Whoever asked waits no longer than this. */
  readonly deadline: number
  readonly done: (step: Step, ended: Ended) => void
}

export interface ProposerParts {
  readonly core: Core
  readonly shards: Shards
  readonly usage: Usage
}
