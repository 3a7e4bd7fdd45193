import type { PeerKey, RingId, SwarmId } from '../../base/index.ts'
import type { ProvidersCommands } from '../providers/commands.ts'
import type { SwarmCommands } from './commands.ts'
import type { SwarmMessage } from './messages.ts'

export interface SwarmProtocol {
  message: SwarmMessage
  /** Sessions carry one-way messages; each request among them is answered by a block or a reject. */
  request: never
  response: never
  commands: SwarmCommands
  calls: { providers: Pick<ProvidersCommands, 'announce' | 'withdraw' | 'find'> }
}

export interface SwarmSiblings {
  readonly self: PeerKey
  /** Where the providers of a swarm are kept: said to people when nobody has it. */
  readonly keyOf: (swarm: SwarmId) => RingId
}
