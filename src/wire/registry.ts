import type { MachineName } from '../protocols/index.ts'
import { agreementCodec } from './agreement.ts'
import { attributesCodec } from './attributes.ts'
import { canCodec } from './can.ts'
import { chordCodec } from './chord.ts'
import type { MachineCodec } from './codec.ts'
import { providersCodec } from './providers.ts'
import { recordsCodec } from './records.ts'
import { swarmCodec } from './swarm.ts'
import { tallyCodec } from './tally.ts'

/** A machine on the wire: its number in `Envelope.machine` and how its bodies are coded. Numbers are never re-used. */
export interface WireMachine {
  readonly number: number
  readonly codec: MachineCodec
}

/** One line per machine; see the head of envelope.proto for the numbers. */
export const WIRE_MACHINES: Record<MachineName, WireMachine> = {
  chord: { number: 1, codec: chordCodec },
  providers: { number: 2, codec: providersCodec },
  swarm: { number: 3, codec: swarmCodec },
  tally: { number: 4, codec: tallyCodec },
  records: { number: 5, codec: recordsCodec },
  agreement: { number: 6, codec: agreementCodec },
  // Travels as registers of agreement: what comes for it is unknown.
  names: { number: 7, codec: {} },
  can: { number: 8, codec: canCodec },
  attributes: { number: 9, codec: attributesCodec },
}

const BY_NUMBER: (readonly [MachineName, MachineCodec] | undefined)[] = []
for (const [name, machine] of Object.entries(WIRE_MACHINES)) {
  BY_NUMBER[machine.number] = [name as MachineName, machine.codec]
}

/** The machine of a number from the wire, or undefined. */
export const machineOfNumber = (number: number): readonly [MachineName, MachineCodec] | undefined => BY_NUMBER[number]
