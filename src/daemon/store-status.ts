import type { StatusAnswer } from '../admin/index.ts'
import type { Config } from '../config/index.ts'
import type { Peer } from '../protocols/index.ts'

type StoreStatus = Pick<StatusAnswer, 'records' | 'agreement' | 'names'>

/** What this peer keeps for the network; zeroes for a machine that it was made without. */
export function storeStatus({ records, agreement, names }: Peer, config: Config): StoreStatus {
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
    names: { leased: names?.sizes.renewed ?? 0, lost: names?.sizes.lost ?? 0 },
  }
}
