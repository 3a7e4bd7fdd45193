import { createHash } from 'node:crypto'
import type { RingId } from '../base/index.ts'
import { prefixRange } from '../protocols/index.ts'
import { HEADS, HINTS, storedOf, type RecordKind, type Version } from '../protocols/records/index.ts'
import type { SimDisk } from './disk.ts'

/** What a disk holds of a record. */
export interface KeptVersion {
  readonly version: Version
  readonly kind: RecordKind
}

export const sha256 = (...parts: readonly Uint8Array[]): Uint8Array => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

const ALL = 1_000_000
/** Rows are looked at again and again, and never change. */
const seen = new WeakMap<Uint8Array, KeptVersion>()

/** The records on a simulated disk, durable or not; damaged rows are left out. */
export function keptRecords(disk: SimDisk): Map<RingId, KeptVersion> {
  const kept = new Map<RingId, KeptVersion>()
  for (const row of disk.page(prefixRange(HEADS), ALL).rows) {
    const id = row[0].slice(HEADS.length) as RingId
    let known = seen.get(row[1])
    if (known === undefined) {
      const stored = storedOf(sha256, row)
      if (stored === undefined || stored.broken) continue
      const { version, kind } = stored.head
      seen.set(row[1], (known = { version, kind }))
    }
    kept.set(id, known)
  }
  return kept
}

/** Ids that are kept for somebody who could not be reached. */
export function hintedRecords(disk: SimDisk): Set<RingId> {
  const { rows } = disk.page(prefixRange(HINTS), ALL)
  return new Set(rows.map(([key]) => key.slice(key.lastIndexOf('/') + 1) as RingId))
}
