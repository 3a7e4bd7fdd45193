import type { OrbError, SwarmId } from '../../base/index.ts'
import type { HashProgress, Manifest, PieceStore } from '../../content/index.ts'
import type { SwarmRow } from './swarm-table.ts'

/** A swarm of this daemon: what is known of its content, and where that lies. */
export class ManagedSwarm {
  readonly id: SwarmId
  readonly row: SwarmRow
  /** Ends what is under way for it: it is removed, or the daemon stops. */
  readonly abort = new AbortController()
  manifest: Manifest | undefined
  store: PieceStore | undefined
  /** Files are being compared with what they should be. */
  verifying: HashProgress | undefined
  /** All content is at its place: what people wait for. */
  finished = false
  /** What went wrong on this side and has not been mended. */
  fault: OrbError | undefined

  constructor(row: SwarmRow) {
    this.id = row.id
    this.row = row
  }

  get name(): string | undefined {
    return this.manifest?.info.name ?? this.row.name
  }

  /** Where the data lies, or will. */
  get path(): string {
    const { place } = this.row
    return this.store?.root ?? (place.kind === 'shared' ? place.path : place.folder)
  }
}
