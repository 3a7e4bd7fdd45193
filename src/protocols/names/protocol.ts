import type { PeerKey, Sha256 } from '../../base/index.ts'
import type { AgreementCommands } from '../agreement/commands.ts'
import type { Signer } from '../signer.ts'
import type { NamesCommands } from './commands.ts'

/** Names travel as registers of agreement: this machine has no messages of its own. */
export interface NamesProtocol {
  message: never
  request: never
  response: never
  commands: NamesCommands
  calls: { agreement: Pick<AgreementCommands, 'change' | 'list'> }
}

export interface NamesSiblings {
  readonly self: PeerKey
  readonly signer: Signer
  readonly sha256: Sha256
}
