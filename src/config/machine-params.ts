import { AGREEMENT_DEFAULTS, type AgreementParams } from '../protocols/agreement/params.ts'
import { ATTRIBUTE_DIMENSIONS, type AttributesParams } from '../protocols/attributes/params.ts'
import { CAN_DEFAULTS, type CanParams } from '../protocols/can/params.ts'
import { FINGERS_PER_DOUBLING, type ChordParams } from '../protocols/chord/params.ts'
import { PROVIDERS_DEFAULTS, type ProvidersParams } from '../protocols/providers/params.ts'
import { RECORDS_DEFAULTS, type RecordsParams } from '../protocols/records/params.ts'
import { SWARM_DEFAULTS, type SwarmParams } from '../protocols/swarm/params.ts'
import type { Config } from './options.ts'

/** The parameters of Chord in this configuration. */
export function chordParams(config: Config): ChordParams {
  const { positions: _ofThePeer, ...params } = config.chord
  return { ...params, fingersPerDoubling: FINGERS_PER_DOUBLING, routeBySuccessors: true }
}

/** The parameters of the provider sets; what strangers can make us hold is not for users to move. */
export function providersParams(config: Config): ProvidersParams {
  return { ...config.providers, limits: PROVIDERS_DEFAULTS.limits }
}

/** The parameters of records; what strangers can make us hold is not for users to move. */
export function recordsParams(config: Config): RecordsParams {
  const { defaultTtlMs: _ofThisDaemonsUsers, ...params } = config.records
  return { ...RECORDS_DEFAULTS, ...params }
}

/** The parameters of agreement; who founded the network is no matter of configuration. */
export function agreementParams(config: Config): Omit<AgreementParams, 'founder'> {
  const { founder: _notConfigured, ...defaults } = AGREEMENT_DEFAULTS
  return { ...defaults, ...config.agreement }
}

/** The parameters of CAN; whether there is one, and how long items live by default, is no matter of the machine. */
export function canParams(config: Config): CanParams {
  const { enabled: _ofThePeer, leaseMs: _ofThisDaemonsUsers, ...params } = config.can
  return { ...CAN_DEFAULTS, ...params, attributeDimensions: ATTRIBUTE_DIMENSIONS }
}

/** The parameters of the attributes; what is said of the upload rate is measured elsewhere. */
export function attributesParams(config: Config): AttributesParams {
  const { uploadRate: _measured, ...params } = config.attributes
  return params
}

/** The parameters of swarming; what strangers can make us hold is not for users to move. */
export function swarmParams(config: Config): SwarmParams {
  const { sessions, ...params } = config.swarm
  const opened = Math.floor((sessions * SWARM_DEFAULTS.limits.opened) / SWARM_DEFAULTS.limits.sessions)
  return { ...SWARM_DEFAULTS, ...params, limits: { ...SWARM_DEFAULTS.limits, sessions, opened } }
}
