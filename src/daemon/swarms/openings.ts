import { OrbError } from '../../base/index.ts'
import { PieceStore, type HashPool, type Manifest, type OpenFiles } from '../../content/index.ts'
import type { SwarmLayout } from '../../protocols/swarm/index.ts'
import type { SwarmHost } from './host.ts'
import type { ManagedSwarm } from './managed-swarm.ts'
import type { SwarmTable } from './swarm-table.ts'

export interface OpeningsInit {
  readonly host: SwarmHost
  readonly table: SwarmTable
  readonly pool: HashPool
  readonly files: OpenFiles
  readonly fault: (swarm: ManagedSwarm, error: OrbError) => void
}

/** A hash in a piece layer. */
const HASH_BYTES = 32

/** Opens and finishes the content of swarms, and tells the machine what there is. */
export class Openings {
  readonly #init: OpeningsInit
  readonly #running = new Map<Promise<void>, ManagedSwarm>()

  constructor(init: OpeningsInit) {
    this.#init = init
  }

  /** Ends when nothing is under way, for one swarm or for all. Never rejects. */
  async settled(swarm?: ManagedSwarm): Promise<void> {
    const running = [...this.#running].filter(([, of]) => swarm === undefined || of === swarm)
    await Promise.allSettled(running.map(([promise]) => promise))
  }

  /** The info dictionary is known: what it says goes to the machine. */
  async describe(swarm: ManagedSwarm, manifest: Manifest): Promise<void> {
    swarm.manifest = manifest
    await this.#init.host.command('describe', {
      swarm: swarm.id,
      infoBytes: manifest.infoBytes.byteLength,
      layout: layoutOf(manifest),
      missingLayers: manifest.missingLayers().map(({ index, pieces }) => ({ file: index, bytes: pieces * HASH_BYTES })),
    })
  }

  /** Opens the storage, verifying what is there where that is needed; then pieces may come and go. */
  open(swarm: ManagedSwarm): Promise<void> {
    return this.#track(swarm, this.#open(swarm))
  }

  async #open(swarm: ManagedSwarm): Promise<void> {
    const { manifest, id } = swarm
    if (manifest === undefined) return
    const { host, table, pool, files, fault } = this.#init
    const changed = (pieces: readonly number[], here: boolean): void => {
      host.command('changed', { swarm: id, pieces, here }).catch(() => {
        // It was removed in the meantime.
      })
    }
    const store = await PieceStore.open({
      manifest,
      place: swarm.row.place,
      pool,
      files,
      progress: table.progress(id),
      signal: swarm.abort.signal,
      onProgress: (progress) => (swarm.verifying = progress),
      events: {
        lost: (pieces) => {
          changed(pieces, false)
        },
        regained: (pieces) => {
          changed(pieces, true)
        },
        fault: (error) => {
          fault(swarm, error)
        },
      },
    }).finally(() => (swarm.verifying = undefined))
    if (swarm.abort.signal.aborted) {
      await store.close()
      return
    }
    swarm.store = store
    await host.command('begin', { swarm: id, have: store.bitfield() })
    if (store.have.full) await this.#finish(swarm)
  }

  /** All pieces are here: the content moves to its place. Serving goes on meanwhile. */
  finish(swarm: ManagedSwarm): Promise<void> {
    return this.#track(swarm, this.#finish(swarm))
  }

  async #finish(swarm: ManagedSwarm): Promise<void> {
    try {
      await swarm.store?.finish()
      swarm.fault = undefined
      swarm.finished = true
    } catch (err) {
      // The content stays where it is and is served from there; the next start tries again.
      if (!(err instanceof OrbError)) throw err
      swarm.fault = err
    }
  }

  async #track(swarm: ManagedSwarm, running: Promise<void>): Promise<void> {
    this.#running.set(running, swarm)
    try {
      await running
    } finally {
      this.#running.delete(running)
    }
  }
}

function layoutOf({ info }: Manifest): SwarmLayout {
  const { pieces, pieceBytes, files } = info
  const shortPieces: [piece: number, bytes: number][] = []
  for (const file of files) {
    const rest = file.bytes % pieceBytes
    if (rest > 0) shortPieces.push([file.firstPiece + file.pieces - 1, rest])
  }
  return { pieces, pieceBytes, shortPieces }
}
