import type { StatusAnswer } from '../admin/index.ts'
import type { Config } from '../config/index.ts'
import type { Peer } from '../protocols/index.ts'

type StoreStatus = Pick<StatusAnswer, 'records' | 'agreement' | 'names' | 'can'>

/** What this peer keeps for the network; zeroes for a machine that it was made without. */
export function storeStatus({ records, agreement, names, can }: Peer, config: Config): StoreStatus {
  const kept = records?.figures
  const sizes = agreement?.sizes
  return {
    records: {
      count: kept?.records ?? 0,
      bytes: kept?.bytes ?? 0,
      maxBytes: config.records.maxBytes,
      replicas: config.records.replicas,
      ranges: {
        owned: kept?.ranges.owned ?? 0,
        underReplicated: kept?.ranges.underTarget ?? 0,
        repairing: kept?.ranges.unsettled ?? 0,
        leaving: kept?.ranges.leaving ?? 0,
      },
      hints: kept?.hints ?? 0,
      watches: kept?.watches ?? 0,
    },
    agreement: {
      groups: sizes?.groups ?? 0,
      withoutQuorum: agreement?.withoutQuorum ?? 0,
      changing: (sizes?.sealed ?? 0) + (sizes?.incomplete ?? 0),
      registers: sizes?.registers ?? 0,
      bytes: sizes?.bytes ?? 0,
      maxBytes: config.agreement.maxBytes,
      replicas: config.agreement.replicas,
    },
    can: canStatus(can, config),
    names: { leased: names?.sizes.renewed ?? 0, lost: names?.sizes.lost ?? 0 },
  }
}

/** Of the first space of items. */
function canStatus(can: Peer['can'], config: Config): StoreStatus['can'] {
  const figures = can?.figures
  const [first] = figures?.spaces ?? []
  return {
    enabled: can !== undefined,
    state: first?.state ?? 'off',
    zones: first?.zones ?? 0,
    neighbours: first?.neighbours ?? 0,
    items: figures?.items ?? 0,
    bytes: figures?.bytes ?? 0,
    maxBytes: config.can.maxBytes,
  }
}
