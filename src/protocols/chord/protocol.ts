import type { NodeRef } from '../../base/index.ts'
import type { NoCalls } from '../machine.ts'
import type { ChordCommands } from './commands.ts'
import type { ChordMessage, ChordRequest, ChordResponse } from './messages.ts'

export interface ChordProtocol {
  message: ChordMessage
  request: ChordRequest
  response: ChordResponse
  commands: ChordCommands
  calls: NoCalls
}

/** What Chord reads of its siblings. */
export interface ChordSiblings {
  readonly detector: {
    /** The verdict on a peer. Chord fails over on this and on nothing less: a time-out alone proves nothing. */
    isDead(node: NodeRef): boolean
  }
  /**
   * This daemon's own positions, in order, never fewer than at first. A function since addresses become known and change
   * while the daemon runs; it must give the same objects as long as nothing has changed.
   */
  self(): readonly NodeRef[]
}
