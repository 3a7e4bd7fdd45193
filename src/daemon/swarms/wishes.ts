import type { AddSwarm, SwarmInfo } from '../../admin/index.ts'
import { OrbError, type SwarmId } from '../../base/index.ts'
import {
  decodeTorrent,
  encodeTorrent,
  parseMagnet,
  shareContent,
  type HashPool,
  type Manifest,
  type Place,
} from '../../content/index.ts'
import type { SwarmHost } from './host.ts'
import type { Intake } from './intake.ts'
import type { ManagedSwarm } from './managed-swarm.ts'
import type { Openings } from './openings.ts'
import { hashingInfo, skippedInfo, swarmInfo, type Hashing } from './report.ts'
import type { Roots } from './roots.ts'
import type { Roster } from './roster.ts'
import type { SwarmRow } from './swarm-table.ts'
import { readTorrent } from './torrent-input.ts'

export interface WishesInit {
  readonly host: SwarmHost
  readonly roster: Roster
  readonly roots: () => Roots
  readonly pool: HashPool
  readonly openings: Openings
  readonly intake: Intake
  /** Brings a swarm back from what the table knows of it. */
  readonly resume: (swarm: ManagedSwarm) => void
  /** Runs something for a swarm whose failure is the swarm's. */
  readonly guarded: (swarm: ManagedSwarm, action: () => Promise<void>) => Promise<void>
  /** Aborts when the daemon stops. */
  readonly stop: AbortSignal
}

/** What people ask of the swarms (AdminBackend). */
export class Wishes {
  readonly #init: WishesInit
  readonly #hashings = new Set<Hashing>()

  constructor(init: WishesInit) {
    this.#init = init
  }

  /** How many `swarms` would tell of. */
  get count(): number {
    return this.#init.roster.all().length + this.#hashings.size
  }

  swarms(): readonly SwarmInfo[] {
    return [
      ...this.#init.roster.all().map(({ id }) => this.swarm(id)),
      ...[...this.#hashings].map((hashing) => hashingInfo(hashing)),
    ]
  }

  swarm(id: SwarmId): SwarmInfo {
    const { roster, host } = this.#init
    return swarmInfo(roster.known(id), host.status(id))
  }

  async add(what: AddSwarm, signal: AbortSignal): Promise<SwarmInfo> {
    if ('path' in what) return this.#share(what.path, AbortSignal.any([signal, this.#init.stop]))
    const roots = this.#init.roots()
    const folder = what.output ?? roots.downloadRoot
    await roots.checkOutput(folder)
    const place: Place = { kind: 'download', folder }
    if ('magnet' in what) {
      const { swarmId, name } = parseMagnet(what.magnet)
      return this.#fetch(swarmId, name, place, what.output, undefined)
    }
    const { manifest } = decodeTorrent(await readTorrent(what.torrent))
    return this.#fetch(manifest.swarmId, undefined, place, what.output, manifest)
  }

  async #share(path: string, signal: AbortSignal): Promise<SwarmInfo> {
    const { roots, pool, roster, openings } = this.#init
    await roots().checkShare(path)
    const hashing: Hashing = { path, progress: undefined }
    this.#hashings.add(hashing)
    try {
      const onProgress: (progress: Hashing['progress']) => void = (progress) => (hashing.progress = progress)
      const { manifest, root, record, skipped } = await shareContent(path, pool, { signal, onProgress })
      const id = manifest.swarmId
      await roster.inTurn(id, async () => {
        const before = roster.get(id)
        // What has failed is shared anew: its files have just been read from the first byte to the last.
        if (before !== undefined && !this.#isFailed(before)) return
        if (before !== undefined) await this.#close(before)
        const row: SwarmRow = { id, place: { kind: 'shared', path: root }, name: undefined, addedAt: now() }
        await roster.table.add(row, encodeTorrent({ manifest }), record)
        const swarm = await roster.admit(row)
        await openings.describe(swarm, manifest)
        await openings.open(swarm)
      })
      return { ...this.swarm(id), ...skippedInfo(skipped) }
    } finally {
      this.#hashings.delete(hashing)
    }
  }

  /** @param output the folder that was asked for by name */
  #fetch(
    id: SwarmId,
    name: string | undefined,
    place: Place,
    output: string | undefined,
    manifest: Manifest | undefined,
  ): Promise<SwarmInfo> {
    const { roster, openings, guarded, resume } = this.#init
    return roster.inTurn(id, async () => {
      const known = roster.get(id)
      if (known === undefined) {
        const row: SwarmRow = { id, place, name, addedAt: now() }
        await roster.table.add(row, manifest && encodeTorrent({ manifest }))
        const swarm = await roster.admit(row)
        if (manifest !== undefined) {
          await openings.describe(swarm, manifest)
          void guarded(swarm, () => openings.open(swarm))
        }
      } else {
        if (output !== undefined) checkPlace(known.row.place, output)
        if (this.#isFailed(known)) {
          // Asked for again: whatever was wrong may be right now. What has been verified stays.
          await this.#close(known)
          if (manifest !== undefined) await roster.table.saveMetainfo(id, encodeTorrent({ manifest }))
          resume(await roster.admit(known.row))
        }
      }
      return this.swarm(id)
    })
  }

