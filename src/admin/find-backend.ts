import type { FindOrder, Found, OwnAttributes } from '../protocols/attributes/commands.ts'
import type { CallOptions } from './call-options.ts'

export interface FindNodes {
  /** Conditions side by side: docs/protocols/attributes.md. */
  readonly expression: string
  readonly order: FindOrder | undefined
  readonly limit: number
}

/** The part of the admin API that concerns what daemons are like. */
export interface AttributesBackend {
  /** What this daemon knows of itself. @throws OrbError NOT_JOINED: it takes no part in CAN */
  attributes(): OwnAttributes
  /** @throws OrbError INVALID_ARGUMENT, NOT_JOINED, UNREACHABLE, LOOKUP_TIMEOUT, OVERLOAD */
  find(what: FindNodes, call: CallOptions): Promise<Found>
}
