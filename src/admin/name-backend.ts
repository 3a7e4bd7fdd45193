import type { NameEntry, NamesCommands } from '../protocols/names/commands.ts'
import type { CallOptions } from './call-options.ts'
import type { Condition } from './conditions.ts'

/** A name with its version as text. */
export type NamedEntry = Omit<NameEntry, 'revision'> & { readonly version: string }

export interface SetName {
  readonly name: string
  /** Undefined: by the form of the value. */
  readonly kind: NameEntry['value']['kind'] | undefined
  /** Undefined: none, the name is only held. */
  readonly value: string | undefined
  /** Undefined: those that it has. */
  readonly delegates: readonly string[] | undefined
  /** Undefined: as the machine has it. */
  readonly ttlMs: number | undefined
  readonly renew: boolean
  readonly condition: Condition
}

/** The part of the admin API that concerns names. Failures are OrbErrors with the codes of the routes. */
export interface NamesBackend {
  names(
    args: NamesCommands['list']['args'],
    call: CallOptions,
  ): Promise<{ readonly names: readonly NamedEntry[]; readonly next: string | undefined }>
  name(name: string, call: CallOptions): Promise<NamedEntry>
  /** @throws VersionMismatch when the condition does not hold */
  setName(wish: SetName, call: CallOptions): Promise<NamedEntry>
  /** @throws VersionMismatch when the condition does not hold */
  removeName(name: string, condition: Condition, call: CallOptions): Promise<NamedEntry>
}