  #isFailed(swarm: ManagedSwarm): boolean {
    return this.swarm(swarm.id).state === 'failed'
  }

  async remove(id: SwarmId, data: 'keep' | 'delete'): Promise<void> {
    const { roster } = this.#init
    check(roster.known(id), data)
    // At once, or what is under way for it would have to come to its end first.
    roster.known(id).abort.abort(new OrbError('CANCELLED', 'the swarm is removed'))
    await roster.inTurn(id, async () => {
      const swarm = roster.known(id)
      check(swarm, data)
      // The store writes its progress down when it closes: what is known of the swarm goes after that, and for good.
      try {
        await this.#close(swarm, data)
      } finally {
        // Also when its data could not be deleted: the machine has let go of it, and a swarm is not half removed.
        await roster.strike(swarm)
      }
    })
  }

  /** Ends everything for a swarm but its rows in the table. */
  async #close(swarm: ManagedSwarm, data: 'keep' | 'delete' = 'keep'): Promise<void> {
    const { host, intake, openings, roster } = this.#init
    swarm.abort.abort(new OrbError('CANCELLED', 'the swarm is closed'))
    await host.command('remove', { swarm: swarm.id })
    intake.drop(swarm.id)
    await openings.settled(swarm)
    try {
      if (data === 'delete') await swarm.store?.deleteData()
      else await swarm.store?.close()
    } finally {
      roster.dismiss(swarm)
    }
  }

  torrent(id: SwarmId): Promise<Uint8Array> {
    const { manifest } = this.#init.roster.known(id)
    if (manifest?.complete === true) return Promise.resolve(encodeTorrent({ manifest }))
    return Promise.reject(
      new OrbError('CONFLICT', 'the metainfo of this swarm is not known yet', { hint: 'try again when it downloads' }),
    )
  }
}

function check({ row }: ManagedSwarm, data: 'keep' | 'delete'): void {
  if (data === 'keep' || row.place.kind !== 'shared') return
  throw new OrbError('FORBIDDEN', 'shared content is never deleted', { hint: 'remove the swarm and keep the data' })
}

/** A swarm has one place: asking for it at another one is told, not passed over. */
function checkPlace(place: Place, folder: string): void {
  if (place.kind === 'download' && place.folder === folder) return
  const where = place.kind === 'shared' ? place.path : place.folder
  throw new OrbError('CONFLICT', `this swarm is here already, in ${JSON.stringify(where)}`, {
    hint: 'leave the output out, or remove the swarm first (its data stays)',
  })
}

const now = (): string => new Date().toISOString()
