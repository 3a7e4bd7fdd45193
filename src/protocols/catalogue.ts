import type { AgreementProtocol } from './agreement/index.ts'
import type { AttributesProtocol } from './attributes/index.ts'
import type { CanProtocol } from './can/index.ts'
import type { ChordProtocol } from './chord/index.ts'
import type { HostCode, MachineName, Protocol, Result } from './machine.ts'
import type { NamesProtocol } from './names/index.ts'
import type { ProvidersProtocol } from './providers/index.ts'
import type { RecordsProtocol } from './records/index.ts'
import type { SwarmProtocol } from './swarm/index.ts'
import type { TallyProtocol } from './tally/index.ts'

/** Every protocol of a peer by its machine's name: the types of commands from machine to command line hang on this. */
export interface Protocols extends Record<MachineName, Protocol> {
  chord: ChordProtocol
  providers: ProvidersProtocol
  swarm: SwarmProtocol
  tally: TallyProtocol
  records: RecordsProtocol
  agreement: AgreementProtocol
  names: NamesProtocol
  can: CanProtocol
  attributes: AttributesProtocol
}

/** The names of a machine's commands. */
export type CommandName<M extends MachineName> = keyof Protocols[M]['commands'] & string

/** What a command is given. */
export type CommandArgs<M extends MachineName, K extends CommandName<M>> = Protocols[M]['commands'][K] extends {
  args: infer Args
}
  ? Args
  : never

/** What a command came to: its value, one of its codes, or one that the host gives to any command. */
export type CommandResult<M extends MachineName, K extends CommandName<M>> = Protocols[M]['commands'][K] extends {
  result: infer Value
  codes: infer Code extends string
}
  ? Result<Value, Code | HostCode>
  : never

/** What a command tells on its way; never: it only ends. */
export type CommandProgress<M extends MachineName, K extends CommandName<M>> = Protocols[M]['commands'][K] extends {
  progress: infer Item
}
  ? Item
  : never
