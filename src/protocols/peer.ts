import {
  ringIdOfSpace,
  type NodeRef,
  type PeerKey,
  type Random,
  type RingId,
  type Sha256,
  type SwarmId,
} from '../base/index.ts'
import { makeAgreement, type Agreement, type AgreementParams } from './agreement/index.ts'
import { makeAttributes, type Attributes, type AttributesParams, type AttributesSiblings } from './attributes/index.ts'
import { makeCan, type Can, type CanParams } from './can/index.ts'
import { makeChord, type ChordParams, type ChordView } from './chord/index.ts'
import type { Machine, MachineName, Protocol } from './machine.ts'
import { judgeName, makeNames, type Names, type NamesParams } from './names/index.ts'
import { Providers, type ProvidersParams } from './providers/index.ts'
import { makeRecords, type Records, type RecordsParams } from './records/index.ts'
import type { Signer } from './signer.ts'
import { Swarms, type SwarmParams } from './swarm/index.ts'
import { makeTally, type Tally, type TallyParams } from './tally/index.ts'

export interface PeerInit {
  readonly chord: ChordParams
  /** Left out: the machine is not made, and neither is what builds on it. */
  readonly providers?: ProvidersParams
  readonly swarm?: SwarmParams
  readonly tally?: TallyParams
  readonly records?: RecordsParams
  readonly agreement?: AgreementParams
  readonly names?: NamesParams
  readonly can?: CanParams
  readonly attributes?: AttributesParams
  readonly self: PeerKey
  /** Own positions; the same objects as long as nothing has changed. */
  readonly positions: () => readonly NodeRef[]
  readonly detector: { isDead(node: NodeRef): boolean }
  /** Ring id at which the providers of a swarm are kept. */
  readonly keyOf: (swarm: SwarmId) => RingId
  /** Ring id at which a tally is kept; needed with `tally`. */
  readonly tallyKeyOf?: (name: string) => RingId
  /** Needed with `records` and `names`. */
  readonly sha256?: Sha256
  /** Left out: nothing is signed, and no signature is right. Needed with `names`. */
  readonly signer?: Signer
  /** Needed with `attributes`: what this node is like, and how a peer is referred to. */
  readonly measured?: AttributesSiblings['measured']
  readonly refOf?: AttributesSiblings['refOf']
  readonly random: Random
}

/** One peer: its machines wired together, and what others may read of them. */
export interface Peer {
  readonly machines: readonly (readonly [MachineName, Machine<Protocol>])[]
  readonly ring: ChordView
  readonly providers: Providers | undefined
  readonly swarms: Swarms | undefined
  readonly tally: Tally | undefined
  readonly records: Records | undefined
  readonly agreement: Agreement | undefined
  readonly names: Names | undefined
  readonly can: Can | undefined
  readonly attributes: Attributes | undefined
}

/** Makes the machines of one peer. The order is that of the wire slots and never changes. */
export function makePeer(init: PeerInit): Peer {
  const { random, keyOf, self, detector } = init
  const chord = makeChord(init.chord, { detector, self: init.positions }, random.fork('chord'))
  const machines: (readonly [MachineName, Machine<Protocol>])[] = [['chord', chord]]
  const ring = chord.view
  const providers = init.providers && new Providers(init.providers, { ring, keyOf }, random.fork('providers'))
  if (providers !== undefined) machines.push(['providers', providers])
  const swarms = providers && init.swarm && new Swarms(init.swarm, { self, keyOf }, random.fork('swarm'))
  if (swarms !== undefined) machines.push(['swarm', swarms])
  const tally = tallyOf(init, ring)
  if (tally !== undefined) machines.push(['tally', tally])
  const records = recordsOf(init, ring)
  if (records !== undefined) machines.push(['records', records])
  const agreement = agreementOf(init, ring)
  if (agreement !== undefined) machines.push(['agreement', agreement])
  const names = agreement && namesOf(init)
  if (names !== undefined) machines.push(['names', names])
  const can = canOf(init, ring)
  if (can !== undefined) machines.push(['can', can])
  const attributes = can && attributesOf(init, ring)
  if (attributes !== undefined) machines.push(['attributes', attributes])
  return { machines, ring, providers, swarms, tally, records, agreement, names, can, attributes }
}

function tallyOf({ tally, tallyKeyOf, random }: PeerInit, ring: ChordView): Tally | undefined {
  if (tally === undefined || tallyKeyOf === undefined) return undefined
  return makeTally(tally, { ring, keyOf: tallyKeyOf }, random.fork('tally'))
}

function agreementOf({ agreement, detector, signer, random }: PeerInit, ring: ChordView): Agreement | undefined {
  if (agreement === undefined) return undefined
  const rules = signer === undefined ? {} : { judge: judgeName(signer) }
  return makeAgreement(agreement, { ring, detector, ...rules }, random.fork('agreement'))
}

function namesOf({ names, self, sha256, signer, random }: PeerInit): Names | undefined {
  if (names === undefined || sha256 === undefined || signer === undefined) return undefined
  return makeNames(names, { self, sha256, signer }, random.fork('names'))
}

function recordsOf({ records, sha256, signer, random }: PeerInit, ring: ChordView): Records | undefined {
  if (records === undefined || sha256 === undefined) return undefined
  return makeRecords(records, { ring, sha256, signer }, random.fork('records'))
}

function attributesOf(init: PeerInit, ring: ChordView): Attributes | undefined {
  const { attributes, self, detector, signer, measured, refOf, random } = init
  if (attributes === undefined || signer === undefined || measured === undefined || refOf === undefined)
    return undefined
  return makeAttributes(attributes, { self, ring, detector, signer, measured, refOf }, random.fork('attributes'))
}

function canOf({ can, self, detector, sha256, random }: PeerInit, ring: ChordView): Can | undefined {
  if (can === undefined || sha256 === undefined) return undefined
  const founderOf = (space: number): RingId => ringIdOfSpace(sha256, space)
  return makeCan(can, { self, ring, detector, founderOf }, random.fork('can'))
}
